"""How a printer stands, asked again and again by a thread of its own, so that a page need not wait for it."""

import threading

from .machine import Machine
from .medium import GONE, Standing

EVERY = 2.0


class Watch:
    """The newest standing of one printer; it begins to watch when somebody first asks."""

    def __init__(self, printer: Machine, every: float = EVERY) -> None:
        self._printer, self._every = printer, every
        self._standing: Standing | None = None
        self._ends = threading.Event()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    @property
    def standing(self) -> Standing | None:
        """How it stood last; None before it was seen."""
        with self._lock:
            if self._thread is None and not self._ends.is_set():
                self._thread = threading.Thread(target=self._run, name="card printer", daemon=True)
                self._thread.start()
        return self._standing

    def stop(self) -> None:
        """Watch no longer."""
        with self._lock:
            self._ends.set()
            thread = self._thread
        if thread is not None:
            thread.join(self._every)

    def _run(self) -> None:
        while not self._ends.is_set():
            try:
                self._standing = self._printer.look()
            except (LookupError, TypeError, ValueError, AttributeError, OSError):
                # It answers what no printer answers.
                self._standing = GONE
            self._ends.wait(self._every)
