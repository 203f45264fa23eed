"""The A4 form: a grid of labelled cells with room for a pen, its notes, and whose paper it is at the foot."""

from collections.abc import Sequence
from dataclasses import dataclass

from printing.codes import code
from printing.formwords import FULL, CellKind, FormCell, FormSheet, Place, places
from printing.layout import Align, Draft, even, height, shrink, wrap
from printing.marks import MM, Box, Line, Page, Picture, Rule, Square, Watermark
from printing.words import Copy
from printing.written import Written, boxed, boxes, marks, written

WIDTH, HEIGHT = 210 * MM, 297 * MM
LEFT = 20 * MM
ROOM = FULL * MM
TOP, BOTTOM = 15 * MM, HEIGHT - 31 * MM
PAD, INDENT = 1.4 * MM, 2.2 * MM
QR = 15.5
QUIET = 0.3
FRAME, HAIR = 1.3, 0.01
MANY = 99
# The sizes of each kind from the largest, each with the lines that what is one line may take in it.
SIZES: dict[CellKind, tuple[tuple[float, int], ...]] = {
    "label": ((10.5, 1), (10.0, 1), (9.0, 1), (8.0, 1), (7.0, MANY)),
    "value": ((12.0, 1), (11.0, 1), (10.0, 2), (9.0, 4), (8.0, MANY)),
    "name": ((14.0, 1), (12.0, 1), (11.0, MANY)),
    "text": ((11.5, 1), (11.0, 1), (10.5, 1), (10.0, 2), (9.0, 3), (8.0, MANY)),
    "number": ((12.0, 1), (11.0, 1), (10.0, MANY)),
    "photo": ((9.0, MANY),),
}
SHORT = 48  # mm: a value in a cell up to this width stands in its middle
SPREAD = 7.0  # points: how far lines with boxes move apart where a cell has room


@dataclass(frozen=True)
class Fitted:
    """A cell with its lines in the size that suits its room."""

    place: Place[FormCell]
    lines: Sequence[Line | Written]

    @property
    def needs(self) -> float:
        """The height it needs, with its margins."""
        return sum(line.height for line in self.lines) + 1.6 * PAD

    @property
    def ends(self) -> int:
        """The row after its last."""
        return self.place.row + self.place.cell.down


def form_sheets(form: FormSheet, copy: Copy) -> tuple[Page, ...]:
    """All sheets of a form: one, unless what is written fills more."""
    cells = [fitted(place, form) for place in places([row.cells for row in form.rows])]
    top = Draft()
    _head(top, form, copy)
    room = BOTTOM - top.y - _notes_height(form)
    highs = heights(cells, [row.high * MM for row in form.rows], room)
    drafts = [top]
    top.rule(LEFT, LEFT + ROOM, FRAME)
    for block in blocks(cells, len(form.rows)):
        if block.start and drafts[-1].y + sum(highs[block.start : block.stop]) > BOTTOM + HAIR:
            drafts[-1].rule(LEFT, LEFT + ROOM, FRAME)
            drafts.append(_next(form, copy))
            drafts[-1].rule(LEFT, LEFT + ROOM, FRAME)
        _block(drafts[-1], [cell for cell in cells if cell.place.row in block], highs, form)
    drafts[-1].rule(LEFT, LEFT + ROOM, FRAME)
    if drafts[-1].y + _notes_height(form) > BOTTOM + HAIR:
        drafts.append(_next(form, copy))
    _notes(drafts[-1], form)
    for number, draft in enumerate(drafts, 1):
        _foot(draft, form, copy, f"第 {number} 页　共 {len(drafts)} 页")
    return tuple(Page(WIDTH, HEIGHT, tuple(draft.marks)) for draft in drafts)


def fitted(place: Place[FormCell], form: FormSheet) -> Fitted:
    """The lines of a cell in the largest of its sizes that breaks none of them too often."""
    cell = place.cell
    if cell.kind == "photo" and form.photo:
        return Fitted(place, ())
    tried = ((_lines(cell, inner(cell), size), most) for size, most in SIZES[cell.kind])
    return Fitted(place, next(lines for lines, most in tried if len(lines) < len(cell.lines) + most))


def inner(cell: FormCell) -> float:
    """The width inside a cell's margins."""
    return cell.wide * MM - 2 * (INDENT if _align(cell, 1) == "left" else PAD)


def _lines(cell: FormCell, width: float, size: float) -> Sequence[Line | Written]:
    if cell.kind == "text":
        return written(cell.lines, width, size)
    texts = ["".join(piece for piece in line if isinstance(piece, str)) for line in cell.lines]
    return [line for text in texts for line in wrap(text, width, size, song=cell.kind != "label")]


def heights(cells: Sequence[Fitted], wanted: list[float], room: float) -> list[float]:
    """The rows' heights: what their cells need, and what was wanted as far as the sheet has room."""
    needed = [min(6 * MM, high) for high in wanted]
    for one in (cell for cell in cells if cell.place.cell.down == 1):
        needed[one.place.row] = max(needed[one.place.row], one.needs)
    grown = [max(need, high) for need, high in zip(needed, wanted, strict=True)]
    for one in (cell for cell in cells if cell.place.cell.down > 1):
        for kept in (needed, grown):
            short = one.needs - sum(kept[one.place.row : one.ends])
            kept[one.ends - 1] += max(short, 0.0)
    over, spare = sum(grown) - room, sum(grown) - sum(needed)
    if over <= 0 or not spare or over > spare:
        return grown if over <= 0 else needed
    return [high - (high - need) * over / spare for high, need in zip(grown, needed, strict=True)]


