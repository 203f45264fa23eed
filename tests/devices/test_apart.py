"""A program around a library that may hang or crash: it is asked, given up, replaced, and ended."""

import os
import threading
import time
from pathlib import Path

import pytest

from counter.devices.apart import Apart, BrokenError

SAYS_WHAT_IT_HEARS = """
import os, socket, sys, time
line = socket.socket(fileno=int(sys.argv[1]))
line.send(b"\\0" + " ".join(sys.argv[2:]).encode())
heard = b""
while packet := line.recv(65536):
    heard += packet[1:]
    if packet[:1] == b"\\1":
        continue
    if heard == b"hang":
        time.sleep(60)
    if heard == b"crash":
        os.abort()
    line.send(b"\\0%d %d %d" % (os.getpid(), len(heard), hash(heard) == hash(bytes(range(250)) * 1000)))
    heard = b""
"""


@pytest.fixture
def program(tmp_path):
    path = tmp_path / "program.py"
    path.write_text(SAYS_WHAT_IT_HEARS)
    apart = Apart(path)
    yield apart
    apart.stop()


def number(answer):
    return int(answer.split()[0])


def test_it_is_started_when_it_is_first_asked_and_lives_on(program):
    assert program.pid == 0
    first = number(program.ask(10, b"a"))
    assert first == program.pid != os.getpid()
    assert number(program.ask(10, b"b")) == first


def test_a_message_longer_than_a_packet_arrives_whole(program):
    assert program.ask(10, bytes(range(250)) * 1000).split()[1:] == [b"250000", b"1"]


@pytest.mark.parametrize(("word", "error"), [(b"hang", TimeoutError), (b"crash", ConnectionError)])
def test_one_that_hangs_or_crashes_is_replaced_at_the_next_question(program, word, error):
    first = number(program.ask(10, b"a"))
    with pytest.raises(error):
        program.ask(0.3, word)
    assert not Path(f"/proc/{first}").exists()
    assert program.pid == 0
    assert number(program.ask(10, b"a")) != first


def test_one_that_cannot_work_says_why_each_time(tmp_path, program):
    broken = Apart(tmp_path / "program.py", "没有", "驱动")
    for _ in range(2):
        with pytest.raises(BrokenError, match="没有 驱动"):
            broken.ask(10, b"a")
        assert broken.pid == 0


def test_stopping_it_tells_who_waits_at_once(program):
    program.ask(10, b"a")
    said = []

    def ask():
        with pytest.raises(ConnectionError) as told:
            program.ask(60, b"hang")
        said.append(told.value)

    waiting = threading.Thread(target=ask)
    waiting.start()
    while not program._lock.locked():
        time.sleep(0.01)
    program.stop()
    waiting.join(30)
    assert len(said) == 1
    assert program.pid == 0
