"""A table of many like lines (交接单) on sheets: in columns under a head that each sheet repeats."""

from printing.grid import SLIM, Cell, Sheets, row
from printing.layout import shrink, wrap
from printing.marks import Line
from printing.papers import LEAST_NAME, Leaf
from printing.words import NAMES, Table

NUMBER = 0.07  # of the width


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
    paper.need(3 * leaf.row)
    title = wrap(table.title, leaf.room - 2 * leaf.pad, leaf.body + 0.5, bold=True)
    row(paper, [Cell(leaf.room, title, "centre", tint=True)])
    row(paper, head)
    for number, texts in enumerate(table.rows, 1):
        if paper.left < leaf.row * SLIM:
            paper.turn()
            row(paper, head)
        cells = [Cell(first, [Line(str(number), leaf.body, song=leaf.song)], "centre")] if first else []
        cells += [
            Cell(width, shrink(text, width - 2 * leaf.pad, sizes(column, leaf), song=leaf.song), "centre")
            for width, text, column in zip(widths, texts, table.columns, strict=True)
        ]
        row(paper, cells, slim=True)


def sizes(column: str, leaf: Leaf) -> tuple[float, ...]:
    """The sizes a column's texts may have; a name keeps one in which many strokes can be told apart."""
    return (LEAST_NAME,) if column in NAMES else (leaf.body, leaf.body - 1, leaf.body - 2)


def shared(table: Table, room: float, leaf: Leaf) -> list[float]:
    """The room of each column: what its widest text needs; where that is too much, only the widest columns give way."""
    columns = [[head, *(row[n] for row in table.rows)] for n, head in enumerate(table.columns)]
    widest: list[float] = []
    for step in range(3):
        set_in = [sizes(head, leaf)[step % len(sizes(head, leaf))] for head in table.columns]
        widest = [
            max(Line(text, size, song=leaf.song).width for text in texts) + 2.5 * leaf.pad
            for texts, size in zip(columns, set_in, strict=True)
        ]
        if sum(widest) <= room:
            return [room * width / sum(widest) for width in widest]
    left, out = room, dict.fromkeys(range(len(widest)), 0.0)
    for place, n in enumerate(sorted(out, key=lambda n: widest[n])):
        out[n] = min(widest[n], left / (len(out) - place))
        left -= out[n]
    return list(out.values())
