"""Calls to a driver, each in a thread of its own and in its time: one that hangs keeps nobody waiting."""

import threading
import time
from collections.abc import Callable
from typing import TypeVar

from counter.devices import DeviceError

T = TypeVar("T")
# How long a call waits for the one before it, and after how long one that hangs is tried past.
_TURN, _AGAIN = 2.0, 10.0


class NotBegunError(Exception):
    """The call was not made: the one before it still hangs, or is not over."""


class NoAnswerError(Exception):
    """The call was made and did not come back in its time: nobody knows what it did."""

    def __init__(self, device: str) -> None:
        super().__init__(f"{device}没有应答，不知道做了没有")


class FailedError(Exception):
    """The driver raised what no driver should; the message is the name of that."""


def tried(work: Callable[[], T]) -> T:
    """Do this here and now; what a driver raises that is no DeviceError comes as a FailedError."""
    try:
        return work()
    except DeviceError:
        raise
    except BaseException as error:
        raise FailedError(type(error).__name__) from error


class Lane:
    """One kind of call to one device, one at a time; ``most`` may hang at once, then none is made any more."""

    def __init__(self, title: str, most: int = 1) -> None:
        self._title, self._most = title, most
        self._turn, self._lock = threading.Lock(), threading.Lock()
        self._hung: set[object] = set()
        self._tried = 0.0

    @property
    def hung(self) -> bool:
        """Whether a call has not come back yet."""
        with self._lock:
            return bool(self._hung)

    def call(self, work: Callable[[], T], seconds: float) -> T:
        """Do this in a thread of its own; DeviceError or FailedError for what it raises."""
        if not self._open() or not self._turn.acquire(timeout=_TURN):
            raise NotBegunError
        try:
            if not self._open():
                raise NotBegunError
            return self._done(work, seconds)
        finally:
            self._turn.release()

    def _open(self) -> bool:
        with self._lock:
            again = len(self._hung) < self._most and time.monotonic() > self._tried + _AGAIN
            return not self._hung or again

    def _done(self, work: Callable[[], T], seconds: float) -> T:
        over, call = threading.Event(), object()
        found: list[T] = []
        failed: list[Exception] = []

        def run() -> None:
            try:
                found.append(tried(work))
            except (DeviceError, FailedError) as error:
                failed.append(error)
            with self._lock:
                self._hung.discard(call)
                over.set()

        threading.Thread(target=run, name=f"driver {self._title}", daemon=True).start()
        over.wait(seconds)
        with self._lock:
            if not over.is_set():
                self._hung.add(call)
                self._tried = time.monotonic()
                raise NoAnswerError(self._title)
        if failed:
            raise failed[0]
        return found[0]
