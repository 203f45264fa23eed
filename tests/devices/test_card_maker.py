"""A card maker of a real printer program and a contact station over pcscd: one card for each job, whatever happens."""

import json
import time
from datetime import date
from itertools import count
from pathlib import Path

import pytest

from counter.cardface import drawn_face
from counter.cities import load_city
from counter.core.cardface import FaceTexts
from counter.devices import DeviceError, SpoiledCardError
from counter.devices.chip.apdu import CutOffError
from counter.devices.chip.bank import account_of, values
from counter.devices.ipp import IppLine
from counter.devices.maker.kept import Card, Kept
from counter.devices.maker.maker import Parts, StationMaker
from counter.devices.maker.printer import CardPrinter, PrintUnknownError
from counter.devices.maker.station import Station
from counter.devices.maker.watch import Watch
from counter.rehearsal.cardkeys import BLANK, answer_to, key_of
from counter.rehearsal.chip.chip import WRITE, Chip, Silent
from counter.rehearsal.chip.pcscd import reader_name
from counter.rehearsal.devices import VirtualCard
from counter.rehearsal.pictures import Wanted, picture
from tests.devices.card_printer import EvePrinter
from tests.devices.virtual import Counted, channel_to, desk_of

NUMBER, ID_NUMBER, NAME = "F45081001", "410702199003074522", "孙𬱖"
ACCOUNT = "6228480402564890018"
TEXTS = {"name": NAME, "id_number": ID_NUMBER, "number": NUMBER, "bank": "中国银行", "issued_on": "2026-11-20"}
JOBS = count(1)
OTHER = "20261121000000000002.1"


PHOTO = picture(Wanted())


def face_of(name=NAME, photo=PHOTO):
    texts = FaceTexts(name=name, id_number=ID_NUMBER, number=NUMBER, bank="", bank_account="", issued_on=date(2026, 11, 20))
    return drawn_face(load_city("xinxiang").card_face, texts, photo)


FACE = face_of()


def blank(chip="blank-1", **how):
    return Counted(VirtualCard("", "", "", chip=chip, account=ACCOUNT, **how))


def answer(challenge):
    return answer_to(key_of(BLANK), "write", challenge)


class Shop:
    """One window's maker: what lies in its station, its printer, its record on the disk."""

    def __init__(self, desk, eve, folder: Path) -> None:
        self.desk, self.eve, self.path = desk, eve, folder / "makers" / "1.json"
        self.job = f"20261120{next(JOBS):012d}.1"
        self.maker = self.begun()

    def begun(self, laminate="", key=WRITE):
        printer = CardPrinter(IppLine(self.eve.uri, 1.0, 3.0), patience=6.0, stalled=0.6, pause=0.05)
        name = reader_name(0)
        station = Station(name, self.desk.readers.monitor, self.desk.readers.actor(name), key)
        self.watch = Watch(printer, 0.1)
        self.maker = StationMaker("maker-1", Parts(printer, station, Kept(self.path), self.watch, laminate))
        return self.maker

    def lay(self, chip):
        """Take away what lies there, and lay this down when the reader has seen that."""
        self._lies(None, "就绪，未放卡")
        if chip is not None:
            self._lies(chip, "就绪，已放卡")
        return chip

    def _lies(self, chip, seen):
        self.desk.lying[0] = chip
        monitor, ends = self.desk.readers.monitor, time.monotonic() + 5
        while monitor.state(reader_name(0)) != seen:
            assert time.monotonic() < ends, monitor.state(reader_name(0))
            time.sleep(0.02)

    def made(self, chip=None):
        """A card fed and written."""
        chip = self.lay(chip or blank())
        self.maker.feed(self.job, face=FACE)
        self.maker.write(self.job, "whole", TEXTS, answer)
        return chip


@pytest.fixture(scope="module")
def eve(tmp_path_factory):
    made = EvePrinter(tmp_path_factory.mktemp("printer"))
    yield made
    made.stop()


@pytest.fixture(scope="module")
def desk():
    with desk_of(1) as one:
        yield one


@pytest.fixture
def shop(desk, eve, tmp_path):
    eve.well()
    here = Shop(desk, eve, tmp_path)
    here.lay(None)
    yield here
    here.watch.stop()


