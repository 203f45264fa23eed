"""The Internet Printing Protocol (RFC 8010, 8011), as much of it as printing one card or one slip takes."""

import itertools
import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import urllib3
from urllib3.exceptions import HTTPError

INTEGER, BOOLEAN, ENUM, COLLECTION, COLLECTED = 0x21, 0x22, 0x23, 0x34, 0x37
TEXT, NAME, KEYWORD, URI, CHARSET, LANGUAGE, MEDIA_TYPE = 0x41, 0x42, 0x44, 0x45, 0x47, 0x48, 0x49
_OPERATION, _OF_JOB, _END = 0x01, 0x02, 0x03
CREATE_JOB, SEND_DOCUMENT, CANCEL_JOB, JOB, JOBS, PRINTER = 0x05, 0x06, 0x08, 0x09, 0x0A, 0x0B
_FIRST_FAULT, _GONE = 0x0400, 0x0406
_MOST = 4_000_000
SCHEMES: Mapping[str, str] = {"ipp": "http", "ipps": "https"}
PORT = 631

_DEGREES = ("-error", "-warning", "-report")

Attribute = tuple[int, str, Any]
Group = Mapping[str, Sequence[Any]]


class IppLostError(Exception):
    """The line to the printer broke: whether it heard, nobody knows."""


class IppRefusedError(Exception):
    """The printer heard and did not do it; ``gone`` when it knows nothing of such a job."""

    def __init__(self, status: int, said: str) -> None:
        super().__init__(f"{status:04X} {said}".strip())
        self.status, self.gone = status, status == _GONE


@dataclass(frozen=True)
class Heard:
    """The groups of an answer, each with its sign: 1 the operation's, 2 a job's, 4 the printer's."""

    groups: tuple[tuple[int, Group], ...]

    def of(self, sign: int) -> list[Group]:
        """All groups of this sign."""
        return [group for one, group in self.groups if one == sign]


def encoded(operation: int, number: int, asked: Sequence[Attribute], job: Sequence[Attribute] = ()) -> bytes:
    """A request without its document."""
    body = struct.pack(">BBHI", 2, 0, operation, number) + bytes((_OPERATION,))
    first: list[Attribute] = [(CHARSET, "attributes-charset", "utf-8"), (LANGUAGE, "attributes-natural-language", "en")]
    body += b"".join(_attribute(*one) for one in [*first, *asked])
    if job:
        body += bytes((_OF_JOB,)) + b"".join(_attribute(*one) for one in job)
    return body + bytes((_END,))


def _attribute(tag: int, name: str, value: Any) -> bytes:
    if isinstance(value, tuple):
        first, *more = value
        return _attribute(tag, name, first) + b"".join(_attribute(tag, "", one) for one in more)
    return _one(tag, name, _value(tag, value))


def _one(tag: int, name: str, raw: bytes) -> bytes:
    return struct.pack(">BH", tag, len(name.encode())) + name.encode() + struct.pack(">H", len(raw)) + raw


def _value(tag: int, value: Any) -> bytes:
    if tag == BOOLEAN:
        return struct.pack(">?", value)
    return struct.pack(">i", value) if tag in (INTEGER, ENUM) else str(value).encode()


def decoded(raw: bytes) -> tuple[int, Heard]:
    """The status of an answer and its groups; ValueError when it is no answer. Collections are passed over."""
    if len(raw) < 8:  # noqa: PLR2004 - version, status, number
        raise ValueError("short")
    status, place, depth = int.from_bytes(raw[2:4]), 8, 0
    groups: list[tuple[int, dict[str, list[Any]]]] = []
    name = ""
    while place < len(raw) and raw[place] != _END:
        tag, place = raw[place], place + 1
        if tag < 0x10:  # noqa: PLR2004 - a group begins
            groups.append((tag, {}))
            continue
        said, place = _cut(raw, place)
        value, place = _cut(raw, place)
        depth += (tag == COLLECTION) - (tag == COLLECTED)
        if depth or tag == COLLECTED:
            continue
        name = said.decode() or name
        if not groups:
            raise ValueError("no group")
        groups[-1][1].setdefault(name, []).append(_read(tag, value))
    return status, Heard(tuple(groups))


def _cut(raw: bytes, place: int) -> tuple[bytes, int]:
    length = int.from_bytes(raw[place : place + 2])
    found = raw[place + 2 : place + 2 + length]
    if len(found) != length:
        raise ValueError("cut off")
    return found, place + 2 + length


def _read(tag: int, value: bytes) -> Any:
    if tag in (INTEGER, ENUM) and len(value) == 4:  # noqa: PLR2004
        return struct.unpack(">i", value)[0]
    if tag == BOOLEAN:
        return value != b"\0"
    return value.decode("utf-8", "replace") if tag >= 0x40 else value  # noqa: PLR2004 - texts


def plain(reasons: Iterable[str]) -> frozenset[str]:
    """The reasons without how grave each is; a report says of nothing that it is wrong."""
    kept = [one for one in reasons if one != "none" and not one.endswith("-report")]
    return frozenset(next((one.removesuffix(end) for end in _DEGREES if one.endswith(end)), one) for one in kept)


@dataclass
class IppLine:
    """The line to one printer; every request is sent once, whatever becomes of it."""

    uri: str
    connect: float = 3.0
    seconds: float = 10.0
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def __post_init__(self) -> None:
        """Open no connection yet: each exchange has its own, so that none can be stale."""
        parts = urlsplit(self.uri)
        self._url = f"{SCHEMES[parts.scheme]}://{parts.hostname}:{parts.port or PORT}{parts.path or '/'}"
        self._pool = urllib3.PoolManager(retries=False, headers={"Connection": "close"})

    def ask(
        self, operation: int, asked: Sequence[Attribute] = (), job: Sequence[Attribute] = (), document: bytes = b""
    ) -> Heard:
        """Send one request; IppLostError when no answer came, IppRefusedError when the answer is no."""
        who: list[Attribute] = [(URI, "printer-uri", self.uri)]
        whose = [one for one in asked if one[1] == "job-id"]
        rest = [one for one in asked if one[1] != "job-id"]
        told: list[Attribute] = [*who, *whose, (NAME, "requesting-user-name", "counter"), *rest]
        body = encoded(operation, next(self._numbers), told, job)
        limit = urllib3.Timeout(connect=self.connect, read=self.seconds)
        try:
            answer = self._pool.request(
                "POST", self._url, body=body + document, headers={"Content-Type": "application/ipp"},
                timeout=limit, redirect=False, preload_content=False,
            )  # fmt: skip
            with answer:
                raw = answer.read(_MOST)
        except (HTTPError, OSError) as error:
            raise IppLostError(str(error)) from None
        if answer.status != 200:  # noqa: PLR2004
            raise IppRefusedError(0, f"HTTP {answer.status}")
        try:
            status, heard = decoded(raw)
        except ValueError:
            raise IppLostError("no answer of a printer") from None
        if status >= _FIRST_FAULT:
            said = (str(group["status-message"][0]) for group in heard.of(1) if "status-message" in group)
            raise IppRefusedError(status, next(said, ""))
        return heard
