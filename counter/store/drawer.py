"""The payments that are not at their end, and whose they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from counter.core.states import Kind, PaymentState

from .clock import from_ms
from .database import Database


@dataclass(frozen=True, kw_only=True)
class OpenPayment:
    """A payment that is not at its end, and whose it is."""

    subject: str
    person: str
    state: PaymentState
    since: datetime


def open_payments(
    database: Database, states: Sequence[PaymentState], most: int, window: str = ""
) -> list[OpenPayment]:
    """The payments in these states, the oldest first; of one window, those it moved last."""
    marks = ",".join("?" * len(states))
    here = " AND (SELECT j.window FROM journal j WHERE j.seq=subject.entry)=?" if window else ""
    rows = database.rows(
        f"SELECT id, person, state, since_ms FROM subject WHERE kind=? AND state IN ({marks}){here}"  # noqa: S608
        " ORDER BY since_ms LIMIT ?",
        Kind.PAYMENT.value, *(state.value for state in states), *([window] if window else []), most,
    )  # fmt: skip
    return [
        OpenPayment(subject=r[0], person=r[1], state=PaymentState(r[2]), since=from_ms(r[3])) for r in rows
    ]
