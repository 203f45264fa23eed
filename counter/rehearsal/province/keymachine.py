"""The rehearsal province's key machine (加密机): it knows every card by its own number (卡的识别码)."""

from collections.abc import Sequence
from datetime import datetime

from counter.rehearsal.cardkeys import answer_to, key_of
from counter.rehearsal.chip.files import card_id_of
from counter.rehearsal.province.book import Book, Reason
from counter.rehearsal.province.passwords import key_for

# Which of the card's keys reads it, as hexadecimal.
KEY = "0A"
_READS, _UNLOCKS = "iReadCardBas_HSM_Step1", ("iUnblockPIN_HSM_Step1", "iUnblockPIN_HSM_Step2")
_CARD_ID, _INTERNAL, _EXTERNAL, _RANDOM = 3, 4, 6, 2


def to_read(book: Book, card_id: str, challenge: str) -> str | Reason:
    """Answer the number of a card that is being read, whatever state it is in."""
    number = _number(book, card_id)
    if number is None:
        return Reason.UNKNOWN_CARD
    return answer_to(key_of(number), "read", challenge.lower())


def to_step(book: Book, step: Sequence[str], now: datetime) -> str | Reason:
    """Answer a step of a maker's library in its own words: 32 digits for each number the card drew.

    ``step``: the function, what it has written, whose card it is and which; the last two are empty for a reading.
    """
    function, told, id_number, card_number = step
    fields = told.split("|")
    if function == _READS and len(fields) > _EXTERNAL:
        number = _number(book, fields[_CARD_ID])
        if number is None:
            return Reason.UNKNOWN_CARD
        drawn = [fields[place] for place in (_INTERNAL, _EXTERNAL) if fields[place]]
        return "".join(f"{_twice(number, 'read', one)}|" for one in drawn)
    if function in _UNLOCKS and len(fields) > _RANDOM:
        allowed = key_for(book.person(id_number, now), card_number, "unlock", fields[_RANDOM])
        return allowed if isinstance(allowed, Reason) else f"{_twice(card_number, 'unlock', fields[_RANDOM])}|"
    return Reason.MISSING


def _twice(number: str, purpose: str, drawn: str) -> str:
    first = answer_to(key_of(number), purpose, drawn.lower())
    return (first + answer_to(key_of(number), purpose, first)).upper()


def _number(book: Book, card_id: str) -> str | None:
    """The number of the card with this identification, None where the province has no such card."""
    numbers = (card.number for _, card in book.cards() if card.number)
    return next((number for number in numbers if card_id_of(number).hex().upper() == card_id.upper()), None)