def blocks(cells: Sequence[Fitted], rows: int) -> list[range]:
    """The rows in stretches that no cell reaches out of: a sheet may end between two of them."""
    found, start = [], 0
    for end in range(1, rows + 1):
        if not any(cell.place.row < end < cell.ends for cell in cells):
            found.append(range(start, end))
            start = end
    return found


def _block(draft: Draft, cells: Sequence[Fitted], highs: Sequence[float], form: FormSheet) -> None:
    first = min(cell.place.row for cell in cells)
    last = max(cell.ends for cell in cells)
    top = draft.y
    for cell in cells:
        y = top + sum(highs[first : cell.place.row])
        _cell(draft, cell, y, sum(highs[cell.place.row : cell.ends]), form)
    draft.y = top + sum(highs[first:last])
    for x in (LEFT, LEFT + ROOM):
        draft.add(Rule(x, top, x, draft.y, FRAME))


def _cell(draft: Draft, one: Fitted, y: float, high: float, form: FormSheet) -> None:
    cell = one.place.cell
    x, width = LEFT + one.place.x * MM, cell.wide * MM
    draft.add(Box(x, y, width, high, 0.7))
    if cell.kind == "photo" and form.photo:
        draft.add(Picture(x + PAD, y + PAD, width - 2 * PAD, high - 2 * PAD, form.photo))
        return
    if boxed(cell):
        draft.add(*boxes(cell, x, y, high))
        return
    spare = high - sum(line.height for line in one.lines)
    apart = min(SPREAD, max(spare - 2 * PAD, 0.0) / (len(one.lines) + 1)) if cell.kind == "text" else 0.0
    at = Draft(y + (spare - apart * max(len(one.lines) - 1, 0)) / 2)
    for line in one.lines:
        if isinstance(line, Written):
            at.add(*marks(line, x + INDENT, at.y, inner(cell)))
            at.y += line.height
        elif not line.text:
            at.y += line.height
        else:
            at.line(line, x + (width - inner(cell)) / 2, inner(cell), _align(cell, len(one.lines)))
        at.y += apart
    draft.add(*at.marks)


def _align(cell: FormCell, lines: int) -> Align:
    if cell.kind == "label":
        return "centre"
    return "centre" if cell.kind in ("value", "name", "number") and lines == 1 and cell.wide <= SHORT else "left"


def _head(draft: Draft, form: FormSheet, copy: Copy) -> None:
    """Marks, title, and the line of the date."""
    draft.y = TOP
    if copy.rehearsal:
        draft.add(Watermark("演练"))
        band = Line("演练　　不作凭证", 10.5, bold=True, shade=1.0)
        draft.add(Box(LEFT, draft.y - 7.5 * MM, ROOM, 5 * MM, 0.0, 0.0, 2))
        head = Draft(draft.y - 7.5 * MM + (5 * MM - band.height) / 2)
        head.line(band, LEFT, ROOM, "centre")
        draft.add(*head.marks)
    draft.lines(even(form.title, ROOM, (20, 18, 16, 14), bold=True, song=True), LEFT, ROOM, "centre")
    draft.y += 2.5 * MM
    if form.dated:
        draft.line(Line(form.dated, 11, song=True), LEFT, ROOM, "right")
    draft.y += 1.2 * MM


def _next(form: FormSheet, copy: Copy) -> Draft:
    """Another sheet, headed so that it cannot be taken for a document of its own."""
    draft = Draft(TOP)
    if copy.rehearsal:
        draft.add(Watermark("演练"))
    draft.lines(wrap(f"{form.title}（续）", ROOM, 11, song=True), LEFT, ROOM)
    draft.y += 2 * MM
    return draft


def _noted(form: FormSheet) -> list[Line]:
    return [line for note in form.notes for line in wrap(note, ROOM, 10, song=True)]


def _notes_height(form: FormSheet) -> float:
    return 2 * MM + height(_noted(form)) if form.notes else 0.0


def _notes(draft: Draft, form: FormSheet) -> None:
    draft.y += 2 * MM
    draft.lines(_noted(form), LEFT, ROOM)


def _foot(draft: Draft, form: FormSheet, copy: Copy, page: str) -> None:
    """Which counter printed it, when and by whom; saved or not; what it rests on; the code of the operation."""
    side = code(form.code).side(QR) * MM if form.code else 0.0
    top = HEIGHT - 27 * MM
    if side:
        draft.add(Square(LEFT + ROOM - side, top, side, form.code))
    room = ROOM - side - 6 * MM
    at = Draft(top)
    at.line(_mark(form), LEFT, room)
    verb = "受理" if form.number else "打印"
    said = [
        f"{form.place}　{verb}时间 {copy.printed}　{verb}人 {copy.clerk}",
        "　".join(f"{label} {word}" for label, word in (("表单号", form.code), ("核对码", form.check)) if word),
        "　".join(word for word in (form.office, form.basis) if word),
    ]
    for text in filter(None, said):
        at.lines([line._replace(shade=QUIET) for line in shrink(text, room, (8.5, 8, 7.5, 7), song=True)], LEFT, room)
    draft.add(*at.marks)
    last = Draft(HEIGHT - 9.5 * MM)
    again = f"{copy.reprint}　" if copy.reprint else ""
    last.line(Line(f"{again}{page}", 8.5, shade=QUIET, song=True), LEFT, ROOM, "right")
    draft.add(*last.marks)


def _mark(form: FormSheet) -> Line:
    if form.number:
        return Line(f"副本　业务流水号 {form.number}", 9.5, bold=True)
    return Line("未保存　　签字后交回窗口核对，保存后才算受理", 9.5, bold=True)
