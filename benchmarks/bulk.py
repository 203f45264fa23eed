"""A branch with many people, written at bulk speed: sealed by as many programs as there are processors, one writer.

What is written is what the road writes: models played on the road are stamped for everybody, each under a key of
their own, and chained by the journal's own function. Goes on where it was interrupted.
"""

import os
import tempfile
import time
from collections import defaultdict, deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from datetime import timedelta
from pathlib import Path

from crowd import invented
from prepare import new_branch
from stamped import STEPS, Lines, Model, Press, Scratch, add_bureau

from counter.branch import Branch
from counter.clock import wall
from counter.commands.folder import open_real, read_branch_file
from counter.store.clock import from_ms, to_ms
from counter.store.journal import CHAINED, COLUMNS, link_hash
from counter.store.seal import Keyring

BLOCKS = 50
YEARS = timedelta(days=1100)
LATELY = timedelta(days=45)  # what the road itself writes afterwards
AT_ONCE = 2000  # people a program stamps at a time
BEGUN, BUILT = "benchmark.begun", "benchmark.blocks"
FAST = ("PRAGMA synchronous=off", "PRAGMA cache_size=-3000000", "PRAGMA wal_autocheckpoint=50000")
AUDIT = "INSERT INTO audit (at_ms, clerk, window, what, person, ok, note) VALUES (?,?,?,?,?,?,?)"
INDEXES = "SELECT name, sql FROM sqlite_master WHERE type='index' AND sql IS NOT NULL"
# Orders in which the people of a block come again: another for every step, so that nobody's entries lie together.
STRIDES = (1, 7919, 104_729)


class Bulk:
    """Writes the people of one branch, block by block; every block is one transaction."""

    def __init__(self, folder: Path, people: int) -> None:
        assert people % BLOCKS == 0, f"a multiple of {BLOCKS}"
        self.folder = folder
        self.branch = opened(folder)
        if self.branch.setting(BEGUN) is None:
            self.branch.set(BEGUN, to_ms(wall()))
        self._start, self._span = self.branch.setting(BEGUN) - _ms(YEARS), _ms(YEARS - LATELY)
        self._size = people // BLOCKS

    def write(self) -> None:
        """Everybody who is not written yet, then the indexes that every branch has."""
        done = int(self.branch.setting(BUILT) or 0)
        for pragma in FAST:
            self.branch.database.run(pragma)
        if done < BLOCKS:
            self._drop_indexes()
            self._write(done)
        self._make_indexes()

    def _write(self, done: int) -> None:
        with tempfile.TemporaryDirectory() as scratch:
            models = self._models(Scratch(Path(scratch) / "models"))
        head = self.branch.database.row("SELECT epoch FROM head")
        assert head is not None
        given = (self.folder / "counter.key", self.branch.identity.code, head[0], models)
        began = time.perf_counter()
        with ProcessPoolExecutor(os.cpu_count(), initializer=_take_up, initargs=given) as programs:
            ahead = deque(self._asked(programs, block) for block in range(done, min(done + 2, BLOCKS)))
            for block in range(done, BLOCKS):
                if block + 2 < BLOCKS:
                    ahead.append(self._asked(programs, block + 2))
                self._commit(block, [part.result() for part in ahead.popleft()])
                spent = time.perf_counter() - began
                print(f"\r  {(block + 1) * self._size:,} people, {spent:.0f} s", end="", flush=True)
        print()

    def _asked(self, programs: ProcessPoolExecutor, block: int) -> list[Future[Lines]]:
        return [programs.submit(_stamp, *order) for order in self._orders(block)]

    def _models(self, scratch: Scratch) -> list[Model]:
        """For every block, how a woman's and a man's rows look at its time."""
        begin = [from_ms(self._start + self._span * block // BLOCKS) for block in range(BLOCKS)]
        return [scratch.model(start, male=male) for start in begin for male in (False, True)]

    def _orders(self, block: int) -> Iterator[tuple[int, range, int, int, int]]:
        """What the programs are told: block, people, first entry of the block, its time, and between two entries."""
        first = block * self._size
        at, apart = self._start + self._span * block // BLOCKS, self._span // BLOCKS // (self._size * STEPS)
        for begin in range(first, first + self._size, AT_ONCE):
            some = range(begin, min(begin + AT_ONCE, first + self._size))
            yield block, some, self._size, at, apart

    def _commit(self, block: int, parts: list[Lines]) -> None:
        database, sums = self.branch.database, defaultdict(list)
        for part in parts:
            for table, rows in part.items():
                sums[table] += rows
        with database.writing():
            found = database.row("SELECT hash FROM head")
            assert found is not None
            last, chained = found[0], []
            for row in sorted(sums.pop("journal")):
                values = row[: len(CHAINED)]
                digest = link_hash(last, values)
                chained.append((*values, last, digest))
                last = digest
            sums["journal"] = chained
            for table, rows in sums.items():
                self._insert(table, rows)
            database.run("UPDATE head SET seq=?, hash=?, at_ms=?", chained[-1][0], last, chained[-1][10])
            self.branch.set(BUILT, block + 1)

    def _insert(self, table: str, rows: list[tuple[object, ...]]) -> None:
        marks = ",".join("?" * len(rows[0]))
        columns = f" ({','.join(COLUMNS)})" if table == "journal" else ""
        sql = AUDIT if table == "audit" else f"INSERT INTO {table}{columns} VALUES ({marks})"
        self.branch.database.db.connection().executemany(sql, rows)

    def _drop_indexes(self) -> None:
        for name, _ in self.branch.database.rows(INDEXES):
            self.branch.database.run(f"DROP INDEX {name}")

    def _make_indexes(self) -> None:
        """The indexes that every branch has, made at the end: far faster than row by row."""
        with tempfile.TemporaryDirectory() as other:
            plain = new_branch(Path(other) / "plain", 1)
            wanted = plain.database.rows(INDEXES)
            plain.close()
        have = {name for name, _ in self.branch.database.rows(INDEXES)}
        for name, sql in wanted:
            if name not in have:
                self.branch.database.run(sql)


_PRESS: list[tuple[Press, list[Model]]] = []  # what each of the stamping programs works with


def _take_up(key: Path, code: str, epoch: str, models: list[Model]) -> None:
    _PRESS.append((Press(Keyring.load(key), code, epoch), models))


def _stamp(block: int, some: range, size: int, at: int, apart: int) -> Lines:
    (press, models), out = _PRESS[0], defaultdict(list)
    for n in some:
        one = invented(n)
        places = [step * size + n % size * stride % size for step, stride in enumerate(STRIDES)]
        entries = [(block * size * STEPS + place + 1, at + place * apart) for place in places]
        press.stamp(models[2 * block + one.male], one, entries, out)
    return dict(out)


def opened(folder: Path) -> Branch:
    """The branch of this folder, made when it is new, with a window of the bureau beside those of the bank."""
    if (folder / "branch.toml").exists():
        return open_real(folder, read_branch_file(folder))
    branch = new_branch(folder, 1)
    add_bureau(branch)
    return branch


def _ms(span: timedelta) -> int:
    return int(span.total_seconds() * 1000)
