"""The queue of papers: put with its entry, once for each copy, moved with its printer, ended by whoever is first."""

from dataclasses import replace

import pytest

from counter.core.prints import BROWSER, Printer, Stage
from counter.store.prints import name_of
from tests.conftest import NOW

SLIPS = Printer(window="1", kind="slip", address="ipp://127.0.0.1:1/ipp/print", media="roll80")


@pytest.fixture
def placed(road):
    road.branch.prints.place(SLIPS)
    return road


def job_of(road):
    (row,) = road.rows("SELECT MAX(id) FROM print_job")
    return road.branch.prints.at(row[0])


def test_the_slip_is_put_in_the_commit_of_its_entry(placed):
    op_id = placed.lose(placed.meet("lost"))
    (kept,) = placed.branch.entries.of_operation(op_id)
    job = job_of(placed)
    assert (job.seq, job.kind, job.number, job.stage) == (kept.seq, "slip", 1, Stage.QUEUED)
    assert job.name == f"{kept.entry.number}-slip-1"
    assert (job.window, job.printer, job.media, job.clerk) == ("1", SLIPS.address, "roll80", "1024")


def test_an_entry_that_is_not_written_puts_no_slip(placed, monkeypatch):
    person = placed.meet("lost")

    def broken(*_):
        raise RuntimeError

    monkeypatch.setattr(placed.branch.journal, "_tells", broken)
    with pytest.raises(RuntimeError):
        placed.lose(person)
    assert placed.rows("SELECT COUNT(*) FROM print_job") == [(0,)]


def test_a_window_without_a_printer_puts_none(road):
    road.branch.prints.place(replace(SLIPS, window="2"))
    road.lose(road.meet("lost"))
    assert road.rows("SELECT COUNT(*) FROM print_job") == [(0,)]


def test_the_same_copy_is_put_once(placed):
    placed.lose(placed.meet("lost"))
    job, prints = job_of(placed), placed.branch.prints
    assert prints.put(SLIPS, job.seq, 1, job.name, clerk="1024", now=NOW) is None
    assert prints.put(SLIPS, job.seq, 2, name_of("n", "slip", 2), clerk="1024", now=NOW) == job.id + 1
    tests = [prints.put(SLIPS, None, 1, f"test-{n}", clerk="1000", now=NOW, kind="test") for n in range(2)]
    assert tests == [job.id + 2, job.id + 3], "a test is no copy of anything"


def test_what_waits_follows_its_printer_and_what_was_begun_stays(placed):
    prints = placed.branch.prints
    placed.lose(placed.meet("lost"))
    begun = job_of(placed)
    prints.stand(begun, Stage.CREATED, NOW, handle="7")
    placed.lose(placed.meet("damaged"))
    prints.place(replace(SLIPS, address="escpos://127.0.0.1:2"))
    assert prints.at(begun.id).printer == SLIPS.address
    assert job_of(placed).printer == "escpos://127.0.0.1:2"
    prints.remove("1", "slip", NOW)
    assert (job_of(placed).stage, job_of(placed).reason) == (Stage.FAILED, "这个窗口不再用这台打印机")
    assert prints.at(begun.id).stage is Stage.CREATED
    assert prints.busy() == {SLIPS.address}


def test_whoever_ends_a_paper_first_is_right(placed):
    prints = placed.branch.prints
    placed.lose(placed.meet("lost"))
    job = job_of(placed)
    assert not prints.say(job, Stage.DONE, "1024", NOW), "nobody asked the clerk"
    assert prints.stand(job, Stage.SENT, NOW, handle="7")
    assert prints.give_up(prints.at(job.id), "1024", NOW)
    assert prints.at(job.id).stage is Stage.UNKNOWN
    assert not prints.stand(job, Stage.DONE, NOW), "the printer comes too late"
    assert not prints.give_up(prints.at(job.id), "1024", NOW)
    assert prints.say(job, Stage.DONE, "1024", NOW)
    assert not prints.say(job, Stage.FAILED, "1001", NOW)
    assert prints.at(job.id).stage is Stage.DONE


def test_what_was_still_waiting_here_surely_was_not_printed(placed):
    placed.lose(placed.meet("lost"))
    assert placed.branch.prints.give_up(job_of(placed), "1024", NOW)
    assert job_of(placed).stage is Stage.FAILED
    assert placed.branch.prints.next(SLIPS.address) is None


def test_what_the_browser_prints_is_answered_without_being_unknown(road):
    prints = road.branch.prints
    prints.place(replace(SLIPS, address=BROWSER))
    road.lose(road.meet("lost"))
    prints.stand(job_of(road), Stage.SENT, NOW)
    assert prints.say(job_of(road), Stage.DONE, "1024", NOW)


def test_what_is_left_at_a_window_is_what_waits_and_what_nobody_knows(placed):
    prints = placed.branch.prints
    for story, stage in (("lost", Stage.DONE), ("damaged", Stage.UNKNOWN), ("elderly", Stage.BLOCKED)):
        placed.lose(placed.meet(story))
        prints.stand(job_of(placed), stage, NOW)
    assert [job.stage for job in prints.left("1")] == [Stage.UNKNOWN, Stage.BLOCKED]
    assert prints.left("2") == []
    assert [job.stage for job in prints.lately("1")] == [Stage.BLOCKED, Stage.UNKNOWN, Stage.DONE]
