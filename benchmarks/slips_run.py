"""The whole run: every engine in a process of its own, in turn, then the table, the limits and the ratio to typst."""

import base64
import io
import json
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
from quiet import WithChildren
from slips_words import COPY, number, receipt, rows

from printing import draw

ROOT = Path(__file__).resolve().parent.parent
FONTS = ROOT / "printing" / "fonts"
BENCH = ROOT / ".venv-bench" / "bin" / "python"
COLD, ROUNDS = 3, 7
WARM, COLD_MS, MEMORY, GROWTH = 3.0, 60.0, 35.0, 2.0
MANY = 1000
ALLOWED = 0.15


@dataclass
class Engine:
    """One engine: its process, how many slips it draws in a round, and what has been measured."""

    name: str
    title: str
    each: int
    bench: bool = True
    cold: list[float] = field(default_factory=list)
    rounds: list[list[float]] = field(default_factory=list)
    size: int = 0
    memory: float = 0.0

    def start(self, folder):
        python = str(BENCH) if self.bench else sys.executable
        side = Path(__file__).with_name("slips_side.py")
        self.process = subprocess.Popen(
            [python, str(side), self.name, str(FONTS), str(folder)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def ask(self, first, count):
        """Draw these slips and say how."""
        slips = [{"n": n, "rows": rows(n), "png": picture(n)} for n in range(first, first + count)]
        self.process.stdin.write(json.dumps(slips) + "\n")
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
        return median(ms for each in self.rounds for ms in each)

    @property
    def quietest(self):
        """The middle slip of the round that was disturbed least."""
        return min(median(each) for each in self.rounds)


def picture(n):
    """The code as the others get it: a picture, made before the clock runs."""
    out = io.BytesIO()
    segno.make_qr(number(n), error="m").save(out, kind="png", scale=4, border=0)
    return base64.b64encode(out.getvalue()).decode()


def engines():
    return [
        Engine("ours", "ours", 60, bench=False), Engine("stock", "ReportLab as it comes", 40, bench=False),
        Engine("typst", "typst", 60), Engine("weasyprint", "WeasyPrint", 8), Engine("fpdf2", "fpdf2", 1),
    ]  # fmt: skip


def main() -> int:
    """Run, print, and return the exit code."""
    began = time.perf_counter()
    build = ROOT / "build"
    build.mkdir(exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="slips-", dir=build))
    quiet = WithChildren()
    try:
        runners, grown = _race(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    taken = quiet.others()
    _print(runners, taken)
    kept = _hold(runners, grown)
    seconds = time.perf_counter() - began
    print(f"\n{seconds:.0f} s. {'The limits hold.' if kept else 'MISSED'}")
    ours, theirs = runners[0], runners[2]
    each = [median(b) / median(a) for a, b in zip(ours.rounds, theirs.rounds, strict=True)]
    print(f"typst takes {median(each):.2f} times as long as ours ({min(each):.2f}-{max(each):.2f})")
    return 0 if kept and median(each) > 1 else 1


def _race(folder):
    """Cold starts in turn, then rounds in turn; at last how much a thousand more slips of ours take."""
    runners = engines()
    for turn in range(COLD):
        for one in runners:
            one.start(folder)
            one.cold.append(one.ask(turn, 1)["cold"])
            if turn < COLD - 1:
                one.stop()
    for turn in range(ROUNDS):
        for one in runners:
            heard = one.ask(100 + turn * 100, one.each)
            one.rounds.append(heard["ms"])
            one.size, one.memory = heard["bytes"], heard["mb"]
    ours = runners[0]
    before = ours.memory
    grown = [ours.ask(10_000 + part * 100, 100)["mb"] - before for part in range(MANY // 100)][-1]
    for one in runners:
        one.stop()
    return runners, grown


def _print(runners, taken):
    print(f"\nOne slip of 80 mm, {ROUNDS} rounds in turn, another person and number each time:")
    print(f"  {'':<24} {'warm p50':>10} {'quietest':>10} {'p95':>10} {'cold':>10} {'bytes':>8} {'memory':>8}")
    for one in runners:
        every = sorted(ms for each in one.rounds for ms in each)
        p95 = every[int(len(every) * 0.95)]
        print(
            f"  {one.title:<24} {one.warm:>7.2f} ms {one.quietest:>7.2f} ms {p95:>7.2f} ms {median(one.cold):>7.0f} ms "
            f"{one.size:>8} {one.memory:>5.0f} MB"
        )
    noisy = ": measure again on a machine that does nothing else." if taken > ALLOWED else "."
    print(f"  Others took {taken:.0%} of the machine{noisy}")


def _hold(runners, grown):
    """Print every limit; whether all are kept."""
    ours = runners[0]
    alike = _alike()
    limits = [
        ("warm, the quietest round", ours.quietest, WARM, " ms"),
        ("cold, the quickest", min(ours.cold), COLD_MS, " ms"),
        ("memory", ours.memory, MEMORY, " MB"), (f"growth over {MANY} slips more", grown, GROWTH, " MB"),
    ]  # fmt: skip
    print("\nLimits:")
    for title, found, limit, unit in limits:
        print(f"  {'ok  ' if found <= limit else 'MISS'} {title}: {found:.2f}{unit} (<= {limit:g}{unit})")
    print(f"  {'ok  ' if alike else 'MISS'} four threads draw the same bytes as one")
    return alike and all(found <= limit for _, found, limit, _ in limits)


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
