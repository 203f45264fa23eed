"""Rates, percentiles and ratios of the rounds, the table they make, and the gate."""

from dataclasses import dataclass, field
from statistics import median


@dataclass
class Rounds:
    """One kind of request over all rounds."""

    rates: list[float] = field(default_factory=list)
    times: list[list[float]] = field(default_factory=list)

    def add(self, measured: dict) -> None:
        """Take in one round."""
        self.rates.append(len(measured["ms"]) / measured["seconds"])
        self.times.append(measured["ms"])

    def only(self, rounds: list[int]) -> "Rounds":
        """These rounds alone."""
        return Rounds([self.rates[n] for n in rounds], [self.times[n] for n in rounds])

    @property
    def rate(self) -> float:
        """The middle round's rate."""
        return median(self.rates)

    def at(self, share: float) -> float:
        """The milliseconds within which this share was answered, all rounds together."""
        ordered = sorted(ms for each in self.times for ms in each)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))]

    def over(self, other: "Rounds") -> list[float]:
        """Our rate over the other's, round by round."""
        return [mine / theirs for mine, theirs in zip(self.rates, other.rates, strict=True)]


def line(title: str, rounds: Rounds) -> str:
    """One row of the table."""
    worst, best = min(rounds.rates), max(rounds.rates)
    spread = f"{worst:.0f}-{best:.0f}"
    return f"  {title:<42} {rounds.rate:8.0f} {spread:>13} {rounds.at(0.5):8.1f} {rounds.at(0.99):8.1f}"


HEADING = f"  {'':<42} {'a second':>8} {'worst-best':>13} {'p50 ms':>8} {'p99 ms':>8}"


def ratio(title: str, mine: Rounds, theirs: Rounds) -> tuple[str, float]:
    """A line on one ratio, and its middle value."""
    each = mine.over(theirs)
    return f"  {title:<42} {median(each):8.2f} {f'{min(each):.2f}-{max(each):.2f}':>13}", median(each)


def verdict(title: str, found: float, limit: float, *, least: bool, unit: str = "") -> tuple[str, bool]:
    """A line on one limit, and whether it is kept."""
    kept = found >= limit if least else found < limit
    sign = ">=" if least else "<"
    return f"  {'ok  ' if kept else 'MISS'} {title}: {found:.2f}{unit} ({sign} {limit:g}{unit})", kept
