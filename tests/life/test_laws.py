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
    assert seen == {"laws", "books", "replay"}


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


MOVED = '[{{"subject":"a","kind":"社会保障卡","before":"{}","after":"{}"}}]'
PAID = '[{{"subject":"pay","kind":"缴费","before":"{}","after":"{}"}}]'


def row(operation, changes, seq=1, window="1", outcome=""):
    return (seq, operation, "p", window, outcome, None, changes)


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
    rows = {"FROM journal": [(1, "loss.release", "p", "1", "", None, MOVED.format("正式挂失", "正常"))]}
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


def test_a_window_that_orders_a_second_card_is_noticed():
    two = [row("learnt", MOVED.format("无", "正常")), row("apply.new", MOVED.replace('"a"', '"b"').format("无", "已申请"), 2)]
    held, _ = laws(told=Told(rows={"FROM journal": two}))
    with broken("一人一卡"):
        held.hold()


def test_an_order_without_its_fee_is_noticed():
    order = row("replace.lost", MOVED.format("正式挂失", "作废"))
    held, _ = laws(told=Told(rows={"FROM journal": [order], "FROM place": [("bank_outlet",)]}))
    with broken("该收的费都收"):
        held.hold()


def test_a_payment_that_is_used_twice_is_noticed():
    twice = [row("fees.notice", PAID.format("已缴费", "已使用")), row("fees.notice", PAID.format("已缴费", "已使用"), 2)]
    held, _ = laws(told=Told(rows={"FROM journal": twice}))
    with broken("一笔缴费只用一次"):
        held.hold()


@pytest.mark.parametrize("before", ["已退费", "已登记", "押金不退"])
def test_money_that_goes_back_twice_or_though_it_is_used_is_noticed(before):
    held, _ = laws(told=Told(rows={"FROM journal": [row("fees.refund", PAID.format(before, "已退费"))]}))
    with broken("一笔缴费只退一次"):
        held.hold()


def test_a_deposit_that_is_not_on_the_books_is_noticed():
    held, _ = laws(told=Told(rows={"'押金'": [(-2000,)]}))
    with broken("押金收多少退多少"):
        held.money()


def test_a_clerk_who_reviews_their_own_work_is_noticed():
    held, _ = laws()
    held.reviewed_by_another("issue.undo", by_oneself=False, done=True)
    held.reviewed_by_another("issue.undo", by_oneself=True, done=False)
    with broken("复核的是另一人"):
        held.reviewed_by_another("issue.undo", by_oneself=True, done=True)


def test_a_table_that_is_not_what_the_journal_says_is_noticed():
    moved = row("learnt", MOVED.format("无", "正常"))
    held, _ = laws(told=Told(rows={"FROM outbox": [], "FROM journal": [moved], "FROM subject": [("a", "p", "社会保障卡", "作废")]}))
    held.hold()
    with broken("现状照日志"):
        held.at_rest()


RIGHT = {"by": "本人", "window": "bank_outlet", "who": "本人"}


@pytest.mark.parametrize(("law", "offer", "wrong"), [
    ("只在该办的窗口办", "replace.lost", {"window": "bureau"}),
    ("不许代办的不代办", "activate.financial", {"by": "代办"}),
    ("连不上省里不办的不办", "issue.make", {"down": True}),
    ("未成年人由监护人办", "replace.lost", {"child": True}),
    ("未成年人由监护人办", "replace.lost", {"by": "监护人"}),
])  # fmt: skip
def test_what_the_city_file_forbids_is_noticed_when_it_comes_through(law, offer, wrong):
    held, _ = laws()
    held.by_the_city_file(offer, RIGHT, child=False, down=False)
    with broken(law):
        asked = {**RIGHT, **{k: v for k, v in wrong.items() if k in RIGHT}}
        held.by_the_city_file(offer, asked, child=wrong.get("child", False), down=wrong.get("down", False))


def test_a_paper_that_nobody_asks_for_and_a_fee_nobody_wrote_are_noticed():
    held, _ = laws()
    held.asks_for_papers("replace.lost", "委托书", frozenset({("还缺：委托书", "规范 第十七条")}))
    held.costs_what_is_written("loss.formal+replace.lost", "bank_outlet", 2000)
    with broken("缺材料的不办"):
        held.asks_for_papers("replace.lost", "委托书", frozenset())
    with broken("收费照城市文件"):
        held.costs_what_is_written("loss.formal+replace.lost", "bank_outlet", 4000)


def test_a_paper_of_some_cases_is_not_held_to_be_asked_for_always():
    text = city_text("shangluo")
    papers = ["持卡人有效身份证件原件", "死亡证明或户籍注销证明"]
    assert text.always("cancel.social", papers) == papers[:1]


def test_an_entry_that_the_province_sends_back_for_no_reason_is_noticed():
    held, told = laws()
    held.not_sent_back("甲", "op", "loss.temporary")
    told.given = {"o.answer": [("该卡已挂失", "01")]}
    with broken("省里不无故退回"):
        held.not_sent_back("甲", "op", "loss.temporary")


def test_an_entry_or_a_bill_that_comes_twice_is_noticed():
    one = {"key": "a.0", "call": "gua", "facts": {"bill_number": "B1"}}
    held, told = laws(told=Told(applied=[one, one]))
    with broken("每笔只到省里一次"):
        held.hold()
    told.calls = [one, {**one, "key": "b.0"}]
    with broken("一张票据只登记一次"):
        held.hold()


def test_a_bill_that_is_registered_again_after_it_was_taken_back_is_none_too_many():
    one = {"key": "a.0", "call": "registerPayment", "id_number": "1", "facts": {"bill_number": "B1", "pay_key": "op.0.payment"}}
    back = {"key": "b.0", "call": "cancelPayment", "id_number": "1", "facts": {"reason": "票号打错"}}
    held, told = laws(told=Told(applied=[one, back, {**one, "key": "c.0"}]))
    held.hold()
    told.calls = [one, {**back, "id_number": "2"}, {**one, "key": "c.0"}]
    with broken("一张票据只登记一次"):
        held.hold()


def test_money_that_bank_and_terminal_were_not_paid_is_noticed():
    held, _ = laws(told=Told(rows={"TOTAL(fen)": [(2000,)]}))
    with broken("收多少记多少"):
        held.money()


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
