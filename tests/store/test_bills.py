"""The stock of numbered bills: the next of the oldest batch, no number twice, no row changed unseen."""

from datetime import UTC, datetime

import pytest

from counter.core.bill import BillMark, Fate, run_of
from counter.store.bills import Bills, By, broken_bills
from counter.store.database import Database
from counter.store.journal import TakenError

BY = By(clerk="1001", window="w1", now=datetime(2026, 11, 20, 9, tzinfo=UTC), seq=7)


@pytest.fixture
def database(tmp_path):
    database = Database(tmp_path / "counter.db")
    yield database
    database.close()


@pytest.fixture
def bills(database):
    bills = Bills(database)
    with database.writing():
        bills.add(Fate.TAKEN_IN, "甲", run_of("0001", "0003"), BY)
        bills.add(Fate.TAKEN_IN, "乙", run_of("0101", "0105"), BY)
    return bills


def mark(database, bills, fate, number, reason=""):
    with database.writing():
        bills.mark([BillMark(fate, number, reason)], BY)


def test_the_oldest_batch_is_used_up_first_and_without_gaps(database, bills):
    assert (bills.next().number, bills.next().left) == ("0001", 3)
    mark(database, bills, Fate.ISSUED, "0001")
    for number in ("0001", "0003", "0101"):
        with pytest.raises(TakenError):
            mark(database, bills, Fate.ISSUED, number)
    mark(database, bills, Fate.LOST, "0002", "运送途中遗失")
    mark(database, bills, Fate.ISSUED, "0003")
    assert (bills.next().number, bills.next().batch) == ("0101", "乙")
    first = bills.batches()[0]
    assert first.told(Fate.LOST) == [("0002", "遗失", "运送途中遗失")]
    assert (first.counted(Fate.ISSUED), first.left) == (2, [])


def test_a_bill_that_comes_back_is_not_issued_again(database, bills):
    mark(database, bills, Fate.ISSUED, "0001")
    mark(database, bills, Fate.BACK, "0001", "退费")
    assert bills.next().number == "0002"
    assert bills.batches()[0].counted(Fate.BACK) == 1


def test_a_number_entered_as_issued_elsewhere_is_left_out(database, bills):
    with database.writing():
        database.run("INSERT INTO taken VALUES ('财政票据', '0001', 3)")
    assert bills.next().number == "0002"


def test_without_bills_there_is_no_next_one(database):
    assert Bills(database).next() is None


def test_an_altered_row_is_found(database, bills):
    assert broken_bills(database) is None
    with database.writing():
        database.run("DROP TRIGGER bill_no_update")
        database.run("UPDATE bill SET count=5 WHERE batch='甲'")
    assert broken_bills(database) == 1
