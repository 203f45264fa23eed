"""A table of many like lines (交接单) on sheets: in columns under a head that each sheet repeats."""

from printing.grid import Cell, Sheets, row, tall
from printing.layout import WORD, shrink, wrap
from printing.marks import Line
from printing.papers import LEAST_NAME, Leaf
from printing.words import NAMES, Table

NUMBER = 0.07  # of the width
# How many characters a column keeps on a line, and whether its long words are whole: the first for which there is room.
WHOLE = ((4, True), (2, True), (4, False), (2, False), (0, False))
LONG = 8  # characters: a number that is broken in two where it must be
ROOMY = 0.9


def roster(paper: Sheets, table: Table) -> None:
    """The title, the head, and one row a line; a sheet that is full begins another with the head again."""
    leaf = paper.leaf
    first = leaf.room * NUMBER * table.numbered
    widths = shared(table, leaf.room - first, leaf)
    head = [Cell(first, [Line("序号", leaf.body - 1)], "centre", tint=True)] if first else []
    head += [
        Cell(width, shrink(column, width - 2 * leaf.pad, (leaf.body, leaf.body - 1)), "centre", tint=True)
        for width, column in zip(widths, table.columns, strict=True)
    ]
    said = wrap(table.title, leaf.room - 2 * leaf.pad, leaf.body + 0.5, bold=True)
    title = [Cell(leaf.room, said, "centre", tint=True)]
    rows = [_cells(table, number, first, widths, leaf) for number in range(1, len(table.rows) + 1)]
    paper.need(tall(title, leaf) + tall(head, leaf) + sum(tall(cells, leaf, slim=True) for cells in rows[:1]))
    row(paper, title)
    row(paper, head)
    for cells in rows:
        if paper.left < tall(cells, leaf, slim=True):
            paper.turn()
            row(paper, head)
        row(paper, cells, slim=True)


def _cells(table: Table, number: int, first: float, widths: list[float], leaf: Leaf) -> list[Cell]:
    """The cells of one line; the first has its number where the lines are counted."""
    counted = [Cell(first, [Line(str(number), leaf.body, song=leaf.song)], "centre")] if first else []
    return counted + [
        Cell(width, shrink(text, width - 2 * leaf.pad, sizes(column, leaf), song=leaf.song), "centre")
        for width, text, column in zip(widths, table.rows[number - 1], table.columns, strict=True)
    ]


def sizes(column: str, leaf: Leaf) -> tuple[float, ...]:
    """The sizes a column's texts may have; a name keeps one in which many strokes can be told apart."""
    return (LEAST_NAME,) if column in NAMES else (leaf.body, leaf.body - 1, leaf.body - 2)


def shared(table: Table, room: float, leaf: Leaf) -> list[float]:
    """The room of each column: what its widest text needs; where that is too much, the widest columns give way."""
    columns = [[row[n] for row in table.rows] for n in range(len(table.columns))]
    heads = [Line(head, leaf.body - 1).width for head in table.columns]
    widest: list[float] = []
    for step in range(3):
        set_in = [sizes(head, leaf)[step % len(sizes(head, leaf))] for head in table.columns]
        widest = [
            max([head, *(Line(text, size, song=leaf.song).width for text in texts)]) + 2.5 * leaf.pad
            for head, texts, size in zip(heads, columns, set_in, strict=True)
        ]
        if sum(widest) <= room:
            return [room * width / sum(widest) for width in widest]
    smallest = [sizes(head, leaf)[-1] for head in table.columns]
    whole = [
        max([0.0, *(Line(word, size, song=leaf.song).width for text in texts for word in WORD.findall(text))])
        for texts, size in zip(columns, smallest, strict=True)
    ]
    for ems, unbroken in WHOLE:
        words = [
            word if unbroken or word < LONG * size else word / 2 + size
            for word, size in zip(whole, smallest, strict=True)
        ]
        kept = [max(ems * (leaf.body - 1), word) + 2.5 * leaf.pad for word in words]
        least = [min(pair) for pair in zip(widest, kept, strict=True)]
        if sum(least) <= ROOMY * room:
            break
    return _given_way(widest, least, room)


def _given_way(widest: list[float], least: list[float], room: float) -> list[float]:
    """The least of each column, and the rest of the room by how much each still wants."""
    short = [want - least[n] for n, want in enumerate(widest)]
    spare = room - sum(least)
    if spare < 0:
        return [room * need / sum(least) for need in least]
    return [need + spare * more / sum(short) for need, more in zip(least, short, strict=True)]
