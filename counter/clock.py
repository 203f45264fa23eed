"""The only place that asks what time it is."""

from datetime import datetime, timedelta
from typing import Protocol

from counter.core.dates import BEIJING


class Clock(Protocol):
    """Gives the time of business."""

    def now(self) -> datetime:
        """The moment, in Beijing time."""
        ...


def wall() -> datetime:
    """The machine's own time, for sessions and time limits."""
    return datetime.now(BEIJING)


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The moment, in Beijing time."""
        return wall()


class RehearsalClock:
    """A clock that can be moved forward, for training and tests."""

    def __init__(self, start: datetime | None = None) -> None:
        self._offset = (start - wall()) if start is not None else timedelta()

    def now(self) -> datetime:
        """The moment of the rehearsal, in Beijing time."""
        return wall() + self._offset

    def pass_time(self, span: timedelta) -> None:
        """Let this much time pass."""
        self._offset += span
