"""What the counter asks and tells the systems beside the province, in the counter's own words.

A connector translates these values into one system's calls; nothing else knows them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Protocol, runtime_checkable

from .case import Need
from .province import Answer
from .ruled import Ruled


class Compared(Enum):
    """What 公安联网核查 answers about a name and a number; 待比对 means that it has not compared yet."""

    MATCH = "比对成功"
    DIFFERS = "比对不成功"
    PENDING = "待比对"


class Insured(Enum):
    """What the insurance system answers; the finding's facts are area, kind and agency."""

    YES = "已参保"
    NO = "未参保"


class Paid(Enum):
    """What the non-tax system answers about a payment notice and the bill to it."""

    YES = "已缴款"
    NOT_YET = "未缴款"
    UNKNOWN = "查无此通知书"
    OTHER_BILL = "票据不符"
    CANCELLED = "通知书已作废"


# The blanks of a form that go along with the question, by the word the connector knows them under:
# what was typed goes before what the record says.
WHO = {"name": "name", "id_number": "id_number"}
POLICE = Need(id="police", title="公安联网核查", blanks=WHO)
INSURANCE = Need(id="insurance", title="参保情况", blanks=WHO)
NONTAX = Need(
    id="nontax",
    title="缴款情况",
    blanks={"notice_number": "notice_number", "bill_number": "bill_number", "amount": "amount"},
)
NOTICE_NUMBER = Need(id="nontax", title="通知书编号", asks="next")
PAID_LATELY = Need(id="province.payments", title="近期补卡缴费", of_province=True)


class Payable(Enum):
    """What the province answers when a fee is about to be taken."""

    YES = "可以缴费"
    NO = "不能缴费"


@dataclass(frozen=True, kw_only=True)
class Inquiry:
    """One question: about whom, which one, from which branch, and what was typed that the system needs to know."""

    id_number: str
    name: str
    facts: Mapping[str, str] = field(default_factory=dict)
    asks: str = ""
    branch: str = ""


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What was answered: one word, and the facts behind it."""

    answer: str
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Message:
    """What an entry has to tell a system once it is committed; ``title`` says on pages what it is."""

    system: str
    title: str
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """One message on its way; ``key`` makes it known for ever, ``at`` is when the entry was made."""

    key: str
    operation: str
    at: datetime
    branch: str
    id_number: str
    name: str
    facts: Mapping[str, str] = field(default_factory=dict)


@runtime_checkable
class Asked(Protocol):
    """A system that answers questions before a decision."""

    title: str

    def ask(self, inquiry: Inquiry, seconds: float) -> Reply:
        """Answer within this time; UnavailableError or MismatchError when no answer can be relied on."""
        ...


@runtime_checkable
class Told(Protocol):
    """A system that is told what was done."""

    title: str

    def tell(self, delivery: Delivery) -> Answer:
        """Take this in; the same key again gets the first answer again, ``waiting`` means ask later."""
        ...


System = Asked | Told


class Unasked(Enum):
    """What the city does while a system cannot be asked."""

    ACCEPT = "accept"
    REFUSE = "refuse"


@dataclass(frozen=True, kw_only=True)
class SystemRules:
    """The ``[systems."..."]`` table of a city file: a system beside the province that this city uses.

    ``unavailable`` is for a system that is asked; its note is the refusal, or what the slip says instead. ``receipt``
    is for one that sends short messages: the essentials of a slip, sent where the holder wants them so.
    """

    title: str
    article: str
    unavailable: Ruled[Unasked] | None = None
    receipt: Ruled[str] | None = None


@dataclass(frozen=True, kw_only=True)
class MessageRules:
    """One of ``[[messages."operation"]]``: which system is told what once this operation is done.

    ``title`` is the kind of the record too. ``text`` is what a short message says, with {name} and the like
    in it; ``also`` names blanks of the form and facts of what was moved that go along where they are filled.
    ``when`` limits it: ``通知方式=手机短信`` means only where that blank says so; ``if_reachable``: only where a mobile
    number is known, so that nobody has to work off what could not be sent.
    """

    system: str
    title: str
    article: str
    text: Ruled[str] | None = None
    also: tuple[str, ...] = ()
    when: str = ""
    if_reachable: bool = False
