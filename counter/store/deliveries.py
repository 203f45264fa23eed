"""What the systems beside the province are told: one row for each message, sealed, oldest first per person."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from counter.core.system import Message

from .clock import to_ms
from .database import Database
from .outbox import ACCEPTED, QUEUED, REJECTED, SETTLED, WAITING
from .seal import PersonKey

WORDS = {QUEUED: "待发送", WAITING: "已收妥", ACCEPTED: "已送达", REJECTED: "被退回", SETTLED: "退回已处理"}
INSERT = (
    "INSERT INTO delivery (key, seq, person, system, state, tries, next_ms, sealed, code, said)"
    " VALUES (?,?,?,?,0,0,0,?,'',?)"
)
Keys = Callable[[str], PersonKey]


@dataclass(frozen=True, kw_only=True)
class Kept:
    """One message with where it stands; ``said`` is what the system answered last."""

    id: int
    key: str
    seq: int
    person: str
    state: int
    message: Message
    said: str = ""

    @property
    def word(self) -> str:
        """Where it stands, as pages say it."""
        return WORDS[self.state]


def key_of(op_id: str, part: int, system: str, number: int) -> str:
    """The number under which a system remembers a message for ever."""
    return f"{op_id}.{part}.{system}" + (f".{number}" if number else "")


def put(database: Database, seq: int, entry: tuple[str, int, str], messages: Sequence[Message], key: PersonKey) -> None:
    """Keep what a journal row has to tell; ``entry`` is its operation id, part and person. Inside ``writing()``."""
    op_id, part, person = entry
    said_before: list[str] = []
    for message in messages:
        name = key_of(op_id, part, message.system, said_before.count(message.system))
        said_before.append(message.system)
        sealed = key.seal({"title": message.title, "facts": dict(message.facts)}, name)
        database.run(INSERT, name, seq, person, message.system, sealed, b"")


class Deliveries:
    """Reads what is to be told and notes what became of it."""

    def __init__(self, database: Database, keys: Keys) -> None:
        self._database, self._keys = database, keys

    def add(self, kept: tuple[int, str, int, str], message: Message, name: str) -> bool:
        """Keep one message more of this entry (its number, operation id, part, person), once under this name."""
        seq, op_id, part, person = kept
        key = f"{key_of(op_id, part, message.system, 0)}.{name}"
        with self._database.writing():
            if self._database.row("SELECT 1 FROM delivery WHERE key=?", key) is not None:
                return False
            sealed = self._keys(person).seal({"title": message.title, "facts": dict(message.facts)}, key)
            self._database.run(INSERT, key, seq, person, message.system, sealed, b"")
        return True

    def due(self, system: str, now: datetime, limit: int) -> list[int]:
        """What this system can be told now: nothing about a person of whom something older is open there."""
        rows = self._database.rows(
            "SELECT d.id FROM delivery d WHERE d.system=? AND d.state IN (0,1) AND d.next_ms<=? AND NOT EXISTS"
            " (SELECT 1 FROM delivery e WHERE e.system=d.system AND e.person=d.person AND e.id<d.id"
            " AND e.state IN (0,1,3)) ORDER BY d.id LIMIT ?",
            system, to_ms(now), limit,
        )  # fmt: skip
        return [int(row[0]) for row in rows]

    def at(self, number: int) -> Kept:
        """One message."""
        return self._read("id=?", number)[0]

    def of(self, seq: int) -> list[Kept]:
        """What one journal row had to tell."""
        return self._read("seq=?", seq)

    def _read(self, where: str, value: int) -> list[Kept]:
        rows = self._database.rows(
            f"SELECT id, key, seq, person, system, state, sealed, said FROM delivery WHERE {where} ORDER BY id",  # noqa: S608
            value,
        )
        out = []
        for number, name, seq, person, system, state, sealed, said in rows:
            key = self._keys(person)
            content = key.open(bytes(sealed), name)
            message = Message(system=system, title=content["title"], facts=content["facts"])
            words = key.open(bytes(said), f"{name}.said") if said else ""
            out.append(
                Kept(id=number, key=name, seq=seq, person=person, state=state, message=message, said=words)
            )
        return out

    def tries(self, number: int) -> int:
        """How often one message was tried."""
        found = self._database.row("SELECT tries FROM delivery WHERE id=?", number)
        return int(found[0]) if found else 0

    def tried(self, number: int, next_try: datetime) -> None:
        """Note a try that settled nothing."""
        self._database.run("UPDATE delivery SET tries=tries+1, next_ms=? WHERE id=?", to_ms(next_try), number)

    def answered(self, kept: Kept, state: int, code: str, text: str) -> bool:
        """Note the answer once; False when it had been answered for good before. Call it inside ``writing()``."""
        said = self._keys(kept.person).seal(text, f"{kept.key}.said")
        touched = self._database.run(
            "UPDATE delivery SET state=?, tries=tries+1, code=?, said=? WHERE id=? AND state IN (0,1)",
            state, code[:20], said, kept.id,
        )  # fmt: skip
        return touched == 1

    def again(self, number: int) -> None:
        """Tell a message that was sent back once more."""
        self._database.run("UPDATE delivery SET state=0, next_ms=0 WHERE id=? AND state=?", number, REJECTED)

    def settle(self, number: int) -> None:
        """A message that was sent back has been dealt with; what it held back may go."""
        self._database.run("UPDATE delivery SET state=? WHERE id=? AND state=?", SETTLED, number, REJECTED)

    def undone(self, system: str) -> list[tuple[str, int]]:
        """How many messages to this system are in each state that is not the end."""
        rows = self._database.rows(
            "SELECT state, COUNT(*) FROM delivery WHERE system=? AND state IN (0,1,3) GROUP BY state", system
        )
        return [(WORDS[int(state)], int(number)) for state, number in rows]
