"""One SQLite file, opened so that a committed entry survives a power cut, with one writer at a time."""

import logging
import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import peewee
from peewee import sqlite3  # type: ignore[attr-defined]
from playhouse.migrations import Runner

from .tables import ALL

COMMON = {
    "foreign_keys": 1,
    "secure_delete": 1,
    # Without it, INSERT OR REPLACE takes a row away without firing the triggers that forbid it.
    "recursive_triggers": 1,
    "trusted_schema": 0,
    "cell_size_check": 1,
}
# SQLite before 3.51.3 can corrupt a WAL database when two connections write and checkpoint at once.
SAFE_WAL = (3, 51, 3)
BUSY_SECONDS = 10

logging.getLogger("peewee.migrations").setLevel(logging.WARNING)


class StorageError(Exception):
    """The database cannot be used as it is; the sentence says what to do."""


class DatabaseTooNewError(StorageError):
    """A newer program has already changed this database."""

    def __init__(self, names: Sequence[str]) -> None:
        listed = "、".join(names)
        super().__init__(f"这个数据库由更新的版本用过（{listed}），请改用新版本的程序，不要用旧版本打开它")


def pragmas() -> dict[str, str | int]:
    """WAL with a sync at every commit; with an older SQLite, the slower way that loses nothing either."""
    if sqlite3.sqlite_version_info >= SAFE_WAL:
        return {"journal_mode": "wal", "synchronous": "full", **COMMON}
    return {"journal_mode": "delete", "synchronous": "extra", **COMMON}


class Connections(peewee.SqliteDatabase):
    """Peewee keeps a connection a thread; this one also knows them all, so that they can be closed together."""

    def __init__(self, *args: Any, **options: Any) -> None:
        self._all: list[Any] = []
        super().__init__(*args, **options)

    def _connect(self) -> Any:
        opened = super()._connect()  # type: ignore[misc]
        self._all.append(opened)
        return opened

    def close_all(self) -> None:
        """Close every thread's connection; nobody may use the database after that."""
        for opened in self._all:
            opened.close()
        self._all.clear()


class Tables:
    """The models bound to one database, by their names."""

    def __init__(self, database: Any) -> None:
        for table in ALL:
            meta = type("Meta", (), {"database": database, "table_name": table._meta.table_name})  # noqa: SLF001
            setattr(self, table.__name__, type(table.__name__, (table,), {"Meta": meta}))


class Database:
    """The file, its tables and its one write lock; ``closing`` is told in each transaction whom it was about."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.db = Connections(
            str(path), pragmas=pragmas(), lock_type="IMMEDIATE", timeout=BUSY_SECONDS, check_same_thread=False
        )
        self.tables = Tables(self.db)
        self._lock = threading.RLock()
        self._depth = 0
        self._touched: set[str] = set()
        self.closing: Callable[[Collection[str]], None] | None = None
        with told_plainly():
            self._migrate()

    def _migrate(self) -> None:
        folder = str(Path(__file__).parent / "migrations")
        with self.db.connection_context():
            runner = Runner(self.db, folder, table_name="migration_counter")
            strange = [migration.name for migration in runner.status() if migration.path is None]
            if strange:
                raise DatabaseTooNewError(strange)
            runner.up()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """The one way to write: one thread at a time, all or nothing."""
        with self._lock, told_plainly():
            if self._depth:
                yield
                return
            self._depth = 1
            try:
                with self.db.atomic():
                    yield
                    self._close()
            finally:
                self._depth = 0
                self._touched.clear()

    def touch(self, person: str) -> None:
        """Say that something of this person was written; ``closing`` hears of it once, before the commit."""
        self._touched.add(person)

    def _close(self) -> None:
        people = sorted(self._touched)
        self._touched.clear()
        if people and self.closing is not None:
            self.closing(people)

    def run(self, sql: str, *values: Any) -> int:
        """Execute one statement; returns the number of rows it touched."""
        return int(self._execute(sql, values).rowcount)

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """All rows of one query."""
        return list(self._execute(sql, values).fetchall())

    def row(self, sql: str, *values: Any) -> tuple[Any, ...] | None:
        """The first row of one query."""
        found = self._execute(sql, values).fetchone()
        return None if found is None else tuple(found)

    def _execute(self, sql: str, values: tuple[Any, ...]) -> Any:
        return self.db.execute_sql(sql, values)  # type: ignore[no-untyped-call]

    def leave(self) -> None:
        """Close this thread's connection: the thread is about to end."""
        if not self.db.is_closed():
            self.db.close()

    def close(self) -> None:
        """Close every connection."""
        self.db.close_all()


@contextmanager
def told_plainly() -> Iterator[None]:
    """Turn SQLite's own words into a sentence for the person at the window."""
    try:
        yield
    except (peewee.PeeweeException, sqlite3.Error) as error:
        sentence = _sentence(error)
        if sentence is None:
            raise
        raise StorageError(sentence) from error


REASONS = (
    ("disk is full", "磁盘已满，这一笔没有保存。请清出空间后再提交一次，填写的内容还在"),
    ("readonly database", "数据文件夹是只读的，不能办理业务。请改正文件夹的权限后重新启动"),
    ("unable to open database", "打不开数据库文件。请核对数据文件夹是否存在、能否写入"),
    ("malformed", "数据库文件已损坏，请停止办理，并从备份恢复"),
    ("not a database", "这个文件不是本程序的数据库，请核对数据文件夹，或从备份恢复"),
    ("database is locked", "数据库正被另一个程序占用，这一笔没有保存，请稍候再提交一次"),
    ("disk i/o error", "磁盘读写出错，这一笔没有保存。请检查磁盘，必要时从备份恢复"),
)


def _sentence(error: BaseException) -> str | None:
    """The cause behind peewee's error: it is often only in the context of another one."""
    seen: BaseException | None = error
    while seen is not None:
        text = str(seen).lower()
        for words, sentence in REASONS:
            if words in text:
                return sentence
        seen = seen.__cause__ or seen.__context__
    return None
