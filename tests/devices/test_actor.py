"""One thread a device: who waits, who is told what, and that a device that hangs holds up nobody else."""

import threading

import pytest

from counter.devices import DeviceError
from counter.devices.actor import WAITING, Actor
from counter.devices.chip.apdu import CutOffError

LONG, SHORT = 10.0, 0.05


class Thing:
    """A device that counts how often it was opened and closed."""

    opened = closed = 0

    def __init__(self, log):
        self.log = log
        log.append("opened")

    def close(self):
        self.log.append("closed")


@pytest.fixture
def log():
    return []


@pytest.fixture
def actor(log):
    made = Actor("读卡器", lambda: Thing(log))
    yield made
    made.stop()


@pytest.fixture
def held():
    """Keeps the device busy until it is set."""
    event = threading.Event()
    yield event
    event.set()


def busy(actor, held, *, begin=False, seconds=SHORT):
    """Let the device hang in its work; returns what its caller got."""
    started, got = threading.Event(), []

    def work(_thing, gate):
        if begin:
            gate.begin()
        started.set()
        held.wait()
        return "late"

    def call():
        try:
            got.append(actor.run(work, seconds))
        except (DeviceError, CutOffError) as error:
            got.append(error)

    thread = threading.Thread(target=call)
    thread.start()
    assert started.wait(LONG)
    return thread, got


def test_a_device_is_open_only_while_it_works(actor, log):
    assert actor.run(lambda thing, gate: "read", LONG) == "read"
    assert log == ["opened", "closed"]


def test_what_goes_wrong_is_told_to_who_asked_and_the_next_one_is_served(actor, log):
    def wrong(_thing, _gate):
        raise DeviceError("读卡器", "坏了", "换一台")

    with pytest.raises(DeviceError, match="坏了"):
        actor.run(wrong, LONG)
    with pytest.raises(ZeroDivisionError):
        actor.run(lambda thing, gate: 1 / 0, LONG)
    assert actor.run(lambda thing, gate: "read", LONG) == "read"
    assert log == ["opened", "closed"] * 3


def test_a_device_that_does_not_even_close_ends_no_thread(log):
    class Stubborn(Thing):
        def close(self):
            raise OSError

    actor = Actor("读卡器", lambda: Stubborn(log))
    assert actor.run(lambda thing, gate: "read", LONG, keep=True) == "read"
    assert actor.run(lambda thing, gate: "again", LONG) == "again"
    actor.stop()


def test_a_device_that_does_not_open_is_told_and_the_next_one_is_served(log):
    tries = iter([DeviceError("读卡器", "没有接上", "插好"), None])

    def opens():
        error = next(tries)
        if error:
            raise error
        return Thing(log)

    actor = Actor("读卡器", opens)
    with pytest.raises(DeviceError, match="没有接上"):
        actor.run(lambda thing, gate: 1, LONG)
    assert actor.run(lambda thing, gate: 1, LONG) == 1
    actor.stop()


def test_who_waits_for_a_hanging_device_is_told_that_nothing_was_changed_and_the_next_at_once(actor, held):
    thread, got = busy(actor, held)
    thread.join(LONG)
    assert "没有应答，什么也没有改变，请取出卡" in str(got[0])
    with pytest.raises(DeviceError, match="还在等上一张卡应答，请取出卡"):
        actor.run(lambda thing, gate: 1, LONG)
    held.set()
    for _ in range(1000):
        try:
            assert actor.run(lambda thing, gate: 1, LONG) == 1
            break
        except DeviceError:
            threading.Event().wait(0.01)
    else:
        pytest.fail("the device never came back")


def test_who_waits_for_a_change_that_hangs_learns_that_nobody_knows(actor, held):
    thread, got = busy(actor, held, begin=True)
    thread.join(LONG)
    assert isinstance(got[0], CutOffError)


def test_a_change_is_not_begun_for_somebody_who_has_left(actor, held):
    changed, left = [], threading.Event()

    def work(_thing, gate):
        held.set()
        left.wait(LONG)
        gate.begin()
        changed.append(True)

    with pytest.raises(DeviceError, match="什么也没有改变"):
        actor.run(work, SHORT)
    left.set()
    actor.stop()
    assert changed == []


def test_a_full_line_says_so_at_once(actor, held):
    first, _ = busy(actor, held, seconds=LONG)
    waiting = [threading.Thread(target=actor.run, args=(lambda thing, gate: 1, LONG)) for _ in range(WAITING)]
    for thread in waiting:
        thread.start()
    while actor._line.qsize() < WAITING:
        threading.Event().wait(0.01)
    with pytest.raises(DeviceError, match="正忙，前面还有几次没有读完，请等几秒再试"):
        actor.run(lambda thing, gate: 1, LONG)
    held.set()
    for thread in [first, *waiting]:
        thread.join(LONG)


