"""What the counter and a provincial system say to each other, in the counter's own words.

A connector translates these values into one province's calls and codes; nothing else knows them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Literal, Protocol

from .cardkey import CardKey, CardShown, MakerStep, Purpose, ReadKey
from .line import MismatchError, UnavailableError
from .oldcodes import renewed


@dataclass(frozen=True, kw_only=True)
class Report:
    """One entry on its way to the province; ``op_id`` and ``part`` make it known for ever.

    ``at`` is Beijing time with offset; ``facts`` are the operation's own words, all texts; ``attachments``
    are files that go along by name (``photo``, a JPEG; ``paper1`` and so on, scans as PDF or JPEG).
    """

    op_id: str
    part: int
    operation: str
    at: datetime
    branch: str
    window: str
    clerk: str
    id_number: str
    name: str
    card_number: str | None
    facts: Mapping[str, str] = field(default_factory=dict)
    attachments: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """The number under which the province remembers this report."""
        return f"{self.op_id}.{self.part}"


@dataclass(frozen=True)
class Answer:
    """What the province said: the code is the province's own, the text is Chinese.

    ``waiting`` means taken in, the result follows as news.
    """

    state: Literal["accepted", "waiting", "rejected"]
    code: str
    text: str


@dataclass(frozen=True, kw_only=True)
class CardRecord:
    """One card as the province knows it; states are the official words (正常, 临时挂失 ...).

    ``lost_at`` is when the loss of the card took effect, ``bank_lost_at`` that of its financial account at the bank.
    ``pickup`` is the code of the branch (网点) where the card will be handed out, ``pickup_name`` what that
    branch is called, ``batch`` the batch the card was made in, ``applied_by`` the channel of its application,
    ``to_review`` that nobody has checked that yet, ``password`` whether its initial one was changed (初始, 已改), empty
    where that is not known. Of a cancelled card: ``cancelled_for`` the cause, ``certificate`` the number of its
    certificate, ``returned`` what became of the card itself.
    """

    number: str
    state: str
    bank: str
    social: str
    financial: str
    issued_on: date | None = None
    expires_on: date | None = None
    lost_until: datetime | None = None
    lost_by: str = ""
    lost_at: datetime | None = None
    bank_lost_at: datetime | None = None
    pickup: str = ""
    pickup_name: str = ""
    batch: str = ""
    applied_by: str = ""
    to_review: bool = False
    password: str = ""
    cancelled_for: str = ""
    certificate: str = ""
    returned: str = ""


@dataclass(frozen=True, kw_only=True)
class TemporaryRecord:
    """One temporary card (临时卡) as the province knows it; both states are the official words.

    ``until`` is the moment it ends, None where it has no term. ``branch`` is the code of the branch that issued
    it; ``coupon`` the number of the coupon (受理回执单) against which ``deposit``, in yuan, is given back; empty
    where nothing was taken.
    """

    number: str
    state: str
    issued_on: date
    until: datetime | None = None
    branch: str = ""
    branch_name: str = ""
    coupon: str = ""
    deposit: str = ""
    deposit_state: str = ""


@dataclass(frozen=True, kw_only=True)
class BlacklistRecord:
    """What the province says of a person and its blacklist: the state's word, why, since which day, by which article.

    ``by`` is who listed them.
    """

    state: str
    reason: str = ""
    since: str = ""
    article: str = ""
    by: str = ""


@dataclass(frozen=True, kw_only=True)
class PersonRecord:
    """One person as the province knows them, with all cards, at ``as_of``.

    ``facts`` are what an application tells besides, by the names of its blanks (status, postcode ...).
    """

    id_number: str
    name: str
    sex: str
    born_on: date
    ethnic: str
    mobile: str
    address: str
    insured_area: str
    category: str
    as_of: datetime
    cards: tuple[CardRecord, ...] = ()
    temporary: tuple[TemporaryRecord, ...] = ()
    unit_number: str = ""
    unit_name: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)
    blacklist: BlacklistRecord | None = None

    @property
    def renewed(self) -> "PersonRecord":
        """The same in today's codes: older systems have rare hanzi at places of private use."""
        facts = {name: renewed(text) for name, text in self.facts.items()}
        return replace(
            self, name=renewed(self.name), address=renewed(self.address), unit_name=renewed(self.unit_name), facts=facts
        )


NewsKind = Literal["card", "person", "applied", "withdrawn", "result"]


@dataclass(frozen=True, kw_only=True)
class MakingRecord:
    """What the province hands out for making one card (制卡数据); the number may be given only later."""

    id_number: str
    name: str
    bank: str
    card_number: str
    batch: str = ""


@dataclass(frozen=True, kw_only=True)
class News:
    """Something that happened elsewhere: ``id`` is the province's number of the message.

    kinds: ``card`` (a card's state changed: facts state, and until/by where it has them),
    ``person`` (the record of who was known by this number was changed, the number itself perhaps too),
    ``applied`` (applied for elsewhere, such as on the web: facts pickup), ``withdrawn`` (制卡信息撤出: facts reason),
    ``result`` (the final answer to a waiting report:
    facts key, state accepted|rejected, code, text).
    """

    id: str
    kind: NewsKind
    id_number: str
    card_number: str
    at: datetime
    origin: str
    facts: Mapping[str, str] = field(default_factory=dict)


class ProvinceUnavailableError(UnavailableError):
    """The province gave no answer that can be relied on; whether it applied is unknown."""

    def __init__(self, why: str) -> None:
        super().__init__(why, f"省级系统暂时连不上（{why}），已受理的业务留在待上送，恢复后自动上送")


class ProvinceMismatchError(MismatchError):
    """The system at this address does not speak this province's language."""

    def __init__(self, why: str) -> None:
        super().__init__(why, f"对方不是本省的社保卡系统（{why}），请核对省级系统地址和城市文件里的接口插件")


class Connector(Protocol):
    """The counter's side of one province's interface."""

    title: str
    operations: frozenset[str]

    def look_up(self, id_number: str, timeout: float) -> PersonRecord | None:
        """Ask for a person's record; None when the province has nobody of this number."""
        ...

    def roll(self, kind: str, number: str, timeout: float) -> Sequence[PersonRecord]:
        """Everybody of a unit (``unit``), or whose card came with a batch (``batch``), with their cards."""
        ...

    def send(self, report: Report) -> Answer:
        """Report one entry; sending the same report again gives the first answer again."""
        ...

    def making_record(self, report: Report) -> MakingRecord | Answer:
        """Fetch what a card is made from (获取数据), or why it is not given; asking again gives the same."""
        ...

    def card_key(self, report: Report, purpose: Purpose, challenge: str) -> CardKey | Answer:
        """Let the province answer the random number of the card of this report, or why it does not."""
        ...

    def read_key(self, shown: CardShown, timeout: float) -> ReadKey | Answer:
        """Let the province answer the number of a card that is being read, or why it does not."""
        ...

    def maker_step(self, step: MakerStep, timeout: float) -> str | Answer:
        """Let the province's key machine answer a step of a maker's library, in that library's own words."""
        ...

    def news(self, after: str) -> tuple[Sequence[News], str]:
        """Fetch news after this cursor, oldest first, with the next cursor."""
        ...
