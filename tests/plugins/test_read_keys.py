"""What the three provinces answer for a card on a reader and for a maker's library, and how it comes to the window."""

from dataclasses import replace

import pytest

from counter import CardShown, MakerStep, ProvinceMismatchError, ProvinceUnavailableError, ReadKey
from counter.catalogue import load
from counter.cities import load_city
from counter.devices.standing import StandingReaders
from counter.rehearsal.cardkeys import answer_to, key_of
from counter.rehearsal.chip.files import card_id_of
from counter.rehearsal.devices import shown_by
from tests.clerk import Clerk
from tests.devices.compiled import compiled
from tests.plugins.test_pin import known
from tests.rehearsal.provinces import CONNECTORS, PROVINCES, world
from tests.sync.both_sides import number, seats

DRAWN, INTERNAL, EXTERNAL = "A1B2C3D4E5F60718", "1122334455667788", "8877665544332211"
# Fujian and Henan say which of the card's keys it is, Shaanxi leaves that to the branch.
WHICH = {"henan": "0A", "shaanxi": "", "fujian": "0A"}
READ = "iReadCardBas_HSM_Step1"


def twice(card, purpose, drawn):
    first = answer_to(key_of(card), purpose, drawn.lower())
    return (first + answer_to(key_of(card), purpose, first)).upper()


def read_step(card):
    card_id = card_id_of(card).hex().upper()
    return MakerStep(function=READ, told=f"410700|00|03|{card_id}|{INTERNAL}|01|{EXTERNAL}|02|t|d|", terminal="B1-1")


@pytest.mark.parametrize("name", PROVINCES)
def test_a_province_answers_for_every_card_it_knows_and_for_no_other(name):
    with world(name) as here:
        card = here.card("damaged")
        answer = ReadKey(answer_to(key_of(card), "read", DRAWN.lower()), WHICH[name])
        assert here.connector.read_key(shown_by(card, DRAWN), 2) == answer
        here.accept("damaged", "loss.temporary")
        assert here.connector.read_key(shown_by(card, DRAWN), 2) == answer
        assert here.connector.read_key(shown_by("F45089999", DRAWN), 2).state == "rejected"


@pytest.mark.parametrize("name", PROVINCES)
def test_a_province_answers_the_steps_of_a_makers_library(name):
    with world(name) as here:
        card, person = here.card("damaged"), here.person("damaged")
        told = here.connector.maker_step(read_step(card), 2)
        assert told == f"{twice(card, 'read', INTERNAL)}|{twice(card, 'read', EXTERNAL)}|"
        assert here.connector.maker_step(read_step("F45089999"), 2).state == "rejected"
        of_holder = {"id_number": person.id_number, "card_number": card}
        step = MakerStep(function="iUnblockPIN_HSM_Step1", told=f"03|009010|{DRAWN}|", **of_holder)
        assert here.connector.maker_step(step, 2) == f"{twice(card, 'unlock', DRAWN)}|"
        assert here.connector.maker_step(replace(step, function="iNothing"), 2).state == "rejected"
        here.accept("damaged", "loss.temporary")
        assert here.connector.maker_step(step, 2).state == "rejected"


@pytest.mark.parametrize("name", PROVINCES)
def test_a_province_that_is_down_or_another_one_gives_no_key(name):
    other = PROVINCES[PROVINCES.index(name) - 1]
    shown = CardShown(area="", history="", algorithm="", card_id="AB", challenge=DRAWN)
    with world(name) as here:
        for ask in (lambda one: one.read_key(shown, 2), lambda one: one.maker_step(read_step("F1"), 2)):
            with pytest.raises(ProvinceMismatchError):
                ask(CONNECTORS[other](here.province.url))
            here.province.down()
            with pytest.raises(ProvinceUnavailableError):
                ask(here.connector)
            here.province.up()


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    return compiled("vendor_library.c", tmp_path_factory.mktemp("vendor") / "libsscard.so")


@pytest.fixture
def at_maker(open_world, library, monkeypatch):
    """A branch whose reader speaks through its maker's library: world, counter, clerk, person and card."""
    world, counter = open_world("xinxiang", seats("xinxiang", "county"))
    person = next(story.person for story in world.stories if story.id == "damaged")
    card = person.cards[-1].number
    said = {
        "MODE": "third", "ID_NUMBER": person.id_number, "NUMBER": card, "CARD_ID": card_id_of(card).hex(),
        "READ": f"{twice(card, 'read', INTERNAL)}|{twice(card, 'read', EXTERNAL)}|",
        "UNLOCK": f"{twice(card, 'unlock', INTERNAL)}|", "UNLOCK_LAST": f"{twice(card, 'unlock', EXTERNAL)}|",
    }  # fmt: skip
    for name, text in said.items():
        monkeypatch.setenv(f"VENDOR_{name}", text)
    windows = [window.id for window in counter.branch.windows()]
    readers = StandingReaders(dict.fromkeys(windows, f"vendor:{library}"), {}, {})
    catalogue = load(load_city("xinxiang"), extra=[("branch-readers", readers)])
    counter.branch = replace(counter.branch, catalogue=catalogue)
    clerk = Clerk(counter, "county")
    yield world, counter, clerk, clerk.open(number(world, "damaged")), card
    readers.stop()


def test_a_card_is_read_through_its_makers_library_with_the_provinces_answer(at_maker):
    world, _, clerk, pid, _ = at_maker
    assert clerk.post("/read", {}).response.request.path == f"/person/{pid}"
    world.province.down()
    assert "请照卡面录入，或等恢复后再读" in clerk.post("/read", {}).words


def test_a_card_is_unlocked_in_the_steps_of_its_makers_library(at_maker):
    world, counter, clerk, pid, _ = at_maker
    done = clerk.do(pid, "pin.unlock", {})
    assert done.texts("data-failed") == []
    counter.courier.round(news=True)
    assert [one.call for one in world.province.applied] == ["maintainPin"]


def test_a_card_that_the_province_holds_for_lost_is_not_unlocked_in_steps_either(at_maker):
    world, counter, clerk, pid, _ = at_maker
    check = clerk.fill(pid, "pin.unlock", {})
    world.province.phone_loss(number(world, "damaged"))
    assert "没有给这张卡的密钥：该卡已挂失" in clerk.confirm(check).texts("data-failed")[0]
    assert known(counter, pid) == ""
