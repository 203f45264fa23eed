"""The figures of a day out of journal, ledger and stocks: each reads that day only, by its time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from counter.core.dates import BEIJING

from .clock import to_ms
from .database import Database
from .people import UNDONE

OWN_SLIP, OTHER_SLIP, LEARNT = "本窗口回执", "其他窗口回执", "省里消息、冲正"
FAILED, BEGUN, OF_A_BATCH, SKIPPED, UNKNOWN = "没有办成", "办理的开始", "批量中的各卡", "从备份恢复时跳过", "说明不了"

# A row of a holder's card in an operation about a unit belongs to the unit's row.
OF_A_UNIT = "EXISTS (SELECT 1 FROM journal f WHERE f.op_id=j.op_id AND f.seq<j.seq AND f.person<>j.person)"
ENDED = (
    "EXISTS (SELECT 1 FROM journal e WHERE e.op_id=j.op_id AND e.part=j.part AND e.outcome IN ('done','failed'))"
)


@dataclass(frozen=True, kw_only=True)
class Span:
    """A day at one window, or at all of them where none is named."""

    day: date
    window: str = ""

    @property
    def where(self) -> str:
        """The rows of the journal that lie in it."""
        return "j.at_ms>=? AND j.at_ms<?" + (" AND j.window=?" if self.window else "")

    @property
    def values(self) -> list[Any]:
        """What the question marks of ``where`` stand for."""
        start = datetime.combine(self.day, time(), BEIJING)
        times = [to_ms(start), to_ms(start + timedelta(days=1))]
        return [*times, self.window] if self.window else list(times)


@dataclass(frozen=True, kw_only=True)
class Worked:
    """How often one operation was done, was not, is still being done, and was taken back since."""

    operation: str
    done: int
    failed: int
    going_on: int
    taken_back: int

    @property
    def whole(self) -> int:
        """All of them."""
        return self.done + self.failed + self.going_on


@dataclass(frozen=True, kw_only=True)
class Paid:
    """One row of the ledger with the operation that booked it."""

    seq: int
    operation: str
    account: str
    fen: int


@dataclass(frozen=True, kw_only=True)
class Serials:
    """The first and last number of a day's slips, and what became of every number between them."""

    first: int
    last: int
    kinds: Sequence[tuple[str, int]]


def worked(database: Database, span: Span) -> list[Worked]:
    """What was done, by operation."""
    rows = database.rows(
        f"SELECT j.operation, j.outcome, COUNT(*), SUM({UNDONE}) FROM journal j"  # noqa: S608
        f" WHERE {span.where} AND j.origin='window' AND NOT {OF_A_UNIT} AND NOT (j.outcome='started' AND {ENDED})"
        " GROUP BY j.operation, j.outcome ORDER BY MIN(j.seq)",
        *span.values,
    )
    counts: dict[str, dict[str, int]] = {}
    for operation, outcome, count, undone in rows:
        own = counts.setdefault(operation, {})
        own[outcome] = int(count)
        own["undone"] = own.get("undone", 0) + int(undone or 0)
    return [
        Worked(
            operation=operation, done=own.get("", 0) + own.get("done", 0), failed=own.get("failed", 0),
            going_on=own.get("started", 0), taken_back=own["undone"],
        )
        for operation, own in counts.items()
    ]  # fmt: skip


def paid(database: Database, span: Span) -> list[Paid]:
    """Every row of the ledger in this time, in order."""
    # CROSS JOIN: the day is read first and the ledger by its rows, however large the ledger is.
    rows = database.rows(
        "SELECT j.seq, j.operation, l.account, l.fen FROM journal j CROSS JOIN ledger l ON l.seq=j.seq"  # noqa: S608
        f" WHERE {span.where} ORDER BY l.id",
        *span.values,
    )
    return [Paid(seq=r[0], operation=r[1], account=r[2], fen=int(r[3])) for r in rows]


def net(database: Database, span: Span, account: str) -> int:
    """What came in less what went out on one account, in fen."""
    row = database.row(
        "SELECT SUM(l.fen) FROM journal j CROSS JOIN ledger l ON l.seq=j.seq"  # noqa: S608
        f" WHERE {span.where} AND l.account=?",
        *span.values,
        account,
    )
    return int(row[0] or 0) if row else 0


