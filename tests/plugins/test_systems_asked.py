"""The systems that are asked: their answers, and every way in which there is none."""

import logging
from collections.abc import Iterator

import pytest

from counter import Compared, Inquiry, Insured, MismatchError, Paid, UnavailableError
from counter.rehearsal.systems import RehearsalSystems
from counter.rehearsal.systems.nontax import Notice
from counter.rehearsal.systems.registers import Enrolled
from plugins.systems import CONNECTORS
from tests.rehearsal.peers import ASKED, PERSON, connector, inquiry, other_server, peers


@pytest.fixture
def systems() -> Iterator[RehearsalSystems]:
    with peers() as opened:
        yield opened


def test_the_police_compare_name_and_number(systems: RehearsalSystems) -> None:
    police = connector(systems, "police")
    assert police.ask(inquiry(), 2).answer == Compared.MATCH.value
    assert police.ask(inquiry(), 2).facts == {"photo": "有照片"}
    told = police.ask(Inquiry(id_number=PERSON.id_number, name="别人"), 2)
    assert (told.answer, told.facts["reason"]) == (Compared.DIFFERS.value, "姓名与公安登记的不同")
    nobody = police.ask(Inquiry(id_number="350581199001010019", name=PERSON.name), 2)
    assert (nobody.answer, nobody.facts["reason"]) == (Compared.DIFFERS.value, "查无此人")
    systems.police.hold(PERSON.id_number)
    assert police.ask(inquiry(), 2).answer == Compared.PENDING.value


def test_the_insurance_says_where_and_in_what(systems: RehearsalSystems) -> None:
    insurance = connector(systems, "insurance")
    systems.insurance.enrolled[PERSON.id_number] = Enrolled("石狮市", "新型农村合作医疗", "市新农合中心")
    told = insurance.ask(inquiry(), 2)
    assert told.answer == Insured.YES.value
    assert told.facts == {"area": "石狮市", "kind": "新型农村合作医疗", "agency": "市新农合中心"}
    del systems.insurance.enrolled[PERSON.id_number]
    assert insurance.ask(inquiry(), 2) .answer == Insured.NO.value


@pytest.mark.parametrize(
    ("notice", "answer"),
    [
        (None, Paid.UNKNOWN), (Notice(), Paid.NOT_YET), (Notice("20260000001", "20.00"), Paid.YES),
        (Notice("20260000002", "20.00"), Paid.OTHER_BILL),
    ],
)  # fmt: skip
def test_the_non_tax_system_knows_notices_and_their_bills(systems: RehearsalSystems, notice, answer) -> None:
    systems.nontax.notices["41070000001"] = notice
    told = connector(systems, "nontax").ask(inquiry(), 2)
    assert told.answer == answer.value
    assert told.facts.get("amount", "") == (notice.amount if notice else "")


@pytest.mark.parametrize("name", ASKED)
def test_down_slow_and_garbled_are_no_answer_and_afterwards_all_is_well(systems: RehearsalSystems, name: str) -> None:
    asked, peer = connector(systems, name), systems.peers[name]
    peer.down()
    with pytest.raises(UnavailableError):
        asked.ask(inquiry(), 2)
    peer.up()
    peer.faults.slow = 30
    with pytest.raises(UnavailableError, match="没有应答"):
        asked.ask(inquiry(), 0.1)
    peer.up()
    peer.faults.garbled = True
    with pytest.raises(MismatchError):
        asked.ask(inquiry(), 2)
    peer.up()
    assert asked.ask(inquiry(), 2).answer


@pytest.mark.parametrize("name", ASKED)
@pytest.mark.parametrize("at", ["police", "insurance", "nontax", "sms", "nothing"])
def test_another_system_is_never_taken_for_the_one_that_was_meant(systems, name: str, at: str) -> None:
    asked = connector(systems, name, at=at)
    if at == name:
        assert asked.ask(inquiry(), 2).answer
        return
    with pytest.raises(MismatchError):
        asked.ask(inquiry(), 2)


@pytest.mark.parametrize("name", ASKED)
@pytest.mark.parametrize(
    ("status", "body", "error"),
    [
        (200, b"<html>ok</html>", MismatchError), (200, b"[]", MismatchError), (200, b"{}", MismatchError),
        (404, b"not here", MismatchError), (502, b"bad gateway", UnavailableError), (503, b"", UnavailableError),
    ],
)  # fmt: skip
def test_any_other_server_is_a_mismatch_and_a_broken_one_is_unavailable(name, status, body, error) -> None:
    with other_server(status, body) as url, pytest.raises(error):
        CONNECTORS[name](url).ask(inquiry(), 2)


@pytest.mark.parametrize("name", ASKED)
def test_an_answer_that_breaks_off_is_unavailable(name: str) -> None:
    with other_server(200, b'{"a": 1}', promised=100) as url, pytest.raises(UnavailableError):
        CONNECTORS[name](url).ask(inquiry(), 2)


def test_an_amount_that_is_none_is_a_mismatch(systems: RehearsalSystems) -> None:
    systems.nontax.notices["41070000001"] = Notice("20260000001", "二十元")
    with pytest.raises(MismatchError, match="金额"):
        connector(systems, "nontax").ask(inquiry(), 2)


@pytest.mark.parametrize("name", CONNECTORS)
def test_an_address_that_is_none_is_said_at_once(name: str) -> None:
    with pytest.raises(MismatchError, match="写得不对"):
        CONNECTORS[name]("http://[::1")


def test_asking_leaves_no_number_and_no_name_in_the_log(systems: RehearsalSystems, caplog) -> None:
    caplog.set_level(logging.DEBUG)
    for name in ASKED:
        connector(systems, name).ask(inquiry(), 2)
    text = "\n".join(f"{record.getMessage()} {record.args}" for record in caplog.records)
    assert PERSON.id_number not in text
    assert PERSON.name not in text
