"""Henan's public function names, codes and messages, each produced by the call that belongs to it."""

import itertools
import json
from collections.abc import Iterator

import pytest
import urllib3

from counter.rehearsal.province.henan import SHAPES
from counter.rehearsal.province.henan_queries import QUERIES
from tests.rehearsal.provinces import World, world

PUBLIC = (
    "queryPersonInfo", "queryCardStatus", "queryCardProgress", "reportLostCard", "cancelLostCard", "registerPayment",
    "queryPayment", "cancelPayment", "applyNewCard", "applyCardReplacement", "cancelCardReplacement", "markCard",
    "cancelMarkCard", "getJZKRS", "getJZKRY", "getHQPCH", "getJZKPC", "getCardData", "returnCardData", "enableCard",
)  # fmt: skip


class Desk:
    """Henan spoken word by word."""

    def __init__(self, here: World) -> None:
        self.here = here
        self._numbers = itertools.count(1)

    def post(self, body: bytes) -> dict:
        answer = urllib3.request("POST", f"{self.here.province.url}/hnsbk/service", body=body)
        assert answer.status == 200
        return answer.json()

    def ask(self, function: str, story: str = "lost", **args) -> dict:
        fields = {"idNumber": self.here.person(story).id_number, **args}
        return self.post(json.dumps({
            "function": function, "serial": f"T{next(self._numbers)}", "at": self.here.now.isoformat(),
            "args": {name: value for name, value in fields.items() if value is not None},
        }).encode())  # fmt: skip

    def card(self, function: str, story: str = "lost", **args) -> dict:
        return self.ask(function, story, cardNumber=self.here.card(story), **args)

    def ordered(self, *, paid: bool = True) -> None:
        """阿卜杜拉's lost card replaced, its fee registered."""
        assert self.card("applyCardReplacement", "formally-lost", replaceType="5_遗失补卡", reason="遗失")["code"] == "00"
        if paid:
            assert self.pay()["code"] == "00"

    def pay(self) -> dict:
        return self.ask("registerPayment", "formally-lost", amount="20", billNumber="1", noticeNumber="2")

    def marked(self) -> None:
        self.ordered()
        assert self.ask("markCard", "formally-lost")["code"] == "00"

    def fetched(self) -> str:
        """The card's data fetched: batch, lock, data."""
        self.marked()
        batch = self.ask("getHQPCH", "formally-lost")["result"]["batch"]
        assert self.ask("getJZKPC", "formally-lost", batch=batch, window="W1")["code"] == "00"
        data = self.ask("getCardData", "formally-lost", batch=batch)
        assert data["result"]["name"] == "阿卜杜拉·买买提"
        return batch


@pytest.fixture
def desk() -> Iterator[Desk]:
    with world("henan") as here:
        yield Desk(here)


def said(answer: dict) -> tuple[str, str]:
    return answer["code"], answer["message"]


def test_every_public_function_is_known() -> None:
    assert set(PUBLIC) <= {*SHAPES, *QUERIES}


def test_lost_already(desk: Desk) -> None:
    for story in ("phoned", "formally-lost"):
        assert said(desk.card("reportLostCard", story, lossType="1")) == ("01", "该卡已挂失")
    assert said(desk.card("reportLostCard", "formally-lost", lossType="2")) == ("01", "该卡已挂失")
    assert desk.card("reportLostCard", "phoned", lossType="2")["code"] == "00"


def test_paid_already_and_the_month_in_which_no_payment_code_is_given(desk: Desk) -> None:
    assert said(desk.pay()) == ("17", "没有未完成的办卡申请")
    desk.ordered()
    assert said(desk.pay()) == ("01", "该申请已缴费")
    answer = desk.ask("queryPayment", "formally-lost", wantCode="1")
    assert said(answer) == ("11", "一个月内有补卡缴费成功记录,不能获取缴款码")
    assert desk.ask("queryPayment", "formally-lost")["result"]["payments"][0]["amount"] == "20"
    desk.here.pass_time(days=31)
    assert desk.ask("queryPayment", "formally-lost", wantCode="1")["result"]["payCode"]


