"""Which printer stands where, and every paper on its way to one: put once, printed once, never again by itself."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from counter.core.prints import BROWSER, OPEN, SLIP, Job, Printer, Stage

from .clock import from_ms, to_ms
from .database import Database

COLUMNS = (
    "id, seq, kind, number, name, window, printer, media, stage, handle, reason, clerk, at_ms, ended_ms, why,"
    " titled"
)
_OPEN = ",".join(f"'{stage.name}'" for stage in OPEN)
_LEFT = f"{_OPEN},'{Stage.UNKNOWN.name}'"
_GONE, _GIVEN_UP = "这个窗口不再用这台打印机", "柜员不等了"
NEWEST = 40


def name_of(number: str, kind: str, copy: int) -> str:
    """What the printer knows a paper by: the entry's number, the paper's kind, the copy's number."""
    return f"{number}-{kind}-{copy}"


class Prints:
    """The printers of the windows and their queues; every change of a job is one commit."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def printers(self) -> list[Printer]:
        """Every printer of every window."""
        return [Printer(window=r[0], kind=r[1], address=r[2], media=r[3]) for r in self._printers()]

    def _printers(self) -> list[tuple[Any, ...]]:
        return self._database.rows("SELECT window, kind, address, media FROM printer ORDER BY window, kind")

    def printer(self, window: str, kind: str) -> Printer | None:
        """What prints this kind of paper at this window; None where the clerk's browser shows it."""
        return next((one for one in self.printers() if (one.window, one.kind) == (window, kind)), None)

    def place(self, printer: Printer) -> None:
        """Put a printer where it prints; what still waited for the one before goes to it."""
        with self._database.writing():
            self._database.run(
                "INSERT OR REPLACE INTO printer (window, kind, address, media) VALUES (?,?,?,?)",
                printer.window, printer.kind, printer.address, printer.media,
            )  # fmt: skip
            self._database.run(
                "UPDATE print_job SET printer=?, media=?, reason='' WHERE window=? AND stage=? AND kind=?",
                printer.address, printer.media, printer.window, Stage.QUEUED.name, printer.kind,
            )  # fmt: skip

    def remove(self, window: str, kind: str, now: datetime) -> None:
        """Let the browser show this kind of paper again; what waited is not printed."""
        with self._database.writing():
            self._database.run("DELETE FROM printer WHERE window=? AND kind=?", window, kind)
            self._database.run(
                "UPDATE print_job SET stage=?, reason=?, ended_ms=? WHERE window=? AND stage=? AND kind=?",
                Stage.FAILED.name, _GONE, to_ms(now), window, Stage.QUEUED.name, kind,
            )  # fmt: skip

    def original(self, seq: int, number: str, window: str, clerk: str, at_ms: int) -> None:
        """Put the first slip of an entry, where its window has a printer for it. Call it inside ``writing()``."""
        printer = self.printer(window, SLIP)
        if printer is not None:
            self.put(printer, seq, 1, name_of(number, SLIP, 1), clerk=clerk, now=from_ms(at_ms))

    def put(
        self, printer: Printer, seq: int | None, number: int, name: str, *, clerk: str, now: datetime,
        why: str = "", kind: str = "", titled: str = "",
    ) -> int | None:
        """Put one paper into its printer's queue; None when this copy, or one of this name, was put before."""
        with self._database.writing():
            touched = self._database.run(
                "INSERT OR IGNORE INTO print_job (seq, kind, number, name, window, printer, media, stage,"
                " handle, reason, clerk, at_ms, why, said_by, titled) VALUES (?,?,?,?,?,?,?,?,'','',?,?,?,'',?)",
                seq, kind or printer.kind, number, name, printer.window, printer.address, printer.media,
                Stage.QUEUED.name, clerk, to_ms(now), why, titled,
            )  # fmt: skip
            row = self._database.row("SELECT last_insert_rowid()")
        return int(row[0]) if touched and row is not None else None

    def next(self, address: str) -> Job | None:
        """The oldest paper that this printer has before it."""
        found = self._jobs(f"printer=? AND stage IN ({_OPEN}) ORDER BY id LIMIT 1", address)
        return found[0] if found else None

    def at(self, job_id: int) -> Job | None:
        """One paper."""
        return next(iter(self._jobs("id=?", job_id)), None)

    def named(self, name: str) -> Job | None:
        """The paper of this name."""
        return next(iter(self._jobs("name=?", name)), None)

    def of(self, seq: int) -> list[Job]:
        """The papers of an entry, in order."""
        return self._jobs("seq=? ORDER BY id", seq)

    def left(self, window: str) -> list[Job]:
        """What is not over at this window: waiting, stopped, or unknown."""
        return self._jobs(f"window=? AND stage IN ({_LEFT}) ORDER BY id", window)

    def lately(self, window: str) -> list[Job]:
        """The newest papers of this window."""
        newest = "id IN (SELECT id FROM print_job WHERE window=? ORDER BY id DESC LIMIT ?) ORDER BY id DESC"
        return self._jobs(newest, window, NEWEST)

    def has_printed(self, window: str) -> bool:
        """Whether this window has a printer, or has put anything."""
        found = "SELECT 1 FROM printer WHERE window=? UNION ALL SELECT 1 FROM print_job WHERE window=? LIMIT 1"
        return self._database.row(found, window, window) is not None

    def busy(self) -> set[str]:
        """The printers that have something before them, also those no window has any more."""
        rows = self._database.rows(f"SELECT DISTINCT printer FROM print_job WHERE stage IN ({_OPEN})")  # noqa: S608
        return {str(row[0]) for row in rows}

    def _jobs(self, where: str, *values: Any) -> list[Job]:
        rows = self._database.rows(f"SELECT {COLUMNS} FROM print_job WHERE {where}", *values)  # noqa: S608
        return [_job(dict(zip(COLUMNS.split(", "), row, strict=True))) for row in rows]

    def stand(self, job: Job, stage: Stage, now: datetime, reason: str = "", handle: str = "") -> bool:
        """Note where a paper stands that a printer works on; False when a clerk has ended it meanwhile."""
        with self._database.writing():
            touched = self._database.run(
                f"UPDATE print_job SET stage=?, reason=?, handle=?, ended_ms=? WHERE id=? AND stage IN ({_OPEN})",  # noqa: S608
                stage.name, reason, handle, None if stage.is_open else to_ms(now), job.id,
            )  # fmt: skip
        return bool(touched)

    def take(self, job: Job, window: str) -> bool:
        """A paper that waits for a browser is printed at this window; False when it waits no longer."""
        with self._database.writing():
            touched = self._database.run(
                "UPDATE print_job SET window=? WHERE id=? AND stage=? AND printer=?",
                window, job.id, Stage.QUEUED.name, BROWSER,
            )  # fmt: skip
        return bool(touched)

    def say(self, job: Job, stage: Stage, clerk: str, now: datetime, reason: str = "") -> bool:
        """A clerk has looked: it came, or it did not. Only where nobody else knows; False when somebody was first."""
        shown = (Stage.QUEUED, Stage.SENT) if job.by_browser else ()
        asked: Sequence[Stage] = (Stage.UNKNOWN, *shown)
        marks = ",".join(f"'{one.name}'" for one in asked)
        with self._database.writing():
            touched = self._database.run(
                f"UPDATE print_job SET stage=?, reason=?, ended_ms=?, said_by=? WHERE id=? AND stage IN ({marks})",  # noqa: S608
                stage.name, reason, to_ms(now), clerk, job.id,
            )  # fmt: skip
        return bool(touched)

    def give_up(self, job: Job, clerk: str, now: datetime) -> bool:
        """A clerk waits no longer: surely not printed while it still waited here, else nobody knows."""
        stage = Stage.FAILED if job.stage is Stage.QUEUED else Stage.UNKNOWN
        with self._database.writing():
            touched = self._database.run(
                "UPDATE print_job SET stage=?, reason=?, ended_ms=?, said_by=? WHERE id=? AND stage=?",
                stage.name, _GIVEN_UP, to_ms(now), clerk, job.id, job.stage.name,
            )  # fmt: skip
        return bool(touched) and job.stage.is_open


def _job(row: dict[str, Any]) -> Job:
    ended = row.pop("ended_ms")
    row.update(
        stage=Stage[row["stage"]], at=from_ms(row.pop("at_ms")),
        ended=None if ended is None else from_ms(ended),
    )  # fmt: skip
    return Job(**row)
