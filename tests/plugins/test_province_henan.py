"""Henan's connector: its own calls, and what becomes of each of Henan's codes."""

from collections.abc import Iterator

import pytest

from counter import ProvinceMismatchError, ProvinceUnavailableError
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
    keys = [entry.key for entry in here.province.applied]
    assert keys[3] == f"{keys[4]}/mark"


def test_what_the_payment_tells(here: World) -> None:
    here.replace("formally-lost")
    paid = here.province.applied[-1]
    assert paid.facts == {"amount": "20", "bill_number": "0004567", "notice_number": "N77", "pay_key": "P1"}
    assert here.send("formally-lost", "fees.register", amount="20", bill_number="1").code == "01"


def test_a_card_is_not_made_before_its_payment_is_registered(here: World) -> None:
    here.accept("formally-lost", "replace.lost", reason="遗失")
    answer = here.send("formally-lost", "issue.make", card=None, outcome="done", new_card_number="F99000001")
    assert (answer.state, answer.code, answer.text) == ("rejected", "18", "该申请未登记缴费")
    assert here.states("formally-lost") == ["作废", "已申请"]


def test_a_mark_set_by_another_window_does_not_stop_the_data_from_coming_back(here: World) -> None:
    here.replace("formally-lost")
    here.province.reject_next("01", "markCard")
    answer = here.send("formally-lost", "issue.make", card=None, outcome="done", new_card_number="F99000001")
    assert (answer.state, answer.code) == ("rejected", "22")
    here.make("formally-lost", "F99000001")


def test_failed_data_carry_type_and_reason_also_when_the_counter_knows_none(here: World) -> None:
    here.replace("formally-lost")
    here.accept("formally-lost", "issue.make", card=None, outcome="failed")
    assert here.province.applied[-1].facts == {"fail_type": "制卡", "reason": "未写明"}
    here.accept("formally-lost", "issue.make", card=None, outcome="failed", fail_type="银行", reason="开户失败")
    assert here.province.applied[-1].facts == {"fail_type": "银行", "reason": "开户失败"}


def test_only_the_data_of_a_made_card_may_wait_not_its_mark(here: World) -> None:
    here.replace("formally-lost")
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
