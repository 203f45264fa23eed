"""Who works on a person's matters just now (认领): one clerk at a time, until released or its time is over."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from .clock import from_ms, to_ms
from .database import Database

SELECT = (
    "SELECT c.person, c.clerk, COALESCE(s.name, ''), COALESCE(w.title, c.window), c.at_ms, c.until_ms FROM claim c"
    " LEFT JOIN staff s ON s.number=c.clerk LEFT JOIN place w ON w.id=c.window"
)


@dataclass(frozen=True, kw_only=True)
class Claim:
    """One person's matters in a clerk's hands."""

    person: str
    clerk: str
    name: str
    window: str
    at: datetime
    until: datetime


class Claims:
    """Takes, releases and reads claims; a claim whose time is over is none."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def take(self, person: str, clerk: str, window: str, now: datetime, lasts: timedelta) -> bool:
        """Take a person who is free, or whom this clerk has already; False when somebody else has them."""
        with self._database.writing():
            touched = self._database.run(
                "INSERT INTO claim VALUES (?,?,?,?,?) ON CONFLICT (person) DO UPDATE SET clerk=excluded.clerk,"
                " window=excluded.window, at_ms=excluded.at_ms, until_ms=excluded.until_ms"
                " WHERE claim.clerk=excluded.clerk OR claim.until_ms<=?",
                person, clerk, window, to_ms(now), to_ms(now + lasts), to_ms(now),
            )  # fmt: skip
        return touched == 1

    def take_over(self, person: str, clerk: str, window: str, now: datetime, lasts: timedelta) -> Claim | None:
        """Take a person whoever has them; returns the claim that ended with it."""
        with self._database.writing():
            had = self.of(person, now)
            self._database.run("DELETE FROM claim WHERE person=?", person)
            self.take(person, clerk, window, now, lasts)
        return had

    def release(self, person: str, clerk: str) -> bool:
        """Give a person back; False when this clerk does not have them."""
        with self._database.writing():
            return self._database.run("DELETE FROM claim WHERE person=? AND clerk=?", person, clerk) == 1

    def drop(self, person: str) -> None:
        """Nothing is left to be done about this person. Call it inside ``writing()``."""
        self._database.run("DELETE FROM claim WHERE person=?", person)

    def of(self, person: str, now: datetime) -> Claim | None:
        """Who has this person now."""
        return self.among([person], now).get(person)

    def held_by(self, clerk: str, now: datetime) -> list[str]:
        """Whom this clerk has."""
        rows = self._database.rows("SELECT person FROM claim WHERE clerk=? AND until_ms>?", clerk, to_ms(now))
        return [str(row[0]) for row in rows]

    def among(self, people: Collection[str], now: datetime) -> dict[str, Claim]:
        """Who has these people now."""
        marks = ",".join("?" * len(people))
        rows = self._database.rows(
            f"{SELECT} WHERE c.person IN ({marks}) AND c.until_ms>?", *people, to_ms(now)
        )
        found = (
            Claim(person=r[0], clerk=r[1], name=r[2], window=r[3], at=from_ms(r[4]), until=from_ms(r[5])) for r in rows
        )
        return {claim.person: claim for claim in found}
