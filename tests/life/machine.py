"""The walk as a hypothesis state machine: which step comes next, and every choice within it."""

import shutil
import tempfile
from collections import Counter as Tally
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar, TypeVar

from hypothesis import HealthCheck, Phase, assume, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test
from werkzeug.security import generate_password_hash

from counter.core.dates import BEIJING
from tests.clerk import PASSWORD

from .events import FAULTS, HAPPENINGS
from .scene import Chair, Guest
from .walk import Begun, Desk, Walk

T = TypeVar("T")
KEPT = generate_password_hash(PASSWORD, "pbkdf2:sha256:1")
STARTS = (datetime(2026, 11, 20, 10, 31), datetime(2026, 11, 30, 16, 5), datetime(2026, 1, 31, 9, 2))


class Drawn:
    """Choices that hypothesis makes."""

    def __init__(self, source: Any) -> None:
        self._source = source

    def pick(self, some: Sequence[T]) -> T:
        """One of these."""
        return some[self._source.draw(st.integers(0, len(some) - 1))] if len(some) > 1 else some[0]


class LifeMachine(RuleBasedStateMachine):
    """Somebody comes, something happens, somebody decides: in any order."""

    city: ClassVar[str] = ""
    reached: ClassVar[dict[str, Tally[str]]] = {}
    stuck: ClassVar[dict[str, dict[str, str]]] = {}
    steps: ClassVar[Tally[str]] = Tally()

    def __init__(self) -> None:
        super().__init__()
        self.walk: Walk | None = None
        self.broken = False
        self.folder = Path(tempfile.mkdtemp(prefix="life"))

    @initialize(source=st.data())
    def comes_to_be(self, source: Any) -> None:
        draws = Drawn(source)
        # The first walk that hypothesis tries has no choices in it: always the first thing, which is no walk.
        assume(source.draw(st.integers(0, 99)) > 0)
        start = draws.pick(STARTS).replace(tzinfo=BEIJING)
        self.walk = Walk(self.city, self.folder, start, KEPT)
        guests = self.walk.scene.guests
        fixed = [g for g in guests if not g.known or g.child or g.unit]
        others = [g for g in guests if g not in fixed]
        first = draws.pick(range(len(others)))
        self.cast = [*(others[(first + n * 3) % len(others)] for n in range(4)), *fixed]
        self.guest: Guest = self.cast[0]
        self.code = min(self.walk.scene.seats)

    def _after(self) -> None:
        assert self.walk is not None
        LifeMachine.steps[self.city] += 1
        self.broken = True
        self.walk.laws.hold()
        self.broken = False

    def _chairs(self) -> list[Chair]:
        assert self.walk is not None
        return [chair for chair in self.walk.scene.chairs if chair.branch == self.code]

    def _desks(self) -> list[Desk]:
        assert self.walk is not None
        found = [self.walk.open(chair, self.guest) for chair in self._chairs()]
        return [desk for desk in found if desk is not None]

    def _possible(self, draws: Drawn, desks: list[Desk]) -> tuple[Desk, str] | None:
        """One thing that can be done now, what was done least first."""
        assert self.walk is not None
        both = [(desk, offer) for desk in desks for offer in desk.can]
        if not both:
            return None
        both.sort(key=lambda one: (self.walk.done[one[1]] + self.walk.refused[one[1]], one[1], one[0].chair.window))
        return draws.pick(both) if draws.pick([False, True]) else both[0]

    @rule(source=st.data())
    def somebody_comes(self, source: Any) -> None:
        draws = Drawn(source)
        assert self.walk is not None
        self.guest = draws.pick(self.cast)
        self.code = draws.pick(sorted(self.walk.scene.seats))
        self._visit(draws)

    @rule(source=st.data())
    def goes_on(self, source: Any) -> None:
        self._visit(Drawn(source))

    @rule(source=st.data())
    def goes_on_further(self, source: Any) -> None:
        self._visit(Drawn(source))

    @rule(source=st.data())
    def goes_on_and_on(self, source: Any) -> None:
        self._visit(Drawn(source))

    @rule(source=st.data())
    def comes_again(self, source: Any) -> None:
        self._visit(Drawn(source))

    @rule(source=st.data())
    def goes_elsewhere(self, source: Any) -> None:
        draws = Drawn(source)
        assert self.walk is not None
        self.code = draws.pick(sorted(self.walk.scene.seats))
        self._visit(draws)

    def _visit(self, draws: Drawn) -> None:
        assert self.walk is not None
        desks = self._desks()
        makings = [(desk, href) for desk in desks for href in desk.makings.values()]
        if makings and draws.pick([True, True, False]):
            self._carry_on(draws, *draws.pick(makings))
        chosen = self._possible(draws, desks)
        if chosen is None:
            self._after()
            return
        desk, offer = chosen
        if draws.pick([True, True, True, False]):
            self.walk.lay(desk.chair, self.guest, draws.pick(["新卡", "新卡", "新卡", "旧卡", "临时卡", "拿走卡"]))
        begun = self.walk.begin(desk, self.guest, offer, draws)
        if begun is None:
            self._after()
            return
        if draws.pick([False, False, False, False, True]):
            self.walk.say("  先不确认，留着")
            self.walk.begun.append(begun)
        else:
            calm = self.walk.calm()
            self._confirm(begun, draws)
            if calm:
                self.walk.scene.round(begun.chair.branch)
                self.walk.laws.not_sent_back(begun.chair.branch, begun.page.path.rpartition("/")[2], begun.offer)
        self._after()

    def _carry_on(self, draws: Drawn, desk: Desk, href: str) -> None:
        assert self.walk is not None
        self.walk._sits(desk.chair, self.guest)
        page = self.walk.fetch(desk.chair, href)
        if draws.pick([False, False, False, True]):
            self.walk.give_up(desk.chair, page)
        elif page.path.startswith("/making/"):
            self.walk.make(desk.chair, page, draws)

    def _confirm(self, begun: Begun, draws: Drawn) -> None:
        assert self.walk is not None
        self.walk.confirm(begun, draws)
        if draws.pick([True, True, False]):
            self.walk.scene.round(begun.chair.branch)

    @rule(source=st.data())
    def what_cannot_be_is_tried(self, source: Any) -> None:
        draws = Drawn(source)
        assert self.walk is not None
        desk = self.walk.open(draws.pick(self._chairs()), self.guest)
        if desk is not None and desk.cannot:
            begun = self.walk.begin(desk, self.guest, draws.pick(sorted(desk.cannot)), draws)
            assert begun is None
        self._after()

    @rule(source=st.data())
    def what_was_left_is_confirmed(self, source: Any) -> None:
        draws = Drawn(source)
        assert self.walk is not None
        if self.walk.begun:
            begun = self.walk.begun.pop(draws.pick(range(len(self.walk.begun))))
            self.walk.say(f"回到没有确认的“{begun.title}”（{begun.guest.name}）")
            self._confirm(begun, draws)
        self._after()

    @rule()
    def confirmed_twice(self) -> None:
        assert self.walk is not None
        self.walk.again()
        self._after()

    @rule(source=st.data())
    def time_passes(self, source: Any) -> None:
        assert self.walk is not None
        self.walk.turn("过", self.guest, Drawn(source))
        self._after()

    @rule(source=st.data())
    def something_fails(self, source: Any) -> None:
        draws = Drawn(source)
        assert self.walk is not None
        self.walk.turn(draws.pick(FAULTS), self.guest, draws)
        self._after()

    @rule(source=st.data())
    def something_happens(self, source: Any) -> None:
        draws = Drawn(source)
        assert self.walk is not None
        self.walk.turn(draws.pick(HAPPENINGS), draws.pick(self.cast), draws)
        self._after()

    @rule(source=st.data())
    def all_is_sent(self, source: Any) -> None:
        assert self.walk is not None
        self.walk.turn("上送一轮", self.guest, Drawn(source))
        self._after()

    @rule(source=st.data())
    def somebody_decides(self, source: Any) -> None:
        assert self.walk is not None
        draws = Drawn(source)
        self.walk.decide(draws.pick(sorted(self.walk.scene.seats)), draws)
        self._after()

    def teardown(self) -> None:
        if self.walk is None:
            return
        try:
            if not self.broken:
                self.walk.rest()
        finally:
            self.reached.setdefault(self.city, Tally()).update(self.walk.done)
            self.stuck.setdefault(self.city, {}).update(self.walk.stuck)
            note(f"\n{self.walk.story}")
            self.walk.stop()
            shutil.rmtree(self.folder, ignore_errors=True)


def machine_for(city: str) -> type[LifeMachine]:
    """The machine of one city."""
    return type(f"Life_{city}", (LifeMachine,), {"city": city})


def walk_life(machine: type[LifeMachine], examples: int, steps: int, seed: int | None = None) -> None:
    """Walk so many times so many steps; without a seed always the same walks."""
    if seed is not None:
        machine._hypothesis_internal_use_seed = seed  # type: ignore[attr-defined]  # what @seed() sets
    run_state_machine_as_test(machine, settings=quickly(examples, steps, derandomize=seed is None))


def quickly(examples: int, steps: int, *, derandomize: bool = True) -> settings:
    """So many walks of so many steps, without shrinking."""
    return settings(
        max_examples=examples, stateful_step_count=steps, derandomize=derandomize, database=None, deadline=None,
        suppress_health_check=list(HealthCheck), phases=[Phase.generate],
    )
