"""Who works on a person just now: whoever has claimed them, and whoever has begun a form."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from counter.branch import Branch
from counter.store.clock import from_ms, to_ms


@dataclass(frozen=True, kw_only=True)
class Working:
    """One clerk at work on a person; ``what`` is the form that was begun, empty for a claim."""

    clerk: str
    name: str
    window: str
    since: datetime
    what: str = ""


def lasts(branch: Branch) -> timedelta:
    """How long a claim holds by itself, and how long a form that was begun counts as work."""
    return timedelta(minutes=branch.city.facts.claim_minutes.value)


def others_at(branch: Branch, person: str, clerk: str) -> list[Working]:
    """Everybody else who works on this person now; nobody is hindered by it, only told."""
    now = branch.clock.now()
    claim = branch.claims.of(person, now)
    out = []
    if claim is not None and claim.clerk != clerk:
        out.append(Working(clerk=claim.clerk, name=claim.name, window=claim.window, since=claim.at))
    rows = branch.database.rows(
        "SELECT d.clerk, COALESCE(s.name, ''), COALESCE(w.title, d.window), d.made_ms, d.offer FROM draft d"
        " LEFT JOIN staff s ON s.number=d.clerk LEFT JOIN place w ON w.id=d.window"
        " WHERE d.person=? AND d.clerk<>? AND d.made_ms>? ORDER BY d.made_ms DESC",
        person, clerk, to_ms(now - lasts(branch)),
    )  # fmt: skip
    begun: dict[str, Working] = {}
    for number, name, window, made, offer in rows:
        titles = "并".join(branch.catalogue.title(operation) for operation in offer.split("+"))
        begun.setdefault(
            number, Working(clerk=number, name=name, window=window, since=from_ms(made), what=titles)
        )
    return [*out, *begun.values()]
