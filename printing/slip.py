"""The 80 mm slip: black only, as a thermal head has no grey; as long as its words."""

from printing.codes import code
from printing.layout import Align, Draft, fit, height, paragraph, shrink, wrap
from printing.marks import MM, Box, Line, Page, Rule, Square
from printing.roster import lines
from printing.words import Copy, Fact, Item, Receipt

WIDTH = 80 * MM
LEFT, GAP = 4 * MM, 5.0
ROOM = WIDTH - 2 * LEFT
RIGHT = LEFT + ROOM
BODY, SMALL, FINE = 9.5, 8.0, 7.0
NAME = (15.0, 13.0, 11.0)
QR = 25.0


def slip(receipt: Receipt, copy: Copy) -> Page:
    """The whole slip; its height follows from its words."""
    draft = Draft(y=4 * MM)
    head(draft, receipt, copy)
    paragraph(draft, receipt.opening, LEFT, ROOM, BODY)
    large = tuple(prominent(receipt.facts))
    heroes(draft, large)
    facts(draft, tuple(fact for fact in receipt.facts if fact not in large))
    terms(draft, receipt)
    for listing in receipt.lists:
        heading(draft, listing.title)
        numbered(draft, listing.items, BODY - 0.5)
    for table in receipt.tables:
        lines(draft, table, heading, (LEFT, ROOM, BODY - 0.5))
    if receipt.next_step:
        heading(draft, "下一步")
        draft.lines(fit(receipt.next_step, ROOM, BODY), LEFT, ROOM)
    if receipt.notices:
        heading(draft, "注意事项")
        numbered(draft, tuple(Item(notice) for notice in receipt.notices), SMALL)
    signatures(draft, receipt.signatures)
    foot(draft, receipt)
    tail(draft, copy)
    return Page(WIDTH, draft.y + 4 * MM, tuple(draft.marks))


def band(draft: Draft, text: str, *, filled: bool) -> None:
    """A mark nobody overlooks: white on black, or black in a frame."""
    line = Line(text, 10.5, bold=True, shade=1.0 if filled else 0.0)
    box = Box(LEFT, draft.y, ROOM, 18, 0.0 if filled else 1.2, 0.0 if filled else None, 2.0)
    draft.add(box)
    draft.y += (18 - line.height) / 2
    draft.line(line, LEFT, ROOM, "centre")
    draft.y += (18 - line.height) / 2 + 3


def head(draft: Draft, receipt: Receipt, copy: Copy) -> None:
    """Marks, office, title, number."""
    if copy.rehearsal:
        band(draft, "演练　　不作凭证", filled=True)
    draft.lines(wrap(receipt.office, ROOM, BODY), LEFT, ROOM, "centre")
    draft.lines(shrink(receipt.title, ROOM, (16, 14, 12), bold=True), LEFT, ROOM, "centre")
    draft.y += 4
    if copy.reprint:
        band(draft, copy.reprint, filled=True)
        draft.lines(wrap(f"补打时间 {copy.printed}　经办人 {copy.clerk}", ROOM, SMALL), LEFT, ROOM, "centre")
        draft.y += 3
    if copy.awaiting_province:
        band(draft, "待省确认", filled=False)
        draft.lines(wrap("省级系统尚未确认本笔业务，以确认结果为准。", ROOM, SMALL), LEFT, ROOM, "centre")
        draft.y += 3
    draft.rule(LEFT, RIGHT, 1.2)
    draft.y += 3
    if receipt.number:
        label = Line("业务流水号", SMALL)
        number = shrink(receipt.number, ROOM - label.width - GAP, (11.5, 10.5, 9.5), bold=True)
        beside(draft, [label], number, LEFT + label.width + GAP, "right")
        draft.y += 3


def beside(draft: Draft, labels: list[Line], values: list[Line], x: float, align: Align = "left") -> None:
    """A label at the left margin and its value from `x`, on one baseline."""
    top = draft.y
    drop = values[0].baseline - labels[0].baseline
    draft.y = top + max(drop, 0)
    draft.lines(labels, LEFT, x - LEFT)
    below = draft.y
    draft.y = top + max(-drop, 0)
    draft.lines(values, x, RIGHT - x, align)
    draft.y = max(below, draft.y)


def dashes(draft: Draft) -> None:
    """A light division."""
    draft.y += 3
    draft.rule(LEFT, RIGHT, dashed=True)
    draft.y += 3


def prominent(given: tuple[Fact, ...]) -> list[Fact]:
    """The first name and every state: what holder and clerk look for first."""
    names = [fact for fact in given if fact.kind == "name"][:1]
    return names + [fact for fact in given if fact.kind == "state"]


def heroes(draft: Draft, large: tuple[Fact, ...]) -> None:
    """Large facts, two beside each other where both fit; several states keep together below the name."""
    if not large:
        return
    dashes(draft)
    half = (ROOM - 3 * GAP) / 2
    waiting = list(large)
    if len(waiting) > 2 and waiting[0].kind == "name":  # noqa: PLR2004
        hero(draft, waiting.pop(0), LEFT, ROOM)
        draft.y += 3
    while waiting:
        short = [len(shrink(fact.value, half, NAME[:2], bold=True)) == 1 for fact in waiting[:2]]
        row, width = (waiting[:2], half) if short == [True, True] else (waiting[:1], ROOM)
        waiting = waiting[len(row) :]
        top, lowest = draft.y, draft.y
        for place, fact in enumerate(row):
            draft.y = top
            hero(draft, fact, LEFT + place * (half + 3 * GAP), width)
            lowest = max(lowest, draft.y)
        draft.y = lowest + 3


