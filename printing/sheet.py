"""The receipt on sheets: the slip's words in a grid, with room for signatures and the stamp."""

from collections.abc import Iterator

from printing.closing import end, tail
from printing.grid import QUIET, Cell, Sheets, row
from printing.layout import Draft, even, fit, height, paragraph, shrink, wrap
from printing.marks import LEAD, MM, Box, Line, Page
from printing.papers import LEAVES, Leaf
from printing.roster import roster
from printing.words import Copy, Fact, Listing, Receipt


def sheets(receipt: Receipt, copy: Copy, media: str = "a4") -> tuple[Page, ...]:
    """All sheets, the last with signatures, stamp and QR code; set closer where that saves a sheet."""
    tried: list[tuple[Page, ...]] = []
    for leaf in LEAVES[media]:
        tried.append(_set(receipt, copy, leaf))
        if len(tried[-1]) == 1:
            break
    return min(tried, key=len)


def _set(receipt: Receipt, copy: Copy, leaf: Leaf) -> tuple[Page, ...]:
    paper = Sheets(receipt, copy, leaf)
    paper.turn()
    head(paper)
    for cells in [*facts(receipt.facts, leaf), *terms(receipt, leaf)]:
        row(paper, cells)
    for listing in receipt.lists:
        brief(paper, listing) if leaf.low else table(paper, listing)
    for many in receipt.tables:
        roster(paper, many)
    if receipt.next_step:
        room = leaf.room - leaf.label
        said = fit(receipt.next_step, room - 2 * leaf.pad, leaf.body, song=leaf.song)
        row(paper, [label("下一步", leaf), Cell(room, said)])
    end(paper)
    for number, draft in enumerate(paper.drafts, 1):
        tail(draft, copy, f"第 {number} 页　共 {len(paper.drafts)} 页", leaf)
    return tuple(Page(leaf.width, leaf.height, tuple(draft.marks)) for draft in paper.drafts)


def head(paper: Sheets) -> None:
    """Marks, office, title, number; on a low sheet the number stands beside the office where it has room."""
    draft, copy, leaf, receipt = paper.draft, paper.copy, paper.leaf, paper.receipt
    if copy.rehearsal:
        band(draft, "演练　　不作凭证", leaf.left, leaf.room, filled=True)
    draft.y += leaf.apart * 0.6
    office = even(receipt.office, leaf.room, leaf.office, song=leaf.song)
    number = wrap(f"业务流水号　{receipt.number}", leaf.room, leaf.body + 0.5, song=leaf.song) if receipt.number else []
    if leaf.low and number and office[0].width + 2 * number[0].width + 2 * leaf.pad < leaf.room:
        draft.add(*_right_of(draft.y, number, leaf).marks)
        number = []
    draft.lines(office, leaf.left, leaf.room, "centre")
    draft.y += 2
    title = even(receipt.title, leaf.room, leaf.title, bold=True, song=leaf.song)
    draft.lines(title, leaf.left, leaf.room, "centre")
    draft.y += leaf.apart * 0.6
    copies(draft, copy, leaf)
    draft.lines(number, leaf.left, leaf.room, "right")
    draft.y += MM
    opening = "　　" * bool(receipt.opening) + receipt.opening
    paragraph(draft, opening, leaf.left, leaf.room, leaf.opening, song=leaf.song)


def _right_of(y: float, lines: list[Line], leaf: Leaf) -> Draft:
    at = Draft(y)
    at.lines(lines, leaf.left, leaf.room, "right")
    return at


def copies(draft: Draft, copy: Copy, leaf: Leaf) -> None:
    """Reprint and waiting for the province, beside each other if both."""
    marks = {
        f"{copy.reprint}　{copy.printed}　经办人 {copy.clerk}" * bool(copy.reprint): True,
        "待省确认　以省级系统确认结果为准" * copy.awaiting_province: False,
    }
    marks.pop("", None)
    room = (leaf.room - leaf.pad * (len(marks) - 1)) / max(len(marks), 1)
    top, bottom = draft.y, draft.y
    for place, (text, filled) in enumerate(marks.items()):
        draft.y = top
        band(draft, text, leaf.left + place * (room + leaf.pad), room, filled=filled)
        bottom = max(bottom, draft.y)
    draft.y = bottom


def band(draft: Draft, text: str, x: float, room: float, *, filled: bool) -> None:
    """A mark nobody overlooks: white on black, or black in a frame."""
    inner = room - 2 * MM
    lines = [line._replace(shade=float(filled)) for line in shrink(text, inner, (11, 10, 9), bold=True)]
    tall = max(height(lines), 11 * LEAD)
    draft.add(Box(x, draft.y, room, tall + 1.2 * MM, 0.0 if filled else 1.2, 0.0 if filled else None, 2))
    draft.y += 0.6 * MM + (tall - height(lines)) / 2
    draft.lines(lines, x, room, "centre")
    draft.y += 2 * MM + (tall - height(lines)) / 2


