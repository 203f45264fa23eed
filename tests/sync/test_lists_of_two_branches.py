"""What another branch does clears the lists here when the news arrives, and what it refuses appears in them."""

import pytest

from counter.core.matters import MatterKind
from counter.matters import recounted
from counter.rehearsal.world import add_branch
from tests.clerk import Clerk
from tests.sync.both_sides import number, seats, work

LOST_ON = {"lost_on": "2026-11-19"}
CASH = {"received": "20"}


@pytest.fixture
def branches(open_world, tmp_path, staff):
    """Two outlets of Shangluo: the world, both counters and a clerk at each."""
    world, here = open_world("shangluo", seats("shangluo", "bank_outlet", code="61100001"))
    there = add_branch(world, tmp_path / "there", seats("shangluo", "bank_outlet", code="61100002"), staff)
    return world, here, there, Clerk(here, "bank_outlet"), Clerk(there, "bank_outlet")


def kinds(counter, pid):
    kept = counter.branch.matters.all()
    assert kept == recounted(counter.branch)
    return {one.kind for one in kept.get(pid, ())}


def test_a_card_ordered_here_and_made_and_handed_out_elsewhere_leaves_every_list(branches):
    """Complaint 10: no row stays behind, and none is missing on the way."""
    world, here, there, mine, theirs = branches
    who = number(world, "lost")
    pid = mine.open(who)
    mine.do(pid, "loss.formal+replace.lost", {**LOST_ON, **CASH})
    here.courier.round(news=True)
    assert kinds(here, pid) == {MatterKind.MAKE, MatterKind.PROMISED}
    other = theirs.open(who)
    assert kinds(there, other) == set()
    theirs.do(other, "issue.make", {})
    there.courier.round(news=True)
    assert kinds(there, other) == {MatterKind.HAND_OUT}
    here.courier.round(news=True)
    mine.open(who)
    assert kinds(here, pid) == {MatterKind.PROMISED}
    assert [one.due for one in here.branch.matters.of(pid)] == [None], "it was made in time: nothing can be overdue"
    assert "王䶮𬱖" not in mine.get("/work?list=make").words
    theirs.do(other, "issue.collect", {})
    assert kinds(there, other) == set()
    there.courier.round(news=True)
    mine.open(who)
    assert kinds(here, pid) == set()


def test_what_the_province_refused_while_the_line_was_down_is_told_in_a_list(branches):
    """Complaint 5: refused upstream is never silent: reason, person and what to do stand in the list and the menu."""
    world, here, there, mine, theirs = branches
    who = number(world, "lost")
    pid, other = mine.open(who), theirs.open(who)
    world.province.down()
    mine.do(pid, "loss.formal+replace.lost", {**LOST_ON, **CASH})
    theirs.do(other, "loss.formal+replace.lost", {**LOST_ON, **CASH})
    world.province.up()
    here.courier.round(news=True)
    there.courier.round(news=True)
    there.courier.round(news=True)
    assert MatterKind.REJECTED in kinds(there, other)
    assert "请联系持卡人" in work(theirs)[0][1]
    assert "待办 0" not in theirs.get("/status").words
    assert "待办 0" in mine.get("/status").words
