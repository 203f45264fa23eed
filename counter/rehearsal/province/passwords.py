"""The passwords of cards, as the province hears of them; the password itself is in the chip alone."""

from datetime import datetime

from counter.rehearsal.cardkeys import BLANK, answer_to, key_of
from counter.rehearsal.province.book import Book, Call, Reason
from counter.rehearsal.province.record import Card, Person, Stage

INITIAL, CHANGED = "初始", "已改"
_LOST = {Stage.TEMP_LOST, Stage.LOST}
_IN_HAND = {Stage.COLLECTED, Stage.VALID}
_ENDED = {Stage.VOID, Stage.CLOSED}


def _in_hand(person: Person, number: str) -> Card | Reason:
    card = person.card(number)
    if card is None:
        return Reason.UNKNOWN_CARD
    if card.stage in _LOST:
        return Reason.ALREADY_LOST
    if card.stage in _ENDED:
        return Reason.WRONG_STATE
    return card if card.stage in _IN_HAND else Reason.NOT_READY


def change_password(_book: Book, person: Person, call: Call, _now: datetime) -> Reason | None:
    """The holder changed the password, or it was set anew."""
    card = _in_hand(person, call.card_number)
    if isinstance(card, Reason):
        return card
    card.password = CHANGED
    return None


def unlock_password(_book: Book, person: Person, call: Call, _now: datetime) -> Reason | None:
    """The card takes its password again; the password is the same."""
    card = _in_hand(person, call.card_number)
    return card if isinstance(card, Reason) else None


def reset_password(book: Book, person: Person, call: Call, now: datetime) -> Reason | None:
    """A new password was given without the old one."""
    return change_password(book, person, call, now)


def key_for(person: Person | None, number: str, purpose: str, challenge: str) -> str | Reason:
    """Answer a card's random number with the card's key, for a card in its holder's hand, or one being made alone."""
    if person is None:
        return Reason.UNKNOWN_PERSON
    if purpose == "write":
        order = person.card(number)
        being_made = order is not None and order.stage not in _IN_HAND | _LOST | _ENDED
        return answer_to(key_of(BLANK), purpose, challenge) if being_made else Reason.WRONG_STATE
    card = _in_hand(person, number)
    if isinstance(card, Reason):
        return card
    return answer_to(key_of(number), purpose, challenge)