def label(text: str, leaf: Leaf, width: float = 0.0) -> Cell:
    """A tinted cell that names what stands right of it."""
    room = (width or leaf.label) - 2 * leaf.pad
    return Cell(width or leaf.label, even(text, room, (leaf.body, leaf.body - 1)), "centre", tint=True)


def value(fact: Fact, width: float, leaf: Leaf) -> list[Line]:
    """A fact's value: names and states bold, names never under 11 points."""
    room = width - 2 * leaf.pad
    if fact.kind == "name":
        return shrink(fact.value, room, leaf.name, bold=not leaf.song, song=leaf.song)
    if fact.kind == "state":
        return shrink(fact.value, room, (leaf.body + 1.5, leaf.body + 0.5, leaf.body), bold=True, song=leaf.song)
    if fact.kind == "number":
        return shrink(fact.value, room, (leaf.body + 0.5, leaf.body, leaf.body - 0.5), song=leaf.song)
    return wrap(fact.value, room, leaf.body, song=leaf.song)


def facts(given: tuple[Fact, ...], leaf: Leaf) -> Iterator[list[Cell]]:
    """Rows of the grid: as many facts beside each other as the sheet has across where all stay on one line."""
    waiting = list(given)
    while waiting:
        fits = (many for many in range(min(leaf.across, len(waiting)), 1, -1) if _beside(waiting[:many], leaf))
        taken = waiting[: next(fits, 1)]
        waiting = waiting[len(taken) :]
        room = leaf.room / len(taken) - leaf.label
        yield [cell for fact in taken for cell in (label(fact.label, leaf), Cell(room, value(fact, room, leaf)))]


def _beside(given: list[Fact], leaf: Leaf) -> bool:
    """Whether so many facts stay on one line each when they share the width."""
    room = leaf.room / len(given) - leaf.label
    return all(len(value(fact, room, leaf)) == 1 for fact in given)


def terms(receipt: Receipt, leaf: Leaf) -> Iterator[list[Cell]]:
    """Fee and promise as full rows."""
    room = leaf.room - leaf.label
    inner = room - 2 * leaf.pad
    if receipt.fee is not None:
        amount = f"{receipt.fee.yuan:.2f} 元" if receipt.fee.yuan else "免收"
        lines = wrap(receipt.fee.text, inner, leaf.body, song=leaf.song)
        lines += [Line(amount, leaf.body + 1.5, bold=True, song=leaf.song)]
        joined = wrap(f"{receipt.fee.text}　{amount}", inner, leaf.body + 0.5, bold=True, song=leaf.song)
        lines = joined if len(joined) == 1 else lines
        yield [label("收费", leaf), Cell(room, lines + basis(receipt.fee.article, inner, leaf))]
    if receipt.promise:
        promise = wrap(receipt.promise, inner, leaf.body + 0.5, bold=True, song=leaf.song)
        yield [label("承诺时限", leaf), Cell(room, promise)]


def basis(article: str, room: float, leaf: Leaf) -> list[Line]:
    """The article something rests on, small."""
    return wrap(f"依据：{article}", room, leaf.small - 0.5, shade=QUIET, song=leaf.song) if article else []


def brief(paper: Sheets, listing: Listing) -> None:
    """A list in one row: its title, and the items numbered below each other, short ones in one run."""
    leaf = paper.leaf
    room = leaf.room - leaf.label
    inner = room - 2 * leaf.pad
    numbers = [f"{n}. " if len(listing.items) > 1 else "" for n in range(1, len(listing.items) + 1)]
    said = [f"{number}{item.text}" for number, item in zip(numbers, listing.items, strict=True)]
    lines = fit("　".join(said), inner, leaf.body, song=leaf.song)
    if any(item.article for item in listing.items):
        lines = [
            line
            for text, item in zip(said, listing.items, strict=True)
            for line in (*wrap(text, inner, leaf.body, song=leaf.song), *basis(item.article, inner, leaf))
        ]
    row(paper, [label(listing.title, leaf), Cell(room, lines)])


def table(paper: Sheets, listing: Listing) -> None:
    """A numbered list under its title, with the articles in a column where there are any."""
    leaf = paper.leaf
    first, last = 12 * MM, 56 * MM if any(item.article for item in listing.items) else 0.0
    middle = leaf.room - first - last
    paper.need(3 * leaf.row)
    title = wrap(listing.title, leaf.room - 2 * leaf.pad, leaf.body + 0.5, bold=True)
    row(paper, [Cell(leaf.room, title, "centre", tint=True)])
    if last:
        row(paper, [label("序号", leaf, first), label("内容", leaf, middle), label("依据", leaf, last)])
    for number, item in enumerate(listing.items, 1):
        cells = [
            Cell(first, [Line(str(number), leaf.body, song=leaf.song)], "centre"),
            Cell(middle, wrap(item.text, middle - 2 * leaf.pad, leaf.body, song=leaf.song)),
        ]
        if last:
            cells.append(Cell(last, wrap(item.article, last - 2 * leaf.pad, leaf.small, song=leaf.song)))
        row(paper, cells)
