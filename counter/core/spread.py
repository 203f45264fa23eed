"""One operation about a unit, spread over the holders whose cards it moves: all of them, or none."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from .binding import bind, changes_of
from .case import Case
from .change import Change
from .custody import place_of
from .dossier import Dossier, Past
from .each import Held, choose
from .offer import Part
from .party import Party
from .reversal import as_left, back
from .ruled import Refusal
from .states import Kind

Spread = tuple[Case[Any, Any], tuple[Change, ...], Past | None]


@dataclass(frozen=True)
class Whole:
    """What one operation does to each holder's card, and every reason against it."""

    each: tuple[Spread, ...]
    refusals: tuple[Refusal, ...]


def spread(part: Part, case: Case[Any, Any], members: Sequence[Dossier]) -> Whole:
    """Every card's own changes, in the case of its own holder; parts are numbered from 1."""
    if part.operation.about is not Party.UNIT:
        return Whole((), ())
    here = [dossier.on(case.now) for dossier in members]
    if part.operation.reverses:
        return _reversed(case, here)
    if part.operation.each is None:
        return Whole((), ())
    chosen, refusals = choose(part.operation.each, case, here)
    moves = tuple(one for one in part.moves if one.each)
    out: list[Spread] = []
    for number, held in enumerate(chosen, 1):
        own = replace(case, dossier=_only(held), part=number, bound={}, unit=case.dossier.holder)
        bound, missing = bind(moves, own, part)
        if missing:
            refusals.append(Refusal(f"{held.label}{held.where}，不能{part.guide.title}", missing[0].article))
            continue
        own = replace(own, bound=bound)
        out.append((own, changes_of(moves, own), None))
    return Whole(tuple(out), tuple(refusals))


def _only(held: Held) -> Dossier:
    """The dossier with this one card and what belongs to it."""
    mine = tuple(s for s in held.dossier.subjects if held.card.id in (s.id, s.card))
    return replace(held.dossier, subjects=mine)


def _reversed(case: Case[Any, Any], members: Sequence[Dossier]) -> Whole:
    """Every holder's row of the entry that is taken back, undone; what was undone alone stays so."""
    out: list[Spread] = []
    refusals: list[Refusal] = []
    for dossier in members:
        past = next((p for p in dossier.past if p.op_id == case.undoes), None)
        if past is None or past.outcome == "undone":
            continue
        card = next((s for c in past.moved if (s := dossier.find(c.subject)) and s.kind is Kind.CARD), None)
        moved = tuple(change for change in past.moved if change.before is not change.after)
        if not all(as_left(change, past, dossier) for change in moved):
            label = Held(dossier, card).label if card is not None else dossier.holder.name
            place = place_of(dossier, card)
            text = f"{label}其后已有变化{'，' + place if place else ''}，不能一起回退"
            refusals.append(Refusal(text, case.guide.article))
            continue
        own = replace(case, dossier=dossier, part=len(out) + 1, unit=case.dossier.holder)
        out.append((own, tuple(back(change, dossier) for change in moved), past))
    if not out and not refusals:
        refusals.append(Refusal("这一笔里的卡都已分别回退，没有可以回退的", case.guide.article))
    return Whole(tuple(out), tuple(refusals))
