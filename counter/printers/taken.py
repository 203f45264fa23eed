"""What the program at a window's computer has taken to print: a small journal, so that a paper is printed there once.

It holds the names of papers and where they stand. The papers themselves are in memory only and are asked for again by
whoever starts it anew; one that was on its way to a printer then is asked of the printer, or unknown.
"""

import secrets
import sqlite3
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Any

from counter.clock import wall
from counter.core.prints import OPEN, Job, Stage

from .transport import NotNowError, Paper

FILE = "papers.sqlite"
WITHDRAWN = "柜员不等了"
_PATIENCE, _TAKEN = 2.0, "正由另一个启动了的程序用着，请只留一处"
_DOES = "请改正权限；坏了的移走，没有打完的几张由柜员看出纸口"
_WAITS = (Stage.QUEUED, Stage.CREATED)
_OPEN = ",".join(f"'{stage.name}'" for stage in OPEN)
_TABLES = """
CREATE TABLE IF NOT EXISTS journal (id TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS paper (
 id INTEGER PRIMARY KEY AUTOINCREMENT, printer TEXT NOT NULL, name TEXT NOT NULL UNIQUE, stage TEXT NOT NULL,
 handle TEXT NOT NULL DEFAULT '', reason TEXT NOT NULL DEFAULT '', at TEXT NOT NULL);
"""


class JournalError(Exception):
    """The journal cannot be used; the sentence says why and what to do."""


class Taken:
    """The journal; every change is on the disk before it counts.

    ``id`` is this journal's own, in every number it gives: a number of another is nobody's.
    """

    def __init__(self, folder: Path) -> None:
        self._lock = Lock()
        self._papers: dict[int, Paper] = {}
        self._wanted: set[int] = set()
        try:
            self._file = sqlite3.connect(folder / FILE, _PATIENCE, isolation_level=None, check_same_thread=False)
            self._open()
        except sqlite3.Error as error:
            what = _TAKEN if "locked" in str(error) else f"不能用（{error}），{_DOES}"
            raise JournalError(f"文件夹“{folder}”里的 {FILE} {what}") from None

    def _open(self) -> None:
        # Two starts with one journal would each print what the other has in its memory.
        self._file.execute("PRAGMA locking_mode=EXCLUSIVE")
        self._file.execute("PRAGMA synchronous=EXTRA")
        self._file.executescript(_TABLES)
        own = secrets.token_hex(6)
        self._file.execute("INSERT INTO journal SELECT ? WHERE NOT EXISTS (SELECT 1 FROM journal)", (own,))
        self._file.execute("UPDATE journal SET id=id")
        ((self.id,),) = self._rows("SELECT id FROM journal")

    def close(self) -> None:
        """Let the file go."""
        self._file.close()

    # what the server asks

    def begin(self, printer: str, name: str) -> str:
        """The number of the paper of this name, the same however often it is asked; it waits for its paper."""
        self._run(
            "INSERT OR IGNORE INTO paper (printer, name, stage, at) VALUES (?,?,?,?)",
            printer, name, Stage.QUEUED.name, wall().isoformat(),
        )  # fmt: skip
        ((number,),) = self._rows("SELECT id FROM paper WHERE name=?", name)
        return f"{self.id}-{number}"

    def give(self, number: str, paper: Paper) -> None:
        """The paper of this number, if it still waits for it."""
        job = self._numbered(number)
        if job is not None and job.name == paper.name and (job.stage in _WAITS or job.id in self._wanted):
            self._papers.setdefault(job.id, paper)
            self._wanted.discard(job.id)

    def stood(self, number: str, name: str) -> tuple[str, str]:
        """The stage of this number and why; *created* while it waits for its paper, empty when nobody knows it.

        A number whose name is another's belongs to a copy of this journal.
        """
        job = self._numbered(number)
        if job is None or job.name != name:
            return "", ""
        if job.id in self._wanted:
            return Stage.CREATED.name, ""
        if job.stage not in _WAITS:
            return job.stage.name, job.reason
        if job.id not in self._papers:
            return Stage.CREATED.name, ""
        return (Stage.BLOCKED.name, job.reason) if job.reason else (Stage.SENT.name, "")

    def withdraw(self, number: str) -> Job | None:
        """Print it no more if it has not begun; the job if it has."""
        job = self._numbered(number)
        if job is None or not job.stage.is_open:
            return None
        marks = ",".join(f"'{stage.name}'" for stage in _WAITS)
        gone = self._run(
            f"UPDATE paper SET stage=?, reason=? WHERE id=? AND stage IN ({marks})",  # noqa: S608
            Stage.FAILED.name, WITHDRAWN, job.id,
        )  # fmt: skip
        return None if gone else job

    def refuse(self, number: str, reason: str) -> None:
        """Its printer will not print it."""
        job = self._numbered(number)
        if job is not None:
            self.stand(job, Stage.FAILED, wall(), reason)

    def _numbered(self, number: str) -> Job | None:
        journal, _, row = number.partition("-")
        return self.at(int(row)) if journal == self.id and row.isdecimal() else None

    # what the press here asks

    def next(self, address: str) -> Job | None:
        """The oldest paper that this printer can do something with."""
        jobs = self._jobs(f"printer=? AND stage IN ({_OPEN}) ORDER BY id", address)
        return next((job for job in jobs if job.stage not in _WAITS or job.id in self._papers), None)

    def at(self, job_id: int) -> Job | None:
        """One paper."""
        return next(iter(self._jobs("id=?", job_id)), None)

    def paper(self, job: Job) -> Paper:
        """The paper itself; one that an earlier start has lost, and that its printer still waits for, is asked for."""
        if job.id not in self._papers:
            self._wanted.add(job.id)
            raise NotNowError(job.reason)
        return self._papers[job.id]

    def stand(self, job: Job, stage: Stage, now: datetime, reason: str = "", handle: str = "") -> bool:
        """Note where a paper stands; False when it was withdrawn meanwhile."""
        del now
        touched = self._run(
            f"UPDATE paper SET stage=?, reason=?, handle=? WHERE id=? AND stage IN ({_OPEN})",  # noqa: S608
            stage.name, reason, handle, job.id,
        )  # fmt: skip
        if not stage.is_open:
            self._papers.pop(job.id, None)
            self._wanted.discard(job.id)
        return bool(touched)

    def _run(self, statement: str, *values: Any) -> int:
        with self._lock:
            return self._file.execute(statement, values).rowcount

    def _rows(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._file.execute(statement, values).fetchall()

    def _jobs(self, where: str, *values: Any) -> list[Job]:
        columns = "id, printer, name, stage, handle, reason, at"
        return [_job(*row) for row in self._rows(f"SELECT {columns} FROM paper WHERE {where}", *values)]  # noqa: S608


def _job(number: int, *words: str) -> Job:
    printer, name, stage, handle, reason, at = words
    return Job(
        id=number, seq=None, kind="", number=1, name=name, window="", printer=printer, media="", stage=Stage[stage],
        handle=handle, reason=reason, clerk="", at=datetime.fromisoformat(at), ended=None, why="",
    )  # fmt: skip
