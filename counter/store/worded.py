"""What papers of no entry say, sealed, for as long as they may be printed or printed again."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from .clock import to_ms
from .database import Database
from .seal import Keyring, PersonKey

KEPT = timedelta(days=2)


@dataclass(frozen=True, kw_only=True)
class Worded:
    """The words of one paper as plain values; ``person`` is whom it is about, ``about`` the row of the day it is of."""

    words: Any
    titled: str
    person: str = ""
    about: int | None = None


class PrintedWords:
    """Keeps the words under the key of the person they are about, or of the branch; ``keys`` gives a person's."""

    def __init__(self, database: Database, ring: Keyring, keys: Callable[[str], PersonKey]) -> None:
        self._database, self._ring, self._keys = database, ring, keys

    def _key(self, person: str) -> PersonKey:
        return self._keys(person) if person else self._ring.branch()

    def keep(self, job_id: int, worded: Worded, now: datetime) -> None:
        """Keep what this paper says, and nothing that is too old. Call it inside ``writing()``."""
        self._forget(now)
        sealed = self._key(worded.person).seal(worded.words, f"print.{job_id}")
        self._database.run(
            "INSERT INTO print_words (job_id, person, about, at_ms, sealed) VALUES (?,?,?,?,?)",
            job_id, worded.person, worded.about, to_ms(now), sealed,
        )  # fmt: skip

    def of(self, job_id: int) -> Worded | None:
        """What this paper says; None once it is forgotten."""
        row = self._database.row(
            "SELECT w.person, w.about, w.sealed, j.titled FROM print_words w JOIN print_job j ON j.id=w.job_id"
            " WHERE w.job_id=?", job_id,
        )  # fmt: skip
        if row is None:
            return None
        words = self._key(str(row[0])).open(bytes(row[2]), f"print.{job_id}")
        return Worded(words=words, titled=str(row[3]), person=str(row[0]), about=row[1])

    def sweep(self, now: datetime) -> None:
        """Forget what nobody prints any more."""
        with self._database.writing():
            self._forget(now)

    def _forget(self, now: datetime) -> None:
        self._database.run("DELETE FROM print_words WHERE at_ms<?", to_ms(now - KEPT))
