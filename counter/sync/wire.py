"""One exchange over HTTP: short limits, no redirects, no repeats; who repeats is the outbox."""

import json
import logging
from collections.abc import Mapping

import urllib3
from urllib3.exceptions import HTTPError, LocationValueError, NewConnectionError, TimeoutError  # noqa: A004

from counter.core.province import ProvinceMismatchError, ProvinceUnavailableError

CONNECT_SECONDS = 1.0
# Its lines hold addresses, and some provinces put numbers of persons into addresses.
logging.getLogger("urllib3.connectionpool").setLevel(logging.ERROR)
_FIRST_SERVER_ERROR = 500


class Wire:
    """The connections to one address, shared by all threads."""

    def __init__(self, url: str) -> None:
        try:
            self._root = (urllib3.util.parse_url(url).path or "").rstrip("/")
            self._pool = urllib3.connection_from_url(url, maxsize=4, retries=False)
        except LocationValueError:
            raise ProvinceMismatchError(f"地址“{url}”写得不对") from None

    def ask(
        self, method: str, path: str, seconds: float, *,
        message: object = None, headers: Mapping[str, str] | None = None,
    ) -> tuple[int, object]:
        """Send one request and read the JSON answer; whatever goes wrong is one of two errors."""
        limit = urllib3.Timeout(connect=min(CONNECT_SECONDS, seconds), read=seconds, total=seconds)
        try:
            answer = self._pool.request(
                method, f"{self._root}{path}", json=message, headers=headers, timeout=limit, redirect=False,
            )
        except NewConnectionError:  # in urllib3 it is a TimeoutError too
            raise ProvinceUnavailableError("连接不上") from None
        except TimeoutError:
            raise ProvinceUnavailableError(f"{seconds:g} 秒内没有应答") from None
        except HTTPError:
            raise ProvinceUnavailableError("连接中断，没有收到应答") from None
        if answer.status >= _FIRST_SERVER_ERROR:
            raise ProvinceUnavailableError(f"对方故障，状态 {answer.status}")
        try:
            return answer.status, json.loads(answer.data)
        except (ValueError, RecursionError):
            raise ProvinceMismatchError("应答不是约定的格式") from None
