"""What was typed survives a restart, sealed; an operation id sorts by its time."""

import re
from datetime import timedelta

import pytest

from counter.store.clock import to_ms
from counter.store.drafts import new_op_id
from counter.store.journal import UnissuedError
from counter.store.seal import SealError
from counter.visit import carry_out, resume
from tests.conftest import NOW

LOSS = {"lost_on": "2026-11-19"}


def drafted(road, op_id: str) -> bool:
    return road.branch.drafts.load(op_id, road.branch.people.key) is not None


def test_an_operation_id_is_a_uuid_of_version_7_that_sorts_by_time():
    ids = [new_op_id(NOW + timedelta(milliseconds=n)) for n in range(200)]
    form = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
    assert all(form.fullmatch(op_id) for op_id in ids)
    assert ids == sorted(ids)
    assert int(ids[0].replace("-", "")[:12], 16) == to_ms(NOW)
    assert len({new_op_id(NOW) for _ in range(1000)}) == 1000


def test_a_draft_survives_a_restart_and_is_carried_out_after_it(road, open_road):
    person = road.meet("lost")
    op_id, _ = road.draft(person, "loss.temporary", LOSS, "bureau")
    again = open_road()
    seat = again.seat("bureau")
    begun = resume(again.branch, op_id, seat)
    assert (begun.draft.texts["lost_on"], begun.draft.checked, begun.offer.id) == ("2026-11-19", True, "loss.temporary")
    assert again.branch.drafts.unfinished("1024", person) == [(op_id, "loss.temporary")]
    assert carry_out(again.branch, op_id, seat, {}) is None
    assert again.branch.journal.done(op_id)
    with pytest.raises(UnissuedError):
        resume(again.branch, op_id, seat)


def test_a_draft_is_sealed_and_bound_to_its_operation(road):
    one, two = road.meet("lost"), road.meet("hong-kong")
    first, seat = road.draft(one, "loss.temporary", LOSS, "bureau")
    second, _ = road.draft(one, "loss.temporary", LOSS, "bureau")
    database = road.branch.database
    database.run("UPDATE draft SET sealed=(SELECT sealed FROM draft WHERE op_id=?) WHERE op_id=?", first, second)
    with pytest.raises(SealError):
        resume(road.branch, second, seat)
    database.run("UPDATE draft SET person=? WHERE op_id=?", two, first)
    with pytest.raises(SealError):
        resume(road.branch, first, seat)


def test_a_draft_nobody_came_back_to_is_forgotten_after_two_days(road):
    person = road.meet("lost")
    op_id, _ = road.draft(person, "loss.temporary", LOSS, "bureau")
    road.branch.drafts.sweep(NOW + timedelta(days=2))
    assert drafted(road, op_id)
    road.branch.drafts.sweep(NOW + timedelta(days=2, milliseconds=1))
    assert not drafted(road, op_id)


def test_a_draft_does_not_come_back_once_its_operation_is_done(road):
    """One tab confirms while another one still keeps what is typed."""
    person = road.meet("lost")
    op_id, seat = road.draft(person, "loss.temporary", LOSS, "bureau")
    typed = resume(road.branch, op_id, seat).draft
    assert carry_out(road.branch, op_id, seat, {}) is None
    road.branch.drafts.save(typed, road.branch.people.key(person))
    assert not drafted(road, op_id)
    assert road.branch.drafts.unfinished("1024", person) == []
    assert carry_out(road.branch, op_id, seat, {}) is None
    assert road.rows("SELECT COUNT(*) FROM journal WHERE op_id=?", op_id) == [(1,)]