def test_a_blank_becomes_the_card_of_its_holder_and_comes_out(shop):
    before = len(shop.eve.pages)
    chip = shop.lay(blank())
    assert shop.maker.feed(shop.job, face=FACE) == {"bank_account": ACCOUNT}
    shop.maker.write(shop.job, "whole", TEXTS, answer)
    assert (chip.card.number, chip.card.id_number, chip.card.name) == (NUMBER, ID_NUMBER, NAME)
    reading = shop.desk.reader(0).read()
    assert (reading.texts["card_number"], reading.texts["name"], reading.texts["sex"]) == (NUMBER, NAME, "女")
    assert reading.texts["born_on"] == "1990-03-07"
    shop.maker.print_face(shop.job, TEXTS, FACE)
    assert shop.eve.names[before:] == [f"{shop.job}.1"]
    shop.maker.give_out(shop.job)
    shop.maker.give_out(shop.job)
    assert Kept(shop.path).inside() is None


def test_every_step_that_is_asked_again_is_done_once(shop):
    before, chip = len(shop.eve.pages), shop.made()
    updates = chip.times(0xDC)
    assert shop.maker.feed(shop.job, face=FACE) == {"bank_account": ACCOUNT}
    shop.maker.write(shop.job, "whole", TEXTS, answer)
    assert chip.times(0xDC) == updates
    assert len(shop.eve.pages) == before


def test_the_counter_started_again_knows_what_is_in_the_maker(shop):
    chip = shop.made()
    updates = chip.times(0xDC)
    shop.begun()
    assert Kept(shop.path).inside().job == shop.job
    shop.maker.write(shop.job, "whole", TEXTS, answer)
    assert chip.times(0xDC) == updates
    with pytest.raises(DeviceError, match=f"里面还有另一张卡（流水号 {shop.job[:-2]}），没有进卡"):
        shop.maker.feed(OTHER, face=FACE)


def test_another_job_is_not_done_to_the_card_that_lies_there(shop):
    shop.made()
    with pytest.raises(DeviceError, match=f"里面还有另一张卡（流水号 {shop.job[:-2]}），没有进卡"):
        shop.maker.feed(OTHER, face=FACE)
    shop.lay(blank("blank-2"))
    assert shop.maker.feed(OTHER, face=FACE) == {"bank_account": ACCOUNT}
    assert Kept(shop.path).card(shop.job).where == "out", "it had been taken out by hand"


def test_a_card_that_disappeared_is_not_replaced_by_another(shop):
    shop.made()
    chip = shop.lay(blank("blank-2"))
    for step in (
        lambda: shop.maker.feed(shop.job, face=FACE),
        lambda: shop.maker.write(shop.job, "social", TEXTS, answer),
        lambda: shop.maker.print_face(shop.job, TEXTS, FACE),
    ):
        with pytest.raises(DeviceError, match="接触位里不是这一次的卡，什么也没有做，请把这一次的卡放回接触位；找不到的，停止这一次制卡，报主管"):
            step()
    assert chip.times(0xDC) == 0


def test_an_empty_station_is_told_before_anything_is_done(shop):
    with pytest.raises(DeviceError, match="接触位里没有卡（缺卡），没有进卡"):
        shop.maker.feed(shop.job, face=FACE)
    assert not shop.path.exists()


@pytest.mark.parametrize(
    ("face", "said"),
    [(None, "不知道卡面怎样印，没有进卡"), (face_of(photo=None), "没有进卡：本网点没有这位持卡人的照片"),
     (face_of(name="张\ue000"), "没有字体能印卡面上的“\ue000”"), (face_of(name="国" * 60), "卡面上放不下“姓名”")],
)  # fmt: skip
def test_a_face_that_cannot_be_printed_is_told_before_a_card_is_used(shop, face, said):
    shop.lay(blank())
    with pytest.raises(DeviceError, match=said):
        shop.maker.feed(shop.job, face=face)
    assert not shop.path.exists()


def test_a_card_that_is_somebodys_is_no_blank(shop):
    shop.lay(Counted(VirtualCard("F45081009", ID_NUMBER, NAME)))
    with pytest.raises(DeviceError, match="接触位里的卡已经写过，不是空白卡，没有进卡"):
        shop.maker.feed(shop.job, face=FACE)


