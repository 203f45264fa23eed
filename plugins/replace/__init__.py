"""补换卡: the old card becomes void for ever, a new one is ordered."""

from collections.abc import Mapping, Sequence
from typing import Any

from counter import (
    ABSENT,
    FUNCTIONS_STOP,
    NEW_CARD,
    OLD_CARD,
    PROVINCE_RECORD,
    CardState,
    Case,
    Entry,
    Operation,
    hookimpl,
    move,
)

from .conditions import (
    ReplaceRules,
    bank_may_change,
    identity_changed_first,
    nothing_on_its_way,
    photo_by_holder,
    photo_may_change,
    photo_with_the_wish,
)
from .form import DamagedForm, LostForm, ReplaceForm
from .receipt import replace_receipt


def _new_card(case: Case[ReplaceForm, ReplaceRules]) -> Mapping[str, str]:
    old = case.bound.get("card")
    bank = case.filled.new_bank or (old.facts.get("bank", "") if old is not None else "")
    replaces = old.number if old is not None else ""
    facts = {"bank": bank, "replaces": replaces, "mobile": str(case.filled.mobile), **case.window.kept}
    return {key: value for key, value in facts.items() if value}


def _report(entry: Entry[LostForm] | Entry[DamagedForm]) -> Mapping[str, str]:
    old, new, payment = entry.change("card"), entry.change("new_card"), entry.change("payment")
    paid = payment.facts if payment is not None else {}
    kept = new.facts if new is not None else {}
    return {
        "old_card_number": old.number if old is not None else "",
        "bank": kept.get("bank", ""),
        "pickup": kept.get("pickup", ""),
        "pickup_name": kept.get("pickup_name", ""),
        "reason": entry.form.reason or entry.title,
        "photo": "更换" if entry.form.new_photo else "",
        "amount": paid.get("amount", ""),
        "bill_number": paid.get("bill_number", ""),
        "notice_number": paid.get("notice_number", ""),
        "pay_key": payment.subject if payment is not None else "",
    }


ORDER = move(NEW_CARD, ABSENT, CardState.ORDERED, facts=_new_card)
CONDITIONS = (
    nothing_on_its_way,
    bank_may_change,
    photo_may_change,
    photo_by_holder,
    photo_with_the_wish,
    identity_changed_first,
)

LOST = Operation(
    id="replace.lost",
    form=LostForm,
    rules=ReplaceRules,
    needs=(PROVINCE_RECORD,),
    moves=(move(OLD_CARD, CardState.LOST, CardState.VOID), *FUNCTIONS_STOP, ORDER),
    conditions=CONDITIONS,
    receipt=replace_receipt,
    report=_report,
    then=("fees.register", "issue.make"),
)

DAMAGED = Operation(
    id="replace.damaged",
    form=DamagedForm,
    rules=ReplaceRules,
    needs=(PROVINCE_RECORD,),
    moves=(move(OLD_CARD, CardState.NORMAL, CardState.VOID), *FUNCTIONS_STOP, ORDER),
    conditions=CONDITIONS,
    receipt=replace_receipt,
    report=_report,
    then=("fees.register", "issue.make"),
)


@hookimpl
def counter_operations() -> Sequence[Operation[Any, Any]]:
    """Offer the replacement of a lost and of a damaged card."""
    return (LOST, DAMAGED)
