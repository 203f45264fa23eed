"""While an entry was sent back and nobody has decided, no card is made on top of it."""

from tests.clerk import Clerk


def test_no_card_is_made_until_a_supervisor_has_decided(shangluo):
    world, counter = shangluo
    clerk = Clerk(counter, "bank_outlet")
    person = next(s for s in world.stories if s.id == "lost").person
    pid = clerk.open(person.id_number)
    clerk.do(pid, "loss.formal+replace.lost", {"lost_on": "2026-11-19", "received": "20"})
    world.province.reject_next(next(code.code for code in world.province.codes if code.text == "查无此人"))
    counter.courier.round(news=True)
    page = clerk.get(f"/person/{pid}")
    assert "issue.make" in page.marks["data-refused"]
    assert "待主管在待办里处理后再制卡" in page.words
    assert counter.branch.work.count() == 1
    supervisor = Clerk(counter, "bank_outlet", "1001")
    (item,) = counter.branch.work.items()
    supervisor.post(f"/work/{item.id}", {"decision": "重新上送"})
    counter.courier.round(news=True)
    assert "issue.make" in clerk_again(counter, pid).marks["data-offer"]


def clerk_again(counter, pid):
    return Clerk(counter, "bank_outlet").get(f"/person/{pid}")
