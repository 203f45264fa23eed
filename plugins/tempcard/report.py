"""What the province is told of temporary cards."""

from collections.abc import Callable, Mapping
from typing import Any

from counter import Entry, PaymentState

from .conditions import coupon_shown
from .form import GoneForm, IssueForm, RefundForm, RenewForm


def card_told(entry: Entry[Any]) -> Mapping[str, str]:
    """Which temporary card it is about."""
    change = entry.change("temporary")
    return {"temporary_number": change.number if change is not None else ""}


def renew_told(entry: Entry[RenewForm] | Entry[IssueForm]) -> Mapping[str, str]:
    """The card and the moment its term ends."""
    change = entry.change("temporary")
    until = change.until if change is not None else None
    return {**card_told(entry), "until": until.isoformat() if until is not None else ""}


def issue_told(entry: Entry[IssueForm]) -> Mapping[str, str]:
    """The card, its term, who handed it out, and what was taken against which coupon."""
    card, payment = entry.change("temporary"), entry.change("payment")
    facts = card.facts if card is not None else {}
    kept = {name: facts.get(name, "") for name in ("branch", "branch_name", "coupon")}
    return {**renew_told(entry), **kept, "amount": payment.facts.get("amount", "") if payment is not None else ""}


def refund_told(entry: Entry[RefundForm]) -> Mapping[str, str]:
    """The coupon and what was given back."""
    payment = entry.change("payment")
    return {"coupon": coupon_shown(entry.form), "amount": payment.facts["amount"] if payment is not None else ""}


def gone_told(cause: str) -> Callable[[Entry[GoneForm]], Mapping[str, str]]:
    """What became of the card, of its deposit, and whether its holder was listed."""

    def told(entry: Entry[GoneForm]) -> Mapping[str, str]:
        card, payment = entry.change("temporary"), entry.change("payment")
        kept = payment is not None and payment.after is PaymentState.KEPT
        return {
            "temporary_number": card.number if card is not None else "",
            "cause": cause,
            "kept": "是" if kept else "",
            "listed": "是" if entry.change("blacklist") is not None else "",
        }

    return told
