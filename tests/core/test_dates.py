from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counter.core.dates import (
    BEIJING,
    DayKind,
    Deadline,
    add_calendar_days,
    add_months,
    add_working_days,
    days_left,
    end_of,
    parse_date,
    shown,
    time_left,
    working_days_between,
)

SATURDAY = date(2026, 11, 21)


@dataclass(frozen=True)
class Weeks:
    """Monday to Friday, published until a day."""

    known_until: date = date.max
    off: frozenset[date] = frozenset()

    def kind(self, day):
        return DayKind(works=day.weekday() < 5 and day not in self.off, certain=day <= self.known_until)


@pytest.mark.parametrize(
    "typed",
    [
        "2026-11-21", "2026/11/21", "2026.11.21", "20261121", "2026年11月21日", "2026年11月21",
        "２０２６－１１－２１", "２０２６１１２１", " 2026 年 11 月 21 日 ", "2026—11—21",
    ],
)  # fmt: skip
def test_a_date_as_typed(typed):
    assert parse_date(typed) == SATURDAY


def test_single_digits_are_enough():
    assert parse_date("2026-1-5") == date(2026, 1, 5)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "看不懂"),
        ("昨天", "看不懂"),
        ("2026-11", "看不懂"),
        ("11/21/2026", "看不懂"),
        ("26-11-21", "年份要写四位"),
        ("2026-02-30", "没有 2026 年 2 月 30 日这一天"),
        ("20261321", "没有 2026 年 13 月 21 日这一天"),
        ("2026-00-01", "没有 2026 年 0 月 1 日这一天"),
        ("1026-11-21", "年份应在 1900 到 2199 之间，现在是 1026"),
    ],
)
def test_each_refusal_says_what_is_wrong_and_what_to_do(typed, words):
    with pytest.raises(ValueError) as caught:
        parse_date(typed)
    assert words in str(caught.value)
    assert "请" in str(caught.value)


@settings(max_examples=60)
@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_what_is_written_can_be_typed_again(day):
    assert parse_date(day.isoformat()) == parse_date(f"{day:%Y%m%d}") == day
    assert parse_date(shown(day).partition("（")[0]) == day


def test_shown_to_people():
    assert shown(SATURDAY) == "2026 年 11 月 21 日（星期六）"
    assert shown(date(2026, 11, 22)) == "2026 年 11 月 22 日（星期日）"


def test_a_moment_is_shown_in_beijing_time():
    assert shown(datetime(2026, 11, 20, 16, 5, tzinfo=UTC)) == "2026 年 11 月 21 日（星期六）00:05"
    with pytest.raises(AssertionError):
        shown(datetime(2026, 11, 20, 16, 5))


def test_the_day_of_acceptance_does_not_count():
    assert add_working_days(date(2026, 11, 20), 1, Weeks()) == Deadline(date(2026, 11, 23), certain=True)
    assert add_working_days(date(2026, 11, 16), 7, Weeks()).day == date(2026, 11, 25)
    assert add_working_days(SATURDAY, 1, Weeks()).day == date(2026, 11, 23)
    assert add_calendar_days(SATURDAY, 7) == date(2026, 11, 28)


def test_days_off_are_left_out():
    off = frozenset({date(2026, 11, 23), date(2026, 11, 24)})
    assert add_working_days(date(2026, 11, 20), 2, Weeks(off=off)).day == date(2026, 11, 26)


def test_a_limit_is_certain_only_when_every_day_of_it_is():
    known = Weeks(known_until=date(2026, 11, 24))
    assert add_working_days(date(2026, 11, 20), 2, known) == Deadline(date(2026, 11, 24), certain=True)
    assert add_working_days(date(2026, 11, 20), 3, known) == Deadline(date(2026, 11, 25), certain=False)


def test_one_uncertain_day_in_the_midst_makes_the_limit_uncertain():
    class Gap(Weeks):
        def kind(self, day):
            return DayKind(works=True, certain=day != date(2026, 11, 23))

    assert add_working_days(SATURDAY, 3, Gap()) == Deadline(date(2026, 11, 24), certain=False)


def test_no_days_at_all_is_the_same_day():
    assert add_working_days(SATURDAY, 0, Weeks()) == Deadline(SATURDAY, certain=True)


@settings(max_examples=40)
@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 40))
def test_counting_forth_and_back_agrees(start, n):
    due = add_working_days(start, n, Weeks()).day
    assert working_days_between(start, due, Weeks()) == n
    assert Weeks().kind(due).works
    assert due - start >= timedelta(days=n)


def test_nothing_lies_between_a_day_and_an_earlier_one():
    assert working_days_between(SATURDAY, SATURDAY, Weeks()) == 0
    assert working_days_between(SATURDAY, date(2026, 11, 2), Weeks()) == 0


@pytest.mark.parametrize(
    ("start", "n", "end"),
    [
        (date(2026, 11, 21), 3, date(2027, 2, 21)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2023, 11, 30), 3, date(2024, 2, 29)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 10, 31), 2, date(2026, 12, 31)),
        (date(2026, 9, 15), 3, date(2026, 12, 15)),
        (date(2026, 12, 31), 12, date(2027, 12, 31)),
        (date(2027, 2, 28), -3, date(2026, 11, 28)),
    ],
)
def test_months_end_on_the_same_day_or_the_last_of_the_month(start, n, end):
    assert add_months(start, n) == end


NOON = datetime(2026, 11, 21, 12, 0, tzinfo=BEIJING)


@pytest.mark.parametrize(
    ("later", "words"),
    [
        (timedelta(days=4, hours=4, minutes=59), "还剩 4 天 4 小时"),
        (timedelta(days=4, minutes=59), "还剩 4 天"),
        (timedelta(hours=3, minutes=20), "还剩 3 小时 20 分钟"),
        (timedelta(minutes=20, seconds=30), "还剩 20 分钟"),
        (timedelta(seconds=59), "还剩不到 1 分钟"),
        (timedelta(0), "已到期"),
        (timedelta(minutes=-5), "已超期 5 分钟"),
        (timedelta(hours=-23, minutes=-5), "已超期 23 小时"),
        (timedelta(days=-2, hours=-3), "已超期 2 天"),
    ],
)
def test_time_left_in_words(later, words):
    assert time_left(NOON, NOON + later) == words
    assert time_left(NOON, (NOON + later).astimezone(UTC)) == words


def test_days_left_in_words():
    assert days_left(SATURDAY, date(2026, 11, 25)) == "还剩 4 天"
    assert days_left(SATURDAY, SATURDAY) == "今天到期"
    assert days_left(SATURDAY, date(2026, 11, 19)) == "已超期 2 天"


def test_a_day_ends_at_midnight_in_beijing():
    assert end_of(SATURDAY) == datetime(2026, 11, 21, 16, 0, tzinfo=UTC)
    assert time_left(NOON, end_of(SATURDAY)) == "还剩 12 小时"
