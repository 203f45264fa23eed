"""The one write path: everything of an operation in one transaction, chained so that no row can be changed unseen."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import peewee
from peewee import sqlite3  # type: ignore[attr-defined]

from counter.core.change import Change
from counter.core.states import ABSENT, Kind
from counter.core.system import Message

from .clock import from_ms, to_ms
from .database import Database
from .deliveries import put
from .payload import plain_changes
from .people import entry_number, names_of
from .seal import Keyring, PersonKey

ZERO = "0" * 64
CHAINED = (
    "seq", "branch", "epoch", "op_id", "part", "operation", "person", "clerk", "window", "origin",
    "at_ms", "wall_ms", "rules", "outcome", "reverses", "changes", "sealed",
)  # fmt: skip
COLUMNS = (*CHAINED, "prev", "hash")


class StaleError(Exception):
    """Another window was first."""

    def __init__(self, which: str = "", what: str = "状态") -> None:
        what = f"卡 {which}的{what}" if which else f"这位持卡人的{what}"
        scope = "整批都没有保存" if which else "这一笔没有保存"
        super().__init__(f"{what}刚被另一窗口或省里的消息改变，{scope}。请重新打开本页，按现在的状态办理")


class TakenError(Exception):
    """A number that may be used once has been used."""

    def __init__(self, kind: str, number: str) -> None:
        super().__init__(f"{kind} {number} 已经用过，请核对纸质票据上的号码")
        self.kind = kind


class UnissuedError(Exception):
    """The operation id was not issued here, to this clerk, for this form."""

    def __init__(self) -> None:
        super().__init__("这张表单不是本系统发出的，或已过期、已放弃，没有办理任何业务。请回到持卡人页面重新选择业务")


@dataclass(frozen=True, kw_only=True)
class Row:
    """What one journal row needs beyond the chain; ``awaits``: its slip waits for rows that go with it."""

    op_id: str
    part: int
    operation: str
    person: str
    clerk: str
    window: str
    rules: str
    changes: tuple[Change, ...]
    payload: Mapping[str, Any]
    origin: str = "window"
    outcome: str = ""
    reverses: int | None = None
    taken: Mapping[str, str] | None = None
    ledger: Sequence[tuple[str, int]] = ()
    to_province: bool = True
    slip: bool = True
    awaits: bool = False


Tells = Callable[[int, Row], Sequence[Message]]
Prints = Callable[[int, str, str, str, int], None]


class Journal:
    """Appends rows to the chain of one branch.

    ``tells`` says what a row has to tell other systems, ``prints`` puts its slip into the queue of a printer.
    """

    def __init__(
        self, database: Database, keys: Keyring, branch: str, tells: Tells = lambda _seq, _row: (),
        prints: Prints = lambda *_: None,
    ) -> None:  # fmt: skip
        self._database, self._keys, self._branch, self._tells = database, keys, branch, tells
        self._prints = prints

    def done(self, op_id: str) -> bool:
        """Whether this operation has been committed."""
        return self._database.row("SELECT 1 FROM journal WHERE op_id=? LIMIT 1", op_id) is not None

    def append(self, rows: Sequence[Row], key: PersonKey, now: datetime) -> list[int]:
        """Write these rows and all they bring with them; call it inside ``writing()``."""
        found = self._database.row("SELECT epoch, seq, hash, at_ms FROM head WHERE branch=?", self._branch)
        assert found is not None, "the branch has no head row"
        epoch, seq, last, at_ms = found
        out, wall = [], to_ms(now)
        for row in rows:
            seq, at_ms = seq + 1, max(wall, at_ms + 1)
            last = self._write(row, key, (epoch, seq, last, at_ms, wall))
            out.append(seq)
        self._database.run(
            "UPDATE head SET seq=?, hash=?, at_ms=? WHERE branch=?", seq, last, at_ms, self._branch
        )
        return out

    def _write(self, row: Row, key: PersonKey, link: tuple[str, int, str, int, int]) -> str:
        epoch, seq, prev, at_ms, wall = link
        for change in row.changes:
            self._move(change, row.person, key, seq, at_ms)
        sealed = key.seal(row.payload, f"{row.op_id}.{row.part}.{row.outcome}")
        self._database.touch(row.person)
        values: list[Any] = [
            seq, self._branch, epoch, row.op_id, row.part, row.operation, row.person, row.clerk, row.window,
            row.origin, at_ms, wall, row.rules, row.outcome, row.reverses, plain_changes(row.changes), sealed,
        ]  # fmt: skip
        digest = link_hash(prev, values)
        marks = ",".join("?" * len(COLUMNS))
        self._database.run(f"INSERT INTO journal ({','.join(COLUMNS)}) VALUES ({marks})", *values, prev, digest)  # noqa: S608
        if row.to_province:
            self._database.run("INSERT INTO outbox VALUES (?,?,0,0,0,'','')", seq, row.person)
        for kind, number in (row.taken or {}).items():
            self._take(kind, number, seq)
        for account, fen in row.ledger:
            self._database.run("INSERT INTO ledger (seq, account, fen) VALUES (?,?,?)", seq, account, fen)
        if row.slip:
            waits = int(row.to_province or row.awaits)
            self._database.run("INSERT INTO slip VALUES (?,1,?,?,?)", seq, at_ms, row.clerk, waits)
            self._prints(seq, entry_number(self._branch, from_ms(at_ms), seq), row.window, row.clerk, at_ms)
        put(self._database, seq, (row.op_id, row.part, row.person), self._tells(seq, row), key)
        return digest

    def _move(self, change: Change, person: str, key: PersonKey, seq: int, at_ms: int) -> None:
        sealed = key.seal({"number": change.number, "facts": dict(change.facts)}, change.subject)
        until = None if change.until is None else to_ms(change.until)
        if change.kind is Kind.RECORD:
            self._forget(change, person, key)
        if change.before is ABSENT:
            self._database.run(
                "INSERT INTO subject VALUES (?,?,?,?,1,?,?,?,?,?)",
                change.subject, person, change.kind.value, change.after.value, at_ms, until, change.card, sealed, seq,
            )  # fmt: skip
        elif change.after is ABSENT:
            touched = self._database.run(
                "DELETE FROM subject WHERE id=? AND version=?", change.subject, change.version
            )
            self._only_one(touched)
        else:
            touched = self._database.run(
                "UPDATE subject SET state=?, version=version+1, since_ms=?, until_ms=?, sealed=?, entry=?"
                " WHERE id=? AND version=?",
                change.after.value, at_ms, until, sealed, seq, change.subject, change.version,
            )  # fmt: skip
            self._only_one(touched)
        for kind, value in _findable(change):
            self._database.run(
                "INSERT OR IGNORE INTO find VALUES (?,?,?)", kind, self._keys.hash(kind, value), person
            )

    def _forget(self, change: Change, person: str, key: PersonKey) -> None:
        """A number that was put down here and does not stand is nobody's: it no longer finds this person."""
        row = self._database.row("SELECT sealed FROM subject WHERE id=?", change.subject)
        was = key.open(bytes(row[0]), change.subject)["facts"].get("id_number") if row is not None else None
        stands = change.facts.get("id_number") if change.after is not ABSENT else None
        kept = self._database.row("SELECT sealed FROM person WHERE id=?", person)
        assert kept is not None, "a record has its person"
        if was and was not in (stands, key.open(bytes(kept[0]), person)["id_number"]):
            hashed = self._keys.hash("id", was)
            self._database.run("DELETE FROM find WHERE kind='id' AND hash=? AND person=?", hashed, person)

    @staticmethod
    def _only_one(touched: int) -> None:
        if touched != 1:
            raise StaleError

    def _take(self, kind: str, number: str, seq: int) -> None:
        try:
            self._database.run("INSERT INTO taken VALUES (?,?,?)", kind, number, seq)
        except (peewee.IntegrityError, sqlite3.IntegrityError):
            raise TakenError(kind, number) from None


