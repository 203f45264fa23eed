"""The province's own record: people, cards and payments in the province's own stages.

Written without looking at the counter's states, so that each side checks the other.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar

from counter.core.province import CardRecord, PersonRecord
from counter.rehearsal.province.listed import Listing, listing_from, listing_of
from counter.rehearsal.province.temporary import Temporary, Where, record_of_temporary, temporary_from

T = TypeVar("T")


class Stage(StrEnum):
    """Where one card stands, as the province sees it."""

    RECEIVED = "received"
    ORDERED = "ordered"
    MARKED = "marked"
    MADE = "made"
    COLLECTED = "collected"
    VALID = "valid"
    TEMP_LOST = "temp_lost"
    LOST = "lost"
    VOID = "void"
    CLOSED = "closed"


class Use(StrEnum):
    """Whether one of a card's two functions may be used."""

    OFF = "off"
    ON = "on"
    LOST = "lost"
    STOPPED = "stopped"


OFFICIAL_STAGE = {
    Stage.RECEIVED: "已受理", Stage.ORDERED: "已申请", Stage.MARKED: "制卡中", Stage.MADE: "待领取",
    Stage.COLLECTED: "待启用", Stage.VALID: "正常", Stage.TEMP_LOST: "临时挂失", Stage.LOST: "正式挂失",
    Stage.VOID: "作废", Stage.CLOSED: "注销",
}
OFFICIAL_SOCIAL = {Use.OFF: "未启用", Use.ON: "已启用", Use.STOPPED: "停用"}
OFFICIAL_FINANCIAL = {Use.OFF: "未激活", Use.ON: "已激活", Use.LOST: "挂失", Use.STOPPED: "停用"}


@dataclass
class Card:
    """One card, or the order for one: ``number`` is empty until it is known."""

    number: str
    bank: str
    stage: Stage
    social: Use = Use.OFF
    financial: Use = Use.OFF
    issued_on: date | None = None
    expires_on: date | None = None
    lost_until: datetime | None = None
    lost_by: str = ""
    lost_at: datetime | None = None
    bank_lost_at: datetime | None = None
    before_loss: Stage = Stage.VALID
    paid: bool = False
    batch: str = ""
    begun: bool = False
    pickup: str = ""
    pickup_name: str = ""
    applied_by: str = ""
    to_review: bool = False
    failed: bool = False
    given: bool = False
    password: str = ""
    cancelled_for: str = ""
    certificate: str = ""
    returned: str = ""

    @property
    def shown(self) -> Stage:
        """What is told of the card: marked is still ordered, and it is being made once its data were handed out."""
        if self.begun:
            return Stage.MARKED
        return Stage.ORDERED if self.stage is Stage.MARKED else self.stage

    @property
    def told(self) -> str:
        """Its number as it is told: one that was given for making counts only once the card was made."""
        return "" if self.given else self.number

    @property
    def password_told(self) -> str:
        """What is known of its password; nothing before the social function is enabled."""
        return self.password if self.social is Use.ON else ""

    def settle(self, now: datetime) -> None:
        """End a temporary loss whose term has passed."""
        if self.stage is Stage.TEMP_LOST and self.lost_until is not None and self.lost_until <= now:
            self.find_again()

    def find_again(self) -> None:
        """Put the card back to where it stood before it was reported lost."""
        self.stage, self.lost_until, self.lost_by, self.lost_at = self.before_loss, None, "", None

    def end(self, stage: Stage) -> None:
        """Make the card and both its functions unusable for ever."""
        self.stage, self.lost_until = stage, None
        self.social = self.financial = Use.STOPPED


@dataclass
class Payment:
    """One payment the province was told of."""

    amount: str
    bill_number: str
    notice_number: str
    pay_key: str
    at: datetime
    cancelled: bool = False


