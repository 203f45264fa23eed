"""Nobody knows whether the face was printed: a supervisor looks at the card and says so, and making goes on or ends."""

import pytest

from tests.clerk import Clerk
from tests.sync.both_sides import agree, number, seats, settle, states, work

LOST_ON = {"lost_on": "2026-11-19"}
CASH = {"received": "20"}


@pytest.fixture
def unknown(open_world):
    """Shishi's maker broke off while it printed: world, counter, clerk, supervisor, person, the making page."""
    world, counter = open_world("shishi", seats("shishi", "making"))
    clerk, boss = Clerk(counter, "making"), Clerk(counter, "making", "1001")
    pid = clerk.open(number(world, "lost"))
    for offer, texts in (("loss.formal", LOST_ON), ("replace.lost", CASH)):
        clerk.do(pid, offer, texts)
    world.bench.faults["print"] = "断电"
    page = clerk.do(pid, "issue.make", {})
    return world, counter, clerk, boss, pid, page


def going_on(clerk, page):
    return clerk.walk(clerk.get(page.response.request.path))


def test_a_face_said_to_be_printed_is_not_printed_again(unknown):
    world, counter, clerk, boss, _, page = unknown
    assert "不能再做一遍。请看实物" in page.texts("data-text")[0]
    ((item, text),) = work(boss)
    assert "“已完成”“未完成”或“废卡”" in text
    assert "token" not in page.inputs
    assert boss.post(f"/work/{item}", {"decision": "已完成"}).status == 200
    assert work(clerk) == []
    assert "制卡中 → 待领取" in going_on(clerk, page).texts("data-entry-change")
    (card,) = world.bench.fed
    assert (card.printed, card.laminated, len(card.written)) == (1, 1, 2)
    counter.courier.round(news=True)
    agree(world, counter)


def test_a_face_that_was_not_printed_is_printed_on_the_same_card(unknown):
    world, counter, clerk, boss, _, page = unknown
    world.bench.fed[0].printed = 0
    settle(boss, "未完成")
    assert "没有完成" in clerk.get(page.response.request.path).texts("data-step-failed")[0]
    again = clerk.walk(clerk.step(clerk.get(page.response.request.path)))
    assert "制卡中 → 待领取" in again.texts("data-entry-change")
    assert [card.printed for card in world.bench.fed] == [1]
    counter.courier.round(news=True)
    agree(world, counter)


def test_a_spoiled_card_is_counted_and_another_blank_takes_its_place(unknown):
    world, counter, clerk, boss, _, page = unknown
    settle(boss, "废卡")
    world.bench.inside.clear()
    shown = clerk.get(page.response.request.path)
    assert "已经写坏 1 张卡" in shown.words
    assert shown.inputs["token"].startswith("feed.")
    assert "制卡中 → 待领取" in clerk.walk(clerk.step(shown)).texts("data-entry-change")
    spoiled, good = world.bench.fed
    assert (spoiled.printed, good.printed) == (1, 1)
    (batch,) = counter.branch.stock.batches()
    assert (batch.made, batch.spoiled, batch.inside, batch.left) == (1, 1, 0, batch.taken_in - 2)
    counter.courier.round(news=True)
    agree(world, counter)


def test_given_up_the_card_is_ordered_again_and_nothing_is_left_to_decide(unknown):
    world, counter, clerk, boss, pid, page = unknown
    path = page.response.request.path
    assert clerk.post(f"{path}/stop", {"reason": " "}).texts("data-text")[0] == "请写明没有制成的原因"
    ended = clerk.post(f"{path}/stop", {"reason": "卡面印坏"})
    assert ended.texts("data-failed") == ["卡面印坏"]
    assert states(counter, pid) == ["作废", "已申请"]
    assert work(boss) == []
    assert counter.branch.stock.batches()[0].spoiled == 1
    counter.courier.round(news=True)
    assert world.province.record(number(world, "lost")).cards[-1].state == "已申请"
    agree(world, counter)
