"""The queue (排队叫号): who is called next, what they have come for and how long they have waited."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol, runtime_checkable

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, kw_only=True)
class Ticket:
    """One number from the queue machine; ``waiting`` are those still behind it."""

    number: str
    business: str
    taken_at: datetime
    waiting: int = 0

    def waited(self, now: datetime) -> int:
        """How many whole minutes its holder has waited."""
        return max(0, (now - self.taken_at) // MINUTE)


@runtime_checkable
class Queue(Protocol):
    """The queue as one window sees it; UnavailableError or MismatchError when no answer can be relied on."""

    title: str

    def call(self, after: str, seconds: float) -> Ticket | None:
        """End the ticket ``after`` and call the next; the same question again gets the same ticket, None nobody."""
        ...

    def end(self, number: str, seconds: float) -> None:
        """End this ticket and call nobody."""
        ...