def test_a_face_is_printed_again_only_on_the_card_of_that_number(shop):
    before = len(shop.eve.pages)
    shop.lay(Counted(VirtualCard("F45081009", ID_NUMBER, NAME)))
    with pytest.raises(DeviceError, match=f"不是要补打的卡（是卡号 F45081009 的卡），没有进卡，请放入卡号 {NUMBER} 的卡"):
        shop.maker.feed(shop.job, NUMBER, FACE)
    shop.lay(Counted(VirtualCard(NUMBER, ID_NUMBER, NAME)))
    assert shop.maker.feed(shop.job, NUMBER, FACE) == {}
    with pytest.raises(DeviceError, match="接触位里的卡写的不是这位持卡人，没有打印"):
        shop.maker.print_face(shop.job, {**TEXTS, "id_number": "410702199003074514"}, FACE)
    with pytest.raises(DeviceError, match="接触位里的卡写的不是这位持卡人，没有打印"):
        shop.maker.print_face(shop.job, {**TEXTS, "number": "F45081002"}, FACE)
    assert len(shop.eve.pages) == before
    shop.maker.print_face(shop.job, TEXTS, FACE)
    assert len(shop.eve.pages) == before + 1


class Mute(Counted):
    """A card that lies the wrong way round: it is there and says nothing."""

    @property
    def atr(self):
        return b"\xff\xff"


def test_a_card_that_lies_the_wrong_way_round_is_told_in_the_documents_words(shop):
    shop.lay(Mute(VirtualCard("", "", "", chip="mute")))
    with pytest.raises(DeviceError, match="制卡机读不到卡芯片（卡芯片上电失败），这一步没有做，请检查卡片方向，或换用其他读卡器、重启制卡机"):
        shop.maker.feed(shop.job, face=FACE)


def test_a_wrong_key_writes_nothing_and_is_tried_once(shop):
    chip = shop.lay(blank())
    shop.maker.feed(shop.job, face=FACE)
    with pytest.raises(DeviceError, match="不认这把密钥，什么也没有改变，还可以试 2 次"):
        shop.maker.write(shop.job, "whole", TEXTS, lambda _: "00" * 8)
    assert (chip.times(0x82), chip.times(0xDC), chip.card.written) == (1, 0, {})
    shop.maker.write(shop.job, "whole", TEXTS, answer)
    assert chip.card.number == NUMBER


def test_without_the_provinces_key_nothing_is_written_and_it_is_said_why(shop):
    chip = shop.lay(blank())
    shop.maker.feed(shop.job, face=FACE)
    with pytest.raises(DeviceError, match="没有接通省里的写卡密钥，没有写卡"):
        shop.maker.write(shop.job, "whole", TEXTS, None)
    with pytest.raises(DeviceError, match="写不了金融信息：银行的写卡接口和密钥没有接通，没有写卡"):
        shop.maker.write(shop.job, "financial", TEXTS, answer)
    with pytest.raises(DeviceError, match="写不下这个姓名"):
        shop.maker.write(shop.job, "whole", {**TEXTS, "name": "国" * 26}, answer)
    with pytest.raises(DeviceError, match="不是约定的格式，没有写卡"):
        shop.maker.write(shop.job, "whole", TEXTS, lambda _: "no key")
    shop.begun(key=None)
    with pytest.raises(DeviceError, match=r"branch.toml 的 \[card_keys\] 里登记 write"):
        shop.maker.write(shop.job, "whole", TEXTS, answer)
    assert (chip.times(0x82), chip.times(0xDC)) == (0, 0)


def test_a_card_that_took_half_is_waste_and_never_worked_on_again(shop):
    chip = shop.lay(blank())
    chip.ailment = "worn"
    shop.maker.feed(shop.job, face=FACE)
    with pytest.raises(SpoiledCardError, match="写到卡号写不下去（6581），只写了一半，成了废卡，请把废卡交主管保管"):
        shop.maker.write(shop.job, "whole", TEXTS, answer)
    assert Kept(shop.path).card(shop.job).where == "rejected"
    for step in (lambda: shop.maker.write(shop.job, "whole", TEXTS, answer), lambda: shop.maker.print_face(shop.job, TEXTS, FACE)):
        with pytest.raises(SpoiledCardError, match="已经是废卡"):
            step()


