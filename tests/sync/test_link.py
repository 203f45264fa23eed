"""The line itself: the wrong province, the thread that works it, and how often it tries."""

import itertools
import socket
import threading
import time
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest

from counter.sync import courier as module
from counter.sync import rounds
from counter.sync.courier import Courier
from tests.clerk import Clerk
from tests.sync.both_sides import agree, number, province_words, seats

LOST_ON = {"lost_on": "2026-11-19"}
OTHERS = [("xinxiang", "shaanxi"), ("shangluo", "fujian"), ("shishi", "henan")]


def until(done, seconds: float = 5.0) -> bool:
    """Wait until this holds."""
    end = time.perf_counter() + seconds
    while not done() and time.perf_counter() < end:
        time.sleep(0.01)
    return bool(done())


@contextmanager
def silent_port():
    """A port that takes every connection and hangs up; the times at which somebody came."""
    came: list[float] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.05)
        ended = threading.Event()

        def serve():
            while not ended.is_set():
                try:
                    server.accept()[0].close()
                except TimeoutError:
                    continue
                came.append(time.perf_counter())

        thread = threading.Thread(target=serve)
        thread.start()
        yield server.getsockname()[1], came
        ended.set()
        thread.join()


@pytest.fixture
def fast(monkeypatch):
    """Twenty rounds in a second."""
    monkeypatch.setattr(rounds, "ROUND_SECONDS", 0.05)


@pytest.fixture
def lost_card(open_world):
    """One temporary loss of Shangluo that was not sent yet: world, counter, clerk, the done page's path."""
    world, counter = open_world("shangluo", seats("shangluo"))
    clerk = Clerk(counter, "bureau")
    return world, counter, clerk, clerk.do(clerk.open(number(world, "lost")), "loss.temporary", LOST_ON).response.request.path


@pytest.mark.parametrize(("city", "spoken"), OTHERS)
def test_the_connector_of_another_province_says_so_and_marks_nothing_sent(open_world, city, spoken):
    world, counter = open_world(city, seats(city))
    clerk = Clerk(counter, next(iter(counter.branch.windows())).type)
    path = clerk.do(clerk.open(number(world, "lost")), "loss.temporary", LOST_ON).response.request.path
    plugin = __import__(f"plugins.province_{spoken}", fromlist=["counter_province"])
    foreign = plugin.counter_province(name=spoken, url=world.province.url)
    wrong = Courier(replace(counter.branch, connector=foreign))
    wrong.round(news=True)
    assert not wrong.link.up
    assert wrong.link.why.startswith("对方不是本省的社保卡系统")
    assert "核对省级系统地址" in wrong.link.why
    counter.courier.link = wrong.link
    assert "对方不是本省的社保卡系统" in clerk.get("/status").words
    assert "接的不是本省的系统" in clerk.get("/").words
    assert province_words(clerk, path) == ["待省确认"]
    assert counter.branch.outbox.counts() == {0: 1}
    assert world.province.applied == ()
    counter.branch.database.run("UPDATE outbox SET next_ms=0")
    counter.courier.round(news=True)
    assert counter.courier.link.up
    agree(world, counter)


def test_the_thread_sends_what_was_woken_for_and_stops_at_once(lost_card, monkeypatch):
    others = {thread for thread in threading.enumerate() if thread.name == "courier"}
    world, counter, clerk, path = lost_card
    monkeypatch.setattr(rounds, "ROUND_SECONDS", 60)
    counter.courier.start()
    assert until(lambda: province_words(clerk, path) == ["省已确认"])
    done = clerk.do(clerk.open(number(world, "elsewhere")), "loss.temporary", LOST_ON).response.request.path
    assert until(lambda: province_words(clerk, done) == ["省已确认"])
    began = time.perf_counter()
    counter.courier.stop()
    assert time.perf_counter() - began < 2
    assert {thread for thread in threading.enumerate() if thread.name == "courier"} == others
    agree(world, counter)


