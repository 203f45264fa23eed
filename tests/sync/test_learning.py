"""What is learnt from the province: losses told elsewhere, withdrawn orders, and what is no news at all."""

from dataclasses import replace
from datetime import timedelta

import pytest

from counter.clock import RehearsalClock
from counter.core.states import Kind
from counter.sync.courier import Courier, look_up
from tests.clerk import Clerk
from tests.sync.both_sides import agree, dossier, journal, number, person, province_words, seats, settle, states, work

LOST_ON = {"lost_on": "2026-11-19"}
CASH = {"received": "20"}


@pytest.fixture
def here(open_world):
    """Shangluo, a clerk at the bureau, and the person whose card is in order, opened."""
    world, counter = open_world("shangluo", seats("shangluo"))
    clerk = Clerk(counter, "bureau")
    return world, counter, clerk, clerk.open(number(world, "lost"))


def test_a_loss_told_to_12333_reaches_the_open_person_with_its_end(here):
    world, counter, clerk, pid = here
    world.province.phone_loss(number(world, "lost"))
    counter.courier.round(news=True)
    page = clerk.get(f"/person/{pid}")
    assert page.texts("data-state") == ["临时挂失"]
    assert "经 12333 挂失" in page.words
    until = world.clock.now() + timedelta(days=7)
    assert f"{until:%-m 月 %-d 日 %H:%M} 自动恢复" in page.words
    assert journal(counter) == [("learnt", "province"), ("learnt", "12333")]
    assert counter.branch.outbox.counts() == {}
    agree(world, counter)


def test_a_form_begun_before_the_news_is_refused_as_stale(here):
    world, counter, clerk, pid = here
    check = clerk.fill(pid, "loss.temporary", LOST_ON)
    world.province.phone_loss(number(world, "lost"))
    counter.courier.round(news=True)
    assert clerk.confirm(check).status in (409, 422)
    assert counter.branch.outbox.counts() == {}
    agree(world, counter)


def test_a_loss_told_to_the_bank_stops_the_financial_function(here):
    world, counter, _, pid = here
    world.province.bank_loss(number(world, "lost"))
    counter.courier.round(news=True)
    found = dossier(counter, pid)
    assert found.card().state.value == "正常"
    assert found.function(Kind.FINANCIAL, found.card()).state.value == "挂失"
    assert journal(counter)[-1] == ("learnt", person(world, "lost").cards[0].bank)
    agree(world, counter)


def test_news_is_believed_when_the_record_cannot_be_asked(here):
    world, counter, _, pid = here
    world.province.phone_loss(number(world, "lost"))
    world.province.bank_loss(number(world, "elsewhere"))
    other = Clerk(counter, "bureau", "1001").open(number(world, "elsewhere"))
    world.province.reject_next("-32000", "ren.cha")
    counter.courier.round(news=True)
    assert states(counter, pid) == ["临时挂失"]
    found = dossier(counter, other)
    assert found.function(Kind.FINANCIAL, found.card()).state.value == "挂失"
    agree(world, counter)


def test_old_news_does_not_undo_what_happened_since(here):
    """Lost by telephone and lost formally here while the line was down: the later state stays."""
    world, counter, clerk, pid = here
    outlet = Clerk(counter, "bank_outlet", "1001")
    world.province.down()
    outlet.do(pid, "loss.formal+replace.lost", {**LOST_ON, **CASH})
    world.province.up()
    world.province.phone_loss(number(world, "lost"))
    counter.courier.round(news=True)
    assert states(counter, pid) == ["作废", "已申请"]
    assert counter.branch.outbox.counts() == {2: 2}
    assert work(clerk) == []
    agree(world, counter)


def test_a_withdrawn_order_is_gone_here_and_somebody_is_told(here):
    world, counter, clerk, _ = here
    outlet = Clerk(counter, "bank_outlet", "1001")
    pid = outlet.open(number(world, "formally-lost"))
    outlet.do(pid, "replace.lost", CASH)
    counter.courier.round(news=True)
    world.province.withdraw(number(world, "formally-lost"), "公安比对失败")
    counter.courier.round(news=True)
    ((_, text),) = work(clerk)
    assert "制卡信息（公安比对失败）" in text
    assert "重新申请" in text
    assert "制卡信息撤出" in clerk.get(f"/person/{pid}").words
    assert states(counter, pid) == ["作废"]
    settle(outlet, "已处理")
    assert work(clerk) == []
    agree(world, counter)


