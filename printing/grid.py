"""Sheets filled row by row: a row that does not fit any more begins another sheet."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from printing.layout import Align, Draft, height, wrap
from printing.marks import MM, Box, Line, Watermark
from printing.papers import A4, Leaf
from printing.words import Copy, Receipt

TINT = 0.955
SLIM = 0.75  # of the usual height: a row of a long table
QUIET = 0.35


@dataclass(frozen=True)
class Cell:
    """Lines in a frame; a label has a tint and is centred."""

    width: float
    lines: list[Line]
    align: Align = "left"
    tint: bool = False


@dataclass
class Sheets:
    """The sheets so far; the last one is being filled."""

    receipt: Receipt
    copy: Copy
    leaf: Leaf = A4
    drafts: list[Draft] = field(default_factory=list)

    @property
    def draft(self) -> Draft:
        """The sheet being filled."""
        return self.drafts[-1]

    @property
    def left(self) -> float:
        """The room left on it."""
        return self.leaf.bottom - self.draft.y

    def turn(self) -> None:
        """Begin another sheet, headed so that it cannot be taken for a document of its own."""
        self.drafts.append(Draft(y=self.leaf.top))
        if self.copy.rehearsal:
            self.draft.add(Watermark("演练"))
        if len(self.drafts) > 1:
            room, words = self.leaf.room, f"{self.receipt.title}　{self.receipt.number}（续）"
            self.draft.lines(wrap(words, room, self.leaf.small, shade=QUIET, song=self.leaf.song), self.leaf.left, room)
            self.draft.y += 2 * MM

    def need(self, room: float) -> None:
        """Turn the sheet if so much does not fit any more."""
        if room > self.left and self.draft.y > self.leaf.top + 27 * MM:
            self.turn()


def row(paper: Sheets, cells: list[Cell], *, slim: bool = False) -> None:
    """A row of frames as high as its fullest cell; one taller than a sheet goes on over the next."""
    leaf = paper.leaf
    full = leaf.bottom - leaf.top - 37 * MM
    if max(height(cell.lines) for cell in cells) + 2 * leaf.pad > full:
        for part in parts(cells, full):
            row(paper, part, slim=slim)
        return
    room = tall(cells, leaf, slim=slim)
    paper.need(room)
    draft, top, x = paper.draft, paper.draft.y, leaf.left
    for cell in cells:
        draft.add(Box(x, top, cell.width, room, 0.6, TINT if cell.tint else None))
        draft.y = top + (room - height(cell.lines)) / 2
        draft.lines(cell.lines, x + leaf.pad, cell.width - 2 * leaf.pad, cell.align)
        x += cell.width
    draft.y = top + room


def tall(cells: list[Cell], leaf: Leaf, *, slim: bool = False) -> float:
    """The height of a row."""
    pad, least = (leaf.pad / 2, leaf.row * SLIM) if slim else (leaf.pad, leaf.row)
    return max([least, *(height(cell.lines) + 2 * pad for cell in cells)])


def parts(cells: list[Cell], full: float) -> Iterator[list[Cell]]:
    """An overlong row in pieces of at most half a sheet."""
    tallest = max(line.height for cell in cells for line in cell.lines)
    step = max(1, int((full / 2) // tallest))
    for start in range(0, max(len(cell.lines) for cell in cells), step):
        yield [Cell(cell.width, cell.lines[start : start + step], cell.align, cell.tint) for cell in cells]
