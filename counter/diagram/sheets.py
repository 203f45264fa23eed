"""The sheets of the diagram: the kinds with their states, what the signs mean, the table of all operations."""

from counter.diagram.life import Cause, Life, Row
from counter.diagram.panel import PAD, SMALL, Box, Panel, cut, panel_of
from counter.diagram.svg import HIGH, INK, PALE, WIDE, Svg

EDGE, HEAD, FOOT = 40.0, 78.0, 44.0
BETWEEN, CAPTION = 30.0, 34.0
ROOM = WIDE - 2 * EDGE
CARD, FINAL, STATE_LINE = "#e6effb", "#e4e4e4", "#1f4e8c"
INKS = {
    Cause.OPERATION: ("#ffffff", "#4a4a4a", ""),
    Cause.BACK: ("#fdf3e3", "#8f5300", "5 3"),
    Cause.TIME: ("#e9f5ec", "#1b6432", "2 3"),
    Cause.PROVINCE: ("#f4ecf9", "#66368a", "7 3"),
}
COLUMNS = (
    ("号", 0.04), ("业务", 0.15), ("依据", 0.14), ("状态怎样变", 0.26), ("窗口", 0.13), ("条件：不符合时的话", 0.28),
)  # fmt: skip
TEXT, LEAD = 9.0, 12.5
NOTES = {
    "状态图": "号码是业务表里的号。省里的记录另有所说的以省里为准：任一状态都会随它改变，只画窗口业务到不了的。",
    "业务表": "材料、来人、窗口、照片、扫描件等人人都要的核对不在“条件”里，见规则书。",
}


def drawn(life: Life) -> str:
    """The whole diagram as one SVG file."""
    svg, y = Svg(), HIGH
    for shelf in _shelves([panel_of(life, kind) for kind in life.kinds]):
        high = max(_stack(column) for column in shelf)
        if y + high > HIGH - FOOT:
            y = _turn(svg, life, "状态图")
        x = EDGE
        for column in shelf:
            below = y
            for panel in column:
                _panel(svg, panel, (x, below))
                below += _high(panel) + BETWEEN
            x += _across(column) + BETWEEN
        y += high + BETWEEN
    _table(svg, life)
    title = f"{life.city}社保卡柜台状态图"
    kinds = "、".join(kind.value for kind in life.kinds)
    told = f"{kinds}的全部状态和 {len(life.rows)} 项业务；同样的内容在最后的表里。"
    return svg.whole(title, told)


def _scale(panel: Panel) -> float:
    """What a panel must be drawn at to fit on a sheet; 1 where it fits."""
    tall = (HIGH - HEAD - FOOT - CAPTION) / panel.placed.height
    return min(1.0, ROOM / panel.placed.width, tall)


def _wide(panel: Panel) -> float:
    return max(panel.placed.width * _scale(panel), 150.0)


def _high(panel: Panel) -> float:
    return panel.placed.height * _scale(panel) + CAPTION


def _across(column: list[Panel]) -> float:
    return max(_wide(panel) for panel in column)


def _stack(column: list[Panel]) -> float:
    return sum(_high(panel) + BETWEEN for panel in column) - BETWEEN


def _shelves(panels: list[Panel]) -> list[list[list[Panel]]]:
    """Panels in columns beside each other: below the last where that makes the shelf no higher, else beside it."""
    shelves: list[list[list[Panel]]] = []
    for panel in panels:
        shelf = shelves[-1] if shelves else []
        taken = sum(_across(column) + BETWEEN for column in shelf)
        high = max((_stack(column) for column in shelf), default=0.0)
        spare = ROOM - taken + BETWEEN
        under = next((c for c in shelf[1:] if _fits(c, panel, high, spare)), None)
        if under is not None:
            under.append(panel)
        elif shelf and taken + _wide(panel) <= ROOM:
            shelf.append([panel])
        else:
            shelves.append([[panel]])
    return shelves


def _fits(column: list[Panel], panel: Panel, high: float, spare: float) -> bool:
    """Whether a panel goes below this column without making the shelf higher or too wide."""
    low = _stack(column) + BETWEEN + _high(panel) <= high
    return low and _wide(panel) - _across(column) <= spare


