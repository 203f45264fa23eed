"""One temporary card in the province's own record.

Written without looking at the counter's states, so that each side checks the other.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar

from counter.core.province import TemporaryRecord

T = TypeVar("T")


class Where(StrEnum):
    """Where a temporary card is."""

    OUT = "out"
    BACK = "back"
    LOST = "lost"
    BROKEN = "broken"


class Money(StrEnum):
    """What became of the money that was taken against it."""

    NONE = "none"
    HERE = "here"
    RETURNED = "returned"
    FORFEIT = "forfeit"


OFFICIAL_WHERE = {Where.OUT: "使用中", Where.BACK: "已收回", Where.LOST: "已丢失", Where.BROKEN: "已损坏"}
OFFICIAL_MONEY = {Money.NONE: "", Money.HERE: "押金在存", Money.RETURNED: "已退费", Money.FORFEIT: "押金不退"}
OVER = "已到期"


@dataclass
class Temporary:
    """One temporary card, with what was taken against its coupon."""

    number: str
    issued_on: date
    branch: str
    branch_name: str
    until: datetime | None = None
    where: Where = Where.OUT
    coupon: str = ""
    deposit: str = ""
    money: Money = Money.NONE

    def shown(self, now: datetime) -> str:
        """Its state in the official words: one whose time is over has expired."""
        over = self.where is Where.OUT and self.until is not None and self.until <= now
        return OVER if over else OFFICIAL_WHERE[self.where]


def record_of_temporary(card: Temporary, now: datetime) -> TemporaryRecord:
    """Show one in the official words, to compare both sides."""
    return TemporaryRecord(
        number=card.number, state=card.shown(now), issued_on=card.issued_on, until=card.until, branch=card.branch,
        branch_name=card.branch_name, coupon=card.coupon, deposit=card.deposit,
        deposit_state=OFFICIAL_MONEY[card.money],
    )  # fmt: skip


def temporary_from(record: TemporaryRecord) -> Temporary:
    """Take an invented one into the province's record."""
    where = Where.OUT if record.state == OVER else _of(OFFICIAL_WHERE, record.state)
    return Temporary(
        number=record.number, issued_on=record.issued_on, branch=record.branch, branch_name=record.branch_name,
        until=record.until, where=where, coupon=record.coupon, deposit=record.deposit,
        money=_of(OFFICIAL_MONEY, record.deposit_state),
    )  # fmt: skip


def _of(words: Mapping[T, str], word: str) -> T:
    return next(own for own, official in words.items() if official == word)
