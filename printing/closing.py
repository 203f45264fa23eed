"""The end of a sheet: what to mind, signatures, the code with window and clerk, the stamp, the line of the printing."""

from printing.codes import code
from printing.grid import QUIET, Sheets
from printing.layout import Draft, fit, height, shrink, wrap
from printing.marks import MM, Line, Rule, Seal, Square
from printing.papers import LEAST_NAME, Leaf
from printing.words import Copy, Fact, Receipt


def end(paper: Sheets) -> None:
    """All that stands below the grid; on a low sheet the stamp beside it from its top, where that is lower."""
    receipt, leaf = paper.receipt, paper.leaf
    narrow = leaf.room - _stamped(leaf)
    written = _written(paper, narrow)
    aside = max(height(_noted(paper, narrow)) + 3 * leaf.apart + written, _stamped(leaf))
    below = height(_noted(paper, leaf.room)) + 3 * leaf.apart + max(written, _stamped(leaf))
    beside = leaf.low and receipt.stamp and aside < below
    width = narrow if beside else leaf.room
    if beside:
        paper.need(aside)
        at = Draft(paper.draft.y + leaf.apart / 2)
        stamp(at, leaf, receipt.day)
        paper.draft.add(*at.marks)
    notices(paper, width)
    close(paper, beside=beside)


def _stamped(leaf: Leaf) -> float:
    """The room of the stamp, across as down."""
    return 2 * leaf.stamp + 12 * MM


def _noted(paper: Sheets, width: float) -> list[Line]:
    leaf, said = paper.leaf, ("注意事项", *paper.receipt.notices)
    return [line for one in said for line in wrap(one, width - 2 * leaf.body, leaf.body, song=leaf.song)]


def notices(paper: Sheets, width: float) -> None:
    """注意事项, numbered, below the grid."""
    given, leaf = paper.receipt.notices, paper.leaf
    if not given:
        return
    paper.draft.y += leaf.apart * 0.8
    paper.need(2 * leaf.row)
    paper.draft.line(Line("注意事项", leaf.body, bold=True, song=leaf.song), leaf.left, width)
    indent = 0.0 if len(given) == 1 else Line(f"{len(given)}.", leaf.body, song=leaf.song).width + 4
    for number, notice in enumerate(given, 1):
        for place, line in enumerate(wrap(notice, width - indent, leaf.body, song=leaf.song)):
            paper.need(line.height)
            top = paper.draft.y
            if indent and not place:
                paper.draft.line(Line(f"{number}.", leaf.body, song=leaf.song), leaf.left, indent)
            paper.draft.y = top
            paper.draft.line(line, leaf.left + indent, width - indent)
        paper.draft.y += 2


def close(paper: Sheets, *, beside: bool) -> None:
    """Signatures, QR code, window, clerk and telephone on the left, the stamp on the right unless it stands there."""
    receipt, leaf = paper.receipt, paper.leaf
    width = leaf.room - _stamped(leaf) if receipt.stamp else leaf.room
    side, aside, rows = _coded(paper, width)
    if not beside:
        paper.need(leaf.apart * 1.2 + max(_written(paper, width), _stamped(leaf) * receipt.stamp))
    paper.draft.y += leaf.apart
    if receipt.stamp and not beside:
        stamp(paper.draft, leaf, receipt.day)
    for text in receipt.signatures:
        paper.need(leaf.sign)
        sign(paper.draft, text, width, leaf)
    paper.need(side)
    draft = paper.draft
    draft.y += leaf.apart * 0.8
    if side:
        draft.add(Square(leaf.left, draft.y, side, receipt.code))
        draft.y += max(0.0, (side - height(rows)) / 2) if aside else side + 2 * MM
    for line in rows:
        paper.need(line.height)
        paper.draft.line(line, leaf.left + aside, width - aside)


