"""Fujian's connector: what becomes of each of its assumed codes."""

from collections.abc import Iterator

import pytest

from counter import ProvinceMismatchError, ProvinceUnavailableError
from tests.rehearsal.provinces import World, world


@pytest.fixture
def here() -> Iterator[World]:
    with world("fujian") as opened:
        yield opened


def test_the_payment_travels_with_the_replacement(here: World) -> None:
    answer = here.send("formally-lost", "replace.lost", amount="20")
    assert (answer.state, answer.code) == ("rejected", "FEE_UNPAID")
    here.accept("formally-lost", "replace.lost", amount="20", bill_number="0004567", pay_key="P1")
    assert here.province.applied[-1].facts == {"amount": "20", "bill_number": "0004567", "pay_key": "P1"}
    assert "fees.register" not in here.connector.operations


def test_each_code_reaches_the_counter(here: World) -> None:
    for code in here.province.codes:
        here.province.reject_next(code.code)
        if code.code == "TRY_LATER":
            with pytest.raises(ProvinceUnavailableError, match="503"):
                here.send("lost", "loss.formal")
        elif code.code == "NO_SUCH_RESOURCE":
            with pytest.raises(ProvinceMismatchError, match="没有这个资源"):
                here.send("lost", "loss.formal")
        else:
            answer = here.send("lost", "loss.formal")
            assert (answer.state, answer.code) == ("rejected", code.code)
            assert answer.text
    assert here.states("lost") == ["正常"]


def test_a_report_without_a_card_number_is_refused_here(here: World) -> None:
    answer = here.send("lost", "loss.formal", card=None)
    assert (answer.state, answer.code) == ("rejected", "")
    assert "没有卡号" in answer.text
    assert here.province.deliveries == {}


def test_numbers_with_strange_signs_stay_in_their_place_in_the_path(here: World) -> None:
    assert here.send("lost", "loss.formal", card="D1").code == "CARD_NOT_FOUND"
    for strange in ("../../events", "D1/loss?x=1", "李"):
        with pytest.raises(ProvinceMismatchError):
            here.send("lost", "loss.formal", card=strange)
    assert here.connector.look_up(here.person("lost").id_number, 2) is not None


def test_a_busy_archive_is_unavailable_to_questions_too(here: World) -> None:
    for call in ("GET persons/{id}", "GET events"):
        here.province.reject_next("TRY_LATER", call)
    with pytest.raises(ProvinceUnavailableError):
        here.connector.look_up(here.person("lost").id_number, 2)
    with pytest.raises(ProvinceUnavailableError):
        here.connector.news("")
