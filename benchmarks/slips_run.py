"""The whole run: every engine in a process of its own, in turn, then the table, the aims, the gate and the ratio."""

import base64
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

import segno
from figures import verdict
from quiet import WithChildren
from slips_words import COPY, number, receipt, rows

from printing import draw

ROOT = Path(__file__).resolve().parent.parent
FONTS = ROOT / "printing" / "fonts"
BENCH = ROOT / ".venv-bench" / "bin" / "python"
COLD, ROUNDS, LEAST_ROUNDS = 5, 12, 4
SECONDS = 18  # no round begins later, so that all is over within 50
WARM, COLD_MS, MEMORY = 3.0, 60.0, 35.0
GROWTH, MANY, FILLED = 2.0, 1000, 300  # so many slips fill what is remembered between them
ALLOWED = 0.15
NOISY = ": the milliseconds say little, and only the ratio counts."


@dataclass
class Engine:
    """One engine: its process, how many slips it draws in how manieth round, and what has been measured."""

    name: str
    title: str
    each: int
    every: int = 1
    cold_starts: int = COLD
    bench: bool = True
    cold: list[float] = field(default_factory=list)
    rounds: dict[int, list[float]] = field(default_factory=dict)
    worked: list[float] = field(default_factory=list)
    size: int = 0
    memory: float = 0.0

    def start(self, folder, first):
        """Begin its program and let it draw one slip; what it has compiled once it finds again."""
        asked = self._asked(first, 1)
        python = str(BENCH) if self.bench else sys.executable
        side = Path(__file__).with_name("slips_side.py")
        kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        self.process = subprocess.Popen(
            [python, str(side), self.name, str(FONTS), str(folder), str(time.perf_counter())],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=kept,
        )  # fmt: skip
        return self._answer(asked)["cold"]

    def ask(self, first, count):
        """Draw these slips and say how."""
        return self._answer(self._asked(first, count))

    def _asked(self, first, count):
        asked = range(first, first + count)
        if self.name == "ours":
            return json.dumps([{"n": n} for n in asked])
        return json.dumps([{"n": n, "rows": rows(n), "png": picture(n)} for n in asked])

    def _answer(self, asked):
        self.process.stdin.write(asked + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            sys.exit(f"{self.title} stopped, see above.")
        return json.loads(answer)

    def stop(self):
        self.process.stdin.close()
        self.process.wait()

    @property
    def warm(self):
        """The middle slip of all rounds."""
        return median(ms for each in self.rounds.values() for ms in each)

    @property
    def quietest(self):
        """The middle slip of the round that was disturbed least."""
        return min(median(each) for each in self.rounds.values())


def picture(n):
    """The code as the others get it: a picture, made before the clock runs."""
    out = io.BytesIO()
    segno.make_qr(number(n), error="m").save(out, kind="png", scale=4, border=0)
    return base64.b64encode(out.getvalue()).decode()


def engines():
    return [
        Engine("ours", "ours", 30, bench=False), Engine("typst", "typst", 30),
        Engine("stock", "ReportLab as it comes", 15, bench=False, cold_starts=3),
        Engine("weasyprint", "WeasyPrint", 4, every=2, cold_starts=2),
        Engine("fpdf2", "fpdf2", 1, every=4, cold_starts=2),
    ]  # fmt: skip


def main() -> int:
    """Run, print, and return the exit code."""
    began = time.perf_counter()
    build = ROOT / "build"
    build.mkdir(exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="slips-", dir=build))
    quiet = WithChildren()
    try:
        runners, grown = _race(folder, began)
        taken = quiet.others()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    ours, typst = runners[:2]
    _print(runners, taken)
    _aims(ours)
    each = [median(typst.rounds[n]) / median(ours.rounds[n]) for n in ours.rounds]
    gate = [
        verdict("typst over ours, warm, the middle round", median(each), 1.0, least=True, unit="x"),
        verdict(f"growth over {MANY} slips more", grown, GROWTH, least=False, unit=" MB"),
        (f"  {'ok  ' if (alike := _alike()) else 'MISS'} four threads draw the same bytes as one", alike),
    ]
    print("\nGate:", *(text for text, _ in gate), sep="\n")
    held = all(kept for _, kept in gate)
    print(f"\n{time.perf_counter() - began:.0f} s. {'The gate holds.' if held else 'MISSED'}")
    print(f"typst takes {median(each):.2f} times as long as ours ({min(each):.2f}-{max(each):.2f})")
    return 0 if held else 1


def _race(folder, began):
    """Cold starts in turn, then rounds in turn; at last how much a thousand more slips of ours take."""
    runners = engines()
    for turn in range(COLD):
        for one in runners:
            if turn < one.cold_starts:
                one.cold.append(one.start(folder, turn))
                if turn < one.cold_starts - 1:
                    one.stop()
    for turn in range(ROUNDS):
        if turn >= LEAST_ROUNDS and time.perf_counter() - began > SECONDS:
            break
        _round(runners if turn % 2 else [runners[1], runners[0], *runners[2:]], turn)
    ours = runners[0]
    before = [ours.ask(n, ours.each)["mb"] for n in range(10_000, 10_000 + FILLED, ours.each)][-1]
    grown = [ours.ask(n, ours.each)["mb"] - before for n in range(20_000, 20_000 + MANY, ours.each)][-1]
    for one in runners:
        one.stop()
    return runners, grown


def _round(runners, turn):
    for one in runners:
        if turn % one.every:
            continue
        heard = one.ask(100 + turn * 100, one.each)
        one.rounds[turn] = heard["ms"]
        one.worked += heard["worked"]
        one.size, one.memory = heard["bytes"], heard["mb"]


def _print(runners, taken):
    many = len(runners[0].rounds)
    print(f"\nOne slip of 80 mm, {many} rounds in turn, another person and number each time:")
    columns = ("warm p50", "quietest", "p95", "processor", "cold", "bytes", "memory")
    print(f"  {'':<22} " + " ".join(f"{column:>10}" for column in columns))
    for one in runners:
        every = sorted(ms for each in one.rounds.values() for ms in each)
        p95 = every[int(len(every) * 0.95)]
        told = [f"{ms:.2f} ms" for ms in (one.warm, one.quietest, p95, median(one.worked))]
        told += [f"{min(one.cold[1:]):.0f} ms", f"{one.size}", f"{one.memory:.0f} MB"]
        print(f"  {one.title:<22} " + " ".join(f"{text:>10}" for text in told))
    print(f"  Others took {taken:.0%} of the machine{NOISY if taken > ALLOWED else '.'}")


def _aims(ours):
    """What is wanted of a machine that does nothing else; met or missed, it is no gate."""
    found = [
        verdict("warm, the quietest round", ours.quietest, WARM, least=False, unit=" ms"),
        verdict("cold, from the start of the program to the PDF", min(ours.cold[1:]), COLD_MS, least=False, unit=" ms"),
        verdict("memory", ours.memory, MEMORY, least=False, unit=" MB"),
    ]
    print("\nAims, on a machine that does nothing else:", *(text for text, _ in found), sep="\n")


def _alike():
    """Whether four threads at once draw what one draws."""
    words = [receipt(n) for n in range(64)]
    alone = [draw(one, COPY, "roll80").sha256 for one in words]
    old = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        with ThreadPoolExecutor(4) as pool:
            return list(pool.map(lambda one: draw(one, COPY, "roll80").sha256, words)) == alone
    finally:
        sys.setswitchinterval(old)
