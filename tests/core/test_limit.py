"""A promise and how it stands: days left, overdue, kept; what stops its clock, and a day that was provisional."""

from datetime import date, datetime, timedelta

import pytest

from counter.core.change import Change
from counter.core.dates import BEIJING, DayKind
from counter.core.dossier import Past
from counter.core.entry import Promised
from counter.core.limit import limit_of
from counter.core.states import CardState, Kind

ACCEPTED = date(2026, 11, 2)
DUE = date(2026, 11, 23)


class Weekdays:
    """Monday to Friday; after ``known`` nobody is sure, and ``off`` are days off."""

    def __init__(self, known: date = date.max, off: tuple[date, ...] = ()) -> None:
        self.known, self.off = known, off

    def kind(self, day: date) -> DayKind:
        return DayKind(works=day.weekday() < 5 and day not in self.off, certain=day <= self.known)


def promise(**more) -> Promised:
    kept = {"day": DUE, "certain": True, "words": "15 个工作日，至通知领卡止", "article": "", "working": 15}
    return Promised(**{**kept, "stops": "通知领卡", "near": 3, **more})


def past(seq: int, title: str, day: date, after: CardState = CardState.MADE, **more) -> Past:
    moved = Change(
        role="new_card", title="新卡", subject="card", kind=Kind.CARD, before=CardState.MADE, after=after, version=1
    )
    told = {"op_id": f"op{seq}", "part": 0, "number": "", "operation": "", "where": "1", "clerk": "1024"}
    at = datetime(day.year, day.month, day.day, 9, tzinfo=BEIJING)
    return Past(**{**told, "seq": seq, "title": title, "at": at, "origin": "window", "province": "", "moved": (moved,), **more})


def limit(*entries: Past, promised: Promised | None = None, calendar=None):
    return limit_of(promised or promise(), ACCEPTED, "card", entries, calendar or Weekdays())


@pytest.mark.parametrize(
    ("today", "words", "late", "near"),
    [
        (ACCEPTED, "还剩 15 个工作日", False, False),
        (date(2026, 11, 17), "还剩 4 个工作日", False, False),
        (date(2026, 11, 18), "还剩 3 个工作日", False, True),
        (date(2026, 11, 21), "还剩 1 个工作日", False, True),
        (DUE, "今天到期", False, True),
        (date(2026, 11, 24), "已超期 1 个工作日", True, False),
        (date(2026, 11, 30), "已超期 5 个工作日", True, False),
    ],
)
def test_while_the_clock_runs_the_days_are_counted_as_the_promise_counts(today, words, late, near):
    running = limit()
    assert running.words(today, Weekdays()) == words
    assert (running.late(today), running.near(today, Weekdays())) == (late, near)
    assert running.told == "承诺 11 月 23 日前"


@pytest.mark.parametrize(
    ("day", "words"), [(DUE, "按时"), (date(2026, 11, 24), "超期 1 个工作日"), (date(2026, 11, 26), "超期 3 个工作日")]
)
def test_the_notice_stops_the_clock_for_ever(day, words):
    stopped = limit(past(3, "通知领卡", day), past(4, "通知领卡", day + timedelta(days=2)))
    for later in (day, day + timedelta(days=60)):
        assert stopped.words(later, Weekdays()) == words
        assert not stopped.near(later, Weekdays())
    assert stopped.told == f"{day:%-m 月 %-d 日}通知领卡，承诺 11 月 23 日前"


@pytest.mark.parametrize(
    "entry",
    [
        past(3, "通知领卡", DUE, outcome="undone"),
        past(3, "撤销领卡通知", DUE, reverses=2),
        past(3, "通知领卡", DUE, moved=()),
        past(3, "制卡", DUE),
        past(3, "通知领卡", DUE, outcome="failed"),
    ],
    ids=["taken back", "the taking back", "about nothing", "another entry", "failed"],
)
def test_what_is_no_notice_about_this_card_stops_nothing(entry):
    assert limit(entry).words(date(2026, 11, 24), Weekdays()) == "已超期 1 个工作日"


def test_a_card_that_is_handed_over_without_a_notice_stops_the_clock_too():
    assert limit(past(3, "领卡", DUE, after=CardState.HANDED)).words(DUE, Weekdays()) == "按时"


def test_a_provisional_day_moves_when_the_holidays_are_known():
    """The slip keeps the day it was printed with; the page counts again."""
    guessed = promise(certain=False)
    unknown, known = Weekdays(known=date(2026, 11, 10)), Weekdays(off=(date(2026, 11, 12),))
    assert limit(promised=guessed, calendar=unknown).told == "承诺 11 月 23 日前（暂定）"
    assert limit(promised=guessed, calendar=known).told == "承诺 11 月 24 日前"
    assert limit(promised=promise(), calendar=known).told == "承诺 11 月 23 日前", "a certain day stays"


def test_a_promise_in_days_counts_days():
    kept = limit(promised=promise(working=0, words="7 日"))
    assert kept.words(date(2026, 11, 19), Weekdays()) == "还剩 4 天"
    assert kept.words(date(2026, 11, 25), Weekdays()) == "已超期 2 天"
