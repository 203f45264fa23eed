"""Work items: what only a person can decide, kept until somebody has."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from .clock import from_ms, to_ms
from .database import Database
from .people import People

OPEN, DECIDED = "open", "decided"
REJECTED, UNKNOWN_ACT, WITHDRAWN, APPLIED = "省已退回", "结果不明", "制卡信息撤出", "网上申请"
SENT_BACK = "对方退回"
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

    def __init__(self, database: Database, people: People) -> None:
        self._database, self._people = database, people

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

    def count(self) -> int:
        """How many are open."""
        row = self._database.row("SELECT COUNT(*) FROM work WHERE state=?", OPEN)
        return int(row[0]) if row else 0

    def items(self, person: str = "") -> list[Item]:
        """The open items, oldest first; of one person, if given."""
        where, values = ("AND person=?", [person]) if person else ("", [])
        rows = self._database.rows(
            f"SELECT {COLUMNS} FROM work WHERE state=? {where} ORDER BY id LIMIT 200",  # noqa: S608
            OPEN,
            *values,
        )
        return [self._item(row) for row in rows]

    def _item(self, row: tuple[object, ...]) -> Item:
        number, kind, seq, person, sealed, opened, delivery = row
        assert isinstance(sealed, bytes)
        key = self._people.key(str(person))
        content: Mapping[str, str] = key.open(sealed, f"work.{kind}.{seq}")
        dossier = self._people.dossier(str(person))
        return Item(
            id=int(str(number)),
            kind=str(kind),
            seq=None if seq is None else int(str(seq)),
            person=str(person),
            name=dossier.holder.name if dossier else "",
            text=content["text"],
            opened=from_ms(int(str(opened))),
            delivery=None if delivery is None else int(str(delivery)),
        )

    def find(self, item_id: int) -> Item | None:
        """One open item."""
        row = self._database.row(f"SELECT {COLUMNS} FROM work WHERE id=? AND state=?", item_id, OPEN)  # noqa: S608
        return None if row is None else self._item(row)

    def settle(self, kind: str, seq: int, clerk: str, decision: str, now: datetime) -> None:
        """Close what is open about one entry. Call it inside ``writing()``."""
        for item in self.items():
            if item.kind == kind and item.seq == seq:
                self.decide(item.id, clerk, decision, now)

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
        return done == 1
