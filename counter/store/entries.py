"""Entries read back from the journal, for pages, slips and reports."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from counter.core.change import Change
from counter.core.entry import Entry
from counter.core.form import Form

from .clock import from_ms, to_ms
from .database import Database
from .outbox import PENDING, WORDS
from .payload import entry_of
from .people import UNDONE, People, entry_number

# SQLite's integers hold any number of this many digits.
LONGEST_RUNNING = 18
ROUND, LAST = 200, 2**63 - 1
COLUMNS = "seq, branch, op_id, part, operation, person, clerk, window, origin, at_ms, outcome, changes, sealed"

# The entry itself, or the row of another holder's card in the same operation about a unit.
AWAITING = (
    "SELECT 1 FROM journal k JOIN journal j ON j.op_id=k.op_id AND (j.seq=k.seq OR j.person<>k.person)"
    " JOIN outbox o ON o.seq=j.seq WHERE k.seq=? AND o.state IN (?,?)"
)


@dataclass(frozen=True, kw_only=True)
class Kept:
    """An entry with where it stands in this branch's journal."""

    seq: int
    person: str
    window: str
    origin: str
    entry: Entry[Any]


@dataclass(frozen=True, kw_only=True)
class Copy:
    """One copy of a slip; number 1 is the original."""

    number: int
    at: datetime
    clerk: str
    awaiting: bool


class Entries:
    """Reads entries and counts the copies of their slips."""

    def __init__(
        self,
        database: Database,
        people: People,
        forms: Callable[[str], type[Form]],
        place: Mapping[str, str],
    ) -> None:
        self._database, self._people, self._forms, self._place = database, people, forms, place

    def of_operation(self, op_id: str) -> list[Kept]:
        """All journal rows of one operation, in order."""
        rows = self._database.rows(f"SELECT {COLUMNS} FROM journal WHERE op_id=? ORDER BY seq", op_id)  # noqa: S608
        kept = [self._kept(row) for row in rows]
        cards = tuple(one.entry for one in kept if one.person != kept[0].person)
        return [replace(kept[0], entry=replace(kept[0].entry, cards=cards)), *kept[1:]] if cards else kept

    def at(self, seq: int) -> Kept | None:
        """One journal row."""
        row = self._database.row(f"SELECT {COLUMNS} FROM journal WHERE seq=?", seq)  # noqa: S608
        return None if row is None else self._kept(row)

    def before(self, seq: int, person: str, subject: str) -> Change | None:
        """What the row before this one had made of the subject; None when this row was its first."""
        row = self._database.row(
            "SELECT seq FROM journal WHERE person=? AND seq<? AND instr(changes, ?)>0 ORDER BY seq DESC LIMIT 1",
            person,
            seq,
            f'"subject":"{subject}"',
        )
        earlier = None if row is None else self.at(int(row[0]))
        return next((c for c in earlier.entry.changes if c.subject == subject), None) if earlier else None

    def last_of(self, person: str, operations: Sequence[str]) -> Kept | None:
        """The newest entry of one of these operations for this person."""
        marks = ",".join("?" * len(operations))
        row = self._database.row(
            f"SELECT {COLUMNS} FROM journal WHERE person=? AND operation IN ({marks}) ORDER BY seq DESC LIMIT 1",  # noqa: S608
            person,
            *operations,
        )
        return None if row is None else self._kept(row)

    def done_since(self, window: str, start: datetime) -> list[tuple[str, datetime]]:
        """What this window has done since then and not put back: each operation once, with when; newest first.

        The newest rows are read until one of a window lies before ``start``: what windows do stands in its own order.
        """
        done: dict[str, tuple[str, datetime]] = {}
        below = LAST
        while rows := self._database.rows(
            "SELECT j.seq, j.op_id, j.operation, j.window, j.at_ms FROM journal j WHERE j.seq<? AND j.origin='window'"  # noqa: S608
            f" AND j.reverses IS NULL AND j.outcome<>'failed' AND NOT {UNDONE} ORDER BY j.seq DESC LIMIT {ROUND}",
            below,
        ):
            fresh = [row for row in rows if row[4] >= to_ms(start)]
            for _, op_id, operation, place, at in fresh:
                if place == window:
                    done[op_id] = (str(operation), from_ms(at))
            if len(fresh) < len(rows):
                break
            below = rows[-1][0]
        return list(done.values())

    def numbered(self, number: str) -> str | None:
        """The operation id of the entry with this number (业务流水号)."""
        head = self._database.row("SELECT branch FROM head")
        running = number[len(str(head[0])) + len("20261120") :] if head else ""
        if not running.isdecimal() or len(running) > LONGEST_RUNNING:
            return None
        row = self._database.row("SELECT op_id, branch, at_ms, seq FROM journal WHERE seq=?", int(running))
        if row is None or entry_number(row[1], from_ms(row[2]), row[3]) != number:
            return None
        return str(row[0])

    def _kept(self, row: tuple[Any, ...]) -> Kept:
        named = dict(zip(COLUMNS.split(", "), row, strict=True))
        named["number"] = entry_number(named["branch"], from_ms(named["at_ms"]), named["seq"])
        key = self._people.key(named["person"])
        bound = f"{named['op_id']}.{named['part']}.{named['outcome']}"
        payload = key.open(bytes(named["sealed"]), bound)
        form = self._forms(named["operation"])
        return Kept(
            seq=named["seq"],
            person=named["person"],
            window=named["window"],
            origin=named["origin"],
            entry=entry_of(named, payload, form, self._place),
        )

    def province(self, seq: int) -> tuple[str, str]:
        """Where the province stands on this entry, and what it said."""
        row = self._database.row("SELECT state, answer FROM outbox WHERE seq=?", seq)
        return ("", "") if row is None else (WORDS[row[0]], row[1])

    def copies(self, seq: int) -> list[Copy]:
        """Every copy of this entry's slip so far."""
        rows = self._database.rows(
            "SELECT number, at_ms, clerk, awaiting FROM slip WHERE seq=? ORDER BY number", seq
        )
        return [Copy(number=r[0], at=from_ms(r[1]), clerk=r[2], awaiting=bool(r[3])) for r in rows]

    def another_copy(self, seq: int, clerk: str, now: datetime) -> int:
        """Count one more copy (补打) and return its number."""
        with self._database.writing():
            row = self._database.row("SELECT MAX(number) FROM slip WHERE seq=?", seq)
            number = (row[0] or 0) + 1 if row else 1
            awaiting = self._database.row(AWAITING, seq, *PENDING) is not None
            self._database.run("INSERT INTO slip VALUES (?,?,?,?,?)", seq, number, to_ms(now), clerk, awaiting)
        return int(number)
