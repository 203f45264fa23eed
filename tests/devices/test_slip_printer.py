"""Slips on a thermal printer over TCP: the picture as it comes out, no paper, an open cover, the plug pulled."""

import threading
import time

import pytest
import zxingcpp
from PIL import Image

from counter.printers.escpos import commands, harmless
from counter.printers.transport import Paper
from printing import bits_of
from tests.devices.paper import BLOCKED, DONE, QUEUED, UNKNOWN, drawn, job_of, place, press_at, until
from tests.devices.slip_printer import SlipPrinter
from tests.store.conftest import open_road, road  # noqa: F401


@pytest.fixture
def printer():
    made = SlipPrinter()
    yield made
    made.cut()


@pytest.fixture
def lost(road, printer):  # noqa: F811
    place(road.branch, printer.uri)
    road.lose(road.meet("lost"))
    return road.branch, press_at(road.branch, printer.uri)


def test_what_comes_out_is_the_slip_with_its_code_and_its_rare_name(printer, lost):
    branch, press = lost
    job = until(press, branch, DONE)
    (slip,) = printer.slips
    assert printer.strange == []
    assert zxingcpp.read_barcode(slip.convert("L")).text == job.name.split("-")[0]
    assert slip.width == 576
    press.once()
    assert (len(printer.slips), press.words) == (1, "就绪")


def test_the_dots_are_those_of_the_drawn_slip():
    """Black is where the drawing is dark: turned back into a picture it is the slip, margins cut."""
    page = drawn()
    ((high, bits),) = list(bits_of(page.pdf, 576))
    picture = Image.frombytes("1", (576, high), bytes(~byte & 255 for byte in bits))
    assert high == pytest.approx(page.height_mm * 8, abs=8)
    dark = sum(1 for level in picture.convert("L").tobytes() if level == 0) / (576 * high)
    assert 0.02 < dark < 0.3
    assert zxingcpp.read_barcode(picture.convert("L")).text == "6110020120261120000001"


def test_no_picture_holds_what_a_printer_takes_for_a_command_in_real_time():
    drawn_bits = b"\x10\x04\x10\x14\x10\x05\x10\x00\x04"
    assert harmless(drawn_bits) == b"\x18\x04\x18\x14\x18\x05\x10\x00\x04"
    page = drawn()
    paper = Paper(name="n", pdf=page.pdf, width_mm=80, height_mm=page.height_mm)
    assert b"".join(commands(paper, confirms=True)).endswith(b"\x1dV\x42\x00\x1dr\x01")
    assert b"\x1dr" not in b"".join(commands(paper, confirms=False))[-8:]


@pytest.mark.parametrize(("wide", "head"), [(80.0, 576), (58.0, 384)])
def test_the_picture_is_as_wide_as_the_head(wide, head):
    page = drawn()
    paper = Paper(name="n", pdf=page.pdf, width_mm=wide, height_mm=page.height_mm)
    *_, picture = (one for one in commands(paper, confirms=True) if one.startswith(b"\x1dv0"))
    assert int.from_bytes(picture[4:6], "little") * 8 == head


@pytest.mark.parametrize(("fault", "words"), [("empty", "缺纸"), ("open", "盖未合")])
def test_a_printer_that_cannot_print_gets_nothing_until_it_can(printer, lost, fault, words):
    branch, press = lost
    setattr(printer, fault, True)
    job = until(press, branch, QUEUED)
    assert (job.reason, press.words, printer.begun) == (words, words, 0)
    setattr(printer, fault, False)
    until(press, branch, DONE)
    assert len(printer.slips) == 1


def test_a_roll_that_ends_in_the_middle_is_told_and_the_slip_comes_when_there_is_a_new_one(printer, lost):
    branch, press = lost
    printer.at_rows = 400
    seen = []
    thread = threading.Thread(target=lambda: (until(press, branch, DONE), branch.database.leave()))
    thread.start()
    ends = time.monotonic() + 20
    while job_of(branch).stage is not BLOCKED or not printer.empty:
        assert time.monotonic() < ends
        time.sleep(0.05)
    seen.append((job_of(branch).reason, press.words))
    printer.empty = False
    thread.join(20)
    assert seen == [("缺纸", "缺纸")]
    assert (job_of(branch).stage, len(printer.slips)) == (DONE, 1)


def test_the_plug_pulled_in_the_middle_leaves_the_answer_to_the_clerk(printer, lost):
    branch, press = lost
    printer.at_rows = 400
    thread = threading.Thread(target=lambda: (until(press, branch, UNKNOWN), branch.database.leave()))
    thread.start()
    ends = time.monotonic() + 20
    while not printer.empty:
        assert time.monotonic() < ends
        time.sleep(0.02)
    printer.cut()
    thread.join(20)
    assert (job_of(branch).stage, job_of(branch).reason) == (UNKNOWN, "打印到一半断开了")
    printer.empty = False
    printer.start()
    for _ in range(3):
        press.once()
    assert (printer.slips, job_of(branch).stage) == ([], UNKNOWN), "never again by itself"


def test_a_printer_that_is_off_gets_the_slip_when_it_is_on(printer, lost):
    branch, press = lost
    printer.cut()
    assert until(press, branch, QUEUED).reason == "脱机"
    printer.start()
    until(press, branch, DONE)
    assert len(printer.slips) == 1


def test_a_printer_that_never_says_when_a_slip_is_out_leaves_every_answer_to_the_clerk(road):  # noqa: F811
    printer = SlipPrinter(answers=False)
    place(road.branch, f"{printer.uri}?confirms=no")
    road.lose(road.meet("lost"))
    press = press_at(road.branch, job_of(road.branch).printer)
    assert until(press, road.branch, UNKNOWN).reason == "这台打印机不报打完"
    ends = time.monotonic() + 10
    while not printer.slips:
        assert time.monotonic() < ends
        time.sleep(0.02)
    press.once()
    assert len(printer.slips) == 1
    printer.cut()


def test_a_clerk_who_waits_no_longer_frees_the_printer_for_the_next_slip(printer, lost, road):  # noqa: F811
    branch, press = lost
    printer.empty = True
    first = until(press, branch, QUEUED)
    assert branch.prints.give_up(first, "1024", road.clock.now())
    printer.empty = False
    road.lose(road.meet("damaged"))
    until(press, branch, DONE)
    assert branch.prints.at(first.id).stage.name == "FAILED"
    assert len(printer.slips) == 1
