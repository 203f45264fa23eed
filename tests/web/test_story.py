"""Shangluo's lost card over the pages: reported, replaced, made, collected, enabled, activated."""

from tests.clerk import Clerk


def story(world, name):
    return next(s for s in world.stories if s.id == name)


def test_a_lost_card_becomes_an_activated_replacement(shangluo):
    world, counter = shangluo
    person = story(world, "lost").person
    outlet, bureau = Clerk(counter, "bank_outlet"), None
    pid = outlet.open(person.id_number)
    done = outlet.do(pid, "loss.formal+replace.lost", {"lost_on": "2026-11-19", "received": "20"})
    assert done.texts("data-entry-change")[0] == "正常 → 正式挂失"
    assert "data-slip" in done.marks
    counter.courier.round(news=True)
    made = outlet.do(pid, "issue.make", {})
    assert "制卡中 → 待领取" in made.texts("data-entry-change")
    counter.courier.round(news=True)
    outlet.do(pid, "issue.collect", {})
    outlet.do(pid, "activate.financial", {})
    counter.courier.round(news=True)
    bureau = Clerk(counter, "bureau")
    bureau.post("/rehearsal/card", {"pid": pid, "back": "/"})
    enabled = bureau.do(
        pid, "activate.social", {}, old_password="123456", new_password="271828", again="271828"
    )
    assert "待启用 → 正常" in enabled.texts("data-entry-change")
    counter.courier.round(news=True)
    record = world.province.record(person.id_number)
    assert [card.state for card in record.cards] == ["作废", "正常"]
    assert (record.cards[1].social, record.cards[1].financial) == ("已启用", "已激活")
    assert counter.branch.outbox.counts() == {2: 6}
