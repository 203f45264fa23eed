"""A certificate on A4: title, number, text, what it is about in a grid, and the office's seal over its date."""

from printing.closing import tail
from printing.codes import code
from printing.grid import QUIET, Sheets, row
from printing.layout import Draft, even, height, shrink, wrap
from printing.marks import MM, Box, Line, Page, Rule, Seal, Square
from printing.papers import A4, LEAST_NAME
from printing.sheet import band, copies, facts
from printing.words import Certificate, Copy, Fact, Receipt

LEFT, RIGHT, ROOM = A4.left, A4.right, A4.room
PAD, BODY, SMALL = A4.pad, A4.body, A4.small
TEXT = (14.0, 13.5, 13.0)  # a smaller one where that saves a line, often a lone last word
LOOSE = 1.32  # of the usual line height: a certificate is set wide
INDENT = "　　"
QR = 24.0
STAMP = 20 * MM
FRAME = 6 * MM


def certificate_sheets(given: Certificate, copy: Copy) -> tuple[Page, ...]:
    """The whole certificate; it has one page unless its text is very long."""
    paper = Sheets(_as_receipt(given), copy)
    paper.turn()
    _head(paper, given, copy)
    _text(paper, given.paragraphs)
    paper.draft.y += 5 * MM
    for cells in facts(given.facts, A4):
        row(paper, cells)
    paper.draft.y += 6 * MM
    _text(paper, (given.closing,))
    _close(paper, given)
    _notes(paper, given.notes)
    for number, draft in enumerate(paper.drafts, 1):
        tail(draft, copy, f"第 {number} 页　共 {len(paper.drafts)} 页", A4)
    return tuple(Page(A4.width, A4.height, tuple(draft.marks)) for draft in paper.drafts)


def _as_receipt(given: Certificate) -> Receipt:
    """What a further sheet repeats of the first."""
    return Receipt(office=given.office, title=given.title, number=given.number, facts=given.facts)


def _head(paper: Sheets, given: Certificate, copy: Copy) -> None:
    draft = paper.draft
    if copy.rehearsal:
        band(draft, "演练　　不作凭证", LEFT, ROOM, filled=True)
    draft.y += 12 * MM
    draft.lines(even(given.office, ROOM, (16, 14, 12), song=True), LEFT, ROOM, "centre")
    draft.y += 3 * MM
    draft.lines(even(given.title, ROOM, (30, 26, 22), bold=True, song=True), LEFT, ROOM, "centre")
    draft.y += 4 * MM
    copies(draft, copy, A4)
    draft.lines(wrap(f"编号　{given.number}", ROOM, 12, bold=True, song=True), LEFT, ROOM, "right")
    draft.y += MM
    draft.rule(LEFT, RIGHT, 1.2)
    draft.y += 7 * MM


def _text(paper: Sheets, paragraphs: tuple[str, ...]) -> None:
    tried = [[wrap(INDENT + one, ROOM, size, song=True) for one in paragraphs] for size in TEXT]
    for lines in min(tried, key=lambda set_in: sum(map(len, set_in))):
        for line in lines:
            paper.need(line.height * LOOSE)
            paper.draft.line(line, LEFT, ROOM)
            paper.draft.y += line.height * (LOOSE - 1)


def _close(paper: Sheets, given: Certificate) -> None:
    """The office and the date with the seal over them; the code with window and clerk on the left."""
    tall = 2 * STAMP + 6 * MM
    paper.need(tall + 8 * MM)
    draft = paper.draft
    draft.y += 8 * MM
    top, x = draft.y, RIGHT - 2 * STAMP - FRAME
    draft.add(Seal(x + STAMP, top + STAMP, STAMP, given.seal))
    side = code(given.number).side(QR) * MM
    draft.add(Square(LEFT, top, side, given.number))
    words = Draft(top)
    for fact in given.foot:
        words.lines(_beside(fact, x - LEFT - side - 2 * PAD), LEFT + side + PAD, x - LEFT - side - 2 * PAD)
    signed = Draft(top + 2 * STAMP - 9 * MM)
    signed.lines(shrink(given.office, ROOM / 2, (13, 12, 11), bold=True, song=True), LEFT, ROOM, "right")
    signed.lines(wrap(given.day, ROOM / 2, 13, song=True), LEFT, ROOM, "right")
    draft.add(*words.marks, *signed.marks)
    draft.y = max(top + tall, signed.y, words.y, top + side)


def _beside(fact: Fact, room: float) -> list[Line]:
    size = LEAST_NAME if fact.kind == "name" else BODY - 0.5
    return wrap(f"{fact.label}：{fact.value}", room, size, song=True)


def _notes(paper: Sheets, notes: tuple[str, ...]) -> None:
    """What the holder does with it, small, in a box at the foot."""
    lines = [line for note in notes for line in wrap(note, ROOM - 2 * PAD, SMALL + 0.5, shade=QUIET, song=True)]
    if not lines:
        return
    tall = height(lines) + 2 * PAD
    paper.need(tall)
    draft = paper.draft
    draft.y = max(draft.y, A4.bottom - tall)
    draft.add(Box(LEFT, draft.y, ROOM, tall, 0.5), Rule(LEFT, draft.y, RIGHT, draft.y, 0.5))
    draft.y += PAD
    draft.lines(lines, LEFT + PAD, ROOM - 2 * PAD)
    draft.y += PAD
