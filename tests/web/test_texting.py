"""短信: told where to and what; not wanted, or no number: said, not silently dropped; a slip's essentials by message, once."""

from dataclasses import replace

import pytest

from tests.clerk import Clerk

LOSS = {"lost_on": "2026-11-19"}


@pytest.fixture
def lost(shangluo):
    world, counter = shangluo
    clerk = Clerk(counter, "bank_outlet")
    return world, clerk, clerk.open(next(s.person.id_number for s in world.stories if s.id == "lost"))


def deliver(clerk):
    for messenger in clerk.counter.courier.messengers.values():
        messenger.round()


def sent(world):
    return [took.fields for took in world.systems.sms.took]


def test_the_check_page_says_where_the_message_goes_and_the_done_page_that_it_went(lost):
    """SW-097: free, only after the commit, once."""
    world, clerk, pid = lost
    check = clerk.fill(pid, "loss.temporary", LOSS)
    assert "办成后免费发挂失短信到" in check.words
    assert sent(world) == []
    done = clerk.confirm(check)
    deliver(clerk)
    assert [one["text"][:8] for one in sent(world)] == ["王䶮𬱖，您的社会"]
    assert "已送达" in clerk.get(done.response.request.path).words


def test_who_wants_no_message_gets_none_and_the_page_says_so(lost):
    world, clerk, pid = lost
    check = clerk.fill(pid, "loss.temporary", LOSS)
    path = check.response.request.path
    check = clerk.post(f"{path}/texting", {"texting": "no"})
    assert "持卡人不要短信，办成后不发" in check.words
    assert "办成后免费发挂失短信到" in clerk.post(f"{path}/texting", {"texting": "yes"}).words
    check = clerk.post(f"{path}/texting", {"texting": "no"})
    done = clerk.confirm(check)
    deliver(clerk)
    assert sent(world) == []
    assert done.texts("data-untold") == ["持卡人不要短信，没有发"]


def test_without_a_number_nobody_is_silently_left_out(shangluo):
    world, counter = shangluo
    clerk, person = Clerk(counter, "bank_outlet"), next(s.person for s in world.stories if s.id == "lost")
    world.province.register(replace(person, mobile=""))
    pid = clerk.open(person.id_number)
    check = clerk.fill(pid, "loss.temporary", LOSS)
    assert "没有留手机号码，办成后不发挂失短信" in check.words
    done = clerk.confirm(check)
    deliver(clerk)
    assert sent(world) == []
    assert done.texts("data-untold") == ["没有留手机号码，没有发；要通知的请用电话等办法"]
    assert "data-by-text" not in done.html
    assert clerk.post(f"{done.response.request.path}/0/text", {}).status == 422


def test_the_slip_s_essentials_go_to_the_telephone_once(lost):
    """UX 32: paper with F9, or the short message with one button."""
    world, clerk, pid = lost
    done = clerk.do(pid, "loss.temporary", LOSS)
    path = done.response.request.path
    assert "data-by-text" in done.html
    for _ in range(2):
        done = clerk.post(f"{path}/0/text", {})
    deliver(clerk)
    texts = [one["text"] for one in sent(world) if "业务流水号" in one["text"]]
    assert texts == [text for text in texts if done.texts("data-number")[0] in text]
    assert len(texts) == 1
    assert "data-by-text" not in clerk.get(path).html