def test_a_cancelled_payment_must_be_registered_again(desk: Desk) -> None:
    desk.ordered()
    assert desk.ask("cancelPayment", "formally-lost")["code"] == "00"
    assert desk.ask("cancelPayment", "formally-lost")["code"] == "18"
    assert said(desk.ask("markCard", "formally-lost")) == ("18", "该申请未登记缴费")
    assert desk.pay()["code"] == "00"


def test_marked_already(desk: Desk) -> None:
    assert desk.ask("markCard", "formally-lost")["code"] == "17"
    desk.marked()
    assert said(desk.ask("markCard", "formally-lost")) == ("01", "该申请已标注")
    assert desk.ask("cancelMarkCard", "formally-lost")["code"] == "00"
    assert said(desk.ask("cancelMarkCard", "formally-lost")) == ("22", "该申请未标注")
    assert desk.ask("markCard", "formally-lost")["code"] == "00"


@pytest.mark.parametrize(
    "function", ["queryPersonInfo", "queryCardStatus", "queryCardProgress", "queryPayment", "markCard", "getHQPCH"]
)
def test_an_unknown_number(desk: Desk, function: str) -> None:
    assert said(desk.ask(function, idNumber="410702199912120029")) == ("02", "身份证号不存在")


def test_batches(desk: Desk) -> None:
    assert desk.ask("getHQPCH", "formally-lost")["code"] == "22"
    desk.marked()
    assert desk.ask("getJZKRS")["result"] == {"count": "1"}
    assert desk.ask("getJZKRY")["result"]["people"][0]["name"] == "阿卜杜拉·买买提"
    batch = desk.ask("getHQPCH", "formally-lost")["result"]["batch"]
    assert said(desk.ask("getHQPCH", "formally-lost")) == ("03", "已经有批次号")
    assert desk.ask("getCardData", "formally-lost", batch=batch)["code"] == "05"
    assert desk.ask("getJZKPC", batch=batch, window="W1")["code"] == "00"
    assert said(desk.ask("getJZKPC", batch=batch, window="W2")) == ("05", "批次确认加锁失败(保存失败)")
    assert desk.ask("getJZKPC", batch=batch, window="W1")["code"] == "00"
    assert desk.ask("getCardData", "formally-lost", batch=batch)["code"] == "00"
    assert desk.ask("returnCardData", "formally-lost", result="ok", cardNumber="F99000001")["code"] == "00"
    assert said(desk.ask("getJZKPC", batch=batch, window="W1")) == ("04", "批次号已经被使用")
    assert desk.ask("getJZKPC", batch="P000099", window="W1")["code"] == "22"


def test_making_has_begun(desk: Desk) -> None:
    batch = desk.fetched()
    for function in ("cancelMarkCard", "cancelPayment"):
        assert said(desk.ask(function, "formally-lost")) == ("06", "已经开始制卡")
    progress = desk.ask("queryCardProgress", "formally-lost")["result"]
    assert progress == {"cardStatus": "7", "batch": batch, "paid": "1"}


def test_a_card_in_making_needs_no_loss(desk: Desk) -> None:
    answer = desk.ask("reportLostCard", "to-collect", cardNumber=desk.here.card("to-collect"), lossType="1")
    assert said(answer) == ("10", "制卡中,无须挂失")


def test_collected_already(desk: Desk) -> None:
    assert desk.card("enableCard", "to-collect", step="启用")["code"] == "25"
    assert desk.card("enableCard", "to-collect", step="领取")["code"] == "00"
    assert said(desk.card("enableCard", "to-collect", step="领取")) == ("07", "卡已领取")
    assert desk.card("enableCard", "to-collect", step="启用")["code"] == "00"
    assert said(desk.card("enableCard", "to-collect", step="启用")) == ("26", "该卡已启用")
    assert desk.card("enableCard", "to-collect", step="回退")["code"] == "26"


