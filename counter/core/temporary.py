"""Temporary cards (临时卡): the one that is out, and what the province tells of them compared with what is known."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from .change import Change
from .dossier import Dossier, Subject
from .province import TemporaryRecord
from .states import ABSENT, Kind, State, TemporaryState, state_of

TEMPORARY_OUT = frozenset({TemporaryState.ISSUED, TemporaryState.EXPIRED})
"""The card is with its holder."""


def temporary_out(dossier: Dossier) -> Subject | None:
    """The temporary card that the holder has and has to give back."""
    return next((card for card in dossier.of(Kind.TEMPORARY) if card.state in TEMPORARY_OUT), None)


def deposit_of(dossier: Dossier, card: Subject) -> Subject | None:
    """What was taken against this temporary card."""
    return dossier.find(card.facts.get("pay_key", ""))


def temporaries(
    dossier: Dossier, told: Sequence[TemporaryRecord], op_id: str, waiting: Mapping[str, frozenset[State]]
) -> list[Change]:
    """What the province's temporary cards and their deposits change here."""
    changes: list[Change | None] = []
    for n, one in enumerate(told):
        mine = next((card for card in dossier.of(Kind.TEMPORARY) if card.number == one.number), None)
        card_id = mine.id if mine is not None else f"{op_id}.t{n}"
        pay_key = (mine.facts.get("pay_key") if mine is not None else "") or f"{card_id}.payment"
        changes.append(_card(one, mine, card_id, pay_key, waiting.get(card_id, frozenset())))
        changes.append(_deposit(one, dossier.find(pay_key), pay_key, waiting.get(pay_key, frozenset())))
    return [change for change in changes if change is not None]


def _card(
    one: TemporaryRecord, mine: Subject | None, card_id: str, pay_key: str, waiting: frozenset[State]
) -> Change | None:
    state = state_of(Kind.TEMPORARY, one.state)
    # That it has expired follows from its end, here as there.
    state = TemporaryState.ISSUED if state is TemporaryState.EXPIRED else state
    meant = TEMPORARY_OUT if state in TEMPORARY_OUT else {state}
    same = mine is not None and mine.state in meant and (state not in TEMPORARY_OUT or mine.until == one.until)
    if meant & waiting or same:
        return None
    facts = {
        "issued_on": one.issued_on.isoformat(), "branch": one.branch, "branch_name": one.branch_name,
        "coupon": one.coupon, "pay_key": pay_key if one.deposit_state else "",
        "valid_until": _last_day(one),
    }  # fmt: skip
    return Change(
        role="learnt",
        title=Kind.TEMPORARY.value,
        subject=card_id,
        kind=Kind.TEMPORARY,
        before=mine.state if mine is not None else ABSENT,
        after=state,
        version=mine.version if mine is not None else 0,
        number=one.number,
        until=one.until,
        facts={**(mine.facts if mine is not None else {}), **{name: text for name, text in facts.items() if text}},
    )


def _last_day(one: TemporaryRecord) -> str:
    return "" if one.until is None else (one.until - timedelta(microseconds=1)).date().isoformat()


def _deposit(one: TemporaryRecord, mine: Subject | None, pay_key: str, waiting: frozenset[State]) -> Change | None:
    if not one.deposit_state:
        return None
    state = state_of(Kind.PAYMENT, one.deposit_state)
    if state in waiting or (mine is not None and mine.state is state):
        return None
    return Change(
        role="learnt",
        title=Kind.PAYMENT.value,
        subject=pay_key,
        kind=Kind.PAYMENT,
        before=mine.state if mine is not None else ABSENT,
        after=state,
        version=mine.version if mine is not None else 0,
        facts=mine.facts if mine is not None else {"way": "临时卡押金", "amount": one.deposit, "coupon": one.coupon},
    )
