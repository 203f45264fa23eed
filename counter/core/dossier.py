"""What is known of one holder when a decision is made."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property

from .change import Change
from .identity import masked_number
from .party import Party
from .states import COMING, FINAL, CardState, Kind, PaymentState, State, TemporaryState

Unused = frozenset[tuple[str, Decimal]]


@dataclass(frozen=True, kw_only=True)
class Holder:
    """Who a dossier belongs to; ``id`` is the branch's own number for them.

    A unit (单位) has its number and name in ``id_number`` and ``name``.
    """

    id: str
    id_number: str
    name: str
    sex: str = ""
    born_on: date | None = None
    facts: Mapping[str, str] = field(default_factory=dict)
    party: Party = Party.PERSON

    @property
    def texts(self) -> Mapping[str, str]:
        """All that is known of the holder, as texts by their names."""
        born = self.born_on.isoformat() if self.born_on is not None else ""
        own = {"id_number": self.id_number, "name": self.name, "sex": self.sex, "born_on": born}
        return {**self.facts, **{name: text for name, text in own.items() if text}}

    @property
    def number_shown(self) -> str:
        """The number as a page shows it: a person's with its middle hidden."""
        return self.id_number if self.party is Party.UNIT else masked_number(self.id_number)

    def age_on(self, day: date) -> int | None:
        """Full years (周岁) on this day; None while the date of birth is unknown."""
        if self.born_on is None:
            return None
        before_birthday = (day.month, day.day) < (self.born_on.month, self.born_on.day)
        return day.year - self.born_on.year - before_birthday


@dataclass(frozen=True, kw_only=True)
class Subject:
    """One thing with a state; ``version`` grows with every change, ``card`` is a function's card."""

    id: str
    kind: Kind
    state: State
    version: int
    since: datetime
    until: datetime | None = None
    card: str = ""
    number: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)

    def on(self, now: datetime) -> "Subject":
        """The subject as it is now: a loss, a temporary card, a notice whose time is over has ended by itself."""
        if self.state is CardState.TEMPORARILY_LOST and self.until is not None and now >= self.until:
            return replace(self, state=CardState.NORMAL, since=self.until, until=None)
        if self.state is TemporaryState.ISSUED and self.until is not None and now >= self.until:
            return replace(self, state=TemporaryState.EXPIRED, since=self.until)
        if self.state is PaymentState.ORDERED and self.until is not None and now >= self.until:
            return replace(self, state=PaymentState.EXPIRED, since=self.until)
        return self


SENT_BACK = "省已退回"
ENTERED_HERE = "窗口录入"
"""The source of a copy that nobody but the window has told: the province has never heard of this holder."""


@dataclass(frozen=True, kw_only=True)
class Past:
    """One earlier entry as the holder's page shows it; ``province`` is the sync state's word."""

    seq: int
    op_id: str
    part: int
    number: str
    operation: str
    title: str
    at: datetime
    where: str
    clerk: str
    origin: str
    province: str
    outcome: str = ""
    reverses: int | None = None
    moved: tuple[Change, ...] = ()


@dataclass(frozen=True, kw_only=True)
class OpenAct:
    """An act in steps that is not finished; ``told`` when the province has been told and steps are left."""

    seq: int
    op_id: str
    operation: str
    window: str
    told: bool
    subjects: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class Dossier:
    """A holder with everything that can be acted on, as of now."""

    holder: Holder
    subjects: tuple[Subject, ...] = ()
    past: tuple[Past, ...] = ()
    acts: tuple[OpenAct, ...] = ()
    copied_at: datetime | None = None
    source: str = ""

    def of(self, kind: Kind) -> tuple[Subject, ...]:
        """All subjects of a kind, newest first."""
        return self._by_kind.get(kind, ())

    def card(self) -> Subject | None:
        """The card the holder has or had last: in use first, then coming, then ended."""
        return self._card

    def coming(self) -> Subject | None:
        """The card that is on its way to the holder, if one is."""
        return self._coming

    # Every condition of every offer asks for the same again, and nothing in here changes.
    @cached_property
    def _by_kind(self) -> Mapping[Kind, tuple[Subject, ...]]:
        newest = sorted(self.subjects, key=lambda subject: subject.since, reverse=True)
        return {kind: tuple(s for s in newest if s.kind is kind) for kind in {s.kind for s in newest}}

    @cached_property
    def _card(self) -> Subject | None:
        cards = self.of(Kind.CARD)
        in_use = [card for card in cards if card.state not in FINAL and card.state not in COMING]
        return next(iter([*in_use, *((self._coming,) if self._coming is not None else ()), *cards]), None)

    @cached_property
    def _coming(self) -> Subject | None:
        return next((card for card in self.of(Kind.CARD) if card.state in COMING), None)

    def function(self, kind: Kind, card: Subject | None) -> Subject | None:
        """The social or financial function of one card."""
        if card is None:
            return None
        return next((s for s in self.subjects if s.kind is kind and s.card == card.id), None)

    @property
    def unused(self) -> Unused:
        """What was paid and not yet used: the tariff item (empty where it is not said) and the amount in yuan."""
        paid = (p.facts for p in self.of(Kind.PAYMENT) if p.state is PaymentState.PAID)
        return frozenset((f.get("item", ""), Decimal(f["amount"])) for f in paid if f.get("amount"))

    def find(self, subject_id: str) -> Subject | None:
        """The subject with this id."""
        return next((s for s in self.subjects if s.id == subject_id), None)

    def on(self, now: datetime) -> "Dossier":
        """The dossier as it is now, with every state that ends by itself ended."""
        subjects = tuple(subject.on(now) for subject in self.subjects)
        ended = any(new is not old for new, old in zip(subjects, self.subjects, strict=True))
        return replace(self, subjects=subjects) if ended else self

    def with_subjects(self, changed: Sequence[Subject]) -> "Dossier":
        """The dossier after these subjects came in or took the place of older versions."""
        ids = {subject.id for subject in changed}
        kept = tuple(subject for subject in self.subjects if subject.id not in ids)
        return replace(self, subjects=kept + tuple(changed))
