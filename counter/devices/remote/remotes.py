"""The programs of all windows of a branch: whose they are, and the devices they bring."""

import threading
from collections.abc import Callable, Mapping

from counter.devices import Device
from counter.store.pairings import Pairings

from .acts import CARD, ID, KINDS
from .readers import RemoteCardReader, RemoteIdReader, RemoteStepsReader
from .remote import Remote, Stood

# So many programs may wait at the same time; each holds one of the listener's threads, which has that many more.
SLOTS = 32
WAITS = 10.0
# Without a slot a program asks again after this.
RESTS = 1.0
TITLES = {CARD: "社保卡读卡器", ID: "身份证读卡器"}


class Remotes:
    """Pairing alone makes a window's devices stand: with the program away they say so."""

    def __init__(self, keys: Mapping[str, str] | None = None) -> None:
        self.card_keys = dict(keys or {})
        self._remotes: dict[str, tuple[Remote, tuple[Device, Device, Device]]] = {}
        self._pairings: Pairings | None = None
        self._lock = threading.Lock()
        self._slots = threading.BoundedSemaphore(SLOTS)
        self._ended = False

    def open(self, pairings: Pairings) -> None:
        """Begin with what is paired."""
        self._pairings = pairings
        for window, kinds in pairings.paired().items():
            self._stand(window, Remote(kinds))

    def _stand(self, window: str, remote: Remote) -> None:
        ids = RemoteIdReader(f"agent-id-{window}", TITLES[ID], remote)
        card = RemoteCardReader(f"agent-card-{window}", TITLES[CARD], remote)
        self._remotes[window] = remote, (ids, card, RemoteStepsReader(card.id, card.title, remote))

    def devices(self, window: str) -> tuple[Device, ...]:
        """The devices of this window's program."""
        found = self._remotes.get(window)
        if found is None:
            return ()
        remote, (id_reader, card, steps) = found
        standing = (id_reader, steps if remote.in_steps else card)
        return tuple(device for device in standing if device.kind in remote.kinds)

    def at(self, window: str) -> Remote | None:
        """The program of this window; None where none is paired."""
        found = self._remotes.get(window)
        return found[0] if found is not None else None

    def paired(self, window: str) -> None:
        """A window was paired just now: whoever served it before does so no more."""
        self.unpaired(window)
        with self._lock:
            self._stand(window, Remote(KINDS))

    def unpaired(self, window: str) -> None:
        """A window has no program any more."""
        with self._lock:
            found = self._remotes.pop(window, None)
        if found is not None:
            found[0].leave()

    def hello(
        self, window: str, remote: Remote, run: str, states: Mapping[str, Stood], *, fresh: bool, in_steps: bool
    ) -> None:
        """A program says what it has; what it has is known when it is away, too."""
        remote.hello(run, states, fresh=fresh, in_steps=in_steps)
        assert self._pairings is not None, "it was opened"
        self._pairings.has(window, remote.kinds)

    def wait(
        self, remote: Remote, run: str, gone: Callable[[], bool], *, brief: bool, watching: bool
    ) -> tuple[bool, float]:
        """Whether there is something to take, and how long to rest before asking again."""
        if brief or self._ended or not self._slots.acquire(blocking=False):
            return remote.wait(run, 0.0, gone), RESTS
        try:
            return remote.wait(run, WAITS, lambda: self._ended or gone(), watching=watching), 0.0
        finally:
            self._slots.release()

    def stop(self) -> None:
        """Let nobody wait any more."""
        self._ended = True
        for remote, _ in list(self._remotes.values()):
            remote.leave()
