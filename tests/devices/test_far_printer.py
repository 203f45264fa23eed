"""Slips on printers that only a window's own computer reaches, over real HTTP: once, or nobody knows, whatever breaks."""

import threading
import time

import pytest
import zxingcpp

from counter.core.prints import Stage
from counter.devices.remote.acts import asked_of
from counter.devices.remote.shapes import NotAgreedError
from counter.printers import usb
from counter.printers.far import FarPrinter
from counter.printers.here import PrintersHere
from counter.printers.taken import JournalError
from counter.printers.transport import NotNowError, Paper
from tests.clerk import Clerk
from tests.devices.card_printer import EvePrinter
from tests.devices.computers import Thing, office_of
from tests.devices.paper import drawn
from tests.devices.slip_printer import SlipPrinter
from tests.devices.test_paper_printer import ROLL
from tests.devices.test_pcsc import until
from tests.devices.usb_printer import NAME, UsbPrinter

SLIPS = {"window": "1", "kind": "slip", "media": "roll80"}


@pytest.fixture
def office(shangluo):
    with office_of(shangluo[1]) as made:
        yield made


@pytest.fixture
def printer():
    made = SlipPrinter()
    yield made
    made.cut()


class Desk:
    """A window's computer with its printers, and the counter's press for one of them."""

    def __init__(self, office, folder, address) -> None:
        self.office, self.folder, self.named = office, folder, {"slip": address}
        self.branch = office.counter.branch
        self.boss = Clerk(office.counter, "bureau", "1000")
        self.secret = office.pair("1")
        self.computer = self.here = None
        self.begin()
        self.boss.post("/printers", {**SLIPS, "address": "agent:slip"})
        self.press = office.counter.presses._at["agent:1/slip"]

    def begin(self):
        self.here = PrintersHere(self.folder, self.named)
        self.here.start()
        self.computer = self.office.start("1", Thing(), self.here, secret=self.secret)

    def end(self):
        """What the computer had in memory only is gone."""
        self.computer.stop()
        self.here.stop()

    def put(self):
        self.boss.post("/printers/1/slip/test", {})

    def job(self):
        (row,) = self.branch.database.rows("SELECT MAX(id) FROM print_job")
        return self.branch.prints.at(row[0])

    def until(self, *stages, seconds=20):
        ends = time.monotonic() + seconds
        while self.job().stage not in stages:
            assert time.monotonic() < ends, (self.job(), self.computer.said)
            self.press.once()
        return self.job()

    def steps(self, stage):
        for _ in range(20):
            self.press._step(self.job())
            if self.job().stage is stage:
                return
        pytest.fail(self.job().stage)


@pytest.fixture
def agent(tmp_path):
    """The folder of the program there."""
    (tmp_path / "agent").mkdir()
    return tmp_path / "agent"


@pytest.fixture
def desk(office, printer, agent):
    made = Desk(office, agent, printer.uri)
    yield made
    made.end()


def test_a_slip_goes_to_the_printer_of_the_windows_own_computer_once(desk, printer):
    desk.put()
    job = desk.until(Stage.DONE)
    (slip,) = printer.slips
    assert zxingcpp.read_barcode(slip.convert("L")).text == job.name
    desk.press.once()
    assert len(printer.slips) == 1
    assert "就绪" in desk.boss.get("/printers").texts("data-state")


def test_no_paper_and_no_names_stay_on_that_computers_disk(desk, printer):
    desk.put()
    desk.until(Stage.DONE)
    kept = b"".join(path.read_bytes() for path in desk.folder.iterdir())
    assert desk.job().name.encode() in kept
    assert b"%PDF" not in kept


def test_paper_that_is_out_there_is_told_here_and_the_slip_comes(desk, printer):
    printer.empty = True
    desk.put()
    assert desk.until(Stage.BLOCKED).reason == "缺纸"
    desk.press._look_again = 0
    desk.press.once()
    assert desk.press.words == "缺纸"
    printer.empty = False
    desk.until(Stage.DONE)
    assert len(printer.slips) == 1