def test_applied_already(desk: Desk) -> None:
    desk.ordered()
    again = desk.card("applyCardReplacement", "formally-lost", replaceType="5_遗失补卡", reason="遗失")
    assert said(again) == ("12", "已提交过办卡申请")
    assert said(desk.ask("applyNewCard", "formally-lost", bank="中国建设银行")) == ("12", "已提交过办卡申请")
    assert desk.ask("applyNewCard", "lost", bank="中国建设银行")["code"] == "24"


def test_a_first_card_for_who_has_none(desk: Desk) -> None:
    assert desk.ask("applyNewCard", "cancelled", bank="中国建设银行")["code"] == "00"
    assert desk.ask("markCard", "cancelled")["code"] == "00"
    assert desk.here.states("cancelled") == ["注销", "已申请"]


def test_no_right_to_withdraw_a_replacement(desk: Desk) -> None:
    desk.ordered()
    assert said(desk.ask("cancelCardReplacement", "formally-lost")) == ("16", "目前在河南无权限")
    assert desk.here.states("formally-lost") == ["作废", "已申请"]


def test_returned_data(desk: Desk) -> None:
    desk.ordered()
    assert desk.ask("returnCardData", "formally-lost", result="ok", cardNumber="F99000001")["code"] == "22"
    assert desk.ask("markCard", "formally-lost")["code"] == "00"
    assert desk.ask("returnCardData", "formally-lost", result="ok", cardNumber=desk.here.card("lost"))["code"] == "23"
    failed = desk.ask("returnCardData", "formally-lost", result="failed", failType="银行", reason="开户失败")
    assert failed["code"] == "00"
    assert desk.here.states("formally-lost") == ["作废", "已申请"]


def test_after_a_failure_the_card_gets_a_new_batch(desk: Desk) -> None:
    batch = desk.fetched()
    assert desk.ask("returnCardData", "formally-lost", result="failed", failType="制卡", reason="写卡未成功")["code"] == "00"
    assert desk.ask("queryCardProgress", "formally-lost")["result"] == {"cardStatus": "6", "batch": "", "paid": "1"}
    assert said(desk.ask("getJZKPC", batch=batch, window="W1"))[0] == "04"
    assert said(desk.ask("markCard", "formally-lost")) == ("28", "制卡失败数据未处理，请先恢复申请")
    assert desk.ask("restoreFailedCard", "formally-lost")["code"] == "00"
    assert desk.ask("markCard", "formally-lost")["code"] == "00"
    assert desk.ask("getHQPCH", "formally-lost")["result"]["batch"] != batch


def test_data_are_not_taken_back_for_a_card_whose_payment_was_cancelled(desk: Desk) -> None:
    desk.marked()
    assert desk.ask("cancelPayment", "formally-lost")["code"] == "00"
    assert desk.ask("returnCardData", "formally-lost", result="ok", cardNumber="F99000001")["code"] == "18"


def test_a_released_card_is_what_it_was_before_it_was_lost(desk: Desk) -> None:
    assert desk.card("reportLostCard", "to-enable", lossType="1")["code"] == "00"
    assert desk.card("reportLostCard", "to-enable", lossType="2")["code"] == "00"
    assert desk.card("cancelLostCard", "to-enable")["code"] == "00"
    assert desk.here.states("to-enable") == ["待启用"]


def test_other_refusals(desk: Desk) -> None:
    assert desk.ask("reportLostCard", cardNumber="F00000000", lossType="1")["code"] == "13"
    assert desk.ask("reportLostCard", cardNumber=desk.here.card("damaged"), lossType="1")["code"] == "13"
    assert desk.card("cancelLostCard")["code"] == "14"
    assert desk.card("applyCardReplacement", replaceType="5_遗失补卡", reason="x")["code"] == "15"
    assert desk.card("reportLostCard", "cancelled", lossType="2")["code"] == "27"
    assert desk.ask("queryCardProgress")["code"] == "17"


