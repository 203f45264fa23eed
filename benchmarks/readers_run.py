"""The whole measure of the readers: two programs with ten windows each, one counter with twenty, and the gate."""

import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from typing import Any

import readers_counter
import readers_side
from desk_loads import browser
from figures import verdict
from quiet import WithChildren
from readers_bare import until
from readers_page import Line, Others, other_events, paged, to_the_page

WINDOWS, EACH_SIDE = 20, 10
ROUNDS, READS = 6, 40
TOGETHER = 2.5
THREADS, OF_EACH = 8, 40
KILLS, KILLED_AT = 10, 8
LAID, OTHERS, PAGES = 5, 2, 30
QUICK = 0.25  # the quicker quarter of a round, which other programs disturb least
OF_BARE, OF_PAGE, AGAIN_OF_BARE = 2.0, 1.5, 1.5
FULL_MS, AGAIN, TO_PAGE = 5.0, 1.0, 0.5
ALLOWED = 0.15
NOISY = ": of the seconds only the middle ones count for the gate, and those of pcscd beside the bare program's."
Line_ = tuple[str, bool]


class Program:
    """A program of ours at the other end of a pipe."""

    def __init__(self, serve: Any, *words: Any) -> None:
        spawned = get_context("spawn")
        self._pipe, theirs = spawned.Pipe()
        self._child = spawned.Process(target=serve, args=(theirs, *words), daemon=True)
        self._child.start()
        theirs.close()

    def ready(self) -> None:
        self._pipe.recv()

    def begin(self, name: str, *words: Any) -> None:
        self._pipe.send((name, words))

    def result(self) -> Any:
        return self._pipe.recv()

    def ask(self, name: str, *words: Any) -> Any:
        """Let it do this, and wait for what comes of it."""
        self.begin(name, *words)
        return self.result()

    def stop(self) -> None:
        with suppress(OSError):
            self._pipe.close()
        self._child.join(10)
        if self._child.is_alive():
            self._child.kill()


@contextmanager
def programs(*made: tuple[Any, ...]) -> Iterator[list[Program]]:
    """Programs that start at the same time and end here."""
    with ExitStack() as ended:
        running = [Program(*words) for words in made]
        for one in running:
            ended.callback(one.stop)
        for one in running:
            one.ready()
        yield running


def reads(sides: list[Program]) -> list[Line_]:
    """Full reads beside bare commands, twenty windows at once, eight threads."""
    one = sides[0].ask("rounds", ROUNDS, READS)
    full, bare = ([ms for times in one[name] for ms in times] for name in ("full", "bare"))
    ratios = [at(ours, QUICK) / at(theirs, QUICK) for ours, theirs in zip(one["full"], one["bare"], strict=True)]
    print(
        f"\nA full read, {len(full)} times beside the same {one['commands']} commands bare:\n"
        f"  full read p50 {median(full):.2f} ms, p95 {at(full, 0.95):.2f} ms; bare p50 {median(bare):.2f} ms,"
        f" p95 {at(bare, 0.95):.2f} ms; ratio {median(ratios):.2f} ({min(ratios):.2f}-{max(ratios):.2f})"
    )
    print(verdict("aim: full read p50", median(full), FULL_MS, least=False, unit=" ms")[0])
    for side in sides:
        side.begin("together", TOGETHER)
    both = [side.result() for side in sides]
    counts = [count for side in both for count in side["reads"]]
    new = sum(side["second"] > 0 for side in both)
    wrong = len(one["wrong"]) + sum(side["wrong"] for side in both)
    print(
        f"\n{len(counts)} windows at once for {TOGETHER:.1f} s, each card exchanged half-way:\n  {sum(counts)} records"
        f" ({min(counts)}-{max(counts)} a window), {wrong} wrong or mixed, {sum(side['refused'] for side in both)}"
        " refused while a card was exchanged"
    )
    eight = sides[1].ask("threads", THREADS, OF_EACH)
    print(f"  {THREADS} threads, {THREADS * OF_EACH} reads: {eight['right']} right in {eight['seconds']:.2f} s")
    return [
        verdict("full read over bare commands", median(ratios), OF_BARE, least=False, unit="x"),
        (told("no wrong or mixed record", good := wrong == 0 and new == len(sides) and min(counts) > 0), good),
        (told(f"{THREADS * OF_EACH} of {THREADS * OF_EACH} right", good := eight["right"] == THREADS * OF_EACH), good),
    ]


