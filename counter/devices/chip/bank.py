"""The bank's application on the same chip: only the account is read, as every terminal may (EMV book 3, PBOC)."""

from collections.abc import Iterator

from .apdu import Channel, read_numbered, select_name
from .card import BANK

_ACCOUNT, _TRACK, _WANTED, _FILES, _SHORT_ANSWER = 0x5A, 0x57, 0x9F38, 0x94, 0x80
_MOST_RECORDS = 20


def account_of(channel: Channel) -> str:
    """The account (银行账号) in the bank's application; empty where the chip has none, or not yet."""
    chosen = channel.ask(select_name(BANK))
    if not chosen.ok:
        return ""
    wanted = next((value for tag, value in values(chosen.body) if tag == _WANTED), b"")
    length = sum(length for _, length in lengths(wanted))
    told = channel.ask(bytes((0x80, 0xA8, 0x00, 0x00, length + 2, 0x83, length)) + bytes(length))
    files = _files(told.body) if told.ok else b""
    for place in range(0, len(files) - 3, 4):
        sfi, first, last = files[place] >> 3, files[place + 1], files[place + 2]
        for number in range(first, min(last, first + _MOST_RECORDS) + 1):
            found = _account(channel.ask(read_numbered(sfi, number, -2)).body)
            if found:
                return found
    return ""


def _files(answer: bytes) -> bytes:
    """Which records there are: behind the two bytes of the profile, or by its own tag."""
    if answer[:1] == bytes((_SHORT_ANSWER,)):
        return answer[4:]
    return next((value for tag, value in values(answer) if tag == _FILES), b"")


def _account(record: bytes) -> str:
    for tag, value in values(record):
        if tag in (_ACCOUNT, _TRACK):
            text = value.hex().upper().partition("D")[0].rstrip("F")
            if text.isdecimal():
                return text
    return ""


def values(body: bytes) -> Iterator[tuple[int, bytes]]:
    """Every value with its tag, those inside of others too; what is cut off ends it."""
    place = 0
    while place < len(body):
        tag, place = _tag(body, place)
        if place >= len(body):
            return
        length, place = body[place], place + 1
        if length & 0x80:
            more = length & 0x7F
            if not 0 < more <= len(body) - place:
                return
            length, place = int.from_bytes(body[place : place + more]), place + more
        value = body[place : place + length]
        if len(value) != length:
            return
        yield tag, value
        if (tag >> 8 if tag > 0xFF else tag) & 0x20:  # noqa: PLR2004
            yield from values(value)
        place += length


def lengths(wanted: bytes) -> Iterator[tuple[int, int]]:
    """A list of tags and lengths that the card wants filled in."""
    place = 0
    while place < len(wanted) - 1:
        tag, place = _tag(wanted, place)
        if place < len(wanted):
            yield tag, wanted[place]
        place += 1


def _tag(body: bytes, place: int) -> tuple[int, int]:
    tag, place = body[place], place + 1
    if tag & 0x1F == 0x1F and place < len(body):  # noqa: PLR2004 - the tag goes on
        tag, place = tag << 8 | body[place], place + 1
    return tag, place
