"""收费: the fee for a card, taken at the window or paid at the bank outlet, used once and registered once."""

from collections.abc import Mapping, Sequence
from typing import Any

from counter import (
    ABSENT,
    NONTAX,
    PAYMENT,
    Case,
    Entry,
    NoRules,
    Operation,
    PaymentState,
    Way,
    hookimpl,
    move,
)

from .conditions import (
    amount_is_the_fee,
    cash_is_the_fee,
    nothing_paid_unused,
    notice_is_paid,
    numbers_look_printed,
    something_to_pay_for,
)
from .form import CashForm, NoticeForm, RegisterForm
from .receipt import notice_receipt, register_receipt


def _cash(case: Case[CashForm, Any]) -> Mapping[str, str]:
    return {"way": "现金", "amount": f"{case.filled.received:.2f}", "bill_number": f"{case.op_id}.{case.part}"}


def _paper(case: Case[NoticeForm, NoRules]) -> Mapping[str, str]:
    form = case.filled
    return {
        "way": "缴款通知书",
        "amount": f"{form.amount:.2f}",
        "notice_number": form.notice_number,
        "bill_number": form.bill_number,
    }


def _registered(entry: Entry[RegisterForm]) -> Mapping[str, str]:
    change = entry.change("payment")
    facts = dict(change.facts) if change is not None else {}
    facts.pop("way", None)
    return {**facts, "pay_key": change.subject if change is not None else ""}


CASH = Way(
    id="cash",
    title="现金",
    form=CashForm,
    conditions=(cash_is_the_fee,),
    account="现金",
    facts=_cash,
)

NOTICE = Operation(
    id="fees.notice",
    form=NoticeForm,
    rules=NoRules,
    moves=(move(PAYMENT, ABSENT, PaymentState.PAID, facts=_paper),),
    needs=(NONTAX,),
    conditions=(something_to_pay_for, nothing_paid_unused, numbers_look_printed, amount_is_the_fee, notice_is_paid),
    receipt=notice_receipt,
    unique=lambda form: {"缴款通知书": form.notice_number, "财政票据": form.bill_number},
    then=("loss.formal", "replace.lost", "replace.damaged"),
)

REGISTER = Operation(
    id="fees.register",
    form=RegisterForm,
    rules=NoRules,
    moves=(move(PAYMENT, PaymentState.USED, PaymentState.REGISTERED),),
    receipt=register_receipt,
    report=_registered,
    then=("issue.mark", "issue.make"),
)


@hookimpl
def counter_operations() -> Sequence[Operation[Any, Any]]:
    """Offer the entry of a paid notice and the registration of a used payment."""
    return (NOTICE, REGISTER)


@hookimpl
def counter_ways() -> Sequence[Way]:
    """Take cash at the window."""
    return (CASH,)
