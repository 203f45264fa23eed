"""Who and what a list names, many at a time: names and numbers, without a dossier."""

from collections.abc import Collection
from typing import Any

from counter.core.dossier import Holder, Subject
from counter.core.states import Kind

from .clock import from_ms
from .database import Database
from .payload import state_from
from .people import holder_of
from .seal import Keyring

SUBJECT = "SELECT s.id, s.kind, s.state, s.version, s.since_ms, s.until_ms, s.card, s.sealed, s.person, p.key"


class Briefs:
    """Opens of many people only what one line says of them."""

    def __init__(self, database: Database, keys: Keyring) -> None:
        self._database, self._keys = database, keys

    def holders(self, people: Collection[str]) -> dict[str, Holder]:
        """These people as their record says now, with what was changed here."""
        marks = ",".join("?" * len(people))
        rows = self._database.rows(f"SELECT id, key, sealed FROM person WHERE id IN ({marks})", *people)  # noqa: S608
        records = self._database.rows(
            f"{SUBJECT} FROM subject s JOIN person p ON p.id=s.person WHERE s.person IN ({marks}) AND s.kind=?",
            *people, Kind.RECORD.value,
        )  # fmt: skip
        changed: dict[str, dict[str, str]] = {}
        for row in records:
            changed.setdefault(str(row[8]), {}).update(self._subject(row).facts)
        return {
            pid: holder_of(pid, {**self._keys.person(pid, bytes(key)).open(bytes(sealed), pid), **changed.get(pid, {})})
            for pid, key, sealed in rows
        }

    def subjects(self, ids: Collection[str]) -> dict[str, Subject]:
        """These subjects as they are."""
        marks = ",".join("?" * len(ids))
        rows = self._database.rows(
            f"{SUBJECT} FROM subject s JOIN person p ON p.id=s.person WHERE s.id IN ({marks})", *ids
        )
        return {str(row[0]): self._subject(row) for row in rows}

    def _subject(self, row: tuple[Any, ...]) -> Subject:
        subject, word, state, version, since, until, card, sealed, person, key = row
        kind = Kind(word)
        personal = self._keys.person(person, bytes(key)).open(bytes(sealed), subject)
        return Subject(
            id=subject, kind=kind, state=state_from(kind, state), version=version, since=from_ms(since),
            until=None if until is None else from_ms(until), card=card, number=personal["number"],
            facts=personal["facts"],
        )  # fmt: skip