def province(database: Database, span: Span) -> dict[int, int]:
    """How many entries the province has accepted, has still to hear or has sent back, by their states."""
    rows = database.rows(
        f"SELECT o.state, COUNT(*) FROM journal j CROSS JOIN outbox o ON o.seq=j.seq WHERE {span.where}"  # noqa: S608
        " GROUP BY o.state",
        *span.values,
    )
    return {int(state): int(count) for state, count in rows}


def hours(database: Database, span: Span) -> list[tuple[int, int]]:
    """How many entries each hour had, from the first to the last that had any."""
    rows = database.rows(
        f"SELECT ((j.at_ms/1000+28800)/3600)%24, COUNT(*) FROM journal j WHERE {span.where}"  # noqa: S608
        f" AND j.origin='window' AND +j.outcome IN ('','done') AND NOT {OF_A_UNIT} GROUP BY 1 ORDER BY 1",
        *span.values,
    )
    had = {int(hour): int(count) for hour, count in rows}
    return [(hour, had.get(hour, 0)) for hour in range(min(had), max(had) + 1)] if had else []


def serials(database: Database, span: Span) -> Serials | None:
    """The day's slips from the first number to the last, and what every number between them is; None without one."""
    row = database.row(
        "SELECT MIN(j.seq), MAX(j.seq) FROM journal j CROSS JOIN slip s ON s.seq=j.seq AND s.number=1"  # noqa: S608
        f" WHERE {span.where}",
        *span.values,
    )
    if row is None or row[0] is None:
        return None
    first, last = int(row[0]), int(row[1])
    own = "j.window=?" if span.window else "?=''"
    rows = database.rows(
        f"SELECT CASE WHEN s.seq IS NOT NULL AND {own} THEN ? WHEN s.seq IS NOT NULL THEN ?"  # noqa: S608
        f" WHEN j.origin<>'window' THEN ? WHEN j.outcome='failed' THEN ? WHEN j.outcome='started' THEN ? ELSE ? END,"
        " COUNT(*), COUNT(DISTINCT j.epoch) FROM journal j LEFT JOIN slip s ON s.seq=j.seq AND s.number=1"
        " WHERE j.seq BETWEEN ? AND ? GROUP BY 1",
        span.window, OWN_SLIP, OTHER_SLIP, LEARNT, FAILED, BEGUN, OF_A_BATCH, first, last,
    )  # fmt: skip
    kinds = [(str(kind), int(count)) for kind, count, _ in rows]
    lacking = last - first + 1 - sum(count for _, count in kinds)
    epochs = database.row("SELECT COUNT(DISTINCT epoch) FROM journal WHERE seq IN (?,?)", first, last)
    restored = epochs is not None and int(epochs[0]) > 1
    return Serials(first=first, last=last, kinds=[*kinds, (SKIPPED if restored else UNKNOWN, lacking)])


def moved_blanks(database: Database, span: Span) -> list[tuple[str, str, dict[str, int]]]:
    """What came in and went out of each batch of blank cards: batch, bank, how many of each kind."""
    rows = database.rows(
        f"SELECT j.batch, j.bank, j.kind, SUM(j.count) FROM stock j WHERE {span.where}"  # noqa: S608
        " GROUP BY j.batch, j.bank, j.kind ORDER BY MIN(j.id)",
        *span.values,
    )
    found: dict[tuple[str, str], dict[str, int]] = {}
    for batch, bank, kind, count in rows:
        found.setdefault((batch, bank), {})[kind] = int(count)
    return [(batch, bank, kinds) for (batch, bank), kinds in found.items()]


def moved_bills(database: Database, span: Span) -> list[tuple[str, str, int, str, str]]:
    """Every row of the bills: batch, kind, how many, the first number, and why."""
    rows = database.rows(
        f"SELECT j.batch, j.kind, j.count, j.first, j.note FROM bill j WHERE {span.where} ORDER BY j.id",  # noqa: S608
        *span.values,
    )
    return [(str(r[0]), str(r[1]), int(r[2]), str(r[3]), str(r[4])) for r in rows]
