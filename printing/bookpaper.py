"""The sheets of a book while they are filled, and the tables on them."""

from collections.abc import Sequence

from printing.bookwords import BookWords, Grid
from printing.layout import Draft, height, wrap
from printing.marks import MM, Box, Line

WIDTH, HEIGHT = 210 * MM, 297 * MM
LEFT, RIGHT = 18 * MM, 192 * MM
TOP, BOTTOM = 24 * MM, HEIGHT - 20 * MM
ROOM = RIGHT - LEFT
TEXT, GUTTER = 64 * MM, 5 * MM
BESIDE = ROOM - TEXT - GUTTER
BODY, REMARK, LABEL, SMALL, LISTED = 9.5, 8.5, 8.5, 8.0, 9.0
INDENT = 2.5 * MM
PALE, QUIET = 0.93, 0.35
SPACE = 2.2 * MM
SIGN, STAMP = 15 * MM, 22 * MM


class Paper:
    """The sheets so far; ``running`` is what their heads say."""

    def __init__(self, words: BookWords) -> None:
        self.words, self.running = words, ""
        self.drafts: list[Draft] = []

    @property
    def draft(self) -> Draft:
        """The sheet being filled."""
        return self.drafts[-1]

    @property
    def left(self) -> float:
        """The room left on it."""
        return BOTTOM - self.draft.y

    def turn(self, running: str | None = None) -> None:
        """Begin another sheet."""
        self.running = self.running if running is None else running
        self.drafts.append(Draft(y=TOP))
        if self.running:
            self.draft.y = 13 * MM
            self.draft.line(Line(self.words.title, SMALL, shade=QUIET), LEFT, ROOM)
            self.draft.y = 13 * MM
            self.draft.line(Line(self.running, SMALL, shade=QUIET), LEFT, ROOM, "right")
            self.draft.rule(LEFT, RIGHT, 0.4)
            self.draft.y = TOP

    def need(self, room: float) -> None:
        """Begin another sheet where so much does not fit any more."""
        if room > self.left:
            self.turn()


def table(paper: Paper, grid: Grid) -> None:
    """A table; a row that does not fit begins another sheet, with the heads again."""
    _row(paper, grid.heads, grid.shares, head=True)
    for row in grid.rows:
        needed = max(height(wrap(text, ROOM * s - 3 * MM, REMARK)) for text, s in zip(row, grid.shares, strict=True))
        if needed + SPACE > paper.left:
            paper.turn()
            _row(paper, grid.heads, grid.shares, head=True)
        _row(paper, row, grid.shares)


def _row(paper: Paper, texts: Sequence[str], shares: Sequence[float], *, head: bool = False) -> None:
    draft, x = paper.draft, LEFT
    cells = [wrap(text, ROOM * share - 3 * MM, REMARK, bold=head) for text, share in zip(texts, shares, strict=True)]
    top, high = draft.y, max(height(cell) for cell in cells) + 1.6 * MM
    if head:
        draft.add(Box(LEFT, top, ROOM, high, 0.0, PALE))
    for cell, share in zip(cells, shares, strict=True):
        draft.y = top + 0.8 * MM
        draft.lines(cell, x + 1.5 * MM, ROOM * share - 3 * MM)
        x += ROOM * share
    draft.y = top + high
    draft.rule(LEFT, RIGHT, 0.3)