def test_a_look_up_during_the_lag_undoes_nothing_that_waits(open_world):
    """Every state of a replacement, looked up before the province has heard of it, or of a part of it."""
    world, counter = open_world("shishi", seats("shishi", "making"))
    clerk = Clerk(counter, "making")
    half = clerk.open(number(world, "formally-lost"))
    clerk.do(half, "replace.lost", CASH)
    counter.courier.round(news=True)
    clerk.do(half, "issue.make", {})
    clerk.open(number(world, "formally-lost"))
    assert states(counter, half) == ["作废", "待领取"]
    pid = clerk.open(number(world, "lost"))
    for offer, texts, now in (
        ("loss.formal", LOST_ON, ["正式挂失"]), ("replace.lost", CASH, ["作废", "已申请"]),
        ("issue.make", {}, ["作废", "待领取"]), ("issue.collect", {}, ["作废", "待启用"]),
    ):  # fmt: skip
        if offer == "issue.make":
            counter.courier.round(news=True)
            world.province.answer_later(hold=True)
        clerk.do(pid, offer, texts)
        rows = journal(counter)
        clerk.open(number(world, "lost"))
        assert states(counter, pid) == now
        assert journal(counter) == rows
    assert counter.branch.outbox.counts() == {0: 1, 1: 1, 2: 4}
    world.province.settle()
    counter.courier.round(news=True)
    counter.courier.round(news=True)
    agree(world, counter)


def test_an_answer_older_than_what_was_done_here_is_not_learnt(here):
    """Another window acts, and the province accepts, while an answer is on its way."""
    world, counter, clerk, pid = here

    class Late:
        """The true line, whose answer to a look-up arrives after the other window is done."""

        def look_up(self, id_number, timeout):
            record = counter.branch.connector.look_up(id_number, timeout)
            clerk.do(pid, "loss.temporary", LOST_ON)
            counter.courier.round(news=True)
            assert counter.branch.outbox.counts() == {2: 1}
            return record

    finding = look_up(replace(counter.branch, connector=Late()), counter.courier, number(world, "lost"))
    assert finding.available
    assert states(counter, pid) == ["临时挂失"]
    agree(world, counter)


@pytest.mark.parametrize("by_news", [True, False])
def test_a_fact_against_a_waiting_entry_wins_and_the_entry_comes_back(here, by_news):
    world, counter, clerk, pid = here
    outlet = Clerk(counter, "bank_outlet", "1001")
    path = outlet.do(pid, "loss.formal+replace.lost", {**LOST_ON, **CASH}).response.request.path
    known = person(world, "lost")
    if by_news:
        world.province.phone_loss(known.id_number)
        counter.courier._fetch(counter.branch.connector)
        said = "临时挂失"
    else:
        world.province.register(replace(known, cards=(replace(known.cards[0], state="注销", social="停用", financial="停用"),)))
        clerk.open(known.id_number)
        said = "注销"
    assert province_words(clerk, path) == ["省已退回", "省已退回"]
    assert clerk.get(f"/person/{pid}").marks["data-state"]
    assert said in states(counter, pid)
    texts = [text for _, text in work(clerk)]
    assert len(texts) == 2
    assert all("以省里为准" in text and "请联系持卡人" in text for text in texts)
    settle(outlet, "冲正")
    settle(outlet, "已处理")
    counter.courier.round(news=True)
    assert states(counter, pid) == [said]
    assert states(counter, pid, Kind.PAYMENT) == ["已缴费"]
    agree(world, counter)


