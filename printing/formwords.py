"""What an application form says and how its grid stands: words and shares of the width, no drawing."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Generic, Literal, Protocol, TypeVar

FULL = 170  # mm: the width of a form's grid on A4, which the cells of a row fill exactly

CellKind = Literal["label", "value", "name", "number", "text", "photo"]


@dataclass(frozen=True)
class Gap:
    """A stretch of a line that is written on: underlined, with room for so many characters where it is empty."""

    text: str = ""
    room: int = 0


@dataclass(frozen=True)
class Tick:
    """A box to tick; the words behind it follow as text."""

    chosen: bool = False


Piece = str | Gap | Tick


@dataclass(frozen=True, kw_only=True)
class FormCell:
    """One cell: ``wide`` mm of the full width, standing in ``down`` rows; a photo's lines show while there is none.

    A ``number`` has a box for each of eighteen characters where the cell is wide enough.
    """

    wide: int
    down: int = 1
    kind: CellKind = "value"
    lines: tuple[tuple[Piece, ...], ...] = ()


@dataclass(frozen=True, kw_only=True)
class FormRow:
    """The cells that begin in this row, which is at least ``high`` mm where the sheet has the room."""

    high: int
    cells: tuple[FormCell, ...]


@dataclass(frozen=True, kw_only=True)
class FormSheet:
    """A form filled as far as it is known; ``number`` is empty until it is accepted, ``photo`` is a JPEG.

    ``check`` is a short sign of what the cells say: two sheets with the same sign say the same.
    """

    title: str
    dated: str
    rows: tuple[FormRow, ...]
    notes: tuple[str, ...] = ()
    office: str = ""
    place: str = ""
    basis: str = ""
    number: str = ""
    code: str = ""
    check: str = ""
    photo: bytes = field(default=b"", repr=False)


class Spanning(Protocol):
    """Anything with a width and a number of rows."""

    @property
    def wide(self) -> int:
        """Width in mm."""
        ...

    @property
    def down(self) -> int:
        """How many rows it stands in."""
        ...


S = TypeVar("S", bound=Spanning)


@dataclass(frozen=True)
class Place(Generic[S]):
    """Where a cell of the grid stands: its first row, and mm from the left."""

    row: int
    x: int
    cell: S


class GridError(Exception):
    """The cells do not fill the grid; every fault with the row it is in, counted from 1."""

    def __init__(self, faults: Sequence[tuple[int, str]]) -> None:
        super().__init__("；".join(f"第 {row} 行{text}" for row, text in faults))
        self.faults = tuple(faults)


def places(rows: Sequence[Sequence[S]]) -> tuple[Place[S], ...]:
    """Set the cells of every row from the left into what the cells of the rows above leave free."""
    taken: list[list[tuple[int, int]]] = [[] for _ in rows]
    found: list[Place[S]] = []
    faults: list[tuple[int, str]] = []
    for number, cells in enumerate(rows):
        x = 0
        for cell in cells:
            x = _past(x, taken[number])
            if cell.wide < 1 or cell.down < 1 or number + cell.down > len(rows):
                faults.append((number + 1, "有一格的宽度或占的行数不对"))
                continue
            found.append(Place(number, x, cell))
            for row in range(number, number + cell.down):
                taken[row].append((x, x + cell.wide))
            x += cell.wide
        if _filled(taken[number]) != FULL:
            faults.append((number + 1, f"的各格没有正好排满 {FULL} 毫米"))
    if faults:
        raise GridError(faults)
    return tuple(found)


def _past(x: int, taken: list[tuple[int, int]]) -> int:
    for left, right in sorted(taken):
        if left <= x < right:
            x = right
    return x


def _filled(taken: list[tuple[int, int]]) -> int:
    """How far the cells reach from the left without a gap or an overlap; -1 otherwise."""
    x = 0
    for left, right in sorted(taken):
        if left != x:
            return -1
        x = right
    return x
