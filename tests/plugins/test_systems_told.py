"""The systems that are told: each message taken in once, whatever happens to its answer."""

import logging
from collections.abc import Iterator

import pytest

from counter import MismatchError, UnavailableError
from counter.rehearsal.systems import RehearsalSystems
from plugins.systems import CONNECTORS
from plugins.systems.exchange import Exchange
from tests.rehearsal.peers import FACTS, PERSON, TOLD, connector, delivery, other_server, peers


@pytest.fixture
def systems() -> Iterator[RehearsalSystems]:
    with peers() as opened:
        yield opened


@pytest.mark.parametrize("name", TOLD)
def test_what_is_told_is_taken_in_with_its_facts(systems: RehearsalSystems, name: str) -> None:
    told = connector(systems, name).tell(delivery(name))
    assert (told.state, told.text) == ("accepted", "办成")
    (took,) = systems.peers[name].took
    assert took.number == delivery(name).key
    assert set(FACTS[name].values()) <= set(took.fields.values())


@pytest.mark.parametrize("name", TOLD)
def test_a_lost_answer_and_the_message_again_are_one_message(systems: RehearsalSystems, name: str) -> None:
    told, peer = connector(systems, name), systems.peers[name]
    peer.faults.lost_answers = 2
    for _ in range(2):
        with pytest.raises(UnavailableError):
            told.tell(delivery(name))
    assert told.tell(delivery(name)).state == "accepted"
    assert len(peer.took) == 1
    assert peer.deliveries[delivery(name).key] == 3


@pytest.mark.parametrize("name", TOLD)
def test_a_number_that_was_used_for_something_else_is_refused(systems: RehearsalSystems, name: str) -> None:
    told = connector(systems, name)
    assert told.tell(delivery(name)).state == "accepted"
    other = {"text": "别的"} if name == "sms" else {"card_number": "F45081002"}
    answer = told.tell(delivery(name, **other))
    assert (answer.state, answer.code) == ("rejected", "11")
    assert len(systems.peers[name].took) == 1


@pytest.mark.parametrize("name", TOLD)
def test_refused_busy_and_taken_in_for_now(systems: RehearsalSystems, name: str) -> None:
    told, peer = connector(systems, name), systems.peers[name]
    peer.reject_next("不收")
    answer = told.tell(delivery(name))
    assert (answer.state, answer.text) == ("rejected", "不收")
    peer.faults.busy = True
    with pytest.raises(UnavailableError, match="系统忙"):
        told.tell(delivery(name))
    peer.up()
    peer.faults.later = 1
    assert [told.tell(delivery(name)).state for _ in range(3)] == ["waiting", "accepted", "accepted"]
    assert len(peer.took) == 1


@pytest.mark.parametrize("name", TOLD)
@pytest.mark.parametrize("at", ["police", "simis", "citycards", "ecard", "sms", "nothing"])
def test_another_system_is_never_told_by_mistake(systems: RehearsalSystems, name: str, at: str) -> None:
    told = connector(systems, name, at=at)
    if at == name:
        assert told.tell(delivery(name)).state == "accepted"
        return
    with pytest.raises(MismatchError):
        told.tell(delivery(name))
    assert all(not peer.took for peer in systems.peers.values())


@pytest.mark.parametrize("name", TOLD)
@pytest.mark.parametrize(
    ("status", "body", "error"),
    [(200, b"<html>ok</html>", MismatchError), (200, b"{}", MismatchError), (503, b"", UnavailableError)],
)
def test_any_other_server_is_a_mismatch_and_a_broken_one_is_unavailable(name, status, body, error) -> None:
    with other_server(status, body) as url, pytest.raises(error):
        CONNECTORS[name](url).tell(delivery(name))


def test_a_call_the_other_side_does_not_know_is_a_mismatch(systems: RehearsalSystems) -> None:
    with pytest.raises(MismatchError, match="没有功能 dance"):
        Exchange("sms", systems.url("sms")).report("dance", "OP9", {})


def test_a_short_message_says_neither_name_nor_number_of_the_holder(systems: RehearsalSystems) -> None:
    connector(systems, "sms").tell(delivery("sms"))
    (took,) = systems.sms.took
    assert took.fields == FACTS["sms"]


def test_without_a_mobile_number_nothing_is_sent_and_it_is_said(systems: RehearsalSystems) -> None:
    answer = connector(systems, "sms").tell(delivery("sms", mobile=""))
    assert (answer.state, answer.text) == ("rejected", "没有留手机号码，请用电话、公告等办法通知")
    assert connector(systems, "sms").tell(delivery("sms", mobile="12345")).text == "手机号码不对"
    assert not systems.sms.took


def test_one_electronic_card_to_a_card(systems: RehearsalSystems) -> None:
    told = connector(systems, "ecard")
    assert told.tell(delivery("ecard", "OP1.0.ecard")).state == "accepted"
    assert told.tell(delivery("ecard", "OP2.0.ecard")).text == "这张卡的电子社保卡已经生成"


def test_addresses_and_logs_name_nobody(systems: RehearsalSystems, caplog, monkeypatch) -> None:
    caplog.set_level(logging.DEBUG)
    paths = []
    for peer in systems.peers.values():
        answer = peer.answer
        monkeypatch.setattr(peer, "answer", lambda ask, answer=answer: paths.append((ask.path, ask.query)) or answer(ask))
    for name in TOLD:
        connector(systems, name).tell(delivery(name))
    assert paths == [("/exchange", {})] * len(TOLD)
    text = "\n".join(f"{record.getMessage()} {record.args}" for record in caplog.records)
    assert not [secret for secret in (PERSON.id_number, PERSON.name, "13900010001") if secret in text]
