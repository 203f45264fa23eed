"""Shaanxi's connector: what becomes of each of its assumed codes."""

from collections.abc import Iterator

import pytest

from counter import ProvinceMismatchError, ProvinceUnavailableError
from tests.rehearsal.provinces import World, world


@pytest.fixture
def here() -> Iterator[World]:
    with world("shaanxi") as opened:
        yield opened


def test_a_formal_loss_cannot_be_taken_back(here: World) -> None:
    """正式挂失不能撤销，原卡作废 (商洛市社会保障卡综合服务窗口规范 第十五条)."""
    here.accept("lost", "loss.formal", reason="遗失")
    answer = here.send("lost", "loss.release")
    assert (answer.state, answer.code, answer.text) == ("rejected", "4203", "正式挂失不能撤销")


def test_the_payment_travels_with_the_replacement(here: World) -> None:
    answer = here.send("formally-lost", "replace.lost", amount="20")
    assert (answer.code, answer.text) == ("4303", "未见缴费凭据")
    here.accept("formally-lost", "replace.lost", amount="20", bill_number="0004567", pay_key="P1")
    assert here.province.applied[-1].facts == {"amount": "20", "bill_number": "0004567", "pay_key": "P1"}
    assert "fees.register" not in here.connector.operations


def test_each_code_reaches_the_counter(here: World) -> None:
    for code in here.province.codes:
        here.province.reject_next(code.code)
        if code.code == "-32000":
            with pytest.raises(ProvinceUnavailableError, match="请稍后重发"):
                here.send("lost", "loss.formal")
        elif code.code == "-32601":
            with pytest.raises(ProvinceMismatchError, match="guashi"):
                here.send("lost", "loss.formal")
        else:
            answer = here.send("lost", "loss.formal")
            assert (answer.state, answer.code) == ("rejected", code.code)
            assert answer.text
    assert here.states("lost") == ["正常"]


def test_a_busy_province_is_unavailable_to_questions_too(here: World) -> None:
    here.province.reject_next("-32000", "ren.cha")
    here.province.reject_next("-32000", "xiaoxi.qu")
    with pytest.raises(ProvinceUnavailableError):
        here.connector.look_up(here.person("lost").id_number, 2)
    with pytest.raises(ProvinceUnavailableError):
        here.connector.news("")
