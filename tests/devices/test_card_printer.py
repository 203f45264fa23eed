"""One card, printed once over IPP, on a real printer program: whatever becomes of the line, the cards, the ribbon."""

import threading
import time

import pytest

from counter.devices import DeviceError, ipp
from counter.devices.ipp import IppLine, IppLostError, IppRefusedError, decoded, encoded
from counter.devices.maker.medium import Medium, medium_of
from counter.devices.maker.printer import CardPrinter, Printing, PrintUnknownError
from printing import Plate, Spot, draw_plate, plate_page
from tests.devices.card_printer import EvePrinter, free_port

CARD = Medium("om_card_54x86mm", 5400, 8600)
FACE = draw_plate(
    Plate(width=8560, height=5398, dpi=300, spots=(Spot(title="姓名", left=500, top=500, width=4000, height=500, text="孙𬱖", size=400, least=300),))
).png
PAGE = plate_page(FACE, 5400, 8600)


@pytest.fixture(scope="module")
def eve(tmp_path_factory):
    made = EvePrinter(tmp_path_factory.mktemp("printer"))
    yield made
    made.stop()


@pytest.fixture(autouse=True)
def well(request):
    """Every test begins with a printer that is well."""
    if "eve" in request.fixturenames:
        request.getfixturevalue("eve").well()


def printer_of(uri, **how):
    return CardPrinter(IppLine(uri, 1.0, 3.0), **{"patience": 8.0, "stalled": 0.8, "pause": 0.05, **how})


class Noted(list):
    """What the driver kept, in order."""

    def __call__(self, printing):
        self.append((printing.name, printing.number, printing.sent))


def names_after(eve, before):
    return eve.names[before:]


class Cut(IppLine):
    """A line that breaks: ``before`` the request is heard, or ``after``, when its answer is on the way."""

    def __init__(self, uri, operation, *, heard, times=1):
        super().__init__(uri, 1.0, 3.0)
        self.operation, self.heard, self.left = operation, heard, times
        self.asked = []

    def ask(self, operation, asked=(), job=(), document=b""):
        self.asked.append(operation)
        if operation == self.operation and self.left:
            self.left -= 1
            if self.heard:
                super().ask(operation, asked, job, document)
            raise IppLostError
        return super().ask(operation, asked, job, document)


def cutting(eve, operation, *, heard, times=1):
    line = Cut(eve.uri, operation, heard=heard, times=times)
    return line, CardPrinter(line, patience=8.0, stalled=0.8, pause=0.05)


def test_a_card_is_one_page_of_the_size_of_a_card(eve):
    before, noted = len(eve.pages), Noted()
    printer = printer_of(eve.uri)
    medium = printer.ready("没有打印")
    assert medium == CARD
    printer.print(Printing("one.1"), medium, PAGE, noted)
    assert eve.pages[before:] == [PAGE]
    assert names_after(eve, before) == ["one.1"]
    assert noted[0] == ("one.1", 0, False), "kept before the printer hears of it"
    assert noted[-1][1:] == (noted[-1][1], True)


def test_it_stands_as_it_says(eve):
    standing = printer_of(eve.uri).look()
    assert (standing.stop, standing.media, standing.stopped) == (None, (CARD,), False)


def test_a_printer_that_is_off_is_said_to_be_and_nothing_is_sent():
    printer = printer_of(f"ipp://localhost:{free_port()}/ipp/print")
    assert printer.look().stop[0] == "未连接"
    with pytest.raises(DeviceError, match="制卡机未连接，没有打印，请检查电源和数据线、网线后再做这一步"):
        printer.ready("没有打印")
    with pytest.raises(DeviceError, match="没有打印"):
        printer.print(Printing("off.1"), CARD, PAGE, Noted())


