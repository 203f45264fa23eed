"""A table of many like lines (交接单): on A4 in columns under a head that each sheet repeats, on a slip as lines."""

from collections.abc import Callable

from printing.grid import BODY, PAD, ROOM, ROW, Cell, Sheets, row
from printing.layout import Draft, fit, shrink, wrap
from printing.marks import Line
from printing.words import Table

NUMBER, SLIM = 0.07, 0.75 * ROW
SIZES = (BODY, BODY - 1, BODY - 2)


def roster(paper: Sheets, table: Table) -> None:
    """The title, the head, and one row a line; a sheet that is full begins another with the head again."""
    first = ROOM * NUMBER * table.numbered
    widths = shared(table, ROOM - first)
    head = [Cell(first, [Line("序号", BODY - 1)], "centre", tint=True)] if first else []
    head += [
        Cell(width, shrink(column, width - 2 * PAD, (BODY, BODY - 1)), "centre", tint=True)
        for width, column in zip(widths, table.columns, strict=True)
    ]
    paper.need(3 * ROW)
    row(paper, [Cell(ROOM, wrap(table.title, ROOM - 2 * PAD, 11, bold=True), "centre", tint=True)])
    row(paper, head)
    for number, texts in enumerate(table.rows, 1):
        if paper.left < SLIM:
            paper.turn()
            row(paper, head)
        cells = [Cell(first, [Line(str(number), BODY)], "centre")] if first else []
        cells += [
            Cell(width, shrink(text, width - 2 * PAD, SIZES), "centre")
            for width, text in zip(widths, texts, strict=True)
        ]
        row(paper, cells, PAD / 2, SLIM)


def shared(table: Table, room: float) -> list[float]:
    """The room of each column: what its widest text needs; where that is too much, only the widest columns give way."""
    columns = [[head, *(row[n] for row in table.rows)] for n, head in enumerate(table.columns)]
    for size in SIZES:
        widest = [max(Line(text, size).width for text in texts) + 2.5 * PAD for texts in columns]
        if sum(widest) <= room:
            return [room * width / sum(widest) for width in widest]
    left, out = room, dict.fromkeys(range(len(widest)), 0.0)
    for place, n in enumerate(sorted(out, key=lambda n: widest[n])):
        out[n] = min(widest[n], left / (len(out) - place))
        left -= out[n]
    return list(out.values())


def lines(draft: Draft, table: Table, heading: Callable[[Draft, str], None], at: tuple[float, float, float]) -> None:
    """One line each, on the narrow slip; ``at`` is the left edge, the room and the size."""
    x, room, size = at
    heading(draft, table.title)
    for number, texts in enumerate(table.rows, 1):
        said = f"{number}. {'　'.join(texts)}" if table.numbered else named(table, texts)
        draft.lines(fit(said, room, size), x, room)
        draft.y += 1


def named(table: Table, texts: tuple[str, ...]) -> str:
    """A row of sums on one line: each with the name of its column, nothing where there is nothing."""
    pairs = zip(table.columns[1:], texts[1:], strict=True)
    said = "，".join(f"{column} {text}" for column, text in pairs if text not in ("", "0", "0.00"))
    return f"{texts[0]}：{said or '无'}"
