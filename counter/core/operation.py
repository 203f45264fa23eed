"""The words in which a plugin declares what a window may do."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import Enum, Flag, auto
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from .dossier import Dossier, Subject
from .form import By, Form
from .ruled import Refusal, Ruled
from .states import Absent, Kind, State

if TYPE_CHECKING:
    from printing import Receipt

    from .entry import Entry, Fee
    from .offer import Offer

F = TypeVar("F", bound=Form)
R = TypeVar("R")


class Reads(Flag):
    """What a condition must know before it can speak; window, clerk, rules and time are always known."""

    DOSSIER = auto()
    FORM = auto()
    FINDINGS = auto()
    MATERIALS = auto()
    SECRETS = auto()


AT_DESK = Reads.DOSSIER
AT_FORM = Reads.DOSSIER | Reads.FORM | Reads.FINDINGS | Reads.MATERIALS
AT_CONFIRM = AT_FORM | Reads.SECRETS


class When(Enum):
    """For whom a paper is required."""

    ALWAYS = "always"
    SELF = "self"
    AGENT = "agent"
    GUARDIAN = "guardian"
    ANOTHER = "another"

    def holds(self, by: By) -> bool:
        """Whether the paper is asked when this one has come."""
        match self:
            case When.ALWAYS:
                return True
            case When.ANOTHER:
                return by is not By.SELF
            case _:
                return self.name == by.name


@dataclass(frozen=True, kw_only=True)
class Paper:
    """One required paper (应收材料) of one operation in one city."""

    paper: str
    when: When = When.ALWAYS
    article: str = ""
    assumed: bool = False


class Offline(Enum):
    """What the city does while the province cannot be reached."""

    ACCEPT = "accept"
    PROVISIONAL = "provisional"
    REFUSE = "refuse"


@dataclass(frozen=True, kw_only=True)
class Window:
    """The window where the clerk sits; ``type`` is a window type of the city file, ``bank`` whose outlet it is."""

    id: str
    title: str
    type: str
    type_title: str
    bank: str = ""


@dataclass(frozen=True, kw_only=True)
class Clerk:
    """Who does it: number on the slip, name, and role."""

    number: str
    name: str
    role: str


@dataclass(frozen=True, kw_only=True)
class Need:
    """Something the counter asks another system before it decides."""

    id: str
    title: str


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What another system answered: ``answer`` is empty when it could not be asked."""

    source: str
    asked_at: datetime
    available: bool
    answer: str = ""


PROVINCE_RECORD = Need(id="province.record", title="省社会保障卡管理信息系统")