def _turn(svg: Svg, life: Life, what: str) -> float:
    """Begin a sheet with its head and foot; gives where its content begins."""
    svg.turn()
    svg.text(EDGE, 46, f"{life.city}社保卡柜台 {what}", 20, bold=True)
    svg.text(WIDE - EDGE, 46, NOTES[what], SMALL + 1, fill=PALE, anchor="end")
    svg.rule(EDGE, 58, WIDE - EDGE)
    x = EDGE
    for cause, (fill, stroke, dash) in INKS.items():
        svg.box(x, HIGH - 33, (16, 11), fill=fill, stroke=stroke, dash=dash)
        svg.text(x + 21, HIGH - 24, cause.value, SMALL + 1)
        x += 36 + len(cause.value) * (SMALL + 1)
    svg.box(x, HIGH - 33, (16, 11), fill=CARD, stroke=STATE_LINE, radius=5)
    svg.text(x + 21, HIGH - 24, "状态（灰的是终点）", SMALL + 1)
    svg.text(WIDE - EDGE, HIGH - 24, f"城市文件 {life.fingerprint[:12]}　第 {svg.sheets} 张", SMALL + 1, anchor="end")
    return HEAD


def _panel(svg: Svg, panel: Panel, at: tuple[float, float]) -> None:
    x, y = at
    scale = _scale(panel)
    svg.text(x, y + 14, panel.kind.value, 15, bold=True, fill=STATE_LINE)
    y += CAPTION
    for (begin, end), points in panel.placed.routes.items():
        cause = panel.boxes[begin].cause or panel.boxes[end].cause or Cause.OPERATION
        moved = [(x + px * scale, y + py * scale) for px, py in points]
        svg.path(moved, stroke=INKS[cause][1], dash=INKS[cause][2], head=panel.boxes[end].cause is None)
    for name, box in panel.boxes.items():
        middle, top = panel.placed.middle[name], panel.placed.top[name]
        _box(svg, box, (x + middle * scale, y + top * scale), scale)


def _box(svg: Svg, box: Box, at: tuple[float, float], scale: float) -> None:
    wide, high = (side * scale for side in box.size)
    x, y = at
    fill, stroke, dash = INKS[box.cause] if box.cause else (FINAL if box.final else CARD, STATE_LINE, "")
    radius = 0.0 if box.cause else 9.0
    svg.box(x - wide / 2, y, (wide, high), fill=fill, stroke=stroke, radius=radius, dash=dash)
    y += PAD / 2 * scale
    for line in box.lines:
        y += line.size * 1.3 * scale
        place = (x, y - line.size * 0.3 * scale)
        colour = PALE if line.pale else INK
        svg.text(*place, line.text, line.size * scale, bold=line.bold, fill=colour, anchor="middle")


def cells_of(row: Row) -> tuple[str, ...]:
    """One row of the table as text."""
    moved, said = "\n".join(row.moved), "\n".join(f"· {text}" for text in row.said)
    windows = "\n".join(row.windows)
    return str(row.number), row.title, row.article, moved or "状态不变", windows, said or "无另外的条件"


def _table(svg: Svg, life: Life) -> None:
    y = _head(svg, life)
    for row in life.rows:
        cells = [
            [part for line in text.split("\n") for part in cut(line, (ROOM * share - 10) / TEXT)]
            for text, (_, share) in zip(cells_of(row), COLUMNS, strict=True)
        ]
        high = max(len(lines) for lines in cells) * LEAD + 6
        if y + high > HIGH - FOOT:
            y = _head(svg, life)
        x = EDGE
        for lines, (name, share) in zip(cells, COLUMNS, strict=True):
            for n, line in enumerate(lines, 1):
                svg.text(x + 4, y + n * LEAD, line, TEXT, bold=name == "业务")
            x += ROOM * share
        y += high
        svg.rule(EDGE, y, WIDE - EDGE, stroke="#c8c8c8")
    for _, texts in life.across:
        for line in (part for text in texts for part in cut(f"各项业务都要：{text}", ROOM / TEXT)):
            y += LEAD
            svg.text(EDGE + 4, y, line, TEXT)


def _head(svg: Svg, life: Life) -> float:
    y, x = _turn(svg, life, "业务表"), EDGE
    for name, share in COLUMNS:
        svg.text(x + 4, y + 4, name, 10.5, bold=True)
        x += ROOM * share
    svg.rule(EDGE, y + 11, WIDE - EDGE)
    return y + 12
