"""The province sends an entry back: what the clerk sees, what is put back, and what a supervisor decides."""

import threading

import pytest

from counter.core.states import Kind
from tests.clerk import SECOND, Clerk
from tests.sync.both_sides import (
    CLERK_TOO,
    agree,
    at_windows,
    dossier,
    journal,
    number,
    person,
    province_words,
    seats,
    settle,
    states,
    work,
)

CASH = {"received": "20"}
LOST_ON = {"lost_on": "2026-11-19"}


@pytest.fixture
def supervisor():
    return lambda counter, window: Clerk(counter, window, "1001")


@pytest.fixture
def joined(open_world, supervisor):
    """Shangluo's formal loss with replacement, the loss sent back: what was done stands on it."""
    world, counter = open_world("shangluo", seats("shangluo"))
    clerk, boss = Clerk(counter, "bank_outlet"), supervisor(counter, "bank_outlet")
    pid = clerk.open(number(world, "lost"))
    world.province.reject_next("4102", "guashi.zhengshi")
    path = clerk.do(pid, "loss.formal+replace.lost", {**LOST_ON, **CASH}).response.request.path
    counter.courier.round(news=True)
    return world, counter, clerk, boss, pid, path


def test_what_later_entries_stand_on_is_not_changed_silently(joined):
    world, counter, clerk, _, pid, path = joined
    for _ in range(2):
        assert province_words(clerk, path) == ["省已退回", "待省确认"]
        assert states(counter, pid) == ["作废", "已申请"]
        assert states(counter, pid, Kind.PAYMENT) == ["已使用"]
        ((_, text),) = work(clerk)
        assert all(word in text for word in ("正式挂失", "查无此卡", "遗失补卡", "重新上送", "冲正"))
        clerk.open(number(world, "lost"))
        counter.courier.round(news=True)
    assert "省已退回" in clerk.get(f"/person/{pid}").words
    assert world.province.applied == ()
    assert [operation for operation, _ in journal(counter)] == ["learnt", "loss.formal", "replace.lost"]


def test_a_clerk_sees_the_item_and_may_not_decide_it(joined):
    _, counter, clerk, _, _, path = joined
    ((item, _),) = work(clerk)
    assert "由主管处理：重新上送、冲正" in clerk.get("/work").words
    assert clerk.post(f"/work/{item}", {"decision": "冲正"}).status == 403
    assert counter.branch.work.count() == 1
    assert province_words(clerk, path) == ["省已退回", "待省确认"]


def test_sent_again_it_is_accepted_and_what_was_held_follows(joined):
    world, counter, clerk, boss, _, path = joined
    settle(boss, "重新上送")
    counter.courier.round(news=True)
    assert province_words(clerk, path) == ["省已确认", "省已确认"]
    assert work(clerk) == []
    agree(world, counter)


def test_sent_again_and_refused_again_it_is_decided_again(joined):
    world, counter, clerk, boss, _, path = joined
    world.province.reject_next("4205", "guashi.zhengshi")
    settle(boss, "重新上送")
    counter.courier.round(news=True)
    assert province_words(clerk, path) == ["省已退回", "待省确认"]
    ((_, text),) = work(clerk)
    assert "卡已作废或注销（4205）" in text


def test_put_back_undoes_all_of_it_newest_first_and_keeps_the_money(joined):
    world, counter, clerk, boss, pid, path = joined
    settle(boss, "冲正")
    assert states(counter, pid) == ["正常"]
    found = dossier(counter, pid)
    assert [found.function(kind, found.card()).state.value for kind in (Kind.SOCIAL, Kind.FINANCIAL)] == ["已启用", "已激活"]
    assert states(counter, pid, Kind.PAYMENT) == ["已缴费"]
    undone = counter.branch.database.rows("SELECT reverses FROM journal WHERE operation='province.rejected' ORDER BY seq")
    assert undone == [(3,), (2,)]
    assert province_words(clerk, path) == ["退回已处理", "退回已处理"]
    counter.courier.round(news=True)
    assert world.province.applied == ()
    agree(world, counter)
    clerk.do(pid, "loss.formal+replace.lost", LOST_ON)
    counter.courier.round(news=True)
    assert states(counter, pid, Kind.PAYMENT) == ["已使用"]
    agree(world, counter)


