"""An offer: the operations of one city as the clerk chooses them, with their moves, conditions and blanks."""

from dataclasses import replace

import pytest

from counter.catalogue import load
from counter.cities import load_city
from counter.core.blank import By
from counter.core.states import ABSENT, CardState, PaymentState


@pytest.fixture(scope="module")
def catalogues():
    return {city: load(load_city(city)) for city in ("shangluo", "xinxiang", "shishi")}


def moves(part) -> list[tuple[str, str]]:
    return [(one.role.name, one.after.value) for one in part.moves]


def test_joined_operations_are_one_offer_with_one_form(catalogues):
    offer = catalogues["shangluo"].offer("loss.formal+replace.lost", "bank_outlet")
    assert offer.title == "正式挂失并遗失补卡"
    assert [part.operation.id for part in offer.parts] == ["loss.formal", "replace.lost"]
    assert offer.last.operation.id == "replace.lost"
    names = [b.name for b in offer.form.blanks(By.SELF, load_city("shangluo").choices())]
    assert len(names) == len(set(names))
    assert {"lost_on", "mobile", "received"} <= set(names)


def test_a_fee_paid_within_is_the_last_move_and_brings_its_blanks_and_conditions(catalogues):
    part = catalogues["shangluo"].part("replace.lost", "bank_outlet")
    assert moves(part)[-1] == ("payment", "已使用")
    assert part.moves[-1].before == {ABSENT}
    assert {"received"} <= {b.name for b in part.form.own}
    assert "cash_is_the_fee" in {c.name for c in part.conditions}


def test_a_fee_paid_before_is_the_first_move_and_must_be_there(catalogues):
    part = catalogues["xinxiang"].part("replace.lost", "county")
    assert moves(part)[0] == ("payment", "已使用")
    assert part.moves[0].before == {PaymentState.PAID}
    assert "received" not in {b.name for b in part.form.own}


def test_an_operation_without_a_fee_moves_no_payment(catalogues):
    part = catalogues["shangluo"].part("loss.temporary", "bureau")
    assert moves(part) == [("card", CardState.TEMPORARILY_LOST.value)]
    assert part.conditions == part.operation.conditions


def test_a_fee_of_nothing_is_no_fee(catalogues):
    """At Shishi's agencies the fee is taken by whoever makes the card."""
    at_agency = catalogues["shishi"].part("replace.lost", "agency")
    assert "payment" not in {role for role, _ in moves(at_agency)}
    assert ("payment", "已使用") in moves(catalogues["shishi"].part("replace.lost", "making"))


def test_a_fee_whose_way_is_gone_still_moves_a_payment(catalogues):
    part = replace(catalogues["shangluo"].part("replace.lost", "bank_outlet"), way=None)
    assert moves(part)[-1] == ("payment", "已使用")
