"""The measured rounds: every server in turn, several times over, with the same load."""

import json
import subprocess
import sys
import time
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from asked import Signed, to_ceiling, to_datasette
from figures import Rounds
from prepare import CLERKS, LOSS, LOSS_AND_CARD, Forms, Visit, new_branch
from pysqlite3 import dbapi2
from quiet import Quiet
from servers import forget_files, free_port, start_ceiling, start_counter, start_datasette

from counter.clock import wall
from counter.store.database import pragmas
from counter.store.drafts import new_op_id

ROUNDS, KEPT = 7, 5  # the quietest are kept
EACH, ALONE = 8, 40  # confirmations of each of the 32 clients, and of the one alone, in one round
WALK, WALK_ALONE = 3, 20  # visits whose every page is measured, of each of the 32 clients and of the one
WARM = 2
WAYS = ("models", "sql")
BARE_ROWS = 400
LOAD = Path(__file__).with_name("load.py")
Queues = list[list[dict[str, Any]]]


def load(port: int, queues: Queues) -> dict[str, Any]:
    """Let the load work these queues off in a process of its own; a wrong answer ends the run."""
    order = json.dumps({"port": port, "queues": queues})
    ran = subprocess.run([sys.executable, LOAD], input=order, capture_output=True, text=True, check=False)
    if ran.returncode:
        sys.exit(f"the load failed:\n{ran.stderr}")
    measured: dict[str, Any] = json.loads(ran.stdout)
    if measured["wrong"]:
        sys.exit(f"{measured['wrong']} wrong answers, such as:\n{measured['samples'][0]}")
    return measured


class Supply:
    """The forms for every round, all issued and filled before anything is measured."""

    def __init__(self, folder: Path, port: int) -> None:
        branch = new_branch(folder, port)
        forms = Forms(branch)
        with branch.database.writing():
            self.walk = [[forms.issue(n, LOSS, filled=False) for _ in range(WALK)] for n in range(CLERKS)]
            self.walk_alone = [[forms.issue(0, LOSS, filled=False) for _ in range(WALK_ALONE)]]
            self.warm = _crowd(forms, [LOSS, LOSS_AND_CARD], WARM)
            self.losses = [_crowd(forms, [LOSS], EACH) for _ in range(ROUNDS)]
            self.mixed = [_crowd(forms, [LOSS, LOSS_AND_CARD], EACH) for _ in range(ROUNDS)]
            self.alone = [[[forms.issue(0, LOSS) for _ in range(ALONE)]] for _ in range(ROUNDS)]
        branch.close()

    def all(self) -> list[Visit]:
        """Every visit that is to be confirmed."""
        rounds = [self.walk, self.walk_alone, self.warm, *self.losses, *self.mixed, *self.alone]
        return [visit for queues in rounds for queue in queues for visit in queue]


def _crowd(forms: Forms, offers: list[str], each: int) -> list[list[Visit]]:
    return [[forms.issue(n, offer) for offer in islice(cycle(offers), each)] for n in range(CLERKS)]


class Race:
    """The servers, the forms, and what has been measured so far."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "branch"
        self.port = free_port()
        self.pages: dict[str, Rounds] = {}
        self._rounds: dict[str, Rounds] = {}
        self.others: list[float] = []
        self.supply = Supply(self.folder, self.port)
        forget_files()
        self.ours = start_counter(self.folder, self.port)
        self.ceilings = {way: start_ceiling(way, folder) for way in WAYS}
        self.datasette, self._token = start_datasette(folder)
        self.signed = Signed(self.port)
        servers = (self.ours, *self.ceilings.values(), self.datasette)
        self._quiet = Quiet(server.child.pid for server in servers)
        self._bare = dbapi2.connect(folder / "bare.db", isolation_level=None)
        for name, value in pragmas().items():
            self._bare.execute(f"PRAGMA {name}={value}")
        self._bare.execute("CREATE TABLE row (id INTEGER PRIMARY KEY, op_id TEXT, body TEXT)")

    def results(self) -> dict[str, Rounds]:
        """The figures of the rounds in which others took least of the machine."""
        kept = sorted(sorted(range(len(self.others)), key=self.others.__getitem__)[:KEPT])
        self.others = [self.others[n] for n in kept]
        return {name: rounds.only(kept) for name, rounds in self._rounds.items()}

    def walk(self) -> None:
        """Every page of a visit, one kind after the other."""
        for who, visits in (("32", self.supply.walk), ("1", self.supply.walk_alone)):
            for page, ask in self.signed.pages().items():
                measured = load(self.port, [[ask(visit) for visit in queue] for queue in visits])
                self.pages.setdefault(f"{page} {who}", Rounds()).add(measured)

    def warm(self) -> None:
        """A first load for each server, which is not counted."""
        load(self.port, self._confirming(self.supply.warm))
        for ceiling in self.ceilings.values():
            load(ceiling.port, self._to_ceiling(CLERKS, WARM))
        load(self.datasette.port, self._to_datasette(CLERKS, WARM))

    def round(self, number: int) -> None:
        """One round: everybody once, in the other order every second time."""
        losses, mixed = self.supply.losses[number], self.supply.mixed[number]
        alone = self.supply.alone[number]
        turns = [
            ("bare", self._insert_bare),
            ("datasette 32", lambda: load(self.datasette.port, self._to_datasette(CLERKS, EACH))),
            ("loss 32", lambda: load(self.port, self._confirming(losses))),
            ("models 32", lambda: self._ceiling("models", CLERKS, EACH)),
            ("sql 32", lambda: self._ceiling("sql", CLERKS, EACH)),
            ("mixed 32", lambda: load(self.port, self._confirming(mixed))),
            ("datasette 1", lambda: load(self.datasette.port, self._to_datasette(1, ALONE))),
            ("loss 1", lambda: load(self.port, self._confirming(alone))),
            ("models 1", lambda: self._ceiling("models", 1, ALONE)),
            ("sql 1", lambda: self._ceiling("sql", 1, ALONE)),
        ]
        self._quiet.begin()
        for name, turn in turns if number % 2 == 0 else reversed(turns):
            self._rounds.setdefault(name, Rounds()).add(turn())
        self.others.append(self._quiet.others())

    def _confirming(self, visits: list[list[Visit]]) -> Queues:
        return [[self.signed.confirm(visit) for visit in queue] for queue in visits]

    def _ceiling(self, way: str, clients: int, each: int) -> dict[str, Any]:
        return load(self.ceilings[way].port, self._to_ceiling(clients, each))

    def _to_ceiling(self, clients: int, each: int) -> Queues:
        cookie = self.signed.cookie(0)
        return [[to_ceiling(_op_id(), cookie) for _ in range(each)] for _ in range(clients)]

    def _to_datasette(self, clients: int, each: int) -> Queues:
        return [[to_datasette(_op_id(), self._token) for _ in range(each)] for _ in range(clients)]

    def _insert_bare(self) -> dict[str, Any]:
        """One durable row after the other, without a server."""
        times, start = [], time.perf_counter()
        for _ in range(BARE_ROWS):
            began = time.perf_counter()
            self._bare.execute("INSERT INTO row (op_id, body) VALUES (?,?)", (_op_id(), "临时挂失" * 100))
            times.append((time.perf_counter() - began) * 1000)
        return {"seconds": time.perf_counter() - start, "ms": times}

    def stop(self) -> None:
        """End the servers."""
        for server in (self.ours, *self.ceilings.values(), self.datasette):
            server.stop()


def _op_id() -> str:
    return new_op_id(wall())
