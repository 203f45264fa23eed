from datetime import date, timedelta

import chinese_calendar
import pytest

from counter.core.dates import DayKind, Deadline, add_working_days, working_days_between
from counter.workdays import SHIPPED, Workdays, WorkdayTableError, _qingming

YEAR_2027 = """
source = "测试用的通知"
holidays = [2027-01-01, 2027-02-05, 2027-02-08, 2027-10-01]
make_up = [2027-01-03]
"""


def folder_of(tmp_path, **years):
    for name, text in years.items():
        (tmp_path / f"{name.removeprefix('y')}.toml").write_text(text, "utf-8")
    return tmp_path


def every_day(first, last):
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


@pytest.mark.parametrize("folder", [None, SHIPPED])
def test_every_day_from_2023_to_2026_agrees_with_the_published_calendar(folder):
    calendar = Workdays(folder)
    for day in every_day(date(2023, 1, 1), date(2026, 12, 31)):
        assert calendar.kind(day).works == chinese_calendar.is_workday(day), day


def test_a_years_own_table_leaves_its_last_days_to_the_next_notice():
    assert Workdays(SHIPPED).kind(date(2026, 12, 28)).certain is True
    assert Workdays(SHIPPED).kind(date(2026, 12, 29)).certain is False


def test_the_later_notice_wins_over_the_earlier(tmp_path):
    folder = folder_of(
        tmp_path,
        y2022='source = "通知"\nholidays = [2022-01-01, 2022-10-01, 2022-12-31]\nmake_up = []\n',
        y2023='source = "通知"\nholidays = [2023-01-01, 2023-10-01]\nmake_up = [2022-12-31]\n',
    )
    assert Workdays(folder).kind(date(2022, 12, 31)).works is True


def test_published_days_are_certain_up_to_where_the_next_notice_may_reach_back():
    calendar = Workdays(None)
    assert all(calendar.kind(day).certain for day in every_day(date(2023, 1, 1), date(2026, 12, 28)))
    assert not any(calendar.kind(day).certain for day in every_day(date(2026, 12, 29), date(2027, 12, 31)))


@pytest.mark.parametrize("day", [date(2026, 2, 14), date(2026, 2, 28), date(2026, 5, 9), date(2026, 10, 10)])
def test_make_up_saturdays_are_worked(day):
    assert day.strftime("%A") == "Saturday"
    assert Workdays().kind(day) == DayKind(works=True, certain=True)


def test_fifteen_working_days_over_the_spring_festival():
    due = add_working_days(date(2026, 2, 10), 15, Workdays())
    assert due == Deadline(date(2026, 3, 9), certain=True)
    assert working_days_between(date(2026, 2, 10), due.day, Workdays()) == 15


@pytest.mark.parametrize(
    "start", [date(2026, 12, 11), date(2026, 12, 23), date(2030, 2, 1), date(1999, 5, 1)]
)
def test_a_limit_into_an_unpublished_year_is_provisional_and_says_why(start):
    calendar = Workdays()
    due = add_working_days(start, 15, calendar)
    assert due.certain is False
    assert "放假调休安排还没有录入" in calendar.why_provisional(start, due.day)


def test_fifteen_days_from_11_december_2026_end_after_new_year():
    assert add_working_days(date(2026, 12, 11), 15, Workdays()).day == date(2027, 1, 4)
    assert Workdays().why_provisional(date(2026, 12, 11), date(2027, 1, 4)).startswith("2027 年放假调休安排")


def test_a_certain_limit_needs_no_reason():
    assert Workdays().why_provisional(date(2026, 11, 23), date(2026, 12, 11)) == ""


@pytest.mark.parametrize(
    "day", [date(2027, 1, 1), date(2029, 5, 2), date(2028, 4, 4), date(2029, 4, 4), date(2029, 10, 3)]
)
def test_the_fixed_days_are_off_in_an_unpublished_year(day):
    assert day.weekday() < 5
    assert Workdays().kind(day) == DayKind(works=False, certain=False)