def test_a_contradicted_entry_sent_again_is_decided_by_the_province(here):
    world, counter, clerk, pid = here
    outlet = Clerk(counter, "bank_outlet", "1001")
    path = outlet.do(pid, "loss.formal+replace.lost", {**LOST_ON, **CASH}).response.request.path
    world.province.phone_loss(number(world, "lost"))
    counter.courier._fetch(counter.branch.connector)
    assert states(counter, pid) == ["临时挂失", "已申请"]
    settle(outlet, "重新上送")
    settle(outlet, "重新上送")
    counter.courier.round(news=True)
    assert province_words(clerk, path) == ["省已确认", "省已确认"]
    agree(world, counter)


def test_an_entry_that_may_have_arrived_is_not_put_back_but_asked_for_again(here):
    """The province applied it and its answer was lost; then the card changed there: only the province knows."""
    world, counter, clerk, pid = here
    world.province.lose_answers(1)
    path = clerk.do(pid, "loss.temporary", LOST_ON).response.request.path
    counter.courier.round(news=False)
    known = person(world, "lost")
    world.province.register(replace(known, cards=(replace(known.cards[0], state="注销", social="停用", financial="停用"),)))
    clerk.open(known.id_number)
    supervisor = Clerk(counter, "bank_outlet", "1001")
    (item, text), = work(supervisor)
    assert "送出过，没有收到答复" in text
    assert supervisor.post(f"/work/{item}", {"decision": "冲正"}).status == 422
    settle(supervisor, "重新上送")
    counter.courier.round(news=True)
    assert province_words(clerk, path) == ["省已确认"]
    assert states(counter, pid) == ["注销"]
    agree(world, counter)


def test_what_the_province_has_taken_in_gets_its_result_whatever_else_is_heard(here):
    world, counter, clerk, pid = here
    outlet = Clerk(counter, "bank_outlet", "1001")
    world.province.answer_later(hold=True)
    path = outlet.do(pid, "loss.formal+replace.lost", {**LOST_ON, **CASH}).response.request.path
    counter.courier.round(news=True)
    world.province.phone_loss(number(world, "lost"))
    counter.courier.round(news=True)
    assert province_words(clerk, path)[0] == "待省确认"
    world.province.settle()
    counter.courier.round(news=True)
    assert province_words(clerk, path)[0] == "省已确认"


def test_a_loss_that_ended_by_itself_is_no_news(here):
    world, counter, clerk, pid = here
    clerk.do(pid, "loss.temporary", LOST_ON)
    counter.courier.round(news=True)
    phoned = clerk.open(number(world, "phoned"))
    world.clock.pass_time(timedelta(days=7, seconds=2))
    before = journal(counter)
    for id_number in (number(world, "lost"), number(world, "phoned")):
        clerk.open(id_number)
        counter.courier.round(news=True)
    assert (states(counter, pid), states(counter, phoned)) == (["正常"], ["正常"])
    assert journal(counter) == before
    agree(world, counter)
    clerk.do(pid, "loss.temporary", {"lost_on": "2026-11-27"})
    counter.courier.round(news=True)
    assert states(counter, pid) == ["临时挂失"]
    agree(world, counter)


def test_a_clock_a_little_ahead_of_the_province_writes_nothing(here):
    """The loss has ended here and not yet there."""
    world, counter, _, pid = here
    world.province.phone_loss(number(world, "lost"))
    counter.courier.round(news=True)
    world.clock.pass_time(timedelta(days=7, seconds=-30))
    ahead = RehearsalClock(world.clock.now() + timedelta(minutes=1))
    before = journal(counter)
    look_up(replace(counter.branch, clock=ahead), counter.courier, number(world, "lost"))
    assert journal(counter) == before
    assert states(counter, pid) == ["临时挂失"]


@pytest.mark.parametrize("city", ["xinxiang", "shangluo", "shishi"])
def test_the_same_record_again_writes_nothing(open_world, city):
    world, counter = open_world(city, seats(city))
    courier = Courier(counter.branch)
    for story in world.stories:
        look_up(counter.branch, courier, story.person.id_number)
    world.province.phone_loss(number(world, "lost"))
    counter.courier.round(news=True)
    before = journal(counter)
    assert len(before) == sum(bool(story.person.cards) for story in world.stories) + 1
    world.clock.pass_time(timedelta(hours=3))
    for story in world.stories:
        look_up(counter.branch, courier, story.person.id_number)
    assert journal(counter) == before
    agree(world, counter)
