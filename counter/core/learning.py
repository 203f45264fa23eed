"""What a fact from the province changes here: compared, never decided."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from .change import Change
from .dossier import Dossier, Subject
from .province import CardRecord, PersonRecord
from .states import ABSENT, CardState, Kind, State, state_of

UNNUMBERED = (CardState.ORDERED, CardState.MAKING)


@dataclass(frozen=True)
class Learnt:
    """The changes a record brings, and the subjects on which it contradicts what waits to be sent."""

    changes: tuple[Change, ...]
    contradicted: frozenset[str]


def compare(
    dossier: Dossier, record: PersonRecord, op_id: str, waiting: Mapping[str, frozenset[State]]
) -> Learnt:
    """Compare the copy with the province's record.

    ``waiting`` gives, for each subject with entries not yet confirmed, the states these entries know:
    the province merely lags while it says one of them, and contradicts when it says another.
    """
    changes: list[Change] = []
    contradicted: set[str] = set()
    for n, card in enumerate(record.cards):
        mine = _match(dossier, card)
        card_id = mine.id if mine is not None else f"{op_id}.{n}"
        for kind, word in ((Kind.CARD, card.state), (Kind.SOCIAL, card.social), (Kind.FINANCIAL, card.financial)):
            subject = mine if kind is Kind.CARD else dossier.function(kind, mine)
            state = state_of(kind, word)
            if subject is not None and subject.id in waiting and state in waiting[subject.id]:
                continue
            change = _change(kind, state, subject, card, card_id)
            if change is None:
                continue
            if subject is not None and subject.id in waiting:
                contradicted.add(subject.id)
            changes.append(change)
    return Learnt(tuple(changes), frozenset(contradicted))


def _match(dossier: Dossier, card: CardRecord) -> Subject | None:
    mine = dossier.of(Kind.CARD)
    by_number = next((s for s in mine if card.number and s.number == card.number), None)
    if by_number is not None:
        return by_number
    coming = [s for s in mine if not s.number and s.state in UNNUMBERED]
    fits = not card.number or state_of(Kind.CARD, card.state) in (CardState.MADE, CardState.HANDED)
    return coming[0] if coming and fits else None


def _change(
    kind: Kind, state: State, subject: Subject | None, card: CardRecord, card_id: str
) -> Change | None:
    facts = _facts(card) if kind is Kind.CARD else {}
    number = card.number if kind is Kind.CARD else ""
    until = card.lost_until if kind is Kind.CARD else None
    if subject is None and kind is not Kind.CARD and not card.number:
        return None
    if subject is not None and _same(subject, state, number, until):
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


def _same(subject: Subject, state: State, number: str, until: datetime | None) -> bool:
    same_number = not number or subject.number == number
    same_until = state is not CardState.TEMPORARILY_LOST or subject.until == until
    return subject.state is state and same_number and same_until


def _facts(card: CardRecord) -> dict[str, str]:
    facts = {"bank": card.bank, "lost_by": card.lost_by}
    if card.issued_on is not None:
        facts["issued_on"] = card.issued_on.isoformat()
    if card.expires_on is not None:
        facts["expires_on"] = card.expires_on.isoformat()
    return {key: value for key, value in facts.items() if value}


