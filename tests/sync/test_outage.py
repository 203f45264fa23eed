"""The province is down, slow, or the program stops: what was accepted here arrives there, once and in order."""

import time
from datetime import timedelta

import pytest

from counter.rehearsal.world import add_branch
from tests.clerk import Clerk
from tests.printing.samples import read_pdfium
from tests.sync.both_sides import agree, at_windows, dossier, number, person, seats, states

CASH = {"received": "20"}
LOST_ON = {"lost_on": "2026-11-19"}
NOTICE = {"notice_number": "TZ0001", "bill_number": "PJ0001", "amount": "20"}
# Story, window and operations, in the order in which the holder comes back for them.
DAYS_OF_WORK = {
    "xinxiang": [
        ("lost", "city", "fees.notice", NOTICE), ("elsewhere", "township", "loss.temporary", LOST_ON),
        ("lost", "city", "loss.formal", LOST_ON), ("phoned", "bank", "loss.release", {}),
        ("lost", "city", "replace.lost", {}), ("to-collect", "county", "issue.collect", {}),
        ("elsewhere", "township", "loss.release", {}), ("lost", "city", "fees.register", {}),
        ("to-collect", "bank", "activate.financial", {}),
    ],
    "shangluo": [
        ("elsewhere", "bureau", "loss.temporary", LOST_ON), ("phoned", "bureau", "loss.release", {}),
        ("lost", "bank_outlet", "loss.formal+replace.lost", {**LOST_ON, **CASH}),
        ("to-collect", "bank_outlet", "issue.collect", {}), ("elsewhere", "bureau", "loss.release", {}),
        ("damaged", "bank_outlet", "replace.damaged", CASH), ("to-collect", "bank", "activate.financial", {}),
        ("elsewhere", "bank_outlet", "loss.formal+replace.lost", {**LOST_ON, **CASH}),
    ],
    "shishi": [
        ("lost", "making", "loss.formal", LOST_ON), ("elsewhere", "making", "loss.temporary", LOST_ON),
        ("lost", "making", "replace.lost", CASH), ("to-collect", "agency", "issue.collect", {}),
        ("elsewhere", "bank_outlet", "loss.release", {}), ("to-collect", "making", "activate.financial", {}),
    ],
}  # fmt: skip
WAITING_ON_PAPER = "待省确认"


@pytest.mark.parametrize("city", DAYS_OF_WORK)
def test_days_of_work_without_the_province_arrive_once_and_oldest_first(open_world, city):
    world, counter = open_world(city, seats(city))
    at = at_windows(counter, *{window for _, window, _, _ in DAYS_OF_WORK[city]})
    pids = {story: next(iter(at.values())).open(number(world, story)) for story, *_ in DAYS_OF_WORK[city]}
    world.province.down()
    before = sum(counter.branch.outbox.counts().values())
    for n, (story, window, offer, texts) in enumerate(DAYS_OF_WORK[city]):
        world.clock.pass_time(timedelta(hours=8))
        at[window].open(number(world, story))
        done = at[window].do(pids[story], offer, texts)
        if offer != "fees.notice":
            assert set(done.texts("data-province")) == {"待省确认"}, offer
        counter.courier.round(news=True)
        grown = sum(counter.branch.outbox.counts().values())
        assert grown > before or offer == "fees.notice", (n, offer)
        before = grown
    assert not counter.courier.link.up
    assert world.province.applied == ()
    assert counter.branch.outbox.counts() == {0: before}
    world.province.up()
    world.clock.pass_time(timedelta(minutes=2))
    counter.courier.round(news=True)
    assert counter.courier.link.up
    assert counter.branch.outbox.counts() == {2: before}
    agree(world, counter)


