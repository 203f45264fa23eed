"""收费: the fee for a card, paid at the window, at the bank or by POS; billed, used, registered or refunded once."""

from collections.abc import Sequence
from typing import Any

from counter import Condition, Operation, Way, hookimpl

from .conditions import cash_is_the_fee
from .conditions_of_bills import billed_before_it_is_used
from .form import CashForm
from .money import CASH as CASH_WORD
from .money import cash
from .ordering import NOTICE, ORDER, PAID, SWIPE, WITHDRAW
from .paid import BILL, BILL_AGAIN, REFUND, REFUND_BY_CARD, REGISTER, UNREGISTER

CASH = Way(
    id="cash",
    title=CASH_WORD,
    form=CashForm,
    conditions=(cash_is_the_fee,),
    account="现金",
    facts=cash,
)


@hookimpl
def counter_operations() -> Sequence[Operation[Any, Any]]:
    """Offer the ways to pay beforehand, the bill, the registration and the way back."""
    ordered = (ORDER, PAID, SWIPE, NOTICE, WITHDRAW)
    return (*ordered, BILL, BILL_AGAIN, REGISTER, UNREGISTER, REFUND, REFUND_BY_CARD)


@hookimpl
def counter_conditions() -> Sequence[Condition]:
    """Hold back whatever uses a payment before its bill was issued, where the city says so."""
    return (billed_before_it_is_used,)


@hookimpl
def counter_ways() -> Sequence[Way]:
    """Take cash at the window."""
    return (CASH,)