def hero(draft: Draft, fact: Fact, x: float, width: float) -> None:
    """A small label over a large value."""
    draft.lines(wrap(fact.label, width, SMALL), x, width)
    draft.lines(shrink(fact.value, width, NAME, bold=True), x, width)


def facts(draft: Draft, given: tuple[Fact, ...]) -> None:
    """Labels in one column, values in the next."""
    if not given:
        return
    dashes(draft)
    x = column([fact.label for fact in given])
    for fact in given:
        value = {
            "name": lambda text, room: shrink(text, room, (12, 11), bold=True),
            "number": lambda text, room: shrink(text, room, (BODY, 9, 8.5)),
        }.get(fact.kind, lambda text, room: fit(text, room, BODY))(fact.value, RIGHT - x)
        beside(draft, wrap(fact.label, x - LEFT - GAP, BODY), value, x)


def column(labels: list[str]) -> float:
    """Where values start: after the widest label, but not beyond two fifths of the paper."""
    widest = max(Line(label, BODY).width for label in labels)
    return LEFT + min(widest, ROOM * 0.4) + GAP * 1.5


def terms(draft: Draft, receipt: Receipt) -> None:
    """What it costs and by when it is done."""
    if receipt.fee is None and not receipt.promise:
        return
    dashes(draft)
    if receipt.fee is not None:
        yuan = Line(f"{receipt.fee.yuan:.2f} 元" if receipt.fee.yuan else "免收", 12, bold=True)
        top = draft.y
        draft.line(yuan, LEFT, ROOM, "right")
        below = draft.y
        draft.y = top + 2.5
        draft.lines(wrap(receipt.fee.text, ROOM - yuan.width - GAP, BODY), LEFT, ROOM)
        draft.y = max(draft.y, below)
        basis(draft, receipt.fee.article, LEFT)
    if receipt.promise:
        x = column(["承诺时限"])
        draft.y += 2 if receipt.fee is not None else 0
        beside(draft, [Line("承诺时限", BODY)], fit(receipt.promise, RIGHT - x, BODY + 0.5, bold=True), x)


def basis(draft: Draft, article: str, x: float) -> None:
    """The article something rests on, small."""
    if article:
        draft.lines(wrap(f"依据：{article}", RIGHT - x, FINE), x, RIGHT - x)


def heading(draft: Draft, text: str) -> None:
    """A bold heading with a rule to the right edge."""
    draft.y += 6
    lines = wrap(text, ROOM, BODY, bold=True)
    draft.lines(lines, LEFT, ROOM)
    middle = draft.y - lines[-1].height / 2
    if lines[-1].width + GAP < ROOM:
        draft.add(Rule(LEFT + lines[-1].width + GAP, middle, RIGHT, middle))
    draft.y += 1


def numbered(draft: Draft, items: tuple[Item, ...], size: float) -> None:
    """Items with their numbers hanging in the margin; a single item needs none."""
    alone = len(items) == 1
    indent = 0.0 if alone else Line(f"{len(items)}.", size).width + 3
    for place, item in enumerate(items, 1):
        top = draft.y
        if not alone:
            draft.line(Line(f"{place}.", size), LEFT, indent)
        draft.y = top
        draft.lines(fit(item.text, ROOM - indent, size), LEFT + indent, ROOM - indent)
        basis(draft, item.article, LEFT + indent)
        draft.y += 1.5


def signatures(draft: Draft, labels: tuple[str, ...]) -> None:
    """A label and a line to sign on, with room for a pen."""
    for label in labels:
        draft.y += 16
        lines = shrink(f"{label}：", ROOM * 0.6, (BODY, 8.5, SMALL))
        draft.lines(lines, LEFT, ROOM * 0.6)
        draft.rule(LEFT + lines[-1].width + 2, RIGHT)
        draft.y += 2


def foot(draft: Draft, receipt: Receipt) -> None:
    """QR code with the number, window, clerk and telephone beside it."""
    if not receipt.code and not receipt.foot:
        return
    draft.y += 4
    dashes(draft)
    top, x, bottom = draft.y, LEFT, draft.y
    if receipt.code:
        side = min(code(receipt.code).side(QR) * MM, ROOM)
        draft.add(Square(LEFT, top + 3, side, receipt.code))
        bottom = top + 3 + side + 4
        x = LEFT + side + 4 * MM
        if RIGHT - x < ROOM / 3:
            x, draft.y = LEFT, bottom
    width = RIGHT - x
    sides = [Fact("业务流水号", receipt.number), *receipt.foot] if receipt.code else list(receipt.foot)
    rows = [line for fact in sides for line in beneath(fact, width)]
    draft.y = max(draft.y, (top + bottom - height(rows)) / 2)
    draft.lines(rows, x, width)
    draft.y = max(draft.y, bottom)


def beneath(fact: Fact, width: float) -> list[Line]:
    """Label and value on one line if they fit, else the value below its label."""
    together = wrap(f"{fact.label}　{fact.value}", width, SMALL)
    if len(together) == 1:
        return together
    return [*wrap(fact.label, width, SMALL), *shrink(fact.value, width, (SMALL + 1, SMALL), bold=True)]


def tail(draft: Draft, copy: Copy) -> None:
    """When and by whom this paper was printed."""
    draft.y += 3
    draft.rule(LEFT, RIGHT, 1.2)
    draft.y += 2
    draft.lines(wrap(f"打印时间 {copy.printed}　打印人 {copy.clerk}", ROOM, FINE), LEFT, ROOM, "centre")
    if copy.rehearsal:
        draft.y += 3
        band(draft, "演练　　不作凭证", filled=True)
