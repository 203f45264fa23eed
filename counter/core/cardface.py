"""卡面: what a city has printed on a card and where, and what is set there for one card."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from .ruled import Refusal, Ruled

WORDS = ("name", "id_number", "number", "bank", "bank_account", "year", "month", "day", "photo")
PHOTO = "{photo}"
_WORD = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, kw_only=True)
class FaceSpot:
    """One place on the card, in hundredths of a millimetre from its upper left corner, and what is set there.

    ``text`` is ``{photo}`` for the photo. A text is as large as ``size`` where it fits, else smaller down to ``least``
    or on so many ``lines``.
    """

    title: str
    text: str
    left: int
    top: int
    width: int
    height: int
    size: int = 0
    least: int = 0
    lines: int = 1
    bold: bool = False
    article: str = ""
    assumed: bool = False
    note: str = ""

    @property
    def shown(self) -> str:
        """The place as a person reads it."""
        return spot_words(vars(self))


def spot_words(spot: Mapping[str, object]) -> str:
    """What is set where, in words; measures in millimetres."""
    left, top, width, height = (f"{int(str(spot[key])) / 100:g}" for key in ("left", "top", "width", "height"))
    where = f"距左 {left}、距上 {top}，宽 {width}、高 {height} 毫米"
    return f"照片，{where}" if spot["text"] == PHOTO else f"“{spot['text']}”，{where}"


@dataclass(frozen=True, kw_only=True)
class FaceRules:
    """The ``[card_face]`` table: the card's size, how fine it is printed, and every place on it."""

    width: Ruled[int]
    height: Ruled[int]
    dpi: Ruled[int]
    spots: tuple[FaceSpot, ...]

    words: ClassVar[Mapping[str, str]] = {
        "width": "卡的宽（0.01 毫米）",
        "height": "卡的高（0.01 毫米）",
        "dpi": "每英寸打印多少点",
        "spots": "印在卡面上的",
    }

    @property
    def wants_photo(self) -> bool:
        """Whether a photo is printed."""
        return any(spot.text == PHOTO for spot in self.spots)

    def faults(self) -> Iterator[tuple[str, str]]:
        """What cannot be: a place beyond the card, a size that is none, an unknown word; each with its key."""
        most = (self.width.value, self.height.value)
        if min(most) < 1 or not 1 <= self.dpi.value <= 1200:  # noqa: PLR2004 - no card printer is finer
            yield "", "卡的宽、高应大于 0，每英寸的点数应在 1 到 1200 之间"
        for spot in self.spots:
            yield from ((spot.title, fault) for fault in _faults(spot, most))


def _faults(spot: FaceSpot, most: tuple[int, int]) -> Iterator[str]:
    right, bottom = spot.left + spot.width, spot.top + spot.height
    if min(spot.left, spot.top) < 0 or min(spot.width, spot.height) < 1 or right > most[0] or bottom > most[1]:
        yield "超出了卡面"
    for word in _WORD.findall(spot.text):
        if word not in WORDS or (word == "photo" and spot.text != PHOTO):
            yield f"花括号里不认识“{word}”，可用的有 {'、'.join(WORDS)}；照片单独写 {PHOTO}"
    if spot.text != PHOTO and not (1 <= spot.least <= spot.size <= spot.height and spot.lines >= 1):
        yield "字的大小应从 least 到 size，都不大于高；行数至少是 1"
    if not spot.article and not spot.assumed:
        yield "没有写依据条款（article）；文件未载明的，请注明 assumed = true"


@dataclass(frozen=True, kw_only=True)
class FaceTexts:
    """Whose card it is and what else is printed on it."""

    name: str
    id_number: str
    number: str
    bank: str
    bank_account: str
    issued_on: date

    def set_in(self, text: str) -> str:
        """The text of a place with its words filled in."""
        day = self.issued_on
        known = {
            "name": self.name, "id_number": self.id_number, "number": self.number, "bank": self.bank,
            "bank_account": self.bank_account,
            "year": f"{day.year}", "month": f"{day.month:02d}", "day": f"{day.day:02d}",
        }  # fmt: skip
        return _WORD.sub(lambda found: known.get(found[1], ""), text)


@dataclass(frozen=True)
class Face:
    """A drawn card face as PNG, its size in hundredths of a millimetre, and why it must not be printed so."""

    png: bytes
    width: int
    height: int
    faults: tuple[Refusal, ...] = ()
