"""The days of the windows (日结): rows that only grow, chained by hash: counted, closed, opened again, printed."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from counter.core.dayend import Closed

from .clock import from_ms, to_ms
from .database import Database
from .journal import broken_row, chain_row

COUNTED, CLOSED, REOPENED, INTERIM, PRINTED = "现金清点", "日结", "重开", "中途表", "补打"
LETTERS = {COUNTED: "QD", CLOSED: "RJ", REOPENED: "CK", INTERIM: "ZT", PRINTED: "BD"}
CHAINED = "at_ms, day, window, kind, number, clerk, second, about, content"
COLUMNS = f"id, {CHAINED}"
BRANCH = "网点"
"""What stands for all windows together."""


@dataclass(frozen=True, kw_only=True)
class DayRow:
    """One thing that was done about a day."""

    id: int
    at: datetime
    day: date
    window: str
    kind: str
    number: str
    clerk: str
    second: str
    about: int | None
    content: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Doing:
    """Who does something about the day of which window, and when; ``second`` is who confirmed besides."""

    day: date
    window: str
    clerk: str
    now: datetime
    second: str = ""


class Days:
    """Appends rows and says how a day stands; ``items`` are the tariff items of rows that never change."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.items: dict[int, str] = {}

    def add(self, kind: str, by: Doing, content: Mapping[str, Any], about: int | None = None) -> str:
        """Append one row and return its number (RJ20261120-1-1). Call it inside ``writing()``."""
        before = self._database.row(
            "SELECT COUNT(*) FROM day WHERE day=? AND window=? AND kind=?", by.day.isoformat(), by.window, kind
        )
        assert before is not None, "a count has a row"
        number = f"{LETTERS[kind]}{by.day:%Y%m%d}-{by.window}-{int(before[0]) + 1}"
        said = json.dumps(content, ensure_ascii=False, sort_keys=True)
        values = [to_ms(by.now), by.day.isoformat(), by.window, kind, number, by.clerk, by.second, about, said]
        chain_row(self._database, "day", CHAINED, values)
        return number

    def of_day(self, day: date, window: str) -> list[DayRow]:
        """Everything that was done about this day of this window, in order."""
        rows = self._database.rows(
            f"SELECT {COLUMNS} FROM day WHERE day=? AND window=? ORDER BY id",  # noqa: S608
            day.isoformat(),
            window,
        )
        return [_row(row) for row in rows]

    def at(self, row_id: int) -> DayRow | None:
        """One row."""
        row = self._database.row(f"SELECT {COLUMNS} FROM day WHERE id=?", row_id)  # noqa: S608
        return None if row is None else _row(row)

    def closed(self, window: str, day: date) -> Closed | None:
        """The closing of this day at this window; None while it is open, or open again."""
        row = self._database.row(
            "SELECT kind, number, at_ms FROM day WHERE day=? AND window=? AND kind IN (?,?) ORDER BY id DESC LIMIT 1",
            day.isoformat(), window, CLOSED, REOPENED,
        )  # fmt: skip
        return Closed(str(row[1]), from_ms(int(row[2]))) if row is not None and row[0] == CLOSED else None

    def latest(self) -> datetime | None:
        """When anything was written here last."""
        row = self._database.row("SELECT at_ms FROM day ORDER BY id DESC LIMIT 1")
        return None if row is None else from_ms(int(row[0]))


def _row(row: tuple[Any, ...]) -> DayRow:
    named = dict(zip(COLUMNS.split(", "), row, strict=True))
    read = {"at": from_ms(named.pop("at_ms")), "day": date.fromisoformat(named["day"])}
    return DayRow(**{**named, **read, "content": json.loads(named["content"])})


def broken_day(database: Database) -> int | None:
    """The first row whose hash does not hold; None when the whole chain does."""
    return broken_row(database, "day", CHAINED)
