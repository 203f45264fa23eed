"""One program with a pcscd of its own: windows with a virtual reader and a card each, read by the counter's drivers.

pcscd takes sixteen readers, and a program talks to one pcscd as long as it lives: twenty windows are two such programs.
"""

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from itertools import islice
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from prepare import persons
from readers_bare import bare_connect, bare_read, until
from readers_records import Read, expected
from smartcard import scard

from counter.devices.pcsc.reader import PcscReader
from counter.devices.pcsc.readers import Readers
from counter.rehearsal.chip.chip import Chip
from counter.rehearsal.chip.ends import End
from counter.rehearsal.chip.pcscd import PrivatePcscd, reader_name
from counter.rehearsal.devices import VirtualCard

LAID = "就绪，已放卡"
PAUSE = 0.05


class Recorded(Chip):
    """A chip that keeps what it was asked and what it answered."""

    def answer(self, command: bytes) -> bytes:
        answered = super().answer(command)
        self.__dict__.setdefault("talk", []).append((command, answered))
        return answered


class Side:
    """So many windows, numbered from ``first`` on; each has two cards of two persons, the first one lying there."""

    def __init__(self, first: int, windows: int) -> None:
        people = list(islice(persons(), 2 * first, 2 * (first + windows)))
        cards = [VirtualCard(p.cards[0].number, p.id_number, p.name) for p in people]
        self.cards = [(cards[2 * n], cards[2 * n + 1]) for n in range(windows)]
        self.lying: list[Chip | None] = [Chip(pair[0]) for pair in self.cards]
        self._pcscd = PrivatePcscd(windows)
        self._pcscd.start()
        self._ends = [End(self._line(n), self._chip(n)) for n in range(windows)]
        self._readers = Readers()
        self.readers = [self._reader(n) for n in range(windows)]
        until(lambda: all(one.state() == LAID for one in self.readers))

    def _line(self, place: int) -> Callable[[], Any]:
        return lambda: self._pcscd.line(place)

    def _chip(self, place: int) -> Callable[[], Chip | None]:
        return lambda: self.lying[place]

    def _reader(self, place: int) -> PcscReader:
        name = reader_name(place)
        return PcscReader(f"reader-{place}", "社保卡读卡器", name, self._readers.monitor, self._readers.actor(name))

    def stop(self) -> None:
        self._readers.stop()
        for end in self._ends:
            end.stop()
        self._pcscd.stop()

    def rounds(self, count: int, each: int) -> dict[str, Any]:
        """Full reads and the same commands bare, in turn: milliseconds round by round, and records that were wrong."""
        chip = Recorded(self.cards[0][0])
        self._exchange(0, chip)
        self.readers[0].read()
        talk = list(chip.__dict__["talk"])
        self._exchange(0, Chip(self.cards[0][0]))
        wanted, wrong = expected(self.cards[0][0]), []
        full: list[list[float]] = []
        bare: list[list[float]] = []
        for _ in range(count):
            for times in (full, bare):
                times.append([])
            for number in range(2 * each):
                ours, began = bool(number % 2), time.perf_counter()
                if ours:
                    wrong += [] if self.readers[0].read().texts == wanted else [0]
                else:
                    bare_read(reader_name(0), talk)
                (full if ours else bare)[-1].append((time.perf_counter() - began) * 1000)
        return {"full": full, "bare": bare, "wrong": wrong, "commands": len(talk)}

    def _exchange(self, place: int, chip: Chip) -> None:
        self.lying[place] = None
        until(lambda: self.readers[place].state() != LAID)
        self.lying[place] = chip
        until(lambda: self.readers[place].state() == LAID)

    def together(self, seconds: float) -> dict[str, Any]:
        """Every window reads its card again and again, and half-way gets the other one; each record is compared."""
        ends, got = time.monotonic() + seconds, [Read(pair) for pair in self.cards]

        def work(place: int) -> None:
            while time.monotonic() < ends:
                got[place].one(self.readers[place])

        threads = [threading.Thread(target=work, args=(place,)) for place in range(len(self.cards))]
        for thread in threads:
            thread.start()
        time.sleep(seconds / 2)
        for place, (_, second) in enumerate(self.cards):
            self.lying[place] = Chip(second)
        for thread in threads:
            thread.join()
        return {
            "reads": [one.good for one in got], "wrong": sum(one.wrong for one in got),
            "second": sum(one.second for one in got), "refused": sum(one.refused for one in got),
        }  # fmt: skip

    def threads(self, count: int, each: int) -> dict[str, Any]:
        """So many threads read at as many windows, each so often: how many records were right, and in which time."""
        right = [0] * count

        def work(place: int) -> None:
            wanted = (expected(self.cards[place][0]), expected(self.cards[place][1]))
            for _ in range(each):
                right[place] += self.readers[place].read().texts in wanted

        began = time.perf_counter()
        threads = [threading.Thread(target=work, args=(place,)) for place in range(count)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return {"right": sum(right), "seconds": time.perf_counter() - began}

    def kills(self, count: int, windows: int) -> dict[str, Any]:
        """pcscd is killed while every window reads: how soon each reads again, and what was left behind."""
        before, over = held(), threading.Event()
        got = [Read(pair) for pair in self.cards[:windows]]

        def work(place: int) -> None:
            while not over.is_set():
                if not got[place].one(self.readers[place]):
                    time.sleep(PAUSE)

        threads = [threading.Thread(target=work, args=(place,)) for place in range(windows)]
        for thread in threads:
            thread.start()
        back, bare = [], []
        for _ in range(count):
            time.sleep(0.2)
            self._pcscd.kill()
            time.sleep(0.2)
            self._pcscd.start()
            up, connected = bare_connect(reader_name(windows))
            until(lambda up=up: all(one.last > up for one in got))  # type: ignore[misc]
            back.append(max(one.first_after(up) for one in got))
            bare.append(connected)
        over.set()
        for thread in threads:
            thread.join()
        good, wrong = sum(one.good for one in got), sum(one.wrong for one in got)
        return {"back": back, "bare": bare, "reads": good, "wrong": wrong, "left": left(before)}


def held() -> tuple[int, int]:
    """Open files and threads of this program."""
    return len(list(Path("/proc/self/fd").iterdir())), threading.active_count()


def left(before: tuple[int, int]) -> list[str]:
    """What is held that was not held before; pcscd serves 200 contexts, so a hundred must still be free."""
    with suppress(TimeoutError):
        until(lambda: held() <= before, 3.0)
    after = zip(before, held(), ("files", "threads"), strict=True)
    out = [f"{now - was} {what}" for was, now, what in after if now > was]
    made = [scard.SCardEstablishContext(scard.SCARD_SCOPE_USER) for _ in range(100)]
    for result, context in made:
        if result == 0:
            scard.SCardReleaseContext(context)
    return [*out, *(["contexts"] if any(result for result, _ in made) else [])]


def serve(pipe: Connection, first: int, windows: int) -> None:
    """The program: do what is asked until nobody asks any more."""
    side = Side(first, windows)
    pipe.send("ready")
    with suppress(EOFError):
        while True:
            name, words = pipe.recv()
            pipe.send(getattr(side, name)(*words))
    side.stop()
