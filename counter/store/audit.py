"""Who looked, printed, tried or was refused: a row that never changes, without personal content."""

from datetime import datetime

from .clock import to_ms
from .database import Database


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
