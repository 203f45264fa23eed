"""Henan's connector: its own calls, and what becomes of each of Henan's codes."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from counter import Inquiry, Payable, ProvinceMismatchError, ProvinceUnavailableError, Reply
from tests.rehearsal.provinces import World, world


@pytest.fixture
def here() -> Iterator[World]:
    with world("henan") as opened:
        yield opened


def test_the_calls_of_a_replacement_in_the_order_of_the_procedure(here: World) -> None:
    """挂失 — 补卡 — 交费登记 — 标注 — 数据回盘 — 领取 — 启用 (新人社〔2017〕141号 5.1.2–5.1.4)."""
    here.accept("lost", "loss.formal", reason="遗失")
    here.replace("lost")
    here.make("lost", "F99000001")
    for operation in ("issue.collect", "activate.social"):
        here.accept("lost", operation, card="F99000001")
    assert [entry.call for entry in here.province.applied] == [
        "reportLostCard", "applyCardReplacement", "registerPayment", "markCard", "returnCardData", "enableCard", "enableCard",
    ]  # fmt: skip


def test_what_the_payment_tells(here: World) -> None:
    here.replace("formally-lost")
    paid = here.province.applied[-1]
    assert paid.facts == {"amount": "20", "bill_number": "0004567", "notice_number": "N77", "pay_key": "P1"}
    assert here.send("formally-lost", "fees.register", amount="20", bill_number="1").code == "01"


def test_a_card_is_not_made_before_its_payment_is_registered(here: World) -> None:
    here.accept("formally-lost", "replace.lost", reason="遗失")
    answer = here.send("formally-lost", "issue.mark", card=None)
    assert (answer.state, answer.code, answer.text) == ("rejected", "18", "该申请未登记缴费")
    assert here.states("formally-lost") == ["作废", "已申请"]


def test_a_mark_set_by_another_window_is_a_mark(here: World) -> None:
    here.replace("formally-lost")
    here.mark("formally-lost")
    answer = here.send("formally-lost", "issue.mark", card=None)
    assert (answer.state, answer.code, answer.text) == ("accepted", "01", "该申请已标注")
    here.accept("formally-lost", "issue.make", card=None, outcome="done", new_card_number="F99000001")


def test_the_data_of_a_card_are_fetched_the_same_again_and_only_by_its_window(here: World) -> None:
    """获取数据: the marked people, a batch, its lock, the data; what was not marked is not given."""
    here.replace("formally-lost")
    report = here.report("formally-lost", "issue.make", card=None)
    assert here.connector.making_record(report).text == "即制卡名单里没有这个人，请先做即制卡标注"
    here.mark("formally-lost")
    first = here.connector.making_record(report)
    assert here.connector.making_record(report) == first
    assert (first.name, first.bank) == (report.name, here.record("formally-lost").cards[-1].bank)
    assert first.card_number
    assert here.states("formally-lost") == ["作废", "制卡中"]
    other = here.connector.making_record(replace(report, window="W9"))
    assert (other.code, other.text) == ("05", "批次确认加锁失败(保存失败)")


def test_what_failed_is_marked_again_only_after_it_was_restored(here: World) -> None:
    here.replace("formally-lost")
    here.mark("formally-lost")
    first = here.connector.making_record(here.report("formally-lost", "issue.make", card=None))
    here.accept("formally-lost", "issue.make", card=None, outcome="failed", fail_type="制卡", reason="写卡未成功")
    refused = here.send("formally-lost", "issue.mark", card=None)
    assert (refused.code, refused.text) == ("28", "制卡失败数据未处理，请先恢复申请")
    here.accept("formally-lost", "issue.restore", card=None)
    assert here.send("formally-lost", "issue.restore", card=None).code == "29"
    here.mark("formally-lost")
    again = here.connector.making_record(here.report("formally-lost", "issue.make", card=None))
    assert again.batch != first.batch


def test_failed_data_carry_type_and_reason_also_when_the_counter_knows_none(here: World) -> None:
    here.replace("formally-lost")
    here.mark("formally-lost")
    here.accept("formally-lost", "issue.make", card=None, outcome="failed")
    assert here.province.applied[-1].facts == {"fail_type": "制卡", "reason": "未写明"}
    here.accept("formally-lost", "issue.restore", card=None)
    here.mark("formally-lost")
    here.accept("formally-lost", "issue.make", card=None, outcome="failed", fail_type="银行", reason="开户失败")
    assert here.province.applied[-1].facts == {"fail_type": "银行", "reason": "开户失败"}


def test_only_the_data_of_a_made_card_may_wait_not_its_mark(here: World) -> None:
    here.replace("formally-lost")
    here.mark("formally-lost")
    here.province.answer_later()
    report = here.report("formally-lost", "issue.make", card=None, outcome="done", new_card_number="F99000001")
    assert here.connector.send(report).state == "waiting"
    ((message,), _) = here.connector.news("")
    assert (message.facts["key"], message.facts["state"]) == (report.key, "accepted")


def test_each_code_reaches_the_counter(here: World) -> None:
    """08 may be repeated, 19 is another system, everything else is a refusal in Henan's own words."""
    for code in here.province.codes:
        here.province.reject_next(code.code)
        if code.code == "08":
            with pytest.raises(ProvinceUnavailableError, match="08"):
                here.send("lost", "loss.formal")
        elif code.code == "19":
            with pytest.raises(ProvinceMismatchError, match="reportLostCard"):
                here.send("lost", "loss.formal")
        else:
            answer = here.send("lost", "loss.formal")
            assert (answer.state, answer.code) == ("rejected", code.code)
            assert answer.text
    assert here.states("lost") == ["正常"]


