"""The work lists as rows: written with what they follow from, read a page at a time."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from counter.core.matters import Matter, MatterKind

from .clock import from_ms, to_ms
from .database import Database

COLUMNS = "kind, about, person, unit, operations, since_ms, due, near, sure, working"


@dataclass(frozen=True, kw_only=True)
class Which:
    """Which rows of the lists are wanted: of these kinds, by their day, of these people.

    ``due_before`` and ``near_by`` limit promises: overdue is due before today, soon due is near today; ``easy_on``
    is neither.
    """

    kinds: tuple[MatterKind, ...]
    due_before: date | None = None
    near_by: date | None = None
    easy_on: date | None = None
    people: Collection[str] | None = None
    units: Collection[str] = ()


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row of a list, and who has claimed its person."""

    person: str
    matter: Matter


class MatterList:
    """Keeps, counts and lists matters; everything reads an index, never the whole of a large table."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, person: str, matters: Sequence[Matter]) -> bool:
        """The matters of this person are these; whether that is new. Call it inside ``writing()``."""
        rows = {_row(person, one) for one in matters}
        kept = set(self._database.rows(f"SELECT {COLUMNS} FROM matter WHERE person=?", person))  # noqa: S608
        for row in kept - rows:
            self._database.run("DELETE FROM matter WHERE kind=? AND about=?", row[0], row[1])
        for row in rows - kept:
            self._database.run("INSERT OR REPLACE INTO matter VALUES (?,?,?,?,?,?,?,?,?,?)", *row)
        return rows != kept

    def all(self) -> dict[str, set[Matter]]:
        """Every row by its person, for a recount."""
        out: dict[str, set[Matter]] = {}
        for row in self._database.rows(f"SELECT {COLUMNS} FROM matter"):  # noqa: S608
            out.setdefault(str(row[2]), set()).add(_matter(row))
        return out

    def counts(self, kinds: Collection[MatterKind]) -> Mapping[MatterKind, int]:
        """How many rows each of these lists has."""
        marks = ",".join("?" * len(kinds))
        rows = self._database.rows(
            f"SELECT kind, COUNT(*) FROM matter WHERE kind IN ({marks}) GROUP BY kind",  # noqa: S608
            *(kind.value for kind in kinds),
        )
        return {MatterKind(kind): int(count) for kind, count in rows}

    def count(self, which: Which) -> int:
        """How many rows these are."""
        where, values = _where(which)
        row = self._database.row(f"SELECT COUNT(*) FROM matter WHERE {where}", *values)  # noqa: S608
        return int(row[0]) if row else 0

    def page(self, which: Which, most: int, skip: int = 0) -> list[Row]:
        """Some of these rows, the oldest first; promises by their day."""
        where, values = _where(which)
        by = "due, since_ms" if which.kinds == (MatterKind.PROMISED,) else "since_ms"
        rows = self._database.rows(
            f"SELECT {COLUMNS} FROM matter WHERE {where} ORDER BY {by}, about LIMIT ? OFFSET ?",  # noqa: S608
            *values, most, skip,
        )  # fmt: skip
        return [Row(person=str(row[2]), matter=_matter(row)) for row in rows]

    def of(self, person: str) -> list[Matter]:
        """What is listed of one person."""
        return [row.matter for row in self.about([person])]

    def about(self, people: Collection[str]) -> list[Row]:
        """What is listed of these people."""
        marks = ",".join("?" * len(people))
        rows = self._database.rows(
            f"SELECT {COLUMNS} FROM matter WHERE person IN ({marks}) ORDER BY since_ms",  # noqa: S608
            *people,
        )
        return [Row(person=str(row[2]), matter=_matter(row)) for row in rows]

    def unsure(self) -> list[str]:
        """Whose promised day stands on a calendar that was not published."""
        promised = MatterKind.PROMISED.value
        rows = self._database.rows("SELECT DISTINCT person FROM matter WHERE kind=? AND sure=0", promised)
        return [str(row[0]) for row in rows]


def _row(person: str, one: Matter) -> tuple[Any, ...]:
    days = (one.due.isoformat() if one.due else "", one.near.isoformat() if one.near else "")
    return (
        one.kind.value, one.about, person, one.unit, " ".join(one.operations), to_ms(one.since), *days, int(one.sure),
        int(one.working),
    )  # fmt: skip


def _matter(row: Sequence[Any]) -> Matter:
    kind, about, _person, unit, operations, since, due, near, sure, working = row
    return Matter(
        kind=MatterKind(kind),
        about=about,
        operations=tuple(operations.split()),
        since=from_ms(since),
        unit=unit,
        due=date.fromisoformat(due) if due else None,
        near=date.fromisoformat(near) if near else None,
        sure=bool(sure),
        working=bool(working),
    )


def _where(which: Which) -> tuple[str, list[Any]]:
    """The condition, so written that few people are found by their own index and everything else by its list's."""
    narrow = which.people is not None
    parts = [f"{'+' * narrow}kind IN ({','.join('?' * len(which.kinds))})"]
    values: list[Any] = [kind.value for kind in which.kinds]
    if which.due_before is not None:
        parts.append("due<>'' AND due<?")
        values.append(which.due_before.isoformat())
    if which.near_by is not None:
        parts.append("near<>'' AND near<=? AND due>=?")
        values += [which.near_by.isoformat()] * 2
    if which.easy_on is not None:
        parts.append("(due='' OR near>?)")
        values.append(which.easy_on.isoformat())
    if which.people is not None:
        own = f"person IN ({','.join('?' * len(which.people))})"
        of_units = f"unit IN ({','.join('?' * len(which.units))})"
        parts.append(f"({own} OR {of_units})" if which.units else own)
        values += [*which.people, *which.units]
    return " AND ".join(parts), values
