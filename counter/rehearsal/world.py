"""A whole rehearsal: a province, one or more branches of one city, their devices and a clock that can be moved."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from counter import hookimpl
from counter.app import Counter, create_app
from counter.branch import Identity, open_branch
from counter.catalogue import Catalogue, load
from counter.cities import UnknownCityError, load_city
from counter.clock import RehearsalClock
from counter.core.bill import Fate, run_of
from counter.core.case import Window
from counter.core.city import City
from counter.core.province import PersonRecord
from counter.devices import Device
from counter.devices.remote.remotes import Remotes
from counter.rehearsal.chip.windows import NUMBERS, VirtualWindows
from counter.rehearsal.devices import Bench, RehearsalIdReader, RehearsalReader
from counter.rehearsal.maker import RehearsalMaker
from counter.rehearsal.people import CITIES, Story, people
from counter.rehearsal.places import PLACES
from counter.rehearsal.pos import RehearsalPos
from counter.rehearsal.province import RehearsalProvince
from counter.rehearsal.systems import RehearsalSystems
from counter.store.bills import By
from counter.store.staff import ADMINISTRATOR, CLERK, SUPERVISOR, hashed
from counter.store.stock import TAKEN_IN
from counter.sync.courier import Courier
from counter.web import rehearsal

ProvinceName = Literal["henan", "shaanxi", "fujian"]


class RehearsalDevices:
    """The plugin that puts rehearsal devices at every window."""

    def __init__(
        self, bench: Bench, city: City, virtual: VirtualWindows | None = None, remotes: Remotes | None = None
    ) -> None:
        self._bench, self._virtual, self._remotes = bench, virtual, remotes or Remotes()
        self._makes, self._swipes = (self._at(city, operation) for operation in ("issue.make", "fees.pos"))

    @staticmethod
    def _at(city: City, operation: str) -> frozenset[str]:
        guide = city.operations.get(operation)
        return frozenset(guide.windows.value) if guide is not None else frozenset()

    @hookimpl
    def counter_devices(self, window: Window) -> Sequence[Device]:
        """Readers everywhere, with real drivers where there are virtual ends; maker and POS terminal where used.

        Where a window's own computer is paired, its readers stand instead.
        """
        virtual = self._virtual.devices(window.id) if self._virtual is not None else ()
        remote = self._remotes.devices(window.id)
        within = (RehearsalIdReader(self._bench, window.id), RehearsalReader(self._bench, window.id))
        maker = (RehearsalMaker(self._bench, window.id),) if window.type in self._makes else ()
        pos = (RehearsalPos(self._bench.terminal, window.id),) if window.type in self._swipes else ()
        return (*(remote or virtual or within), *maker, *pos)


@dataclass(frozen=True, kw_only=True)
class Seats:
    """One branch of the rehearsal: its identity and its windows (id, title, type, bank)."""

    identity: Identity
    windows: tuple[tuple[str, str, str, str], ...]


@dataclass
class World:
    """One city in rehearsal; ``counters`` are its branches by code."""

    city: str
    clock: RehearsalClock
    province: RehearsalProvince
    stories: tuple[Story, ...]
    systems: RehearsalSystems
    counters: dict[str, Counter] = field(default_factory=dict)
    bench: Bench = field(default_factory=Bench)
    virtual: VirtualWindows | None = None

    def stop(self) -> None:
        """Stop the couriers, the province, the other systems and close the databases."""
        for counter in self.counters.values():
            counter.presses.stop()
            counter.courier.stop()
            counter.branch.close()
        self.province.stop()
        self.systems.stop()
        if self.virtual is not None:
            self.virtual.stop()

    def register(self, person: PersonRecord) -> None:
        """Let the province know a person, and the other systems too."""
        self.province.register(person)
        self.systems.know(person.id_number, person.name, person.insured_area, person.category)


# Who drew a number before the day began: minutes ago, and what was pressed on the machine.
ASKED = {14: "挂失、补卡", 9: "换卡", 6: "领卡", 2: "申领"}
START_STOCK = 500
START_BILLS = ("00380001", "00380200")


def start_province(
    city: str, clock: RehearsalClock, stories: tuple[Story, ...], port: int = 0
) -> RehearsalProvince:
    """Start the province this city reports to."""
    name: ProvinceName = load_city(city).facts.province  # type: ignore[assignment]
    province = RehearsalProvince(name, [story.person for story in stories], clock.now, port)
    province.start()
    return province


def new_world(city: str, now: datetime | None = None) -> World:
    """A province with the invented people of this city, and nothing else yet."""
    known = load_city(city).key
    if known not in CITIES:
        raise UnknownCityError(city)
    clock = RehearsalClock(now)
    stories = people(city, clock.now())
    systems = RehearsalSystems((story.person for story in stories), clock.now)
    systems.start()
    for minutes, business in ASKED.items():
        systems.queue.draw(business, clock.now() - timedelta(minutes=minutes))
    province = start_province(city, clock, stories)
    return World(city=city, clock=clock, province=province, stories=stories, systems=systems)


def catalogue_of(world: World, remotes: Remotes) -> Catalogue:
    """The city's plugins with the rehearsal devices."""
    city = load_city(world.city)
    devices = RehearsalDevices(world.bench, city, world.virtual, remotes)
    return load(city, extra=[("rehearsal-devices", devices)])


