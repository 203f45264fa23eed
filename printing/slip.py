"""The slip on a roll: black only, as a thermal head has no grey; as long as its words."""

from printing.codes import code
from printing.layout import even, fit, height, paragraph, shrink, wrap
from printing.marks import MM, Line, Page, Square
from printing.papers import LEAST_NAME, ROLLS
from printing.strip import (
    GAP,
    Strip,
    band,
    basis,
    beneath,
    beside,
    column,
    dashes,
    heading,
    hero,
    labelled,
    listed,
    numbered,
)
from printing.words import Copy, Fact, Item, Receipt

QR = 25.0


def slip(receipt: Receipt, copy: Copy, media: str = "roll80") -> Page:
    """The whole slip; its height follows from its words."""
    roll = ROLLS[media]
    draft = Strip(roll=roll)
    head(draft, receipt, copy)
    paragraph(draft, receipt.opening, roll.left, roll.room, LEAST_NAME)
    large = tuple(prominent(receipt.facts))
    heroes(draft, large, ruled=not receipt.number and not receipt.opening)
    facts(draft, tuple(fact for fact in receipt.facts if fact not in large))
    terms(draft, receipt)
    for listing in receipt.lists:
        heading(draft, listing.title)
        numbered(draft, listing.items, roll.body - 0.5)
    for table in receipt.tables:
        heading(draft, table.title)
        listed(draft, table)
    if receipt.next_step:
        heading(draft, "下一步")
        draft.set(fit(receipt.next_step, roll.room, roll.body))
    if receipt.notices:
        heading(draft, "注意事项")
        numbered(draft, tuple(Item(notice) for notice in receipt.notices), roll.small)
    signatures(draft, receipt.signatures)
    foot(draft, receipt)
    tail(draft, copy)
    return Page(roll.width, draft.y + 4 * MM, tuple(draft.marks))


def head(draft: Strip, receipt: Receipt, copy: Copy) -> None:
    """Marks, office, title, number."""
    roll = draft.roll
    if copy.rehearsal:
        band(draft, "演练　　不作凭证", filled=True)
    draft.set(even(receipt.office, roll.room, (roll.body,)), "centre")
    draft.set(even(receipt.title, roll.room, roll.title, bold=True), "centre")
    draft.y += 4
    if copy.reprint:
        band(draft, copy.reprint, filled=True)
        draft.set(wrap(f"补打时间 {copy.printed}　经办人 {copy.clerk}", roll.room, roll.small), "centre")
        draft.y += 3
    if copy.awaiting_province:
        band(draft, "待省确认", filled=False)
        draft.set(even("省级系统尚未确认本笔业务，以确认结果为准。", roll.room, (roll.small,)), "centre")
        draft.y += 3
    draft.across(1.2)
    draft.y += 3
    if receipt.number:
        _number(draft, receipt.number)
        draft.y += 3


def _number(draft: Strip, text: str) -> None:
    roll, label = draft.roll, Line("业务流水号", draft.roll.small)
    if roll.narrow:
        draft.set([label])
        draft.set(shrink(text, roll.room, roll.number, bold=True))
        return
    number = shrink(text, roll.room - label.width - GAP, roll.number, bold=True)
    beside(draft, [label], number, roll.left + label.width + GAP, "right")


def prominent(given: tuple[Fact, ...]) -> list[Fact]:
    """The first name and every state: what holder and clerk look for first."""
    names = [fact for fact in given if fact.kind == "name"][:1]
    return names + [fact for fact in given if fact.kind == "state"]


def heroes(draft: Strip, large: tuple[Fact, ...], *, ruled: bool) -> None:
    """Large facts, two beside each other where both fit; several states keep together below the name."""
    if not large:
        return
    if not ruled:
        dashes(draft)
    roll = draft.roll
    half = (roll.room - 3 * GAP) / 2
    waiting = list(large)
    if len(waiting) > 2 and waiting[0].kind == "name":  # noqa: PLR2004
        hero(draft, waiting.pop(0), roll.left, roll.room)
        draft.y += 3
    while waiting:
        short = [len(shrink(fact.value, half, roll.name[:2], bold=True)) == 1 for fact in waiting[:2]]
        row, width = (waiting[:2], half) if short == [True, True] else (waiting[:1], roll.room)
        waiting = waiting[len(row) :]
        top, lowest = draft.y, draft.y
        for place, fact in enumerate(row):
            draft.y = top
            hero(draft, fact, roll.left + place * (half + 3 * GAP), width)
            lowest = max(lowest, draft.y)
        draft.y = lowest + 3