def test_on_usb_there_unplugged_in_the_middle_the_clerk_here_is_asked(office, agent, monkeypatch):
    printer = UsbPrinter()
    monkeypatch.setattr(usb, "_backend", lambda: printer)
    desk = Desk(office, agent, f"usb:{NAME}")
    printer.slip.at_rows = 400
    desk.put()
    assert desk.until(Stage.BLOCKED).reason == "缺纸"
    printer.unplug()
    assert desk.until(Stage.UNKNOWN).reason == "打印到一半断开了"
    printer.plug()
    desk.put()
    desk.until(Stage.DONE)
    assert zxingcpp.read_barcode(printer.slip.slips[-1].convert("L")).text == desk.job().name
    desk.end()
    printer.unplug()


@pytest.mark.parametrize("at", [Stage.CREATED, Stage.SENT])
def test_a_program_that_is_away_keeps_the_slip_and_prints_one_when_it_is_back(desk, printer, at):
    printer.empty = True
    desk.put()
    desk.steps(at)
    desk.end()
    desk.press.once()
    desk.press.once()
    assert desk.job().reason == desk.press.words == "窗口电脑上的程序没有连上"
    desk.begin()
    printer.empty = False
    desk.until(Stage.DONE)
    assert len(printer.slips) == 1, "a paper that had not begun there is fetched again"


def test_a_program_that_is_ended_with_half_a_slip_out_says_that_nobody_knows(desk, printer):
    printer.at_rows = 400
    desk.put()
    assert desk.until(Stage.BLOCKED).reason == "缺纸"
    desk.end()
    desk.begin()
    assert desk.until(Stage.UNKNOWN, Stage.DONE).stage is Stage.UNKNOWN
    printer.empty = False
    for _ in range(3):
        desk.press.once()
    assert desk.job().stage is Stage.UNKNOWN, "never again by itself"


def test_another_folder_there_knows_nothing_of_what_was_sent(desk, printer, tmp_path):
    printer.empty = True
    desk.put()
    desk.until(Stage.BLOCKED)
    desk.end()
    (tmp_path / "other").mkdir()
    desk.folder = tmp_path / "other"
    desk.begin()
    printer.empty = False
    assert desk.until(Stage.UNKNOWN, Stage.DONE).reason == "窗口电脑上没有这一张的记录"


def test_a_number_that_is_another_papers_is_nobodys(desk, printer):
    """A copied folder counts on by itself."""
    printer.empty = True
    desk.put()
    job = desk.until(Stage.BLOCKED)
    assert desk.press.transport.poll(job.handle, "another").stage is Stage.UNKNOWN


def test_two_starts_never_share_one_journal(desk):
    with pytest.raises(JournalError, match="正由另一个启动了的程序用着，请只留一处"):
        PrintersHere(desk.folder, desk.named)


def test_a_journal_that_cannot_be_read_is_told(agent):
    (agent / "papers.sqlite").write_bytes(b"no journal" * 1000)
    with pytest.raises(JournalError, match=r"papers.sqlite 不能用.*柜员看出纸口"):
        PrintersHere(agent, {"slip": "escpos://127.0.0.1:9"})


@pytest.mark.parametrize("how", ["lost", "unheard"])
@pytest.mark.parametrize("path", ["take", "key", "answer"])
def test_a_wire_that_is_cut_anywhere_costs_no_slip_and_makes_no_second(desk, printer, path, how, monkeypatch):
    monkeypatch.setattr("counter.devices.remote.remote.TAKEN_WITHIN", 0.5)
    for act in ("BEGIN", "GIVE", "STOOD", "LOOK"):
        monkeypatch.setitem(getattr(__import__("counter.printers.far", fromlist=[act]), act).__dict__, "seconds", 2.0)
    getattr(desk.computer.wire, how).add(path)
    desk.put()
    thread = threading.Timer(1.5, getattr(desk.computer.wire, how).clear)
    thread.start()
    desk.until(Stage.DONE, seconds=40)
    thread.join()
    assert len(printer.slips) == 1


