"""The line from a window's computer to the branch's server: dialled outwards, over HTTP, with the window's secret."""

import json
import logging
import ssl
from collections.abc import Mapping
from ipaddress import ip_address
from urllib.parse import urlsplit

import urllib3
from urllib3.exceptions import HTTPError, LocationValueError, NewConnectionError, SSLError, TimeoutError  # noqa: A004

# Its lines hold addresses.
logging.getLogger("urllib3.connectionpool").setLevel(logging.ERROR)
_CONNECT, _LARGEST = 3.0, 65536
_OK, _AGAIN = 200, 409
_REFUSED = (400, 403)


class BadAddressError(Exception):
    """The server's address cannot be used."""


class NoLineError(Exception):
    """Nothing that can be relied on came back; it may work in a moment."""


class RefusedError(Exception):
    """The server lets this program in no more; its sentence says what to do."""


class ForgottenError(Exception):
    """The server was started anew: say hello again."""


def checked(url: str) -> str:
    """The server's address without what follows it. Card passwords go there: only over TLS, or within this machine."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host = None
    if not host or parts.scheme not in ("http", "https") or parts.path.strip("/") or parts.query:
        raise BadAddressError(f"服务器地址“{url}”写得不对，应像 https://counter.example 这样")
    if parts.scheme == "http" and not _is_here(host):
        why = "卡的密码要经过这条线路，不加密的只能用在服务器自己那台机器上"
        raise BadAddressError(f"服务器地址“{url}”应以 https:// 开头：{why}")
    return f"{parts.scheme}://{parts.netloc}"


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class Line:
    """Requests to one server; ``ca`` is the file of whoever signed its certificate, if the system has it not."""

    def __init__(self, url: str, ca: str = "") -> None:
        self.url = checked(url)
        how = {}
        if self.url.startswith("https:"):
            try:
                how["ssl_context"] = ssl.create_default_context(cafile=ca or None)
            except (OSError, ssl.SSLError) as error:
                raise BadAddressError(f"证书文件“{ca}”不能用（{error}），请核对 --ca") from None
        try:
            self._pool = urllib3.connection_from_url(self.url, maxsize=12, retries=False, **how)
        except LocationValueError:
            raise BadAddressError(f"服务器地址“{url}”写得不对，应像 https://counter.example 这样") from None

    def ask(self, path: str, said: Mapping[str, object], seconds: float, secret: str = "") -> Mapping[str, object]:
        """Ask once. Nothing is ever sent again by itself: whoever asks knows whether it may be."""
        limit = urllib3.Timeout(connect=min(_CONNECT, seconds), read=seconds)
        headers = {"Authorization": f"Bearer {secret}"} if secret else {}
        try:
            answer = self._pool.request(
                "POST", f"/agent/{path}", json=said, headers=headers, timeout=limit, redirect=False,
            )  # fmt: skip
        except SSLError as error:
            raise NoLineError(f"服务器的证书没有通过核对（{_short(error)}）") from None
        except NewConnectionError:
            raise NoLineError("连接不上") from None
        except TimeoutError:
            raise NoLineError("没有应答") from None
        except HTTPError:
            raise NoLineError("连接中断") from None
        return _understood(answer.status, answer.data)

    def close(self) -> None:
        """Hang up."""
        self._pool.close()


def _understood(status: int, content: bytes) -> Mapping[str, object]:
    try:
        told = json.loads(content) if len(content) <= _LARGEST else None
    except (ValueError, RecursionError):
        told = None
    if status == _AGAIN and isinstance(told, dict) and told.get("hello") is True:
        raise ForgottenError
    if status in _REFUSED and isinstance(told, dict) and isinstance(told.get("said"), str):
        raise RefusedError(told["said"])
    if status != _OK or not isinstance(told, dict):
        raise NoLineError(f"应答的不是柜台程序（状态 {status}）")
    return told


def _short(error: Exception) -> str:
    """What is wrong with the certificate, without the names of the library."""
    reason = error.args[0] if error.args else error
    return getattr(reason, "verify_message", "") or type(reason).__name__
