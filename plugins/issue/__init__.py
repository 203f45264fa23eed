"""发卡: the ordered card is made, handed over, and the hand-over can be taken back."""

from collections.abc import Mapping, Sequence
from typing import Any

from counter import (
    ABSENT,
    CUSTODY,
    NEW_CARD,
    NEW_FINANCIAL,
    NEW_SOCIAL,
    Act,
    CardState,
    Case,
    CustodyState,
    Entry,
    FinancialState,
    Operation,
    SocialState,
    hookimpl,
    move,
)

from .act import make_card
from .conditions import HANDED, IssueRules, lies_here, looked_at, payment_is_registered, reviewed, soon_enough
from .form import CollectForm, MakeForm, UndoForm
from .receipt import collect_receipt, make_receipt, undo_receipt


def _made(case: Case[MakeForm, IssueRules]) -> Mapping[str, str]:
    return {**case.result, "issued_on": case.now.date().isoformat()}


def _report_make(entry: Entry[MakeForm]) -> Mapping[str, str]:
    change = entry.change("new_card")
    bank = change.facts.get("bank", "") if change is not None else ""
    if entry.outcome == "failed":
        return {"fail_type": "制卡", "reason": entry.facts.get("failed", ""), "bank": bank}
    account = entry.facts.get("bank_account", "")
    return {"new_card_number": entry.facts.get("number", ""), "bank_account": account, "bank": bank}


MAKE = Operation(
    id="issue.make",
    form=MakeForm,
    rules=IssueRules,
    moves=(move(NEW_CARD, CardState.ORDERED, CardState.MAKING),),
    conditions=(reviewed, payment_is_registered, looked_at),
    act=Act(
        title="制卡",
        device="maker",
        run=make_card,
        done=(
            move(NEW_CARD, CardState.MAKING, CardState.MADE, facts=_made),
            move(NEW_SOCIAL, ABSENT, SocialState.OFF),
            move(NEW_FINANCIAL, ABSENT, FinancialState.OFF),
        ),
        failed=(move(NEW_CARD, CardState.MAKING, CardState.ORDERED),),
        tells_failure=True,
    ),
    receipt=make_receipt,
    report=_report_make,
    then=("issue.collect",),
)

COLLECT = Operation(
    id="issue.collect",
    form=CollectForm,
    rules=IssueRules,
    moves=(
        move(NEW_CARD, CardState.MADE, CardState.HANDED),
        move(CUSTODY, CustodyState.RECEIVED, CustodyState.DELIVERED, optional=True),
    ),
    conditions=(lies_here,),
    receipt=collect_receipt,
    report=lambda _entry: {},
    then=("activate.social", "activate.financial"),
)

UNDO = Operation(
    id="issue.undo",
    form=UndoForm,
    rules=IssueRules,
    reverses=HANDED,
    conditions=(soon_enough,),
    receipt=undo_receipt,
    report=lambda entry: {"reason": entry.form.reason},
)


@hookimpl
def counter_operations() -> Sequence[Operation[Any, Any]]:
    """Offer making, hand-over and its reversal."""
    return (MAKE, COLLECT, UNDO)
