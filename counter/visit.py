"""The road of one visit: open a person, preview, carry out. Nothing is written before ``carry_out``."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from counter.acts import finish_act, open_act, ready_device
from counter.asking import form_of, inquire
from counter.attached import evidence_of, open_unscanned, scans_of
from counter.billing import mark_bills
from counter.branch import Branch
from counter.core.case import PROVINCE_RECORD, Clerk, Finding
from counter.core.decision import Accepted, Refused, decide
from counter.core.dossier import Dossier
from counter.core.filled import Filled
from counter.core.form import Form
from counter.core.offer import Offer
from counter.core.question import Question
from counter.core.reading import FormError
from counter.core.ruled import Refusal
from counter.hands import hands_of, noted_hands, unanswered
from counter.members import around, gone, holder_of, members, steps_of
from counter.rows import row_of
from counter.seat import Seat
from counter.second import NOBODY, Typed, second_of
from counter.seen import as_seen
from counter.store.drafts import Draft, new_op_id
from counter.store.journal import UnissuedError


class NotOfferedError(Exception):
    """The operation is not given here."""

    def __init__(self) -> None:
        super().__init__("本市或本窗口没有这项业务，请回到持卡人页面重新选择")


@dataclass(frozen=True, kw_only=True)
class Begun:
    """An operation that was begun: what has been typed, for which offer, and the holder as just read."""

    draft: Draft
    offer: Offer
    dossier: Dossier


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
    asked = _question(branch, dossier, seat)
    question = replace(asked, dossier=dossier.on(asked.now), members=around(branch, dossier.holder))
    offers = branch.catalogue.offers(seat.window.type, dossier.unused)
    return [Seen(offer, decide(offer, question)) for offer in offers if offer.about is dossier.holder.party]


def begin(
    branch: Branch, person: str, offer: Offer, seat: Seat, finding: Finding | None, *,
    filled: Callable[[Dossier], Mapping[str, Filled]] = lambda _: {},
) -> Begun:
    """Issue an operation id for this offer; the subjects are remembered as the clerk sees them.

    ``filled`` gives what the blanks are filled with beforehand, with their sources.
    """
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
        holder=dossier.holder.texts,
        filled=filled(dossier),
    )
    branch.drafts.save(draft, branch.people.key(person))
    return Begun(draft=draft, offer=offer, dossier=dossier)


def resume(branch: Branch, op_id: str, seat: Seat) -> Begun:
    """What was begun by this clerk at this window; UnissuedError otherwise."""
    draft = branch.drafts.load(op_id, branch.people.key)
    if draft is None or draft.clerk != seat.clerk.number or draft.window != seat.window.id:
        raise UnissuedError
    return _begun(branch, draft, seat)


def _begun(branch: Branch, draft: Draft, seat: Seat) -> Begun:
    dossier = branch.people.dossier(draft.person)
    assert dossier is not None, "persons never go"
    offer = branch.catalogue.offer(draft.offer, seat.window.type, dossier.unused)
    if offer is None:
        raise NotOfferedError
    return Begun(draft=draft, offer=offer, dossier=dossier)


def take_along(branch: Branch, op_id: str, seat: Seat) -> tuple[Begun, bool]:
    """What this clerk has begun, also at another window: then it goes on here, its papers asked again.

    UnissuedError where somebody else has begun it; NotOfferedError where this window does not give it.
    """
    draft = branch.drafts.load(op_id, branch.people.key)
    if draft is None or draft.clerk != seat.clerk.number or draft.window == seat.window.id:
        return resume(branch, op_id, seat), False
    here = replace(draft, window=seat.window.id, checked=False, materials=frozenset(), turn=draft.turn + 1)
    begun = _begun(branch, here, seat)
    branch.drafts.save(here, branch.people.key(here.person))
    return begun, True


def consider(
    branch: Branch, begun: Begun, seat: Seat, secrets: Mapping[str, str] | None = None, tried: Sequence[str] = (),
    *, second: Clerk | Refusal | None = None,
) -> tuple[Accepted | Refused, Form]:
    """Preview: decide what was begun as it stands; FormError when a blank is not right.

    Of papers whose scan was ``tried`` and refused just now it is not said that the scan is missing as well.
    """
    draft, offer = begun.draft, begun.offer
    form = form_of(branch, offer, {**draft.texts, **(secrets or {})}, secrets=secrets is not None)
    question = replace(
        _question(branch, begun.dossier, seat),
        op_id=draft.op_id,
        form=form,
        materials=draft.materials,
        findings=draft.findings,
        secrets=secrets is not None,
        second=second,
        **evidence_of(branch, draft, tried),
    )
    question = replace(question, members=members(branch, offer, question))
    return decide(offer, question), form


def _question(branch: Branch, dossier: Dossier, seat: Seat) -> Question:
    now = branch.clock.now()
    return Question(
        dossier=dossier, city=branch.city, window=seat.window, clerk=seat.clerk, now=now, calendar=branch.calendar,
        across=branch.catalogue.across, bill=branch.bills.next(), closed=branch.days.closed(seat.window.id, now.date()),
    )  # fmt: skip


def carry_out(
    branch: Branch, op_id: str, seat: Seat, secrets: Mapping[str, str], signed: frozenset[str] = frozenset(),
    *, typed: Typed = NOBODY, despite: bool = False,
) -> Refused | None:
    """Commit the drafted operation once, then do its act; a repeated call changes nothing.

    ``signed`` are the forms that were printed on the check page and came back signed, ``typed`` is who else confirms;
    ``despite`` says that the clerk answers for a document or a mandate that is not the one of who has come.
    Raises UnissuedError,
    NotOfferedError, StaleError, TakenError or StorageError: then nothing has been written and the draft is still there.
    """
    try:
        begun = resume(branch, op_id, seat)
    except UnissuedError:
        if branch.journal.done(op_id):
            return None
        raise
    asked = inquire(branch, begun.offer, begun.dossier.holder, begun.draft, again=False)
    if asked != begun.draft:
        branch.drafts.save(asked, branch.people.key(asked.person))
    begun = replace(begun, draft=asked)
    begun = replace(begun, draft=replace(begun.draft, materials=begun.draft.materials | signed, despite=despite))
    verdict = _final(branch, begun, seat, secrets, second_of(branch, begun.offer, seat.clerk, typed))
    if isinstance(verdict, Accepted) and (missed := gone(branch, begun.draft, verdict)):
        verdict = Refused(missed)
    if isinstance(verdict, Refused):
        return None if branch.journal.done(op_id) else verdict
    device = ready_device(branch, begun.offer, seat.window, secrets)
    if isinstance(device, Refusal):
        return Refused((device,))
    if not _commit(branch, begun.draft, verdict, seat):
        return None
    for step in verdict.steps:
        if step.part.operation.act is not None:
            finish_act(branch, op_id, step, device, secrets)
    return None


def _final(
    branch: Branch, begun: Begun, seat: Seat, secrets: Mapping[str, str], second: Clerk | Refusal | None
) -> Accepted | Refused:
    """The decision at the confirming: on what was checked, with the secrets typed just now."""
    if not begun.draft.checked:
        return Refused((Refusal("填写的内容还没有核对，请核对后再确认"),))
    try:
        verdict, form = consider(branch, begun, seat, secrets, second=second)
    except FormError as error:
        return Refused(tuple(Refusal(text) for text in error.messages.values()))
    said = unanswered(hands_of(begun.draft, form), seat.clerk, begun.offer.article, despite=begun.draft.despite)
    return verdict if said is None or isinstance(verdict, Refused) else Refused((said,))


def _commit(branch: Branch, draft: Draft, verdict: Accepted, seat: Seat) -> bool:
    """Steps 7 of the road: one transaction; False when the operation had been committed before."""
    kept = branch.scans.of(draft.op_id)
    scans = [scans_of(step, kept) for step in verdict.steps]
    rows = [row_of(branch, draft, step, seat, scans[n]) for n, step in enumerate(verdict.steps)]
    rows += [row_of(branch, replace(draft, person=holder_of(step)), step, seat, ()) for step in steps_of(verdict)]
    with branch.database.writing():
        if not branch.drafts.drop(draft.op_id):
            if branch.journal.done(draft.op_id):
                return False
            raise UnissuedError
        as_seen(branch, draft, verdict)
        branch.scans.settle(draft.op_id, [scan for some in scans for scan in some])
        for row in rows:
            seq = branch.journal.append([row], branch.people.key(row.person), branch.clock.now())[0]
            open_act(branch, row, seq)
            mark_bills(branch, row, verdict, seq)
            open_unscanned(branch, row, seq)
        noted_hands(branch, draft, verdict, seat)
        branch.work.reviewed(draft.person, seat.clerk.number, branch.clock.now())
    return True
