"""The whole run: make everything, race, prove that nothing was lost, print the figures, hold the gate."""

import shutil
import tempfile
import time
from pathlib import Path
from statistics import median

from figures import HEADING, Rounds, line, ratio, verdict
from proof import faults
from rounds import KEPT, ROUNDS, Race
from servers import ROOT, start_counter

OVER_DATASETTE, OF_CEILING = 1.5, 0.5
P99_CROWD, P99_ALONE, START, MEMORY = 200, 50, 1.0, 120
WARM_STARTS = 3
ALLOWED = 0.15
NOISY = ": measure again on a machine that does nothing else."
SHOWN = {
    "loss 32": "counter: 临时挂失, 32 clerks",
    "mixed 32": "counter: half 正式挂失并遗失补卡, 32 clerks",
    "models 32": "no rules, peewee's models, 32 clients",
    "sql 32": "no rules, hand-written SQL, 32 clients",
    "datasette 32": "Datasette, one bare row, 32 clients",
    "loss 1": "counter: 临时挂失, 1 clerk",
    "models 1": "no rules, peewee's models, 1 client",
    "sql 1": "no rules, hand-written SQL, 1 client",
    "datasette 1": "Datasette, one bare row, 1 client",
    "bare": "SQLite, one bare row a commit, no server",
}


def main() -> int:
    """Run, print, and return the exit code."""
    began = time.perf_counter()
    build = ROOT / "build"
    build.mkdir(exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="road-", dir=build))
    try:
        wrong = _run(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(f"\n{time.perf_counter() - began:.0f} s. " + ("MISSED" if wrong else "The gate holds."))
    return 1 if wrong else 0


def _run(folder: Path) -> bool:
    race = Race(folder)
    try:
        race.walk()
        race.warm()
        for number in range(ROUNDS):
            race.round(number)
        memory = race.ours.megabytes
    finally:
        race.stop()
    warm = [_start(race) for _ in range(WARM_STARTS)]
    got = race.results()
    _print_rates(race, got)
    return _hold(race, got, memory, median(warm))


def _start(race: Race) -> float:
    server = start_counter(race.folder, race.port)
    server.stop()
    return server.started


def _print_rates(race: Race, got: dict[str, Rounds]) -> None:
    print(f"\nConfirmed operations, the {KEPT} quietest of {ROUNDS} rounds in turn:\n{HEADING}")
    for name, title in SHOWN.items():
        print(line(title, got[name]))
    taken = max(race.others)
    print(f"  Others took up to {taken:.0%} of the machine in these rounds{NOISY if taken > ALLOWED else '.'}")
    print(f"\nThe pages of one visit:\n{HEADING}")
    for page in race.signed.pages():
        for who in ("32", "1"):
            print(line(f"{page}, {who} clerk{'s' * (who != '1')}", race.pages[f"{page} {who}"]))


def _hold(race: Race, got: dict[str, Rounds], memory: float, warm: float) -> bool:
    """Print ratios, aims and gate; True when something of the gate is missed."""
    print("\nRatios within a round, the middle one and the range:")
    for title, mine, theirs in (
        ("临时挂失 / Datasette, 1", "loss 1", "datasette 1"),
        ("临时挂失 / no rules, models, 1", "loss 1", "models 1"),
        ("临时挂失 / no rules, SQL, 1", "loss 1", "sql 1"),
        ("half with new card / Datasette, 32", "mixed 32", "datasette 32"),
        ("half with new card / no rules, models, 32", "mixed 32", "models 32"),
        ("临时挂失 / no rules, SQL, 32", "loss 32", "sql 32"),
    ):
        print(ratio(title, got[mine], got[theirs])[0])
    first, over = ratio("临时挂失 / Datasette, 32", got["loss 32"], got["datasette 32"])
    second, share = ratio("临时挂失 / no rules, models, 32", got["loss 32"], got["models 32"])
    print(f"{first}\n{second}\n\nAims:")
    for text, _ in (
        verdict("p99 with 32 clerks", got["loss 32"].at(0.99), P99_CROWD, least=False, unit=" ms"),
        verdict("p99 alone", got["loss 1"].at(0.99), P99_ALONE, least=False, unit=" ms"),
        verdict("start, files not in memory", race.ours.started, START, least=False, unit=" s"),
        verdict("start again", warm, START, least=False, unit=" s"),
        verdict("memory after the run", memory, MEMORY, least=False, unit=" MB"),
    ):
        print(text)
    print("\nGate:")
    gate = [
        verdict("32 clerks over Datasette", over, OVER_DATASETTE, least=True, unit="x"),
        verdict("32 clerks over no rules, models", share, OF_CEILING, least=True, unit="x"),
    ]
    wrong = faults(race.folder, race.supply.all())
    print("\n".join(text for text, _ in gate))
    kept = f"  ok   {len(race.supply.all())} confirmed forms: each in the journal once, chain whole, money balanced"
    print("\n".join(f"  MISS {text}" for text in wrong) or kept)
    return bool(wrong) or not all(kept for _, kept in gate)
