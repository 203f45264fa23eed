"""How a printer stands, and what it calls a card."""

import re
from dataclasses import dataclass

from .words import OFFLINE, stop_of

# A card is 85.60 by 53.98 mm; media are named by their size, the shorter side first (PWG 5101.1).
SHORT, LONG, _NEAR = 5398, 8560, 100
_SIZED = re.compile(r"(\d+(?:\.\d+)?)x(\d+(?:\.\d+)?)mm$")


@dataclass(frozen=True)
class Medium:
    """A card as this printer names it, in hundredths of a millimetre."""

    name: str
    width: int
    height: int


@dataclass(frozen=True)
class Standing:
    """How the printer stood when it was asked."""

    reasons: frozenset[str]
    stopped: bool = False
    media: tuple[Medium, ...] = ()
    formats: tuple[str, ...] = ()

    @property
    def stop(self) -> tuple[str, str] | None:
        """What keeps it from printing, in words."""
        return stop_of(self.reasons, stopped=self.stopped)


GONE = Standing(frozenset({OFFLINE}))


def medium_of(name: str) -> Medium | None:
    """The medium of this name, where it is a card."""
    found = _SIZED.search(name)
    sides = tuple(round(float(side) * 100) for side in found.groups()) if found else (0, 0)
    near = abs(min(sides) - SHORT) <= _NEAR and abs(max(sides) - LONG) <= _NEAR
    return Medium(name, *sides) if near else None
