"""Remove one condition at a time and look for the visit or test that notices; what nobody notices is not proved.

    .venv/bin/python tools/without.py --count 20 --seed 7
    .venv/bin/python tools/without.py loss. not_discounted

Each condition of each operation and way to pay, each put to every operation, and each check of the counter's own
(windows, papers, guardians ...) is taken out in a process of its own. The visits that quote one of its sentences are
played first, then the others that speak of the operation, then the tests that name the condition or quote it.
"""

import argparse
import contextlib
import io
import multiprocessing
import os
import random
import re
import sys
import time
import typing
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import pytest  # noqa: E402 - the checkout this file lies in is the one that is tried

from counter.catalogue import Catalogue, load  # noqa: E402
from counter.cities import city_keys, load_city  # noqa: E402
from counter.commands.smoke import STORIES  # noqa: E402
from counter.core import asked, decision, each, evidence, photo, reversal, second  # noqa: E402
from counter.core.case import Condition  # noqa: E402
from counter.core.operation import Operation, Way  # noqa: E402
from counter.core.ruled import Refusal  # noqa: E402
from counter.rehearsal.play import play  # noqa: E402
from counter.rehearsal.play.read import read_visit  # noqa: E402
from counter.rehearsal.play.words import Do, Expect, Visit  # noqa: E402
from counter.sentences import GAP, refused_by, sentences  # noqa: E402

VISITS = ROOT / "tests" / "visits"
OWN = (decision, asked, each, evidence, photo, reversal, second)
NOT_ABOUT_THE_DESK = {"test_visits.py", "test_guides.py", "test_hooks.py", "test_diagram.py", "test_without.py"}
LONG_ENOUGH = 4
ELSEWHERE = 0
REFUSING = {"不能办理", "桌面不可办", "填写有误", "待办含"}


@dataclass(frozen=True)
class Removed:
    """One condition: where it is put, its name, the cities that have it, what it can say, and how to take it out."""

    place: str
    name: str
    cities: frozenset[str]
    said: tuple[str, ...]
    take: Callable[[], None]

    @property
    def label(self) -> str:
        """loss.release through_its_channel."""
        return f"{self.place} {self.name}"


@dataclass(frozen=True)
class Found:
    """What noticed that a condition is gone; empty when nothing did."""

    label: str
    by: str
    seconds: float
    file: str = ""


def removable() -> list[Removed]:
    """Everything that can be taken out, in the order of the city files."""
    catalogues = [load(load_city(key)) for key in city_keys()]
    out: dict[tuple[str, str], Removed] = {}
    for catalogue in catalogues:
        for one in _of(catalogue):
            known = out.get((one.place, one.name), one)
            out[one.place, one.name] = replace(known, cities=known.cities | one.cities)
    return [*out.values(), *_own(frozenset(city_keys()))]


def _of(catalogue: Catalogue) -> Iterator[Removed]:
    """The conditions of one city's operations and ways, and those put to all."""
    here = frozenset({catalogue.city.key})
    used = [catalogue.operations[key] for key in catalogue.city.operations if key in catalogue.operations]
    for one in (*used, *catalogue.ways.values()):
        for said in one.conditions:
            yield Removed(one.id, said.name, here, sentences(said), _without(one, said))
    for across in catalogue.across:
        yield Removed("across", across.condition.name, here, sentences(across.condition), _silent(across.condition))


def _without(one: Operation | Way, said: Condition) -> Callable[[], None]:
    return lambda: object.__setattr__(one, "conditions", tuple(c for c in one.conditions if c is not said))


def _silent(said: Condition) -> Callable[[], None]:
    return lambda: object.__setattr__(said, "check", lambda _case: None)


def _own(cities: frozenset[str]) -> Iterator[Removed]:
    """The counter's own checks: functions of its core that give refusals."""
    for module in OWN:
        for name, check in vars(module).items():
            if callable(check) and getattr(check, "__module__", "") == module.__name__ and _gives_refusals(check):
                yield Removed(module.__name__, name, cities, refused_by(check), _nothing(check))


def _gives_refusals(check: Callable[..., object]) -> bool:
    try:
        given = typing.get_type_hints(check).get("return")
    except (NameError, TypeError):
        return False
    return Refusal in typing.get_args(given) and typing.get_origin(given) is not typing.Union


def _nothing(check: Callable[..., object]) -> Callable[[], None]:
    """Put nothing in its place, wherever it was imported to."""

    def take() -> None:
        for module in [m for n, m in sys.modules.items() if n.startswith("counter") and isinstance(m, ModuleType)]:
            for name, held in list(vars(module).items()):
                if held is check:
                    setattr(module, name, lambda *_args, **_named: [])

    return take


@cache
def visits() -> dict[Path, Visit]:
    """Every visit and story, read once."""
    return {path: read_visit(path) for path in (*sorted(VISITS.glob("*.txt")), *sorted(STORIES.glob("*.txt")))}


