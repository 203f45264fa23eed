"""One branch on disk with a clock that stands still, and the road without its pages."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from counter.branch import Branch, Identity, open_branch
from counter.catalogue import load
from counter.cities import load_city
from counter.core.case import Clerk
from counter.rehearsal.devices import Bench
from counter.rehearsal.people import people
from counter.rehearsal.world import RehearsalDevices
from counter.seat import Seat
from counter.store.staff import CLERK
from counter.sync.learn import learn_record
from counter.visit import begin, carry_out
from tests.conftest import NOW

JOINED = "loss.formal+replace.lost"
REPLACING = {"lost_on": "2026-11-19", "mobile": "13909140101", "received": "20"}


class Still:
    """A clock that shows what it was set to."""

    def __init__(self, at: datetime = NOW) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at


@dataclass
class Road:
    """A branch of Shangluo without a province, and a clerk who walks the road."""

    branch: Branch
    clock: Still
    bench: Bench
    folder: Path

    def seat(self, kind: str) -> Seat:
        window = next(w for w in self.branch.windows() if w.type == kind)
        return Seat(clerk=Clerk(number="1024", name="李静", role=CLERK), window=window)

    def meet(self, story: str) -> str:
        """Learn one invented person; returns their id here."""
        person = next(s for s in people("shangluo", NOW) if s.id == story).person
        return learn_record(self.branch, person)

    def draft(self, person: str, offer_id: str, texts: dict[str, str], kind: str) -> tuple[str, Seat]:
        """Fill in and check a form with all papers; returns its operation id."""
        seat = self.seat(kind)
        offer = self.branch.catalogue.offer(offer_id, kind)
        assert offer is not None
        begun = begin(self.branch, person, offer, seat, None)
        papers = frozenset(p.paper for part in offer.parts for p in part.guide.materials)
        drafted = replace(begun.draft, texts={"by": "本人", **texts}, materials=papers, checked=True)
        self.branch.drafts.save(drafted, self.branch.people.key(person))
        return drafted.op_id, seat

    def do(
        self, person: str, offer_id: str, texts: dict[str, str] | None = None, kind: str = "bank_outlet", **secrets: str
    ) -> str:
        """Carry one offer out; returns its operation id."""
        op_id, seat = self.draft(person, offer_id, texts or {}, kind)
        refused = carry_out(self.branch, op_id, seat, secrets)
        assert refused is None, refused
        return op_id

    def lose(self, person: str) -> str:
        return self.do(person, "loss.temporary", {"lost_on": "2026-11-19"}, "bureau")

    def replace(self, person: str) -> str:
        return self.do(person, JOINED, REPLACING)

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        return self.branch.database.rows(sql, *values)


@pytest.fixture
def open_road(tmp_path: Path) -> Iterator[Callable[..., Road]]:
    """Open the same folder, again if need be, as after a restart."""
    opened: list[Branch] = []
    bench = Bench()

    def start(clock: Still | None = None, folder: Path = tmp_path / "branch") -> Road:
        for branch in opened:
            branch.close()
        city, clock = load_city("shangluo"), clock or Still()
        catalogue = load(city, extra=[("devices", RehearsalDevices(bench, city))])
        branch = open_branch(folder, Identity(code="61100201", name="演练网点"), catalogue, clock, None)
        opened.append(branch)
        for number, kind in enumerate(("bureau", "bank_outlet", "bank"), 1):
            branch.add_window(str(number), f"{number} 号窗口", kind)
        return Road(branch, clock, bench, folder)

    yield start
    for branch in opened:
        branch.close()


@pytest.fixture
def road(open_road: Callable[..., Road]) -> Road:
    return open_road()
