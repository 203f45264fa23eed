"""A promise and how it stands: days left, overdue, or kept on the day its clock stopped."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from .dates import WorkingDays, add_working_days, days_left, working_days_between
from .dossier import Holder, Past, Subject
from .entry import Entry, Promised
from .states import CardState

RUNNING = (CardState.UNFINISHED, CardState.RECEIVED, CardState.ORDERED, CardState.MAKING)
"""Until the card is made any promise runs; afterwards only one whose clock stops with an entry of its own."""


@dataclass(frozen=True, kw_only=True)
class Limit:
    """One promise counted on the calendar as it is known now; ``stopped`` is the day its clock stopped."""

    promised: Promised
    accepted: date
    stopped: date | None = None
    stopped_by: str = ""

    def late(self, today: date) -> bool:
        """Whether the promised day is over, or was over when the clock stopped."""
        return (self.stopped or today) > self.promised.day

    def near(self, today: date, calendar: WorkingDays) -> bool:
        """Whether so few days are left that somebody should look at it."""
        if self.stopped is not None or self.late(today):
            return False
        return self.days(today, calendar) <= self.promised.near

    def near_from(self, calendar: WorkingDays) -> date:
        """The first day on which it is near."""
        day = self.promised.day
        while self.days(day - timedelta(days=1), calendar) <= self.promised.near:
            day -= timedelta(days=1)
        return day

    def days(self, today: date, calendar: WorkingDays) -> int:
        """The days between the promised day and this one, counted as the promise counts."""
        first, last = sorted((today, self.promised.day))
        return working_days_between(first, last, calendar) if self.promised.working else (last - first).days

    def words(self, today: date, calendar: WorkingDays) -> str:
        """还剩 4 个工作日, 今天到期, 已超期 2 个工作日, 按时, 超期 1 个工作日: as far as it has come."""
        left = f"{self.days(self.stopped or today, calendar)} {'个工作日' if self.promised.working else '天'}"
        if self.stopped is not None:
            return f"超期 {left}" if self.late(today) else "按时"
        if not self.promised.working:
            return days_left(today, self.promised.day)
        if self.late(today):
            return f"已超期 {left}"
        return "今天到期" if today == self.promised.day else f"还剩 {left}"

    @property
    def told(self) -> str:
        """10 月 9 日通知领卡，承诺 10 月 12 日前（暂定）."""
        sure = "" if self.promised.certain else "（暂定）"
        done = f"{self.stopped:%-m 月 %-d 日}{self.stopped_by}，" if self.stopped is not None else ""
        return f"{done}承诺 {self.promised.day:%-m 月 %-d 日}前{sure}"


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """One card that was applied for here and is not in its holder's hands: its entry, and its promise if it runs.

    ``province`` is what the province has said to the entry so far, as a word; ``here``: the card lies at this
    branch, so that its holder can be told.
    """

    entry: Entry[Any]
    holder: Holder
    card: Subject
    limit: Limit | None
    province: str
    here: bool = False

    @property
    def accepted(self) -> date:
        """The day on which the application was accepted."""
        return self.entry.at.date()


def limit_of(
    promised: Promised, accepted: date, card: str, past: Sequence[Past], calendar: WorkingDays
) -> Limit:
    """How this promise about one card stands, after all that has been done with the card."""
    stop = _stop(promised, card, past)
    return Limit(
        promised=recounted(promised, accepted, calendar),
        accepted=accepted,
        stopped=None if stop is None else stop.at.date(),
        stopped_by="" if stop is None else stop.title,
    )


def recounted(promised: Promised, accepted: date, calendar: WorkingDays) -> Promised:
    """The promise on today's calendar: a provisional day moves once the year's holidays are published."""
    if promised.certain or not promised.working:
        return promised
    due = add_working_days(accepted, promised.working, calendar)
    return replace(promised, day=due.day, certain=due.certain)


def _stop(promised: Promised, card: str, past: Sequence[Past]) -> Past | None:
    """The first entry that stops the clock: the one the promise names, or the hand-over itself."""
    for one in sorted(past, key=lambda p: p.seq):
        moved = [change for change in one.moved if change.subject == card]
        if not moved or one.outcome in ("undone", "started", "failed") or one.reverses is not None:
            continue
        if one.title == promised.stops or any(change.after is CardState.HANDED for change in moved):
            return one
    return None
