"""Somebody who applied on the web for a card to be had here: learnt once, lost never, reviewed before the card is made."""

from dataclasses import replace

import pytest

from counter.store.work import APPLIED
from tests.clerk import Clerk
from tests.sync.both_sides import agree, journal, seats

NUMBER, BANK = "611002199701010016", "中国农业银行"


@pytest.fixture
def here(open_world):
    """Shangluo's outlet, and somebody who has just applied on the web."""
    world, counter = open_world("shangluo", seats("shangluo"))
    person = replace(world.stories[0].person, id_number=NUMBER, name="何咏诗", sex="女", cards=())
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