def add_branch(
    world: World, folder: Path, seats: Seats, staff: Sequence[tuple[str, str, str, str]] = ()
) -> Counter:
    """Open a branch of this world in this folder; ``staff`` are number, name, role and password hash."""
    remotes = Remotes({purpose: f"{number:02X}" for purpose, number in NUMBERS.items()})
    catalogue = catalogue_of(world, remotes)
    connector = catalogue.hook.counter_province(name=world.province.province, url=world.province.url)
    systems = catalogue.connectors({name: world.systems.url(name) for name in catalogue.city.systems})
    branch = open_branch(
        folder, seats.identity, catalogue, world.clock, connector, systems=systems, queue=world.systems.url("queue")
    )
    for window in seats.windows:
        branch.add_window(*window)
    with branch.database.writing():
        for number, name, role, password in staff:
            branch.staff.add(number, name, role, password)
        if not branch.stock.batches():
            now = world.clock.now()
            branch.stock.add(TAKEN_IN, "演练批次", "", START_STOCK, clerk="", window="", now=now, note="演练用的空白卡")
        if not branch.bills.batches() and catalogue.uses_bills:
            by = By(clerk="", window="", now=world.clock.now())
            branch.bills.add(Fate.TAKEN_IN, "演练票据", run_of(*START_BILLS), by, "演练用的财政票据")
    counter = create_app(branch, Courier(branch), world, [rehearsal.pages], remotes=remotes)
    world.counters[seats.identity.code] = counter
    return counter


def rehearsal_staff(password: str) -> list[tuple[str, str, str, str]]:
    """A clerk, a supervisor and an administrator with one password."""
    kept = hashed(password)
    return [
        ("1024", "李静", CLERK, kept),
        ("1001", "周敏", SUPERVISOR, kept),
        ("1000", "王芳", ADMINISTRATOR, kept),
    ]


def demo_seats(city: str) -> Seats:
    """One branch with a window of every type of the city, and of every bank that has issued a card here."""
    facts = load_city(city)
    clock = RehearsalClock()
    banks = sorted({card.bank for story in people(city, clock.now()) for card in story.person.cards})
    titled = [
        (f"{bank}·{kind.title}" if bank else kind.title, key, bank)
        for key, kind in facts.windows.items()
        for bank in (banks if kind.of_bank else [""])
    ]
    windows = tuple((str(n), f"{n} 号窗口（{title}）", key, bank) for n, (title, key, bank) in enumerate(titled, 1))
    code, name = f"{facts.facts.code}01", f"{facts.facts.name}演练网点"
    identity = Identity(code=code, name=name, rehearsal=True, district=PLACES[facts.key].area)
    return Seats(identity=identity, windows=windows)
