"""The province's book of people, the calls that change it and the reasons it refuses them."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from counter.core.province import PersonRecord
from counter.rehearsal.province.record import Card, Person, person_from

FIRST_NUMBER = 70_000_000


class Reason(StrEnum):
    """Why the province refuses; each province has its own code and text for it."""

    UNKNOWN_PERSON = "unknown_person"
    UNKNOWN_CARD = "unknown_card"
    MISSING = "missing"
    SERIAL_REUSED = "serial_reused"
    NO_ANSWER = "no_answer"
    UNKNOWN_CALL = "unknown_call"
    ALREADY_LOST = "already_lost"
    IN_MAKING = "in_making"
    NOT_LOST = "not_lost"
    LOSS_IS_FINAL = "loss_is_final"
    NOT_REPLACEABLE = "not_replaceable"
    ALREADY_APPLIED = "already_applied"
    HAS_CARD = "has_card"
    NO_ORDER = "no_order"
    NO_RIGHT = "no_right"
    ALREADY_PAID = "already_paid"
    NOT_PAID = "not_paid"
    PAID_LATELY = "paid_lately"
    ALREADY_MARKED = "already_marked"
    NOT_MARKED = "not_marked"
    NOT_RESTORED = "not_restored"
    NOT_FAILED = "not_failed"
    MAKING_BEGUN = "making_begun"
    HAS_BATCH = "has_batch"
    BATCH_USED = "batch_used"
    BATCH_LOCKED = "batch_locked"
    NUMBER_TAKEN = "number_taken"
    ALREADY_COLLECTED = "already_collected"
    NOT_READY = "not_ready"
    ALREADY_ENABLED = "already_enabled"
    WRONG_STATE = "wrong_state"
    ID_TAKEN = "id_taken"
    NO_PROOF = "no_proof"
    NOT_CANCELLED = "not_cancelled"
    OTHER_CERTIFICATE = "other_certificate"
    ACCOUNT_OPEN = "account_open"
    TEMPORARY_OUT = "temporary_out"
    TEMPORARY_NOT_OUT = "temporary_not_out"
    NO_DEPOSIT = "no_deposit"
    LISTED_ALREADY = "listed_already"
    NOT_LISTED = "not_listed"


@dataclass(frozen=True)
class Traits:
    """What differs between provinces beside their words; all of it assumed.

    ``mark_first``: a card is marked before it is made, and restored after its making failed. ``letter`` begins the
    number of every card it gives. ``pays_apart``: a payment is registered
    by a call of its own. ``phone_loss_days``: term of a loss reported by telephone, None for no term.
    ``temporary_first``: the real card is not enabled while a temporary one is out.
    """

    mark_first: bool
    pays_apart: bool
    formal_loss_is_final: bool
    phone_loss_days: int | None
    letter: str
    card_years: int = 10
    month_days: int = 30
    temporary_first: bool = False


@dataclass(frozen=True)
class Call:
    """One call that changes the record: ``name`` is the province's word, ``deed`` ours."""

    name: str
    deed: str
    key: str
    id_number: str
    card_number: str
    at: str
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Batch:
    """Cards to be made together: who holds the lock, and whether its data came back."""

    number: str
    locked_by: str = ""
    used: bool = False


class Book:
    """Everyone the province knows."""

    def __init__(self, traits: Traits, people: Iterable[PersonRecord]) -> None:
        self.traits = traits
        self.people = {record.id_number: person_from(record) for record in people}
        self.former: dict[str, str] = {}
        self.batches: dict[str, Batch] = {}
        self.numbers = FIRST_NUMBER

    def person(self, id_number: str, now: datetime) -> Person | None:
        """Find a person, also by a number that was theirs, with everything ended that ends by itself."""
        while id_number not in self.people and id_number in self.former:
            id_number = self.former[id_number]
        person = self.people.get(id_number)
        if person is not None:
            person.settle(now)
        return person

    def listed(self, unit: str, batch: str, now: datetime) -> list[Person]:
        """Everybody of this unit or with a card to be collected there, or with a card of this batch."""
        found = [
            person
            for person in self.people.values()
            if (unit and (person.unit_number == unit or any(card.pickup == unit for card in person.cards)))
            or (batch and any(card.batch == batch for card in person.cards))
        ]
        for person in found:
            person.settle(now)
        return found

    def cards(self) -> Iterator[tuple[Person, Card]]:
        """All cards with their holders."""
        return ((person, card) for person in self.people.values() for card in person.cards)


Deed = Callable[[Book, Person, Call, datetime], Reason | None]
