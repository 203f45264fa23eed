"""A printer in the network of a window's computer, which the counter cannot reach: slips go through ``counter agent``.

Both ends are killed in the middle of a slip and started again, and the wire between them is cut.
"""

import os
import subprocess
import sys

import pytest

from tests.devices.test_remote_apart import FarClerk, Town, until
from tests.source import ROOT

GONE, HALF = "不知道出纸没有", "缺纸"


class Printer:
    """The printer beside the window's computer."""

    def __init__(self, network) -> None:
        self._running = subprocess.Popen(
            [*network.within(), sys.executable, "-m", "tests.devices.slip_printer_child"], cwd=ROOT, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(ROOT)},
        )  # fmt: skip
        self.port = int(self._running.stdout.readline())

    def told(self, word):
        self._running.stdin.write(f"{word}\n")
        self._running.stdin.flush()
        return int(self._running.stdout.readline())

    @property
    def slips(self):
        return self.told("slips")

    def stop(self):
        self._running.kill()
        self._running.wait()
        for stream in (self._running.stdin, self._running.stdout):
            stream.close()


@pytest.fixture
def town(tmp_path):
    (tmp_path / "agent").mkdir()
    made = Town(tmp_path, None, None)
    printer = Printer(made.wired.computer)
    made.printer = printer
    (tmp_path / "agent" / "agent.toml").write_text(f'[printers]\nslip = "escpos://127.0.0.1:{printer.port}"\n', "utf-8")
    try:
        made.serve()
        yield made
    finally:
        made.stop()
        printer.stop()


class Boss:
    """Who looks at the page of printers."""

    def __init__(self, town):
        self._town, self._clerk = town, FarClerk(town.door, town.window, "1000")
        (code,) = self._clerk.post(f"/pairing/{town.window}", {}).marks["data-code"]
        town.start("--window", town.window, "--code", code)
        self._clerk.post("/printers", {"window": town.window, "kind": "slip", "media": "roll80", "address": "agent:slip"})

    def tries(self, words):
        """Print a test, and see on the page what becomes of it."""
        self._clerk.post(f"/printers/{self._town.window}/slip/test", {})
        self.sees(words)

    def sees(self, words):
        def newest():
            return self._clerk.get("/printers").texts("data-test")[0]

        until(lambda: words in newest(), lambda: f"{newest()} {self._town.said.read_text()}", seconds=60)

    def says(self, words):
        until(lambda: words in self._clerk.get("/printers").texts("data-state")[0], lambda: self._clerk.get("/printers").words)


def test_a_slip_comes_once_at_the_windows_own_computer_through_every_break(town):
    boss, printer = Boss(town), town.printer
    boss.tries("已打印")
    boss.says("就绪")
    assert printer.slips == 1

    # the program there is killed with half a slip out: nobody knows, and what is half out is cut off before the next
    printer.told("ends")
    boss.tries(HALF)
    boss.says(HALF)
    town.kill(town.agent)
    boss.says("窗口电脑上的程序没有连上")
    town.start()
    boss.sees(GONE)
    printer.told("fill")
    boss.tries("已打印")
    after = printer.slips
    assert after in (2, 3), "the half, if its head kept it, and the new one"

    # the server is killed with half a slip out: the program there goes on, and tells it when it is back
    printer.told("ends")
    boss.tries(HALF)
    town.kill(town.server)
    printer.told("fill")
    until(lambda: printer.slips == after + 1, "it waits for the server")
    town.serve()
    boss.sees("已打印")
    assert printer.slips == after + 1

    # the wire is cut with half a slip out, and mended
    printer.told("ends")
    boss.tries(HALF)
    town.wired.cut()
    printer.told("fill")
    boss.says("没有")
    town.wired.mend()
    boss.sees("已打印")
    assert printer.slips == after + 2

    # the wire is cut before anything was sent: the slip waits, and comes once
    town.wired.cut()
    boss.tries("没有")
    town.wired.mend()
    boss.sees("已打印")
    assert printer.slips == after + 3
