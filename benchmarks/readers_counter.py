"""A counter of twenty windows with readers, in a program of its own, and what lies on them; told over a pipe."""

import os
import threading
import time
from contextlib import suppress
from datetime import date
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from prepare import PASSWORD
from readers_bare import until

from counter.branch import Identity
from counter.commands.listen import Listener, open_port
from counter.devices import laying
from counter.rehearsal.chip.windows import VirtualWindows
from counter.rehearsal.devices import VirtualCard, document_of
from counter.rehearsal.world import Seats, World, add_branch, new_world
from counter.store.staff import CLERK, hashed

CITY, KIND = "shangluo", "bureau"


class Told:
    """The moment at which a window's driver tells another laying, by the clock of the machine."""

    def __init__(self, device: Any) -> None:
        self._device, self.at, self.laid = device, 0.0, laying(device)
        threading.Thread(target=self._run, daemon=True).start()

    def _run(self) -> None:
        while True:
            laid = laying(self._device)
            if laid != self.laid:
                self.at, self.laid = time.time(), laid
            time.sleep(0.001)


class Windows:
    """The counter and its bench; ``windows`` are numbered from 1, the first sixteen have readers of a pcscd."""

    def __init__(self, folder: Path, windows: int) -> None:
        self._world: World = new_world(CITY)
        titled = tuple((str(n), f"{n} 号窗口", KIND, "") for n in range(1, windows + 1))
        self._virtual = VirtualWindows(self._world.bench, [window for window, *_ in titled])
        self._world.virtual = self._virtual
        password = hashed(PASSWORD)
        staff = [(str(2000 + n), f"经办{n}", CLERK, password) for n in range(1, windows + 1)]
        identity = Identity(code="61100001", name="商洛市测速网点", rehearsal=True)
        self._counter = add_branch(self._world, folder, Seats(identity=identity, windows=titled), staff)
        self._person = next(story.person for story in self._world.stories if story.id == "lost")
        self._listener = Listener(self._counter, open_port(0))
        self._listener.start()
        self._first = self._virtual.devices("1")[1]
        self._told = {1: Told(self._first)}

    def port(self) -> int:
        return self._listener.port

    def person(self) -> str:
        """Somebody to whom a temporary card may be given."""
        return self._person.id_number

    def lay(self, window: int, number: str) -> float:
        """Lay a card of that person with this number on this window's reader; when that was."""
        card = VirtualCard(number, self._person.id_number, self._person.name)
        self._world.bench.lay_down(str(window), card)
        return time.time()

    def lift(self, window: int) -> None:
        self._world.bench.lift(str(window))

    def lay_id(self) -> float:
        """Lay the person's identity card on the first window's reader; when that was."""
        card = document_of(self._person.id_number, self._person.name, date.today())  # noqa: DTZ011 - the machine's day
        self._world.bench.lay_document("1", card)
        return time.time()

    def pull(self) -> float:
        """End pcscd, as if every reader were pulled; when the driver has told it."""
        self._virtual._pcscd.kill()
        return self._says("没有运行")

    def plug(self) -> float:
        """Start pcscd again; when the driver has told that its reader is back."""
        self._virtual._pcscd.start()
        return self._says("就绪")

    def _says(self, words: str) -> float:
        until(lambda: words in self._first.state())
        return time.time()

    def heard(self, window: int) -> float:
        """When the driver of this window told the last change."""
        return self._told[window].at

    def waiting(self) -> int:
        return int(self._listener._server.task_dispatcher.waiting)

    def stop(self) -> None:
        self._listener.stop()
        self._world.stop()


def serve(pipe: Connection, folder: str, windows: int) -> None:
    """The program: do what is asked until nobody asks any more."""
    here = Windows(Path(folder), windows)
    pipe.send(os.getpid())
    with suppress(EOFError):
        while True:
            name, words = pipe.recv()
            pipe.send(getattr(here, name)(*words))
    here.stop()