@pytest.mark.parametrize(
    ("reason", "said"),
    [("media-empty", "缺卡"), ("media-jam", "卡住了"), ("cover-open", "盖子开着"), ("marker-supply-empty", "色带用完了")],
)
def test_what_stops_it_is_told_and_the_job_is_taken_back_unprinted(eve, reason, said):
    before = len(eve.pages)
    eve.say("reasons", reason)
    drops = threading.Timer(1.3, eve.say, ["drops"])
    drops.start()
    with pytest.raises(DeviceError, match=f"制卡机{said}，没有打印"):
        printer_of(eve.uri).print(Printing(f"{reason}.1"), CARD, PAGE, Noted())
    drops.join()
    eve.well()
    assert len(eve.pages) == before


def test_a_card_put_in_just_as_the_job_is_taken_back_is_never_said_to_be_unprinted(eve):
    before = len(eve.pages)
    eve.say("reasons", "media-empty")
    healed = threading.Timer(1.3, eve.heal)
    healed.start()
    with pytest.raises(PrintUnknownError):
        printer_of(eve.uri).print(Printing("late.1"), CARD, PAGE, Noted())
    healed.join()
    eve.well()
    assert names_after(eve, before) == ["late.1"]


def test_a_card_put_in_soon_enough_is_printed_and_nothing_is_said(eve):
    before = len(eve.pages)
    eve.say("reasons", "media-empty")
    healed = threading.Timer(0.4, eve.heal)
    healed.start()
    printer_of(eve.uri, stalled=3.0).print(Printing("soon.1"), CARD, PAGE, Noted())
    healed.join()
    assert names_after(eve, before) == ["soon.1"]


def test_while_something_is_wrong_nothing_new_is_begun(eve):
    before = len(eve.pages)
    eve.say("reasons", "cover-open")
    busy = threading.Thread(target=_ignored, args=(printer_of(eve.uri, stalled=4.0), "busy.1"))
    busy.start()
    printer = printer_of(eve.uri)
    ends = time.monotonic() + 5
    while printer.look().stop is None and time.monotonic() < ends:
        time.sleep(0.05)
    with pytest.raises(DeviceError, match="制卡机盖子开着，没有进卡，请关好盖子后再做这一步"):
        printer.ready("没有进卡")
    eve.heal()
    busy.join()
    assert names_after(eve, before) == ["busy.1"]


def _ignored(printer, name):
    printer.print(Printing(name), CARD, PAGE, Noted())


@pytest.mark.parametrize("heard", [True, False])
def test_a_job_whose_beginning_was_cut_off_is_looked_up_by_its_name(eve, heard):
    before = len(eve.pages)
    line, printer = cutting(eve, ipp.CREATE_JOB, heard=heard)
    printing, noted = Printing(f"begun-{heard}.1"), Noted()
    if heard:
        printer.print(printing, CARD, PAGE, noted)
    else:
        with pytest.raises(DeviceError, match="没有应答，没有打印"):
            printer.print(printing, CARD, PAGE, noted)
        printer.print(printing, CARD, PAGE, noted)
    assert names_after(eve, before) == [f"begun-{heard}.1"]
    assert line.asked.count(ipp.SEND_DOCUMENT) == 1


def test_a_page_whose_answer_was_lost_is_printed_once_and_known_to_be(eve):
    before = len(eve.pages)
    line, printer = cutting(eve, ipp.SEND_DOCUMENT, heard=True)
    printer.print(Printing("lost.1"), CARD, PAGE, Noted())
    assert names_after(eve, before) == ["lost.1"]
    assert line.asked.count(ipp.SEND_DOCUMENT) == 1


def test_a_page_that_never_came_is_known_not_to_be_printed(eve):
    before = len(eve.pages)
    line, printer = cutting(eve, ipp.SEND_DOCUMENT, heard=False)
    with pytest.raises(DeviceError, match="没有收到卡面，没有打印"):
        printer.print(Printing("never.1"), CARD, PAGE, Noted())
    assert len(eve.pages) == before
    assert line.asked.count(ipp.SEND_DOCUMENT) == 1


def test_a_card_that_the_printer_gave_up_on_is_looked_at_by_a_person(eve):
    eve.say("breaks")
    with pytest.raises(PrintUnknownError):
        printer_of(eve.uri).print(Printing("breaks.1"), CARD, PAGE, Noted())


