"""SIGKILL while a slip is being printed, before and after everything that is done: one slip, or the clerk is asked."""

import os
import signal
import subprocess
import sys

import pytest

from tests.checkouts import ROOT
from tests.devices.card_printer import EvePrinter
from tests.devices.paper import DONE, UNKNOWN, job_of, place
from tests.devices.slip_printer import SlipPrinter
from tests.devices.test_paper_printer import ROLL
from tests.store.conftest import open_road  # noqa: F401


@pytest.fixture
def eve(tmp_path):
    made = EvePrinter(tmp_path / "roll", media=ROLL)
    yield made
    made.stop()


def runs(folder, address, *killed):
    """Print what waits, in a process; killed where it is said."""
    command = [sys.executable, "-m", "tests.devices.prints_child", str(folder), address, *killed]
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(command, cwd=ROOT, env=env, check=False, timeout=60).returncode


def one_slip_waits(open_road, address):  # noqa: F811
    """An entry was made while nothing printed; the branch is closed again."""
    road = open_road()
    place(road.branch, address)
    road.lose(road.meet("lost"))
    road.branch.close()
    return road.folder


def killed_and_again(open_road, address, at, what):  # noqa: F811
    folder = one_slip_waits(open_road, address)
    assert runs(folder, address, at, what) == -signal.SIGKILL, "it was killed there"
    assert runs(folder, address) == 0
    return job_of(open_road().branch)


POINTS = ["CREATE_JOB", "CREATED", "SENT", "SEND_DOCUMENT", "JOB", "DONE"]


@pytest.mark.parametrize("at", ["before", "after"])
@pytest.mark.parametrize("what", POINTS)
def test_a_printer_that_knows_its_jobs_prints_one_slip(open_road, eve, at, what):  # noqa: F811
    job = killed_and_again(open_road, eve.uri, at, what)
    assert (job.stage, job.number, eve.names) == (DONE, 1, [job.name])


@pytest.mark.parametrize(
    ("at", "what", "came", "stage"),
    [
        ("before", "SENT", 1, DONE), ("after", "SENT", 0, UNKNOWN), ("before", "DONE", 1, UNKNOWN), ("after", "DONE", 1, DONE),
    ],
)  # fmt: skip
def test_a_printer_that_knows_no_jobs_prints_one_slip_or_the_clerk_is_asked(open_road, at, what, came, stage):  # noqa: F811
    printer = SlipPrinter()
    job = killed_and_again(open_road, printer.uri, at, what)
    assert (len(printer.slips), job.stage) == (came, stage)
    printer.cut()


@pytest.mark.parametrize(
    ("at", "what", "came", "stage"),
    [
        ("before", "SENT", 1, DONE), ("after", "SENT", 0, UNKNOWN), ("before", "DONE", 1, DONE), ("after", "DONE", 1, DONE),
    ],
)  # fmt: skip
def test_a_folder_holds_one_file_or_the_clerk_is_asked(open_road, tmp_path, at, what, came, stage):  # noqa: F811, PLR0917
    out = tmp_path / "out"
    out.mkdir()
    job = killed_and_again(open_road, f"folder:{out}", at, what)
    assert (len(list(out.glob("*.pdf"))), job.stage) == (came, stage)


def test_power_cycled_while_nobody_was_there_the_clerk_is_asked(open_road, eve):  # noqa: F811
    """The program was killed with the paper at the printer, and the printer lost its power before it came back."""
    folder = one_slip_waits(open_road, eve.uri)
    eve.say("reasons", "media-empty-error")
    assert runs(folder, eve.uri, "after", "BLOCKED") == -signal.SIGKILL
    eve.cut()
    eve.say("drops")
    eve.start()
    eve.well()
    assert runs(folder, eve.uri) == 0
    job = job_of(open_road().branch)
    assert (job.stage, job.reason, eve.names) == (UNKNOWN, "打印机已不记得这一张（断过电）", [])
