"""Marking, batches, the data returned after making, collecting and enabling."""

from datetime import datetime

from counter.core.dates import add_months
from counter.rehearsal.province.book import Batch, Book, Call, Reason
from counter.rehearsal.province.record import Card, Person, Stage, Use

_IN_HAND = {Stage.COLLECTED, Stage.VALID}


def mark(_book: Book, person: Person, _call: Call, _now: datetime) -> Reason | None:
    """Mark the ordered card as to be made at this place."""
    order = person.order()
    if order is None:
        return Reason.NO_ORDER
    if order.stage is Stage.MARKED:
        return Reason.ALREADY_MARKED
    if order.failed:
        return Reason.NOT_RESTORED
    if not order.paid:
        return Reason.NOT_PAID
    order.stage = Stage.MARKED
    return None


def cancel_mark(_book: Book, person: Person, _call: Call, _now: datetime) -> Reason | None:
    """Take the mark off, as long as the data were not fetched."""
    order = person.order()
    if order is None or order.stage is not Stage.MARKED:
        return Reason.NOT_MARKED
    if order.begun:
        return Reason.MAKING_BEGUN
    order.stage, order.batch = Stage.ORDERED, ""
    return None


def give_batch(book: Book, person: Person) -> str | Reason:
    """Give the marked card a batch number."""
    order = person.order()
    if order is None or order.stage is not Stage.MARKED:
        return Reason.NOT_MARKED
    if order.batch:
        return Reason.HAS_BATCH
    order.batch = f"P{len(book.batches) + 1:06d}"
    book.batches[order.batch] = Batch(order.batch)
    return order.batch


def lock_batch(book: Book, number: str, window: str) -> Batch | Reason:
    """Confirm a batch for one window; another window's lock holds."""
    batch = book.batches.get(number)
    if batch is None:
        return Reason.NOT_MARKED
    if batch.used:
        return Reason.BATCH_USED
    if batch.locked_by not in {"", window}:
        return Reason.BATCH_LOCKED
    batch.locked_by = window
    return batch


def begin(book: Book, person: Person, number: str) -> Card | Reason:
    """Hand out the data of one card; from here on it is being made."""
    order = person.order()
    batch = book.batches.get(number)
    if order is None or batch is None or order.batch != number:
        return Reason.NOT_MARKED
    if batch.used:
        return Reason.BATCH_USED
    if not batch.locked_by:
        return Reason.BATCH_LOCKED
    return _begun(book, order)


def begin_unmarked(book: Book, person: Person) -> Card | Reason:
    """Hand out the data of one card where nothing is marked and no batch is given."""
    order = _ready(book, person)
    return order if isinstance(order, Reason) else _begun(book, order)


def _begun(book: Book, order: Card) -> Card:
    order.begun = book.traits.mark_first
    if not order.number:
        book.numbers += 1
        order.number = f"{book.traits.letter}{book.numbers}"
        order.given = True
    return order


def _close_batch(book: Book, order: Card) -> None:
    if order.batch:
        book.batches[order.batch].used = True
    order.begun, order.batch, order.given = False, "", False


def _ready(book: Book, person: Person) -> Card | Reason:
    order = person.order()
    if order is None:
        return Reason.NO_ORDER
    if book.traits.mark_first and order.stage is not Stage.MARKED:
        return Reason.NOT_MARKED
    return order if order.paid else Reason.NOT_PAID


def made(book: Book, person: Person, call: Call, now: datetime) -> Reason | None:
    """The card was made: its number is known, it waits to be collected."""
    order = _ready(book, person)
    if isinstance(order, Reason):
        return order
    number = call.facts.get("new_card_number", "") or order.number
    if not number:
        return Reason.MISSING
    if any(card.number == number and card is not order for _, card in book.cards()):
        return Reason.NUMBER_TAKEN
    _close_batch(book, order)
    order.number, order.stage = number, Stage.MADE
    order.bank = call.facts.get("bank") or order.bank
    order.issued_on, order.expires_on = now.date(), add_months(now.date(), 12 * book.traits.card_years)
    return None


def failed(book: Book, person: Person, _call: Call, _now: datetime) -> Reason | None:
    """Making failed, by the bank or by the maker: the order is open again."""
    order = _ready(book, person)
    if isinstance(order, Reason):
        return order
    if order.given:
        order.number = ""
    _close_batch(book, order)
    order.stage, order.failed = Stage.ORDERED, book.traits.mark_first
    return None


def restore(_book: Book, person: Person, _call: Call, _now: datetime) -> Reason | None:
    """The application of a card that could not be made is open again."""
    order = person.order()
    if order is None:
        return Reason.NO_ORDER
    if not order.failed:
        return Reason.NOT_FAILED
    order.failed = False
    return None


def collect(_book: Book, person: Person, call: Call, _now: datetime) -> Reason | None:
    """The finished card is handed out."""
    card = person.card(call.card_number)
    if card is None:
        return Reason.UNKNOWN_CARD
    if card.stage in _IN_HAND:
        return Reason.ALREADY_COLLECTED
    if card.stage is not Stage.MADE:
        return Reason.NOT_READY
    card.stage = Stage.COLLECTED
    return None


def hand_on(_book: Book, person: Person, call: Call, _now: datetime) -> Reason | None:
    """The finished card is sent to another place, to be collected there."""
    card = person.card(call.card_number)
    if card is None:
        return Reason.UNKNOWN_CARD
    if card.stage is not Stage.MADE:
        return Reason.ALREADY_COLLECTED if card.stage in _IN_HAND else Reason.NOT_READY
    card.pickup, card.pickup_name = call.facts["pickup"], call.facts.get("pickup_name", "")
    return None


def undo_collect(_book: Book, person: Person, call: Call, _now: datetime) -> Reason | None:
    """A hand-over is taken back while the card was not enabled."""
    card = person.card(call.card_number)
    if card is None:
        return Reason.UNKNOWN_CARD
    if card.stage is Stage.VALID or card.financial is Use.ON:
        return Reason.ALREADY_ENABLED
    if card.stage is not Stage.COLLECTED:
        return Reason.NOT_READY
    card.stage = Stage.MADE
    return None


def enable_social(book: Book, person: Person, call: Call, _now: datetime) -> Reason | None:
    """The social function is enabled; the card is in use from now on."""
    card = person.card(call.card_number)
    if book.traits.temporary_first and person.temporary_out() is not None:
        return Reason.TEMPORARY_OUT
    if card is None:
        return Reason.UNKNOWN_CARD
    if card.stage in _IN_HAND and card.social is Use.ON:
        return Reason.ALREADY_ENABLED
    if card.stage not in _IN_HAND:
        return Reason.NOT_READY
    card.stage, card.social = Stage.VALID, Use.ON
    card.password = call.facts.get("password", "")
    return None


def enable_financial(_book: Book, person: Person, call: Call, _now: datetime) -> Reason | None:
    """The bank opened the financial account."""
    card = person.card(call.card_number)
    if card is None:
        return Reason.UNKNOWN_CARD
    if card.stage in _IN_HAND and card.financial is Use.ON:
        return Reason.ALREADY_ENABLED
    if card.stage not in _IN_HAND or card.financial is not Use.OFF:
        return Reason.NOT_READY
    card.financial = Use.ON
    return None
