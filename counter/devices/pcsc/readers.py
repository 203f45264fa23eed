"""All card readers of this machine: one monitor, and an actor and a program for each that a window has used."""

import threading
from functools import partial

from counter.devices.actor import Actor
from counter.devices.apart import Apart
from counter.devices.chip.apdu import READER

from .monitor import Monitor
from .session import Session, program_of


class Readers:
    """Starts its threads when the first window asks for a reader."""

    def __init__(self) -> None:
        self.monitor = Monitor()
        self._actors: dict[str, Actor[Session]] = {}
        self._programs: dict[str, Apart] = {}
        self._lock = threading.Lock()

    def actor(self, reader: str) -> Actor[Session]:
        """The thread of this reader."""
        with self._lock:
            if not self._actors:
                self.monitor.start()
            if reader not in self._actors:
                program = self._programs[reader] = program_of(reader)
                self._actors[reader] = Actor(READER, partial(Session, program))
            return self._actors[reader]

    def stop(self) -> None:
        """End the threads and the programs."""
        with self._lock:
            actors, self._actors = self._actors, {}
            programs, self._programs = self._programs, {}
        if actors:
            self.monitor.stop()
        for program in programs.values():
            program.stop()
        for actor in actors.values():
            actor.stop()
