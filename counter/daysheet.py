"""A day on one sheet: the figures of a window, or of the whole branch, as the page and the paper show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from counter.branch import Branch
from counter.core.bill import Fate
from counter.core.dayend import CASH, Closed
from counter.core.entry import DEPOSITS, INCOME
from counter.core.money import fen
from counter.core.states import Kind
from counter.store import figures
from counter.store.clock import from_ms
from counter.store.days import COUNTED, DayRow
from counter.store.figures import Paid, Span, Worked
from counter.store.outbox import ACCEPTED, PENDING, REJECTED, SETTLED
from counter.store.people import entry_number
from counter.store.stock import LOST, MADE, SPOILED, TAKEN_IN

CREDITS = (INCOME, DEPOSITS)


@dataclass(frozen=True, kw_only=True)
class Money:
    """What came in and went out for one tariff item in one way, or on one account, in fen."""

    item: str
    way: str
    came: int
    went: int
    entries: int

    @property
    def net(self) -> int:
        """What is left of it."""
        return self.came - self.went


@dataclass(frozen=True, kw_only=True)
class Stocked:
    """One batch of blank cards or numbered bills: what the day did to it, and what is left in the branch now."""

    batch: str
    kind: str
    taken_in: int
    used: int
    spoiled: int
    lost: int
    left: int
    numbers: str = ""


@dataclass(frozen=True, kw_only=True)
class Numbers:
    """The first and last slip of the day, and what every number between them is."""

    first: str
    last: str
    kinds: Sequence[tuple[str, int]]

    @property
    def unexplained(self) -> int:
        """Numbers of which nobody knows what became."""
        return sum(count for kind, count in self.kinds if kind == figures.UNKNOWN)


@dataclass(frozen=True, kw_only=True)
class DaySheet:
    """Everything a day's page and paper say; ``due`` should be in the drawer, ``counts`` say what was."""

    span: Span
    works: Sequence[Worked]
    moneys: Sequence[Money]
    accounts: Sequence[Money]
    zero: int
    due: int
    counts: Sequence[DayRow]
    closed: Closed | None
    numbers: Numbers | None
    blanks: Sequence[Stocked]
    bills: Sequence[Stocked]
    spoiled: Sequence[tuple[str, str, str]]
    province: tuple[int, int, int]
    hours: Sequence[tuple[int, int]]

    @property
    def counted(self) -> DayRow | None:
        """The last count of the drawer."""
        return self.counts[-1] if self.counts else None

    @property
    def whole(self) -> Worked:
        """All operations together."""
        names = ("done", "failed", "going_on", "taken_back")
        return Worked(operation="", **{name: sum(getattr(one, name) for one in self.works) for name in names})


def due(branch: Branch, span: Span) -> int:
    """What should be in the drawer: what it begins with, and what came in less what went out, in fen."""
    rules = branch.city.dayend
    begins = fen(rules.begins_with.value) if rules is not None else 0
    return begins + figures.net(branch.database, span, CASH)


def day_sheet(branch: Branch, day: date, window: str = "") -> DaySheet:
    """The figures of this day at this window; of the whole branch where none is named."""
    span, database = Span(day=day, window=window), branch.database
    booked = figures.paid(database, span)
    states = figures.province(database, span)
    bills, spoiled = _bills(branch, span)
    return DaySheet(
        span=span, works=figures.worked(database, span), moneys=_moneys(branch, booked), accounts=_accounts(booked),
        zero=sum(one.fen for one in booked), due=due(branch, span),
        counts=[row for row in branch.days.of_day(day, window) if row.kind == COUNTED] if window else [],
        closed=branch.days.closed(window, day) if window else None, numbers=_numbers(branch, span),
        blanks=_blanks(branch, span), bills=bills, spoiled=spoiled, hours=figures.hours(database, span),
        province=(
            states.get(ACCEPTED, 0), sum(states.get(one, 0) for one in PENDING),
            states.get(REJECTED, 0) + states.get(SETTLED, 0),
        ),
    )  # fmt: skip


def takes_cash(branch: Branch) -> bool:
    """Whether any fee of this city is paid in cash at a window."""
    ways = {way for tariff in branch.city.tariff.values() if tariff.yuan.value for way in tariff.ways.value}
    return any(branch.catalogue.ways[way].account == CASH for way in ways if way in branch.catalogue.ways)


