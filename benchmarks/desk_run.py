"""The whole measure of the desk: two branches side by side, every page in turn, the table, and the gate."""

import argparse
import os
import re
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from random import Random
from statistics import median

from bulk import Bulk, opened
from desk_asked import OFFERS, PAGES, Crowd, Line, Side
from desk_loads import Loads, browser
from open_cases import Known, write_open_cases
from quiet import Quiet
from servers import ROOT, Server, free_port, start_counter

from counter.commands.keep import check

MANY, FEW = 1_000_000, 10_000
ROUNDS, KEPT, EACH = 8, 6, 8  # the quietest rounds are kept
LOAD_EACH, WALKS = 4, 4
SERVER_MS, LOAD_MS, SLOWER = 20.0, 100.0, 1.5
ALLOWED = 0.15
NOISY = ": the milliseconds say little, and only the processor's time counts for the gate."
Sums = dict[str, list[float]]
Taken = tuple[str, float]


@dataclass
class Counted:
    """One branch under measure: the milliseconds of each page, and of the processor's, round by round."""

    people: int
    server: Server
    side: Side
    loads: Loads
    rounds: list[Sums] = field(default_factory=list)
    worked: list[Sums] = field(default_factory=list)

    def begin(self) -> None:
        """A new round."""
        self.rounds.append({})
        self.worked.append({})

    def ask(self, name: str, act: Callable[[], float]) -> None:
        """One page of the round that runs."""
        before = processor_ms(self.server.child.pid)
        ms = act()
        self.worked[-1].setdefault(name, []).append(processor_ms(self.server.child.pid) - before)
        self.rounds[-1].setdefault(name, []).append(ms)

    def of(self, name: str, kept: list[int]) -> list[float]:
        """What this page took in these rounds, in order."""
        return sorted(ms for n in kept for ms in self.rounds[n][name])

    def work(self, name: str, kept: list[int]) -> float:
        """The middle one of what this page took of the processor."""
        return median(ms for n in kept for ms in self.worked[n][name])


def processor_ms(pid: int) -> float:
    """What all threads of a program have had of the processor so far; a thread that ended counts no more."""
    spent = 0
    for task in Path(f"/proc/{pid}/task").iterdir():
        with suppress(FileNotFoundError, ProcessLookupError):
            spent += int((task / "schedstat").read_text().split()[0])
    return spent / 1e6


