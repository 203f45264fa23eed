"""One kind's part of the diagram: states as rounded boxes, what changes them as square ones, lines between."""

from collections.abc import Sequence
from dataclasses import dataclass
from unicodedata import east_asian_width

from counter.core.states import ABSENT, FINAL, STATES, Kind, State
from counter.diagram.layers import Boxes, Placed, lay
from counter.diagram.life import Arrow, Cause, Life

STATE_SIZE, TITLE_SIZE, SMALL = 13.0, 11.0, 8.5
PAD, GAP = 7.0, 26.0
WIDEST = 15.0  # characters in one line of a box
END = "无（终）"
DONE = "：做成"


@dataclass(frozen=True)
class Text:
    """One line of text in a box."""

    text: str
    size: float
    bold: bool = False
    pale: bool = False


@dataclass(frozen=True)
class Box:
    """One box: its lines of text, and what it stands for; ``cause`` is None for a state."""

    lines: tuple[Text, ...]
    cause: Cause | None
    final: bool = False

    @property
    def size(self) -> tuple[float, float]:
        """Width and height."""
        wide = max(width_of(line.text, line.size) for line in self.lines)
        return round(wide + 2 * PAD, 1), round(sum(line.size * 1.3 for line in self.lines) + PAD, 1)


@dataclass(frozen=True)
class Panel:
    """One kind, laid out."""

    kind: Kind
    boxes: dict[str, Box]
    placed: Placed


def width_of(text: str, size: float) -> float:
    """The room a text takes: a Chinese character is as wide as it is high."""
    return sum(1.0 if east_asian_width(char) in "WFA" else 0.6 for char in text) * size


def cut(text: str, most: float) -> list[str]:
    """The text in lines of so many characters."""
    lines = [""]
    for char in text:
        if width_of(lines[-1] + char, 1) > most:
            lines.append("")
        lines[-1] += char
    return lines


def panel_of(life: Life, kind: Kind) -> Panel:
    """Lay out one kind."""
    arrows = life.of(kind)
    moving = [one for one in arrows if set(one.before) != {one.after}]
    groups: dict[tuple[tuple[State, ...], State, Cause], list[Arrow]] = {}
    for one in moving:
        before = tuple(state for state in one.before if state is not one.after)
        groups.setdefault((before, one.after, one.cause), []).append(one)
    states = [state for state in (ABSENT, *STATES[kind]) if any(state in (*a.before, a.after) for a in arrows)]
    boxes = {state.name: _state_box(state, arrows, life) for state in states}
    depth = _depths(states, groups)
    rows = {state.name: depth[state] for state in states}
    lines: list[tuple[str, str]] = []
    for number, ((before, after, cause), among) in enumerate(groups.items()):
        name, goal = f"#{number}", after.name
        boxes[name] = Box(_told(among, life), cause)
        if after is ABSENT:
            goal = f"#{number}.end"
            boxes[goal] = Box((Text(END, TITLE_SIZE, bold=True),), None, final=True)
            rows[goal] = max(depth[state] for state in before) + 2
        ahead = not before or any(rows[state.name] < rows[goal] for state in before)
        rows[name] = rows[goal] - 1 if ahead else rows[goal] + 1
        lines += [(state.name, name) for state in before] + [(name, goal)]
    used = {name for line in lines for name in line} | {state.name for state in states if state is not ABSENT}
    boxes = {name: box for name, box in boxes.items() if name in used}
    sizes = {name: box.size for name, box in boxes.items()}
    return Panel(kind, boxes, lay(Boxes(sizes, {name: rows[name] for name in boxes}, lines), GAP))


def _state_box(state: State, arrows: Sequence[Arrow], life: Life) -> Box:
    """The state's word, and what is done in it without changing it; an act and its end once."""
    lines = [Text(state.value, STATE_SIZE, bold=True)]
    staying = [one for one in arrows if one.after is state and state in one.before and one.cause is Cause.OPERATION]
    titles = {one.title for one in staying}
    staying = [one for one in staying if not one.title.endswith(DONE) or one.title.removesuffix(DONE) not in titles]
    if staying:
        lines.append(Text("不改变状态：", SMALL, pale=True))
        lines += [line for line in _told(staying, life) if not line.pale]
    return Box(tuple(lines), None, final=state in FINAL)


def _told(among: Sequence[Arrow], life: Life) -> tuple[Text, ...]:
    """Each operation with its number and article."""
    out: list[Text] = []
    for one in dict.fromkeys((one.number, one.title) for one in among):
        number, title = one
        row = life.row(number)
        out += [Text(part, TITLE_SIZE) for part in cut(f"{number} {title}" if row else title, WIDEST)]
        if row is not None:
            out += [Text(part, SMALL, pale=True) for part in cut(row.article, WIDEST * TITLE_SIZE / SMALL)]
    if not among[0].before:
        out.append(Text("从任一状态", SMALL, pale=True))
    return tuple(out)


def _depths(
    states: Sequence[State], groups: dict[tuple[tuple[State, ...], State, Cause], list[Arrow]]
) -> dict[State, int]:
    """The row of each state: below all that come before it in its life; rows between are for what happens."""
    depth = dict.fromkeys(states, 0)
    for state in states:
        for before, after, _ in groups:
            if after is state and after is not ABSENT:
                earlier = [depth[one] for one in before if states.index(one) < states.index(state)]
                depth[state] = max(depth[state], *(deep + 2 for deep in earlier), 2)
    return depth
