"""What the provinces tell of their own accord, and results that come later, over real HTTP."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from tests.rehearsal.provinces import PROVINCES, World, world


@pytest.fixture(params=PROVINCES)
def here(request: pytest.FixtureRequest) -> Iterator[World]:
    with world(request.param) as opened:
        yield opened


def test_a_waiting_report_gets_its_result_as_news(here: World) -> None:
    here.province.answer_later(hold=True)
    report = here.report("lost", "loss.formal", reason="遗失")
    assert here.connector.send(report).state == "waiting"
    assert here.connector.send(report).state == "waiting"
    assert here.states("lost") == ["正常"]
    news, cursor = here.connector.news("")
    assert news == ()
    assert here.province.settle() == 1
    ((message,), cursor) = here.connector.news(cursor)
    assert (message.kind, message.facts["key"], message.facts["state"]) == ("result", report.key, "accepted")
    assert here.states("lost") == ["正式挂失"]
    assert here.connector.send(report).state == "accepted"
    assert len(here.province.applied) == 1


def test_a_waiting_report_may_be_refused_in_the_end(here: World) -> None:
    here.province.answer_later()
    report = here.report("lost", "loss.release")
    assert here.connector.send(report).state == "waiting"
    ((message,), _) = here.connector.news("")
    assert (message.facts["key"], message.facts["state"]) == (report.key, "rejected")
    assert message.facts["code"]
    assert message.facts["text"]
    assert here.province.applied == ()
    here.accept("lost", "loss.temporary")
    assert here.connector.send(report).state == "accepted"


def test_a_result_may_come_twice_under_two_numbers(here: World) -> None:
    here.province.answer_later(twice=True)
    report = here.report("lost", "loss.formal", reason="遗失")
    here.connector.send(report)
    news, _ = here.connector.news("")
    assert [message.facts["key"] for message in news] == [report.key] * 2
    assert len({message.id for message in news}) == 2
    assert news[0].facts == news[1].facts
    assert len(here.province.applied) == 1


def test_news_of_a_loss_by_telephone_and_by_the_bank(here: World) -> None:
    lost, damaged = here.person("lost"), here.person("damaged")
    here.province.phone_loss(lost.id_number)
    here.province.bank_loss(damaged.id_number)
    (phone, bank), cursor = here.connector.news("")
    assert (phone.kind, phone.id_number, phone.card_number) == ("card", lost.id_number, lost.cards[0].number)
    assert (phone.origin, phone.at) == ("12333", here.now)
    until = {"until": (here.now + timedelta(days=7)).isoformat()} if here.name == "shaanxi" else {}
    assert phone.facts == {"state": "临时挂失", "by": "12333", **until}
    assert bank.facts == {"state": "正常", "financial": "挂失", "by": damaged.cards[0].bank}
    assert here.record("damaged").cards[0].financial == "挂失"
    assert here.connector.look_up(damaged.id_number, 2) == here.record("damaged")
    assert here.connector.news(cursor) == ((), cursor)


def test_news_of_withdrawn_card_data(here: World) -> None:
    here.replace("formally-lost")
    here.province.withdraw(here.person("formally-lost").id_number, "照片不合格")
    ((message,), _) = here.connector.news("")
    assert (message.kind, message.facts) == ("withdrawn", {"reason": "照片不合格"})
    assert here.states("formally-lost") == ["作废"]


def test_the_cursor_goes_on_where_it_stopped(here: World) -> None:
    here.province.phone_loss(here.person("lost").id_number)
    first, cursor = here.connector.news("")
    here.province.bank_loss(here.person("damaged").id_number)
    second, _ = here.connector.news(cursor)
    both, _ = here.connector.news("")
    assert (*first, *second) == both
    assert len(both) == 2


def test_a_cursor_of_an_earlier_run_starts_again(here: World) -> None:
    here.province.phone_loss(here.person("lost").id_number)
    for strange in ("00000000-7", "7", "x-y", "￥"):
        assert len(here.connector.news(strange)[0]) == 1
