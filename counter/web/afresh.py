"""The province's answer a draft rests on: asked for again where there was none, or where it has grown old."""

from contextlib import suppress
from dataclasses import replace

from counter.asking import KEEPS
from counter.core.case import PROVINCE_RECORD
from counter.core.guide import Offline
from counter.seat import Seat
from counter.store.drafts import Draft
from counter.store.journal import UnissuedError
from counter.visit import Begun, resume

from .desk import finding_of
from .shell import branch


def afresh(begun: Begun) -> Begun:
    """The draft on an answer that still counts, where its operation needs one; the form is judged on it anew."""
    kept = begun.draft.findings.get(PROVINCE_RECORD.id)
    if not _needs_one(begun) or (kept is not None and kept.available and not _old(begun.draft)):
        return begun
    finding = finding_of(begun.draft.person, begun.dossier.holder)
    dossier = branch().people.dossier(begun.draft.person)
    assert dossier is not None, "persons never go"
    findings = {**begun.draft.findings, PROVINCE_RECORD.id: finding}
    versions = {subject.id: subject.version for subject in dossier.subjects}
    return replace(begun, draft=replace(begun.draft, findings=findings, versions=versions), dossier=dossier)


def old_answer_asked_again(op_id: str, seat: Seat) -> None:
    """Before something is done on an answer that has grown old; what it changes the clerk has not seen."""
    draft = branch().drafts.load(op_id, branch().people.key)
    if draft is None or not _old(draft):
        return
    with suppress(UnissuedError):
        begun = resume(branch(), op_id, seat)
        if _needs_one(begun):
            draft = replace(afresh(begun).draft, versions=begun.draft.versions)
            branch().drafts.save(draft, branch().people.key(draft.person))


def _needs_one(begun: Begun) -> bool:
    return any(part.guide.offline.value is Offline.REFUSE for part in begun.offer.parts)


def _old(draft: Draft) -> bool:
    kept = draft.findings.get(PROVINCE_RECORD.id)
    return kept is None or branch().clock.now() - kept.asked_at > KEEPS
