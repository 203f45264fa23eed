"""Photos and scanned papers, each sealed under its person's key: part of a draft first, of an entry then."""

import hashlib
from collections.abc import Iterable
from datetime import datetime

from counter.core.scan import Scan, ScanKind

from .clock import to_ms
from .database import Database
from .journal import StaleError
from .people import People
from .seal import SealError

COLUMNS = "kind, title, media, sha256, bytes, pages, width, height"
# What belongs to no draft and to no entry any more.
ORPHANED = (
    "NOT EXISTS (SELECT 1 FROM draft WHERE draft.op_id=scan.op_id)"
    " AND NOT EXISTS (SELECT 1 FROM journal WHERE journal.op_id=scan.op_id)"
)


def checksum(raw: bytes) -> str:
    """The SHA-256 by which an entry names a file."""
    return hashlib.sha256(raw).hexdigest()


class Scans:
    """Keeps files beside drafts, hands them to entries, and opens them."""

    def __init__(self, database: Database, people: People) -> None:
        self._database, self._people = database, people

    def keep(self, op_id: str, person: str, scan: Scan, raw: bytes, now: datetime) -> None:
        """Keep this file beside a draft; nothing is kept of an operation that is done or was given up."""
        sealed = self._people.key(person).seal_file(raw, bound_to(op_id, scan.sha256))
        with self._database.writing():
            if scan.kind is ScanKind.PHOTO:
                self._drop(op_id, scan.kind, scan.title)
            self._database.run(
                "INSERT OR IGNORE INTO scan"  # noqa: S608
                f" (op_id, person, {COLUMNS}, at_ms, sealed, seal_sha256)"
                " SELECT ?,?,?,?,?,?,?,?,?,?,?,?,? WHERE EXISTS (SELECT 1 FROM draft WHERE op_id=? AND person=?)",
                op_id, person, scan.kind.value, scan.title, scan.media, scan.sha256, scan.bytes, scan.pages,
                scan.width, scan.height, to_ms(now), sealed, checksum(sealed), op_id, person,
            )  # fmt: skip

    def of(self, op_id: str) -> tuple[Scan, ...]:
        """Everything kept for this operation, in the order it came."""
        rows = self._database.rows(f"SELECT {COLUMNS} FROM scan WHERE op_id=? ORDER BY id", op_id)  # noqa: S608
        return tuple(
            Scan(
                kind=ScanKind(row[0]),
                title=row[1],
                media=row[2],
                sha256=row[3],
                bytes=row[4],
                pages=row[5],
                width=row[6],
                height=row[7],
            )
            for row in rows
        )

    def photo_of(self, op_id: str) -> bytes | None:
        """The photo of this operation as its file; None where there is none."""
        found = next((scan for scan in self.of(op_id) if scan.kind is ScanKind.PHOTO), None)
        return None if found is None else self.file(op_id, found.sha256)

    def with_newest_photo(self, person: str) -> str:
        """The operation that brought this person's newest photo; empty where none did."""
        row = self._database.row(
            "SELECT op_id FROM scan WHERE person=? AND kind=?"
            " AND EXISTS (SELECT 1 FROM journal WHERE journal.op_id=scan.op_id) ORDER BY id DESC LIMIT 1",
            person, ScanKind.PHOTO.value,
        )  # fmt: skip
        return row[0] if row is not None else ""

    def file(self, op_id: str, sha256: str) -> bytes | None:
        """The bytes of one file; SealError when they are not those that were kept."""
        row = self._database.row("SELECT person, sealed FROM scan WHERE op_id=? AND sha256=?", op_id, sha256)
        if row is None:
            return None
        raw = self._people.key(row[0]).open_file(bytes(row[1]), bound_to(op_id, sha256))
        if checksum(raw) != sha256:
            raise SealError
        return raw

    def drop(self, op_id: str, kind: ScanKind, title: str, sha256: str = "") -> None:
        """Put away what was kept under this title, or only the file with this checksum."""
        with self._database.writing():
            self._drop(op_id, kind, title, sha256)

    def _drop(self, op_id: str, kind: ScanKind, title: str, sha256: str = "") -> None:
        self._database.run(
            "DELETE FROM scan WHERE op_id=? AND kind=? AND title=? AND (?='' OR sha256=?)"
            " AND NOT EXISTS (SELECT 1 FROM journal WHERE journal.op_id=scan.op_id)",
            op_id, kind.value, title, sha256, sha256,
        )  # fmt: skip

    def settle(self, op_id: str, named: Iterable[Scan]) -> None:
        """Keep only what the entry will name; call it inside ``writing()``, before the journal row.

        Raises StaleError when something it names has been put away meanwhile.
        """
        wanted = {(scan.kind, scan.title, scan.sha256) for scan in named}
        kept = self.of(op_id)
        if wanted - {(scan.kind, scan.title, scan.sha256) for scan in kept}:
            raise StaleError
        for scan in kept:
            if (scan.kind, scan.title, scan.sha256) not in wanted:
                self._drop(op_id, scan.kind, scan.title, scan.sha256)

    def sweep(self) -> None:
        """Forget the files of drafts that are gone."""
        with self._database.writing():
            self._database.run(f"DELETE FROM scan WHERE {ORPHANED}")  # noqa: S608


def bound_to(op_id: str, sha256: str) -> str:
    """What a file's seal is bound to: its operation and its checksum."""
    return f"scan.{op_id}.{sha256}"
