"""Slips on a thermal printer on USB, through pyusb down to its backend: state in words, unplugged, broken off, let go."""

import sys
import threading
import time

import pytest
import zxingcpp

from counter.core.paper import Medium
from counter.printers import usb
from counter.printers.addresses import AddressError, checked
from tests.clerk import Clerk
from tests.devices.paper import BLOCKED, DONE, QUEUED, UNKNOWN, job_of, place, press_at, until
from tests.devices.usb_printer import NAME, UsbPrinter
from tests.store.conftest import open_road, road  # noqa: F401

ADDRESS = f"usb:{NAME}"


@pytest.fixture
def printer(monkeypatch):
    made = UsbPrinter()
    monkeypatch.setattr(usb, "_backend", lambda: made)
    yield made
    made.unplug()


@pytest.fixture
def lost(road, printer):  # noqa: F811
    place(road.branch, ADDRESS)
    road.lose(road.meet("lost"))
    return road.branch, press_at(road.branch, ADDRESS)


def in_the_middle(printer, branch, press, *stages):
    """Begin a slip whose roll ends in its middle: gives the thread that brings it to one of these stages."""
    printer.slip.at_rows = 400
    thread = threading.Thread(target=lambda: (until(press, branch, *stages), branch.database.leave()))
    thread.start()
    ends = time.monotonic() + 20
    while not printer.slip.empty or job_of(branch).stage is QUEUED:
        assert time.monotonic() < ends
        time.sleep(0.02)
    return thread


def test_the_slip_comes_out_once_as_it_was_drawn_and_the_printer_is_let_go(printer, lost):
    branch, press = lost
    job = until(press, branch, DONE)
    (slip,) = printer.slip.slips
    assert zxingcpp.read_barcode(slip.convert("L")).text == job.name.split("-")[0]
    press.once()
    assert (len(printer.slip.slips), printer.slip.strange, press.words) == (1, [], "就绪")
    assert (printer.opened, printer.claimed, printer.driven) == (0, 0, True)


@pytest.mark.parametrize(("fault", "words"), [("empty", "缺纸"), ("open", "盖未合")])
def test_a_printer_that_cannot_print_gets_nothing_until_it_can(printer, lost, fault, words):
    branch, press = lost
    setattr(printer.slip, fault, True)
    job = until(press, branch, QUEUED)
    assert (job.reason, press.words, printer.slip.begun) == (words, words, 0)
    setattr(printer.slip, fault, False)
    until(press, branch, DONE)
    assert len(printer.slip.slips) == 1


def test_a_roll_that_ends_in_the_middle_is_told_and_the_slip_comes_when_there_is_a_new_one(printer, lost):
    branch, press = lost
    thread = in_the_middle(printer, branch, press, DONE)
    ends = time.monotonic() + 20
    while job_of(branch).stage is not BLOCKED:
        assert time.monotonic() < ends
        time.sleep(0.02)
    assert job_of(branch).reason == "缺纸"
    printer.slip.empty = False
    thread.join(20)
    assert (job_of(branch).stage, len(printer.slip.slips)) == (DONE, 1)


def test_what_the_port_says_is_told_where_the_pipe_takes_nothing_more(printer, lost, monkeypatch):
    branch, press = lost
    real = press._branch.prints.stand

    def stand(job, stage, *words, **named):
        if stage is BLOCKED:
            printer.wrong = ""
        elif stage.name == "SENT":
            printer.wrong = "stuck"
        seen.append((stage.name, words[1] if len(words) > 1 else ""))
        return real(job, stage, *words, **named)

    seen = []
    monkeypatch.setattr(branch.prints, "stand", stand)
    printer.told |= 0x20
    until(press, branch, DONE)
    assert seen[:2] == [("SENT", ""), ("BLOCKED", "缺纸")]
    assert len(printer.slip.slips) == 1


def test_unplugged_it_is_told_and_plugged_in_again_it_prints(printer, lost):
    branch, press = lost
    printer.unplug()
    job = until(press, branch, QUEUED)
    assert job.reason == press.words == "没有接上，请插好打印机的 USB 线、打开打印机"
    printer.plug()
    until(press, branch, DONE)
    assert len(printer.slip.slips) == 1