def test_a_report_without_a_card_number_is_refused_as_a_missing_parameter(here: World) -> None:
    answer = here.send("lost", "loss.formal", card=None)
    assert (answer.state, answer.code, answer.text) == ("rejected", "09", "缺少参数：cardNumber")


def test_no_answer_to_the_second_half_of_a_look_up_is_unavailable(here: World) -> None:
    here.province.reject_next("08", "queryCardStatus")
    with pytest.raises(ProvinceUnavailableError):
        here.connector.look_up(here.person("lost").id_number, 2)


def test_both_halves_of_a_look_up_share_the_time(here: World) -> None:
    here.province.slow(0.15)
    with pytest.raises(ProvinceUnavailableError, match="没有应答"):
        here.connector.look_up(here.person("lost").id_number, 0.25)


def test_a_fee_that_is_registered_already_is_no_refusal_where_it_is_the_same_bill(here: World) -> None:
    here.replace("formally-lost")
    same = here.send("formally-lost", "fees.register", amount="20", bill_number="0004567")
    assert (same.state, same.code) == ("accepted", "01")
    other = here.send("formally-lost", "fees.register", amount="20", bill_number="0009999")
    assert (other.state, other.text) == ("rejected", "该申请已缴费，登记的是另一笔（票号 0004567）")


def test_a_registration_is_taken_back_until_the_card_is_being_made(here: World) -> None:
    here.replace("formally-lost")
    here.accept("formally-lost", "fees.unregister", card=None, reason="票号打错")
    here.accept("formally-lost", "fees.register", card=None, amount="20", bill_number="0004568")
    here.mark("formally-lost")
    here.connector.making_record(here.report("formally-lost", "issue.make", card=None))
    assert here.send("formally-lost", "fees.unregister", card=None, reason="票号打错").state == "rejected"


def test_nobody_is_charged_twice_within_a_month(here: World) -> None:
    def asked() -> Reply:
        person = here.person("formally-lost")
        return here.connector.ask(Inquiry(id_number=person.id_number, name=person.name), 2)

    assert asked().answer == Payable.YES.value
    here.replace("formally-lost")
    assert asked() == Reply(answer=Payable.NO.value, facts={"said": "一个月内有补卡缴费成功记录,不能获取缴款码"})
    here.pass_time(days=31)
    assert asked().answer == Payable.YES.value
    here.province.down()
    with pytest.raises(ProvinceUnavailableError):
        asked()
