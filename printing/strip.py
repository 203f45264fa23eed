"""The pieces of a slip: marks, headings, labels with their values, numbered lines; black only, on a roll."""

from dataclasses import dataclass, field

from printing.layout import Align, Draft, fit, shrink, wrap
from printing.marks import MM, Box, Line, Rule
from printing.papers import LEAST_NAME, ROLLS, Roll
from printing.words import NAMES, Fact, Item, Table

GAP = 5.0
UNSAID = ("", "—")  # what an empty cell of a table says; a line of a roll needs none


@dataclass
class Strip(Draft):
    """A stretch of a roll being filled from the top."""

    y: float = 4 * MM
    roll: Roll = field(default_factory=lambda: ROLLS["roll80"])

    def set(self, lines: list[Line], align: Align = "left") -> None:
        """Lines across the whole roll."""
        self.lines(lines, self.roll.left, self.roll.room, align)

    def across(self, weight: float = 0.5, *, dashed: bool = False) -> None:
        """A rule across the whole roll."""
        self.rule(self.roll.left, self.roll.right, weight, dashed=dashed)


def band(draft: Strip, text: str, *, filled: bool) -> None:
    """A mark nobody overlooks: white on black, or black in a frame."""
    roll = draft.roll
    line = Line(text, 10.5, bold=True, shade=1.0 if filled else 0.0)
    box = Box(roll.left, draft.y, roll.room, 18, 0.0 if filled else 1.2, 0.0 if filled else None, 2.0)
    draft.add(box)
    draft.y += (18 - line.height) / 2
    draft.set([line], "centre")
    draft.y += (18 - line.height) / 2 + 3


def beside(draft: Strip, labels: list[Line], values: list[Line], x: float, align: Align = "left") -> None:
    """A label at the left margin and its value from `x`, on one baseline."""
    top, roll = draft.y, draft.roll
    drop = values[0].baseline - labels[0].baseline
    draft.y = top + max(drop, 0)
    draft.lines(labels, roll.left, x - roll.left)
    below = draft.y
    draft.y = top + max(-drop, 0)
    draft.lines(values, x, roll.right - x, align)
    draft.y = max(below, draft.y)


def dashes(draft: Strip) -> None:
    """A light division."""
    draft.y += 3
    draft.across(dashed=True)
    draft.y += 3


def hero(draft: Strip, fact: Fact, x: float, width: float) -> None:
    """A small label over a large value."""
    draft.lines(wrap(fact.label, width, draft.roll.small), x, width)
    draft.lines(shrink(fact.value, width, draft.roll.name, bold=True), x, width)


def value(fact: Fact, room: float, roll: Roll) -> list[Line]:
    """A fact's value: names bold and never under 11 points, numbers on one line where they can be."""
    if fact.kind == "name":
        return shrink(fact.value, room, (12, 11), bold=True)
    if fact.kind == "number":
        return shrink(fact.value, room, (roll.body, roll.body - 0.5, roll.body - 1))
    return fit(fact.value, room, roll.body)


def labelled(draft: Strip, fact: Fact, x: float) -> None:
    """A label and its value beside it; on a narrow roll below it where it needs more than a line."""
    roll = draft.roll
    label = wrap(fact.label, x - roll.left - GAP, roll.body)
    lines = value(fact, roll.right - x, roll)
    if not roll.narrow or len(label) == len(lines) == 1:
        beside(draft, label, lines, x)
        return
    draft.set(wrap(fact.label, roll.room, roll.small))
    draft.set(value(fact, roll.room, roll))


def column(labels: list[str], roll: Roll) -> float:
    """Where values start: after the widest label, but not beyond two fifths of the paper."""
    widest = max(Line(label, roll.body).width for label in labels)
    return roll.left + min(widest, roll.room * 0.4) + GAP * 1.5


def basis(draft: Strip, article: str, x: float) -> None:
    """The article something rests on, small."""
    if article:
        width = draft.roll.right - x
        draft.lines(wrap(f"依据：{article}", width, draft.roll.fine), x, width)


def heading(draft: Strip, text: str) -> None:
    """A bold heading with a rule to the right edge."""
    roll = draft.roll
    draft.y += 6
    lines = wrap(text, roll.room, roll.body, bold=True)
    draft.set(lines)
    middle = draft.y - lines[-1].height / 2
    if lines[-1].width + GAP < roll.room:
        draft.add(Rule(roll.left + lines[-1].width + GAP, middle, roll.right, middle))
    draft.y += 1


def numbered(draft: Strip, items: tuple[Item, ...], size: float) -> None:
    """Items with their numbers hanging in the margin, all as large as each other; a single item needs none."""
    left, room, alone = draft.roll.left, draft.roll.room, len(items) == 1
    indent = 0.0 if alone else Line(f"{len(items)}.", size).width + 3
    size = min((size, size - 0.5, size - 1), key=lambda s: sum(len(wrap(one.text, room - indent, s)) for one in items))
    for place, item in enumerate(items, 1):
        top = draft.y
        if not alone:
            draft.line(Line(f"{place}.", size), left, indent)
        draft.y = top
        draft.lines(wrap(item.text, room - indent, size), left + indent, room - indent)
        basis(draft, item.article, left + indent)
        draft.y += 1.5


def beneath(fact: Fact, width: float, size: float) -> list[Line]:
    """Label and value on one line if they fit, else the value below its label; a name as large as any."""
    if fact.kind == "name":
        beside = wrap(f"{fact.label}　{fact.value}", width, LEAST_NAME)
        return beside if len(beside) == 1 else [*wrap(fact.label, width, size), *wrap(fact.value, width, LEAST_NAME)]
    together = wrap(f"{fact.label}　{fact.value}", width, size)
    if len(together) == 1:
        return together
    return [*wrap(fact.label, width, size), *shrink(fact.value, width, (size + 1, size), bold=fact.kind == "number")]


def listed(draft: Strip, table: Table) -> None:
    """The rows of a table, a line each; those with names in a size in which many strokes can be told apart."""
    roll = draft.roll
    size = LEAST_NAME if NAMES & set(table.columns) else roll.body - 0.5
    for number, texts in enumerate(table.rows, 1):
        said = f"{number}. {'　'.join(text for text in texts if text not in UNSAID)}"
        said = said if table.numbered else named(table, texts)
        draft.set(fit(said, roll.room, size) if size < LEAST_NAME else wrap(said, roll.room, size))
        draft.y += 1


def named(table: Table, texts: tuple[str, ...]) -> str:
    """A row of sums on one line: each with the name of its column, nothing where there is nothing."""
    pairs = zip(table.columns[1:], texts[1:], strict=True)
    said = "，".join(f"{column} {text}" for column, text in pairs if text not in ("", "0", "0.00"))
    return f"{texts[0]}：{said or '无'}"
