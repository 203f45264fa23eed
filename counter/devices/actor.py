"""One thread that alone touches one device: calls wait in a short line; one that hangs holds up nobody else."""

import queue
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as StillWaiting
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

from counter.devices import DeviceError
from counter.devices.chip.apdu import CutOffError, Gate

WAITING = 4
# How long a device is kept open for the second half of an act: the province has its own, shorter limit.
KEPT_OPEN = 15.0
# How often an idle device is looked at while somebody wants to know, and how long one is left alone that failed.
LOOKS, _ALONE = 0.3, 2.0
_STOPPING = 1.0


class Opened(Protocol):
    """A device that was opened for one call."""

    def close(self) -> None:
        """Let the device go, whatever state it is in."""
        ...


S = TypeVar("S", bound=Opened)
T = TypeVar("T")


@dataclass
class _Call(Generic[S, T]):
    work: Callable[[S, Gate], T]
    keep: bool = False
    follows: bool = False
    gate: Gate = field(default_factory=Gate)
    result: "Future[T]" = field(default_factory=Future)


class Actor(Generic[S]):
    """The thread of one device; ``title`` is what the clerk calls it, ``opens`` opens it for one call."""

    def __init__(self, title: str, opens: Callable[[], S]) -> None:
        self._title, self._opens = title, opens
        self._line: queue.Queue[_Call[S, object] | None] = queue.Queue(WAITING)
        self._held: S | None = None
        self._held_until = 0.0
        self._looks: Callable[[S], None] | None = None
        self._watched: S | None = None
        self._watched_until = self._look_again = 0.0
        self._overdue = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"device {title}", daemon=True)
        self._thread.start()

    def run(
        self, work: Callable[[S, Gate], T], seconds: float, *, keep: bool = False, follows: bool = False
    ) -> T:
        """Let the thread do this, and wait so long for it.

        ``keep`` leaves the device open for the call that ``follows``; any other call ends that. DeviceError: surely
        nothing was changed. CutOffError: nobody knows.
        """
        if self._overdue.is_set():
            raise DeviceError(self._title, "还在等上一张卡应答", "取出卡，等两秒重新放好再试；仍不行就拔插一次 USB 线")
        call: _Call[S, T] = _Call(work, keep=keep, follows=follows)
        try:
            self._line.put_nowait(call)  # type: ignore[arg-type]
        except queue.Full:
            raise DeviceError(self._title, "正忙，前面还有几次没有读完", "等几秒再试") from None
        try:
            return call.result.result(seconds)
        except StillWaiting:
            return self._given_up(call)

    def _given_up(self, call: _Call[S, T]) -> T:
        if call.result.cancel():
            raise DeviceError(self._title, "正忙，没有轮到这一次，什么也没有改变", "等几秒再试")
        with suppress(StillWaiting):
            return call.result.result(0)
        if not call.gate.give_up():
            raise CutOffError
        self._overdue.set()
        if call.result.done():
            self._overdue.clear()
        raise DeviceError(self._title, "没有应答，什么也没有改变", "取出卡，检查芯片方向后重新放好再试")

    def looks_by(self, look: Callable[[S], None]) -> None:
        """How this device is looked at in between, by a short call; said before it has anything to do."""
        self._looks = look
        nothing: _Call[S, object] = _Call(lambda *_: None)
        nothing.result.cancel()
        self._line.put_nowait(nothing)

    def watch(self, seconds: float) -> None:
        """Look at the device for so long from now on, whenever nobody has anything for it to do."""
        self._watched_until = time.monotonic() + seconds

    def stop(self) -> None:
        """End the thread; one that hangs in its device ends when the device lets go of it."""
        with suppress(queue.Full):
            self._line.put_nowait(None)
        self._thread.join(_STOPPING)

    def _run(self) -> None:
        while True:
            try:
                call = self._line.get(timeout=self._patience())
            except queue.Empty:
                self._between()
                continue
            if call is None:
                self._let_go()
                return
            if call.result.set_running_or_notify_cancel():
                self._do(call)
            self._overdue.clear()

    def _patience(self) -> float | None:
        if self._held is not None:
            return max(0.0, self._held_until - time.monotonic())
        return LOOKS if self._looks is not None else None

    def _between(self) -> None:
        """Nobody wants anything: what was kept open too long is let go, and a watched device is looked at."""
        now = time.monotonic()
        if self._held is not None or self._looks is None or now > self._watched_until:
            self._let_go()
        elif now > self._look_again:
            self._look(self._looks)

    def _look(self, look: Callable[[S], None]) -> None:
        try:
            if self._watched is None:
                self._watched = self._opens()
            look(self._watched)
        except Exception:  # noqa: BLE001 - whoever reads next is told what is wrong
            self._look_again = time.monotonic() + _ALONE
            self._let_go()

    def _do(self, call: _Call[S, object]) -> None:
        try:
            opened = self._open(follows=call.follows)
            try:
                result = call.work(opened, call.gate)
            except BaseException:
                _close(opened)
                raise
            self._keep(opened, keep=call.keep)
        except BaseException as error:  # noqa: BLE001 - the thread lives on, whoever waits gets what happened
            call.result.set_exception(error)
        else:
            call.result.set_result(result)

    def _open(self, *, follows: bool) -> S:
        if follows:
            held, self._held = self._held, None
            if held is None:
                raise DeviceError(self._title, "等省里的密钥太久，卡已复位，什么也没有改变", "重新放好卡再办")
            return held
        self._let_go()
        return self._opens()

    def _keep(self, opened: S, *, keep: bool) -> None:
        if keep:
            self._held, self._held_until = opened, time.monotonic() + KEPT_OPEN
        else:
            _close(opened)

    def _let_go(self) -> None:
        for opened in (self._held, self._watched):
            if opened is not None:
                _close(opened)
        self._held = self._watched = None


def _close(opened: Opened) -> None:
    """A device that does not even close is as gone as it can be: its thread lives on."""
    with suppress(Exception):
        opened.close()
