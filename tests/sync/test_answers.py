"""Answers that are lost, that come later, and messages that come twice."""

import pytest

from counter.sync.courier import CURSOR
from tests.clerk import Clerk
from tests.sync.both_sides import agree, journal, number, seats, states, work

LOST_ON = {"lost_on": "2026-11-19"}
PLACES = [("xinxiang", "city"), ("shangluo", "bureau"), ("shishi", "making")]


@pytest.fixture(params=PLACES, ids=lambda place: place[0])
def loss(request, open_world):
    """A temporary loss, done and not yet sent: world, counter, clerk, person and the done page's path."""
    city, window = request.param
    world, counter = open_world(city, seats(city, window))
    clerk = Clerk(counter, window)
    pid = clerk.open(number(world, "lost"))
    return world, counter, clerk, pid, clerk.do(pid, "loss.temporary", LOST_ON).response.request.path


def test_what_was_applied_without_an_answer_is_sent_again_and_applied_once(loss):
    world, counter, clerk, _, path = loss
    (seq,) = counter.branch.database.row("SELECT seq FROM outbox")
    world.province.lose_answers(2)
    for tries in (1, 2):
        counter.courier.round(news=True)
        assert len(world.province.applied) == 1
        assert clerk.get(path).texts("data-province") == ["待省确认"]
        assert counter.branch.outbox.tries(seq) == tries
        counter.branch.database.run("UPDATE outbox SET next_ms=0")
    counter.courier.round(news=True)
    assert list(world.province.deliveries.values()) == [3]
    assert clerk.get(path).texts("data-province") == ["省已确认"]
    agree(world, counter)


def test_an_answer_that_comes_later_is_waited_for(loss):
    world, counter, clerk, pid, path = loss
    world.province.answer_later(hold=True, twice=True)
    counter.courier.round(news=True)
    assert counter.branch.outbox.counts() == {1: 1}
    assert clerk.get(path).texts("data-province") == ["待省确认"]
    clerk.do(pid, "loss.release", {})
    counter.courier.round(news=True)
    assert counter.branch.outbox.counts() == {0: 1, 1: 1}
    world.province.settle()
    counter.courier.round(news=True)
    counter.courier.round(news=True)
    assert clerk.get(path).texts("data-province") == ["省已确认"]
    assert counter.branch.outbox.counts() == {2: 2}
    agree(world, counter)


def test_a_later_refusal_puts_the_state_back_once_though_it_is_told_twice(loss):
    world, counter, clerk, pid, path = loss
    world.province.answer_later(hold=True, twice=True)
    counter.courier.round(news=True)
    code = world.province.codes[-1]
    world.province.reject_next(code.code)
    world.province.settle()
    counter.courier.round(news=True)
    assert clerk.get(path).texts("data-province") == ["省已退回"]
    assert states(counter, pid) == ["正常"]
    ((_, text),) = work(clerk)
    assert code.code in text
    assert "状态已恢复" in text
    assert [operation for operation, _ in journal(counter)].count("province.rejected") == 1
    agree(world, counter)


def test_a_result_that_overtakes_the_lost_answer_is_final(loss):
    world, counter, clerk, _, path = loss
    world.province.answer_later()
    world.province.lose_answers()
    counter.courier.round(news=True)
    assert clerk.get(path).texts("data-province") == ["省已确认"]
    counter.branch.database.run("UPDATE outbox SET next_ms=0")
    counter.courier.round(news=True)
    assert list(world.province.deliveries.values()) == [1]
    agree(world, counter)


def test_the_same_news_twice_is_learnt_once(shangluo, caplog):
    world, counter = shangluo
    clerk = Clerk(counter, "bureau")
    pid = clerk.open(number(world, "lost"))
    world.province.phone_loss(number(world, "lost"))
    counter.courier.round(news=True)
    clerk.do(pid, "loss.release", {})
    counter.courier.round(news=True)
    before = journal(counter)
    counter.branch.set(CURSOR, "")
    counter.courier.round(news=True)
    assert journal(counter) == before
    assert states(counter, pid) == ["正常"]
    assert caplog.text == ""
    agree(world, counter)


def test_messages_of_strangers_and_of_other_systems_hold_nothing_up(shangluo):
    """The province tells every branch everything, with serial numbers that are not ours."""
    world, counter = shangluo
    clerk = Clerk(counter, "bureau")
    pid = clerk.open(number(world, "lost"))
    feed = world.province._intake.news
    for key in ("20261120-000017", "x.y", "", counter.branch.identity.code + ".0"):
        facts = {"key": key, "state": "accepted", "code": "0", "text": "办理成功"}
        feed.add("result", id_number=number(world, "lost"), card_number="", at=world.clock.now(), origin="省", facts=facts)
    world.province.phone_loss(number(world, "hong-kong"))
    world.province.phone_loss(number(world, "lost"))
    counter.courier.round(news=True)
    assert states(counter, pid) == ["临时挂失"]
    assert counter.branch.people.find("id", number(world, "hong-kong")) == []
