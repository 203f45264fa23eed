"""Persons as a dated copy of the province's record, and the dossier a decision reads."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from counter.core.dossier import Dossier, Holder, OpenAct, Past, Subject
from counter.core.party import Party
from counter.core.province import PersonRecord
from counter.core.states import Kind
from counter.pinyin import suggest

from .clock import from_ms, to_ms
from .database import Database
from .outbox import WORDS
from .payload import read_changes, state_from
from .seal import Keyring, PersonKey

PAST_SHOWN = 20
Standing = tuple[Any, ...]
# Undone by an entry that was not itself undone.
UNDONE = (
    "EXISTS (SELECT 1 FROM journal r WHERE r.reverses=j.seq"
    " AND NOT EXISTS (SELECT 1 FROM journal q WHERE q.reverses=r.seq))"
)


def undone(database: Database, seq: int) -> bool:
    """Whether this journal row has been put back or reversed."""
    return database.row(f"SELECT 1 FROM journal j WHERE seq=? AND {UNDONE}", seq) is not None  # noqa: S608


def entry_number(branch: str, at: datetime, seq: int) -> str:
    """The number of an entry (业务流水号): branch, day, and the branch's running number."""
    return f"{branch}{at:%Y%m%d}{seq:06d}"


class People:
    """Finds, opens and keeps persons."""

    def __init__(self, database: Database, keys: Keyring, branch: str, titles: Callable[[str], str]) -> None:
        self._database, self._keys, self._branch, self._titles = database, keys, branch, titles

    def find(self, kind: str, value: str) -> list[str]:
        """The persons found under this value: id, phone, card, name, pinyin or initials."""
        found = self._database.rows(
            "SELECT person FROM find WHERE kind=? AND hash=?", kind, self._keys.hash(kind, value)
        )
        return [str(row[0]) for row in found]

    def key(self, person: str) -> PersonKey:
        """The key of this person."""
        found = self._database.row("SELECT key FROM person WHERE id=?", person)
        assert found is not None, "unknown person"
        return self._keys.person(person, bytes(found[0]))

    def dossier(self, person: str) -> Dossier | None:
        """Everything known of this person; None when the branch has never seen them."""
        return self.read(person, PAST_SHOWN)

    def read(self, person: str, past: int) -> Dossier | None:
        """The dossier with so many of the newest entries."""
        found = self._database.row("SELECT key, sealed, copied_ms, source FROM person WHERE id=?", person)
        if found is None:
            return None
        key = self._keys.person(person, bytes(found[0]))
        subjects = self._subjects(person, key)
        told = {name: text for s in subjects if s.kind is Kind.RECORD for name, text in s.facts.items()}
        return Dossier(
            holder=holder_of(person, {**key.open(bytes(found[1]), person), **told}),
            subjects=subjects,
            past=self._past(person, past),
            acts=self._acts(person),
            copied_at=from_ms(found[2]),
            source=found[3],
        )

    def copied(self, person: str) -> Holder:
        """The copy of the province's record, without what was changed here and is not seen there yet."""
        row = self._database.row("SELECT sealed FROM person WHERE id=?", person)
        assert row is not None, "unknown person"
        return holder_of(person, self.key(person).open(bytes(row[0]), person))

    def _subjects(self, person: str, key: PersonKey) -> tuple[Subject, ...]:
        out = []
        for row in self._database.rows(
            "SELECT id, kind, state, version, since_ms, until_ms, card, sealed FROM subject WHERE person=?", person
        ):
            kind, personal = Kind(row[1]), key.open(bytes(row[7]), row[0])
            out.append(
                Subject(
                    id=row[0],
                    kind=kind,
                    state=state_from(kind, row[2]),
                    version=row[3],
                    since=from_ms(row[4]),
                    until=None if row[5] is None else from_ms(row[5]),
                    card=row[6],
                    number=personal["number"],
                    facts=personal["facts"],
                )
            )
        return tuple(out)

    def _acts(self, person: str) -> tuple[OpenAct, ...]:
        """The acts in steps of this person that are not over."""
        rows = self._database.rows(
            "SELECT j.seq, j.op_id, j.operation, j.window, a.state, j.changes FROM act a JOIN journal j ON j.seq=a.seq"  # noqa: S608
            f" WHERE j.person=? AND a.state IN ('open','told') AND NOT {UNDONE} ORDER BY j.seq",
            person,
        )
        return tuple(
            OpenAct(
                seq=row[0], op_id=row[1], operation=row[2], window=row[3], told=row[4] == "told",
                subjects=frozenset(change.subject for change in read_changes(row[5])),
            )
            for row in rows
        )  # fmt: skip

    def whole(self, person: str) -> tuple[Past, ...]:
        """Everything that was ever done for this person, the newest first."""
        return self._past(person, most=-1)

    def count(self, person: str) -> int:
        """How many entries there are about this person."""
        row = self._database.row("SELECT COUNT(*) FROM journal WHERE person=?", person)
        return int(row[0]) if row else 0

    def _past(self, person: str, most: int) -> tuple[Past, ...]:
        rows = self._database.rows(
            "SELECT j.seq, j.op_id, j.part, j.operation, j.at_ms, j.window, j.clerk, j.origin, j.outcome,"  # noqa: S608
            f" j.changes, o.state, j.branch, {UNDONE}, j.reverses"
            " FROM journal j LEFT JOIN outbox o ON o.seq=j.seq"
            " WHERE j.person=? ORDER BY j.seq DESC LIMIT ?",
            person,
            most,
        )
        return tuple(self._one_past(row) for row in rows)

    def _one_past(self, row: tuple[Any, ...]) -> Past:
        at = from_ms(row[4])
        return Past(
            seq=row[0],
            op_id=row[1],
            part=row[2],
            number=entry_number(row[11], at, row[0]),
            operation=row[3],
            title=self._titles(row[3]),
            at=at,
            where=row[5],
            clerk=row[6],
            origin=row[7],
            province=WORDS.get(row[10], ""),
            outcome="undone" if row[12] else row[8],
            reverses=row[13],
            moved=read_changes(row[9]),
        )

    def keep(self, person: str, record: PersonRecord, now: datetime, source: str) -> bool:
        """Write the copy of a record; True when the person is new here. Call it inside ``writing()``."""
        fields = _fields(record)
        found = self._database.row("SELECT key FROM person WHERE id=?", person)
        former = self.copied(person).id_number if found is not None else record.id_number
        wrapped = self._keys.new_person(person) if found is None else bytes(found[0])
        sealed = self._keys.person(person, wrapped).seal(fields, person)
        self._database.run(
            "INSERT OR REPLACE INTO person VALUES (?,?,?,?,?)", person, wrapped, sealed, to_ms(now), source
        )
        for kind, value in names_of(fields):
            self._database.run(
                "INSERT OR IGNORE INTO find VALUES (?,?,?)", kind, self._keys.hash(kind, value), person
            )
        if former != record.id_number:
            self._renumber(person, former)
        for batch in {card.batch for card in record.cards if card.batch}:
            self._database.run("INSERT OR IGNORE INTO lot VALUES (?,?)", batch, to_ms(now))
        return found is None

    def _renumber(self, person: str, former: str) -> None:
        """Who has another number now is found under the former one too, but no record of that number is theirs."""
        old, now = self._keys.hash("id", former), self._keys.hash("former", former)
        self._database.run("DELETE FROM find WHERE kind='id' AND hash=? AND person=?", old, person)
        self._database.run("INSERT OR IGNORE INTO find VALUES ('former',?,?)", now, person)

    def lots(self, most: int) -> list[tuple[str, int]]:
        """The newest batches this branch has heard of, and how many people's cards are known of each."""
        rows = self._database.rows("SELECT number FROM lot ORDER BY seen_ms DESC, number DESC LIMIT ?", most)
        return [(str(number), len(self.find("batch", str(number)))) for (number,) in rows]

    def keep_unit(self, number: str, name: str, now: datetime, source: str) -> str:
        """Write a unit by its number, once; returns its id here. Call it inside ``writing()``."""
        found = self.find("unit", number)
        if found:
            return found[0]
        unit = str(uuid.uuid4())
        fields = {"id_number": number, "name": name, "party": Party.UNIT.value}
        wrapped = self._keys.new_person(unit)
        sealed = self._keys.person(unit, wrapped).seal(fields, unit)
        self._database.run("INSERT INTO person VALUES (?,?,?,?,?)", unit, wrapped, sealed, to_ms(now), source)
        for kind, value in (("unit", number), ("name", name)):
            self._database.run("INSERT OR IGNORE INTO find VALUES (?,?,?)", kind, self._keys.hash(kind, value), unit)
        return unit

    def standing(self, person: str) -> Standing:
        """Where this person's entries stand: another value after every entry and every answer to one."""
        last = self._database.row("SELECT MAX(seq) FROM journal WHERE person=?", person)
        return (last, *self._database.rows("SELECT seq, state FROM outbox WHERE person=? ORDER BY seq", person))


