"""Every state of everything a window acts on, and every way from one to another."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum

from counter.catalogue import Catalogue
from counter.core.case import Condition
from counter.core.dossier import Subject
from counter.core.learning import UNNUMBERED
from counter.core.move import Move
from counter.core.operation import Operation
from counter.core.states import ABSENT, STATES, CardState, Kind, State
from counter.sentences import sentences

TOLD_BY_PROVINCE = (Kind.CARD, Kind.SOCIAL, Kind.FINANCIAL)
"""The kinds whose states a record of the province names."""


class Cause(Enum):
    """What makes a state change."""

    OPERATION = "窗口业务"
    BACK = "回退、撤销：恢复那一笔以前的状态"
    TIME = "期满自动"
    PROVINCE = "省里消息"


@dataclass(frozen=True)
class Arrow:
    """One subject's way from one of these states to another; ``number`` is that of the operation's row, 0 for none."""

    kind: Kind
    before: tuple[State, ...]
    after: State
    cause: Cause
    title: str
    number: int = 0

    @property
    def words(self) -> str:
        """正常、临时挂失 → 正式挂失; without a beginning it may begin anywhere."""
        before = "、".join(state.value for state in self.before)
        return f"{before or '任一状态'} → {self.after.value}"


@dataclass(frozen=True)
class Row:
    """One operation as the table beside the diagram has it; ``conditions`` are the sentences each can refuse with."""

    number: int
    id: str
    title: str
    article: str
    windows: tuple[str, ...]
    conditions: tuple[tuple[str, tuple[str, ...]], ...]
    arrows: tuple[Arrow, ...]

    @property
    def moved(self) -> tuple[str, ...]:
        """What changes, a line each: 社会保障卡：正常 → 临时挂失."""
        return tuple(dict.fromkeys(f"{arrow.kind.value}：{arrow.words}" for arrow in self.arrows))

    @property
    def said(self) -> tuple[str, ...]:
        """The sentences of all its conditions."""
        return tuple(text for _, texts in self.conditions for text in texts)


@dataclass(frozen=True)
class Life:
    """The whole: the rows in the order of the city file, the arrows by kind, what is put to every operation."""

    city: str
    fingerprint: str
    rows: tuple[Row, ...]
    arrows: tuple[Arrow, ...]
    across: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """The kinds that occur, in their order."""
        return tuple(kind for kind in Kind if any(arrow.kind is kind for arrow in self.arrows))

    @property
    def unasked(self) -> tuple[Arrow, ...]:
        """What changes without an operation."""
        return tuple(arrow for arrow in self.arrows if not arrow.number)

    def of(self, kind: Kind) -> tuple[Arrow, ...]:
        """The arrows of one kind."""
        return tuple(arrow for arrow in self.arrows if arrow.kind is kind)

    def row(self, number: int) -> Row | None:
        """The operation of this number."""
        return next((row for row in self.rows if row.number == number), None)

    def row_of(self, operation: str) -> Row:
        """The row of this operation."""
        return next(row for row in self.rows if row.id == operation)


def life_of(catalogue: Catalogue) -> Life:
    """Gather the states and ways of one city."""
    city = catalogue.city
    offered = [key for key in city.operations if key in catalogue.operations]
    rows = tuple(_row(catalogue, key, number) for number, key in enumerate(offered, 1))
    arrows = [arrow for row in rows for arrow in row.arrows]
    arrows += [arrow for kind in Kind for arrow in _by_itself(kind, arrows)]
    arrows += [arrow for kind in TOLD_BY_PROVINCE for arrow in _told(kind, arrows)]
    across = tuple(_said(one.condition) for one in catalogue.across)
    return Life(city.facts.name, city.fingerprint, rows, tuple(arrows), across)


def _row(catalogue: Catalogue, key: str, number: int) -> Row:
    guide, windows = catalogue.city.operations[key], catalogue.city.windows
    arrows: dict[Arrow, None] = {}
    conditions: dict[Condition, None] = {}
    for window in windows:
        part = catalogue.part(key, window)
        conditions |= dict.fromkeys(part.conditions)
        act, title = part.operation.act, guide.title
        arrows |= _arrows(part.moves, title, number)
        if act is not None:
            arrows |= _arrows(act.done, f"{title}：做成", number)
            arrows |= _arrows(act.failing(part.rules), f"{title}：没有做成", number)
    arrows |= dict.fromkeys(_reversed(catalogue, catalogue.operations[key], number))
    return Row(
        number, key, guide.title, guide.article,
        tuple(windows[one].title for one in guide.windows.value if one in windows),
        tuple(_said(one) for one in conditions), tuple(arrows),
    )  # fmt: skip


def _said(condition: Condition) -> tuple[str, tuple[str, ...]]:
    return condition.name, sentences(condition)


def _in_order(kind: Kind, states: frozenset[State]) -> tuple[State, ...]:
    order = [ABSENT, *STATES[kind]]
    return tuple(sorted(states, key=order.index))


def _arrows(moves: Sequence[Move], title: str, number: int) -> dict[Arrow, None]:
    return {
        Arrow(one.role.kind, _in_order(one.role.kind, one.before), one.after, Cause.OPERATION, title, number): None
        for one in moves
    }


def _reversed(catalogue: Catalogue, operation: Operation, number: int) -> Iterator[Arrow]:  # type: ignore[type-arg]
    """What this operation takes back: each move of the others from its end to where it may have begun."""
    title = catalogue.title(operation.id)
    for key in (key for key in operation.reverses if key in catalogue.city.operations):
        for window in catalogue.city.windows:
            for one in catalogue.part(key, window).moves:
                kind = one.role.kind
                for state in _in_order(kind, one.before - {one.after}):
                    yield Arrow(kind, (one.after,), state, Cause.BACK, f"{title}（{catalogue.title(key)}）", number)


def _by_itself(kind: Kind, arrows: Sequence[Arrow]) -> Iterator[Arrow]:
    """The states that end when their time is over, found by letting the time be over."""
    now = datetime(2000, 1, 1, tzinfo=UTC)
    reached = {state for one in arrows if one.kind is kind for state in (*one.before, one.after)}
    for state in (one for one in STATES[kind] if one in reached):
        after = Subject(id="", kind=kind, state=state, version=0, since=now, until=now).on(now).state
        if after is not state:
            yield Arrow(kind, (state,), after, Cause.TIME, "定了期限的，期满自动")


def _told(kind: Kind, arrows: Sequence[Arrow]) -> Iterator[Arrow]:
    """What only the province's word brings: orders it withdraws, and states that nothing at a window leads to."""
    mine = [one for one in arrows if one.kind is kind]
    reached = {one.after for one in mine}
    used = reached | {state for one in mine for state in one.before}
    if kind is Kind.CARD:
        gone = _in_order(kind, frozenset(UNNUMBERED) & used)
        yield Arrow(kind, gone, ABSENT, Cause.PROVINCE, "制卡信息撤出")
    for state in STATES[kind]:
        if state not in reached and state not in (CardState.UNFINISHED, CardState.RECEIVED):
            yield Arrow(kind, (), state, Cause.PROVINCE, f"{state.value}（别处办理）")
