"""A thread that works in rounds: soon again after a good one, later and later after those that failed."""

import logging
import threading
from collections.abc import Callable
from datetime import timedelta

from counter.quiet import frames

LOG = logging.getLogger("counter.sync")
ROUND_SECONDS = 1.0
LONGEST_WAIT = timedelta(seconds=60)
MOST_DOUBLINGS = 6
STOP_SECONDS = 10


def pause_after(failures: int) -> timedelta:
    """How long to wait after so many tries that failed."""
    return min(LONGEST_WAIT, timedelta(seconds=2 ** min(failures, MOST_DOUBLINGS)))


class Rounds:
    """The thread and its clockwork; what one round is, the subclass says."""

    def __init__(self, name: str, leave: Callable[[], None]) -> None:
        self._name, self._leave = name, leave
        self._stop = threading.Event()
        self._wake = threading.Event()
        self._thread: threading.Thread | None = None

    def once(self) -> bool:
        """Do one round; False when the other side could not be reached."""
        raise NotImplementedError

    @property
    def working(self) -> bool:
        """Whether it works in the background."""
        return self._thread is not None

    def start(self) -> None:
        """Begin working in the background."""
        self._thread = threading.Thread(target=self._run, name=self._name, daemon=True)
        self._thread.start()

    def halt(self) -> None:
        """Ask the thread to end after the exchange that runs now."""
        self._stop.set()
        self._wake.set()

    def stop(self) -> None:
        """Stop after the exchange that runs now."""
        self.halt()
        if self._thread is not None:
            self._thread.join(timeout=STOP_SECONDS)

    def _run(self) -> None:
        failures = 0
        while not self._stop.is_set():
            try:
                failures = 0 if self.once() else failures + 1
            except Exception as error:  # noqa: BLE001 - the thread goes on, whatever one round met
                LOG.error("同步出错，稍后重试：%s\n%s", type(error).__name__, frames(error))  # noqa: TRY400
                failures += 1
            pause = ROUND_SECONDS * 2 ** min(failures, MOST_DOUBLINGS)
            self._wake.wait(min(pause, LONGEST_WAIT.total_seconds()))
            self._wake.clear()
        self._leave()