def restarts(side: Program) -> tuple[list[float], list[float], list[Line_]]:
    """pcscd killed under load."""
    got = side.ask("kills", KILLS, KILLED_AT)
    back, bare = got["back"], got["bare"]
    print(
        f"\npcscd killed {KILLS} times while {KILLED_AT} windows read ({got['reads']} records, {got['wrong']} wrong):\n"
        f"  all read again after {median(back):.2f} s ({min(back):.2f}-{max(back):.2f}) from its being up,"
        f" a bare program after {median(bare):.2f} s ({min(bare):.2f}-{max(bare):.2f})"
    )
    clean = not got["left"] and not got["wrong"]
    return back, bare, [(told(f"nothing left behind {' '.join(got['left'])}".strip(), clean), clean)]


def pages(counter: Program) -> tuple[list[tuple[float, float]], list[Line_]]:
    """Twenty windows wait; one of them is Chromium."""
    port = counter.ask("port")
    clerks = {n: Line(port, n) for n in range(2, WINDOWS + 1)}
    asking = Line(port, 1)
    alone = paged(asking, PAGES)
    others = Others(clerks)
    until(lambda: counter.ask("waiting") == len(clerks))
    beside = paged(asking, PAGES)
    ratio = median(beside) / median(alone)
    print(
        f"\n{WINDOWS} windows wait for news: the desk takes {median(beside):.1f} ms (p50) while {len(clerks)} wait,"
        f" {median(alone):.1f} ms while none does"
    )
    with browser() as opened:
        page = opened.new_page()
        taken = to_the_page(page, f"http://127.0.0.1:{port}", asking.cookies, counter.ask, LAID)
        more = other_events(page, counter.ask, OTHERS)
        last = others.all_hear(lambda n: counter.ask("lay", n, f"LS62{n:05d}"))
    others.stop()
    event, laid = ([one[n] for one in taken] for n in (0, 1))
    print(
        f"  a card laid down fills the form in Chromium {median(event):.3f} s ({min(event):.3f}-{max(event):.3f}) after"
        f" its driver tells it,\n  {median(laid):.2f} s ({min(laid):.2f}-{max(laid):.2f}) after it is laid down: pcscd"
        f" looks for cards every 0.4 s\n  cards laid down at {len(clerks)} windows at once: the last one has heard"
        f" after {last:.2f} s"
    )
    for name, times in more.items():
        print(f"  {name}, to the strip of the page: {median(times):.3f} s ({min(times):.3f}-{max(times):.3f})")
        taken += [(one, one) for one in times]
    return taken, [verdict("a page beside 19 that wait", ratio, OF_PAGE, least=False, unit="x")]


def told(title: str, kept: bool) -> str:
    return f"  {'ok  ' if kept else 'MISS'} {title}"


def at(times: list[float], share: float) -> float:
    """What this share took at most."""
    return sorted(times)[min(len(times) - 1, int(len(times) * share))]


def seconds(back: list[float], bare: list[float], taken: list[tuple[float, float]], *, noisy: bool) -> list[Line_]:
    """The gate of what is measured in seconds; beside others each is compared by its middle."""
    event = [one[0] for one in taken]
    again = [verdict("pcscd killed, good again", max(back), AGAIN, least=False, unit=" s")]
    if noisy:
        ratio = median(back) / median(bare)
        again = [verdict("pcscd killed, good again over a bare program", ratio, AGAIN_OF_BARE, least=False, unit="x")]
    return [*again, verdict("event to page", median(event) if noisy else max(event), TO_PAGE, least=False, unit=" s")]


def main() -> int:
    """Measure, print, and return the exit code."""
    began, quiet = time.perf_counter(), WithChildren()
    make = [(readers_side.serve, n * EACH_SIDE, EACH_SIDE) for n in range(WINDOWS // EACH_SIDE)]
    with programs(*make) as sides:
        gate = reads(sides)
        back, bare, more = restarts(sides[0])
    with tempfile.TemporaryDirectory() as folder, programs((readers_counter.serve, str(Path(folder)), WINDOWS)) as one:
        taken, most = pages(one[0])
        others = quiet.others()
    noisy = others > ALLOWED
    gate += [*more, *most, *seconds(back, bare, taken, noisy=noisy)]
    print(f"\n  Others took {others:.0%} of the machine in this run{NOISY if noisy else '.'}\n\nGate:")
    print("\n".join(text for text, _ in gate))
    held = all(kept for _, kept in gate)
    word = "The gate holds: no wrong or mixed record." if held else "MISSED"
    print(f"\n{time.perf_counter() - began:.0f} s. {word}")
    return 0 if held else 1
