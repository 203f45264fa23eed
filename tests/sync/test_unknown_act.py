"""Nobody knows whether the card was made: a supervisor looks at it and says so, and the province is told."""

import pytest

from tests.clerk import Clerk
from tests.sync.both_sides import agree, number, seats, settle, states, work

LOST_ON = {"lost_on": "2026-11-19"}
CASH = {"received": "20"}


@pytest.fixture
def unknown(open_world):
    """Shishi's maker broke off, and nothing of the person was sent yet: world, counter, clerk, supervisor, person."""
    world, counter = open_world("shishi", seats("shishi", "making"))
    clerk, boss = Clerk(counter, "making"), Clerk(counter, "making", "1001")
    pid = clerk.open(number(world, "lost"))
    for offer, texts in (("loss.formal", LOST_ON), ("replace.lost", CASH)):
        clerk.do(pid, offer, texts)
    world.bench.die = True
    clerk.do(pid, "issue.make", {"checked": "是"})
    return world, counter, clerk, boss, pid


def test_a_card_said_to_be_made_needs_the_number_it_bears(unknown):
    world, counter, clerk, boss, pid = unknown
    ((item, text),) = work(boss)
    assert "已完成" in text
    assert "number" in boss.get("/work").inputs
    for wrong in ("", " ", "D3508!"):
        refused = boss.post(f"/work/{item}", {"decision": "已完成", "number": wrong})
        assert refused.status == 422
        assert "卡号" in refused.words
    assert states(counter, pid) == ["作废", "制卡中"]
    (made,) = world.bench.made.values()
    done = boss.post(f"/work/{item}", {"decision": "已完成", "number": made["number"]})
    assert (done.status, work(clerk)) == (200, [])
    assert states(counter, pid) == ["作废", "待领取"]
    counter.courier.round(news=True)
    agree(world, counter)


def test_a_card_that_was_not_made_is_ordered_again(unknown):
    world, counter, _, boss, pid = unknown
    settle(boss, "未完成")
    assert states(counter, pid) == ["作废", "已申请"]
    counter.courier.round(news=True)
    assert world.province.record(number(world, "lost")).cards[-1].state == "已申请"
    assert counter.branch.outbox.counts() == {2: 3}


def test_what_was_put_back_meanwhile_has_only_to_be_noted(unknown):
    world, counter, _, boss, pid = unknown
    world.province.reject_next("CARD_NOT_FOUND")
    counter.courier.round(news=True)
    assert len(work(boss)) == 2
    item = max(int(item) for item, _ in work(boss))
    boss.post(f"/work/{item}", {"decision": "冲正"})
    assert states(counter, pid) == ["正常"]
    assert "number" not in boss.get("/work").inputs
    settle(boss, "已处理")
    assert work(boss) == []
    agree(world, counter)