@dataclass
class Person:
    """One person with all cards, oldest first."""

    id_number: str
    name: str
    sex: str
    born_on: date
    ethnic: str
    mobile: str
    address: str
    insured_area: str
    category: str
    unit_number: str = ""
    unit_name: str = ""
    facts: dict[str, str] = field(default_factory=dict)
    photo: str = ""
    cards: list[Card] = field(default_factory=list)
    payments: list[Payment] = field(default_factory=list)
    temporaries: list[Temporary] = field(default_factory=list)
    listing: Listing | None = None

    def card(self, number: str) -> Card | None:
        """The card of this number, if the person has it."""
        return next((card for card in self.cards if number and card.number == number), None)

    def order(self) -> Card | None:
        """The open application: ordered or being made."""
        return next((c for c in self.cards if c.stage in {Stage.ORDERED, Stage.MARKED}), None)

    def received(self) -> Card | None:
        """The application that was taken in and whose data nobody has worked on."""
        return next((c for c in self.cards if c.stage is Stage.RECEIVED), None)

    def temporary_out(self) -> Temporary | None:
        """The temporary card this person has."""
        return next((card for card in self.temporaries if card.where is Where.OUT), None)

    def settle(self, now: datetime) -> None:
        """Let everything end that ends by itself."""
        for card in self.cards:
            card.settle(now)


class RehearsalError(Exception):
    """A rehearsal was asked for something that cannot be."""

    def __init__(self, what: str) -> None:
        super().__init__(f"演练没有执行：{what}，请改正后重发")


def _of(words: Mapping[T, str], word: str) -> T:
    for own, official in words.items():
        if official == word:
            return own
    raise RehearsalError(f"状态不能是“{word}”，只能是{'、'.join(words.values())}")


def _card_from(record: CardRecord) -> Card:
    never_used = record.social == OFFICIAL_SOCIAL[Use.OFF]
    return Card(
        number=record.number, bank=record.bank, stage=_of(OFFICIAL_STAGE, record.state),
        social=_of(OFFICIAL_SOCIAL, record.social),
        financial=_of(OFFICIAL_FINANCIAL, record.financial),
        issued_on=record.issued_on, expires_on=record.expires_on,
        lost_until=record.lost_until, lost_by=record.lost_by, lost_at=record.lost_at,
        bank_lost_at=record.bank_lost_at,
        before_loss=Stage.COLLECTED if never_used else Stage.VALID, pickup=record.pickup,
        begun=record.state == OFFICIAL_STAGE[Stage.MARKED],
        pickup_name=record.pickup_name, batch=record.batch, applied_by=record.applied_by,
        to_review=record.to_review, paid=bool(record.applied_by), password=record.password,
        cancelled_for=record.cancelled_for, certificate=record.certificate, returned=record.returned,
    )


def person_from(record: PersonRecord) -> Person:
    """Take an invented person into the province's record."""
    return Person(
        id_number=record.id_number, name=record.name, sex=record.sex, born_on=record.born_on,
        ethnic=record.ethnic, mobile=record.mobile, address=record.address,
        insured_area=record.insured_area, category=record.category,
        unit_number=record.unit_number, unit_name=record.unit_name, facts=dict(record.facts),
        cards=[_card_from(card) for card in record.cards],
        temporaries=[temporary_from(card) for card in record.temporary],
        listing=listing_from(record.blacklist),
    )


def record_of(person: Person, now: datetime) -> PersonRecord:
    """Show a person in the official words, to compare both sides."""
    person.settle(now)
    return PersonRecord(
        id_number=person.id_number, name=person.name, sex=person.sex, born_on=person.born_on,
        ethnic=person.ethnic, mobile=person.mobile, address=person.address,
        insured_area=person.insured_area, category=person.category, as_of=now,
        unit_number=person.unit_number, unit_name=person.unit_name, facts=dict(person.facts),
        blacklist=listing_of(person.listing),
        cards=tuple(
            CardRecord(
                number=c.told, state=OFFICIAL_STAGE[c.shown], bank=c.bank,
                social=OFFICIAL_SOCIAL[c.social], financial=OFFICIAL_FINANCIAL[c.financial],
                issued_on=c.issued_on, expires_on=c.expires_on, lost_until=c.lost_until, lost_by=c.lost_by,
                lost_at=c.lost_at, bank_lost_at=c.bank_lost_at,
                pickup=c.pickup, pickup_name=c.pickup_name, batch=c.batch,
                applied_by=c.applied_by, to_review=c.to_review, password=c.password_told,
                cancelled_for=c.cancelled_for, certificate=c.certificate, returned=c.returned,
            )
            for c in person.cards
        ),
        temporary=tuple(record_of_temporary(card, now) for card in person.temporaries),
    )
