"""The road of one visit: open a person, preview, carry out. Nothing is written before ``carry_out``."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from counter.acts import finish_act, ready_device
from counter.branch import Branch
from counter.core.decision import Accepted, Question, Refused, Step, decide
from counter.core.form import Form, FormError, read
from counter.core.money import fen
from counter.core.offer import Offer
from counter.core.operation import PROVINCE_RECORD, Clerk, Finding, Window
from counter.core.ruled import Refusal
from counter.core.states import Kind
from counter.store.drafts import Draft, new_op_id
from counter.store.journal import Row, StaleError, UnissuedError
from counter.store.payload import payload_of

INCOME = "工本费收入"


class NotOfferedError(Exception):
    """The operation is not given here."""

    def __init__(self) -> None:
        super().__init__("本市或本窗口没有这项业务，请回到持卡人页面重新选择")


@dataclass(frozen=True, kw_only=True)
class Seat:
    """Who sits at which window."""

    clerk: Clerk
    window: Window


@dataclass(frozen=True)
class Seen:
    """One offer as the desk shows it: possible, or every reason why not."""

    offer: Offer
    verdict: Accepted | Refused


def desk(branch: Branch, person: str, seat: Seat) -> list[Seen]:
    """Every offer of this window for this person, decided on what the desk knows."""
    dossier = branch.people.dossier(person)
    if dossier is None:
        return []
    question = _question(branch, dossier, seat)
    offers = branch.catalogue.offers(seat.window.type, dossier.unused)
    return [Seen(offer, decide(offer, question)) for offer in offers]


def begin(branch: Branch, person: str, offer: Offer, seat: Seat, finding: Finding | None) -> Draft:
    """Issue an operation id for this offer; the subjects are remembered as the clerk sees them."""
    now = branch.clock.now()
    dossier = branch.people.dossier(person)
    assert dossier is not None, "unknown person"
    findings = {PROVINCE_RECORD.id: finding} if finding is not None else {}
    draft = Draft(
        op_id=new_op_id(now),
        clerk=seat.clerk.number,
        window=seat.window.id,
        person=person,
        offer=offer.id,
        made=now,
        findings=findings,
        versions={subject.id: subject.version for subject in dossier.subjects},
    )
    branch.drafts.save(draft, branch.people.key(person))
    return draft


def draft_of(branch: Branch, op_id: str, seat: Seat) -> tuple[Draft, Offer]:
    """The draft that was issued to this clerk at this window; UnissuedError otherwise."""
    person = branch.drafts.person(op_id)
    draft = None if person is None else branch.drafts.load(op_id, branch.people.key(person))
    dossier = None if person is None else branch.people.dossier(person)
    if draft is None or dossier is None or draft.clerk != seat.clerk.number or draft.window != seat.window.id:
        raise UnissuedError
    offer = branch.catalogue.offer(draft.offer, seat.window.type, dossier.unused)
    if offer is None:
        raise NotOfferedError
    return draft, offer


def consider(
    branch: Branch, draft: Draft, offer: Offer, seat: Seat, secrets: Mapping[str, str] | None = None
) -> tuple[Accepted | Refused, Form]:
    """Preview: decide this draft as it stands; FormError when a blank is not right."""
    now = branch.clock.now()
    texts = {**draft.texts, **(secrets or {})}
    form = read(
        offer.form, texts, today=now.date(), lists=branch.city.choices(), secrets=secrets is not None
    )
    dossier = branch.people.dossier(draft.person)
    assert dossier is not None, "unknown person"
    question = replace(
        _question(branch, dossier, seat),
        op_id=draft.op_id,
        form=form,
        materials=draft.materials,
        findings=draft.findings,
        secrets=secrets is not None,
    )
    return decide(offer, question), form


def _question(branch: Branch, dossier: Any, seat: Seat) -> Question:
    return Question(
        dossier=dossier,
        city=branch.city,
        window=seat.window,
        clerk=seat.clerk,
        now=branch.clock.now(),
        calendar=branch.calendar,
    )


def carry_out(branch: Branch, op_id: str, seat: Seat, secrets: Mapping[str, str]) -> Refused | None:
    """Commit the drafted operation once, then do its act; a repeated call changes nothing.

    Raises UnissuedError, NotOfferedError, StaleError, TakenError or StorageError:
    then nothing has been written and the draft is still there.
    """
    if branch.journal.done(op_id):
        return None
    try:
        draft, offer = draft_of(branch, op_id, seat)
    except UnissuedError:
        if branch.journal.done(op_id):
            return None
        raise
    verdict = _final(branch, draft, offer, seat, secrets)
    if isinstance(verdict, Refused):
        return None if branch.journal.done(op_id) else verdict
    device = ready_device(branch, offer, seat.window, secrets)
    if isinstance(device, Refusal):
        return Refused((device,))
    if not _commit(branch, draft, verdict, seat):
        return None
    for step in verdict.steps:
        if step.part.operation.act is not None:
            finish_act(branch, op_id, step, device, secrets)
    return None


def _final(
    branch: Branch, draft: Draft, offer: Offer, seat: Seat, secrets: Mapping[str, str]
) -> Accepted | Refused:
    """The decision at the confirming: on what was checked, with the secrets typed just now."""
    if not draft.checked:
        return Refused((Refusal("填写的内容还没有核对，请核对后再确认"),))
    try:
        return consider(branch, draft, offer, seat, secrets)[0]
    except FormError as error:
        return Refused(tuple(Refusal(text) for text in error.messages.values()))


def _commit(branch: Branch, draft: Draft, verdict: Accepted, seat: Seat) -> bool:
    """Steps 7 of the road: one transaction; False when the operation had been committed before."""
    key = branch.people.key(draft.person)
    with branch.database.writing():
        if branch.journal.done(draft.op_id):
            return False
        if not branch.drafts.drop(draft.op_id):
            raise UnissuedError
        _unchanged(branch, draft, verdict)
        rows = [_row(branch, draft, step, n, seat) for n, step in enumerate(verdict.steps)]
        branch.journal.append(rows, key, branch.clock.now())
    return True


def _unchanged(branch: Branch, draft: Draft, verdict: Accepted) -> None:
    """All is as it was decided on, and what this operation moves is as the clerk saw it on the form."""
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


def _row(branch: Branch, draft: Draft, step: Step, part: int, seat: Seat) -> Row:
    operation = step.part.operation
    ledger = [] if step.fee is None else [(step.fee.account, fen(step.fee.yuan)), (INCOME, -fen(step.fee.yuan))]
    unique = operation.unique(step.case.filled) if operation.unique is not None else {}
    started = operation.act is not None
    return Row(
        op_id=draft.op_id,
        part=part,
        operation=operation.id,
        person=draft.person,
        clerk=seat.clerk.number,
        window=seat.window.id,
        rules=branch.city.fingerprint,
        changes=step.changes,
        payload=payload_of(step, facts={}, card_number=card_number(step)),
        outcome="started" if started else "",
        reverses=step.undoes.seq if step.undoes is not None else None,
        taken=unique,
        ledger=ledger,
        to_province=not started and operation.report is not None,
        slip=not started,
    )


def card_number(step: Step) -> str:
    """The number of the card this step is about."""
    moved = next((c.number for c in step.changes if c.kind is Kind.CARD and c.number), "")
    card = step.case.dossier.card()
    return moved or (card.number if card is not None else "")


