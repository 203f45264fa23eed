"""Somebody who applied on the web for a card to be had here: learnt once, lost never, reviewed before the card is made."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from counter.rehearsal.world import add_branch
from counter.store.work import APPLIED
from tests.clerk import Clerk
from tests.sync.both_sides import agree, journal, number, seats, states

NUMBER, BANK, BORN = "611002199701010016", "中国农业银行", date(1997, 1, 1)
REVIEWED = {
    "id_valid_until": "2035-03-03", "mobile": "13909140203", "address": "商洛市商州区演练路 6 号", "bank": BANK,
    "confirmed": "是",
}  # fmt: skip
STOP_LATER = "须先确认没有开始制卡，省级系统恢复后再终止"


@pytest.fixture
def here(open_world):
    """Shangluo's outlet, and somebody who has just applied on the web."""
    world, counter = open_world("shangluo", seats("shangluo"))
    person = replace(world.stories[0].person, id_number=NUMBER, name="何咏诗", sex="男", born_on=BORN, cards=())
    world.province.web_apply(person, BANK, counter.branch.identity.code)
    return world, counter


def work(counter):
    return [item.kind for item in counter.branch.work.items()]


def test_an_application_to_be_had_here_is_learnt_with_a_work_item(here):
    world, counter = here
    counter.courier.round(news=True)
    counter.courier.round(news=True)
    assert work(counter) == [APPLIED]
    assert journal(counter) == [("learnt", "网上")]
    (pid,) = counter.branch.people.find("id", NUMBER)
    assert [card.state.value for card in counter.branch.people.dossier(pid).subjects] == ["已申请"]
    agree(world, counter)


def test_an_application_is_not_lost_when_the_line_goes_between_the_news_and_the_question(here, monkeypatch):
    """The message is kept for the next round as long as the province could not say who it is about."""
    world, counter = here
    news = counter.branch.connector.news
    monkeypatch.setattr(counter.branch.connector, "news", lambda after: (news(after), world.province.down())[0])
    counter.courier.round(news=True)
    assert work(counter) == []
    monkeypatch.undo()
    world.province.up()
    counter.courier.round(news=True)
    assert work(counter) == [APPLIED]


def test_an_application_to_be_had_elsewhere_is_not_our_work(open_world):
    world, counter = open_world("shangluo", seats("shangluo"))
    person = replace(world.stories[0].person, id_number=NUMBER, name="何咏诗", cards=())
    world.province.web_apply(person, BANK, "61100099")
    counter.courier.round(news=True)
    assert work(counter) == []
    assert counter.branch.people.find("id", NUMBER) == []


def test_the_review_of_another_window_is_learnt(here):
    """What another branch reviewed can be made here: the province says that it was looked at."""
    world, counter = here
    counter.courier.round(news=True)
    clerk = Clerk(counter, "bank_outlet")
    pid = clerk.open(NUMBER)
    assert "网上申请的制卡信息还没有核实" in clerk.get(f"/person/{pid}").words
    record = world.province.record(NUMBER)
    world.province.register(replace(record, cards=tuple(replace(card, to_review=False) for card in record.cards)))
    counter.findings.clear()
    clerk.get(f"/person/{pid}")
    (order,) = counter.branch.people.dossier(pid).subjects
    assert not order.facts.get("to_review")
    assert "网上申请的制卡信息还没有核实" not in clerk.get(f"/person/{pid}").words


def test_an_application_is_not_lost_when_the_line_goes_with_a_message_before_it(open_world, monkeypatch):
    """Another message goes without an answer; the application still waits for one."""
    world, counter = open_world("shangluo", seats("shangluo"))
    lost = number(world, "lost")
    Clerk(counter, "bureau").open(lost)
    world.province.phone_loss(lost)
    person = replace(world.stories[0].person, id_number=NUMBER, name="何咏诗", cards=())
    world.province.web_apply(person, BANK, counter.branch.identity.code)
    news = counter.branch.connector.news
    monkeypatch.setattr(counter.branch.connector, "news", lambda after: (news(after), world.province.down())[0])
    counter.courier.round(news=True)
    monkeypatch.undo()
    world.province.up()
    counter.courier.round(news=True)
    assert work(counter) == [APPLIED]
    assert len(counter.branch.people.find("id", NUMBER)) == 1


def test_who_is_known_here_and_applied_for_another_place_is_not_our_work(open_world):
    world, counter = open_world("shangluo", seats("shangluo"))
    person = replace(world.stories[0].person, id_number=NUMBER, name="何咏诗", cards=())
    world.province.register(person)
    pid = Clerk(counter, "bureau").open(NUMBER)
    world.province.web_apply(person, BANK, "61100099")
    counter.courier.round(news=True)
    assert work(counter) == []
    assert states(counter, pid) == ["已申请"]


def test_an_application_that_was_ended_before_it_was_heard_of_is_nobodys_work(here):
    world, counter = here
    world.province.register(replace(world.province.record(NUMBER), cards=()))
    counter.courier.round(news=True)
    assert work(counter) == []


def test_what_was_learnt_of_an_application_is_not_said_to_be_typed_at_the_window(here):
    _, counter = here
    counter.courier.round(news=True)
    (pid,) = counter.branch.people.find("id", NUMBER)
    assert counter.branch.people.dossier(pid).source == counter.branch.city.facts.record


@pytest.mark.parametrize(("offer", "texts"), [("apply.review", REVIEWED), ("apply.stop", {"reason": "不办了"})])
def test_the_work_is_done_with_the_review_or_the_end_of_the_application(here, offer, texts):
    _, counter = here
    counter.courier.round(news=True)
    clerk = Clerk(counter, "bank_outlet")
    clerk.do(clerk.open(NUMBER), offer, texts)
    assert work(counter) == []


