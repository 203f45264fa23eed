"""The laws by themselves: they know nothing of the counter's decisions, and each can be broken."""

import ast
import re
from pathlib import Path

import pytest

from tests.life.books import city_text
from tests.life.laws import LawError, Laws, one_live_card

HERE = Path(__file__).parent


def imported(path: Path) -> set[str]:
    out = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            out |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            out.add("." * node.level + (node.module or ""))
    return out


def test_the_laws_import_nothing_of_the_counter():
    """Neither directly nor through what stands beside them."""
    open_files, seen = ["laws"], set()
    while open_files:
        name = open_files.pop()
        seen.add(name)
        for module in imported(HERE / f"{name}.py"):
            assert not re.match(r"(counter|plugins|printing|tests)\b", module), f"{name} imports {module}"
            beside = module.removeprefix(".") if module.startswith(".") else ""
            if beside and beside not in seen:
                open_files.append(beside)
    assert seen == {"laws", "books"}


class Told:
    """A province and a branch that say what a test wants."""

    def __init__(self, cards=(), applied=(), rows=None):
        self.cards, self.calls, self.given = list(cards), list(applied), rows or {}

    def people(self):
        return {"1": {"name": "王䶮𬱖", "cards": self.cards}}

    def applied(self):
        return self.calls

    def rows(self, sql, *_values):
        return next((rows for words, rows in self.given.items() if words in sql), [])

    def one(self, sql, *values):
        rows = self.rows(sql, *values)
        return rows[0][0] if rows else 0


def card(state, number="C1", **more):
    return {"number": number, "state": state, **more}


def laws(city="shangluo", told=None):
    told = told or Told()
    return Laws(city_text(city), told, {"甲": told}), told


def broken(name):
    return pytest.raises(LawError, match=f"^【{name}】")


def test_two_live_cards_are_one_too_many():
    one_live_card([card("正式挂失"), card("作废", "C2"), card("已受理", "")], "王䶮𬱖")
    with broken("一人一卡"):
        one_live_card([card("正常"), card("已申请", "")], "王䶮𬱖")


@pytest.mark.parametrize("after", ["正常", "待启用", "注销"])
def test_what_is_void_stays_void(after):
    held, told = laws()
    told.cards = [card("作废")]
    held.hold()
    held.hold()
    told.cards = [card(after)]
    with broken("作废的卡不再复活"):
        held.hold()


def test_a_formal_loss_is_undone_only_where_the_city_lets_it():
    rows = {"FROM journal": [(1, "loss.release", "", None, '[{"kind":"社会保障卡","before":"正式挂失","after":"正常"}]')]}
    for city in ("shangluo", "xinxiang", "shishi"):
        held, told = laws(city, Told([card("正式挂失")]))
        held.hold()
        told.cards, told.given = [card("正常")], rows
        if city_text(city).formal_loss_is_final:
            with broken("正式挂失不撤销"):
                held.hold()
            told.cards = [card("正式挂失")]
            with broken("正式挂失不撤销"):
                held.hold()
        else:
            held.hold()


def test_an_entry_or_a_bill_that_comes_twice_is_noticed():
    one = {"key": "a.0", "call": "gua", "facts": {"bill_number": "B1"}}
    held, told = laws(told=Told(applied=[one, one]))
    with broken("每笔只到省里一次"):
        held.hold()
    told.calls = [one, {**one, "key": "b.0"}]
    with broken("一张票据只登记一次"):
        held.hold()


def test_books_that_do_not_sum_to_nothing_are_noticed():
    held, _ = laws(told=Told(rows={"FROM ledger GROUP BY seq": [(7, 2000)]}))
    with broken("每笔账借贷相等"):
        held.hold()


@pytest.mark.parametrize(("cash", "rows"), [
    ({"op": 2000}, {"FROM subject": [], "SUM(fen)": [(2000,)]}),
    ({"op": 2000}, {"FROM subject": [("op.0.payment", "已使用")], "SUM(fen)": [(0,)]}),
    ({}, {"FROM subject": [("op.0.payment", "已缴费")]}),
])  # fmt: skip
def test_money_that_is_not_on_the_books_or_not_in_the_drawer_is_noticed(cash, rows):
    held, _ = laws(told=Told(rows=rows))
    held.purses["甲"].cash = cash
    with broken("收多少记多少"):
        held.money()


@pytest.mark.parametrize("state", ["已退费", "已登记"])
def test_a_payment_registered_twice_or_after_the_refund_is_noticed(state):
    call = {"key": "a.0", "call": "registerPayment", "facts": {"pay_key": "op.0.payment"}}
    times = 1 if state == "已退费" else 2
    held, _ = laws(told=Told(applied=[call] * times, rows={"FROM subject": [("op.0.payment", state)], "SUM(fen)": [(2000,)]}))
    held.purses["甲"].cash = {"op": 2000}
    with broken("每笔缴费只登记一次"):
        held.money()


SHOWN = frozenset({("卡已注销，不用挂失", "规范 第十八条")})


def test_a_refusal_says_what_the_desk_said():
    held, _ = laws()
    held.refused_as_shown("loss.temporary", SHOWN, SHOWN | {("还缺：委托书", "规范 第十五条")})
    with broken("不能办的服务器也不办"):
        held.refused_as_shown("loss.temporary", SHOWN, frozenset())
    with broken("不能办的说同样的理由"):
        held.refused_as_shown("loss.temporary", SHOWN, frozenset({("卡已注销，不用挂失", "规范 第十七条")}))


@pytest.mark.parametrize("late", ["卡已注销，不用挂失", "这张卡是经12333挂失的，须通过相同渠道解除挂失"])
def test_the_desk_does_not_keep_its_reasons_for_later(late):
    held, _ = laws()
    held.refused_for_more("loss.temporary", frozenset(), frozenset({("还缺：委托书", "规范 第十五条")}))
    with broken("能办的只因填写被拒"):
        held.refused_for_more("loss.temporary", frozenset(), frozenset({(late, "规范 第十六条")}))


def test_a_refused_step_that_wrote_something_is_noticed():
    held, _ = laws()
    held.nothing_written({"账": 1}, {"账": 1}, "补卡")
    with broken("拒绝的不留痕"):
        held.nothing_written({"账": 1}, {"账": 3}, "补卡")


def test_an_error_of_the_program_is_noticed():
    held, _ = laws()
    held.answered(422, "/check/1")
    with broken("程序不出错"):
        held.answered(500, "/check/1")


def test_what_was_never_sent_or_never_acknowledged_is_noticed():
    row = ("a.0", 0, "甲", "loss.temporary")
    held, told = laws(told=Told(rows={"FROM outbox o": [row], "COUNT": [(0,)]}))
    with broken("每笔只到省里一次"):
        held.at_rest()
    told.given, told.calls = {}, [{"key": "b.0", "call": "gua", "facts": {}}]
    with broken("每笔只到省里一次"):
        held.at_rest()


def test_a_branch_that_shows_another_card_than_the_province_is_noticed():
    record = {"cards": [card("正常", "C61180123", bank="农行", social="已启用", financial="已激活")]}
    row = ("C611****3", "农行", "正常", "已启用", "已激活")
    held, _ = laws()
    held.agree("甲", "王䶮𬱖", [row], record)
    for shown in ([], [row, row], [("C611****3", "农行", "作废", "停用", "停用")], [("C611****4", *row[1:])]):
        with broken("网点与省里一致"):
            held.agree("甲", "王䶮𬱖", shown, record)
