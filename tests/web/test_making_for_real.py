"""A card made from its page by a maker that exists: the face on a printer program, the chip over pcscd, the province's key."""

import pytest

from counter.core.states import CardState, Kind
from counter.devices.ipp import IppLine
from counter.devices.maker.kept import Kept
from counter.devices.maker.maker import Parts, StationMaker
from counter.devices.maker.printer import CardPrinter
from counter.devices.maker.station import Station
from counter.devices.maker.watch import Watch
from counter.rehearsal.chip.chip import WRITE, Chip
from counter.rehearsal.chip.pcscd import reader_name
from counter.rehearsal.devices import VirtualCard
from tests.browsing import until
from tests.clerk import Clerk
from tests.devices.card_printer import EvePrinter
from tests.devices.virtual import desk_of
from tests.web.test_photo import TYPED, file

ACCOUNT = "6228480402564890018"


@pytest.fixture(scope="module")
def eve(tmp_path_factory):
    made = EvePrinter(tmp_path_factory.mktemp("printer"))
    yield made
    made.stop()


@pytest.fixture
def shop(open_world, eve, tmp_path, monkeypatch):
    """The outlet's window with such a maker, a blank in its station, and a replacement to be made."""
    eve.well()
    with desk_of(1) as desk:
        name, printer = reader_name(0), CardPrinter(IppLine(eve.uri), patience=8, stalled=0.6, pause=0.05)
        station = Station(name, desk.readers.monitor, desk.readers.actor(name), WRITE)
        watch = Watch(printer, 0.1)
        maker = StationMaker("maker-2", Parts(printer, station, Kept(tmp_path / "2.json"), watch))
        monkeypatch.setattr("counter.rehearsal.world.RehearsalMaker", lambda _bench, _window: maker)
        world, counter = open_world("shangluo")
        clerk = Clerk(counter, "bank_outlet")
        person = next(s for s in world.stories if s.id == "lost").person
        pid = clerk.open(person.id_number)
        desk.lying[0] = Chip(VirtualCard("", "", "", chip="blank", account=ACCOUNT))

        def begun(texts):
            clerk.confirm(clerk.fill(pid, "loss.formal+replace.lost", texts))
            return clerk.confirm(clerk.fill(pid, "issue.make", {}))

        yield clerk, begun, desk, person, counter
        watch.stop()


def test_a_card_is_made_from_its_page_to_its_holder(shop, eve):
    clerk, begun, desk, person, counter = shop
    before = len(eve.pages)
    done = clerk.walk(begun({**TYPED, "photo": file()}))
    assert "/entry/" in done.response.request.path, done.words
    assert "制卡中 → 待领取" in done.texts("data-entry-change")
    assert len(eve.pages) == before + 1
    card = desk.lying[0].card
    assert (card.id_number, card.name) == (person.id_number, person.name)
    held = counter.branch.people.dossier(clerk.open(person.id_number)).of(Kind.CARD)
    assert (card.number, CardState.MADE) in [(one.number, one.state) for one in held]
    reading = desk.reader(0).read()
    assert reading.texts["card_number"] == card.number
    (batch,) = counter.branch.stock.batches()
    assert (batch.made, batch.spoiled) == (1, 0)


def test_without_a_photo_no_blank_is_used_and_the_page_says_what_to_do(shop):
    clerk, begun, _, _, counter = shop
    page = clerk.walk(begun({name: text for name, text in TYPED.items() if name != "new_photo"}))
    assert "没有进卡：本网点没有这位持卡人的照片，卡面印不全" in page.texts("data-step-failed")[0]
    (batch,) = counter.branch.stock.batches()
    assert batch.left == batch.taken_in


def test_the_maker_without_cards_is_said_and_the_step_done_when_they_are_laid_in(shop):
    clerk, begun, desk, _, _ = shop
    chip, desk.lying[0] = desk.lying[0], None
    until(lambda: desk.readers.monitor.state(reader_name(0)) == "就绪，未放卡")
    page = clerk.walk(begun({**TYPED, "photo": file()}))
    assert "的接触位里没有卡（缺卡），没有进卡" in page.texts("data-step-failed")[0]
    desk.lying[0] = chip
    until(lambda: desk.readers.monitor.state(reader_name(0)) == "就绪，已放卡")
    page = clerk.walk(clerk.step(page))
    assert "/entry/" in page.response.request.path, page.words


def test_a_maker_that_is_off_is_said_in_the_strip_and_is_nothing_to_be_done_by_hand(shop, eve):
    clerk, *_ = shop
    until(lambda: "制卡机：就绪" in clerk.get("/").words)
    eve.cut()
    until(lambda: "制卡机：未连接" in clerk.get("/").words)
    assert "未连接，可手工办" not in clerk.get("/").words
    eve.start()


def test_a_card_written_by_half_is_waste_and_the_next_blank_is_fed(shop, eve):
    clerk, begun, desk, _, counter = shop
    worn = desk.lying[0]
    worn.ailment = "worn"
    page = clerk.walk(begun({**TYPED, "photo": file()}))
    assert "只写了一半，成了废卡，请把废卡交主管保管" in page.words
    desk.lying[0] = None
    until(lambda: desk.readers.monitor.state(reader_name(0)) == "就绪，未放卡")
    assert "没有卡" in clerk.step(page).words
    desk.lying[0] = Chip(VirtualCard("", "", "", chip="blank-2", account="6228480402564890026"))
    until(lambda: desk.readers.monitor.state(reader_name(0)) == "就绪，已放卡")
    done = clerk.walk(clerk.step(clerk.get(page.response.request.path)))
    assert "/entry/" in done.response.request.path, done.words
    (batch,) = counter.branch.stock.batches()
    assert (batch.made, batch.spoiled) == (1, 1)
