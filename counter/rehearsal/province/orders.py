"""Replacements and payments, as the province applies them."""

from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation

from counter.rehearsal.province.book import Book, Call, Reason
from counter.rehearsal.province.record import Card, Payment, Person, Stage

_DAMAGED_FROM = {Stage.VALID, Stage.COLLECTED}


def _amount(call: Call) -> Decimal | None:
    try:
        amount = Decimal(call.facts.get("amount", ""))
    except InvalidOperation:
        return None
    return amount if amount.is_finite() and amount >= 0 else None


def _taken(book: Book, number: str) -> bool:
    return bool(number) and any(card.number == number for _, card in book.cards())


def replace_lost(book: Book, person: Person, call: Call, now: datetime) -> Reason | None:
    """Replace a formally lost card: the old one is void, a new one is ordered."""
    return _replace(book, person, call, now, {Stage.LOST})


def replace_damaged(book: Book, person: Person, call: Call, now: datetime) -> Reason | None:
    """Replace a damaged card that is still in use."""
    return _replace(book, person, call, now, _DAMAGED_FROM)


def _replace(book: Book, person: Person, call: Call, now: datetime, stages: set[Stage]) -> Reason | None:
    old = person.card(call.card_number)
    number = call.facts.get("new_card_number", "")
    if person.order() or person.received():
        return Reason.ALREADY_APPLIED
    if old is None:
        return Reason.UNKNOWN_CARD
    if old.stage not in stages:
        return Reason.NOT_REPLACEABLE
    if _taken(book, number):
        return Reason.NUMBER_TAKEN
    if not book.traits.pays_apart:
        refused = _fee(call)
        if refused:
            return refused
        _keep_payment(person, call, now)
    old.end(Stage.VOID)
    bank = call.facts.get("bank") or old.bank
    person.cards.append(Card(
        number, bank, Stage.ORDERED, paid=not book.traits.pays_apart,
        pickup=call.facts.get("pickup", ""), pickup_name=call.facts.get("pickup_name", ""),
        applied_by=call.facts.get("channel", ""),
    ))
    return None


def _fee(call: Call) -> Reason | None:
    """A fee that is not nothing comes with the number of its bill."""
    amount = _amount(call)
    if amount is None:
        return Reason.MISSING
    return Reason.NOT_PAID if amount and not call.facts.get("bill_number") else None


def _keep_payment(person: Person, call: Call, now: datetime) -> None:
    facts = call.facts
    person.payments.append(Payment(
        amount=facts["amount"], bill_number=facts.get("bill_number", ""),
        notice_number=facts.get("notice_number", ""), pay_key=facts.get("pay_key", ""), at=now,
    ))


def register_payment(_book: Book, person: Person, call: Call, now: datetime) -> Reason | None:
    """Register the payment of the open application, once."""
    order = person.order()
    if order is None:
        return Reason.NO_ORDER
    if order.paid:
        return Reason.ALREADY_PAID
    if _amount(call) is None:
        return Reason.MISSING
    _keep_payment(person, call, now)
    order.paid = True
    return None


def cancel_payment(_book: Book, person: Person, _call: Call, _now: datetime) -> Reason | None:
    """Take the registered payment back, as long as the card is not being made."""
    order = person.order()
    payment = next((p for p in reversed(person.payments) if not p.cancelled), None)
    if order is None:
        return Reason.NO_ORDER
    if order.begun:
        return Reason.MAKING_BEGUN
    if not order.paid or payment is None:
        return Reason.NOT_PAID
    order.paid, payment.cancelled = False, True
    return None


def paid_lately(book: Book, person: Person, now: datetime) -> bool:
    """Whether a payment for a replacement succeeded within the last month."""
    since = now - timedelta(days=book.traits.month_days)
    return any(not p.cancelled and p.at > since for p in person.payments)