@dataclass(frozen=True, kw_only=True)
class OperationRules:
    """The ``[operations."..."]`` table of a city file: the service guide of one operation.

    ``issuing_bank``: only at a window of the bank that issued the card (发卡银行).
    """

    title: str
    article: str
    windows: Ruled[tuple[str, ...]]
    agent: Ruled[bool]
    offline: Ruled[Offline]
    materials: tuple[Paper, ...]
    issuing_bank: Ruled[bool] | None = None
    promise: str = ""
    tariff: str = ""
    next: str = ""
    refusals: Mapping[str, Ruled[str]] = field(default_factory=dict)
    notices: tuple[Ruled[str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Case(Generic[F, R]):
    """All that a decision may know; ``form`` and ``materials`` are None while only the desk asks.

    ``result`` is what a device gave, where a move follows an act; ``fee`` is charged within this
    operation, ``charges`` are the tariff items that are paid through it.
    """

    dossier: Dossier
    rules: R
    guide: OperationRules
    window: Window
    clerk: Clerk
    now: datetime
    op_id: str = ""
    part: int = 0
    form: F | None = None
    materials: frozenset[str] | None = None
    findings: Mapping[str, Finding] = field(default_factory=dict)
    bound: Mapping[str, Subject] = field(default_factory=dict)
    result: Mapping[str, str] = field(default_factory=dict)
    fee: "Fee | None" = None
    charges: "tuple[Tariff, ...]" = ()

    @property
    def filled(self) -> F:
        """The form, where a condition has declared that it reads it."""
        assert self.form is not None
        return self.form


Check = Callable[[Case[Any, Any]], Refusal | None]


@dataclass(frozen=True)
class Condition:
    """A named predicate that refuses with its own sentence and article, or says nothing."""

    reads: Reads
    check: Check

    @property
    def name(self) -> str:
        """The predicate's name, as the diagram and the tests call it."""
        return self.check.__name__


def condition(reads: Reads) -> Callable[[Callable[[Case[Any, Any]], Refusal | None]], Condition]:
    """Declare what a condition reads."""
    return lambda check: Condition(reads, check)


Facts = Callable[[Case[Any, Any]], Mapping[str, str]]
Until = Callable[[Case[Any, Any]], datetime | None]


@dataclass(frozen=True)
class Role:
    """The part a subject plays in a move; a function's role follows the role of its card."""

    name: str
    kind: Kind
    title: str
    of: str = ""


OLD_CARD = Role("card", Kind.CARD, "社会保障卡")
NEW_CARD = Role("new_card", Kind.CARD, "新卡")
SOCIAL = Role("social", Kind.SOCIAL, "社保功能", of="card")
FINANCIAL = Role("financial", Kind.FINANCIAL, "金融功能", of="card")
NEW_SOCIAL = Role("social", Kind.SOCIAL, "社保功能", of="new_card")
NEW_FINANCIAL = Role("financial", Kind.FINANCIAL, "金融功能", of="new_card")
PAYMENT = Role("payment", Kind.PAYMENT, "缴费")


@dataclass(frozen=True)
class Move:
    """From one of these states to this one; an optional move happens only where it can."""

    role: Role
    before: frozenset[State]
    after: State
    optional: bool = False
    facts: Facts | None = None
    until: Until | None = None

    @property
    def creates(self) -> bool:
        """Whether the subject does not exist yet."""
        return Absent.ABSENT in self.before


def move(
    role: Role,
    before: State | Sequence[State],
    after: State,
    *,
    optional: bool = False,
    facts: Facts | None = None,
    until: Until | None = None,
) -> Move:
    """Declare a move."""
    states = frozenset([before] if isinstance(before, State) else before)
    return Move(role, states, after, optional, facts, until)


@dataclass(frozen=True)
class ActDone:
    """The device did it; the facts are its result (card number, bank account ...)."""

    facts: Mapping[str, str]


@dataclass(frozen=True)
class ActFailed:
    """The device surely did not do it."""

    reason: str


@dataclass(frozen=True)
class Act(Generic[F]):
    """An act outside the database, bracketed by two commits.

    ``run(entry, device, secrets)`` gives ActDone or ActFailed; anything it raises is *unknown*.
    ``tells_failure``: the province hears of a failed act too (失败数据回盘). ``without_device(secrets)``:
    this one can be done at a window that has no such device; ``run`` then gets None.
    """

    title: str
    device: str
    run: "Callable[[Entry[F], Any, Mapping[str, str]], ActDone | ActFailed]"
    done: tuple[Move, ...]
    failed: tuple[Move, ...]
    tells_failure: bool = False
    without_device: "Callable[[Mapping[str, str]], bool]" = lambda _secrets: False


@dataclass(frozen=True, kw_only=True)
class Operation(Generic[F, R]):
    """One thing a window may do, declared; the counter carries it down the road."""

    id: str
    form: type[F]
    rules: type[R]
    receipt: "Callable[[Entry[F]], Receipt]"
    moves: tuple[Move, ...] = ()
    conditions: tuple[Condition, ...] = ()
    needs: tuple[Need, ...] = ()
    then: tuple[str, ...] = ()
    act: Act[F] | None = None
    reverses: tuple[str, ...] = ()
    report: "Callable[[Entry[F]], Mapping[str, str]] | None" = None
    unique: "Callable[[F], Mapping[str, str]] | None" = None
    final_word: str = ""

    @property
    def plugin(self) -> str:
        """The plugin that declares it: the first half of the id."""
        return self.id.partition(".")[0]


class Moment(Enum):
    """When a fee is paid: as an operation of its own before, or within the operation."""

    BEFORE = "before"
    WITHIN = "within"


@dataclass(frozen=True, kw_only=True)
class Tariff:
    """One item of the city's tariff."""

    title: str
    yuan: Ruled[Decimal]
    moment: Ruled[Moment]
    ways: Ruled[tuple[str, ...]]
    pays_with: str = ""


@dataclass(frozen=True, kw_only=True)
class Way:
    """A way to pay within an operation: its blanks, conditions, the payment's facts, the cash account."""

    id: str
    title: str
    form: type[Form]
    conditions: tuple[Condition, ...]
    account: str
    facts: Facts


class Days(Enum):
    """How a deadline counts."""

    WORKING = "working"
    CALENDAR = "calendar"
    AT_ONCE = "at_once"


@dataclass(frozen=True, kw_only=True)
class Promise:
    """A promised time limit (承诺时限) of the city; ``stops`` says in words when the clock stops."""

    days: Ruled[int]
    kind: Ruled[Days]
    starts: str
    stops: str


@dataclass(frozen=True)
class NoRules:
    """The rules of a plugin whose city files say nothing beyond the operations' guides."""


@dataclass(frozen=True, kw_only=True)
class LookUpCase:
    """What a look-up may know: it decides nothing and leaves an audit row only."""

    dossier: Dossier
    office: str
    phone: str
    city: str
    window: Window
    clerk: Clerk
    now: datetime
    offer: "Offer | None" = None
    by: By = By.SELF


@dataclass(frozen=True, kw_only=True)
class LookUp:
    """A look-up: who may, and the paper it gives; ``about_offer`` means it is asked for one operation."""

    id: str
    title: str
    roles: frozenset[str]
    about_offer: bool
    paper: "Callable[[LookUpCase], Receipt]"
