"""Work items: what only a person can decide, kept until somebody has."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from counter.core.matters import Matter, MatterKind

from .briefs import Briefs
from .clock import from_ms, to_ms
from .database import Database
from .people import People

OPEN, DECIDED = "open", "decided"
REJECTED, UNKNOWN_ACT, SENT_BACK = MatterKind.REJECTED.value, MatterKind.UNKNOWN_ACT.value, MatterKind.SENT_BACK.value
WITHDRAWN, APPLIED, UNSIGNED = MatterKind.WITHDRAWN.value, MatterKind.APPLIED.value, MatterKind.UNSIGNED.value
COLUMNS = "id, kind, seq, person, sealed, opened_ms, delivery"


@dataclass(frozen=True, kw_only=True)
class Item:
    """One open work item; ``delivery`` is the message it is about, where it is about one."""

    id: int
    kind: str
    seq: int | None
    person: str
    name: str
    text: str
    opened: datetime
    delivery: int | None = None


class WorkList:
    """Opens, lists and closes work items."""

    def __init__(self, database: Database, people: People, briefs: Briefs) -> None:
        self._database, self._people, self._briefs = database, people, briefs

    def open(
        self, kind: str, person: str, seq: int | None, text: str, now: datetime, *, delivery: int | None = None
    ) -> None:
        """Open an item. Call it inside ``writing()``."""
        sealed = self._people.key(person).seal({"text": text}, f"work.{kind}.{seq}")
        self._database.run(
            "INSERT INTO work (kind, seq, person, sealed, state, opened_ms, decided_by, decision, delivery)"
            " VALUES (?,?,?,?,?,?,'','',?)",
            kind, seq, person, sealed, OPEN, to_ms(now), delivery,
        )  # fmt: skip
        self._database.touch(person)

    def count(self) -> int:
        """How many are open."""
        row = self._database.row("SELECT COUNT(*) FROM work WHERE state=?", OPEN)
        return int(row[0]) if row else 0

    def items(self, person: str = "") -> list[Item]:
        """The open items, oldest first; of one person, if given."""
        where, values = ("AND person=?", [person]) if person else ("", [])
        rows = self._database.rows(
            f"SELECT {COLUMNS} FROM work WHERE state=? {where} ORDER BY id",  # noqa: S608
            OPEN,
            *values,
        )
        names = self._names({str(row[3]) for row in rows})
        return [self._item(row, names) for row in rows]

    def these(self, ids: Collection[int]) -> list[Item]:
        """The open ones among these, the oldest first."""
        marks = ",".join("?" * len(ids))
        rows = self._database.rows(
            f"SELECT {COLUMNS} FROM work WHERE id IN ({marks}) AND state=? ORDER BY id",  # noqa: S608
            *ids, OPEN,
        )  # fmt: skip
        names = self._names({str(row[3]) for row in rows})
        return [self._item(row, names) for row in rows]

    def texts(self, ids: Collection[int]) -> dict[str, str]:
        """What these say, by their numbers."""
        return {str(item.id): item.text for item in self.these(ids)}

    def _names(self, people: Collection[str]) -> dict[str, str]:
        return {person: holder.name for person, holder in self._briefs.holders(people).items()}

    def matters(self, person: str) -> list[Matter]:
        """The open items of one person as rows of the work lists."""
        rows = self._database.rows("SELECT id, kind, opened_ms FROM work WHERE person=? AND state=?", person, OPEN)
        return [
            Matter(kind=MatterKind(kind), about=str(number), operations=(), since=from_ms(opened))
            for number, kind, opened in rows
        ]

    def _item(self, row: tuple[object, ...], names: Mapping[str, str]) -> Item:
        number, kind, seq, person, sealed, opened, delivery = row
        assert isinstance(sealed, bytes)
        key = self._people.key(str(person))
        content: Mapping[str, str] = key.open(sealed, f"work.{kind}.{seq}")
        return Item(
            id=int(str(number)),
            kind=str(kind),
            seq=None if seq is None else int(str(seq)),
            person=str(person),
            name=names.get(str(person), ""),
            text=content["text"],
            opened=from_ms(int(str(opened))),
            delivery=None if delivery is None else int(str(delivery)),
        )

    def find(self, item_id: int) -> Item | None:
        """One open item."""
        row = self._database.row(f"SELECT {COLUMNS} FROM work WHERE id=? AND state=?", item_id, OPEN)  # noqa: S608
        return None if row is None else self._item(row, self._names({str(row[3])}))

    def settle(self, kind: str, seq: int, clerk: str, decision: str, now: datetime) -> None:
        """Close what is open about one entry. Call it inside ``writing()``."""
        rows = self._database.rows("SELECT id FROM work WHERE seq=? AND kind=? AND state=?", seq, kind, OPEN)
        for (item_id,) in rows:
            self.decide(int(item_id), clerk, decision, now)

    def reviewed(self, person: str, clerk: str, now: datetime) -> None:
        """Close what asks to look at an application once none waits for that. Call it inside ``writing()``."""
        asked = [item for item in self.items(person) if item.kind == APPLIED]
        dossier = self._people.dossier(person) if asked else None
        if dossier is not None and not any(subject.facts.get("to_review") for subject in dossier.subjects):
            for item in asked:
                self.decide(item.id, clerk, "已核实或终止", now)

    def decide(self, item_id: int, clerk: str, decision: str, now: datetime) -> bool:
        """Close an item once; False when somebody else already has. Call it inside ``writing()``."""
        done = self._database.run(
            "UPDATE work SET state=?, decided_ms=?, decided_by=?, decision=? WHERE id=? AND state=?",
            DECIDED, to_ms(now), clerk, decision, item_id, OPEN,
        )  # fmt: skip
        about = self._database.row("SELECT person FROM work WHERE id=?", item_id)
        if about is not None:
            self._database.touch(str(about[0]))
        return done == 1
