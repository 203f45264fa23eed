"""The 256 bytes of text on an identity card: four layouts, told apart by the letter at byte 248."""

from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from counter.core.dates import FOREVER
from counter.core.oldcodes import renewed
from counter.devices.ethnic import ethnic_group

TEXT, PHOTO = 256, 1024
_LETTER = 248
_SEX = {"1": "男", "2": "女"}
RESIDENT, PERMIT, FOREIGNER_OLD, FOREIGNER = "A", "J", "I", "Y"
# Field and its bytes, two to a sign; what begins with a stroke is kept for later use.
LAYOUTS: dict[str, tuple[tuple[str, int], ...]] = {
    RESIDENT: (
        ("name", 30), ("sex", 2), ("ethnic", 4), ("born", 16), ("address", 70), ("number", 36), ("issuer", 30),
        ("from", 16), ("until", 16), ("-1", 28), ("letter", 2), ("-2", 6),
    ),
    PERMIT: (
        ("name", 30), ("sex", 2), ("-1", 4), ("born", 16), ("address", 70), ("number", 36), ("issuer", 30),
        ("from", 16), ("until", 16), ("pass", 18), ("issues", 4), ("-2", 6), ("letter", 2), ("-3", 6),
    ),
    FOREIGNER_OLD: (
        ("latin", 120), ("sex", 2), ("number", 30), ("country", 6), ("name", 30), ("from", 16), ("until", 16),
        ("born", 16), ("version", 4), ("office", 8), ("letter", 2), ("-1", 6),
    ),
    FOREIGNER: (
        ("name", 30), ("sex", 2), ("renewals", 4), ("born", 16), ("latin", 70), ("number", 36), ("-1", 30),
        ("from", 16), ("until", 16), ("latin_more", 22), ("country", 6), ("letter", 2), ("link", 6),
    ),
}  # fmt: skip


class UnreadableError(Exception):
    """The text on the card does not read; the message says what of it."""


@dataclass(frozen=True)
class Document:
    """What stands on an identity card; ``letter`` is its layout."""

    letter: str
    number: str
    name: str
    sex: str
    ethnic: str
    born_on: str
    address: str
    valid_until: str


def fields_of(text: bytes) -> dict[str, str]:
    """The fields of a card, without the blanks behind them."""
    if len(text) != TEXT:
        raise UnreadableError("文字长度不对")
    letter = _signs(text[_LETTER : _LETTER + 2], "种类") or RESIDENT
    layout = LAYOUTS.get(letter)
    if layout is None:
        raise UnreadableError(f"种类“{letter}”不认识")
    ends = accumulate(size for _, size in layout)
    found = {
        name: _signs(text[end - size : end], name)
        for (name, size), end in zip(layout, ends, strict=True)
        if not name.startswith("-")
    }
    return {**found, "letter": letter}


def document_of(text: bytes) -> Document:
    """The document as the forms take it."""
    found = fields_of(text)
    latin = found.get("latin", "") + found.get("latin_more", "")
    name, number = found["name"] or latin, found["number"]
    if not name or not number:
        raise UnreadableError("姓名或号码是空的")
    return Document(
        letter=found["letter"],
        number=number,
        name=name,
        sex=_SEX.get(found["sex"], ""),
        ethnic=ethnic_group(found.get("ethnic", "")),
        born_on=_day(found["born"], "出生日期"),
        address=found.get("address", ""),
        valid_until=FOREVER if found["until"] == FOREVER else _day(found["until"], "有效期"),
    )


def _signs(part: bytes, name: str) -> str:
    try:
        return renewed(part.decode("utf-16-le").rstrip(" \0").strip())
    except UnicodeDecodeError:
        raise UnreadableError(f"{name} 读不成文字") from None


def _day(text: str, what: str) -> str:
    if not text:
        return ""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise UnreadableError(f"{what}不是日期") from None
