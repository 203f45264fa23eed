"""A case: all that a decision may know, and the conditions that read it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Flag, auto
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from .bill import NextBill
from .dossier import Dossier, Holder, Subject
from .form import Form
from .guide import OperationRules, Tariff
from .password import PasswordRules
from .ruled import Refusal

if TYPE_CHECKING:
    from .entry import Fee

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


@dataclass(frozen=True, kw_only=True)
class Window:
    """The window where the clerk sits; ``type`` is a window type of the city file, ``bank`` whose outlet it is.

    ``branch`` is the code of its branch, ``district`` where that lies (所属行政区); ``pickup`` the same code where
    cards applied for here come back here.
    """

    id: str
    title: str
    type: str
    type_title: str
    bank: str = ""
    branch: str = ""
    branch_title: str = ""
    pickup: str = ""
    district: str = ""

    @property
    def kept(self) -> Mapping[str, str]:
        """Where a card applied for here comes back to, as facts of the card; nothing where that is open."""
        return {"pickup": self.pickup, "pickup_name": self.branch_title} if self.pickup else {}


@dataclass(frozen=True, kw_only=True)
class Clerk:
    """Who does it: number on the slip, name, and role."""

    number: str
    name: str
    role: str


@dataclass(frozen=True, kw_only=True)
class Need:
    """Something the counter asks another system before it decides.

    ``id`` is the system's name in the city file; a city that does not use the system does not ask.
    ``blanks`` are the blanks of the form that go along with the question, by the system's word for them; ``asks``
    says which question, where the system answers several. ``of_province``: it is put to the province, where its
    connector answers questions.
    """

    id: str
    title: str
    blanks: Mapping[str, str] = field(default_factory=dict)
    asks: str = ""
    of_province: bool = False


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What another system answered, with the facts behind it; or why it could not be asked."""

    source: str
    asked_at: datetime
    available: bool
    answer: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)


PROVINCE_RECORD = Need(id="province.record", title="省社会保障卡管理信息系统")
NEW_NUMBER = Need(id="province.number", title="新号码", blanks={"id_number": "id_number"})
FREE, TAKEN = "没有登记", "登记在另一人名下"


@dataclass(frozen=True, kw_only=True)
class Case(Generic[F, R]):
    """All that a decision may know; ``form`` and ``materials`` are None while only the desk asks.

    ``result`` is what a device gave, where a move follows an act; ``fee`` is charged within this
    operation, ``charges`` are the tariff items that are paid through it. ``unit`` is the unit an operation
    is about while the dossier is that of one of its cards' holders; ``undoes`` the operation taken back;
    ``operation`` is the id of the one that is decided, ``second`` has confirmed besides the clerk, ``password`` what
    the city says of passwords, ``bill`` the next numbered bill of this branch.
    """

    dossier: Dossier
    rules: R
    guide: OperationRules
    window: Window
    clerk: Clerk
    now: datetime
    city: str = ""
    op_id: str = ""
    part: int = 0
    form: F | None = None
    materials: frozenset[str] | None = None
    findings: Mapping[str, Finding] = field(default_factory=dict)
    bound: Mapping[str, Subject] = field(default_factory=dict)
    result: Mapping[str, str] = field(default_factory=dict)
    fee: "Fee | None" = None
    charges: "tuple[Tariff, ...]" = ()
    unit: Holder | None = None
    undoes: str = ""
    operation: str = ""
    second: Clerk | None = None
    password: PasswordRules | None = None
    bill: NextBill | None = None

    @property
    def filled(self) -> F:
        """The form, where a condition has declared that it reads it."""
        assert self.form is not None
        return self.form

    @property
    def passwords(self) -> PasswordRules:
        """What the city says of passwords, for a condition of an operation that asks for one."""
        assert self.password is not None, "a city whose operations ask for passwords has the table"
        return self.password


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


@dataclass(frozen=True)
class Across:
    """A condition that a plugin puts to every operation; its case has the rules of that plugin."""

    plugin: str
    condition: Condition
    rules: Any = None


Facts = Callable[[Case[Any, Any]], Mapping[str, str]]
Until = Callable[[Case[Any, Any]], datetime | None]
