"""Evolis' library behind a card maker: built here from C, it moves cards, refuses, hangs and crashes."""

import pytest

from counter.devices import DeviceError, SpoiledCardError
from counter.devices.maker.evolis import EvolisPrinter
from counter.devices.maker.kept import Kept
from counter.devices.maker.maker import Parts, StationMaker
from counter.devices.maker.medium import Medium
from counter.devices.maker.printer import Printing, PrintUnknownError
from counter.devices.maker.station import Lying
from counter.devices.maker.watch import Watch
from tests.devices.compiled import compiled
from tests.devices.test_card_maker import FACE, TEXTS, answer

CARD = Medium("card", 8560, 5398)


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    return compiled("evolis_library.c", tmp_path_factory.mktemp("evolis") / "libevolis.so")


class Machine:
    """One printer: its folder says how it is, and keeps what was done."""

    def __init__(self, built, folder):
        self.folder = folder
        folder.mkdir()
        self.printer = EvolisPrinter(str(built), str(folder), seconds=3.0, printing=1.0)

    def say(self, name, text=""):
        (self.folder / name).write_text(str(text), "utf-8")

    @property
    def log(self):
        file = self.folder / "log"
        return file.read_text("utf-8").split("\n")[:-1] if file.exists() else []


@pytest.fixture
def machine(built, tmp_path):
    made = Machine(built, tmp_path / "printer")
    yield made
    made.printer.stop()


def noted(_printing):
    """Nothing is kept here."""


def test_a_face_is_printed_as_it_was_drawn(machine):
    machine.printer.print_picture(Printing("a.1"), CARD, FACE.png, noted)
    assert (machine.folder / "image").read_bytes() == FACE.png
    assert machine.log == ["face 0", "print 0"]


@pytest.mark.parametrize(
    ("major", "minor", "said"),
    [(2, 59, "缺卡"), (2, 58, "盖子开着"), (3, 85, "卡住了"), (3, 92, "色带用完了"), (3, 62, "未检测到色带芯片"), (2, 67, "废卡槽满了"),
     (1, 1, "未连接"), (0, 0, "未连接"), (3, 94, "停下了")],
)  # fmt: skip
def test_what_stops_it_is_said_before_a_card_is_drawn_in(machine, major, minor, said):
    machine.say("major", major)
    machine.say("minor", minor)
    with pytest.raises(DeviceError, match=f"制卡机{said}.*没有进卡"):
        machine.printer.ready("没有进卡")
    assert machine.log == []


def test_a_printer_that_is_off_and_a_library_that_is_not_there_are_not_connected(machine, tmp_path):
    assert machine.printer.look().stop is None
    machine.say("off")
    assert machine.printer.look().stop[0] == "未连接"
    assert EvolisPrinter(str(tmp_path / "none.so"), "x").look().stop[0] == "未连接"


@pytest.mark.parametrize(("name", "result"), [("init", -6), ("print", -11), ("print", -63)])
def test_what_was_refused_before_it_was_begun_is_surely_not_printed(machine, name, result):
    machine.say(name, result)
    with pytest.raises(DeviceError, match="没有打印"):
        machine.printer.print_picture(Printing("a.1"), CARD, FACE.png, noted)


@pytest.mark.parametrize("result", [-22, -7, -61])
def test_what_broke_off_in_the_printing_is_looked_at_by_a_person(machine, result):
    machine.say("print", result)
    with pytest.raises(PrintUnknownError):
        machine.printer.print_picture(Printing("a.1"), CARD, FACE.png, noted)


def test_a_library_that_hangs_leaves_nobody_knowing_and_is_replaced(machine):
    machine.say("hang")
    with pytest.raises(PrintUnknownError):
        machine.printer.print_picture(Printing("a.1"), CARD, FACE.png, noted)
    (machine.folder / "hang").unlink()
    machine.printer.put_out()
    assert machine.log[-1] == "eject 0"


def test_a_library_that_crashes_takes_nothing_along(machine):
    machine.say("crash")
    with pytest.raises(DeviceError, match="没有应答，已经重新接通"):
        machine.printer.to_station()
    (machine.folder / "crash").unlink()
    machine.printer.to_station()
    assert machine.log == ["pos 5"]


def test_no_card_in_its_feeder_is_said(machine):
    machine.say("pos", -201)
    with pytest.raises(DeviceError, match="制卡机缺卡，没有进卡"):
        machine.printer.to_station()


class Contacts:
    """The reader in its station: one card, and what was written onto it."""

    def __init__(self, number=""):
        self.lying, self.written, self.fails = Lying("chip", number, "", "6228480402564890018"), [], None

    def state(self):
        return "就绪，已放卡"

    def look(self):
        return self.lying

    def personalise(self, chip, texts, answer):
        assert answer("00")
        if self.fails is not None:
            raise self.fails
        self.written.append((chip, texts["number"]))


@pytest.fixture
def maker(machine, tmp_path):
    def start(contacts):
        return StationMaker("m", Parts(machine.printer, contacts, Kept(tmp_path / "1.json"), Watch(machine.printer)))

    return start


def test_a_card_is_moved_to_the_contacts_written_printed_and_put_out(machine, maker):
    contacts = Contacts()
    one = maker(contacts)
    assert one.feed("a.1", face=FACE) == {"bank_account": "6228480402564890018"}
    one.write("a.1", "whole", TEXTS, answer)
    contacts.lying = Lying("chip", TEXTS["number"], TEXTS["id_number"], "")
    one.print_face("a.1", TEXTS, FACE)
    one.give_out("a.1")
    assert contacts.written == [("chip", TEXTS["number"])]
    assert machine.log == ["pos 5", "pos 5", "pos 5", "face 0", "print 0"], "printing puts it out"


def test_a_card_that_is_given_up_is_moved_out_and_waste_into_the_bin(machine, maker):
    one = maker(Contacts())
    one.feed("a.1", face=FACE)
    one.give_out("a.1")
    one.feed("b.1", face=FACE)
    one.reject("b.1")
    assert [line for line in machine.log if "pos" not in line] == ["eject 0", "reject 0"]


def test_a_card_written_by_half_is_put_into_the_bin_at_once(machine, maker):
    contacts = Contacts()
    contacts.fails = SpoiledCardError("这张社保卡", "只写了一半", "把废卡交主管保管")
    one = maker(contacts)
    one.feed("a.1", face=FACE)
    with pytest.raises(SpoiledCardError):
        one.write("a.1", "whole", TEXTS, answer)
    assert machine.log[-1] == "reject 0"


def test_a_card_that_is_no_blank_is_put_into_the_bin(machine, maker):
    with pytest.raises(DeviceError, match="不是空白卡，没有进卡"):
        maker(Contacts("F45081009")).feed("a.1", face=FACE)
    assert machine.log[-1] == "reject 0"


def test_where_the_face_comes_first_no_other_card_is_drawn_in_to_be_written(machine, maker):
    one = maker(Contacts())
    one.feed("a.1", face=FACE)
    one.print_face("a.1", TEXTS, FACE)
    done = len(machine.log)
    with pytest.raises(DeviceError, match="印完就把卡退出来了，先印后写的次序做不了，没有写卡"):
        one.write("a.1", "social", TEXTS, answer)
    assert len(machine.log) == done
