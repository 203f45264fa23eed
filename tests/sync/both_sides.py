"""What the tests of the line to the province share: a branch's windows, persons, and both sides compared."""

from collections import Counter as Tally
from datetime import timedelta

from counter.app import Counter
from counter.branch import Identity
from counter.cities import load_city
from counter.core.party import Party
from counter.core.province import PersonRecord
from counter.core.states import Kind
from counter.core.temporary import deposit_of
from counter.rehearsal.world import Seats, World
from counter.store.outbox import ACCEPTED
from counter.store.staff import CLERK
from tests.clerk import PASSWORD, Clerk

NEAR = timedelta(seconds=1)


def seats(city: str, *types: str, code: str = "") -> Seats:
    """One window of each of these types (or of every type), in no bank's outlet."""
    facts = load_city(city)
    wanted = types or tuple(facts.windows)
    windows = tuple((str(n), facts.windows[key].title, key, "") for n, key in enumerate(wanted, 1))
    identity = Identity(code=code or f"{facts.facts.code}01", name=f"{'、'.join(wanted)}网点", rehearsal=True)
    return Seats(identity=identity, windows=windows)


def at_windows(counter: Counter, *types: str) -> dict[str, Clerk]:
    """A clerk at each of these windows; a number can be logged in at one window only."""
    password = counter.branch.database.row("SELECT password FROM staff WHERE number='1024'")
    with counter.branch.database.writing():
        for n, _ in enumerate(types):
            counter.branch.staff.add(f"20{n:02d}", f"李静{n}", CLERK, password[0])
    return {window: Clerk(counter, window, f"20{n:02d}") for n, window in enumerate(types)}


def person(world: World, story: str) -> PersonRecord:
    return next(s.person for s in world.stories if s.id == story)


def number(world: World, story: str) -> str:
    return person(world, story).id_number


def dossier(counter: Counter, pid: str):
    found = counter.branch.people.dossier(pid)
    assert found is not None
    return found.on(counter.branch.clock.now())


def states(counter: Counter, pid: str, kind: Kind = Kind.CARD) -> list[str]:
    """The states of a person's cards (or payments), in the order of the words."""
    return sorted(subject.state.value for subject in dossier(counter, pid).of(kind))


def journal(counter: Counter) -> list[tuple[str, str]]:
    """Every journal row: operation and origin."""
    return counter.branch.database.rows("SELECT operation, origin FROM journal ORDER BY seq")


def work(clerk: Clerk) -> list[tuple[str, str]]:
    """The open work items as the page shows them: number and text."""
    page = clerk.get("/work")
    return list(zip(page.marks.get("data-work", []), page.texts("data-work-text"), strict=True))


CLERK_TOO = {"second_number": "1024", "second_password": PASSWORD}


def settle(supervisor: Clerk, decision: str) -> None:
    """Decide the oldest open item; where a second person is asked, a clerk confirms."""
    item, _ = work(supervisor)[0]
    done = supervisor.post(f"/work/{item}", {"decision": decision, **CLERK_TOO})
    assert done.status == 200, done.words


def province_words(clerk: Clerk, op_path: str) -> list[str]:
    """What the done page says of the province, part by part."""
    return clerk.get(op_path).texts("data-province")


def _here(counter: Counter, pid: str) -> list[tuple[str, ...]]:
    found = dossier(counter, pid)
    cards = []
    for card in found.of(Kind.CARD):
        functions = (found.function(kind, card) for kind in (Kind.SOCIAL, Kind.FINANCIAL))
        words = [f.state.value if f is not None else "" for f in functions]
        cards.append((card.number, card.state.value, card.facts.get("bank", ""), *words))
    return sorted(cards)


def _there(record: PersonRecord) -> list[tuple[str, ...]]:
    return sorted(
        (c.number, c.state, c.bank, c.social if c.number else "", c.financial if c.number else "")
        for c in record.cards
    )


def _temporary_here(counter: Counter, pid: str) -> list[tuple[str, str, str]]:
    found = dossier(counter, pid)
    deposits = ((card, deposit_of(found, card)) for card in found.of(Kind.TEMPORARY))
    return sorted((card.number, card.state.value, p.state.value if p is not None else "") for card, p in deposits)


def _temporary_there(record: PersonRecord) -> list[tuple[str, str, str]]:
    return sorted((card.number, card.state, card.deposit_state) for card in record.temporary)


def agree(world: World, *counters: Counter) -> None:
    """Each branch's copy is the province's record, and each accepted entry was applied once, in order."""
    applied = [(one.id_number, one.key.removesuffix("/mark"), one.key) for one in world.province.applied]
    assert max(Tally(key for _, _, key in applied).values(), default=1) == 1
    accepted: set[str] = set()
    for counter in counters:
        for (pid,) in counter.branch.database.rows("SELECT id FROM person"):
            if dossier(counter, pid).holder.party is Party.UNIT:
                continue
            id_number = dossier(counter, pid).holder.id_number
            record = world.province.record(id_number)
            assert record is not None
            here, there = _here(counter, pid), _there(record)
            assert here == there, (here, there)
            assert _temporary_here(counter, pid) == _temporary_there(record)
            for card in dossier(counter, pid).of(Kind.CARD):
                until = next(c.lost_until for c in record.cards if c.number == card.number)
                if card.state.value == "临时挂失":
                    assert (card.until is None) == (until is None)
                    assert until is None or abs(until - card.until) < NEAR
            keys = [
                f"{op_id}.{part}"
                for op_id, part in counter.branch.database.rows(
                    "SELECT j.op_id, j.part FROM journal j JOIN outbox o ON o.seq=j.seq"
                    " WHERE o.person=? AND o.state=? ORDER BY o.seq", pid, ACCEPTED,
                )
            ]  # fmt: skip
            mine = [key for who, key, _ in applied if who == id_number and key in keys]
            assert list(dict.fromkeys(mine)) == keys
            accepted.update(keys)
    assert {key for _, key, _ in applied} == accepted