@pytest.mark.parametrize(
    ("function", "args"),
    [
        ("queryPersonInfo", {"idNumber": None}), ("reportLostCard", {"cardNumber": "F1"}),
        ("reportLostCard", {"cardNumber": "F1", "lossType": "3"}), ("reportLostCard", {"cardNumber": 5, "lossType": "1"}),
        ("reportLostCard", {"lossType": "1"}), ("applyCardReplacement", {"cardNumber": "F1", "replaceType": "5_遗失补卡"}),
        ("registerPayment", {}), ("returnCardData", {"result": "ok"}), ("returnCardData", {"result": "failed"}),
        ("returnCardData", {"result": "failed", "failType": "天气", "reason": "x"}),
        ("returnCardData", {"result": "failed", "failType": "制卡"}), ("enableCard", {"cardNumber": "F1", "step": "?"}),
        ("getJZKPC", {"batch": "P1"}), ("applyNewCard", {}),
    ],
)  # fmt: skip
def test_a_missing_parameter_is_09_and_named(desk: Desk, function: str, args: dict) -> None:
    code, text = said(desk.ask(function, **args))
    assert code == "09"
    assert text.startswith("缺少参数：")
    assert len(text) > len("缺少参数：")


def test_an_amount_or_a_term_that_is_none_is_09(desk: Desk) -> None:
    desk.ordered(paid=False)
    for amount in ("twenty", "-1", "NaN", "Infinity"):
        assert desk.ask("registerPayment", "formally-lost", amount=amount)["code"] == "09"
    for until in ("soon", "2026-12-01T00:00:00"):
        assert desk.card("reportLostCard", lossType="1", until=until)["code"] == "09"
    assert desk.here.states("lost") == ["正常"]


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"[]", b"5", b"\xff\xfe", b"null", b"{}" * 3, b"[" * 100_000, b'{"function": 5}', b'{"function": {}}',
        b'{"function": "markCard", "args": []}', b'{"function": "markCard", "args": {"idNumber": ["x"]}}',
        b'{"function": "\\ud800"}', b'{"function": "markCard", "args": {"idNumber": "1"}}',
        b'{"function": "markCard", "serial": "1", "args": {"idNumber": "1"}}', b"1" * 5000,
    ],
)  # fmt: skip
def test_malformed_messages_get_an_answer(desk: Desk, body: bytes) -> None:
    assert desk.post(body)["code"] in {"09", "19"}
    assert desk.ask("queryPersonInfo")["code"] == "00"


def test_every_code_can_be_given_on_purpose(desk: Desk) -> None:
    for code in desk.here.province.codes:
        desk.here.province.reject_next(code.code)
        answer = desk.card("reportLostCard", lossType="1")
        assert answer["code"] == code.code
        assert answer["message"]
    desk.here.province.reject_next("01", "registerPayment")
    assert said(desk.pay()) == ("01", "该申请已缴费")
    assert desk.here.province.applied == ()


def test_temporary_cards(desk: Desk) -> None:
    assert desk.ask("issueTempCard", tempCardNumber="LS1")["code"] == "17"
    desk.ordered()
    assert desk.ask("issueTempCard", "formally-lost", tempCardNumber="LS1")["code"] == "00"
    assert desk.ask("issueTempCard", "formally-lost", tempCardNumber="LS2")["code"] == "40"
    assert desk.ask("rewriteTempCard", "formally-lost", tempCardNumber="LS1")["code"] == "00"
    assert desk.ask("rewriteTempCard", "formally-lost", tempCardNumber="LS2")["code"] == "13"
    assert desk.ask("stopTempCard", "formally-lost", tempCardNumber="LS1", stopType="其他")["code"] == "09"
    assert desk.ask("returnTempCard", "formally-lost", tempCardNumber="LS1")["code"] == "00"
    assert desk.ask("stopTempCard", "formally-lost", tempCardNumber="LS1", stopType="丢失")["code"] == "41"
    told = desk.ask("queryCardStatus", "formally-lost")["result"]["tempCards"]
    assert [(card["tempCardNumber"], card["tempStatus"], card["validUntil"]) for card in told] == [("LS1", "3", "")]
