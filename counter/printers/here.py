"""The printers that only a window's own computer reaches, as the program there serves them: one device of acts."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from counter.clock import Clock, SystemClock
from counter.core.prints import Job, Stage
from counter.devices import DeviceError

from .addresses import ONLY_ROLLS, transport_of
from .escpos import EscPosPrinter
from .press import Press
from .taken import Taken
from .transport import Paper

TITLE = "窗口电脑上的打印机"
KIND = "printer"
# How long one question waits for news of a paper, so that few are asked.
_NEWS, _EVERY = 1.0, 0.05
WIDEST = 82.0


@dataclass(frozen=True)
class _Desk:
    """What a press has before it here."""

    prints: Taken
    clock: Clock

    def leave(self) -> None:
        """There is one connection for all."""

    @property
    def database(self) -> "_Desk":
        """Whose connection a thread leaves."""
        return self


class PrintersHere:
    """Every printer of this computer with its thread; ``named`` are their addresses by name."""

    id, title, kind = "printers", TITLE, KIND

    def __init__(self, folder: Path, named: Mapping[str, str]) -> None:
        self._taken = Taken(folder)
        desk = _Desk(self._taken, SystemClock())
        self._presses = {
            name: Press(desk, name, transport_of(address), lambda at, job: at.prints.paper(job))
            for name, address in named.items()
        }

    def start(self) -> None:
        """Begin to print in the background."""
        for press in self._presses.values():
            press.start()

    def stop(self) -> None:
        """End every thread after the step that runs now."""
        for press in self._presses.values():
            press.halt()
        for press in self._presses.values():
            press.stop()
        self._taken.close()

    def state(self) -> str:
        """How each stands."""
        return "；".join(f"{name}：{press.words}" for name, press in self._presses.items())

    # what the server asks

    def look(self, printer: str) -> str:
        """How this printer stands, in words."""
        return self._press(printer).words

    def begin(self, printer: str, name: str) -> str:
        """The number of the paper of this name."""
        self._press(printer)
        return self._taken.begin(printer, name)

    def give(self, printer: str, number: str, paper: Paper) -> None:
        """Take the paper of this number and print it, once."""
        press = self._press(printer)
        if isinstance(press.transport, EscPosPrinter) and paper.width_mm > WIDEST:
            self._taken.refuse(number, ONLY_ROLLS)
            return
        self._taken.give(number, paper)
        press.wake()

    def stood(self, number: str, name: str, known: str) -> tuple[str, str]:
        """Where the paper of this number stands; waits a moment while it stands as it is ``known``."""
        ends = time.monotonic() + _NEWS
        while True:
            stage, reason = self._taken.stood(number, name)
            if f"{stage} {reason}" != known or stage not in (Stage.SENT.name, Stage.BLOCKED.name):
                return stage, reason
            if time.monotonic() > ends:
                return stage, reason
            time.sleep(_EVERY)

    def withdraw(self, number: str) -> None:
        """Print it no more, as far as that can be."""
        begun: Job | None = self._taken.withdraw(number)
        if begun is not None:
            self._press(begun.printer).drop(begun.handle)

    def _press(self, printer: str) -> Press:
        found = self._presses.get(printer)
        if found is None:
            raise DeviceError(TITLE, f"没有“{printer}”这一台", "管理员核对窗口电脑上的 agent.toml")
        return found


