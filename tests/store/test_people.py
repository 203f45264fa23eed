"""The dated copy: a temporary loss ends by itself, whether or not the program ran."""

from datetime import timedelta

import pytest

from counter.core.decision import Refused
from counter.core.states import CardState, Kind
from counter.visit import carry_out, desk
from tests.conftest import NOW
from tests.store.conftest import Still

WEEK = timedelta(days=7)
TICK = timedelta(milliseconds=1)


def state(road, person: str) -> CardState:
    return road.branch.people.dossier(person).on(road.clock.now()).card().state


@pytest.mark.parametrize(("after", "expected"), [(WEEK - TICK, CardState.TEMPORARILY_LOST), (WEEK, CardState.NORMAL)])
def test_a_temporary_loss_ends_after_seven_days_also_when_nothing_ran(road, open_road, after, expected):
    person = road.meet("lost")
    road.lose(person)
    road.branch.close()
    again = open_road(Still(NOW + after))
    assert state(again, person) is expected
    seen = {one.offer.id: one.verdict for one in desk(again.branch, person, again.seat("bureau"))}
    released = seen["loss.release"]
    said = released.refusals[0].text if isinstance(released, Refused) else ""
    assert said == ("卡为正常状态，无需解除挂失" if expected is CardState.NORMAL else "")


def test_a_form_begun_before_the_end_is_refused_after_it(road):
    """Begun on the sixth day, confirmed on the seventh: the card is normal again, nothing is to release."""
    person = road.meet("lost")
    road.lose(person)
    road.clock.at = NOW + WEEK - timedelta(hours=1)
    op_id, seat = road.draft(person, "loss.release", {}, "bureau")
    road.clock.at = NOW + WEEK
    refused = carry_out(road.branch, op_id, seat, {})
    assert [r.text for r in refused.refusals] == ["卡为正常状态，无需解除挂失"]
    assert not road.branch.journal.done(op_id)


def test_a_second_loss_after_the_first_has_ended_runs_its_own_seven_days(road):
    person = road.meet("lost")
    road.lose(person)
    road.clock.at = NOW + timedelta(days=9)
    op_id = road.lose(person)
    (kept,) = road.branch.entries.of_operation(op_id)
    assert kept.entry.changes[0].words == "正常 → 临时挂失"
    assert road.branch.people.dossier(person).card().until == NOW + timedelta(days=16)


def test_a_loss_by_phone_ends_when_the_province_said(road):
    person = road.meet("phoned")
    assert state(road, person) is CardState.TEMPORARILY_LOST
    road.clock.at = NOW + timedelta(days=4) - timedelta(seconds=1)
    assert state(road, person) is CardState.TEMPORARILY_LOST
    road.clock.at = NOW + timedelta(days=4)
    assert state(road, person) is CardState.NORMAL


def test_the_same_record_again_is_no_news(road):
    person = road.meet("lost")
    count = road.rows("SELECT COUNT(*) FROM journal")
    road.clock.at = NOW + timedelta(hours=1)
    assert road.meet("lost") == person
    assert road.rows("SELECT COUNT(*) FROM journal") == count
    assert road.branch.people.dossier(person).copied_at == road.clock.at


def test_the_dossier_tells_what_was_done_newest_first(road):
    person = road.meet("lost")
    road.lose(person)
    road.do(person, "loss.release", kind="bureau")
    past = road.branch.people.dossier(person).past
    assert [one.title for one in past] == ["解除挂失", "口头（临时）挂失", "省里消息"]
    assert [one.province for one in past] == ["待省确认", "待省确认", ""]


def test_a_person_has_a_number_of_the_branch_and_not_of_the_state(road):
    person = road.meet("lost")
    holder = road.branch.people.dossier(person).holder
    assert holder.id_number not in person
    assert road.branch.people.dossier("nobody") is None
    assert len(road.branch.people.dossier(person).of(Kind.CARD)) == 1