def test_page_slip_and_strip_say_that_the_province_has_not_confirmed(open_world):
    world, counter = open_world("shangluo", seats("shangluo"))
    outlet = Clerk(counter, "bank_outlet")
    pid = outlet.open(number(world, "lost"))
    copied = dossier(counter, pid).copied_at
    world.province.down()
    world.clock.pass_time(timedelta(days=3))
    outlet.open(number(world, "lost"))
    page = outlet.get(f"/person/{pid}")
    assert f"按 {copied:%Y-%m-%d %H:%M} 的留存" in page.words
    assert page.marks["data-link"] == ["down"]
    done = outlet.do(pid, "loss.formal+replace.lost", {**LOST_ON, **CASH})
    assert done.texts("data-province") == ["待省确认", "待省确认"]
    path = done.response.request.path
    slip = read_pdfium(outlet.client.get(f"{path}/1/slip.pdf").data)
    assert WAITING_ON_PAPER in slip
    world.province.up()
    counter.courier.round(news=True)
    assert outlet.get(path).texts("data-province") == ["省已确认", "省已确认"]
    outlet.reprint(f"{path}/1")
    assert WAITING_ON_PAPER not in read_pdfium(outlet.client.get(f"{path}/1/slip.pdf?copy=2").data)
    assert read_pdfium(outlet.client.get(f"{path}/1/slip.pdf").data) == slip


@pytest.mark.parametrize(
    ("city", "window", "before"),
    [
        ("xinxiang", "city", [("fees.notice", NOTICE), ("replace.lost", {}), ("fees.register", {}), ("issue.mark", {})]),
        ("shangluo", "bank_outlet", [("replace.lost", CASH)]),
        ("shishi", "making", [("replace.lost", CASH)]),
    ],
)
def test_no_card_is_made_while_the_province_is_down(open_world, city, window, before):
    world, counter = open_world(city, seats(city, window))
    clerk = Clerk(counter, window)
    pid = clerk.open(number(world, "formally-lost"))
    for offer, texts in before:
        clerk.do(pid, offer, texts)
    counter.courier.round(news=True)
    world.province.down()
    clerk.open(number(world, "formally-lost"))
    refused = clerk.fill(pid, "issue.make", {})
    assert refused.status == 422
    assert "暂时连不上" in refused.words
    assert states(counter, pid) == ["作废", "已申请"]
    world.province.up()
    clerk.open(number(world, "formally-lost"))
    assert "制卡中 → 待领取" in clerk.do(pid, "issue.make", {}).texts("data-entry-change")
    counter.courier.round(news=True)
    agree(world, counter)


def test_a_slow_province_shows_the_dated_copy_after_two_seconds(open_world):
    world, counter = open_world("shangluo", seats("shangluo"))
    clerk = Clerk(counter, "bureau")
    pid = clerk.open(number(world, "lost"))
    copied = dossier(counter, pid).copied_at
    world.clock.pass_time(timedelta(days=1))
    world.province.slow(5)
    began = time.perf_counter()
    clerk.open(number(world, "lost"))
    page = clerk.get(f"/person/{pid}")
    assert 1.9 < time.perf_counter() - began < 2.9
    assert f"按 {copied:%Y-%m-%d %H:%M} 的留存" in page.words
    assert page.texts("data-state") == ["正常"]
    world.province.up()


def test_what_was_not_sent_when_the_program_stopped_is_sent_once_after_it_starts(open_world, tmp_path, staff):
    world, counter = open_world("shangluo", seats("shangluo"))
    outlet = Clerk(counter, "bank_outlet")
    for story, offer in (("lost", "loss.formal+replace.lost"), ("hong-kong", "loss.formal+replace.lost")):
        outlet.do(outlet.open(number(world, story)), offer, {**LOST_ON, **CASH})
    world.province.lose_answers(1)
    counter.courier.round(news=True)
    assert (len(world.province.applied), counter.branch.outbox.counts()) == (1, {0: 4})
    counter.courier.stop()
    counter.branch.close()
    again = add_branch(world, tmp_path / "shangluo", seats("shangluo"), staff)
    assert again is not counter
    world.clock.pass_time(timedelta(minutes=2))
    again.courier.round(news=True)
    assert again.branch.outbox.counts() == {2: 4}
    assert sorted(world.province.deliveries.values()) == [1, 1, 1, 2]
    agree(world, again)
    assert person(world, "lost").name in Clerk(again, "bureau").find(number(world, "lost")).words
