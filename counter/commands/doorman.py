"""Requests that wait for news of a window's devices wait outside the threads, which are the clerks'."""

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

from waitress.task import ThreadedTaskDispatcher

PATH = "/strip"
# As long as a page leaves its strip without looking; and how soon news is noticed.
WAITS, LOOKS = 10.0, 0.05
# Of the hundred connections a server keeps; whoever waits longest is let go first.
MOST = 60


@dataclass(frozen=True)
class _Waiting:
    """One connection with a request that is not answered before there is news."""

    channel: Any
    window: str
    since: str
    until: float

    def enough(self, now: float, signs: Mapping[str, str]) -> bool:
        """Whether there is news, the time is over, or nobody waits any more."""
        return now > self.until or not self.channel.connected or signs.get(self.window, self.since) != self.since


class Doorman(ThreadedTaskDispatcher):  # type: ignore[misc]
    """Hands requests to the threads; ``sign`` tells how a window's devices stand, another text when that has changed.

    A request for the strip of devices that names window and sign is handed on when the sign is another one, when the
    browser has gone, or after ten seconds. Who may see the answer is asked then, as for every request.
    """

    def __init__(self, sign: Callable[[str], str], threads: int) -> None:
        super().__init__()
        self._sign = sign
        self._waiting: list[_Waiting] = []
        self._some = threading.Condition()
        self._ends = threading.Event()
        self.set_thread_count(threads)
        self._watch = threading.Thread(target=self._run, name="news of devices", daemon=True)
        self._watch.start()

    @property
    def waiting(self) -> int:
        """How many wait."""
        return len(self._waiting)

    def add_task(self, task: Any) -> None:
        """Take a connection with a request; the server's own loop calls this and goes on at once."""
        asked = _asked(task)
        if asked is None or self._ends.is_set():
            super().add_task(task)
            return
        with self._some:
            self._waiting.append(asked)
            first = self._waiting.pop(0) if len(self._waiting) > MOST else None
            self._some.notify()
        if first is not None:
            super().add_task(first.channel)

    def shutdown(self, cancel_pending: bool = True, timeout: float = 5) -> bool:
        """End the threads; who still waits is hung up on by the server."""
        self._ends.set()
        with self._some:
            self._waiting.clear()
            self._some.notify()
        self._watch.join(timeout)
        return bool(super().shutdown(cancel_pending, timeout))

    def _run(self) -> None:
        while not self._ends.is_set():
            with self._some:
                while not self._waiting and not self._ends.is_set():
                    self._some.wait()
            self._look()
            self._ends.wait(LOOKS)

    def _seen(self, window: str) -> str:
        try:
            return self._sign(window)
        except Exception:  # noqa: BLE001 - whoever waits is let go, and the page says what is wrong
            return ""

    def _look(self) -> None:
        """Hand on whoever has waited enough."""
        now = time.monotonic()
        signs = {window: self._seen(window) for window in {one.window for one in [*self._waiting]}}
        enough: list[_Waiting] = []
        with self._some:
            waiting, self._waiting = self._waiting, []
            for one in waiting:
                (enough if one.enough(now, signs) else self._waiting).append(one)
        for one in enough:
            super().add_task(one.channel)


def _asked(channel: Any) -> _Waiting | None:
    """What this connection waits for; None for every other request."""
    request = channel.requests[0]
    if request.error or request.path != PATH or request.command != "GET":
        return None
    words = parse_qs(request.query)
    window, since = words.get("window", [""])[0], words.get("since", [""])[0]
    return _Waiting(channel, window, since, time.monotonic() + WAITS) if since else None
