"""The holders whose cards an operation about a unit moves: found, remembered as seen, and held against now."""

from dataclasses import replace

from counter.branch import Branch
from counter.core.decision import Accepted, Step
from counter.core.dossier import Dossier, Holder
from counter.core.each import Held, keys_of
from counter.core.offer import Offer, Part
from counter.core.party import Party
from counter.core.question import Question, case_of
from counter.core.reversal import undone
from counter.core.ruled import Refusal
from counter.core.states import Kind
from counter.store.drafts import Draft
from counter.store.journal import StaleError


def members(branch: Branch, offer: Offer, question: Question) -> tuple[Dossier, ...]:
    """The dossiers of everybody whose card this may concern."""
    if offer.about is not Party.UNIT or question.form is None:
        return ()
    persons: dict[str, None] = {}
    for index, part in enumerate(offer.parts):
        persons |= dict.fromkeys(_persons(branch, part, index, question))
    found = (branch.people.dossier(person) for person in persons)
    return tuple(dossier for dossier in found if dossier is not None)


def around(branch: Branch, unit: Holder) -> tuple[Dossier, ...]:
    """Everybody of this unit, and whose card was handed to it or is to be collected there."""
    if unit.party is not Party.UNIT:
        return ()
    found = [p for kind in ("member", "at") for p in branch.people.find(kind, unit.id_number)]
    dossiers = (branch.people.dossier(person) for person in dict.fromkeys(found))
    return tuple(dossier.on(branch.clock.now()) for dossier in dossiers if dossier is not None)


def _persons(branch: Branch, part: Part, index: int, question: Question) -> list[str]:
    unit = question.dossier.holder.id
    if part.operation.reverses:
        past = undone(part, question.dossier)
        rows = branch.database.rows(
            "SELECT person FROM journal WHERE op_id=? AND person<>? ORDER BY part", past.op_id if past else "", unit
        )
        return [str(row[0]) for row in rows]
    if part.operation.each is None:
        return []
    keys = keys_of(part.operation.each, case_of(part, index, question))
    return [person for key in keys for person in branch.people.find(key.kind, key.value)]


def steps_of(verdict: Accepted) -> list[Step]:
    """The steps of every holder's card."""
    return [member for step in verdict.steps for member in step.members]


def holder_of(step: Step) -> str:
    """Whose card one of these steps moves."""
    return step.case.dossier.holder.id


def held(step: Step) -> Held:
    """The card one of these steps moves."""
    cards = step.case.dossier.of(Kind.CARD)
    moved = {change.subject for change in step.changes}
    return Held(step.case.dossier, next((card for card in cards if card.id in moved), cards[0]))


def seen(draft: Draft, verdict: Accepted) -> Draft:
    """The draft with every card as the clerk now sees it; a card that was seen before stays as it was."""
    if not steps_of(verdict):
        return draft
    mine = [held(step) for step in steps_of(verdict)]
    subjects = [s for one in mine for s in one.dossier.subjects if one.card.id in (s.id, s.card)]
    return replace(
        draft,
        versions={**draft.versions, **{subject.id: subject.version for subject in subjects}},
        cards={one.card.id: one.label for one in mine},
    )


def gone(branch: Branch, draft: Draft, verdict: Accepted) -> tuple[Refusal, ...]:
    """Cards that were checked and are none of these any more, each with what it is now."""
    now = {held(step).card.id for step in steps_of(verdict)}
    article = verdict.steps[0].part.guide.article
    return tuple(
        Refusal(f"核对以后，{label}{_where(branch, card)}，整批没有办理。请重新核对后提交", article)
        for card, label in draft.cards.items()
        if card not in now
    )


def _where(branch: Branch, card: str) -> str:
    row = branch.database.row("SELECT person FROM subject WHERE id=?", card)
    dossier = branch.people.dossier(str(row[0])) if row is not None else None
    subject = dossier.find(card) if dossier is not None else None
    return Held(dossier, subject).where if dossier is not None and subject is not None else "已不在册"


def unchanged(branch: Branch, draft: Draft, verdict: Accepted) -> None:
    """Every card is as it was decided on, and as the clerk saw it; StaleError names the one that is not."""
    for step in steps_of(verdict):
        dossier = step.case.dossier
        now = dict(branch.database.rows("SELECT id, version FROM subject WHERE person=?", dossier.holder.id))
        for subject in dossier.subjects:
            if now.get(subject.id) != subject.version or draft.versions.get(subject.id) != subject.version:
                raise StaleError(held(step).label)
