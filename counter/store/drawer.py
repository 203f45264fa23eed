"""The money of a day out of the ledger, by window and account; and the payments that are not at their end."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from counter.core.states import Kind, PaymentState

from .clock import from_ms, to_ms
from .database import Database

COUNTED = "现金清点"


@dataclass(frozen=True, kw_only=True)
class Sums:
    """What one account took in and gave out at one window in one day, in fen; ``entries`` is how many did so."""

    window: str
    account: str
    up: int
    down: int
    entries: int

    @property
    def net(self) -> int:
        """What is left of it."""
        return self.up - self.down


@dataclass(frozen=True, kw_only=True)
class OpenPayment:
    """A payment that is not at its end, and whose it is."""

    subject: str
    person: str
    state: PaymentState
    since: datetime


def sums_between(database: Database, start: datetime, end: datetime) -> list[Sums]:
    """Every account of every window that moved in this time."""
    rows = database.rows(
        "SELECT j.window, l.account, SUM(MAX(l.fen,0)), SUM(MAX(-l.fen,0)), COUNT(DISTINCT l.seq)"
        " FROM ledger l JOIN journal j ON j.seq=l.seq WHERE j.at_ms>=? AND j.at_ms<?"
        " GROUP BY j.window, l.account ORDER BY j.window, MIN(l.id)",
        to_ms(start), to_ms(end),
    )  # fmt: skip
    return [Sums(window=r[0], account=r[1], up=int(r[2]), down=int(r[3]), entries=int(r[4])) for r in rows]


def open_payments(database: Database, states: Sequence[PaymentState], most: int) -> list[OpenPayment]:
    """The payments in these states, the oldest first."""
    marks = ",".join("?" * len(states))
    rows = database.rows(
        f"SELECT id, person, state, since_ms FROM subject WHERE kind=? AND state IN ({marks})"  # noqa: S608
        " ORDER BY since_ms LIMIT ?",
        Kind.PAYMENT.value, *(state.value for state in states), most,
    )  # fmt: skip
    return [
        OpenPayment(subject=r[0], person=r[1], state=PaymentState(r[2]), since=from_ms(r[3])) for r in rows
    ]


def counts_between(database: Database, start: datetime, end: datetime) -> list[tuple[datetime, str, str, str]]:
    """What was counted in drawers in this time: when, at which window, by whom, and what it came to."""
    rows = database.rows(
        "SELECT at_ms, window, clerk, note FROM audit WHERE what=? AND at_ms>=? AND at_ms<? ORDER BY id",
        COUNTED, to_ms(start), to_ms(end),
    )  # fmt: skip
    return [(from_ms(r[0]), str(r[1]), str(r[2]), str(r[3])) for r in rows]