def test_a_card_that_says_it_took_what_it_did_not_is_waste(shop):
    shop.lay(blank()).ailment = "deaf"
    shop.maker.feed(shop.job, face=FACE)
    with pytest.raises(SpoiledCardError, match="写入后读出的发卡日期不对，成了废卡，请把废卡交主管保管"):
        shop.maker.write(shop.job, "whole", TEXTS, answer)
    assert Kept(shop.path).card(shop.job).where == "rejected"


def dying(chip, left, **how):
    """A blank whose line breaks behind so many items written, once."""
    made = blank(chip, **how)

    def after():
        made.left -= 1
        if made.left == 0:
            raise Silent

    made.left, made.after = left, after
    return made


def test_a_line_that_breaks_in_the_writing_leaves_nobody_knowing_and_the_step_is_done_again(shop):
    chip = shop.lay(dying("dies", 3))
    shop.maker.feed(shop.job, face=FACE)
    with pytest.raises(CutOffError):
        shop.maker.write(shop.job, "whole", TEXTS, answer)
    assert (chip.card.number, chip.card.name) == (NUMBER, ""), "half written"
    shop.begun()
    shop.lay(chip)
    shop.maker.write(shop.job, "whole", TEXTS, answer)
    assert chip.card.name == NAME
    assert Kept(shop.path).card(shop.job).written == ["whole"]


def test_a_card_written_to_the_end_before_the_line_broke_is_read_and_not_written_again(shop):
    chip = shop.lay(dying("dies-late", 7))
    shop.maker.feed(shop.job, face=FACE)
    with pytest.raises(CutOffError):
        shop.maker.write(shop.job, "whole", TEXTS, answer)
    assert chip.card.name == NAME
    updates = chip.times(0xDC)
    shop.lay(chip)
    shop.maker.write(shop.job, "whole", TEXTS, answer)
    assert chip.times(0xDC) == updates


def test_a_card_of_the_third_generation_that_shows_nothing_is_written_whole_again(shop):
    chip = shop.lay(dying("dies-3", 3, version="3.00"))
    shop.maker.feed(shop.job, face=FACE)
    with pytest.raises(CutOffError):
        shop.maker.write(shop.job, "whole", TEXTS, answer)
    shop.lay(chip)
    shop.maker.write(shop.job, "whole", TEXTS, answer)
    assert (chip.card.number, chip.card.name) == (NUMBER, NAME)


def test_a_print_nobody_knows_of_is_not_sent_again_while_the_printer_has_it(shop):
    before = len(shop.eve.pages)
    shop.made()
    shop.eve.say("wait", "1.2")
    shop.maker._printer._patience = 0.3
    with pytest.raises(PrintUnknownError):
        shop.maker.print_face(shop.job, TEXTS, FACE)
    shop.begun()
    shop.maker.print_face(shop.job, TEXTS, FACE)
    assert shop.eve.names[before:] == [f"{shop.job}.1"]


def test_a_face_that_a_person_saw_missing_is_printed_once_more_under_a_name_of_its_own(shop):
    before = len(shop.eve.pages)
    shop.made()
    shop.eve.say("breaks")
    with pytest.raises(PrintUnknownError):
        shop.maker.print_face(shop.job, TEXTS, FACE)
    shop.eve.well()
    shop.maker.print_face(shop.job, TEXTS, FACE)
    assert shop.eve.names[before:] == [f"{shop.job}.2"]


def test_the_face_may_be_printed_when_the_card_was_moved_from_the_station_into_the_slot(shop):
    before = len(shop.eve.pages)
    shop.made()
    shop.lay(None)
    shop.maker.print_face(shop.job, TEXTS, FACE)
    assert len(shop.eve.pages) == before + 1


def test_a_film_is_only_where_the_printer_puts_it_on(shop):
    shop.made()
    with pytest.raises(DeviceError, match="没有登记覆膜部件，没有覆膜"):
        shop.maker.laminate(shop.job)
    shop.begun(laminate="with_print")
    with pytest.raises(DeviceError, match="还没有打印这张卡，没有覆膜"):
        shop.maker.laminate(shop.job)
    shop.maker.print_face(shop.job, TEXTS, FACE)
    shop.maker.laminate(shop.job)