def test_the_work_is_done_too_when_the_application_was_withdrawn_or_reviewed_elsewhere(here):
    world, counter = here
    counter.courier.round(news=True)
    record = world.province.record(NUMBER)
    world.province.register(replace(record, cards=tuple(replace(card, to_review=False) for card in record.cards)))
    counter.findings.clear()
    Clerk(counter, "bank_outlet").open(NUMBER)
    assert work(counter) == []


def test_a_form_that_needs_the_province_goes_on_once_it_answers_again(here):
    """Begun while the line was down: nothing is typed anew when it is back."""
    world, counter = here
    counter.courier.round(news=True)
    clerk = Clerk(counter, "bank_outlet")
    pid = clerk.open(NUMBER)
    world.province.down()
    counter.findings.clear()
    refused = clerk.fill(pid, "apply.stop", {"reason": "不办了"})
    assert STOP_LATER in refused.words
    world.province.up()
    counter.findings.clear()
    done = clerk.confirm(clerk.fill(pid, "apply.stop", {}, page=refused))
    assert done.texts("data-entry-change") == ["已申请 → 无"]


def test_an_answer_of_the_province_that_has_grown_old_is_asked_for_again_at_the_confirming(here):
    world, counter = here
    counter.courier.round(news=True)
    clerk = Clerk(counter, "bank_outlet")
    pid = clerk.open(NUMBER)
    checked = clerk.fill(pid, "apply.stop", {"reason": "不办了"})
    world.clock.pass_time(timedelta(minutes=6))
    world.province.down()
    counter.findings.clear()
    refused = clerk.confirm(checked)
    assert refused.status == 422
    assert STOP_LATER in refused.words
    assert "不办了" in refused.html
    assert states(counter, pid) == ["已申请"]
    world.province.up()
    counter.findings.clear()
    assert clerk.confirm(clerk.fill(pid, "apply.stop", {}, page=refused)).texts("data-entry-change") == ["已申请 → 无"]


def test_a_replacement_of_another_branch_is_not_ended_like_an_application(open_world, tmp_path, staff):
    world, bureau = open_world("shangluo", seats("shangluo", "bureau", code="61100001"))
    outlet = add_branch(world, tmp_path / "outlet", seats("shangluo", "bank_outlet", code="61100002"), staff)
    at_bureau, at_outlet = Clerk(bureau, "bureau"), Clerk(outlet, "bank_outlet")
    who = number(world, "formally-lost")
    at_outlet.do(at_outlet.open(who), "replace.lost", {"received": "20"})
    outlet.courier.round(news=True)
    pid = at_bureau.open(who)
    assert states(bureau, pid) == ["作废", "已申请"]
    refused = at_bureau.fill(pid, "apply.stop", {"reason": "不办了"})
    assert "省里没有记这张卡是申领的，补换卡的原卡已停用，不能按申领终止" in refused.words


def order(counter, pid):
    (card,) = counter.branch.people.dossier(pid).subjects
    return card.id, card.state.value


def test_an_application_whose_end_was_sent_back_is_the_same_one_again(here):
    """Somebody else had begun to make the card; the province could not be asked at once what it says now."""
    world, counter = here
    counter.courier.round(news=True)
    clerk = Clerk(counter, "bank_outlet")
    pid = clerk.open(NUMBER)
    before = order(counter, pid)
    clerk.do(pid, "apply.stop", {"reason": "不办了"})
    world.province.reject_next(next(one.code for one in world.province.codes if one.reason.name == "MAKING_BEGUN"))
    counter.courier.round(news=True)
    assert order(counter, pid) == before
    assert work(counter) == ["省已退回"]
    agree(world, counter)


def test_an_application_that_was_ended_does_not_come_back_before_the_province_has_heard_of_that(here):
    world, counter = here
    counter.courier.round(news=True)
    clerk = Clerk(counter, "bank_outlet")
    pid = clerk.open(NUMBER)
    clerk.do(pid, "apply.stop", {"reason": "不办了"})
    counter.findings.clear()
    assert clerk.get(f"/person/{pid}").texts("data-state") == ["名下无卡"]
    counter.courier.round(news=True)
    agree(world, counter)
    assert journal(counter) == [("learnt", "网上"), ("apply.stop", "window")]


def test_the_bank_that_was_put_right_at_the_review_is_the_bank_of_the_card(here):
    world, counter = here
    counter.courier.round(news=True)
    clerk = Clerk(counter, "bureau")
    pid = clerk.open(NUMBER)
    clerk.do(pid, "apply.review", REVIEWED | {"bank": "陕西信合"})
    (card,) = counter.branch.people.dossier(pid).subjects
    assert card.facts["bank"] == "陕西信合"
    counter.courier.round(news=True)
    agree(world, counter)


def test_the_guardian_who_came_to_the_review_is_told_to_the_province(open_world):
    world, counter = open_world("shangluo", seats("shangluo"))
    child = replace(
        world.stories[0].person, id_number="611002201403050028", name="刘一诺", sex="女", born_on=date(2014, 3, 5), cards=()
    )
    world.province.web_apply(child, BANK, counter.branch.identity.code)
    counter.courier.round(news=True)
    clerk = Clerk(counter, "bank_outlet")
    guardian = {
        "agent_name": "刘卫东", "agent_id": "611002197512123354", "relation": "父母", "agent_mobile": "13909140204",
    }  # fmt: skip
    clerk.do(clerk.open(child.id_number), "apply.review", REVIEWED | guardian, by="监护人")
    counter.courier.round(news=True)
    told = world.province.applied[-1].facts
    assert (told["guardian_name"], told["guardian_id"]) == ("刘卫东", "611002197512123354")