def test_a_clerk_who_waits_no_longer_takes_it_back_there(desk, printer):
    printer.empty = True
    desk.put()
    job = desk.until(Stage.BLOCKED)
    assert desk.branch.prints.give_up(job, "1024", job.at)
    desk.press.drop(job.handle)
    desk.press.once()
    printer.empty = False
    desk.put()
    desk.until(Stage.DONE)
    assert len(printer.slips) == 1, "only the second"


def test_a_printer_of_ipp_there_is_asked_of_its_job_after_a_restart(office, agent, tmp_path):
    eve = EvePrinter(tmp_path / "roll", media=ROLL)
    desk = Desk(office, agent, eve.uri)
    eve.say("reasons", "media-empty-error")
    desk.put()
    assert desk.until(Stage.BLOCKED).reason == "缺纸"
    desk.end()
    desk.begin()
    eve.heal()
    desk.until(Stage.DONE)
    assert eve.names == [desk.job().name]
    desk.end()
    eve.stop()


def test_a_window_prints_at_its_own_computer_only(desk):
    page = desk.boss.post("/printers", {**SLIPS, "window": "2", "address": "agent:1/slip"})
    assert (page.status, "窗口自己的电脑只给本窗口打印" in page.words) == (422, True)
    desk.boss.post("/printers", {**SLIPS, "window": "2", "address": "agent:slip"})
    desk.boss.post("/printers/2/slip/test", {})
    assert desk.job().printer == "agent:2/slip"
    desk.office.counter.presses._at["agent:2/slip"].once()
    assert desk.job().reason == "窗口电脑没有配对"


@pytest.mark.parametrize("address", ["agent:", "agent:Slip", "agent:1/", "agent:slip 2"])
def test_what_names_no_printer_there_is_told(desk, address):
    page = desk.boss.post("/printers", {**SLIPS, "address": address})
    assert (page.status, "agent:名称" in page.words) == (422, True)


def test_a_printer_that_is_not_written_down_there_is_told_and_the_slip_waits(desk):
    desk.boss.post("/printers", {**SLIPS, "address": "agent:a4"})
    desk.put()
    desk.office.counter.presses._at["agent:1/a4"].once()
    assert (desk.job().stage.name, desk.job().reason) == ("QUEUED", "窗口电脑上的打印机没有“a4”这一台，请管理员核对窗口电脑上的 agent.toml")


def test_a_sheet_goes_on_no_roll_there(desk, printer):
    far = desk.press.transport
    number = far.begin(Paper(name="sheet-1", pdf=b"", width_mm=210, height_mm=297))
    far.send(number, Paper(name="sheet-1", pdf=drawn().pdf, width_mm=210, height_mm=297))
    outcome = far.poll(number, "sheet-1")
    assert (outcome.stage.name, "只印 80 mm" in outcome.reason, printer.begun) == ("FAILED", True, 0)


def test_a_paper_of_many_parts_arrives_whole(office, agent):
    given = []

    class Gives(PrintersHere):
        def give(self, printer, number, paper):
            given.append(paper.pdf)

    here = Gives(agent, {"slip": "escpos://127.0.0.1:9"})
    office.start("1", here)
    whole = bytes(range(256)) * 800
    remote = office.remote("1")
    far = FarPrinter("slip", lambda: remote)
    paper = Paper(name="many", pdf=whole, width_mm=80, height_mm=100)
    far.send(far.begin(paper), paper)
    until(lambda: given, "not given")
    assert given == [whole]
    here.stop()


def test_a_window_without_a_program_says_so(office):
    far = FarPrinter("slip", lambda: office.remote("2"))
    assert far.look() == "窗口电脑没有配对"
    with pytest.raises(NotNowError):
        far.begin(Paper(name="n", pdf=b"", width_mm=80, height_mm=100))


@pytest.mark.parametrize(
    "words",
    [{"printer": "../x", "job": "n"}, {"printer": "slip", "job": "a b"}, {"printer": "slip"}, {"printer": "slip", "job": "n", "more": "1"}],
)
def test_what_is_no_act_of_a_printer_is_refused(words):
    with pytest.raises(NotAgreedError):
        asked_of({"id": "1", "kind": "printer", "act": "begin", "words": words})
