"""What is written on a virtual social security card, byte by byte, as a maker of cards writes it."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from counter.devices.ethnic import number_of

if TYPE_CHECKING:
    from counter.rehearsal.devices import VirtualCard

AREA = "410700"
_KEEPS = timedelta(days=3652)
_NAME, _MORE = 30, 20


@dataclass(frozen=True, kw_only=True)
class Told:
    """What a virtual card says of its holder and itself."""

    number: str
    id_number: str
    name: str
    version: str = "2.00"
    chip: str = ""
    ethnic: str = "汉族"
    issued_on: date = date(2024, 3, 1)


def signs(text: str, length: int) -> bytes:
    """Signs on the left, 00 behind them."""
    return text.encode("gb18030").ljust(length, b"\0")


def digits(text: str, length: int) -> bytes:
    """Two digits to a byte, F behind them."""
    return bytes.fromhex(text.ljust(2 * length, "F"))


def serial_of(number: str) -> bytes:
    """The serial number of this card's chip."""
    return hashlib.sha256(number.encode()).digest()[:4]


def card_id_of(number: str) -> bytes:
    """The card's own number (卡的识别码): area, application, serial and four bytes more."""
    serial = serial_of(number)
    return bytes.fromhex(f"{AREA}D156000005") + serial + hashlib.sha256(serial).digest()[:4]


def atr_of(number: str) -> bytes:
    """What the card says when it is switched on: thirteen historical bytes, the serial number last."""
    return bytes.fromhex("3B6D0000" + "00814E432386971599") + serial_of(number)


def records(told: Told) -> Mapping[int, tuple[tuple[int, bytes], ...]]:
    """The records of EF05 and EF06, each a tag and its value; the first generation has no 姓名扩展."""
    born, sex = told.id_number[6:14], told.id_number[16:17]
    name = told.name.encode("gb18030")
    more = () if told.version.startswith("1") else ((0x4E, name[_NAME:].ljust(_MORE, b"\xff")),)
    until = (told.issued_on + _KEEPS).strftime("%Y%m%d")
    return {
        5: (
            (0x01, card_id_of(told.chip or told.number)),
            (0x02, b"1"),
            (0x03, signs(told.version, 4)),
            (0x04, bytes.fromhex("410700FFFFFFFFFFFFFFFFFF")),
            (0x05, digits(told.issued_on.strftime("%Y%m%d"), 4)),
            (0x06, digits(until, 4)),
            (0x07, signs(told.number, 9)),
        ),
        6: (
            (0x08, signs(told.id_number, 18)),
            (0x09, name[:_NAME].ljust(_NAME, b"\0")),
            *more,
            (0x0A, b"1" if sex in tuple("13579") else b"2" if sex else b"\0"),
            (0x0B, digits(number_of(told.ethnic), 1)),
            (0x0C, digits(AREA, 3)),
            (0x0D, digits(born if re.fullmatch("[0-9]{8}", born) else "", 4)),
        ),
    }


def taken(card: "VirtualCard") -> None:
    """Let the card be what is written onto it."""
    items = card.written
    texts = {tag: value.rstrip(b"\0\xff").decode("ascii") for tag, value in items.items() if tag in (0x07, 0x08)}
    card.number, card.id_number = texts.get(0x07, card.number), texts.get(0x08, card.id_number)
    if 0x09 in items:  # noqa: PLR2004 - the name
        card.name = (items[0x09].rstrip(b"\0") + items.get(0x4E, b"").rstrip(b"\0\xff")).decode("gb18030", "ignore")
