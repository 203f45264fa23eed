"""Applications for a first card, as the province takes them in, works on them, corrects and ends them."""

import hashlib
from datetime import date, datetime

from counter.rehearsal.province.book import Book, Call, Reason
from counter.rehearsal.province.record import Card, Person, Stage

OWN = ("sex", "ethnic", "mobile", "address", "category", "unit_number", "unit_name")
"""What the province keeps of a person by name; the rest of an application is kept as it came."""
OF_THE_CARD = {"name", "born_on", "bank", "pickup", "pickup_name", "channel", "old_card_number", "reason", "photo"}
_ENDED = {Stage.VOID, Stage.CLOSED}
_STOPPABLE = {Stage.VALID, Stage.COLLECTED, Stage.TEMP_LOST, Stage.LOST}


def newcomer(call: Call) -> Person | None:
    """Somebody the province has never heard of, as the application tells; None when it tells too little."""
    facts = call.facts
    try:
        born = date.fromisoformat(facts.get("born_on", ""))
    except ValueError:
        return None
    if not facts.get("name") or facts.get("sex") not in {"男", "女"}:
        return None
    return Person(
        id_number=call.id_number, name=facts["name"], sex=facts["sex"], born_on=born, ethnic="", mobile="",
        address="", insured_area="", category="",
    )


def apply_new(_book: Book, person: Person, call: Call, _now: datetime) -> Reason | None:
    """First application of a person who has no card that still counts."""
    refused = _stands_in_the_way(person)
    if refused is not None:
        return refused
    _tell(person, call)
    person.cards.append(_order(call, Stage.ORDERED))
    return None


def receive(_book: Book, person: Person, call: Call, _now: datetime) -> Reason | None:
    """An application taken in at a point that only enters it; an old card may still be in use."""
    if person.order() or person.received():
        return Reason.ALREADY_APPLIED
    _tell(person, call)
    person.cards.append(_order(call, Stage.RECEIVED))
    return None


def work_on(_book: Book, person: Person, call: Call, _now: datetime) -> Reason | None:
    """The data of an application that was taken in are complete: the card is ordered."""
    order = person.received()
    if order is None:
        return Reason.NO_ORDER
    if any(card is not order and card.stage not in _ENDED for card in person.cards):
        return Reason.HAS_CARD
    _tell(person, call)
    order.stage, order.paid = Stage.ORDERED, True
    order.bank = call.facts.get("bank") or order.bank
    return None


def review(_book: Book, person: Person, call: Call, _now: datetime) -> Reason | None:
    """An application that nobody had looked at was checked with the applicant, and corrected."""
    order = person.order()
    if order is None or not order.to_review:
        return Reason.NO_ORDER
    _tell(person, call)
    order.to_review = False
    order.bank = call.facts.get("bank") or order.bank
    return None


def end(_book: Book, person: Person, _call: Call, _now: datetime) -> Reason | None:
    """The application is ended before a card is made."""
    order = person.received() or person.order()
    if order is None:
        return Reason.NO_ORDER
    if order.begun:
        return Reason.MAKING_BEGUN
    person.cards.remove(order)
    return None


def stop_card(_book: Book, person: Person, call: Call, _now: datetime) -> Reason | None:
    """An old card is stopped for good, with the holder's consent."""
    card = person.card(call.card_number)
    if card is None:
        return Reason.UNKNOWN_CARD
    if card.stage not in _STOPPABLE:
        return Reason.WRONG_STATE
    card.end(Stage.VOID)
    return None


def _stands_in_the_way(person: Person) -> Reason | None:
    if person.order() or person.received():
        return Reason.ALREADY_APPLIED
    return Reason.HAS_CARD if any(card.stage not in _ENDED for card in person.cards) else None


def _order(call: Call, stage: Stage) -> Card:
    facts = call.facts
    return Card(
        number="", bank=facts.get("bank", ""), stage=stage, paid=stage is Stage.ORDERED,
        pickup=facts.get("pickup", ""), pickup_name=facts.get("pickup_name", ""), applied_by=facts.get("channel", ""),
    )


def _tell(person: Person, call: Call) -> None:
    """Keep what the application tells of the person."""
    for name, text in call.facts.items():
        if name in OWN:
            setattr(person, name, text)
        elif name not in OF_THE_CARD:
            person.facts[name] = text
    if call.facts.get("photo"):
        person.photo = hashlib.sha256(call.facts["photo"].encode()).hexdigest()
