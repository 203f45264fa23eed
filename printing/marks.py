"""What a page is made of: marks in points, measured from the page's top left corner downwards."""

from dataclasses import dataclass, field
from typing import NamedTuple

from printing.fonts import face

MM = 72 / 25.4
LEAD = 1.42  # line height as a multiple of the type size
ASCENT = 0.88  # of the shipped faces: share of the type size above the baseline


class Line(NamedTuple):
    """One line of text in one weight, size and typeface (Hei or Song); shade 0 is black, 1 white."""

    text: str
    size: float
    bold: bool = False
    shade: float = 0.0
    song: bool = False

    @property
    def height(self) -> float:
        """The room the line takes."""
        return self.size * LEAD

    @property
    def baseline(self) -> float:
        """The baseline below the top of that room."""
        return self.size * ((LEAD - 1) / 2 + ASCENT)

    @property
    def width(self) -> float:
        """The width of its text."""
        return face(bold=self.bold, song=self.song).width(self.text, self.size)


class Words(NamedTuple):
    """A line of text with the start of its baseline."""

    x: float
    y: float
    line: Line


class Rule(NamedTuple):
    """A straight line."""

    x: float
    y: float
    x2: float
    y2: float
    weight: float = 0.5
    dashed: bool = False


class Box(NamedTuple):
    """A rectangle, outlined (weight > 0) or filled with a shade, with rounded corners if asked."""

    x: float
    y: float
    width: float
    height: float
    weight: float = 0.0
    fill: float | None = None
    radius: float = 0.0


class Seal(NamedTuple):
    """The dashed red circle that waits for a stamp."""

    x: float
    y: float
    radius: float
    label: str


class Square(NamedTuple):
    """A QR code."""

    x: float
    y: float
    side: float
    content: str


class Watermark(NamedTuple):
    """Large pale letters across the middle of the page."""

    text: str


class PictureError(Exception):
    """The photo handed in cannot be printed."""

    def __init__(self) -> None:
        super().__init__("照片不是可以打印的 JPEG 图片，请重新拍照或换一份电子照片")


@dataclass(frozen=True)
class Picture:
    """A JPEG as large as fits into the room, in its middle."""

    x: float
    y: float
    width: float
    height: float
    jpeg: bytes = field(repr=False)


class Check(NamedTuple):
    """The stroke in a chosen box of this size; a reader of the text finds √."""

    x: float
    y: float
    size: float


class Digits(NamedTuple):
    """A number with a character in the middle of each step; a reader of the text finds it in one piece."""

    x: float
    y: float
    step: float
    line: Line


Mark = Words | Digits | Rule | Box | Seal | Square | Watermark | Picture | Check


class Page(NamedTuple):
    """A finished page in points."""

    width: float
    height: float
    marks: tuple[Mark, ...]
