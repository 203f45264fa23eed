"""The stock of numbered bills (财政票据): rows that only grow, chained by hash, and which bill comes next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from counter.core.bill import KIND, BillMark, Fate, NextBill, Run, run_of

from .clock import to_ms
from .database import Database
from .journal import TakenError, broken_row, chain_row

CHAINED = "at_ms, batch, kind, first, count, clerk, window, seq, note"
Fates = dict[int, str]


@dataclass(frozen=True, kw_only=True)
class BillBatch:
    """One batch with what became of each of its bills, by their places; what is not there is left."""

    batch: str
    run: Run
    fates: Fates
    reasons: dict[int, str]

    def counted(self, *fates: Fate) -> int:
        """How many came to one of these ends."""
        return sum(fate in {f.value for f in fates} for fate in self.fates.values())

    @property
    def left(self) -> list[int]:
        """The places of the bills that are left, in order."""
        return [place for place in range(self.run.first, self.run.last + 1) if place not in self.fates]

    def against(self, held: Run) -> tuple[list[str], list[str]]:
        """What the papers in hand say against the books: those that are missing, and those that should not be there."""
        left, own = set(self.left), self.run.number
        here: set[int] = {place for place in range(held.first, held.last + 1) if held.number(place) == own(place)}
        missing, strange = sorted(left - here), sorted(here - left)
        return [own(place) for place in missing], [own(place) for place in strange]

    def told(self, *fates: Fate) -> list[tuple[str, str, str]]:
        """Number, fate and reason of every bill that came to one of these ends."""
        words = {f.value for f in fates}
        mine = sorted((place, fate) for place, fate in self.fates.items() if fate in words)
        return [(self.run.number(place), fate, self.reasons.get(place, "")) for place, fate in mine]


@dataclass(frozen=True, kw_only=True)
class By:
    """Who writes a row, where and when; ``seq`` is the entry it belongs to."""

    clerk: str
    window: str
    now: datetime
    seq: int | None = None


class Bills:
    """Appends rows and says which bill comes next."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: tuple[object, NextBill | None] | None = None
        self._used_up: set[str] = set()

    def add(self, fate: Fate, batch: str, run: Run, by: By, note: str = "") -> None:
        """Append one row to the chain. Call it inside ``writing()``."""
        values = [
            to_ms(by.now), batch, fate.value, run.number(run.first), len(run), by.clerk, by.window, by.seq, note[:200],
        ]  # fmt: skip
        chain_row(self._database, "bill", CHAINED, values)

    def mark(self, marks: Sequence[BillMark], by: By) -> None:
        """Write what an entry does to bills; TakenError when the next one is another by now."""
        for one in marks:
            batch = self._batch_of(one.number)
            if one.fate is Fate.ISSUED:
                following = self.next(using=one.number)
                if following is None or following.number != one.number:
                    raise TakenError(KIND, one.number)
            if batch is not None:
                self.add(one.fate, batch, run_of(one.number, one.number), by, one.reason)

    def _batch_of(self, number: str) -> str | None:
        places = ((name, _run(first, count).place(number)) for name, first, count in self._taken_in())
        return next((name for name, place in places if place is not None), None)

    def next(self, using: str = "") -> NextBill | None:
        """The next bill of the oldest batch that is not used up, before ``using`` was used; None when there is none."""
        if using:
            return self._found(using)
        # Every desk asks: the books are read again only after something was written.
        stand = self._database.row("SELECT (SELECT MAX(id) FROM bill), (SELECT seq FROM head)")
        known = self._known
        if known is None or known[0] != stand:
            known = self._known = (stand, self._found(""))
        return known[1]

    def _found(self, using: str) -> NextBill | None:
        # A bill that is gone never comes back: what is used up need not be read again.
        read = [self._batch(*taken, using) for taken in self._taken_in() if taken[0] not in self._used_up]
        open_ones = [batch for batch in read if batch.left]
        if not using:
            self._used_up.update(batch.batch for batch in read if not batch.left)
        if not open_ones:
            return None
        now, *later = open_ones
        waiting = tuple((batch.batch, batch.run) for batch in later)
        return NextBill(now.run.number(now.left[0]), now.batch, len(now.left), waiting)

    def batches(self, using: str = "") -> list[BillBatch]:
        """Every batch in the order in which it came in; ``using`` is the bill that is being issued just now."""
        return [self._batch(*taken, using) for taken in self._taken_in()]

    def _taken_in(self) -> list[tuple[str, str, int]]:
        """Name, first bill and number of bills of every batch."""
        kind = Fate.TAKEN_IN.value
        rows = self._database.rows("SELECT batch, first, count FROM bill WHERE kind=? ORDER BY id", kind)
        return [(str(batch), str(first), int(count)) for batch, first, count in rows]

    def _batch(self, name: str, first: str, count: int, using: str) -> BillBatch:
        run = _run(first, count)
        out = BillBatch(batch=name, run=run, fates=self._issued_elsewhere(run, using), reasons={})
        for kind, at, many, note in self._database.rows(
            "SELECT kind, first, count, note FROM bill WHERE batch=? AND kind<>? ORDER BY id", name, Fate.TAKEN_IN.value
        ):
            run = _run(at, many)
            places = range(run.first, run.last + 1)
            out.fates.update(dict.fromkeys(places, kind))
            out.reasons.update(dict.fromkeys(places, note))
        return out

    def _issued_elsewhere(self, run: Run, using: str) -> Fates:
        """Bills of this run that were entered as issued by another way: they are no longer here."""
        rows = self._database.rows(
            "SELECT number FROM taken WHERE kind=? AND number BETWEEN ? AND ?",
            KIND, run.number(run.first), run.number(run.last),
        )  # fmt: skip
        places = (run.place(str(number)) for (number,) in rows if number != using)
        return {place: Fate.ISSUED.value for place in places if place is not None}

    def last(self) -> int:
        """The number of the newest row; what is written on another one was written before."""
        row = self._database.row("SELECT MAX(id) FROM bill")
        return int(row[0] or 0) if row else 0

    def rows(self, limit: int) -> list[tuple[object, ...]]:
        """The newest rows, newest first."""
        return self._database.rows(f"SELECT {CHAINED} FROM bill ORDER BY id DESC LIMIT ?", limit)  # noqa: S608


def _run(first: str, count: int) -> Run:
    run = run_of(first, first)
    return Run(run.letters, run.digits, run.first, run.first + count - 1)


def broken_bills(database: Database) -> int | None:
    """The first row whose hash does not hold; None when the whole chain does."""
    return broken_row(database, "bill", CHAINED)
