"""What can be taken back (业务回退) of what was just done, until when, and otherwise why not."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from counter.core.decision import Accepted
from counter.core.dossier import Dossier
from counter.core.offer import Part
from counter.core.reversal import undone
from counter.core.ruled import Refusal, Ruled
from counter.store.entries import Kept
from counter.visit import Seen

from .shell import branch


@dataclass(frozen=True, kw_only=True)
class Undo:
    """One reversal of an entry as its page offers it."""

    offer: str
    title: str
    why: tuple[Refusal, ...] = ()
    until: date | None = None
    article: str = ""


def undoing(rows: Sequence[Kept], seen: Sequence[Seen], dossier: Dossier) -> list[Undo]:
    """Every reversal this window has for these entries."""
    known = dossier.on(branch().clock.now())
    found = ((one, kept) for one in seen for kept in rows if kept.entry.operation in _first(one).operation.reverses)
    return [_undo(one, kept, known) for one, kept in found]


def _first(one: Seen) -> Part:
    return one.offer.parts[0]


def _undo(one: Seen, kept: Kept, dossier: Dossier) -> Undo:
    part = _first(one)
    rule: Ruled[int] | None = part.operation.within(part.rules) if part.operation.within is not None else None
    undo = Undo(
        offer=one.offer.id,
        title=one.offer.title,
        until=None if rule is None else kept.entry.at.date() + timedelta(days=rule.value),
        article=part.guide.article if rule is None else rule.source,
    )
    past = undone(part, dossier)
    if isinstance(one.verdict, Accepted) and past is not None and past.op_id == kept.entry.op_id:
        return undo
    refusals = () if isinstance(one.verdict, Accepted) else one.verdict.refusals
    later = Refusal(f"其后已办理了别的业务，或已经回退，不能{one.offer.title}", part.guide.article)
    return Undo(offer=undo.offer, title=undo.title, why=refusals or (later,))
