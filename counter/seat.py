"""Who sits where."""

from dataclasses import dataclass

from counter.core.case import Clerk, Window


@dataclass(frozen=True, kw_only=True)
class Seat:
    """Who sits at which window."""

    clerk: Clerk
    window: Window
