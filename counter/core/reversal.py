"""Reversals (业务回退): which entry may be undone, and what its subjects go back to."""

from dataclasses import replace

from .change import Change
from .dossier import Dossier, Past
from .offer import Part
from .party import Party
from .ruled import Refusal


def not_undoable(part: Part, dossier: Dossier) -> list[Refusal]:
    """Why this reversal has nothing to undo; empty when it has."""
    past = undone(part, dossier)
    if past is None:
        text = f"没有可以回退的业务，或其后已办理了别的业务，不能{part.guide.title}"
        return [Refusal(text, part.guide.article)]
    return []


def undone(part: Part, dossier: Dossier) -> Past | None:
    """The newest entry that this reversal may undo: nothing later has touched its subjects."""
    for past in sorted(dossier.past, key=lambda p: p.seq, reverse=True):
        if past.operation in part.operation.reverses and past.outcome != "undone":
            untouched = all(as_left(change, past, dossier) for change in past.moved)
            moved = past.moved or part.operation.about is Party.UNIT
            return past if moved and untouched else None
    return None


def as_left(change: Change, past: Past, dossier: Dossier) -> bool:
    """Whether the subject is as this entry left it: all that touched it later has been undone."""
    subject = dossier.find(change.subject)
    newer = [p for p in dossier.past if p.seq > past.seq]
    later = [p for p in newer if any(c.subject == change.subject for c in p.moved)]
    return (
        subject is not None
        and subject.version == change.version + 1 + len(later)
        and all(p.outcome == "undone" or p.reverses is not None for p in later)
    )


def back(change: Change, dossier: Dossier) -> Change:
    """The change that undoes this one."""
    subject = dossier.find(change.subject)
    assert subject is not None
    return replace(
        change,
        before=change.after,
        after=change.before,
        version=subject.version,
        number=subject.number,
        facts=subject.facts,
    )
