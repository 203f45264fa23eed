"""The A4 receipt: the slip's words in a grid, with room for signatures and the stamp."""

from collections.abc import Iterator
from dataclasses import replace

from printing.codes import code
from printing.grid import (
    BODY,
    BOTTOM,
    HEIGHT,
    LEFT,
    PAD,
    QUIET,
    RIGHT,
    ROOM,
    ROW,
    SMALL,
    WIDTH,
    Cell,
    Sheets,
    row,
)
from printing.layout import Draft, height, paragraph, shrink, wrap
from printing.marks import LEAD, MM, Box, Line, Page, Rule, Seal, Square
from printing.roster import roster
from printing.words import Copy, Fact, Listing, Receipt

LABEL = 30 * MM
HALF = ROOM / 2
QR = 26.0
STAMP = 21 * MM
SIGN = 13 * MM


def sheets(receipt: Receipt, copy: Copy) -> tuple[Page, ...]:
    """All sheets, the last with signatures, stamp and QR code."""
    paper = Sheets(receipt, copy)
    paper.turn()
    head(paper)
    for cells in [*facts(receipt.facts), *terms(receipt)]:
        row(paper, cells)
    for listing in receipt.lists:
        table(paper, listing)
    for many in receipt.tables:
        roster(paper, many)
    if receipt.next_step:
        step = wrap(receipt.next_step, ROOM - LABEL - 2 * PAD, BODY)
        row(paper, [label("下一步"), Cell(ROOM - LABEL, step)])
    notices(paper)
    close(paper)
    for number, draft in enumerate(paper.drafts, 1):
        tail(draft, copy, f"第 {number} 页　共 {len(paper.drafts)} 页")
    return tuple(Page(WIDTH, HEIGHT, tuple(draft.marks)) for draft in paper.drafts)


def head(paper: Sheets) -> None:
    """Marks, office, title, number."""
    draft, copy = paper.draft, paper.copy
    if copy.rehearsal:
        band(draft, "演练　　不作凭证", LEFT, ROOM, filled=True)
    draft.y += 3 * MM
    draft.lines(shrink(paper.receipt.office, ROOM, (14, 12)), LEFT, ROOM, "centre")
    draft.y += 2
    draft.lines(shrink(paper.receipt.title, ROOM, (22, 19, 16), bold=True), LEFT, ROOM, "centre")
    draft.y += 3 * MM
    copies(draft, copy)
    if paper.receipt.number:
        draft.lines(wrap(f"业务流水号　{paper.receipt.number}", ROOM, 11), LEFT, ROOM, "right")
    draft.y += MM
    paragraph(draft, "　　" * bool(paper.receipt.opening) + paper.receipt.opening, LEFT, ROOM, 12)


def copies(draft: Draft, copy: Copy) -> None:
    """Reprint and waiting for the province, beside each other if both."""
    marks = {
        f"{copy.reprint}　{copy.printed}　经办人 {copy.clerk}" * bool(copy.reprint): True,
        "待省确认　以省级系统确认结果为准" * copy.awaiting_province: False,
    }
    marks.pop("", None)
    room = (ROOM - PAD * (len(marks) - 1)) / max(len(marks), 1)
    top, bottom = draft.y, draft.y
    for place, (text, filled) in enumerate(marks.items()):
        draft.y = top
        band(draft, text, LEFT + place * (room + PAD), room, filled=filled)
        bottom = max(bottom, draft.y)
    draft.y = bottom


def band(draft: Draft, text: str, x: float, room: float, *, filled: bool) -> None:
    """A mark nobody overlooks: white on black, or black in a frame."""
    lines = [replace(line, shade=float(filled)) for line in shrink(text, room - PAD, (11, 10, 9), bold=True)]
    tall = max(height(lines), 11 * LEAD)
    draft.add(Box(x, draft.y, room, tall + 1.2 * MM, 0.0 if filled else 1.2, 0.0 if filled else None, 2))
    draft.y += 0.6 * MM + (tall - height(lines)) / 2
    draft.lines(lines, x, room, "centre")
    draft.y += 2 * MM + (tall - height(lines)) / 2


def label(text: str, width: float = LABEL) -> Cell:
    """A tinted cell that names what stands right of it."""
    return Cell(width, shrink(text, width - 2 * PAD, (BODY, 9.5, 8.5)), "centre", tint=True)


def value(fact: Fact, width: float) -> list[Line]:
    """A fact's value: names and states bold, names never under 11 points."""
    room = width - 2 * PAD
    if fact.kind == "name":
        return shrink(fact.value, room, (13, 12, 11), bold=True)
    if fact.kind == "state":
        return shrink(fact.value, room, (12, 11, BODY), bold=True)
    if fact.kind == "number":
        return shrink(fact.value, room, (11, BODY, 10))
    return wrap(fact.value, room, BODY)


def facts(given: tuple[Fact, ...]) -> Iterator[list[Cell]]:
    """Rows of the grid: two facts beside each other where both stay on one line."""
    waiting = list(given)
    while waiting:
        fits = [len(value(fact, HALF - LABEL)) == 1 for fact in waiting[:2]]
        taken = waiting[:2] if fits == [True, True] else waiting[:1]
        waiting = waiting[len(taken) :]
        room = ROOM / len(taken) - LABEL
        yield [cell for fact in taken for cell in (label(fact.label), Cell(room, value(fact, room)))]