def at(ordered: list[float], share: float) -> float:
    """The milliseconds within which this share was answered."""
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def asked() -> argparse.Namespace:
    """How the command was called."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--data", type=Path, default=ROOT / "build" / "desk", help="where the branches are kept")
    reader.add_argument("--people", type=int, default=MANY, help="people of the large branch")
    reader.add_argument("--proof", action="store_true", help="prove the chain of both branches as well")
    return reader.parse_args()


def made(folder: Path, people: int, *, proof: bool) -> Known:
    """The branch with so many people, built where it is not there yet; who has an open case."""
    began = time.perf_counter()
    folder.mkdir(parents=True, exist_ok=True)
    print(f"{people:,} people in {folder.name}:")
    fresh = not (folder / "open.json").exists()
    bulk = Bulk(folder, people)
    bulk.write()
    known = write_open_cases(bulk.branch, folder, people)
    bulk.branch.close()
    size = (folder / "counter.db").stat().st_size / 1e9
    said = f"; {check(folder)}" if fresh or proof else ""
    print(f"  ready after {time.perf_counter() - began:.0f} s, {size:.2f} GB{said}")
    return known


def begin(folder: Path, people: int, known: Known, window: object) -> Counted:
    """Serve one branch and sit down at it."""
    port = free_port()
    file = folder / "branch.toml"
    text = re.sub(r"(?m)^port = .*", f"port = {port}", file.read_text("utf-8"))
    file.write_text(re.sub(r"(?m)^address = .*", f'address = "http://127.0.0.1:{port}"', text), "utf-8")
    server = start_counter(folder, port)
    side = Side(Line(port), Crowd(opened(folder), people, known, Random(os.urandom(8))))
    return Counted(people, server, side, Loads(window, side))  # type: ignore[arg-type]


def one_round(both: list[Counted]) -> None:
    """Every page of both branches in turn, first one first, then the other."""
    for one in both:
        one.begin()
    pages = [one.side.single() for one in both]
    for name in pages[0]:
        _in_turn(both, EACH, name, [page[name] for page in pages])
    for title, offer in OFFERS.items():
        for n in range(WALKS):
            visits = [(one, one.side.walk(offer)) for one in both]
            for page in PAGES:
                for one, visit in visits if n % 2 else reversed(visits):
                    one.ask(f"{page}: {title}", visit[page])
    loads = [one.loads.addresses() for one in both]
    for name in loads[0]:
        for n in range(LOAD_EACH):
            ready = [(one, load[name]()) for one, load in zip(both, loads, strict=True)]
            for one, path in ready if n % 2 else reversed(ready):
                one.ask(f"load: {name}", partial(one.loads.load, path))


def _in_turn(both: list[Counted], times: int, name: str, acts: list[Callable[[], float]]) -> None:
    pairs = list(zip(both, acts, strict=True))
    for n in range(times):
        for one, act in pairs if n % 2 else reversed(pairs):
            one.ask(name, act)


COLUMNS = f"{'p50 ms':>7} {'p95 ms':>7} {'cpu':>6}"
HEADING = f"  {'':<30} {COLUMNS}   {COLUMNS}   {'ratio':>5} {'cpu':>5}"


def report(few: Counted, many: Counted, kept: list[int], others: float) -> list[str]:
    """Print the table; what is missed of the gate."""
    print(f"\n  {'':<30} {few.people:>22,}   {many.people:>22,}\n{HEADING}")
    missed, over, noisy = [], [], others > ALLOWED
    for name in many.rounds[0]:
        load = name.startswith("load: ")
        small, large, aim = few.of(name, kept), many.of(name, kept), LOAD_MS if load else SERVER_MS
        ratio, work = median(large) / median(small), many.work(name, kept) / few.work(name, kept)
        slow, late = (work if noisy else max(ratio, work)) > SLOWER, at(large, 0.95) > aim
        missed += [f"{name} ({ratio:.2f}, {work:.2f})"] if slow else []
        over += [f"{name}: {at(large, 0.95):.0f} ms"] if late else []
        print(
            f"  {name:<30} {median(small):7.1f} {at(small, 0.95):7.1f} {few.work(name, kept):6.1f}"
            f"   {median(large):7.1f} {at(large, 0.95):7.1f} {many.work(name, kept):6.1f}"
            f"   {ratio:5.2f} {work:5.2f}{' SLOWER' if slow else ''}{' late' if late else ''}"
        )
    print(f"  Others took up to {others:.0%} of the machine in these rounds{NOISY if noisy else '.'}")
    print("  Memory of the servers: " + ", ".join(f"{one.server.megabytes:.0f} MB" for one in (few, many)))
    print(f"\nAims (p95 <= {SERVER_MS:.0f} ms a page, <= {LOAD_MS:.0f} ms a load): {'; '.join(over) or 'all kept'}")
    return missed


def main() -> int:
    """Build, measure, print, and return the exit code."""
    wish, began = asked(), time.perf_counter()
    sizes = (FEW, wish.people)
    known = [made(wish.data / str(people), people, proof=wish.proof) for people in sizes]
    both: list[Counted] = []
    others: list[float] = []
    with browser() as window:
        try:
            both += [begin(wish.data / str(n), n, who, window) for n, who in zip(sizes, known, strict=True)]
            one_round(both)
            quiet = Quiet([os.getpid(), *(one.server.child.pid for one in both)])
            for one in both:
                one.rounds.clear()
                one.worked.clear()
            for number in range(ROUNDS):
                quiet.begin()
                one_round(both if number % 2 else both[::-1])
                others.append(quiet.others())
                print(f"\r  round {number + 1} of {ROUNDS}", end="", flush=True)
            kept = sorted(sorted(range(ROUNDS), key=others.__getitem__)[:KEPT])
            missed = report(*both, kept, max(others[n] for n in kept))
        finally:
            for one in both:
                with suppress(ProcessLookupError):
                    one.server.stop()
                one.side.crowd.branch.close()
    word = f"{wish.people:,} people against {FEW:,}, {time.perf_counter() - began:.0f} s"
    print(f"MISSED, {word}: {'; '.join(missed)}" if missed else f"The gate holds, {word}: no page over {SLOWER} times.")
    return 1 if missed else 0
