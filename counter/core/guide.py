"""The service guide (办事指南) of one operation in one city: who may, with which papers, for what fee, by when."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum

from .blank import By
from .ruled import Refusal, Ruled


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
    """One required paper (应收材料) of one operation; ``printed``: it is the form of the check page, signed.

    ``only`` limits it to a blank that says so, as in ``Required``: ``注销原因=死亡 或 失踪``.
    """

    paper: str
    when: When = When.ALWAYS
    only: str = ""
    article: str = ""
    assumed: bool = False
    printed: bool = False

    @property
    def limit(self) -> str:
        """When it is asked, in words; empty where always: 注销原因为死亡或失踪的."""
        label, _, word = self.only.partition("=")
        return f"{label}为{word.replace(EITHER, '或')}的" if label else ""


EITHER = " 或 "


@dataclass(frozen=True, kw_only=True)
class Scanned:
    """A paper whose scan (扫描件) is kept with the entry: one of the materials, or one that only a scan is kept of.

    ``when`` limits it as in ``Required``; without ``must`` it may be scanned; with ``closable`` a window
    without a document camera (未配备高拍仪) says so instead.
    """

    paper: str
    when: str = ""
    must: bool = True
    closable: bool = True
    article: str = ""
    assumed: bool = False
    note: str = ""

    @property
    def source(self) -> str:
        """The article as a clerk reads it."""
        return Ruled(value=self.must, article=self.article, assumed=self.assumed).source


@dataclass(frozen=True, kw_only=True)
class Required:
    """Blanks a city's document does not let stay empty: labels, ``甲 或 乙`` means one of the two.

    ``when`` limits it: ``人员类别=城镇职工`` means only where that blank says so.
    """

    blanks: tuple[str, ...]
    when: str = ""
    article: str = ""
    assumed: bool = False


class Reviewer(Enum):
    """Who may be the second person (复核人)."""

    CLERK = "经办"
    SUPERVISOR = "主管"


class Offline(Enum):
    """What the city does while the province cannot be reached."""

    ACCEPT = "accept"
    PROVISIONAL = "provisional"
    REFUSE = "refuse"


@dataclass(frozen=True, kw_only=True)
class OperationRules:
    """The ``[operations."..."]`` table of a city file: the service guide of one operation.

    ``issuing_bank``: only at a window of the bank that issued the card (发卡银行). ``photo``: not without the
    holder's photo; its note is what is said to one without. ``asks`` are the labels of the blanks this city asks
    among those a form leaves to the city, ``甲=乙`` where this city calls 甲 so; ``required`` those that must
    be filled; ``scans`` are the papers that are scanned. ``form`` names the form file of the application form,
    ``form_title`` what the document calls it here. ``second``: who else must confirm (复核); ``second_above``: only
    where more yuan than this are moved. ``reminder``: what the holder's page says while it is still to be done.
    """

    title: str
    article: str
    windows: Ruled[tuple[str, ...]]
    agent: Ruled[bool]
    offline: Ruled[Offline]
    materials: tuple[Paper, ...]
    issuing_bank: Ruled[bool] | None = None
    photo: Ruled[bool] | None = None
    second: Ruled[tuple[Reviewer, ...]] | None = None
    second_above: Ruled[Decimal] | None = None
    promise: str = ""
    tariff: str = ""
    form: str = ""
    form_title: Ruled[str] | None = None
    next: str = ""
    reminder: Ruled[str] | None = None
    asks: Ruled[tuple[str, ...]] | None = None
    required: tuple[Required, ...] = ()
    scans: tuple[Scanned, ...] = ()
    refusals: Mapping[str, Ruled[str]] = field(default_factory=dict)
    notices: tuple[Ruled[str], ...] = ()

    def refusal(self, word: str) -> Refusal | None:
        """What the city says where something is in the state of this word; None where it says nothing of it."""
        said = self.refusals.get(word)
        return None if said is None else Refusal(said.value, said.source)


class Moment(Enum):
    """When a fee is paid: as an operation of its own before, or within the operation."""

    BEFORE = "before"
    WITHIN = "within"


@dataclass(frozen=True, kw_only=True)
class Tariff:
    """One item of the city's tariff; what is ``refundable`` is a deposit (押金): held, and given back or kept."""

    title: str
    yuan: Ruled[Decimal]
    moment: Ruled[Moment]
    ways: Ruled[tuple[str, ...]]
    pays_with: tuple[str, ...] = ()
    refundable: Ruled[bool] | None = None

    @property
    def deposit(self) -> bool:
        """Whether it is given back."""
        return self.refundable is not None and self.refundable.value


class Days(Enum):
    """How a deadline counts."""

    WORKING = "working"
    CALENDAR = "calendar"
    AT_ONCE = "at_once"


@dataclass(frozen=True, kw_only=True)
class Promise:
    """A promised time limit (承诺时限) of the city; ``stops`` is the title of the operation that stops the clock.

    ``near``: with so many days left, or fewer, it is listed as soon due (将到期).
    """

    days: Ruled[int]
    kind: Ruled[Days]
    starts: str
    stops: str
    near: Ruled[int] | None = None
