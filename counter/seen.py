"""What is committed rests on what was decided on, and on what the clerk saw on the form."""

from counter.branch import Branch
from counter.core.dayend import after_closing
from counter.core.decision import Accepted
from counter.core.ruled import Refusal
from counter.core.states import Kind
from counter.members import unchanged
from counter.store.drafts import Draft
from counter.store.journal import StaleError


class ClosedError(StaleError):
    """The day of this window was closed while somebody was still confirming."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__()
        self.args = (f"{refusal.text}。这一笔没有保存",)


def as_seen(branch: Branch, draft: Draft, verdict: Accepted) -> None:
    """All is as it was decided on, and what is moved is as the clerk saw it. Call it inside ``writing()``."""
    first = verdict.steps[0].case.dossier
    now = branch.database.rows("SELECT id, version FROM subject WHERE person=?", draft.person)
    if dict(now) != {subject.id: subject.version for subject in first.subjects}:
        raise StaleError
    for step in verdict.steps:
        for change in step.changes:
            seen = draft.versions.get(change.subject)
            subject = first.find(change.subject)
            if subject is not None and (seen is None or subject.version != seen):
                raise StaleError
            if change.kind is Kind.RECORD:
                _record_as_seen(branch, draft)
    unchanged(branch, draft, verdict)
    _still_open(branch, draft, verdict)


def _still_open(branch: Branch, draft: Draft, verdict: Accepted) -> None:
    """Another page of this window may have closed its day since this was decided."""
    closed = branch.days.closed(draft.window, branch.clock.now().date())
    for step in verdict.steps:
        for refusal in after_closing(step.part, closed, branch.city.dayend):
            raise ClosedError(refusal)


def _record_as_seen(branch: Branch, draft: Draft) -> None:
    """The record may be another one without any subject having moved: every look-up copies it."""
    dossier = branch.people.dossier(draft.person)
    if dossier is None or dossier.holder.texts != draft.holder:
        raise StaleError(what="登记信息")
