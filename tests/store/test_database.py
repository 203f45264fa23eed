"""The file: safe against a power cut, equal to its models, and plain about what is wrong with it."""

import threading

import peewee
import pytest
from playhouse.schema_diff import diff_models

from counter.store.database import Database, DatabaseTooNewError, StorageError, pragmas
from counter.store.tables import ALL


@pytest.fixture
def database(tmp_path):
    opened = Database(tmp_path / "counter.db")
    yield opened
    opened.close()


def test_a_committed_entry_survives_a_power_cut(database):
    """WAL with a sync at every commit, on every thread's connection."""
    seen = []

    def look() -> None:
        names = ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "recursive_triggers", "trusted_schema")
        seen.append([database.row(f"PRAGMA {name}")[0] for name in names])
        database.leave()

    look()
    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    assert seen == [["wal", 2, 1, 1, 1, 0]] * 2


def test_an_older_sqlite_gets_the_slower_way_that_loses_nothing_either(monkeypatch):
    monkeypatch.setattr(peewee.sqlite3, "sqlite_version_info", (3, 51, 2))
    assert (pragmas()["journal_mode"], pragmas()["synchronous"]) == ("delete", "extra")


def test_the_migrations_make_the_tables_of_the_models(database):
    models = [getattr(database.tables, table.__name__) for table in ALL]
    diff = diff_models(database.db, models)
    assert not diff, str(diff)
    made = {row[0] for row in database.rows("SELECT name FROM sqlite_master WHERE type='table'")}
    own = {name for name in made if not name.startswith(("sqlite_", "migration_"))}
    assert own == {model._meta.table_name for model in models}


def test_opening_again_changes_nothing(tmp_path, database):
    before = database.rows("SELECT sql FROM sqlite_master")
    database.close()
    again = Database(tmp_path / "counter.db")
    assert again.rows("SELECT sql FROM sqlite_master") == before
    again.close()


def test_a_database_that_a_newer_program_used_is_left_alone(tmp_path, database):
    columns = [row[1] for row in database.rows("PRAGMA table_info(migration_counter)")]
    newest = database.rows("SELECT * FROM migration_counter")[-1]
    values = [{"id": newest[0] + 1, "name": "0099_later"}.get(c, v) for c, v in zip(columns, newest, strict=True)]
    database.run(f"INSERT INTO migration_counter VALUES ({','.join('?' * len(values))})", *values)
    before = database.rows("SELECT * FROM migration_counter")
    database.close()
    with pytest.raises(DatabaseTooNewError, match="这个数据库由更新的版本用过（0099_later），请改用新版本的程序"):
        Database(tmp_path / "counter.db")
    with peewee.sqlite3.connect(tmp_path / "counter.db") as raw:
        assert raw.execute("SELECT * FROM migration_counter").fetchall() == before
    raw.close()


def test_a_file_that_is_no_database_is_said_so(tmp_path):
    file = tmp_path / "counter.db"
    file.write_bytes("这不是数据库".encode() * 500)
    with pytest.raises(StorageError, match="不是本程序的数据库"):
        Database(file)


def test_a_folder_that_is_not_there_is_said_so(tmp_path):
    with pytest.raises(StorageError, match="打不开数据库文件"):
        Database(tmp_path / "nowhere" / "counter.db")


def test_a_failure_inside_takes_everything_back_also_in_the_middle_of_another_write(database):
    def fail() -> None:
        with database.writing():
            database.run("INSERT INTO setting VALUES ('a', '1')")
            with database.writing():
                database.run("INSERT INTO setting VALUES ('b', '2')")
                raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert database.rows("SELECT * FROM setting") == []
    with database.writing():
        database.run("INSERT INTO setting VALUES ('c', '3')")
    assert database.rows("SELECT key FROM setting") == [("c",)]


def test_writers_wait_for_one_another(database):
    """Eight threads add one to the same number a hundred times."""
    with database.writing():
        database.run("INSERT INTO setting VALUES ('n', '0')")

    def add() -> None:
        for _ in range(25):
            with database.writing():
                (count,) = database.row("SELECT value FROM setting WHERE key='n'")
                database.run("UPDATE setting SET value=? WHERE key='n'", str(int(count) + 1))
        database.leave()

    threads = [threading.Thread(target=add) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert database.row("SELECT value FROM setting WHERE key='n'") == ("200",)
