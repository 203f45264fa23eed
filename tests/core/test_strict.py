"""A table is read whole or refused whole: every mistake at once, with its key."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum

import pytest

from counter.core.ruled import Refusal, Ruled
from counter.core.strict import Mistakes, read_table


class Way(Enum):
    CASH = "cash"
    NOTICE = "notice"


@dataclass(frozen=True, kw_only=True)
class Inner:
    text: str
    number: int = 0


@dataclass(frozen=True, kw_only=True)
class Outer:
    title: str
    days: int
    open: bool
    yuan: Decimal
    way: Way
    since: date
    inner: Inner
    many: tuple[Inner, ...] = ()
    named: Mapping[str, int] | None = None
    ruled: Ruled[int] | None = None


GOOD = {
    "title": "挂失",
    "days": 7,
    "open": True,
    "yuan": Decimal("20.00"),
    "way": "cash",
    "since": date(2022, 4, 6),
    "inner": {"text": "甲"},
}


def mistakes_of(table: object) -> list[str]:
    mistakes = Mistakes()
    assert (read_table(Outer, table, "x", mistakes) is None) is bool(mistakes)
    return mistakes


def test_a_right_table_becomes_a_value():
    mistakes = Mistakes()
    table = {**GOOD, "many": [{"text": "乙", "number": 2}], "named": {"a": 1}}
    read = read_table(Outer, table, "x", mistakes)
    assert mistakes == []
    assert read == Outer(
        title="挂失",
        days=7,
        open=True,
        yuan=Decimal(20),
        way=Way.CASH,
        since=date(2022, 4, 6),
        inner=Inner(text="甲"),
        many=(Inner(text="乙", number=2),),
        named={"a": 1},
    )


def test_every_mistake_is_listed_at_once_with_its_key():
    table = {
        **GOOD,
        "days": "7",
        "way": "card",
        "inner": {"number": 1},
        "many": [{"text": "乙"}, {"text": 3}],
        "named": {"a": "b"},
    }
    del table["title"]
    assert mistakes_of(table) == [
        "x.title：缺少这一项",
        "x.days：应是整数，现为 '7'",
        "x.way：应是 cash、notice 之一，现为 'card'",
        "x.inner.text：缺少这一项",
        "x.many[2].text：应是文字，现为 3",
        "x.named.a：应是整数，现为 'b'",
    ]


def test_an_unknown_key_is_a_mistake_that_names_the_known_ones():
    mistakes = Mistakes()
    read_table(Inner, {"text": "甲", "nubmer": 1}, "x.inner", mistakes)
    assert mistakes == ["x.inner.nubmer：不认识的项，可用的有 text、number"]


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("open", 1, "应是true 或 false，现为 1"),
        ("days", True, "应是整数，现为 True"),
        ("days", Decimal("7.0"), "应是整数"),
        ("yuan", "20", "应是金额（如 20.00），现为 '20'"),
        ("yuan", True, "应是金额"),
        ("yuan", Decimal("20.005"), "最多两位小数，现为 20.005"),
        ("yuan", Decimal(-1), "不能是负数"),
        ("yuan", Decimal("Infinity"), "现为 Infinity"),
        ("yuan", Decimal("NaN"), "现为 NaN"),
        ("since", datetime(2022, 4, 6, 1, 2), "应是日期（如 2022-04-06）"),
        ("since", "2022-04-06", "应是日期"),
        ("inner", "甲", "应是一张表"),
        ("many", {"text": "甲"}, "应是一个列表"),
        ("named", [1], "应是一张表"),
    ],
)
def test_a_mistyped_value_is_a_mistake(key, value, said):
    (mistake,) = mistakes_of({**GOOD, key: value})
    assert mistake.startswith(f"x.{key}：")
    assert said in mistake


def test_whole_yuan_are_money_too():
    mistakes = Mistakes()
    read = read_table(Outer, {**GOOD, "yuan": 20}, "x", mistakes)
    assert isinstance(read.yuan, Decimal)
    assert read.yuan == Decimal(20)


@pytest.mark.parametrize(
    ("ruled", "said"),
    [
        (7, "x.ruled：应写成 { value = …, article = “依据条款” }"),
        ({"article": "规范 第十五条"}, "x.ruled：应写成 { value = …"),
        ({"value": 7}, "x.ruled：没有写依据条款（article）；文件未载明的，请注明 assumed = true"),
        ({"value": 7, "article": ""}, "x.ruled：没有写依据条款"),
        ({"value": 7, "article": 15}, "x.ruled：article 应是文字"),
        ({"value": 7, "assumed": "yes"}, "x.ruled：article 应是文字，assumed 应是 true 或 false"),
        ({"value": "7", "article": "规范"}, "x.ruled.value：应是整数，现为 '7'"),
        ({"value": 7, "article": "规范", "source": "x"}, "x.ruled.source：不认识的项"),
        ({"value": 7, "article": "规范", "since": "去年"}, "x.ruled.since：应是日期"),
    ],
)
def test_a_legal_value_has_its_article_or_says_that_it_is_assumed(ruled, said):
    (mistake,) = mistakes_of({**GOOD, "ruled": ruled})
    assert mistake.startswith(said)


def test_an_assumed_value_says_so_wherever_it_is_cited():
    mistakes = Mistakes()
    read = read_table(Outer, {**GOOD, "ruled": {"value": 5, "assumed": True, "note": "文件未写"}}, "x", mistakes)
    assert read.ruled.source == "文件未载明，按假定执行"
    half = Ruled(value=5, article="规范 第十五条", assumed=True)
    assert half.source == "规范 第十五条（文件未载明，按假定执行）"
    assert str(Refusal("不能办理", half.source)) == "不能办理（规范 第十五条（文件未载明，按假定执行））"
    assert str(Refusal("不能办理")) == "不能办理"


def test_something_else_than_a_table_is_refused():
    assert mistakes_of("x") == ["x：应是一张表"]
