"""SIGKILL of the program at a window's computer while it prints, before and after all it does: one slip, or the clerk is asked."""

import os
import signal
import subprocess
import sys
import time

import pytest

from counter.core.prints import Stage
from counter.devices.remote.setting import FILE, Paired, keep
from tests.checkouts import ROOT
from tests.clerk import Clerk
from tests.devices.card_printer import EvePrinter
from tests.devices.computers import office_of
from tests.devices.slip_printer import SlipPrinter
from tests.devices.test_paper_printer import ROLL
from tests.devices.test_pcsc import until

SLIPS = {"window": "1", "kind": "slip", "media": "roll80", "address": "agent:slip"}


@pytest.fixture
def office(shangluo):
    with office_of(shangluo[1]) as made:
        yield made


@pytest.fixture
def town(office, tmp_path):
    """What prints one slip at a printer of the window's computer, whose program is killed and started again."""
    running = []

    def starts(*killed):
        command = [sys.executable, "-m", "tests.devices.agent_child", office.url, str(tmp_path / "agent"), *killed]
        env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
        running.append(subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL))
        until(lambda: office.remote("1").there or running[-1].poll() is not None, "not connected")
        return running[-1]

    def prints(address, *killed):
        (tmp_path / "agent").mkdir()
        (tmp_path / "agent" / FILE).write_text(f'[printers]\nslip = "{address}"\n', "utf-8")
        keep(tmp_path / "agent", Paired(server=office.url, window="1", secret=office.pair("1")))
        boss, presses, branch = Clerk(office.counter, "bureau", "1000"), office.counter.presses, office.counter.branch
        program = starts(*killed)
        boss.post("/printers", SLIPS)
        boss.post("/printers/1/slip/test", {})
        (row,) = branch.database.rows("SELECT MAX(id) FROM print_job")
        presses.start()
        assert program.wait(60) == -signal.SIGKILL, "it was killed there"
        starts()
        ends = time.monotonic() + 60
        while branch.prints.at(row[0]).stage.is_open:
            assert time.monotonic() < ends, branch.prints.at(row[0])
            time.sleep(0.05)
        return branch.prints.at(row[0])

    yield prints
    office.counter.presses.stop()
    for program in running:
        program.kill()
        program.wait()


@pytest.mark.parametrize("at", ["before", "after"])
@pytest.mark.parametrize(
    ("what", "came", "stage"),
    [("begin", (1, 1), (Stage.DONE, Stage.DONE)), ("give", (1, 1), (Stage.DONE, Stage.DONE)),
     ("SENT", (1, 0), (Stage.DONE, Stage.UNKNOWN)), ("DONE", (1, 1), (Stage.UNKNOWN, Stage.DONE))],
)  # fmt: skip
def test_a_printer_that_knows_no_jobs_prints_one_slip_or_the_clerk_is_asked(town, at, what, came, stage):
    printer, n = SlipPrinter(), ("before", "after").index(at)
    try:
        job = town(printer.uri, at, what)
        assert (len(printer.slips), job.stage) == (came[n], stage[n])
    finally:
        printer.cut()


@pytest.mark.parametrize("at", ["before", "after"])
@pytest.mark.parametrize("what", ["CREATED", "SENT", "DONE"])
def test_a_printer_that_knows_its_jobs_prints_one_slip(town, tmp_path, at, what):
    eve = EvePrinter(tmp_path / "roll", media=ROLL)
    try:
        job = town(eve.uri, at, what)
        assert (job.stage, eve.names) == (Stage.DONE, [job.name])
    finally:
        eve.stop()