def _findable(change: Change) -> list[tuple[str, str]]:
    """What this person can be found by from now on: a card's number, where it is, its batch."""
    if change.kind is Kind.CUSTODY:
        found = [("at", change.facts.get("unit", ""))]
    elif change.kind is Kind.CARD:
        facts = change.facts
        found = [("card", change.number), ("at", facts.get("pickup", "")), ("batch", facts.get("batch", ""))]
    elif change.kind is Kind.RECORD and change.after is not ABSENT:
        found = names_of(change.facts)
    else:
        found = []
    return [(kind, value) for kind, value in found if value]


def link_hash(prev: str, values: Sequence[Any]) -> str:
    """The hash of one link over every column and the link before."""
    digest = hashlib.sha256(prev.encode())
    for value in values:
        raw = value if isinstance(value, bytes) else str(value).encode()
        digest.update(len(raw).to_bytes(4, "big") + raw)
    return digest.hexdigest()


def chain_row(database: Database, table: str, columns: str, values: Sequence[Any]) -> None:
    """Append one row of these columns to a chained list. Call it inside ``writing()``."""
    last = database.row(f"SELECT hash FROM {table} ORDER BY id DESC LIMIT 1")  # noqa: S608
    prev = last[0] if last else ZERO
    marks = ",".join("?" * (len(values) + 2))
    sql = f"INSERT INTO {table} ({columns}, prev, hash) VALUES ({marks})"  # noqa: S608
    database.run(sql, *values, prev, link_hash(prev, values))


def broken_row(database: Database, table: str, columns: str) -> int | None:
    """The first row of a chained list whose hash over these columns does not hold; None when the whole chain does."""
    prev = ZERO
    rows = database.rows(f"SELECT id, {columns}, prev, hash FROM {table} ORDER BY id")  # noqa: S608
    for row_id, *values, before, digest in rows:
        if before != prev or link_hash(prev, values) != digest:
            return int(row_id)
        prev = digest
    return None


def broken_link(database: Database) -> int | None:
    """The first journal row whose hash or order does not hold; None when the whole chain does."""
    prev = ZERO
    for (seq,) in database.rows("SELECT seq FROM journal ORDER BY seq"):
        try:
            row = database.row(f"SELECT {','.join(COLUMNS)} FROM journal WHERE seq=?", seq)  # noqa: S608
        except (peewee.PeeweeException, sqlite3.Error):
            return int(seq)
        assert row is not None, "journal rows never go"
        *values, before, digest = row
        if before != prev or link_hash(prev, values) != digest:
            return int(seq)
        prev = digest
    head = database.row("SELECT hash FROM head")
    return None if head is None or head[0] == prev else -1
