"""One branch (网点), opened: its folder, its records, its city, its clock and its way to the province."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from counter.catalogue import Catalogue
from counter.clock import Clock
from counter.core.case import Window
from counter.core.city import City
from counter.core.dates import WorkingDays
from counter.core.province import Connector
from counter.core.system import System
from counter.matters import keep_true
from counter.store.audit import Audit
from counter.store.bills import Bills
from counter.store.briefs import Briefs
from counter.store.claims import Claims
from counter.store.database import Database, StorageError
from counter.store.days import Days
from counter.store.deliveries import Deliveries
from counter.store.drafts import Drafts, new_op_id
from counter.store.entries import Entries
from counter.store.journal import ZERO, Journal
from counter.store.matters import MatterList
from counter.store.outbox import Outbox
from counter.store.pairings import Pairings
from counter.store.people import People
from counter.store.prints import Prints
from counter.store.scans import Scans
from counter.store.seal import Keyring
from counter.store.staff import Staff
from counter.store.steps import Steps
from counter.store.stock import StockList
from counter.store.worded import PrintedWords
from counter.store.work import WorkList
from counter.telling import Telling
from counter.workdays import SHIPPED, Workdays


class FolderError(StorageError):
    """The branch's folder cannot be used."""


@dataclass(frozen=True, kw_only=True)
class Elsewhere:
    """Another branch's window as people are sent there: its name, its type in the city file, address and telephone."""

    name: str
    window: str
    address: str = ""
    phone: str = ""


@dataclass(frozen=True, kw_only=True)
class Identity:
    """Who this branch is: the code begins every entry's number; ``district`` is where it lies (所属行政区).

    ``elsewhere`` are the windows people are sent to for what is not done here.
    """

    code: str
    name: str
    rehearsal: bool = False
    district: str = ""
    elsewhere: tuple[Elsewhere, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Branch:
    """Everything one branch needs to work; made by ``open_branch``. ``queue`` is the address of its queue machine."""

    identity: Identity
    city: City
    catalogue: Catalogue
    clock: Clock
    calendar: WorkingDays
    connector: Connector | None
    database: Database
    keys: Keyring
    people: People
    entries: Entries
    journal: Journal
    outbox: Outbox
    deliveries: Deliveries
    staff: Staff
    pairings: Pairings
    drafts: Drafts
    scans: Scans
    work: WorkList
    matters: MatterList
    claims: Claims
    briefs: Briefs
    steps: Steps
    stock: StockList
    bills: Bills
    days: Days
    prints: Prints
    words: PrintedWords
    audit: Audit
    systems: Mapping[str, System] = field(default_factory=dict)
    queue: str = ""

    def windows(self) -> list[Window]:
        """The windows of this branch."""
        rows = self.database.rows("SELECT id, title, type, bank FROM place ORDER BY id")
        return [self._window(row) for row in rows]

    def window(self, window_id: str) -> Window | None:
        """One window."""
        row = self.database.row("SELECT id, title, type, bank FROM place WHERE id=?", window_id)
        return None if row is None else self._window(row)

    def _window(self, row: tuple[Any, ...]) -> Window:
        kind = self.city.windows.get(row[2])
        title = kind.title if kind else row[2]
        code = self.identity.code
        keeps = kind is not None and kind.pickup is not None and kind.pickup.value
        return Window(
            id=row[0], title=row[1], type=row[2], type_title=title, bank=row[3], branch=code,
            branch_title=self.identity.name, pickup=code if keeps else "",
            district=self.identity.district,
        )  # fmt: skip

    def add_window(self, window_id: str, title: str, kind: str, bank: str = "") -> None:
        """Add or rename a window; ``bank`` is whose outlet it stands in."""
        with self.database.writing():
            self.database.run("INSERT OR REPLACE INTO place VALUES (?,?,?,?)", window_id, title, kind, bank)

    def setting(self, key: str) -> Any:
        """One setting of the branch; None when it was never set."""
        row = self.database.row("SELECT value FROM setting WHERE key=?", key)
        return None if row is None else json.loads(row[0])

    def set(self, key: str, value: Any) -> None:
        """Keep one setting."""
        with self.database.writing():
            self.database.run(
                "INSERT OR REPLACE INTO setting VALUES (?,?)", key, json.dumps(value, ensure_ascii=False)
            )

    def close(self) -> None:
        """Close the database."""
        self.database.close()


def open_branch(
    folder: Path,
    identity: Identity,
    catalogue: Catalogue,
    clock: Clock,
    connector: Connector | None,
    *, systems: Mapping[str, System] | None = None, queue: str = "",
) -> Branch:
    """Open the branch that lives in this folder, making its records when the folder is new.

    ``systems`` are the connectors to the systems beside the province, by their names in the city file.
    """
    database, keys = _files(folder)
    prints = Prints(database)
    people = People(database, keys, identity.code, catalogue.title)
    briefs = Briefs(database, keys)
    entries = Entries(database, people, catalogue.form, _place(catalogue.city, identity))
    branch = Branch(
        identity=identity,
        city=catalogue.city,
        catalogue=catalogue,
        clock=clock,
        calendar=Workdays(_year_tables(folder)),
        connector=connector,
        database=database,
        keys=keys,
        people=people,
        entries=entries,
        journal=Journal(database, keys, identity.code, Telling(catalogue, people, entries), prints.original),
        deliveries=Deliveries(database, people.key),
        outbox=Outbox(database),
        staff=Staff(database, timedelta(minutes=catalogue.city.facts.lock_after.value)),
        pairings=Pairings(database, keys),
        drafts=Drafts(database),
        scans=Scans(database, people),
        work=WorkList(database, people, briefs), matters=MatterList(database), claims=Claims(database), briefs=briefs,
        steps=Steps(database), stock=StockList(database), bills=Bills(database), days=Days(database), prints=prints,
        words=PrintedWords(database, keys, people.key), audit=Audit(database), systems=systems or {}, queue=queue,
    )
    return _begun(branch)


def _place(city: City, identity: Identity) -> dict[str, str]:
    """What every entry of this branch says of where it was made."""
    return {"office": city.facts.office, "phone": city.facts.phone, "branch": identity.name}


def _begun(branch: Branch) -> Branch:
    """The branch, with the first link of its chain where it is new, and its work lists kept true."""
    epoch = new_op_id(branch.clock.now())
    with branch.database.writing():
        branch.database.run("INSERT OR IGNORE INTO head VALUES (?,?,0,?,0)", branch.identity.code, epoch, ZERO)
    keep_true(branch)
    return branch


def _year_tables(folder: Path) -> Path:
    """The branch's own year tables where it has some, else those that came with the program."""
    own = folder / "workdays"
    return own if own.is_dir() else SHIPPED


def _files(folder: Path) -> tuple[Database, Keyring]:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        fresh = not (folder / "counter.db").exists()
        keys = Keyring.load(folder / "counter.key", create=fresh)
    except (FileExistsError, NotADirectoryError):
        raise FolderError(
            f"数据文件夹“{folder.name}”的位置上是一个文件，请移走它，或用 --data 指定另一个文件夹"
        ) from None
    except PermissionError:
        raise FolderError(f"数据文件夹“{folder.name}”是只读的，请改正权限，或用 --data 指定另一个文件夹") from None
    except OSError as error:
        raise FolderError(f"数据文件夹“{folder.name}”不能用（{error.strerror}），请检查磁盘空间和权限") from None
    return Database(folder / "counter.db"), keys
