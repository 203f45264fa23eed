"""The non-tax system: it numbers the notices, keeps how each stands, and refuses what cannot be."""

from collections.abc import Iterator

import pytest

from counter import Answer, Inquiry, MismatchError, Paid
from counter.rehearsal.systems import RehearsalSystems
from plugins.systems.nontax import NonTax
from tests.rehearsal.peers import PERSON, connector, delivery, inquiry, other_server, peers

FIRST, SECOND = "B1000001", "B1000002"


@pytest.fixture
def systems() -> Iterator[RehearsalSystems]:
    with peers() as opened:
        yield opened


def number(systems: RehearsalSystems) -> str:
    asked = Inquiry(id_number=PERSON.id_number, name=PERSON.name, asks="next", branch="B1")
    return str(connector(systems, "nontax").ask(asked, 2).answer)


def tell(systems: RehearsalSystems, kind: str, key: str, **facts: str) -> Answer:
    told = connector(systems, "nontax").tell(delivery("nontax", key, kind=kind, **facts))
    assert isinstance(told, Answer)
    return told


def state(systems: RehearsalSystems, notice: str, bill: str = "") -> str:
    return str(connector(systems, "nontax").ask(inquiry(notice_number=notice, bill_number=bill), 2).answer)


def test_notices_are_numbered_one_after_the_other_and_stand_as_told(systems: RehearsalSystems) -> None:
    assert number(systems) == FIRST
    assert tell(systems, "issue", "k1", notice_number=FIRST, amount="20.00").state == "accepted"
    assert number(systems) == SECOND
    assert state(systems, FIRST) == Paid.NOT_YET.value
    assert systems.nontax.pay(FIRST)
    assert not systems.nontax.pay(FIRST)
    assert state(systems, FIRST) == Paid.YES.value
    assert tell(systems, "bill", "k2", notice_number=FIRST, bill_number="00380001").state == "accepted"
    assert (state(systems, FIRST, "00380001"), state(systems, FIRST, "00380002")) == (
        Paid.YES.value, Paid.OTHER_BILL.value,
    )  # fmt: skip


def test_a_withdrawn_notice_can_not_be_paid(systems: RehearsalSystems) -> None:
    tell(systems, "issue", "k1", notice_number=FIRST, amount="20.00")
    assert tell(systems, "cancel", "k2", notice_number=FIRST, reason="不缴了").state == "accepted"
    assert state(systems, FIRST) == Paid.CANCELLED.value
    assert not systems.nontax.pay(FIRST)


def test_what_cannot_be_is_refused_with_its_reason(systems: RehearsalSystems) -> None:
    assert "应为 B1000001" in tell(systems, "issue", "k1", notice_number=SECOND, amount="20.00").text
    tell(systems, "issue", "k2", notice_number=FIRST, amount="20.00")
    assert "没有缴款" in tell(systems, "bill", "k3", notice_number=FIRST, bill_number="00380001").text
    systems.nontax.pay(FIRST)
    assert "不能作废" in tell(systems, "cancel", "k4", notice_number=FIRST).text
    tell(systems, "bill", "k5", notice_number=FIRST, bill_number="00380001")
    assert "已经用过" in tell(systems, "bill", "k6", voucher="000009", bill_number="00380001").text


def test_the_same_thing_told_again_counts_once(systems: RehearsalSystems) -> None:
    for _ in range(2):
        assert tell(systems, "issue", "k1", notice_number=FIRST, amount="20.00").state == "accepted"
    assert number(systems) == SECOND
    assert len(systems.nontax.took) == 1


def test_a_number_that_is_none_is_a_mismatch() -> None:
    with other_server(200, b"{}") as url, pytest.raises(MismatchError):
        NonTax(url).ask(Inquiry(id_number="1", name="甲", asks="next", branch="B1"), 2)
