"""Requests that wait for news of a window's devices cost no thread, hear at once, and never stand in the way."""

import http.client
import threading
import time

import pytest

from counter.commands import doorman
from counter.commands.listen import THREADS, Listener, open_port
from counter.live import Live
from counter.rehearsal.devices import VirtualCard
from counter.rehearsal.world import add_branch, demo_seats, new_world
from tests.clerk import Clerk, Page
from tests.conftest import NOW


@pytest.fixture
def listening(tmp_path, staff):
    world = new_world("shangluo", NOW)
    counter = add_branch(world, tmp_path, demo_seats("shangluo"), staff)
    listener = Listener(counter, open_port(0))
    listener.start()
    yield Here(world, counter, listener)
    listener.stop()
    world.stop()


class Here:
    """A counter that listens."""

    def __init__(self, world, counter, listener):
        self.bench, self.counter, self.port = world.bench, counter, listener.port
        self.doorman = listener._server.task_dispatcher


class Browser:
    """One clerk's connection, with the cookie of a session."""

    def __init__(self, counter, port):
        self.clerk = Clerk(counter, "bank_outlet")
        cookies = self.clerk.client._cookies.values()
        self.cookie = "; ".join(f"{cookie.key}={cookie.value}" for cookie in cookies)
        self.port, self.lines = port, []

    def ask(self, path, cookie=None):
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        self.lines.append(line)
        line.request("GET", path, headers={"Cookie": self.cookie if cookie is None else cookie})
        return line

    def close(self):
        for line in self.lines:
            line.close()

    @property
    def strip(self):
        return Page(self.clerk.client.get("/strip"))

    @property
    def waits(self):
        strip = self.strip
        return f"/strip?since={strip.marks['data-live'][0]}&window={strip.marks['data-stands'][0]}"


@pytest.fixture
def browser(listening):
    opened = Browser(listening.counter, listening.port)
    yield opened
    opened.close()


def until(true):
    for _ in range(2000):
        if true():
            return
        time.sleep(0.005)
    pytest.fail("it never came true")


def test_a_card_laid_down_is_heard_of_by_who_waits_and_the_answer_says_so(listening, browser):
    line = browser.ask(browser.waits)
    until(lambda: listening.doorman.waiting == 1)
    listening.bench.lay_down(browser.strip.marks["data-stands"][0], VirtualCard("C1", "1", "孙𬱖"))
    answer = line.getresponse()
    text = answer.read().decode()
    assert (answer.status, "就绪，已放卡" in text) == (200, True)
    assert 'data-laid="1"' in text


def test_news_that_came_before_the_asking_is_told_at_once(listening, browser):
    old = browser.waits
    listening.bench.lay_down(browser.strip.marks["data-stands"][0], VirtualCard("C1", "1", "孙𬱖"))
    assert "已放卡" in browser.ask(old).getresponse().read().decode()


def test_more_windows_wait_than_there_are_threads_and_every_page_is_still_answered(listening, browser):
    """Twenty windows wait while eight threads serve: none of the eight is taken."""
    lines = [browser.ask(browser.waits) for _ in range(20)]
    until(lambda: listening.doorman.waiting == len(lines))
    assert len(lines) > THREADS
    got = []

    def page():
        got.append(browser.ask("/status").getresponse().status)

    threads = [threading.Thread(target=page) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got == [200] * THREADS
    assert listening.doorman.waiting == len(lines), "nobody who waits was let go for it"
    listening.counter.locks["1"] += 1
    for window in listening.counter.branch.windows():
        listening.counter.locks[window.id] += 1
    assert {line.getresponse().status for line in lines} == {200}


def test_who_waits_long_enough_is_answered_without_news(listening, browser, monkeypatch):
    monkeypatch.setattr(doorman, "WAITS", 0.1)
    assert browser.ask(browser.waits).getresponse().status == 200


def test_a_browser_that_has_gone_waits_no_more(listening, browser, monkeypatch):
    monkeypatch.setattr(doorman, "WAITS", 600.0)
    line = browser.ask(browser.waits)
    until(lambda: listening.doorman.waiting == 1)
    line.close()
    until(lambda: listening.doorman.waiting == 0)


def test_of_too_many_the_one_that_waits_longest_is_answered(listening, browser, monkeypatch):
    monkeypatch.setattr(doorman, "MOST", 3)
    lines = []
    for count in range(1, 5):
        lines.append(browser.ask(browser.waits))
        until(lambda: listening.doorman.waiting == min(count, 3))  # noqa: B023
    assert lines[0].getresponse().status == 200
    assert listening.doorman.waiting == 3


def test_waiting_gives_nobody_a_right(listening, browser):
    """Who may see the strip is asked when it is answered: a window locked meanwhile shows nothing, a stranger neither."""
    line = browser.ask(browser.waits)
    until(lambda: listening.doorman.waiting == 1)
    browser.clerk.post("/lock", {}, follow=False)
    assert line.getresponse().status == 401, "the locking itself is news"
    assert browser.ask("/strip?since=nothing&window=1", cookie="").getresponse().status == 303


def test_a_device_that_raises_lets_who_waits_go(listening, browser, monkeypatch):
    path = browser.waits
    monkeypatch.setattr("counter.live.sign_of", lambda *_: 1 / 0)
    assert browser.ask(path).getresponse().status == 200
    assert browser.ask("/status").getresponse().status == 200


def test_windows_that_nobody_has_are_not_remembered(listening):
    """Whoever is not logged in may name any window: the server keeps nothing of it."""
    live = Live(listening.counter)
    assert live.sign("1") == live.sign("1")
    for n in range(50):
        live.sign(f"nowhere {n}")
    assert list(live._known) == ["1"]


def test_stopping_ends_who_waits_and_every_thread(tmp_path, staff):
    world = new_world("shangluo", NOW)
    counter = add_branch(world, tmp_path, demo_seats("shangluo"), staff)
    before = threading.active_count()
    listener = Listener(counter, open_port(0))
    listener.start()
    browser = Browser(counter, listener.port)
    line = browser.ask(browser.waits)
    until(lambda: listener._server.task_dispatcher.waiting == 1)
    listener.stop()
    with pytest.raises((http.client.HTTPException, OSError)):
        line.getresponse()
    browser.close()
    until(lambda: threading.active_count() == before)
    world.stop()
