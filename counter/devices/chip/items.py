"""The items on a social security card: tag, file, length, how each is written, and how it reads."""

import re
from dataclasses import dataclass
from datetime import date
from enum import Enum

from counter.core.oldcodes import renewed
from counter.devices import DeviceError

from .apdu import CARD


class Written(Enum):
    """How an item is written: signs filled with 00, digits two to a byte filled with F, or bare bytes."""

    SIGNS = "an"
    DIGITS = "cn"
    BYTES = "b"


@dataclass(frozen=True)
class Item:
    """One item; ``place`` is its record number, where that is the same in every generation."""

    tag: int
    sfi: int
    title: str
    length: int
    written: Written
    place: int | None = None


EF05, EF06 = 5, 6
CARD_ID = Item(0x01, EF05, "卡的识别码", 16, Written.BYTES, 1)
KIND = Item(0x02, EF05, "卡的类别", 1, Written.SIGNS, 2)
VERSION = Item(0x03, EF05, "规范版本", 4, Written.SIGNS, 3)
ISSUER = Item(0x04, EF05, "初始化机构编号", 12, Written.BYTES, 4)
ISSUED = Item(0x05, EF05, "发卡日期", 4, Written.DIGITS, 5)
VALID = Item(0x06, EF05, "卡有效期", 4, Written.DIGITS, 6)
NUMBER = Item(0x07, EF05, "卡号", 9, Written.SIGNS, 7)
ID_NUMBER = Item(0x08, EF06, "社会保障号码", 18, Written.SIGNS)
NAME = Item(0x09, EF06, "姓名", 30, Written.SIGNS)
NAME_GOES_ON = Item(0x4E, EF06, "姓名扩展", 20, Written.SIGNS)
SEX = Item(0x0A, EF06, "性别", 1, Written.SIGNS)
ETHNIC = Item(0x0B, EF06, "民族", 1, Written.DIGITS)
BIRTHPLACE = Item(0x0C, EF06, "出生地", 3, Written.DIGITS)
BORN = Item(0x0D, EF06, "出生日期", 4, Written.DIGITS)
ITEMS = (
    CARD_ID, KIND, VERSION, ISSUER, ISSUED, VALID, NUMBER,
    ID_NUMBER, NAME, NAME_GOES_ON, SEX, ETHNIC, BIRTHPLACE, BORN,
)  # fmt: skip

_FILL = b"\x00\xff"
_BLANKS = re.compile(r" {2,}| +(?=[^\x00-\x7f])|(?<=[^\x00-\x7f]) +")


class DamagedError(DeviceError):
    """An item of the card does not read."""

    def __init__(self, item: Item, why: str) -> None:
        super().__init__(CARD, f"的{item.title}{why}", "换卡办理，或照卡面核对后录入")


def signs(item: Item, value: bytes) -> str:
    """Signs without their filling, in GB 18030, which reads all GBK."""
    return _decoded(item, value.rstrip(_FILL + b" ")).strip()


def digits(item: Item, value: bytes) -> str:
    """Digits without their filling; empty when nothing was written."""
    text = value.hex().upper().rstrip("F")
    if text and not text.isdecimal():
        raise DamagedError(item, "不是数字")
    return text


def name(first: bytes, rest: bytes = b"") -> str:
    """A name over 姓名 and 姓名扩展, joined before it is read: a sign may lie across the two."""
    rest = rest.rstrip(_FILL + b" ")
    joined = first.rstrip(_FILL if rest else _FILL + b" ") + rest
    return _BLANKS.sub(_one_blank, _decoded(NAME, joined)).strip()


def day(item: Item, value: bytes) -> str:
    """A date as the forms take it; empty when none was written."""
    text = digits(item, value)
    if not text.strip("0"):
        return ""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise DamagedError(item, "不是日期") from None


def _one_blank(found: re.Match[str]) -> str:
    """Filling between two parts is one blank between Latin words, nothing beside a Chinese sign."""
    text, (start, end) = found.string, found.span()
    beside = text[start - 1 : start] + text[end : end + 1]
    return " " if beside.isascii() else ""


def _decoded(item: Item, value: bytes) -> str:
    try:
        text = renewed(value.decode("gb18030"))
    except UnicodeDecodeError:
        raise DamagedError(item, "读不成文字") from None
    if any(ord(sign) < ord(" ") for sign in text):
        raise DamagedError(item, "读不成文字")
    return text
