"""Kept files: sealed under their person, bound to their operation, and fixed once an entry names them."""

import hashlib

import peewee
import pytest

from counter.core.scan import Scan, ScanKind
from counter.store.database import StorageError
from counter.store.journal import StaleError
from counter.store.seal import SealError

RAW = b"\xff\xd8 not really a picture \xff\xd9"
LOSS = {"lost_on": "2026-11-19"}


def scan(raw: bytes = RAW, kind: ScanKind = ScanKind.PHOTO, title: str = "photo") -> Scan:
    digest = hashlib.sha256(raw).hexdigest()
    return Scan(kind=kind, title=title, media="image/jpeg", sha256=digest, bytes=len(raw), width=358, height=441)


@pytest.fixture
def drafted(road):
    """One person with a draft; their id and its."""
    person = road.meet("lost")
    return person, road.draft(person, "loss.temporary", LOSS, "bureau")[0]


def keep(road, drafted, one: Scan | None = None, raw: bytes = RAW) -> None:
    person, op_id = drafted
    road.branch.scans.keep(op_id, person, one or scan(raw), raw, road.clock.now())


def test_a_file_comes_back_byte_for_byte_with_what_is_known_of_it(road, drafted):
    keep(road, drafted)
    assert road.branch.scans.of(drafted[1]) == (scan(),)
    assert road.branch.scans.photo_of(drafted[1]) == RAW
    assert road.branch.scans.file(drafted[1], "0" * 64) is None


def test_a_second_photo_takes_the_place_of_the_first_and_a_second_paper_does_not(road, drafted):
    keep(road, drafted)
    keep(road, drafted, raw=b"another")
    papers = [scan(raw, ScanKind.PAPER, "委托书") for raw in (b"one", b"two")]
    for paper, raw in zip(papers, (b"one", b"two"), strict=True):
        keep(road, drafted, paper, raw)
        keep(road, drafted, paper, raw)
    assert road.branch.scans.of(drafted[1]) == (scan(b"another"), *papers)


@pytest.mark.parametrize("column", ["sealed", "sha256", "op_id"])
def test_a_file_that_was_changed_or_moved_does_not_open(road, drafted, column):
    keep(road, drafted)
    road.branch.database.run("DROP TRIGGER scan_no_update")
    other = road.draft(drafted[0], "loss.temporary", LOSS, "bureau")[0]
    values = {"sealed": bytes(80), "sha256": "0" * 64, "op_id": other}
    road.branch.database.run(f"UPDATE scan SET {column}=?", values[column])
    op_id = other if column == "op_id" else drafted[1]
    with pytest.raises(SealError):
        road.branch.scans.file(op_id, road.branch.scans.of(op_id)[0].sha256)


def test_nothing_is_kept_for_an_operation_that_was_not_issued_or_is_another_persons(road, drafted):
    other = road.meet("hong-kong")
    keep(road, (other, drafted[1]))
    keep(road, (drafted[0], "nobody"))
    assert road.rows("SELECT COUNT(*) FROM scan") == [(0,)]


def test_what_an_entry_keeps_neither_changes_nor_goes_nor_grows(road):
    person = road.meet("lost")
    op_id, _ = road.draft(person, "loss.temporary", LOSS, "bureau")
    keep(road, (person, op_id))
    database = road.branch.database
    with pytest.raises((peewee.PeeweeException, StorageError), match="never change"):
        database.run("UPDATE scan SET pages=2")
    done = road.lose(person)
    database.run("DROP TRIGGER scan_no_update")
    database.run("UPDATE scan SET op_id=?", done)
    with pytest.raises((peewee.PeeweeException, StorageError), match="never go"):
        database.run("DELETE FROM scan")
    road.branch.scans.drop(done, ScanKind.PHOTO, "photo")
    keep(road, (person, done), raw=b"late")
    with pytest.raises((peewee.PeeweeException, StorageError), match="later"):
        database.run("INSERT INTO scan SELECT id+1, op_id, person, kind, 'x', media, sha256, 1, 1, 1, 1, 1, sealed, '' FROM scan")
    assert road.rows("SELECT op_id FROM scan") == [(done,)]


def test_an_entry_settles_with_what_it_names_and_not_without(road, drafted):
    keep(road, drafted)
    paper = scan(b"paper", ScanKind.PAPER, "委托书")
    keep(road, drafted, paper, b"paper")
    road.branch.scans.settle(drafted[1], [scan()])
    assert road.branch.scans.of(drafted[1]) == (scan(),)
    with pytest.raises(StaleError):
        road.branch.scans.settle(drafted[1], [paper])


def test_the_files_of_a_draft_that_is_gone_are_swept(road, drafted):
    keep(road, drafted)
    road.branch.scans.sweep()
    assert road.rows("SELECT COUNT(*) FROM scan") == [(1,)]
    with road.branch.database.writing():
        road.branch.drafts.drop(drafted[1])
    road.branch.scans.sweep()
    assert road.rows("SELECT COUNT(*) FROM scan") == [(0,)]