def facts(draft: Strip, given: tuple[Fact, ...]) -> None:
    """Labels in one column, values in the next."""
    if not given:
        return
    dashes(draft)
    x = column([fact.label for fact in given], draft.roll)
    for fact in given:
        labelled(draft, fact, x)


def terms(draft: Strip, receipt: Receipt) -> None:
    """What it costs and by when it is done."""
    if receipt.fee is None and not receipt.promise:
        return
    dashes(draft)
    roll = draft.roll
    if receipt.fee is not None:
        yuan = Line(f"{receipt.fee.yuan:.2f} 元" if receipt.fee.yuan else "免收", 12, bold=True)
        top = draft.y
        draft.set([yuan], "right")
        below = draft.y
        draft.y = top + 2.5
        draft.lines(wrap(receipt.fee.text, roll.room - yuan.width - GAP, roll.body), roll.left, roll.room)
        draft.y = max(draft.y, below)
        basis(draft, receipt.fee.article, roll.left)
    if receipt.promise:
        draft.y += 2 if receipt.fee is not None else 0
        _promise(draft, receipt.promise)


def _promise(draft: Strip, text: str) -> None:
    roll, label = draft.roll, "承诺时限"
    x = column([label], roll)
    beside_it = fit(text, roll.right - x, roll.body + 0.5, bold=True)
    if not roll.narrow or len(beside_it) == 1:
        beside(draft, [Line(label, roll.body)], beside_it, x)
        return
    draft.set([Line(label, roll.small)])
    draft.set(fit(text, roll.room, roll.body + 0.5, bold=True))


def signatures(draft: Strip, labels: tuple[str, ...]) -> None:
    """A label and a line to sign on, with room for a pen."""
    roll = draft.roll
    for label in labels:
        draft.y += 16
        wide = roll.room if roll.narrow else roll.room * 0.6
        text = shrink(f"{label}：", wide, (roll.body, roll.body - 1, roll.body - 1.5))
        draft.set(text)
        if roll.narrow:
            draft.y += 22
            draft.across()
        else:
            draft.rule(roll.left + text[-1].width + 2, roll.right)
        draft.y += 2


def foot(draft: Strip, receipt: Receipt) -> None:
    """QR code with the number; window, clerk and telephone beside it, below it on a narrow roll."""
    if not receipt.code and not receipt.foot:
        return
    roll = draft.roll
    draft.y += 4
    dashes(draft)
    top, x, bottom = draft.y, roll.left, draft.y
    if receipt.code:
        side = min(code(receipt.code).side(QR) * MM, roll.room)
        below = roll.narrow or roll.room - side - 4 * MM < roll.room / 3
        draft.add(Square(roll.left + (roll.room - side) / 2 * roll.narrow, top + 3, side, receipt.code))
        bottom = top + 3 + side + 4
        x = roll.left + (0.0 if below else side + 4 * MM)
        draft.y = bottom if below else top
    width = roll.right - x
    sides = [Fact("业务流水号", receipt.number, "number"), *receipt.foot] if receipt.code else list(receipt.foot)
    rows = [line for fact in sides for line in beneath(fact, width, roll.small)]
    draft.y = max(draft.y, (top + bottom - height(rows)) / 2)
    draft.lines(rows, x, width)
    draft.y = max(draft.y, bottom)


def tail(draft: Strip, copy: Copy) -> None:
    """When and by whom this paper was printed."""
    draft.y += 3
    draft.across(1.2)
    draft.y += 2
    said = (f"打印时间 {copy.printed}", f"打印人 {copy.clerk}")
    for text in said if draft.roll.narrow else ("　".join(said),):
        draft.set(wrap(text, draft.roll.room, draft.roll.fine), "centre")
    if copy.rehearsal:
        draft.y += 3
        band(draft, "演练　　不作凭证", filled=True)
