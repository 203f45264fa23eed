"""Slips on a real IPP printer program with a roll: out of paper, jammed, off and on, a line that breaks."""

import io

import pypdf
import pytest

from counter.core.paper import Medium
from counter.devices import ipp
from counter.devices.ipp import IppLine, IppLostError
from counter.printers.ipp import IppPrinter, medium_for
from counter.printers.press import Press
from counter.printers.transport import Paper
from tests.devices.card_printer import EvePrinter, free_port
from tests.devices.paper import BLOCKED, DONE, QUEUED, UNKNOWN, drawn, job_of, place, press_at, until
from tests.store.conftest import open_road, road  # noqa: F401

ROLL = '"om_roll-80_80x200mm","om_roll-80-long_80x400mm","iso_a4_210x297mm"'


@pytest.fixture
def eve(tmp_path):
    """A fresh printer for each: what one has printed under a name it never prints again under it."""
    made = EvePrinter(tmp_path / "roll", media=ROLL)
    yield made
    made.stop()


@pytest.fixture
def lost(road, eve):  # noqa: F811
    """A branch whose window has this printer, and an entry made there: gives the press and the paper's name."""
    place(road.branch, eve.uri)
    road.lose(road.meet("lost"))
    return road.branch, press_at(road.branch, eve.uri), job_of(road.branch).name


def came(eve, name):
    """How many papers of this name came out."""
    return eve.names.count(name)


def test_the_slip_of_an_entry_is_printed_whole_without_a_button(eve, lost):
    branch, press, name = lost
    assert until(press, branch, DONE).reason == ""
    (place,) = [n for n, one in enumerate(eve.names) if one == name]
    page = pypdf.PdfReader(io.BytesIO(eve.pages[place]))
    assert name.split("-")[0] in page.pages[0].extract_text()
    press.once()
    assert came(eve, name) == 1


def test_a_printer_without_paper_says_so_and_prints_one_slip_when_it_has_some(eve, lost):
    branch, press, name = lost
    eve.say("reasons", "media-empty-error")
    assert until(press, branch, BLOCKED).reason == "缺纸"
    assert press.words == "缺纸"
    eve.heal()
    until(press, branch, DONE)
    press._look_again = 0
    press.once()
    assert (came(eve, name), press.words) == (1, "就绪")


@pytest.mark.parametrize(("said", "words"), [("media-jam-error", "卡纸"), ("cover-open-error", "盖未合")])
def test_a_jam_and_an_open_cover_are_told_in_words(eve, lost, said, words):
    branch, press, name = lost
    eve.say("reasons", said)
    assert until(press, branch, BLOCKED).reason == words
    eve.heal()
    until(press, branch, DONE)
    assert came(eve, name) == 1


def test_a_printer_that_is_off_gets_the_slip_when_it_is_on(eve, lost):
    branch, press, name = lost
    eve.cut()
    assert until(press, branch, QUEUED).reason == "脱机"
    assert press.words == "脱机"
    eve.start()
    until(press, branch, DONE)
    assert came(eve, name) == 1


def test_a_printer_that_lost_its_power_while_it_printed_leaves_the_answer_to_the_clerk(eve, lost):
    branch, press, name = lost
    eve.say("reasons", "media-empty-error")
    until(press, branch, BLOCKED)
    eve.cut()
    eve.say("drops")
    assert until(press, branch, BLOCKED).reason == "脱机"
    eve.start()
    eve.well()
    assert until(press, branch, UNKNOWN).reason == "打印机已不记得这一张（断过电）"
    for _ in range(3):
        press.once()
    assert (came(eve, name), job_of(branch).stage) == (0, UNKNOWN), "never again by itself"


def test_a_printer_that_aborts_leaves_the_answer_to_the_clerk_and_holds_up_nobody(eve, lost, road):  # noqa: F811
    branch, press, name = lost
    eve.say("breaks")
    assert until(press, branch, UNKNOWN).reason == "打印机中止了这一张"
    (eve.folder / "breaks").unlink()
    road.lose(road.meet("damaged"))
    assert job_of(branch).name != name
    until(press, branch, DONE)


class Cut(IppLine):
    """A line that breaks once: ``before`` the request is heard, or after, when its answer is on the way."""

    def __init__(self, uri, operation, *, heard):
        super().__init__(uri, 1.0, 3.0)
        self.operation, self.heard, self.left = operation, heard, 1

    def ask(self, operation, asked=(), job=(), document=b""):
        if operation == self.operation and self.left:
            self.left -= 1
            if self.heard:
                super().ask(operation, asked, job, document)
            raise IppLostError
        return super().ask(operation, asked, job, document)


@pytest.mark.parametrize("heard", [True, False])
@pytest.mark.parametrize("operation", [ipp.CREATE_JOB, ipp.SEND_DOCUMENT, ipp.JOB, ipp.JOBS, ipp.PRINTER])
def test_a_line_that_breaks_anywhere_costs_no_slip_and_makes_no_second(eve, lost, operation, heard):
    branch, _, name = lost
    press = Press(branch, eve.uri, IppPrinter(Cut(eve.uri, operation, heard=heard)))
    until(press, branch, DONE)
    assert came(eve, name) == 1


def test_a_job_number_that_belongs_to_another_paper_now_is_not_mistaken_for_this_one(eve, lost):
    """A printer that has lost its memory counts from one again."""
    branch, press, name = lost
    eve.say("wait", "30")
    press.once()
    job = job_of(branch)
    eve.say("drops")
    eve.cut()
    eve.start()
    eve.well()
    other = IppPrinter(IppLine(eve.uri))
    for n in range(int(job.handle.split()[0])):
        paper = Paper(name=f"other-{n}", pdf=b"%PDF-1.4\n", width_mm=80, height_mm=100)
        other.send(other.begin(paper), paper)
        eve._until(lambda: not IppLine(eve.uri).ask(ipp.JOBS).of(2))
    assert until(press, branch, UNKNOWN).reason == "打印机已不记得这一张（断过电）"
    assert came(eve, name) == 0