def terms(receipt: Receipt) -> Iterator[list[Cell]]:
    """Fee and promise as full rows."""
    room = ROOM - LABEL
    inner = room - 2 * PAD
    if receipt.fee is not None:
        amount = f"{receipt.fee.yuan:.2f} 元" if receipt.fee.yuan else "免收"
        lines = [*wrap(receipt.fee.text, inner, BODY), Line(amount, 12, bold=True)]
        joined = wrap(f"{receipt.fee.text}　{amount}", inner, 11, bold=True)
        lines = joined if len(joined) == 1 else lines
        yield [label("收费"), Cell(room, lines + basis(receipt.fee.article, inner))]
    if receipt.promise:
        yield [label("承诺时限"), Cell(room, wrap(receipt.promise, inner, 11, bold=True))]


def basis(article: str, room: float) -> list[Line]:
    """The article something rests on, small."""
    return wrap(f"依据：{article}", room, SMALL - 0.5, shade=QUIET) if article else []


def table(paper: Sheets, listing: Listing) -> None:
    """A numbered list under its title, with the articles in a column where there are any."""
    first, last = 12 * MM, 56 * MM if any(item.article for item in listing.items) else 0.0
    middle = ROOM - first - last
    paper.need(3 * ROW)
    row(paper, [Cell(ROOM, wrap(listing.title, ROOM - 2 * PAD, 11, bold=True), "centre", tint=True)])
    if last:
        row(paper, [label("序号", first), label("内容", middle), label("依据", last)])
    for number, item in enumerate(listing.items, 1):
        cells = [
            Cell(first, [Line(str(number), BODY)], "centre"),
            Cell(middle, wrap(item.text, middle - 2 * PAD, BODY)),
        ]
        if last:
            cells.append(Cell(last, wrap(item.article, last - 2 * PAD, SMALL)))
        row(paper, cells)


def notices(paper: Sheets) -> None:
    """注意事项, numbered, below the grid."""
    given = paper.receipt.notices
    if not given:
        return
    paper.draft.y += 4 * MM
    paper.need(2 * ROW)
    paper.draft.line(Line("注意事项", BODY, bold=True), LEFT, ROOM)
    indent = 0.0 if len(given) == 1 else Line(f"{len(given)}.", BODY).width + 4
    for number, notice in enumerate(given, 1):
        for place, line in enumerate(wrap(notice, ROOM - indent, BODY)):
            paper.need(line.height)
            top = paper.draft.y
            if indent and not place:
                paper.draft.line(Line(f"{number}.", BODY), LEFT, indent)
            paper.draft.y = top
            paper.draft.line(line, LEFT + indent, ROOM - indent)
        paper.draft.y += 2


def close(paper: Sheets) -> None:
    """Signatures, QR code, window, clerk and telephone on the left, the stamp on the right."""
    receipt = paper.receipt
    width = ROOM - 2 * STAMP - 12 * MM if receipt.stamp else ROOM
    side = min(code(receipt.code).side(QR) * MM, width) if receipt.code else 0.0
    aside = side + 5 * MM if side and width - side > 35 * MM else 0.0
    rows = foot(receipt, width - aside)
    below = max(side, height(rows)) if aside or not side else side + 2 * MM + height(rows)
    written = SIGN * len(receipt.signatures) + 4 * MM + below
    paper.need(6 * MM + max(written, (2 * STAMP + 12 * MM) * receipt.stamp))
    draft = paper.draft
    draft.y += 5 * MM
    if receipt.stamp:
        stamp(draft)
    for text in receipt.signatures:
        paper.need(SIGN)
        sign(paper.draft, text, width)
    paper.need(side)
    draft = paper.draft
    draft.y += 4 * MM
    if side:
        draft.add(Square(LEFT, draft.y, side, receipt.code))
        draft.y += max(0.0, (side - height(rows)) / 2) if aside else side + 2 * MM
    for line in rows:
        paper.need(line.height)
        paper.draft.line(line, LEFT + aside, width - aside)


def foot(receipt: Receipt, width: float) -> list[Line]:
    """The number under the QR code, then window, clerk, telephone."""
    number = [*wrap("业务流水号", width, SMALL), *shrink(receipt.number, width, (11, 10, SMALL), bold=True)]
    said = [line for fact in receipt.foot for line in wrap(f"{fact.label}：{fact.value}", width, BODY - 0.5)]
    return number + said if receipt.code else said


def stamp(draft: Draft) -> None:
    """The circle for the acceptance stamp and the date written below it."""
    x = RIGHT - STAMP - 4 * MM
    draft.add(Seal(x, draft.y + STAMP, STAMP, "（受理专用章）"))
    date = Draft(draft.y + 2 * STAMP + 4 * MM)
    date.line(Line("年　　　月　　　日", 11), x - STAMP, 2 * STAMP, "right")
    draft.add(*date.marks)


def sign(draft: Draft, text: str, width: float) -> None:
    """A label and a line to sign on."""
    draft.y += 5 * MM
    lines = shrink(f"{text}：", width * 0.6, (11, BODY, SMALL))
    draft.lines(lines, LEFT, width)
    x = LEFT + lines[-1].width + 2
    draft.add(Rule(x, draft.y, min(x + 48 * MM, LEFT + width), draft.y))
    draft.y += 3 * MM


def tail(draft: Draft, copy: Copy, page: str) -> None:
    """When and by whom the sheet was printed, what copy it is, which page of how many."""
    draft.y = BOTTOM + 5 * MM
    marks = "　".join(
        mark for mark in ("演练" * copy.rehearsal, copy.reprint, "待省确认" * copy.awaiting_province) if mark
    )
    printed = f"打印时间 {copy.printed}　打印人 {copy.clerk}" + (f"　{marks}" if marks else "")
    number = Line(page, SMALL, shade=QUIET)
    room = ROOM - number.width - PAD
    top = draft.y
    draft.lines(shrink(printed, room, (SMALL, SMALL - 1, SMALL - 2)), LEFT, room)
    draft.y = top
    draft.line(Line(number.text, SMALL, shade=QUIET), LEFT, ROOM, "right")