def test_the_estimated_qingming_is_among_the_published_days_off_in_every_published_year():
    assert all(
        chinese_calendar.get_holiday_detail(date(year, 4, _qingming(year)))[1] == "Tomb-sweeping Day"
        for year in range(2008, 2027)
    )


def test_a_year_table_makes_its_year_certain_and_the_end_of_the_year_before_too(tmp_path):
    calendar = Workdays(folder_of(tmp_path, y2027=YEAR_2027))
    assert calendar.kind(date(2027, 2, 5)) == DayKind(works=False, certain=True)
    assert calendar.kind(date(2027, 1, 3)) == DayKind(works=True, certain=True)
    assert calendar.kind(date(2027, 5, 3)) == DayKind(works=True, certain=True)
    assert calendar.kind(date(2026, 12, 30)) == DayKind(works=True, certain=True)
    due = add_working_days(date(2026, 12, 11), 15, calendar)
    assert due == Deadline(date(2027, 1, 3), certain=True)
    assert calendar.why_provisional(date(2026, 12, 11), due.day) == ""


def test_a_year_table_wins_over_the_published_calendar(tmp_path):
    text = 'source = "更正通知"\nholidays = [2026-01-01, 2026-10-01, 2026-11-24]\nmake_up = [2026-11-21]\n'
    calendar = Workdays(folder_of(tmp_path, y2026=text))
    assert calendar.kind(date(2026, 11, 24)).works is False
    assert calendar.kind(date(2026, 11, 21)).works is True
    assert calendar.kind(date(2026, 2, 16)).works is True
    assert Workdays(None).kind(date(2026, 11, 24)).works is True


def test_a_late_december_day_of_the_next_years_notice_wins_over_its_own_year(tmp_path):
    text = YEAR_2027.replace("2027-01-01,", "2027-01-01, 2026-12-31,")
    calendar = Workdays(folder_of(tmp_path, y2027=text))
    assert calendar.kind(date(2026, 12, 31)) == DayKind(works=False, certain=True)


def test_all_mistakes_of_all_tables_are_told_at_once(tmp_path):
    folder = folder_of(
        tmp_path,
        y2027='holidays = ["2027-01-01", 2027-01-02T08:00:00]\nmakeup = []\nsource = 7\n',
        y2028='source = " "\nholidays = [2028-01-01, 2028-01-01, 2028-10-01, 2027-12-28, 2028-02-12]\n'
        "make_up = [2028-02-12, 2028-02-14]\n",
        y2029="source = 通知\n",
        y2030='source = "通知"\nholidays = []\nmake_up = []\n',
        ynext='source = ""\n',
    )
    (tmp_path / "2031.toml").write_bytes("source = “通知”".encode("gbk"))
    with pytest.raises(WorkdayTableError) as caught:
        Workdays(folder)
    said, mistakes = str(caught.value), caught.value.mistakes
    for words in (
        "2027.toml.holidays[1]：应是日期（如 2022-04-06），现为 '2027-01-01'",
        "2027.toml.holidays[2]",
        "2027.toml.makeup：不认识的项",
        "2027.toml.make_up：缺少这一项",
        "2027.toml.source：应是文字",
        "2028.toml.source：请写明依据的通知",
        "2028.toml.holidays：2028-01-01 写了 2 次",
        "2028.toml.holidays：2027-12-28 不在 2028 年",
        "2028.toml.make_up：2028-02-12 同时写在 holidays 里",
        "2028.toml.make_up：2028-02-14 不是周六周日",
        "2029.toml：写法有误",
        "2030.toml.holidays：没有元旦和国庆节",
        "2031.toml：不是 UTF-8 文字",
        "next.toml：文件名应是四位年份",
    ):
        assert words in said
        assert any(words in mistake for mistake in mistakes)
    assert said.startswith(f"放假安排表有 {len(mistakes)} 处错误")


def test_a_folder_that_is_not_there_is_a_mistake(tmp_path):
    with pytest.raises(WorkdayTableError, match="没有这个文件夹"):
        Workdays(tmp_path / "nowhere")


def test_an_empty_folder_leaves_the_published_calendar(tmp_path):
    assert Workdays(tmp_path).kind(date(2026, 10, 10)).works is True