def test_an_entry_that_cannot_be_told_holds_up_only_its_own_person(lost_card, fast, caplog):
    """The plugin of an entry was switched off after it was done: the others go, and the thread lives."""
    world, counter, clerk, path = lost_card
    operations = dict(counter.branch.catalogue.operations)
    gone = operations.pop("loss.temporary")
    catalogue = replace(counter.branch.catalogue, operations=operations)
    clerk.do(clerk.open(number(world, "phoned")), "loss.release", {})
    courier = Courier(replace(counter.branch, catalogue=catalogue))
    courier.start()
    assert until(lambda: counter.branch.outbox.counts() == {0: 1, 2: 1})
    assert province_words(clerk, path) == ["待省确认"]
    assert "不能上送" in caplog.text
    operations["loss.temporary"] = gone
    counter.branch.database.run("UPDATE outbox SET next_ms=0")
    assert until(lambda: counter.branch.outbox.counts() == {2: 2})
    courier.stop()
    agree(world, counter)


def test_the_thread_survives_a_round_that_fails(lost_card, fast, monkeypatch, caplog):
    world, counter, clerk, path = lost_card
    table = "ALTER TABLE outbox RENAME TO {}"
    counter.branch.database.run("PRAGMA legacy_alter_table=ON")
    counter.branch.database.run(table.format("hidden"))
    counter.courier.start()
    assert until(lambda: "同步出错" in caplog.text)
    counter.branch.database.run("ALTER TABLE hidden RENAME TO outbox")
    assert until(lambda: province_words(clerk, path) == ["省已确认"])
    counter.courier.stop()
    agree(world, counter)


def test_while_the_province_is_down_it_is_tried_less_and_less_and_work_does_not_hurry_it(
    open_world, fast, monkeypatch
):
    monkeypatch.setattr(module, "NEWS_EVERY", timedelta(0))
    world, counter = open_world("shangluo", seats("shangluo"))
    clerk = Clerk(counter, "bureau")
    for story in ("lost", "elsewhere", "hong-kong", "damaged"):
        clerk.do(clerk.open(number(world, story)), "loss.temporary", LOST_ON)
    with silent_port() as (port, came):
        plugin = counter.branch.catalogue.hook.counter_province(name="shaanxi", url=f"http://127.0.0.1:{port}")
        courier = Courier(replace(counter.branch, connector=plugin))
        courier.start()
        end = time.perf_counter() + 1.6
        while time.perf_counter() < end:
            courier.wake()
            time.sleep(0.01)
        began = time.perf_counter()
        courier.stop()
        assert time.perf_counter() - began < 2
    gaps = [later - earlier for earlier, later in itertools.pairwise(came)]
    assert not courier.link.up
    # A round in every twentieth of a second would have come thirty times, and woken for each call far oftener.
    assert 3 <= len(came) <= 12
    assert max(gaps) > 0.35
    assert counter.branch.outbox.counts() == {0: 4}


def test_once_anybody_hears_the_province_everything_goes_and_the_pace_is_back(lost_card, monkeypatch):
    world, counter, clerk, path = lost_card
    monkeypatch.setattr(rounds, "ROUND_SECONDS", 30)
    world.province.down()
    counter.courier.start()
    assert until(lambda: not counter.courier.link.up)
    world.province.up()
    world.clock.pass_time(rounds.LONGEST_WAIT)
    clerk.open(number(world, "elsewhere"))
    assert until(lambda: province_words(clerk, path) == ["省已确认"])
    assert counter.courier.link.up
    done = clerk.do(clerk.open(number(world, "elsewhere")), "loss.temporary", LOST_ON).response.request.path
    assert until(lambda: province_words(clerk, done) == ["省已确认"])
    counter.courier.stop()
    agree(world, counter)


def test_an_entry_that_gets_no_answer_waits_longer_each_time(lost_card):
    world, counter, _, _ = lost_card
    world.province.down()
    waits = []
    for _ in range(9):
        before = counter.branch.clock.now()
        counter.courier.round(news=False)
        (ms,) = counter.branch.database.row("SELECT next_ms FROM outbox")
        waits.append(round(ms / 1000 - before.timestamp()))
        assert counter.courier.round(news=False) == 0
        world.clock.pass_time(rounds.LONGEST_WAIT)
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60, 60]
    since = counter.courier.link.since
    assert since is not None
    assert since < counter.branch.clock.now() - 8 * rounds.LONGEST_WAIT
    world.province.up()
    counter.courier.round(news=True)
    agree(world, counter)
