"""Two branches of one province: they meet only there."""

import pytest

from counter.rehearsal.world import add_branch
from counter.store.journal import broken_link
from tests.clerk import Clerk
from tests.sync.both_sides import agree, dossier, journal, number, province_words, seats, states, work

LOST_ON = {"lost_on": "2026-11-19"}
CASH = {"received": "20"}


@pytest.fixture
def branches(open_world, tmp_path, staff):
    """A bureau and a bank outlet of Shangluo: the world, both counters and a clerk at each."""
    world, bureau = open_world("shangluo", seats("shangluo", "bureau", code="61100001"))
    outlet = add_branch(world, tmp_path / "outlet", seats("shangluo", "bank_outlet", code="61100002"), staff)
    return world, bureau, outlet, Clerk(bureau, "bureau"), Clerk(outlet, "bank_outlet")


def test_a_loss_at_the_bureau_is_replaced_at_the_bank_and_both_know(branches):
    world, bureau, outlet, at_bureau, at_outlet = branches
    who = number(world, "lost")
    pid = at_bureau.open(who)
    lost = at_bureau.do(pid, "loss.temporary", LOST_ON)
    bureau.courier.round(news=True)
    there = at_outlet.open(who)
    page = at_outlet.get(f"/person/{there}")
    assert page.texts("data-state") == ["临时挂失"]
    assert "经窗口挂失" in page.words
    done = at_outlet.do(there, "loss.formal+replace.lost", {**LOST_ON, **CASH})
    assert done.texts("data-entry-change")[0] == "临时挂失 → 正式挂失"
    outlet.courier.round(news=True)
    at_outlet.do(there, "issue.make", {})
    outlet.courier.round(news=True)
    assert states(bureau, pid) == ["临时挂失"]
    at_bureau.open(who)
    assert states(bureau, pid) == ["作废", "待领取"]
    made = dossier(bureau, pid).coming()
    assert made.number == dossier(outlet, there).coming().number != ""
    agree(world, bureau, outlet)
    numbers = lost.texts("data-number") + done.texts("data-number")
    assert len(set(numbers)) == 3
    assert {text[:8] for text in numbers} == {"61100001", "61100002"}
    assert broken_link(bureau.branch.database) is None
    assert broken_link(outlet.branch.database) is None
    assert journal(bureau) == [("learnt", "province"), ("loss.temporary", "window"), ("learnt", "province")]


def test_of_two_branches_at_one_card_the_province_takes_the_first(branches):
    """Both accept while the line is down; the later report comes back, and its branch learns how it is."""
    world, bureau, outlet, at_bureau, at_outlet = branches
    who = number(world, "lost")
    pid, there = at_bureau.open(who), at_outlet.open(who)
    world.province.down()
    late = at_bureau.do(pid, "loss.temporary", LOST_ON).response.request.path
    at_outlet.do(there, "loss.formal+replace.lost", {**LOST_ON, **CASH})
    world.province.up()
    outlet.courier.round(news=True)
    bureau.courier.round(news=True)
    assert province_words(at_bureau, late) == ["省已退回"]
    ((_, text),) = work(at_bureau)
    assert "卡已作废或注销（4205）" in text
    assert states(bureau, pid) == ["作废", "已申请"]
    agree(world, bureau, outlet)


def test_a_card_made_and_enabled_elsewhere_is_the_one_that_was_ordered_here(branches):
    world, bureau, outlet, at_bureau, at_outlet = branches
    who = number(world, "formally-lost")
    there, pid = at_outlet.open(who), at_bureau.open(who)
    at_outlet.do(there, "replace.lost", CASH)
    outlet.courier.round(news=True)
    at_bureau.open(who)
    assert states(bureau, pid) == ["作废", "已申请"]
    for offer, texts in (("issue.make", {}), ("issue.collect", {}), ("activate.financial", {})):
        at_outlet.do(there, offer, texts)
    outlet.courier.round(news=True)
    at_bureau.open(who)
    at_bureau.post("/rehearsal/card", {"pid": pid, "back": "/"})
    at_bureau.do(pid, "activate.social", {}, old_password="123456", new_password="271828", again="271828")
    bureau.courier.round(news=True)
    at_outlet.open(who)
    assert states(outlet, there) == states(bureau, pid) == ["作废", "正常"]
    agree(world, bureau, outlet)