def test_unplugged_in_the_middle_the_clerk_is_asked_and_the_next_slip_is_whole(printer, lost, road):  # noqa: F811
    branch, press = lost
    thread = in_the_middle(printer, branch, press, UNKNOWN)
    printer.unplug()
    thread.join(20)
    assert job_of(branch).reason == "打印到一半断开了"
    printer.plug()
    for _ in range(3):
        press.once()
    assert (printer.slip.slips, job_of(branch).stage) == ([], UNKNOWN), "never again by itself"
    road.lose(road.meet("damaged"))
    job = until(press, branch, DONE)
    assert zxingcpp.read_barcode(printer.slip.slips[-1].convert("L")).text == job.name.split("-")[0]


def test_a_paper_that_the_program_left_in_the_middle_is_cut_off_before_the_next(printer, lost, road):  # noqa: F811
    """The head waits for the rest of a band with its power on: what comes next must not be printed into it."""
    branch, press = lost
    first = job_of(branch)
    wire = usb.open_usb(NAME)
    with wire:
        wire.send(memoryview(b"\x1b@\x1dv0\x00" + bytes((72, 0, 255, 0)) + bytes(1000)))
    branch.prints.stand(first, first.stage.SENT, road.clock.now())
    assert until(press, branch, UNKNOWN).reason == "程序中断时正在打印"
    road.lose(road.meet("damaged"))
    job = until(press, branch, DONE)
    torn, slip = printer.slip.slips
    assert (torn.height, printer.slip.strange) == (255, [])
    assert zxingcpp.read_barcode(slip.convert("L")).text == job.name.split("-")[0]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ("forbidden", "没有权限打开，请管理员给运行的用户加上 udev 规则"),
        ("taken", "正被别的程序占用，请关掉它"),
        ("class", "不是 USB 打印机，请管理员核对编号"),
    ],
)
def test_a_printer_that_cannot_be_had_keeps_the_slip_waiting_and_is_let_go(printer, lost, wrong, words):
    branch, press = lost
    printer.wrong, printer.prints = wrong, 3 if wrong == "class" else 7
    assert until(press, branch, QUEUED).reason == press.words == words
    assert printer.opened == 0
    printer.wrong, printer.prints = "", 7
    until(press, branch, DONE)
    assert len(printer.slip.slips) == 1


@pytest.mark.parametrize("missing", ["usb.core", "usb.util"])
def test_without_its_library_what_to_install_is_said(printer, lost, monkeypatch, missing):
    branch, press = lost
    monkeypatch.setitem(sys.modules, missing, None)
    assert until(press, branch, QUEUED).reason == "程序库 pyusb 没有安装，请管理员按 docs/setup.md 安装"


def test_without_libusb_that_is_said(lost, monkeypatch):
    branch, press = lost
    monkeypatch.setattr(usb, "_backend", lambda: None)
    for name in ("libusb1", "libusb0", "openusb"):
        monkeypatch.setattr(f"usb.backend.{name}.get_backend", lambda *_: None)
    assert until(press, branch, QUEUED).reason == "libusb 没有安装，请管理员按 docs/setup.md 安装"


@pytest.mark.parametrize("text", ["usb:", "usb:04b8", "usb:04B8:0E15", "usb:04b8:0e15?confirms=perhaps"])
def test_what_names_no_printer_on_usb_is_told(text):
    with pytest.raises(AddressError, match="usb:厂商:型号，如 usb:04b8:0e15"):
        checked(text, Medium.ROLL80)
    with pytest.raises(AddressError, match="只印 80 mm"):
        checked(ADDRESS, Medium.A4)


def test_one_that_never_says_it_is_done_is_written_down_as_such(shangluo, printer):
    boss = Clerk(shangluo[1], "bureau", "1000")
    boss.post("/printers", {"window": "1", "kind": "slip", "media": "roll80", "address": ADDRESS, "unconfirmed": "1"})
    (written,) = shangluo[1].branch.prints.printers()
    assert written.address == f"{ADDRESS}?confirms=no"
    boss.post("/printers/1/slip/test", {})
    shangluo[1].presses.once()
    page = boss.get("/printers")
    assert page.texts("data-state") == ["就绪"]
    assert "不知道出纸没有" in page.texts("data-test")[0]
