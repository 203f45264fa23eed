"""Which days are worked: the branch's year tables, the published calendar, or an estimate that says so."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib import import_module
from pathlib import Path

from .core.dates import DayKind
from .core.strict import Mistakes, read_table

SHIPPED = Path(__file__).parent / "cities" / "workdays"
_SATURDAY = 5
_DECEMBER = 12
# The notice for a year may move days from 29 December on: that of 2019 made 29 December 2018 a working day.
_LATE_DECEMBER = 29
# 全国年节及纪念日放假办法: the days that stand in the solar calendar, as (month, day).
_FIXED = frozenset({(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)})
_APRIL = 4


@dataclass(frozen=True, kw_only=True)
class YearTable:
    """One year's notice: days off (weekends may be listed too) and weekend days worked instead."""

    source: str
    holidays: tuple[date, ...]
    make_up: tuple[date, ...]


class WorkdayTableError(Exception):
    """The year tables cannot be relied on; ``mistakes`` has one sentence for each fault of all files."""

    def __init__(self, folder: Path, mistakes: Mistakes) -> None:
        lines = "；".join(mistakes)
        super().__init__(f"放假安排表有 {len(mistakes)} 处错误，请改正 {folder} 里的文件后重新启动：{lines}")
        self.mistakes = tuple(mistakes)


@dataclass(frozen=True)
class Workdays:
    """The calendar of a branch; tables in ``folder`` are read once, whole, and win over the library."""

    folder: Path | None = SHIPPED
    tables: Mapping[int, YearTable] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "tables", {} if self.folder is None else _read_folder(self.folder))

    def kind(self, day: date) -> DayKind:
        """Whether this day is worked; uncertain while the notice for it is not known."""
        for year in (day.year + 1, day.year):
            table = self.tables.get(year)
            if table is not None and (day in table.make_up or day in table.holidays):
                return DayKind(works=day in table.make_up, certain=True)
        if day.year in self.tables:
            return DayKind(works=day.weekday() < _SATURDAY, certain=self._is_settled(day))
        published = _published(day)
        if published is not None:
            return DayKind(works=published, certain=self._is_settled(day))
        return DayKind(works=_estimated(day), certain=False)

    def why_provisional(self, start: date, end: date) -> str:
        """Why a limit from ``start`` to ``end`` is only provisional, a sentence; empty when it is certain."""
        years = sorted(
            {
                day.year + (day.year in self.tables or _published(day) is not None)
                for day in _days(start, end)
                if not self.kind(day).certain
            }
        )
        if not years:
            return ""
        which = "、".join(map(str, years))
        return (
            f"{which} 年放假调休安排还没有录入，暂按周一至周五并扣除元旦、清明、劳动节、国庆节推算，"
            "春节、端午、中秋和调休未计入；国务院办公厅通知公布并录入后重新计算"
        )

    def _is_settled(self, day: date) -> bool:
        if (day.month, day.day) < (_DECEMBER, _LATE_DECEMBER):
            return True
        following = date(day.year + 1, 1, 1)
        return following.year in self.tables or _published(following) is not None


def _days(start: date, end: date) -> Iterator[date]:
    return map(date.fromordinal, range(start.toordinal(), end.toordinal() + 1))


@cache
def _published(day: date) -> bool | None:
    """What the library's copy of the State Council's notices says; None for years it does not have."""
    try:
        return bool(import_module("chinese_calendar").is_workday(day))
    except NotImplementedError:
        return None


def _estimated(day: date) -> bool:
    is_holiday = (day.month, day.day) in _FIXED or (day.month == _APRIL and day.day == _qingming(day.year))
    return day.weekday() < _SATURDAY and not is_holiday


def _qingming(year: int) -> int:
    """The day in April of 清明, by the usual approximation for 2000 to 2099 (寿星公式)."""
    return int(year % 100 * 0.2422 + 4.81) - year % 100 // 4


def _read_folder(folder: Path) -> dict[int, YearTable]:
    mistakes, tables = Mistakes(), {}
    if not folder.is_dir():
        mistakes.add(str(folder), "没有这个文件夹，请新建或改正城市设置")
    for path in sorted(folder.glob("*.toml")):
        table = _read_year(path, mistakes)
        if table is not None:
            tables[int(path.stem)] = table
    if mistakes:
        raise WorkdayTableError(folder, mistakes)
    return tables


def _read_year(path: Path, mistakes: Mistakes) -> YearTable | None:
    if not (path.stem.isascii() and path.stem.isdigit() and len(path.stem) == len("2027")):
        mistakes.add(path.name, "文件名应是四位年份，例如 2027.toml")
        return None
    try:
        text = tomllib.loads(path.read_text("utf-8"))
    except UnicodeDecodeError:
        mistakes.add(path.name, "不是 UTF-8 文字，请另存为 UTF-8")
        return None
    except tomllib.TOMLDecodeError as error:
        mistakes.add(path.name, f"写法有误，请对照说明改正（{error}）")
        return None
    table = read_table(YearTable, text, path.name, mistakes)
    if table is not None:
        _check_days(table, int(path.stem), path.name, mistakes)
    return table


def _check_days(table: YearTable, year: int, where: str, mistakes: Mistakes) -> None:
    if not table.source.strip():
        mistakes.add(f"{where}.source", "请写明依据的通知")
    for name, days in (("holidays", table.holidays), ("make_up", table.make_up)):
        for day in sorted(set(days)):
            if days.count(day) > 1:
                mistakes.add(f"{where}.{name}", f"{day} 写了 {days.count(day)} 次，请留一次")
            if not date(year - 1, _DECEMBER, _LATE_DECEMBER) <= day <= date(year, _DECEMBER, 31):
                mistakes.add(f"{where}.{name}", f"{day} 不在 {year} 年，也不在上一年末，请核对")
    for day in sorted(set(table.make_up)):
        if day in table.holidays:
            mistakes.add(f"{where}.make_up", f"{day} 同时写在 holidays 里，请留一处")
        if day.weekday() < _SATURDAY:
            mistakes.add(f"{where}.make_up", f"{day} 不是周六周日，本来就上班，请核对")
    if not any(day in table.holidays for day in (date(year, 1, 1), date(year, 10, 1))):
        mistakes.add(f"{where}.holidays", "没有元旦和国庆节，看来没有写全，请对照通知补齐")
