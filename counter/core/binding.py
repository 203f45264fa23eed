"""Bind the roles of an operation's moves to the subjects of a dossier, or say why that cannot be."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any

from .case import Case
from .change import Change
from .dossier import Dossier, Subject
from .move import PAYMENT, Move
from .offer import Part
from .ruled import Refusal
from .states import ABSENT, COMING, CardState, Kind

NOTHING: Mapping[str, str] = MappingProxyType({})


def bind(
    moves: Sequence[Move], case: Case[Any, Any], part: Part
) -> tuple[dict[str, Subject], list[Refusal]]:
    """Bind every role to a subject of the dossier, or say for each why it cannot be."""
    bound: dict[str, Subject] = {}
    refusals: list[Refusal] = []
    for one in moves:
        if one.when is not None and not one.when(case):
            continue
        found = _candidate(one, bound, case)
        if found is not None:
            bound[one.role.name] = found
        elif not one.optional:
            refusals.append(_no_subject(_first_said(one, moves, case), case, part))
            break
    return bound, refusals


def _first_said(missing: Move, moves: Sequence[Move], case: Case[Any, Any]) -> Move:
    """Whose card is on its way or cancelled need not be told to pay: the card's state is the reason."""
    card = case.dossier.coming() or case.dossier.card()
    if missing.role is not PAYMENT or card is None or card.state not in (*COMING, CardState.CANCELLED):
        return missing
    return next((one for one in moves if one.role.kind is Kind.CARD and not one.creates), missing)


def _candidate(one: Move, bound: Mapping[str, Subject], case: Case[Any, Any]) -> Subject | None:
    role, dossier = one.role, case.dossier
    if role.name in bound:
        return bound[role.name]
    only = one.only or (lambda _case, _subject: True)
    known = next((s for s in dossier.of(role.kind) if s.state in one.before and only(case, s)), None)
    if one.creates and (known is None or role.of):
        card = bound[role.of].id if role.of else ""
        mine = dossier.function(role.kind, bound[role.of]) if role.of and len(one.before) > 1 else None
        if mine is not None:
            return mine if mine.state in one.before else None
        new = f"{case.op_id}.{case.part}.{role.name}"
        return Subject(id=new, kind=role.kind, state=ABSENT, version=0, since=case.now, card=card)
    if role.of:
        theirs = _card_of(role.of, dossier) if role.kind is Kind.CUSTODY else dossier.card()
        mine = dossier.function(role.kind, bound.get(role.of, theirs))
        return mine if mine is not None and mine.state in one.before else None
    return known


def _card_of(role: str, dossier: Dossier) -> Subject | None:
    """The card a role speaks of while none is bound: a new one is on its way where one is."""
    return (dossier.coming() if role == "new_card" else None) or dossier.card()


def _no_subject(one: Move, case: Case[Any, Any], part: Part) -> Refusal:
    dossier = case.dossier
    if one.role.kind is Kind.CARD:
        now = _card_of(one.role.name, dossier)
    elif one.role.kind is Kind.CUSTODY:
        now = dossier.function(one.role.kind, _card_of(one.role.of, dossier)) or _card_of(one.role.of, dossier)
    elif one.role.of:
        now = dossier.function(one.role.kind, dossier.card()) or dossier.card()
    else:
        now = next(iter(dossier.of(one.role.kind)), None)
    word = now.state.value if now is not None else ABSENT.value
    ruled = part.guide.refusal(word)
    unpaid = one.role is PAYMENT and part.tariff is not None and now is None
    if ruled is not None and not unpaid:
        return ruled
    if one.role is PAYMENT and part.tariff is not None:
        text = f"先缴{part.tariff.title}，再办理{part.guide.title}"
        return Refusal(text, part.tariff.moment.source)
    if now is None:
        what = "卡" if one.role.kind is Kind.CUSTODY else one.role.title
        return Refusal(f"没有可以办理{part.guide.title}的{what}", part.guide.article)
    title = "新卡" if one.role.kind is Kind.CUSTODY and now.kind is Kind.CARD else one.role.title
    return Refusal(f"{title}现为“{word}”，不能办理{part.guide.title}", part.guide.article)


def at_desk(part: Part, case: Case[Any, Any]) -> tuple[Change, ...]:
    """What the desk can say of the changes before a form is filled."""
    return tuple(
        _change(one, case.bound[one.role.name], None, {})
        for one in part.moves
        if one.role.name in case.bound and not one.each
    )


def changes_of(moves: Sequence[Move], case: Case[Any, Any]) -> tuple[Change, ...]:
    """What the bound subjects become."""
    return tuple(
        _change(
            one,
            case.bound[one.role.name],
            one.until(case) if one.until else None,
            one.facts(case) if one.facts else {},
            case.dossier.holder.texts if one.role.kind is Kind.RECORD else {},
        )
        for one in moves
        if one.role.name in case.bound
    )


def _change(
    one: Move, subject: Subject, until: datetime | None, facts: Mapping[str, str], known: Mapping[str, str] = NOTHING
) -> Change:
    return Change(
        role=one.role.name,
        title=one.role.title,
        subject=subject.id,
        kind=subject.kind,
        before=subject.state,
        after=one.after,
        version=subject.version,
        card=subject.card,
        number=facts.get("number", subject.number),
        until=until,
        facts={**subject.facts, **{k: v for k, v in facts.items() if k != "number"}},
        was={name: known.get(name, "") for name in facts} if known else {},
    )


def becomes(change: Change, now: datetime) -> Subject:
    """The subject after this change."""
    return Subject(
        id=change.subject,
        kind=change.kind,
        state=change.after,
        version=change.version + 1,
        since=now,
        until=change.until,
        card=change.card,
        number=change.number,
        facts=change.facts,
    )
