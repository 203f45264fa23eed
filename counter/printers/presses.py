"""All the printers of one branch at work, and how each looks from a window."""

from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock

from counter.branch import Branch
from counter.core.prints import BROWSER, KINDS, Job, Printer
from counter.devices import Device
from counter.devices.remote.remotes import Remotes

from .addresses import transport_of
from .press import Press


@dataclass
class AtWindow:
    """A printer as it stands at a window, in the strip of its pages."""

    id: str
    title: str
    press: Press
    kind: str = "printer"

    def state(self) -> str:
        """The state in words."""
        return self.press.words


class Presses:
    """A thread a printer, begun when the printer is written down or has something before it."""

    def __init__(self, branch: Branch, remotes: Remotes) -> None:
        self._branch, self._remotes = branch, remotes
        self._at: dict[str, Press] = {}
        self._windows: dict[str, list[AtWindow]] = {}
        self._working = False
        self._lock = Lock()
        self.renew()

    def start(self) -> None:
        """Begin to print in the background."""
        with self._lock:
            self._working = True
            for press in self._at.values():
                press.start()

    def stop(self) -> None:
        """End every thread after the step that runs now."""
        with self._lock:
            self._working = False
            presses = list(self._at.values())
        for press in presses:
            press.halt()
        for press in presses:
            press.stop()

    def renew(self) -> None:
        """Look again which printers there are; one that no window has any more ends what it has before it."""
        placed = [one for one in self._branch.prints.printers() if not one.by_browser]
        printers = sorted(placed, key=lambda one: list(KINDS).index(one.kind))
        with self._lock:
            wanted = {one.address for one in printers} | (self._branch.prints.busy() - {BROWSER})
            for address in wanted:
                self._press(address)
            for address in self._at.keys() - wanted:
                self._at.pop(address).halt()
            self._windows = {}
            for printer in printers:
                beside = self._windows.setdefault(printer.window, [])
                if all(one.press is not self._at[printer.address] for one in beside):
                    beside.append(self._standing(printer, printers))

    def _press(self, address: str) -> None:
        if address not in self._at:
            self._at[address] = press = Press(self._branch, address, transport_of(address, self._remotes))
            if self._working:
                press.start()

    def _standing(self, printer: Printer, printers: Sequence[Printer]) -> AtWindow:
        """A printer with everything that it prints at this window."""
        here = {one.kind for one in printers if (one.window, one.address) == (printer.window, printer.address)}
        title = f"{'、'.join(KINDS[kind] for kind in KINDS if kind in here)}打印机"
        return AtWindow(f"printer-{printer.window}-{printer.kind}", title, self._at[printer.address])

    def words_of(self, address: str) -> str:
        """How the printer at this address stands."""
        return self._at[address].words if address in self._at else ""

    def wake(self) -> None:
        """Something may have been put into a queue."""
        for press in list(self._at.values()):
            press.wake()

    def once(self) -> None:
        """One round with every printer, for tests and where nothing works in the background."""
        for press in list(self._at.values()):
            press.once()

    def drop(self, job: Job) -> None:
        """A clerk waits no longer for this job."""
        if job.printer in self._at:
            self._at[job.printer].drop(job.handle)

    def at(self, window: str) -> list[Device]:
        """The printers of this window."""
        return list(self._windows.get(window, ()))