def test_of_two_supervisors_at_once_one_decides(joined):
    world, counter, _, boss, pid, _ = joined
    second = at_windows(counter, "bureau")["bureau"]
    counter.branch.database.run("UPDATE staff SET role='主管' WHERE number='2000'")
    ((item, _),) = work(boss)
    tokens = [who.get("/status").inputs["csrf_token"] for who in (boss, second)]
    ready, codes = threading.Barrier(2), []

    def decide(who, token, decision):
        ready.wait()
        codes.append(who.client.post(f"/work/{item}", data={"csrf_token": token, "decision": decision, **CLERK_TOO}).status_code)
        counter.branch.database.leave()

    pairs = zip((boss, second), tokens, ("冲正", "重新上送"), strict=True)
    threads = [threading.Thread(target=decide, args=one) for one in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(codes) == [303, 409]
    counter.courier.round(news=True)
    assert states(counter, pid) in (["正常"], ["作废", "已申请"])
    agree(world, counter)


def test_put_back_reaches_through_every_later_entry_and_act(open_world, supervisor):
    """The line broke while a card was made and handed out; then the province refuses the made card."""
    world, counter = open_world("shishi", seats("shishi", "making"))
    clerk, boss = Clerk(counter, "making"), supervisor(counter, "making")
    pid = clerk.open(number(world, "lost"))
    for offer, texts in (
        ("loss.temporary", LOST_ON), ("loss.formal", LOST_ON), ("replace.lost", CASH), ("issue.make", {}),
        ("issue.collect", {}), ("activate.financial", {}),
    ):  # fmt: skip
        page = clerk.confirm(clerk.fill(pid, offer, texts))
        page = clerk.walk(page, "return")
        if offer == "issue.make":
            world.province.down()
            clerk.step(page)
    assert counter.branch.outbox.counts() == {0: 3, 2: 3}
    world.province.up()
    world.province.reject_next("NUMBER_TAKEN", "PUT persons/{id}/card")
    counter.branch.database.run("UPDATE outbox SET next_ms=0")
    counter.courier.round(news=True)
    assert states(counter, pid) == ["作废", "待启用"]
    settle(boss, "冲正")
    found = dossier(counter, pid)
    assert states(counter, pid) == ["作废", "已申请"]
    assert len([s for s in found.subjects if s.kind is not Kind.PAYMENT]) == 4
    assert states(counter, pid, Kind.PAYMENT) == ["已使用"]
    assert counter.branch.outbox.counts() == {2: 3, 4: 3}
    agree(world, counter)


def test_a_made_card_that_is_refused_is_taken_back_and_made_again(open_world, supervisor):
    world, counter = open_world("shangluo", seats("shangluo"))
    clerk, boss = Clerk(counter, "bank_outlet"), supervisor(counter, "bank_outlet")
    pid = clerk.open(number(world, "formally-lost"))
    clerk.do(pid, "replace.lost", CASH)
    world.province.reject_next("4402", "zhika.chenggong")
    clerk.do(pid, "issue.make", {})
    assert states(counter, pid) == ["作废", "已申请"]
    assert [operation for operation, _ in journal(counter)][-3:] == ["issue.make", *["province.rejected"] * 2]
    ((_, text),) = work(clerk)
    assert "卡号重复（4402）" in text
    assert "已制成的卡请收回" in text
    settle(boss, "已处理")
    assert "制卡中 → 待领取" in clerk.do(pid, "issue.make", {}).texts("data-entry-change")
    counter.courier.round(news=True)
    agree(world, counter)


def test_a_refused_release_gives_the_loss_back_with_its_end_and_its_channel(open_world):
    world, counter = open_world("shangluo", seats("shangluo"))
    clerk = Clerk(counter, "bureau")
    pid = clerk.open(number(world, "phoned"))
    before = dossier(counter, pid).card()
    clerk.do(pid, "loss.release", {})
    world.province.reject_next("4203", "jiegua")
    counter.courier.round(news=True)
    after = dossier(counter, pid).card()
    assert (after.state, after.until, after.facts) == (before.state, before.until, before.facts)
    assert "经 12333 挂失" in clerk.get(f"/person/{pid}").words
    assert journal(counter) == [("learnt", "province"), ("loss.release", "window"), ("province.rejected", "province")]
    agree(world, counter)


def test_a_refused_hand_over_back_leaves_the_hand_over_and_it_can_be_taken_back_again(open_world, supervisor):
    world, counter = open_world("shangluo", seats("shangluo"))
    clerk, boss = Clerk(counter, "bank_outlet"), supervisor(counter, "bank_outlet")
    pid = clerk.open(number(world, "to-collect"))
    clerk.do(pid, "issue.collect", {})
    counter.courier.round(news=True)
    world.province.reject_next("4502", "lingka.huitui")
    clerk.do(pid, "issue.undo", {"reason": "发错"}, **SECOND)
    counter.courier.round(news=True)
    assert states(counter, pid) == ["作废", "待启用"]
    settle(boss, "已处理")
    clerk.do(pid, "issue.undo", {"reason": "发错"}, **SECOND)
    counter.courier.round(news=True)
    assert states(counter, pid) == ["作废", "待领取"]
    agree(world, counter)


def test_later_entries_of_this_person_wait_for_the_decision_and_others_go(open_world, supervisor):
    world, counter = open_world("shangluo", seats("shangluo"))
    clerk, boss = Clerk(counter, "bureau"), supervisor(counter, "bureau")
    pid, other = (clerk.open(number(world, story)) for story in ("lost", "elsewhere"))
    world.province.reject_next("4102")
    first = clerk.do(pid, "loss.temporary", LOST_ON).response.request.path
    counter.courier.round(news=True)
    assert states(counter, pid) == ["正常"]
    second = clerk.do(pid, "loss.temporary", LOST_ON).response.request.path
    third = clerk.do(other, "loss.temporary", LOST_ON).response.request.path
    counter.courier.round(news=True)
    assert [province_words(clerk, path) for path in (first, second, third)] == [["省已退回"], ["待省确认"], ["省已确认"]]
    settle(boss, "已处理")
    counter.courier.round(news=True)
    assert [province_words(clerk, path) for path in (first, second)] == [["退回已处理"], ["省已确认"]]
    agree(world, counter)
    assert person(world, "lost").name in clerk.get(f"/person/{pid}").words
