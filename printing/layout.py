"""Break text into lines and set them on a page from the top down."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from printing.fonts import face, plain
from printing.marks import Line, Mark, Rule, Words

SHORT = 4  # lines
BLANKS = (" ", "\u3000")
KEPT = 512  # texts that needed more than a line
# What may not end and what may not start a line; Latin words, numbers and times stay whole.
OPENS, CLOSES = r"[（《「『“‘【〔(\[{]*", r"[，。、；：！？）》」』”’】〕％…—～·‧,.;:!?)\]}%]*"
LATIN = r"[\w.\-/*@#+'&=~]+(?:[,:][\w.\-/*@#+'&=~]+)*"
WORD = re.compile(rf"{OPENS}(?:(?a:{LATIN})|.){CLOSES}")
PHRASE = re.compile(rf"(?:（[^（）]{{1,14}}）|{OPENS}(?:(?a:{LATIN})|.)){CLOSES}")

Align = Literal["left", "centre", "right"]


@dataclass
class Draft:
    """A page being filled from the top; `y` is where the next thing goes."""

    y: float = 0.0
    marks: list[Mark] = field(default_factory=list)

    def add(self, *marks: Mark) -> None:
        """Put marks on the page as they are."""
        self.marks += marks

    def line(self, line: Line, x: float, width: float, align: Align = "left") -> None:
        """Set one line at `y` and move below it."""
        spare = width - line.width
        shift = {"left": 0.0, "centre": spare / 2, "right": spare}[align]
        self.add(Words(x + shift, self.y + line.baseline, line))
        self.y += line.height

    def lines(self, lines: list[Line], x: float, width: float, align: Align = "left") -> None:
        """Set lines one below the other."""
        for line in lines:
            self.line(line, x, width, align)

    def rule(self, x: float, x2: float, weight: float = 0.5, *, dashed: bool = False) -> None:
        """A horizontal rule at `y`."""
        self.add(Rule(x, self.y, x2, self.y, weight, dashed))


def paragraph(draft: Draft, text: str, x: float, width: float, size: float, *, song: bool = False) -> None:
    """A paragraph with room below it; nothing where there is no text."""
    if text:
        draft.lines(wrap(text, width, size, song=song), x, width)
        draft.y += size / 2


def height(lines: list[Line]) -> float:
    """The room that lines take."""
    return sum(line.height for line in lines)


def wrap(
    text: str, width: float, size: float, *, bold: bool = False, shade: float = 0.0, song: bool = False
) -> list[Line]:
    """The text in lines no wider than `width`: words stay whole, closing marks never start a line."""
    return [
        Line(broken, size, bold, shade, song)
        for paragraph in text.splitlines() or [""]
        for broken in _break(plain(paragraph).rstrip(), width * 1000 / size, bold=bold, song=song)
    ]


def shrink(text: str, width: float, sizes: tuple[float, ...], *, bold: bool = False, song: bool = False) -> list[Line]:
    """The text on one line in the largest of the sizes that holds it, else wrapped in the smallest."""
    for size in sizes:
        lines = wrap(text, width, size, bold=bold, song=song)
        if len(lines) == 1:
            return lines
    return wrap(text, width, sizes[-1], bold=bold, song=song)


def even(text: str, width: float, sizes: tuple[float, ...], *, bold: bool = False, song: bool = False) -> list[Line]:
    """The text as `shrink` sets it; where it needs more than a line, in lines of about one length."""
    lines = shrink(text, width, sizes, bold=bold, song=song)
    size = lines[0].size
    share = sum(line.width for line in lines) / len(lines)
    tried = (wrap(text, min(share + more * size, width), size, bold=bold, song=song) for more in (0.0, 0.5, 1.0, 2.0))
    return next((found for found in tried if len(found) == len(lines)), lines)


def fit(text: str, width: float, size: float, *, bold: bool = False, song: bool = False) -> list[Line]:
    """The text wrapped; a short one up to a point smaller where that saves a line (and a lone last word)."""
    lines = wrap(text, width, size, bold=bold, song=song)
    if not 1 < len(lines) <= SHORT:
        return lines
    return min(lines, *(wrap(text, width, size - less, bold=bold, song=song) for less in (0.5, 1.0)), key=len)


def _break(text: str, room: float, *, bold: bool, song: bool) -> Sequence[str]:
    """The lines of one paragraph in a room of so many thousandths; a text of every paper is broken once."""
    if face(bold=bold, song=song).width(text, 1000) <= room:
        return (text,)
    return _broken(text, room, bold, song)


@lru_cache(maxsize=KEPT)
def _broken(text: str, room: float, bold: bool, song: bool) -> tuple[str, ...]:
    """The text in lines no wider than a room in thousandths of the type size."""
    widths = face(bold=bold, song=song).widths

    def wide(piece: str) -> float:
        return widths[piece] if len(piece) == 1 else sum(map(widths.__getitem__, piece))

    lines, current, used = [], "", 0.0
    for piece in pieces(text, lambda piece: wide(piece) <= room):
        more = wide(piece)
        if current and used + more > room:
            lines.append(current.rstrip(" "))
            current, used = "", 0.0
            if piece in BLANKS:
                continue
        current, used = current + piece, used + more
    return (*lines, current.rstrip(" "))


def pieces(text: str, fits: Callable[[str], bool]) -> Iterator[str]:
    """The largest stretches that fit: a short bracket, a word with its stops, a character."""
    for phrase in PHRASE.findall(text):
        for word in [phrase] if fits(phrase) else WORD.findall(phrase):
            yield from [word] if fits(word) else word
