"""Where a walk takes place: a province over HTTP, two branches with their windows, a clock that stands."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from counter.branch import Identity
from counter.cities import load_city
from counter.clock import RehearsalClock
from counter.commands.listen import Listener
from counter.rehearsal.people import check_sign, people
from counter.rehearsal.play.browser import Browser, serve
from counter.rehearsal.play.page import Page
from counter.rehearsal.systems import RehearsalSystems
from counter.rehearsal.world import Seats, World, add_branch, start_province
from counter.store.staff import CLERK, SUPERVISOR
from tests.clerk import PASSWORD

PATIENCE = 30.0
CHIEF = "1001"
DEPUTY = "1002"


class StandingClock(RehearsalClock):
    """A clock that moves only when it is told to, so that the same walk is the same again."""

    def __init__(self, start: datetime) -> None:
        self._at = start

    def now(self) -> datetime:
        return self._at

    def pass_time(self, span: timedelta) -> None:
        self._at += span


@dataclass(frozen=True)
class Chair:
    """One window of one branch, and the clerk whose place it is."""

    branch: str
    window: str
    title: str
    type: str
    bank: str
    clerk: str

    def __str__(self) -> str:
        return f"{self.branch}·{self.title}"


@dataclass(frozen=True)
class Guest:
    """Somebody who may come to a window, or a unit; ``cards`` are the numbers the province gave them before."""

    number: str
    name: str
    unit: bool = False
    known: bool = True
    child: bool = False


class Scene:
    """One city with two branches of different banks; all clerks sit at their windows all the time."""

    def __init__(self, city: str, folder: Path, start: datetime, password_hash: str) -> None:
        self.key, self.city, self.folder, self._hash = city, load_city(city), folder, password_hash
        clock = StandingClock(start)
        stories = people(city, start)
        systems = RehearsalSystems((story.person for story in stories), clock.now)
        systems.start()
        self.world = World(
            city=city, clock=clock, stories=stories, systems=systems, province=start_province(city, clock, stories)
        )
        self.listeners: dict[str, Listener] = {}
        self.seats: dict[str, Seats] = {}
        self.chairs: list[Chair] = []
        self.browsers: dict[tuple[str, str], Browser] = {}
        self.guests = self._guests()
        self._banks()
        for number in (1, 2):
            self._furnish(number)
        for code in self.seats:
            self.open(code)

    # how it is furnished

    def _guests(self) -> list[Guest]:
        out = []
        for story in self.world.stories:
            child = self.world.clock.now().year - story.person.born_on.year < self.city.facts.guardian_below.value
            out.append(Guest(story.person.id_number, story.person.name, child=child))
        first17 = f"{self.city.facts.code[:4]}0219870314351"
        out.append(Guest(first17 + check_sign(first17), "欧阳㛃", known=False))
        self.world.systems.know(out[-1].number, out[-1].name)
        units = {s.person.unit_number: s.person.unit_name for s in self.world.stories if s.person.unit_number}
        if units:
            units |= {f"{self.city.facts.code}0{n}": f"演练网点{n}" for n in (1, 2)}
        return out + [Guest(number, name, unit=True) for number, name in units.items()]

    def _banks(self) -> None:
        """Everybody's card is of one of the two banks that have windows here."""
        banks = self.banks
        for n, story in enumerate(self.world.stories):
            cards = tuple(replace(card, bank=banks[n % 2]) for card in story.person.cards)
            self.world.register(replace(story.person, cards=cards))

    @property
    def banks(self) -> Sequence[str]:
        """The two banks that have windows here."""
        banks = sorted({card.bank for story in self.world.stories for card in story.person.cards})
        return [banks[0], banks[-1]]

    def _furnish(self, number: int) -> None:
        code = f"{self.city.facts.code}{number:02d}"
        bank = self.banks[number - 1]
        places = []
        for n, (kind, facts) in enumerate(self.city.windows.items(), 1):
            here = bank if facts.of_bank else ""
            places.append((f"{code}-{n}", f"{n} 号窗口（{here}{facts.title}）", kind, here))
            self.chairs.append(Chair(code, *places[-1], clerk=f"20{n:02d}"))
        name = f"{self.city.facts.name}演练网点{'甲乙'[number - 1]}"
        self.seats[code] = Seats(identity=Identity(code=code, name=name, rehearsal=True), windows=tuple(places))

    # the branches

    def open(self, code: str) -> None:
        """Open a branch, and let everybody log in who is not."""
        clerks = [(chair.clerk, "李静", CLERK, self._hash) for chair in self.chairs if chair.branch == code]
        staff = [*clerks, (CHIEF, "周敏", SUPERVISOR, self._hash), (DEPUTY, "王芳", SUPERVISOR, self._hash)]
        counter = add_branch(self.world, self.folder / code, self.seats[code], staff)
        counter.courier.patience = PATIENCE
        self.listeners[code] = serve(counter)
        for seat in [key for key in self.browsers if key[0] == code]:
            before = self.browsers.pop(seat)
            before.close()
            self.browsers[seat] = Browser(self.listeners[code])
            self.browsers[seat]._cookies = dict(before._cookies)

    def shut(self, code: str) -> None:
        """End one branch's program; its folder stays."""
        self.listeners.pop(code).stop()
        counter = self.world.counters.pop(code)
        counter.courier.stop()
        counter.branch.close()

    def restart(self, code: str) -> None:
        """The program of one branch is ended and started again."""
        self.shut(code)
        self.open(code)

    def stop(self) -> None:
        """End everything."""
        for browser in self.browsers.values():
            browser.close()
        for listener in self.listeners.values():
            listener.stop()
        self.world.stop()

    # who asks for pages

    def browser(self, chair: Chair, clerk: str = "") -> Browser:
        """The browser at this window, logged in; a supervisor sits down beside the clerk."""
        number = clerk or chair.clerk
        seat = (chair.branch, f"{chair.window}/{number}")
        known = self.browsers.get(seat)
        if known is None:
            known = self.browsers[seat] = Browser(self.listeners[chair.branch])
            self.log_in(known, chair, number)
        return known

    def log_in(self, browser: Browser, chair: Chair, number: str) -> None:
        """Log in at this window."""
        filling = browser.get("/login").form("/login")
        filling.fields.update(number=number, password=PASSWORD, window=chair.window)
        page: Page = browser.post("/login", filling.posted())
        assert not page.path.startswith("/login"), page.root.text

    def round(self, code: str = "") -> None:
        """Let one branch, or all, talk to the province and the other systems once."""
        for one, counter in self.world.counters.items():
            if code in ("", one):
                counter.courier.round(news=True)
                counter.findings.clear()

    def retry(self) -> None:
        """Nobody waits for the next try."""
        for counter in self.world.counters.values():
            counter.branch.database.run("UPDATE outbox SET next_ms=0 WHERE state=0")
            counter.branch.database.run("UPDATE delivery SET next_ms=0 WHERE state IN (0,1)")