def _moneys(branch: Branch, booked: Sequence[Paid]) -> list[Money]:
    """Money by tariff item and way."""
    mine = [(item_of(branch, one), one) for one in booked if one.account not in CREDITS]
    return [_sum(item, way, [o for i, o in mine if (i, o.account) == (item, way)])
            for item, way in dict.fromkeys((item, one.account) for item, one in mine)]  # fmt: skip


def _accounts(booked: Sequence[Paid]) -> list[Money]:
    """Every account; income and deposits stand on the other side."""
    names = sorted({one.account for one in booked}, key=lambda name: (name in CREDITS, name))
    return [_sum("", name, [one for one in booked if one.account == name]) for name in names]


def _sum(item: str, way: str, booked: Sequence[Paid]) -> Money:
    up, down = sum(max(one.fen, 0) for one in booked), sum(max(-one.fen, 0) for one in booked)
    came, went = (down, up) if way in CREDITS else (up, down)
    return Money(item=item, way=way, came=came, went=went, entries=len({one.seq for one in booked}))


def item_of(branch: Branch, one: Paid) -> str:
    """The tariff item a row of the ledger was booked for; a row never changes, so it is opened once."""
    if one.seq not in branch.days.items:
        kept = branch.entries.at(one.seq)
        assert kept is not None, "the ledger names rows of the journal"
        facts = [change.facts for change in kept.entry.changes if change.kind is Kind.PAYMENT]
        fee = kept.entry.fee.title if kept.entry.fee is not None else ""
        named = fee or next((f["tariff"] for f in facts if f.get("tariff")), "")
        listed = (t.title for t in branch.city.tariff.values() if one.operation in t.pays_with)
        branch.days.items[one.seq] = named or next(listed, kept.entry.title)
    return branch.days.items[one.seq]


def _numbers(branch: Branch, span: Span) -> Numbers | None:
    found = figures.serials(branch.database, span)
    if found is None:
        return None
    first, last = (_number(branch, seq) for seq in (found.first, found.last))
    return Numbers(first=first, last=last, kinds=[(kind, count) for kind, count in found.kinds if count])


def _number(branch: Branch, seq: int) -> str:
    row = branch.database.row("SELECT branch, at_ms FROM journal WHERE seq=?", seq)
    assert row is not None, "journal rows never go"
    return entry_number(row[0], from_ms(int(row[1])), seq)


def _blanks(branch: Branch, span: Span) -> list[Stocked]:
    """The blank cards that the day moved."""
    left = {(batch.batch, batch.bank): batch.left for batch in branch.stock.batches()}
    return [
        Stocked(
            batch=batch, kind=bank or "各银行", taken_in=kinds.get(TAKEN_IN, 0), used=kinds.get(MADE, 0),
            spoiled=kinds.get(SPOILED, 0), lost=kinds.get(LOST, 0), left=left.get((batch, bank), 0),
        )
        for batch, bank, kinds in figures.moved_blanks(branch.database, span)
    ]  # fmt: skip


def _bills(branch: Branch, span: Span) -> tuple[list[Stocked], list[tuple[str, str, str]]]:
    """The numbered bills that the day moved, and every one that was spoiled or lost with its reason."""
    rows = figures.moved_bills(branch.database, span)
    following = branch.bills.next()
    left = {following.batch: following.left, **{b: len(run) for b, run in following.waiting}} if following else {}
    out = []
    for batch in dict.fromkeys(row[0] for row in rows):
        mine = [row for row in rows if row[0] == batch]
        many = {fate: sum(row[2] for row in mine if row[1] == fate.value) for fate in Fate}
        issued = [row[3] for row in mine if row[1] == Fate.ISSUED.value]
        out.append(Stocked(
            batch=batch, kind="财政票据", taken_in=many[Fate.TAKEN_IN], used=many[Fate.ISSUED],
            spoiled=many[Fate.SPOILED] + many[Fate.BACK], lost=many[Fate.LOST], left=left.get(batch, 0),
            numbers=f"{issued[0]}–{issued[-1]}" if issued else "",
        ))  # fmt: skip
    gone = (Fate.SPOILED.value, Fate.LOST.value, Fate.BACK.value)
    return out, [(first, kind, note) for _, kind, _, first, note in rows if kind in gone]
