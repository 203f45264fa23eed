"""What waits for the province goes oldest first for each person; nothing overtakes an open question."""

from datetime import timedelta

import pytest

from counter.store.outbox import ACCEPTED, QUEUED, REJECTED, SETTLED, WAITING
from tests.conftest import NOW


@pytest.fixture
def queued(road):
    """Two persons with two entries each: (their sequence numbers, oldest first)."""
    one, two = road.meet("lost"), road.meet("hong-kong")
    for person in (one, two):
        road.lose(person)
    for person in (one, two):
        road.do(person, "loss.release", kind="bureau")
    seqs = [[r[0] for r in road.rows("SELECT seq FROM outbox WHERE person=? ORDER BY seq", p)] for p in (one, two)]
    assert [len(mine) for mine in seqs] == [2, 2]
    return road.branch.outbox, road.branch.database, seqs


def test_only_the_oldest_of_each_person_is_due(queued):
    outbox, _, ((a, _), (c, _)) = queued
    assert outbox.due(NOW, 50) == [a, c]
    assert outbox.due(NOW, 1) == [a]


@pytest.mark.parametrize("state", [WAITING, REJECTED])
def test_a_later_entry_waits_while_an_older_one_is_undecided(queued, state):
    outbox, database, ((a, b), (c, _)) = queued
    with database.writing():
        assert outbox.answered(a, state, "E1", "")
    assert outbox.due(NOW, 50) == [c]
    with database.writing():
        outbox.answered(a, ACCEPTED, "", "") if state == WAITING else outbox.settle(a)
    assert outbox.due(NOW, 50) == [c, b]


def test_an_accepted_entry_lets_the_next_go(queued):
    outbox, database, ((a, b), (c, _)) = queued
    with database.writing():
        outbox.answered(a, ACCEPTED, "0", "成功")
    assert outbox.due(NOW, 50) == [c, b]


def test_a_try_without_an_answer_waits_its_time_and_holds_the_next(queued):
    outbox, database, ((a, _), (c, _)) = queued
    with database.writing():
        outbox.tried(a, NOW + timedelta(seconds=8))
    assert outbox.due(NOW + timedelta(seconds=7), 50) == [c]
    assert outbox.due(NOW + timedelta(seconds=8), 50) == [a, c]
    assert outbox.tries(a) == 1


def test_an_answer_counts_once(queued):
    outbox, database, ((a, _), _) = queued
    with database.writing():
        assert outbox.answered(a, ACCEPTED, "0", "成功")
        assert not outbox.answered(a, REJECTED, "E1", "晚到")
    assert outbox.state(a) == ACCEPTED


def test_a_rejected_entry_is_sent_again_or_settled_and_nothing_else_is(queued):
    outbox, database, ((a, b), (c, _)) = queued
    with database.writing():
        outbox.answered(a, REJECTED, "E1", "")
        outbox.again(a)
        outbox.again(c)
        outbox.settle(b)
    assert (outbox.state(a), outbox.state(b), outbox.state(c)) == (QUEUED, QUEUED, QUEUED)
    with database.writing():
        outbox.answered(a, REJECTED, "E1", "")
        outbox.settle(a)
    assert outbox.state(a) == SETTLED
    assert outbox.counts() == {QUEUED: 3, SETTLED: 1}


def test_what_was_learnt_is_not_sent_back(road):
    road.meet("lost")
    assert road.rows("SELECT COUNT(*) FROM journal") == [(1,)]
    assert road.branch.outbox.counts() == {}
