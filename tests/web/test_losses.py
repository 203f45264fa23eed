"""A loss is told with its channel and the second it takes effect: the same on the page, on the slip and at the province."""

from dataclasses import replace
from datetime import timedelta

import pytest

from counter.core.ruled import Ruled
from counter.core.states import Kind
from counter.rehearsal.devices import VirtualCard
from counter.rehearsal.play.shown import text_of_pdf
from tests.clerk import Clerk
from tests.sync.both_sides import number, person, seats

LOST_ON = {"lost_on": "2026-11-19"}
SECOND = "%Y-%m-%d %H:%M:%S"


@pytest.fixture
def here(open_world):
    """Shangluo's bureau, and the person whose card is in order, opened."""
    world, counter = open_world("shangluo", seats("shangluo", "bureau", "bank_outlet"))
    clerk = Clerk(counter, "bureau")
    return world, counter, clerk, clerk.open(number(world, "lost"))


def slip_of(clerk, done) -> str:
    (link,) = [path for path in done.links if path.endswith("slip.pdf")]
    return "".join(text_of_pdf(clerk.client.get(link).data).split())


def test_page_slip_and_province_say_one_second(here):
    world, counter, clerk, pid = here
    done = clerk.do(pid, "loss.temporary", LOST_ON)
    (kept,) = counter.branch.entries.of_operation(counter.branch.entries.last_of(pid, ["loss.temporary"]).entry.op_id)
    counter.courier.round(news=True)
    second = f"{kept.entry.at:{SECOND}}"
    assert f"挂失生效{second.replace(' ', '')}" in slip_of(clerk, done)
    assert f"{second} 起挂失生效" in clerk.get(f"/person/{pid}").words
    there = next(card for card in world.province.record(number(world, "lost")).cards if card.lost_by)
    assert f"{there.lost_at:{SECOND}}" == second
    until = kept.entry.change("card").until
    assert f"自动解挂{until:%Y-%m-%d%H:%M:%S}" in slip_of(clerk, done)
    assert until - kept.entry.at < timedelta(days=7, seconds=1)


def test_who_bears_the_damage_stands_on_page_check_page_and_slip(here):
    _, _, clerk, pid = here
    sentence = "挂失生效前（或挂失失效后）造成的经济损失由持卡人承担"
    assert sentence not in clerk.get(f"/person/{pid}").words
    check = clerk.fill(pid, "loss.temporary", LOST_ON)
    assert sentence in check.words
    assert check.texts("data-effect") == ["确认办理的一刻起挂失生效，准确到秒，印在回执上"]
    done = clerk.confirm(check)
    assert sentence in slip_of(clerk, done)
    assert sentence in " ".join(clerk.get(f"/person/{pid}").texts("data-told"))


def test_a_loss_elsewhere_is_told_with_its_own_time_also_when_it_is_learnt_later(here):
    world, counter, clerk, pid = here
    at = world.clock.now()
    world.province.bank_loss(number(world, "lost"))
    world.province.phone_loss(number(world, "lost"))
    world.clock.pass_time(timedelta(hours=5))
    counter.courier.round(news=True)
    page = clerk.get(f"/person/{pid}")
    assert f"{at:%Y-%m-%d %H:%M}" in page.words.split("起挂失生效，经 12333 挂失")[0]
    (bank,) = page.texts("data-bank-loss")
    assert f"{at:%Y-%m-%d %H:%M}" in bank
    assert bank.endswith(f"经{person(world, 'lost').cards[0].bank}挂失，由银行解除")


def test_a_temporary_loss_that_is_over_leaves_the_banks_own_loss(here):
    world, counter, clerk, pid = here
    clerk.do(pid, "loss.temporary", LOST_ON)
    counter.courier.round(news=True)
    world.province.bank_loss(number(world, "lost"))
    world.clock.pass_time(timedelta(days=7, minutes=1))
    counter.courier.round(news=True)
    clerk.open(number(world, "lost"))
    found = counter.branch.people.dossier(pid).on(world.clock.now())
    assert found.card().state.value == "正常"
    assert found.function(Kind.FINANCIAL, found.card()).state.value == "挂失"
    refused = [text for text in clerk.get(f"/person/{pid}").texts("data-text") if "发卡银行解除" in text]
    assert len(refused) == 1


def test_the_banks_telephone_is_printed_where_the_city_has_it(here):
    _, counter, clerk, pid = here
    assert "挂失电话" not in slip_of(clerk, clerk.do(pid, "loss.temporary", LOST_ON))
    rules = counter.branch.catalogue.rules
    bank = next(s.facts["bank"] for s in counter.branch.people.dossier(pid).of(Kind.CARD))
    rules["loss"] = replace(rules["loss"], bank_phones=Ruled(value=(f"{bank}=95599",), assumed=True))
    clerk.counter.branch.catalogue._offers.clear()
    clerk.do(pid, "loss.release", {})
    assert f"金融账户挂失电话{bank}95599" in slip_of(clerk, clerk.do(pid, "loss.temporary", LOST_ON))


def test_a_card_that_is_read_and_is_not_this_holders_is_said(here):
    world, counter, clerk, _ = here
    window = next(w.id for w in counter.branch.windows() if w.type == "bureau")
    world.bench.lay_down(window, VirtualCard("C69999999", number(world, "lost"), person(world, "lost").name))
    page = clerk.post("/read", {})
    assert page.texts("data-card-read") == ["读到的卡 C699****9 不在这位持卡人名下，请核对，不要办理。"]
    world.bench.lay_down(window, VirtualCard(person(world, "lost").cards[0].number, number(world, "lost"), "王"))
    assert clerk.post("/read", {}).texts("data-card-read") == []


def test_nobody_without_a_mobile_number_is_written_to(here):
    world, counter, clerk, pid = here
    clerk.do(pid, "loss.temporary", LOST_ON)
    counter.courier.round(news=True)
    assert len(world.systems.sms.took) == 1
    assert "起口头（临时）挂失生效" in world.systems.sms.took[0].fields["text"]
    world.province.register(replace(person(world, "damaged"), mobile=""))
    other = Clerk(counter, "bank_outlet", "1001")
    other.do(other.open(number(world, "damaged")), "loss.temporary", LOST_ON)
    counter.courier.round(news=True)
    assert len(world.systems.sms.took) == 1
    assert "短信" not in clerk.get("/work").words
