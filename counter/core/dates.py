"""Days, working days and time limits, all in Beijing time; the clock is always an argument."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from typing import Protocol, Self

from .cleaning import Typed, compact, half_width

BEIJING = timezone(timedelta(hours=8))
EARLIEST, LATEST = 1900, 2199
FOREVER = "长期"
_WEEKDAYS = "一二三四五六日"
_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_PARTED = re.compile(r"([0-9]+)[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?")


@dataclass(frozen=True)
class DayKind:
    """Whether people work on a day, and whether that is published or only estimated."""

    works: bool
    certain: bool


@dataclass(frozen=True)
class Deadline:
    """The last day of a limit; not certain when it rests on days whose holidays are not published yet."""

    day: date
    certain: bool


class WorkingDays(Protocol):
    """A calendar that knows which days are worked."""

    def kind(self, day: date) -> DayKind:
        """Whether this day is worked."""
        ...


def parse_date(text: str) -> date:
    """Read 2026-11-21, 2026/11/21, 2026.11.21, 20261121 or 2026年11月21日."""
    typed = re.sub("[‐‑‒–—―−]", "-", half_width(text).replace(" ", ""))
    parts = _COMPACT.fullmatch(typed) or _PARTED.fullmatch(typed)
    if parts is None:
        raise ValueError("日期看不懂，请写成 2026-11-21 或 20261121 的样子")
    if len(parts[1]) != len("2026"):
        raise ValueError("日期的年份要写四位，请写成 2026-11-21 的样子")
    year, month, day = map(int, parts.groups())
    if not EARLIEST <= year <= LATEST:
        raise ValueError(f"日期的年份应在 {EARLIEST} 到 {LATEST} 之间，现在是 {year}，请核对")
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueError(f"没有 {year} 年 {month} 月 {day} 日这一天，请核对日期") from None


class Validity(Typed):
    """Until when an identity document is valid: a date as 2030-01-01, or 长期."""

    __slots__ = ()

    def __new__(cls, text: str) -> Self:
        """Check what was typed or read from the document."""
        tight = compact(text) if "长" in text else text
        return super().__new__(cls, FOREVER if tight in {FOREVER, "长期有效"} else parse_date(text).isoformat())

    def over(self, day: date) -> bool:
        """Whether the document has expired on this day; its last day still counts."""
        return self != FOREVER and date.fromisoformat(self) < day


def shown(when: date) -> str:
    """2026 年 11 月 21 日（星期六）, and for a moment the Beijing time behind it."""
    if isinstance(when, datetime):
        assert when.tzinfo is not None, "a moment carries its zone"
        here = when.astimezone(BEIJING)
        return f"{shown(here.date())}{here:%H:%M}"
    return f"{when.year} 年 {when.month} 月 {when.day} 日（星期{_WEEKDAYS[when.weekday()]}）"


def add_calendar_days(start: date, n: int) -> date:
    """The n-th day after ``start``, which itself does not count (民法典第二百零一条)."""
    return start + timedelta(days=n)


def add_months(start: date, n: int) -> date:
    """The same day n months later, or the month's last day where there is none (民法典第二百零二条)."""
    years, month = divmod(start.month - 1 + n, 12)
    year, month = start.year + years, month + 1
    return date(year, month, min(start.day, monthrange(year, month)[1]))


def cut_short(start: date, n: int) -> bool:
    """Whether the month n months later has no such day, so that its last day counts."""
    return add_months(start, n).day != start.day


def add_working_days(start: date, n: int, calendar: WorkingDays) -> Deadline:
    """The n-th working day after ``start``.

    The day of acceptance does not count, counting begins on the next day (民法典第二百零一条); limits in
    working days leave out the statutory holidays (行政许可法第八十二条).
    """
    day, certain, left = start, True, n
    while left > 0:
        day += timedelta(days=1)
        kind = calendar.kind(day)
        certain = certain and kind.certain
        left -= kind.works
    return Deadline(day, certain)


def working_days_between(start: date, end: date, calendar: WorkingDays) -> int:
    """Working days after ``start`` up to and with ``end``; none when ``end`` is not later."""
    after = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
    return sum(calendar.kind(day).works for day in after)


def end_of(day: date) -> datetime:
    """The moment a day is over in Beijing."""
    return datetime.combine(day + timedelta(days=1), time(), BEIJING)


def time_left(now: datetime, until: datetime) -> str:
    """还剩 4 天 4 小时, 还剩 20 分钟, 已超期 2 天: the two largest units, one when late."""
    late = now >= until
    minutes = int(abs(until - now) / timedelta(minutes=1))
    days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    units = [f"{n} {unit}" for n, unit in ((days, "天"), (hours, "小时"), (minutes, "分钟"))]
    first = next((place for place, unit in enumerate(units) if not unit.startswith("0")), None)
    if first is None:
        return "已到期" if late else "还剩不到 1 分钟"
    two = [unit for unit in units[first : first + 2] if not unit.startswith("0")]
    return f"已超期 {two[0]}" if late else f"还剩 {' '.join(two)}"


def days_left(today: date, due: date) -> str:
    """还剩 4 天, 今天到期, 已超期 2 天: for limits that are days."""
    days = (due - today).days
    if days == 0:
        return "今天到期"
    return f"还剩 {days} 天" if days > 0 else f"已超期 {-days} 天"
