"""日结: what the city says of closing a window's day, what must be finished first, what is refused afterwards."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING

from .charge import fee_of
from .guide import Reviewer
from .money import fen
from .ruled import Refusal, Ruled
from .second import SecondRule

if TYPE_CHECKING:
    from .offer import Part

CASH = "现金"
"""The account of what lies in the drawer."""


class Stops(Enum):
    """What is refused at a window whose day is closed."""

    MONEY = "money"
    ALL = "all"


class OpenKind(Enum):
    """What can be open when a day is to be closed; payments by the word of their state."""

    ACT = "结果不明"
    MAKING = "制卡未完"
    REFUNDING = "退费中"
    PAID = "已缴费"
    USED = "已使用"
    ORDERED = "已开单"
    UNBILLED = "票据未开"
    UNSIGNED = "未签字"
    SENT_BACK = "省里退回"
    WAITING = "待省确认"
    DRAFT = "草稿"
    OTHER = "其他待办"
    EARLIER = "前一天未结"


@dataclass(frozen=True, kw_only=True)
class OpenItem:
    """One thing that is open: what it is, whose, since when, and the page on which it is finished.

    ``person`` is the branch's own number for them; ``many`` stand for the rest of a long list.
    """

    kind: OpenKind
    text: str
    path: str
    person: str = ""
    name: str = ""
    many: int = 1
    since: datetime | None = None
    blocks: bool = False


@dataclass(frozen=True, kw_only=True)
class DayRules:
    """The ``[dayend]`` table: how a window's day is closed in this city.

    ``notes`` are the denominations that are counted, in yuan; ``begins_with`` lies in the drawer in the morning
    (备用金); ``sees_cash``: who sees what should be in the drawer before it is counted; ``blocks``: what must be
    finished before the day is closed; ``second``: who signs besides the clerk, without ``second_always`` only where
    the cash differs; ``reopen_second``: who confirms besides the supervisor that a day is opened again.
    """

    stops: Ruled[Stops]
    notes: Ruled[tuple[Decimal, ...]]
    begins_with: Ruled[Decimal]
    sees_cash: Ruled[tuple[Reviewer, ...]]
    blocks: Ruled[tuple[OpenKind, ...]]
    second: Ruled[tuple[Reviewer, ...]]
    second_always: Ruled[bool]
    reopen_second: Ruled[tuple[Reviewer, ...]]

    @property
    def closing(self) -> SecondRule:
        """Who signs besides the clerk."""
        return SecondRule(self.second)

    @property
    def reopening(self) -> SecondRule:
        """Who confirms besides the supervisor."""
        return SecondRule(self.reopen_second)

    def shows_cash(self, role: str) -> bool:
        """Whether this role sees what should be in the drawer before it is counted."""
        return role in [one.value for one in self.sees_cash.value]


@dataclass(frozen=True)
class Closed:
    """The day of a window that was closed: under which number, and when."""

    number: str
    at: datetime


def note_words(yuan: Decimal) -> str:
    """A note or coin as it is called: 100 元, 5 角, 1 分."""
    whole = fen(yuan)
    for size, word in ((100, "元"), (10, "角"), (1, "分")):
        if whole % size == 0:
            return f"{whole // size} {word}"
    raise AssertionError(yuan)


def counted_fen(notes: tuple[tuple[int, int], ...]) -> int:
    """What so many notes and coins come to; each is its worth in fen, and how many."""
    return sum(worth * many for worth, many in notes)


def differs(counted: int, due: int) -> str:
    """How what was counted differs from what should be there, in words; empty where it does not."""
    if counted == due:
        return ""
    return f"{'长款' if counted > due else '短款'} {Decimal(abs(counted - due)).scaleb(-2):.2f} 元"


def moves_money(part: "Part") -> bool:
    """Whether money, or a numbered bill, may pass the window with this operation."""
    return fee_of(part) is not None or part.operation.postings is not None or part.operation.bills is not None


def after_closing(part: "Part", closed: Closed | None, rules: DayRules | None) -> list[Refusal]:
    """Why an operation is not done at this window, whose day is closed."""
    if closed is None or rules is None:
        return []
    if rules.stops.value is Stops.MONEY and not moves_money(part):
        return []
    what = "不再收钱、退钱、开票" if rules.stops.value is Stops.MONEY else "不再办理业务"
    text = (
        f"本窗口 {closed.at:%H:%M} 已日结（{closed.number}），当天{what}，"
        f"请明天办理{part.guide.title}，或请主管重开"
    )
    return [Refusal(text, rules.stops.source)]


AHEAD = timedelta(seconds=1)
"""Several rows of one millisecond are given the next ones: so far ahead is no clock that went back."""


def backwards(now: datetime, last: datetime) -> Refusal | None:
    """Why no day can be closed by a clock that has gone back behind what was written last."""
    if last - AHEAD <= now:
        return None
    text = f"电脑的时钟是 {now:%Y-%m-%d %H:%M:%S}，最后一笔却记在 {last:%Y-%m-%d %H:%M:%S}：时钟走回去了"
    return Refusal(f"{text}，请管理员校准时钟后再日结")


def not_yet(day: date, now: datetime) -> Refusal | None:
    """Why a day that has not come cannot be closed."""
    return Refusal(f"{day} 还没有到，只能日结今天和以前的日子") if day > now.date() else None
