"""Lines with boxes to tick and stretches to write on: broken like text, set with their marks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from printing.fonts import face, plain
from printing.formwords import FormCell, Gap, Piece, Tick
from printing.layout import pieces
from printing.marks import LEAD, MM, Check, Digits, Line, Mark, Rule, Words

BOX = "□"
AFTER = 0.18  # of the type size: between a box and its words
STOPS = 4  # a tab goes on at the next quarter of the cell
PLACES, LEAST = 18, 5.0  # the characters of an identity number, and mm that each needs at least
NUMBER = 13.0
BELOW = 0.22  # of the type size: the line to write on, below the baseline


@dataclass(frozen=True)
class Atom:
    """What is never broken: a word, a box, a stretch to write on."""

    text: str
    width: float
    gap: bool = False
    box: bool = False
    chosen: bool = False
    tab: bool = False


@dataclass(frozen=True)
class Written:
    """One line of atoms in one size."""

    atoms: tuple[Atom, ...]
    size: float

    @property
    def height(self) -> float:
        """The room the line takes."""
        return self.size * LEAD


def written(lines: Sequence[Sequence[Piece]], width: float, size: float) -> list[Written]:
    """The lines broken so that none is wider than ``width``."""
    return [Written(row, size) for line in lines for row in _rows(line, width, size)]


def marks(line: Written, x: float, y: float, width: float) -> Iterator[Mark]:
    """The marks of one line whose top is at ``y``."""
    left, base = x, y + Line("", line.size).baseline
    for atom in line.atoms:
        if atom.tab:
            x = left + _stop(x - left, width)
            continue
        set_line = Line(atom.text, line.size, song=True)
        start = x + (atom.width - set_line.width) / 2 if atom.gap else x
        if atom.text.strip():
            yield Words(start, base, set_line)
        if atom.gap:
            under = base + BELOW * line.size
            yield Rule(x, under, x + atom.width, under, 0.5)
        if atom.chosen:
            yield Check(x, base - 0.82 * line.size, line.size * 0.9)
        x += atom.width


def boxed(cell: FormCell) -> bool:
    """Whether a number stands in boxes: it is no longer than they are many, and they are wide enough to write in."""
    return cell.kind == "number" and cell.wide >= PLACES * LEAST and len(_said(cell)) <= PLACES


def boxes(cell: FormCell, x: float, y: float, high: float) -> Iterator[Mark]:
    """A cell divided into a box for each character, empty or not."""
    step = cell.wide * MM / PLACES
    for number in range(1, PLACES):
        yield Rule(x + number * step, y, x + number * step, y + high, 0.5)
    line = Line(_said(cell), NUMBER, song=True)
    if line.text:
        yield Digits(x, y + (high - line.height) / 2 + line.baseline, step, line)


def _said(cell: FormCell) -> str:
    return plain("".join(piece for line in cell.lines for piece in line if isinstance(piece, str)))


def _stop(x: float, width: float) -> float:
    """Where a tab at ``x`` goes on."""
    step = width / STOPS
    return (int((x + 1) / step) + 1) * step


def _rows(line: Sequence[Piece], width: float, size: float) -> Iterator[tuple[Atom, ...]]:
    row: list[Atom] = []
    x = 0.0
    atoms = list(_atoms(line, width, size))
    for place, atom in enumerate(atoms):
        ahead = atoms[place + 1].width if atom.box and place + 1 < len(atoms) else 0.0
        if atom.tab:
            stop = _stop(x, width)
            if row and stop + sum(one.width for one in atoms[place + 1 : place + 3]) > width:
                yield tuple(row)
                row, x = [], 0.0
            elif row:
                row, x = [*row, atom], stop
            continue
        if row and x + atom.width + ahead > width + 0.01:
            yield tuple(row)
            row, x = [], 0.0
            if atom.text == " ":
                continue
        row, x = [*row, atom], x + atom.width
    yield tuple(row)


def _atoms(line: Sequence[Piece], width: float, size: float) -> Iterator[Atom]:
    measure = face(bold=False, song=True).width

    def fits(text: str) -> bool:
        return measure(text, size) <= width

    for piece in line:
        if isinstance(piece, Tick):
            yield Atom(BOX, measure(BOX, size) + size * AFTER, box=True, chosen=piece.chosen)
        elif isinstance(piece, Gap):
            yield from _gap(piece, width, size)
        else:
            for number, part in enumerate(piece.split("\t")):
                if number:
                    yield Atom("", 0.0, tab=True)
                yield from (Atom(word, measure(word, size)) for word in pieces(plain(part), fits))


def _gap(gap: Gap, width: float, size: float) -> Iterator[Atom]:
    measure = face(bold=False, song=True).width
    text = plain(gap.text)
    least = min(gap.room * size, width)
    if measure(text, size) + size / 2 <= least or not text:
        yield Atom(text, least, gap=True)
        return
    for word in pieces(text, lambda part: measure(part, size) <= width):
        yield Atom(word, measure(word, size), gap=True)