def test_a_printer_switched_off_as_it_prints_leaves_nobody_knowing(tmp_path):
    eve = EvePrinter(tmp_path / "off")
    try:
        eve.say("wait", "5")
        off = threading.Timer(0.7, eve.cut)
        off.start()
        with pytest.raises(PrintUnknownError):
            printer_of(eve.uri, patience=2.0).print(Printing("off.1"), CARD, PAGE, Noted())
        off.join()
        eve.start()
        with pytest.raises(PrintUnknownError):
            printer_of(eve.uri, patience=2.0).print(Printing("off.1", 1, sent=True), CARD, PAGE, Noted())
        assert eve.pages == []
    finally:
        eve.stop()


def test_a_job_the_printer_still_has_is_gone_on_with_not_sent_again(eve):
    before = len(eve.pages)
    eve.say("wait", "1.5")
    _, impatient = cutting(eve, 0, heard=False)
    impatient._patience = 0.3
    printing = Printing("again.1")
    with pytest.raises(PrintUnknownError):
        impatient.print(printing, CARD, PAGE, Noted())
    again = printer_of(eve.uri)
    assert again.alive(printing)
    again.print(printing, CARD, PAGE, Noted())
    assert names_after(eve, before) == ["again.1"]
    assert not again.alive(printing)


def test_a_printer_without_cards_or_without_pdf_is_said_to_be_the_wrong_one(tmp_path):
    for name, how, said in (
        ("paper", {"media": '"iso_a4_210x297mm"'}, "不认 54×86 毫米的卡片"), ("text", {"formats": '"text/plain"'}, "不收 PDF"),
    ):  # fmt: skip
        eve = EvePrinter(tmp_path / name, **how)
        try:
            with pytest.raises(DeviceError, match=said):
                printer_of(eve.uri).ready("没有进卡")
        finally:
            eve.stop()


@pytest.mark.parametrize(
    ("name", "is_card"),
    [("om_card_54x86mm", True), ("iso_id-1_53.98x85.6mm", True), ("custom_card_86x54mm", True), ("iso_a4_210x297mm", False), ("odd", False)],
)
def test_a_card_is_known_by_its_size(name, is_card):
    assert (medium_of(name) is not None) is is_card


@pytest.mark.parametrize("raw", [b"", b"\x02\x00\x00", b"<html>no printer</html>", b"\x02\x00\x00\x00\x00\x00\x00\x01\x01\x47\x00\x05ab"])
def test_what_is_no_answer_of_a_printer_is_not_taken_for_one(raw):
    try:
        status, heard = decoded(raw)
    except ValueError:
        return
    assert status >= 0x0400 or not heard.of(4)


def test_a_request_says_texts_numbers_and_several_values_as_the_protocol_writes_them():
    raw = encoded(ipp.CREATE_JOB, 7, [(ipp.NAME, "job-name", "一.1"), (ipp.KEYWORD, "a", ("b", "c"))], [(ipp.INTEGER, "copies", 5400)])
    assert raw.startswith(bytes.fromhex("0200000500000007 01 47 0012") + b"attributes-charset" + b"\x00\x05utf-8")
    assert b"\x42\x00\x08job-name\x00\x05" + "一.1".encode() in raw
    assert b"\x44\x00\x01a\x00\x01b\x44\x00\x00\x00\x01c\x02" in raw, "a second value has no name"
    assert raw.endswith(b"\x21\x00\x06copies\x00\x04" + (5400).to_bytes(4) + b"\x03")


def test_a_printer_that_refuses_says_why(eve):
    with pytest.raises(IppRefusedError) as told:
        IppLine(eve.uri).ask(ipp.JOB, [(ipp.INTEGER, "job-id", 4711)])
    assert told.value.gone


def test_a_job_whose_record_was_lost_is_never_printed_a_second_time_by_itself(eve):
    before = len(eve.pages)
    printer = printer_of(eve.uri)
    printer.print(Printing("record.1"), CARD, PAGE, Noted())
    with pytest.raises(PrintUnknownError):
        printer.print(Printing("record.1"), CARD, PAGE, Noted())
    assert names_after(eve, before) == ["record.1"]