def test_whose_turn_never_came_was_not_served_later(actor, held):
    first, _ = busy(actor, held, seconds=LONG)
    served = []
    with pytest.raises(DeviceError, match="没有轮到这一次，什么也没有改变"):
        actor.run(lambda thing, gate: served.append(1), SHORT)
    held.set()
    first.join(LONG)
    actor.stop()
    assert served == []


def test_the_second_half_of_an_act_finds_the_device_as_the_first_left_it(actor, log):
    first = actor.run(lambda thing, gate: thing, LONG, keep=True)
    assert log == ["opened"]
    assert actor.run(lambda thing, gate: thing, LONG, follows=True) is first
    assert log == ["opened", "closed"]


def test_anything_between_the_halves_ends_the_act(actor, log):
    actor.run(lambda thing, gate: thing, LONG, keep=True)
    actor.run(lambda thing, gate: thing, LONG)
    assert log == ["opened", "closed", "opened", "closed"]
    with pytest.raises(DeviceError, match="等省里的密钥太久，卡已复位，什么也没有改变，请重新放好卡再办"):
        actor.run(lambda thing, gate: thing, LONG, follows=True)


def test_a_second_half_that_does_not_come_lets_the_device_go(monkeypatch, log):
    monkeypatch.setattr("counter.devices.actor.KEPT_OPEN", 0.05)
    actor = Actor("读卡器", lambda: Thing(log))
    actor.run(lambda thing, gate: thing, LONG, keep=True)
    for _ in range(500):
        if log == ["opened", "closed"]:
            break
        threading.Event().wait(0.01)
    with pytest.raises(DeviceError, match="卡已复位"):
        actor.run(lambda thing, gate: thing, LONG, follows=True)
    assert log == ["opened", "closed"]
    actor.stop()


def test_stopping_ends_the_thread_and_lets_the_device_go(log):
    before = threading.active_count()
    actor = Actor("读卡器", lambda: Thing(log))
    actor.run(lambda thing, gate: thing, LONG, keep=True)
    actor.stop()
    assert threading.active_count() == before
    assert log == ["opened", "closed"]


def until(true):
    for _ in range(1000):
        if true():
            return
        threading.Event().wait(0.01)
    pytest.fail("it never came true")


@pytest.fixture
def watched(log, monkeypatch):
    """An idle device that is looked at."""
    monkeypatch.setattr("counter.devices.actor.LOOKS", 0.01)
    made = Actor("读卡器", lambda: Thing(log))
    made.looks_by(lambda thing: log.append("looked"))
    yield made
    made.stop()


def test_an_idle_device_is_looked_at_on_one_opening_while_it_is_watched_and_then_let_go(watched, log):
    watched.watch(0.2)
    until(lambda: log.count("looked") > 2)
    assert log.count("opened") == 1
    until(lambda: log[-1] == "closed")
    looked = len(log)
    threading.Event().wait(0.1)
    assert len(log) == looked


def test_a_call_comes_before_the_next_look_and_opens_the_device_for_itself(watched, log):
    watched.watch(LONG)
    until(lambda: "looked" in log)
    assert watched.run(lambda thing, gate: "read", LONG) == "read"
    calls = [word for word in log if word != "looked"]
    assert calls[:4] == ["opened", "closed", "opened", "closed"]


def test_no_look_disturbs_an_act_between_its_halves(watched, log):
    watched.watch(LONG)
    first = watched.run(lambda thing, gate: thing, LONG, keep=True)
    looked = log.count("looked")
    threading.Event().wait(0.1)
    assert log.count("looked") == looked
    assert watched.run(lambda thing, gate: thing, LONG, follows=True) is first


def test_a_second_half_that_does_not_come_lets_the_device_go_before_it_is_looked_at(watched, log, monkeypatch):
    monkeypatch.setattr("counter.devices.actor.KEPT_OPEN", 0.05)
    watched.watch(LONG)
    watched.run(lambda thing, gate: log.append("first half"), LONG, keep=True)
    until(lambda: "looked" in log[log.index("first half") :])
    after = log[log.index("first half") + 1 :]
    assert after[:3] == ["closed", "opened", "looked"]


def test_a_look_that_fails_is_not_repeated_at_once_and_hinders_no_call(log, monkeypatch):
    monkeypatch.setattr("counter.devices.actor.LOOKS", 0.01)
    actor, looked = Actor("读卡器", lambda: Thing(log)), []

    def look(_thing):
        looked.append(True)
        raise OSError

    actor.looks_by(look)
    actor.watch(LONG)
    until(lambda: looked)
    threading.Event().wait(0.1)
    assert len(looked) == 1
    assert actor.run(lambda thing, gate: "read", LONG) == "read"
    actor.stop()
