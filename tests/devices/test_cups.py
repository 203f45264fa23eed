"""Slips through a real cupsd and its queue: paused, its printer off, itself killed, a job canceled in it."""

import time

import pytest

from tests.devices.card_printer import EvePrinter
from tests.devices.cups_queue import Cups
from tests.devices.paper import BLOCKED, CREATED, DONE, SENT, UNKNOWN, job_of, place, press_at, until
from tests.devices.test_paper_printer import ROLL
from tests.store.conftest import open_road, road  # noqa: F401

SAVES = pytest.mark.parametrize("saves", [0, 30], ids=["written down at once", "written down later"])


@pytest.fixture
def eve(tmp_path):
    made = EvePrinter(tmp_path / "roll", media=ROLL)
    yield made
    made.stop()


@pytest.fixture
def queue(tmp_path, eve, road):  # noqa: F811
    """A queue with a slip before it: gives cupsd, the branch, its press and the slip's name."""
    made = []

    def begin(saves=30):
        made.append(Cups(tmp_path / "cups", eve.uri, saves=saves))
        place(road.branch, made[0].uri)
        road.lose(road.meet("lost"))
        return made[0], road.branch, press_at(road.branch, made[0].uri), job_of(road.branch).name

    yield begin
    made[0].stop()


def steps(press, branch, stage):
    """Step by step, until the slip stands so."""
    for _ in range(20):
        press._step(job_of(branch))
        if job_of(branch).stage is stage:
            return
    pytest.fail(job_of(branch).stage)


def later(true, seconds=20):
    ends = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < ends
        time.sleep(0.05)


def test_a_slip_goes_through_the_queue_once_and_whole(eve, queue):
    _, branch, press, name = queue()
    assert until(press, branch, DONE).reason == ""
    assert (eve.names, press.words) == ([name], "就绪")
    assert eve.pages[0].startswith(b"%PDF")


def test_a_paused_queue_says_so_and_prints_one_slip_when_it_goes_on(eve, queue):
    cups, branch, press, name = queue()
    cups.pause()
    assert until(press, branch, BLOCKED).reason == "被暂停了"
    assert (press.words, eve.names) == ("被暂停了", [])
    cups.resume()
    until(press, branch, DONE)
    assert eve.names == [name]


def test_a_printer_that_is_off_behind_its_queue_is_told_and_prints_one_slip_when_it_is_on(eve, queue):
    """CUPS calls the printer ready and the job printing for as long as that lasts."""
    _, branch, press, name = queue()
    eve.cut()
    assert until(press, branch, BLOCKED, seconds=40).reason == "很久没有打完，请看打印机开着没有"
    press._look_again = 0
    press.once()
    assert press.words == "很久没有打完，请看打印机开着没有"
    eve.start()
    until(press, branch, DONE, seconds=40)
    assert eve.names == [name]


def test_a_printer_without_paper_is_told_through_the_queue(eve, queue):
    _, branch, press, name = queue()
    eve.say("reasons", "media-empty-error")
    assert until(press, branch, BLOCKED).reason == "缺纸"
    eve.heal()
    until(press, branch, DONE)
    assert eve.names == [name]


@SAVES
def test_cupsd_killed_before_the_paper_was_sent_prints_one_slip(eve, queue, saves):
    cups, branch, press, name = queue(saves)
    steps(press, branch, CREATED)
    cups.kill()
    press.once()
    assert job_of(branch).reason == "脱机"
    cups.start()
    until(press, branch, DONE)
    assert eve.names == [name]


def test_cupsd_killed_with_the_paper_before_it_begins_again_and_the_clerk_is_asked(eve, queue):
    """CUPS prints anew what it had not ended, whether it came out or not, and calls that one job completed.

    It tells its times in seconds: one that is back within the second in which the job began is not noticed.
    """
    cups, branch, press, name = queue(0)
    eve.say("reasons", "media-empty-error")
    until(press, branch, BLOCKED)
    cups.kill()
    eve.heal()
    time.sleep(1.1)
    cups.start()
    assert until(press, branch, DONE, UNKNOWN, seconds=40).reason == "队列断过，从头又打了一遍，可能出了两张"
    press.once()
    assert (job_of(branch).stage, set(eve.names)) == (UNKNOWN, {name})


def test_cupsd_killed_before_it_wrote_down_the_job_leaves_the_answer_to_the_clerk(eve, queue):
    cups, branch, press, name = queue(30)
    eve.say("reasons", "media-empty-error")
    until(press, branch, BLOCKED)
    cups.kill()
    cups.start()
    assert until(press, branch, DONE, UNKNOWN).reason == "打印机已不记得这一张（断过电）"
    eve.heal()
    later(lambda: eve.names)
    for _ in range(3):
        press.once()
    assert (job_of(branch).stage, eve.names) == (UNKNOWN, [name]), "never again by itself"


def test_cupsd_killed_before_it_wrote_down_the_paper_leaves_the_answer_to_the_clerk(eve, queue):
    """It keeps such a job for ever; it is taken back, so that no sheet comes when somebody lets it go."""
    cups, branch, press, name = queue(1)
    steps(press, branch, CREATED)
    later(lambda: list((cups.folder / "spool").glob("c0*")))
    steps(press, branch, SENT)
    cups.kill()
    cups.start()
    assert until(press, branch, DONE, UNKNOWN).reason == "打印队列中断过"
    for _ in range(3):
        press.once()
    assert cups.waiting() == []
    assert (job_of(branch).stage, set(eve.names) <= {name}) == (UNKNOWN, True)


def test_a_job_that_is_canceled_in_the_queue_leaves_the_answer_to_the_clerk(eve, queue):
    cups, branch, press, name = queue()
    cups.pause()
    until(press, branch, BLOCKED)
    cups.cancel(job_of(branch).handle)
    assert until(press, branch, DONE, UNKNOWN).reason == "在打印机上取消了"
    cups.resume()
    for _ in range(3):
        press.once()
    assert (job_of(branch).stage, eve.names) == (UNKNOWN, []), f"{name} is never sent again by itself"


def test_a_printer_that_lost_its_power_behind_the_queue_leaves_the_answer_to_the_clerk(eve, queue):
    """CUPS calls the job completed; no paper came."""
    _, branch, press, _ = queue()
    eve.say("reasons", "media-empty-error")
    until(press, branch, BLOCKED)
    eve.cut()
    eve.say("drops")
    eve.start()
    eve.well()
    assert until(press, branch, DONE, UNKNOWN, seconds=40).reason == "打印机已不记得这一张（断过电）"
    assert (job_of(branch).stage, eve.names) == (UNKNOWN, [])