def in_turn(gone: Removed) -> list[Path]:
    """The visits of its cities, those first that are likeliest to notice."""
    pieces = [part for text in gone.said for part in text.split(GAP) if len(part) >= LONG_ENOUGH]
    mine = [path for path, visit in visits().items() if visit.city in gone.cities]
    weight = {path: _weight(visits()[path], gone.place, pieces) for path in mine}
    return sorted((path for path in mine if weight[path] > ELSEWHERE), key=lambda path: -weight[path])


def _weight(visit: Visit, operation: str, pieces: list[str]) -> int:
    guide = load_city(visit.city).operations.get(operation)
    title = guide.title if guide is not None else ""
    refused = [str(step.words) for step in visit.steps if isinstance(step, Expect) and step.kind in REFUSING]
    quotes = any(piece in text or any(word in piece for word in _words(text)) for piece in pieces for text in refused)
    done = any(isinstance(step, Do) and title in step.title for step in visit.steps)
    cannot = any(isinstance(s, Expect) and s.kind == "桌面不可办" and s.words[0] == title for s in visit.steps)
    named = any(title in text for text in refused)
    return 16 * quotes + 6 * cannot + 4 * done + 2 * named + bool(refused and not title)


def _words(text: str) -> list[str]:
    return [word for word in re.findall("[\u4e00-\u9fff，“”]+", text) if len(word) >= LONG_ENOUGH]


def tests_for(gone: Removed) -> list[str]:
    """The tests that name the condition or quote its sentences."""
    wanted = [gone.name, *(part for text in gone.said for part in text.split(GAP) if len(part) > LONG_ENOUGH)]
    files = [path for path in sorted((ROOT / "tests").rglob("test_*.py")) if path.name not in NOT_ABOUT_THE_DESK]
    texts = {path: path.read_text("utf-8") for path in files}
    return [str(path) for path, text in texts.items() if any(word in text for word in wanted)]


def search(gone: Removed) -> Found:
    """Take it out here, and play until something is no longer as it should be."""
    began = time.monotonic()
    gone.take()
    for path in in_turn(gone):
        (outcome,) = play([path], read_slips=False)
        if not outcome.well:
            by = " ".join(str(outcome.differences[0]).split()).partition(" 实为：")[0]
            return Found(gone.label, by, time.monotonic() - began, str(path))
    files = tests_for(gone)
    failed = _Failed()
    with contextlib.redirect_stdout(io.StringIO()):
        code = pytest.main(["-x", "-q", "-p", "no:cacheprovider", *files], plugins=[failed]) if files else 0
    return Found(gone.label, failed.name if code else "", time.monotonic() - began)


class _Failed:
    """Keeps the name of the test that failed."""

    name = "tests do not run"

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Remember what failed."""
        if report.failed:
            self.name = report.nodeid


CHOSEN: list[Removed] = []


def _search(number: int) -> Found:
    with open(os.devnull, "w") as nowhere, contextlib.redirect_stderr(nowhere):  # noqa: PTH123 - not a file of ours
        try:
            return search(CHOSEN[number])
        except Exception as error:  # noqa: BLE001 - without a condition anything may break; that is noticed too
            return Found(CHOSEN[number].label, f"{type(error).__name__}: {error}", 0.0)


def main() -> int:
    """Print what noticed each; 1 when something survived, 2 when a visit fails with everything in its place."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("only", nargs="*", help="only those whose operation or name contains one of these")
    parser.add_argument("--count", type=int, help="so many at random")
    parser.add_argument("--seed", type=int, default=0, help="which at random")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes beside each other")
    wanted = parser.parse_args()
    found = [one for one in removable() if not wanted.only or any(word in one.label for word in wanted.only)]
    if wanted.count is not None:
        found = random.Random(wanted.seed).sample(found, min(wanted.count, len(found)))  # noqa: S311 - no secret
    CHOSEN.extend(found)
    visits()
    fork = multiprocessing.get_context("fork")
    survived, noticed = [], set()
    with fork.Pool(wanted.jobs, maxtasksperchild=1) as pool:
        for one in pool.imap(_search, range(len(found))):
            print(f"{one.seconds:6.1f} s  {one.label:<55} {one.by or 'SURVIVED'}", flush=True)
            survived += [] if one.by else [one.label]
            noticed |= {one.file} - {""}
        broken = [str(o) for o in pool.imap(_as_it_is, sorted(noticed)) if o]
    print(f"{len(found)} removed, {len(found) - len(survived)} noticed, {len(survived)} survived")
    print(*survived, *broken, sep="\n")
    return 2 if broken else 1 if survived else 0


def _as_it_is(path: str) -> str:
    """What is wrong with this visit when nothing was removed."""
    (outcome,) = play([path], read_slips=False)
    return "" if outcome.well else str(outcome)


if __name__ == "__main__":
    sys.exit(main())