def test_a_step_of_a_job_that_was_never_fed_is_refused(shop):
    for step in (lambda: shop.maker.write(shop.job, "whole", TEXTS, answer), lambda: shop.maker.print_face(shop.job, TEXTS, FACE)):
        with pytest.raises(DeviceError, match="里没有这一次的卡"):
            step()
    shop.maker.give_out(shop.job)
    shop.maker.reject(shop.job)


def test_waste_stays_waste(shop):
    shop.made()
    shop.maker.reject(shop.job)
    shop.maker.give_out(shop.job)
    assert Kept(shop.path).card(shop.job).where == "rejected"


def test_its_state_is_said_in_words(shop):
    def state():
        shop.maker.state()
        shop.watch._standing = shop.maker._printer.look()
        return shop.maker.state()

    shop.begun()
    shop.watch.stop()
    assert shop.maker.state() == "正在查看制卡机", "nobody has looked yet"
    assert state() == "就绪"
    shop.made()
    assert state() == "就绪，里面有卡"
    shop.eve.cut()
    assert state() == "未连接"
    shop.eve.start()
    assert state() == "就绪，里面有卡"


def test_nothing_personal_is_on_the_disk(shop):
    shop.made()
    text = shop.path.read_text("utf-8")
    assert not any(one in text for one in (NAME, ID_NUMBER, NUMBER, ACCOUNT))
    assert json.loads(text)[0]["job"] == shop.job


def test_the_record_keeps_the_newest_cards(tmp_path, monkeypatch):
    monkeypatch.setattr("counter.devices.maker.kept.KEEPS", 5)
    kept = Kept(tmp_path / "1.json")
    for number in range(8):
        kept.keep(Card(f"job-{number}", where="out"))
    again = Kept(tmp_path / "1.json")
    assert again.card("job-2") is None
    assert again.card("job-7") is not None


@pytest.mark.parametrize("account", ["6228480402564890018", "622848040256489001"])
def test_the_account_is_read_as_every_terminal_reads_it(account):
    assert account_of(channel_to(Chip(VirtualCard("", "", "", chip="b", account=account)))) == account
    assert account_of(channel_to(Chip(VirtualCard("F1", ID_NUMBER, NAME)))) == ""
    assert account_of(channel_to(Chip(VirtualCard("F1", ID_NUMBER, NAME), "bank"))) == ""


@pytest.mark.parametrize("cut", [b"", b"\x70", b"\x70\x81", b"\x70\x0c\x5a\x0a\x62", b"\x9f", b"\x5a\x84\xff\xff\xff\xff\x62"])
def test_values_that_are_cut_off_end_the_reading(cut):
    assert list(values(cut)) == []


@pytest.mark.parametrize("text", ["", "{", "[1]", '[{"where": "inside"}]', "\x00\xff"])
def test_a_record_that_cannot_be_read_is_put_aside_and_stops_nothing(tmp_path, text):
    path = tmp_path / "1.json"
    path.write_text(text, "latin-1")
    assert Kept(path).inside() is None
    assert path.with_suffix(".broken").read_text("latin-1") == text
    Kept(path).keep(Card("a.1"))
    assert Kept(path).inside().job == "a.1"


def test_a_print_that_a_person_saw_done_is_laminated_too(shop):
    shop.made()
    shop.begun(laminate="with_print")
    shop.eve.say("breaks")
    with pytest.raises(PrintUnknownError):
        shop.maker.print_face(shop.job, TEXTS, FACE)
    shop.maker.laminate(shop.job)


def test_a_printer_that_says_what_no_printer_says_is_watched_on(shop, monkeypatch):
    seen = []

    def look(_printer):
        seen.append(1)
        raise KeyError

    monkeypatch.setattr(CardPrinter, "look", look)
    shop.begun().state()
    ends = time.monotonic() + 5
    while len(seen) < 3:
        assert time.monotonic() < ends
        time.sleep(0.02)
    assert shop.maker.state() == "未连接"
