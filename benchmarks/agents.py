"""Twenty windows' own computers at one server: what their waiting costs, and how long a reading through one takes.

    python benchmarks/agents.py

A rehearsal counter listens on loopback with its usual threads; twenty programs with devices that answer at once are
paired and wait. Measured: processor time while nothing happens, a page and a reading with and without them.
"""

import http.client
import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from counter.clock import wall
from counter.commands.listen import Listener, open_port
from counter.devices import Reading
from counter.devices.remote.line import Line
from counter.devices.remote.program import Program
from counter.rehearsal.world import add_branch, demo_seats, new_world

COMPUTERS, READINGS, PAGES, QUIET = 20, 50, 100, 10.0


class Reader:
    """A card reader that answers at once."""

    kind, id, title = "card_reader", "reader", "社保卡读卡器"

    def __init__(self, number):
        self.number = number

    def state(self):
        return "就绪，已放卡"

    def read(self):
        return Reading(source=self.title, texts={"card_number": self.number, "id_number": "", "name": ""})


def pages(url):
    """Milliseconds of the login page, one after the other."""
    line, took = http.client.HTTPConnection(url.removeprefix("http://")), []
    for _ in range(PAGES):
        begun = time.perf_counter()
        line.request("GET", "/login")
        line.getresponse().read()
        took.append(1000 * (time.perf_counter() - begun))
    line.close()
    return took


def told(what, took):
    took = sorted(took)
    print(f"{what}: p50 {statistics.median(took):.1f} ms, p99 {took[int(len(took) * 0.99) - 1]:.1f} ms")


def readings(counter, windows):
    """Every window reads its own card at the same time; milliseconds of each, and the windows that read another's."""
    took, wrong = [], []

    def work(window):
        (reader,) = counter.remotes.devices(window)
        for _ in range(READINGS):
            begun = time.perf_counter()
            if reader.read().texts["card_number"] != window:
                wrong.append(window)
            took.append(1000 * (time.perf_counter() - begun))

    clerks = [threading.Thread(target=work, args=(window,)) for window in windows]
    for clerk in clerks:
        clerk.start()
    for clerk in clerks:
        clerk.join()
    return took, wrong


def main():
    world = new_world("shangluo")
    with tempfile.TemporaryDirectory() as folder:
        counter = add_branch(world, Path(folder) / "branch", demo_seats("shangluo"))
        listener = Listener(counter, open_port(0))
        listener.start()
        url = f"http://127.0.0.1:{listener.port}"
        pages(url)
        told("a page, no programs", pages(url))
        windows, programs, threads = [f"w{n}" for n in range(COMPUTERS)], [], []
        for window in windows:
            counter.branch.add_window(window, window, "bureau")
            line = Line(url)
            code = counter.branch.pairings.make_code(window, wall())
            secret = line.ask("pair", {"window": window, "code": code}, 5)["secret"]
            programs.append(Program(line, window, secret, (Reader(window),), say=lambda _: None, keys=lambda _: None))
            threads.append(threading.Thread(target=programs[-1].run))
            threads[-1].start()
        while not all(counter.remotes.at(window)._waits for window in windows):
            time.sleep(0.05)
        told(f"a page, {COMPUTERS} programs waiting", pages(url))
        cpu = time.process_time()
        time.sleep(QUIET)
        share = 100 * (time.process_time() - cpu) / QUIET
        print(f"nothing happens: {share:.1f} % of one processor, server and {COMPUTERS} programs together")
        told("a reading, one window at a time", readings(counter, windows[:1])[0])
        took, wrong = readings(counter, windows)
        told(f"a reading, {COMPUTERS} windows at once", took)
        for program in programs:
            program.stop()
        for thread in threads:
            thread.join()
        listener.stop()
        world.stop()
    print(f"{len(took)} readings, {len(wrong)} of another window's card")
    return 1 if wrong or len(took) != COMPUTERS * READINGS else 0


if __name__ == "__main__":
    sys.exit(main())