def _fields(record: PersonRecord) -> dict[str, Any]:
    fields = asdict(record)
    del fields["cards"], fields["temporary"]
    fields |= {name: text for name, text in fields.pop("facts").items() if name not in fields}
    return {k: v.isoformat() if isinstance(v, date) else v for k, v in fields.items()}


def holder_of(person: str, fields: Mapping[str, Any]) -> Holder:
    """The holder these opened fields describe."""
    born = fields.get("born_on")
    known = {"id_number", "name", "sex", "born_on", "as_of", "party"}
    return Holder(
        id=person,
        id_number=fields["id_number"],
        name=fields["name"],
        sex=fields.get("sex", ""),
        born_on=date.fromisoformat(born) if born else None,
        facts={k: v for k, v in fields.items() if k not in known and v},
        party=Party(fields.get("party", Party.PERSON.value)),
    )


def names_of(texts: Mapping[str, str]) -> list[tuple[str, str]]:
    """What a person is found by, of these texts about them."""
    sounds = suggest(texts.get("name", ""))
    found = [
        ("id", texts.get("id_number", "")), ("name", texts.get("name", "")), ("phone", texts.get("mobile", "")),
        ("pinyin", sounds.full), ("initials", sounds.initials), ("member", texts.get("unit_number", "")),
    ]  # fmt: skip
    return [(kind, value) for kind, value in found if value]
