"""The stand-by desk: what this window has done today, what waits, and how the devices stand."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import TYPE_CHECKING

from .shell import branch, counter, seat

if TYPE_CHECKING:
    from counter.rehearsal.people import Story


@dataclass(frozen=True, kw_only=True)
class Today:
    """What the empty desk shows: ``done`` counts today's operations at this window by title, most frequent first."""

    total: int
    done: Sequence[tuple[str, int]]
    last: datetime | None
    stories: "Sequence[Story]" = ()


def today() -> Today:
    """The day of this window so far."""
    now = branch().clock.now()
    rows = branch().entries.done_since(seat().window.id, datetime.combine(now.date(), time(), now.tzinfo))
    titles = Counter(branch().catalogue.title(operation) for operation, _ in rows)
    world = counter().world
    return Today(
        total=len(rows),
        done=titles.most_common(),
        last=max((at for _, at in rows), default=None),
        stories=world.stories if world is not None else (),
    )


def standing() -> list[tuple[str, str, bool]]:
    """The devices of this window: title, state, and whether it is ready."""
    found = [(device.title, device.state()) for device in counter().standing(seat().window)]
    return [(title, state, state.startswith("就绪")) for title, state in found]