def _coded(paper: Sheets, width: float) -> tuple[float, float, list[Line]]:
    """The side of the QR code, how far right of its left edge the words of the foot stand, and these."""
    content = paper.receipt.code
    side = min(code(content).side(paper.leaf.code) * MM, width) if content else 0.0
    aside = side + 5 * MM if side and width - side > 35 * MM else 0.0
    return side, aside, foot(paper.receipt, width - aside, paper.leaf)


def _written(paper: Sheets, width: float) -> float:
    """The height of signatures, code and foot."""
    side, aside, rows = _coded(paper, width)
    below = max(side, height(rows)) if aside or not side else side + 2 * MM + height(rows)
    return paper.leaf.sign * len(paper.receipt.signatures) + paper.leaf.apart + below


def foot(receipt: Receipt, width: float, leaf: Leaf) -> list[Line]:
    """The number under the QR code, then window, clerk, telephone."""
    sizes = (leaf.body + 0.5, leaf.body - 0.5, leaf.small)
    number = wrap("业务流水号", width, leaf.small, song=leaf.song)
    number += shrink(receipt.number, width, sizes, bold=True, song=leaf.song)
    said = [line for fact in receipt.foot for line in _told(fact, receipt, width, leaf)]
    return number + said if receipt.code else said


def _told(fact: Fact, receipt: Receipt, width: float, leaf: Leaf) -> list[Line]:
    """One line of the foot; who worked on it is named as large as any name, on a high sheet all else too."""
    named = any(one.kind == "name" for one in ((fact,) if leaf.low else receipt.foot))
    if named:
        return wrap(f"{fact.label}：{fact.value}", width, LEAST_NAME, song=leaf.song)
    return fit(f"{fact.label}：{fact.value}", width, leaf.body - 0.5, song=leaf.song)


def stamp(draft: Draft, leaf: Leaf, day: str) -> None:
    """The circle for the acceptance stamp and the day below it, or room to write one."""
    x = leaf.right - leaf.stamp - 4 * MM
    draft.add(Seal(x, draft.y + leaf.stamp, leaf.stamp, "（受理专用章）"))
    date = Draft(draft.y + 2 * leaf.stamp + 4 * MM)
    if day:
        date.line(Line(day, 12, song=leaf.song), x - leaf.stamp, 2 * leaf.stamp, "centre")
    else:
        date.line(Line("年　　　月　　　日", 12, song=leaf.song), x - leaf.stamp, 2 * leaf.stamp, "right")
    draft.add(*date.marks)


def sign(draft: Draft, text: str, width: float, leaf: Leaf) -> None:
    """A label and a line to sign on."""
    draft.y += leaf.sign * 0.38
    lines = shrink(f"{text}：", width * 0.6, (leaf.body + 0.5, leaf.body, leaf.small), song=leaf.song)
    draft.lines(lines, leaf.left, width)
    x = leaf.left + lines[-1].width + 2
    draft.add(Rule(x, draft.y, min(x + 48 * MM, leaf.left + width), draft.y))
    draft.y += leaf.sign * 0.23


def tail(draft: Draft, copy: Copy, page: str, leaf: Leaf) -> None:
    """When and by whom the sheet was printed, what copy it is, which page of how many."""
    draft.y = leaf.bottom + leaf.below / 4
    marks = "　".join(
        mark for mark in ("演练" * copy.rehearsal, copy.reprint, "待省确认" * copy.awaiting_province) if mark
    )
    printed = f"打印时间 {copy.printed}　打印人 {copy.clerk}" + (f"　{marks}" if marks else "")
    number = Line(page, leaf.small, shade=QUIET, song=leaf.song)
    room = leaf.room - number.width - leaf.pad
    top = draft.y
    draft.lines(shrink(printed, room, (leaf.small, leaf.small - 1, leaf.small - 2), song=leaf.song), leaf.left, room)
    draft.y = top
    draft.line(number, leaf.left, leaf.room, "right")
