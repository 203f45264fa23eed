"""Cancellation (注销), as the province applies it: at one stroke, or social part, account and card one by one."""

from datetime import datetime

from counter.rehearsal.province.book import Book, Call, Reason
from counter.rehearsal.province.record import Card, Person, Stage, Use

_CANCELLABLE = {Stage.VALID, Stage.COLLECTED, Stage.TEMP_LOST, Stage.LOST}


def _cancel(person: Person, call: Call) -> Card | Reason:
    card = person.card(call.card_number)
    if card is None:
        return Reason.UNKNOWN_CARD
    if person.order() is not None or person.received() is not None:
        return Reason.ALREADY_APPLIED
    if card.stage not in _CANCELLABLE:
        return Reason.WRONG_STATE
    card.cancelled_for = call.facts.get("reason", "")
    return card


def cancel_card(_book: Book, person: Person, call: Call, _now: datetime) -> Reason | None:
    """The card and both its functions end at once."""
    card = _cancel(person, call)
    if isinstance(card, Reason):
        return card
    card.end(Stage.CLOSED)
    card.returned = call.facts.get("returned", "")
    return None


def cancel_social(_book: Book, person: Person, call: Call, _now: datetime) -> Reason | None:
    """The card and its social function end, with a certificate; the bank account is left to the bank."""
    if not call.facts.get("certificate"):
        return Reason.MISSING
    account = next((c.financial for c in person.cards if c.number == call.card_number), Use.OFF)
    card = _cancel(person, call)
    if isinstance(card, Reason):
        return card
    card.end(Stage.CLOSED)
    card.financial, card.certificate = account, call.facts["certificate"]
    return None


def close_account(_book: Book, person: Person, call: Call, _now: datetime) -> Reason | None:
    """The bank closes the account of a cancelled card, on its certificate."""
    card = person.card(call.card_number)
    if card is None:
        return Reason.UNKNOWN_CARD
    if card.stage is not Stage.CLOSED or card.financial is Use.STOPPED:
        return Reason.NOT_CANCELLED
    if call.facts.get("certificate") != card.certificate:
        return Reason.OTHER_CERTIFICATE
    card.financial = Use.STOPPED
    return None


def take_back(_book: Book, person: Person, call: Call, _now: datetime) -> Reason | None:
    """What became of the card itself, once, after the account was closed."""
    card = person.card(call.card_number)
    if card is None:
        return Reason.UNKNOWN_CARD
    if card.stage is not Stage.CLOSED or card.financial is not Use.STOPPED:
        return Reason.ACCOUNT_OPEN
    if card.returned:
        return Reason.WRONG_STATE
    card.returned = call.facts.get("returned", "")
    return None
