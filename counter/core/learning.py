"""What a fact from the province changes here: compared, never decided."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType

from .blacklist import told_listing
from .change import Change
from .dossier import Dossier, Subject
from .password import FACT as PASSWORD_FACT
from .province import CardRecord, PersonRecord
from .states import ABSENT, COMING, FINAL, CardState, FinancialState, Kind, State, TemporaryState, state_of
from .temporary import temporaries

UNNUMBERED = (CardState.RECEIVED, CardState.ORDERED, CardState.MAKING)
# The province keeps moments to the microsecond, the store to the millisecond.
SAME_MOMENT = timedelta(seconds=1)
MATTERS = ("pickup", "batch", "to_review", PASSWORD_FACT, "cancelled_for", "certificate", "returned", "reason", "since")
NOTHING: Mapping[str, str] = MappingProxyType({})

Waiting = Mapping[str, frozenset[State]]
"""For each subject with entries not yet confirmed: the states these entries know."""


@dataclass(frozen=True)
class Learnt:
    """The changes a record brings, and the subjects on which it contradicts what waits to be sent."""

    changes: tuple[Change, ...]
    contradicted: frozenset[str]


def compare(
    dossier: Dossier, record: PersonRecord, op_id: str, waiting: Waiting, *, whole: bool = True
) -> Learnt:
    """Compare the copy with the province's record; ``whole`` means that the record names every card.

    The province merely lags while it says a state that a waiting entry knows, and contradicts when it
    says another.
    """
    changes: list[Change] = []
    matched: set[str] = set()
    for n, card in enumerate(record.cards):
        mine = _match(dossier, card, waiting, matched)
        if mine is None and _just_ended(dossier, card, waiting):
            continue
        card_id = mine.id if mine is not None else f"{op_id}.{n}"
        matched.add(card_id)
        told = {Kind.CARD: card.state, Kind.SOCIAL: card.social, Kind.FINANCIAL: card.financial}
        for kind, word in told.items():
            subject = mine if kind is Kind.CARD else dossier.function(kind, mine)
            if not word or (subject is not None and state_of(kind, word) in waiting.get(subject.id, ())):
                continue
            change = _change(kind, state_of(kind, word), subject, card, card_id)
            changes += [change] if change is not None else []
    if whole:
        changes += _withdrawn(dossier, waiting, matched)
    changes += temporaries(dossier, record.temporary, op_id, waiting)
    changes += told_listing(dossier, record.blacklist, op_id, waiting)
    return Learnt(tuple(changes), frozenset(c.subject for c in changes if c.subject in waiting))


def _match(dossier: Dossier, card: CardRecord, waiting: Waiting, matched: set[str]) -> Subject | None:
    """The card here that this one is: the same number, or the one that is being made."""
    mine = [subject for subject in dossier.of(Kind.CARD) if subject.id not in matched]
    coming = (s for s in mine if not s.number and s.state in UNNUMBERED)
    if card.number:
        ended = state_of(Kind.CARD, card.state) in FINAL
        by_number = (s for s in mine if s.number == card.number)
        return next(by_number, None if ended else next(coming, None))
    # Made here, and the province has not yet heard of its number.
    unheard = (s for s in mine if s.state in COMING and s.id in waiting)
    return next(coming, next(unheard, None))


def _just_ended(dossier: Dossier, card: CardRecord, waiting: Waiting) -> bool:
    """Whether this order was ended here, and the province has not yet heard of that."""
    ended = (states for subject, states in waiting.items() if dossier.find(subject) is None)
    return not card.number and any(state_of(Kind.CARD, card.state) in states for states in ended)


def _withdrawn(dossier: Dossier, waiting: Waiting, matched: set[str]) -> list[Change]:
    """Orders that the province no longer has (制卡信息撤出) are none."""
    return [
        Change(
            role="learnt", title=order.kind.value, subject=order.id, kind=order.kind, before=order.state,
            after=ABSENT, version=order.version, facts=order.facts,
        )
        for order in dossier.of(Kind.CARD)
        if order.state in UNNUMBERED and order.id not in matched and order.id not in waiting
    ]


def _change(
    kind: Kind, state: State, subject: Subject | None, card: CardRecord, card_id: str
) -> Change | None:
    facts = _facts(card, subject) if kind is Kind.CARD else _bank_facts(card) if kind is Kind.FINANCIAL else {}
    number = card.number if kind is Kind.CARD else ""
    until = card.lost_until if kind is Kind.CARD else None
    if subject is None and kind is not Kind.CARD and not card.number:
        return None
    if subject is not None and same(subject, state, number, until, facts):
        return None
    new_id = card_id if kind is Kind.CARD else f"{card_id}.{kind.name.lower()}"
    return Change(
        role="learnt",
        title=kind.value,
        subject=subject.id if subject is not None else new_id,
        kind=kind,
        before=subject.state if subject is not None else ABSENT,
        after=state,
        version=subject.version if subject is not None else 0,
        card="" if kind is Kind.CARD else card_id,
        number=number or (subject.number if subject is not None else ""),
        until=until,
        facts={**(subject.facts if subject is not None else {}), **facts},
    )


def same(
    subject: Subject, state: State, number: str, until: datetime | None, facts: Mapping[str, str] = NOTHING
) -> bool:
    """Whether the subject is already known to be so; only a temporary loss and a temporary card have an end."""
    if subject.state is not state or (number and subject.number != number):
        return False
    if any(facts.get(name, "") != subject.facts.get(name, "") for name in MATTERS if name in facts):
        return False
    if facts.get("bank") and subject.facts.get("bank", facts["bank"]) != facts["bank"]:
        return False
    if state not in (CardState.TEMPORARILY_LOST, TemporaryState.ISSUED):
        return True
    if subject.until is None or until is None:
        return subject.until is until
    return abs(subject.until - until) < SAME_MOMENT


def _bank_facts(card: CardRecord) -> dict[str, str]:
    """When the financial account was reported lost at its bank."""
    lost = card.financial == FinancialState.LOST.value and card.bank_lost_at is not None
    return {"lost_by": card.bank, "lost_at": card.bank_lost_at.isoformat()} if lost and card.bank_lost_at else {}


def _facts(card: CardRecord, known: Subject | None) -> dict[str, str]:
    facts = {
        "bank": card.bank,
        "lost_by": card.lost_by,
        "lost_at": card.lost_at.isoformat() if card.lost_at is not None and card.lost_by else "",
        "pickup": card.pickup,
        "pickup_name": card.pickup_name,
        "batch": card.batch,
        "applied_by": card.applied_by,
        PASSWORD_FACT: card.password,
        "cancelled_for": card.cancelled_for,
        "certificate": card.certificate,
        "returned": card.returned,
    }
    if card.issued_on is not None:
        facts["issued_on"] = card.issued_on.isoformat()
    if card.expires_on is not None:
        facts["expires_on"] = card.expires_on.isoformat()
    told = {key: value for key, value in facts.items() if value}
    if card.to_review or (known is not None and known.facts.get("to_review")):
        told["to_review"] = "是" if card.to_review else ""
    return told