def test_a_printer_that_takes_no_pdf_is_told_and_nothing_waits_for_it(tmp_path, road):  # noqa: F811
    made = EvePrinter(tmp_path / "raster", media=ROLL, formats='"image/pwg-raster"')
    try:
        place(road.branch, made.uri)
        road.lose(road.meet("lost"))
        press = press_at(road.branch, made.uri)
        press.once()
        assert (job_of(road.branch).stage.name, job_of(road.branch).reason) == ("FAILED", "打印机不收 PDF，请经 CUPS 接")
    finally:
        made.stop()


def test_an_address_where_no_printer_is_keeps_the_slip_waiting(road):  # noqa: F811
    place(road.branch, f"ipp://127.0.0.1:{free_port()}/ipp/print")
    road.lose(road.meet("lost"))
    press = press_at(road.branch, job_of(road.branch).printer)
    press.once()
    assert (job_of(road.branch).stage, job_of(road.branch).reason) == (QUEUED, "脱机")


SUPPORTED = ["om_roll-80_80x200mm", "om_roll-80-long_80x400mm", "iso_a4_210x297mm", "na_letter_8.5x11in"]


@pytest.mark.parametrize(
    ("wide", "high", "supported", "named"),
    [
        (80, 143.1, SUPPORTED, "om_roll-80_80x200mm"),
        (80, 243.1, SUPPORTED, "om_roll-80-long_80x400mm"),
        (80, 443.1, SUPPORTED, ""),
        (210, 297, SUPPORTED, "iso_a4_210x297mm"),
        (215.9, 279.4, SUPPORTED, "na_letter_8.5x11in"),
        (58, 100, SUPPORTED, ""),
        (80, 143.1, [*SUPPORTED, "custom_min_50x50mm", "custom_max_80x3000mm"], "custom_slip_80x143.1mm"),
        (210, 297, [*SUPPORTED, "custom_min_50x50mm", "custom_max_80x3000mm"], "iso_a4_210x297mm"),
        (210, 297, ["custom_min_50x50mm", "custom_max_80x3000mm"], ""),
        (210, 297, [*SUPPORTED, "custom_max_8.5x14in"], "iso_a4_210x297mm"),
    ],
)
def test_the_medium_is_the_shortest_roll_that_holds_the_slip(wide, high, supported, named):
    assert medium_for(Paper(name="n", pdf=b"", width_mm=wide, height_mm=high), supported) == named


@pytest.mark.parametrize("medium", list(Medium))
def test_a_medium_is_as_large_as_what_is_drawn_for_it(medium):
    page = drawn(media=medium.value)
    wide, high = medium.size
    assert (page.width_mm, page.height_mm if high else 0.0) == (wide, high)


class Said(IppLine):
    """A queue that answers what it is told to: the job's state and reasons, then the printer's."""

    def __init__(self, state, of_job, of_printer, printer_state=3):
        super().__init__("ipp://127.0.0.1:1/printers/slips")
        self.job = {"job-id": [7], "job-name": ["n"], "job-state": [state], "job-state-reasons": of_job}
        self.printer = {"printer-state": [printer_state], "printer-state-reasons": of_printer}

    def ask(self, operation, asked=(), job=(), document=b""):
        return ipp.Heard(((2, self.job),) if operation == ipp.JOB else ((4, self.printer),))


@pytest.mark.parametrize(
    ("said", "stage", "reason"),
    [
        (Said(9, ["job-completed-successfully"], ["none"]), "DONE", ""),
        (Said(9, ["none"], ["cups-ipp-missing-job-history-warning"]), "UNKNOWN", "打印机已不记得这一张（断过电）"),
        (Said(7, ["job-canceled-at-device"], ["none"]), "UNKNOWN", "在打印机上取消了"),
        (Said(5, ["job-printing"], ["media-empty-warning", "media-needed-error"]), "BLOCKED", "缺纸"),
        (Said(5, ["none"], ["toner-low-warning"]), "SENT", ""),
        (Said(3, ["printer-stopped"], ["paused"], 5), "BLOCKED", "被暂停了"),
        (Said(5, ["none"], ["com.maker.roller-worn-error"], 5), "BLOCKED", "停下了（com.maker.roller-worn）"),
        (Said(4, ["job-incoming"], ["media-empty-error"]), "CREATED", ""),
        (Said(4, ["none"], ["none"]), "BLOCKED", "在打印队列里停着"),
        (Said(6, ["none"], ["none"]), "BLOCKED", "在打印队列里停着"),
    ],
)
def test_what_a_queue_says_is_read_by_its_keywords(said, stage, reason):
    """CUPS calls a job completed that its printer has forgotten."""
    outcome = IppPrinter(said).poll("7", "n")
    assert (outcome.stage.name, outcome.reason) == (stage, reason)
    assert IppPrinter(said).poll("7", "another").stage.name == "UNKNOWN"


@pytest.mark.parametrize(("began", "stage"), [(500, "DONE"), (612, "UNKNOWN")])
def test_a_job_that_its_queue_began_twice_is_known_by_nobody(began, stage):
    """The first beginning is kept with the job's number, so that a start of ours in between forgets nothing."""
    said = Said(5, ["job-printing"], ["none"])
    said.job["time-at-processing"] = [500]
    kept = IppPrinter(said).poll("7", "n").handle
    said.job.update({"time-at-processing": [began], "job-state": [9]})
    assert IppPrinter(said).poll(kept, "n").stage.name == stage
