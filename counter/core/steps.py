"""Where an act in steps stands: which steps are done with the card of now, and which comes next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum
from typing import Any

from .operation import ActStep, Does
from .ruled import RuledStep

Order = Sequence[tuple[ActStep[Any], RuledStep]]


class TryState(Enum):
    """How one try of a step ended; SPOILED: the card it worked on is waste."""

    STARTED = "started"
    DONE = "done"
    FAILED = "failed"
    SPOILED = "spoiled"
    UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True)
class Tried:
    """One try of one step; ``card`` counts the blank cards that were used for this act."""

    step: str
    card: int
    number: int
    state: TryState
    clerk: str
    at: datetime
    facts: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Stand:
    """One step with its latest try; ``number`` is the number the next try will have."""

    step: ActStep[Any]
    ruled: RuledStep
    number: int
    tried: Tried | None = None

    @property
    def state(self) -> TryState | None:
        """How the latest try ended; None before the first."""
        return None if self.tried is None else self.tried.state

    @property
    def done(self) -> bool:
        """Whether this step need not be done any more."""
        return self.state is TryState.DONE

    @property
    def token(self) -> str:
        """What the button of the next try carries: pressed again, it names a try that has been begun."""
        return f"{self.step.id}.{self.number}"

    @property
    def again(self) -> "Stand":
        """The stand as it was when its latest try began."""
        return replace(self, number=self.number - 1)

    @property
    def must_be_looked_at(self) -> bool:
        """Nobody knows how it ended, and repeating it is not safe."""
        return self.state is TryState.UNKNOWN and not self.step.again


def card_now(tries: Sequence[Tried]) -> int:
    """Which blank card is being worked on: the first, or one more for each that was spoiled."""
    return 1 + sum(tried.state is TryState.SPOILED for tried in tries)


def stands(order: Order, tries: Sequence[Tried]) -> tuple[Stand, ...]:
    """Every step in the city's order; what the device did to a spoiled card does not count for the next."""
    card = card_now(tries)
    out = []
    for step, ruled in order:
        own = [tried for tried in tries if tried.step == step.id]
        counts = [tried for tried in own if step.does is not Does.WORKS or tried.card == card]
        latest = max(counts, key=lambda tried: tried.number, default=None)
        out.append(Stand(step=step, ruled=ruled, number=len(own) + 1, tried=latest))
    return tuple(out)


def following(all_stands: Sequence[Stand]) -> Stand | None:
    """The first step that is not done."""
    return next((stand for stand in all_stands if not stand.done), None)


def gathered(all_stands: Sequence[Stand]) -> dict[str, str]:
    """What the done steps have given, together."""
    facts: dict[str, str] = {}
    for stand in all_stands:
        if stand.done and stand.tried is not None:
            facts |= stand.tried.facts
    return facts
