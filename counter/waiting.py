"""Promises that run at this branch, and how each stands."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from counter.core.custody import is_at
from counter.core.dossier import Dossier, Subject
from counter.core.entry import Promised
from counter.core.limit import RUNNING, Limit, Waiting, limit_of
from counter.core.matters import MatterKind
from counter.core.states import ABSENT, COMING, CardState
from counter.store.entries import Kept
from counter.store.matters import Row

if TYPE_CHECKING:
    from counter.branch import Branch

ON_ITS_WAY = tuple(state for state in CardState if state in COMING and state is not CardState.HANDED)
"""A card in these states was applied for and is not in its holder's hands."""
BEGUN = (ABSENT, CardState.UNFINISHED)
"""An application is accepted from these: there was nothing, or it was there and not complete."""


def running(branch: "Branch", dossier: Dossier) -> Limit | None:
    """How the promise about the card on its way stands, where it was given here and still says something."""
    card = dossier.coming()
    kept = _accepted(branch, dossier, card) if card is not None else None
    return None if card is None or kept is None else _limit(branch, dossier, card, kept)


def waiting(branch: "Branch") -> list[Waiting]:
    """Every card applied for here and not yet handed out, the nearest day first."""
    rows = branch.database.rows("SELECT person FROM matter WHERE kind=?", MatterKind.PROMISED.value)
    return _sorted(branch, [str(person) for (person,) in rows])


def waiting_among(branch: "Branch", rows: Sequence[Row]) -> list[Waiting]:
    """The cards these rows of the work lists are about, the nearest day first."""
    return _sorted(branch, list(dict.fromkeys(row.person for row in rows)))


def _sorted(branch: "Branch", people: Sequence[str]) -> list[Waiting]:
    found = [one for person in people if (one := waiting_for(branch, _known(branch, person))) is not None]
    return sorted(found, key=lambda one: (one.limit.promised.day if one.limit else date.max, one.entry.number))


def _known(branch: "Branch", person: str) -> Dossier:
    dossier = branch.people.dossier(person)
    assert dossier is not None, "a matter has its person"
    return dossier


def waiting_for(branch: "Branch", dossier: Dossier) -> Waiting | None:
    """The card applied for here that this holder has not got; None without one."""
    card = dossier.coming()
    if card is not None and card.state not in ON_ITS_WAY:
        return None
    kept = _accepted(branch, dossier, card) if card is not None else None
    if card is None or kept is None:
        return None
    limit = _limit(branch, dossier, card, kept)
    province = branch.entries.province(kept.seq)[0]
    return Waiting(
        entry=kept.entry, holder=dossier.holder, card=card, limit=limit, province=province,
        here=card.state is CardState.MADE and is_at(dossier, card, branch.identity.code),
    )  # fmt: skip


def _accepted(branch: "Branch", dossier: Dossier, card: Subject) -> Kept | None:
    """The entry of this branch that accepted the application: the first with a promise, else the first at all."""
    about = [p for p in dossier.past if p.origin == "window" and any(c.subject == card.id for c in p.moved)]
    found = [kept for past in sorted(about, key=lambda p: p.seq) if (kept := branch.entries.at(past.seq)) is not None]
    began = [kept for kept in found if any(c.before in BEGUN for c in kept.entry.changes if c.subject == card.id)]
    return next((kept for kept in began if kept.entry.promised is not None), next(iter(began), None))


def _limit(branch: "Branch", dossier: Dossier, card: Subject, kept: Kept) -> Limit | None:
    promised = kept.entry.promised
    if promised is None or (card.state not in RUNNING and not _stops_apart(branch, promised)):
        return None
    return limit_of(promised, kept.entry.at.date(), card.id, dossier.past, branch.calendar)


def _stops_apart(branch: "Branch", promised: Promised) -> bool:
    """Whether the clock runs on after the card was made, until an entry of its own (通知领卡) stops it."""
    named = [o for key, o in branch.catalogue.operations.items() if branch.catalogue.title(key) == promised.stops]
    return any(all(one.after is not CardState.HANDED for one in operation.moves) for operation in named)
