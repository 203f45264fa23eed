"""Who looked, printed, tried or was refused: a row that never changes, without personal content."""

from datetime import datetime

from counter.core.told import Told

from .clock import from_ms, to_ms
from .database import Database

TOLD, BETWEEN, MOST_TOLD = "一次性告知", "|", 20


class Audit:
    """Appends audit rows."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def note(
        self,
        what: str,
        *,
        clerk: str,
        window: str,
        now: datetime,
        person: str = "",
        ok: bool = True,
        note: str = "",
    ) -> None:
        """Write one row; ``note`` must not name anybody."""
        with self._database.writing():
            self._database.run(
                "INSERT INTO audit (at_ms, clerk, window, what, person, ok, note) VALUES (?,?,?,?,?,?,?)",
                to_ms(now), clerk, window, what, person, int(ok), note[:200],
            )  # fmt: skip

    def tell(self, told: Told, person: str) -> None:
        """Note that somebody was told in writing what an operation asks, or what is still missing."""
        text = BETWEEN.join((told.offer, str(told.number), told.by, told.lacking))
        self.note(TOLD, clerk=told.clerk, window=told.window, now=told.at, person=person, note=text)

    def told(self, person: str) -> list[Told]:
        """What was told to this person in writing, the newest first."""
        rows = self._database.rows(
            "SELECT at_ms, note, clerk, window FROM audit WHERE person=? AND what=? ORDER BY id DESC LIMIT ?",
            person, TOLD, MOST_TOLD,
        )  # fmt: skip
        return [_told(*row) for row in rows]


def _told(at: int, note: str, clerk: str, window: str) -> Told:
    offer, number, by, lacking = note.split(BETWEEN, 3)
    return Told(
        at=from_ms(at), offer=offer, number=int(number), by=by, lacking=lacking, clerk=clerk, window=window
    )
