"""Which readers are plugged in and whether a card lies on them, watched by one thread as long as the counter runs."""

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from counter.devices import DeviceError

from .scard import CANCELLED, NO_READERS, TIMED_OUT, UNKNOWN_READER, check, code, installed, new_context, scard

_WAIT = 1.0
# How soon an ended daemon is looked for again: it may be back in a moment.
_AGAIN = 0.05
_PLUGGED = "\\\\?PnP?\\Notification"
# pcscd takes so many readers, and no longer question: with all of them there none can be plugged in.
_MOST = 16
# A reader that has just appeared says only after a while that a card lies on it: that card was not laid down now.
_SETTLES = 3.0
# The upper half of a reader's flags counts how often a card came or went.
_TIMES = 16


@dataclass(frozen=True)
class Seen:
    """What was seen last: each plugged reader's flags, whether the daemon answers, and which card was laid where."""

    up: bool
    readers: Mapping[str, int]
    laid: Mapping[str, int] = field(default_factory=dict)


class Monitor:
    """Watches with a context of its own, the only one in this program; one that died is thrown away, another made."""

    def __init__(self) -> None:
        self.seen = Seen(up=False, readers={})
        self.rounds = 0
        self._layings = count(int(time.time()))
        self._appeared: dict[str, float] = {}
        self._context = 0
        self._letting_go = threading.Lock()
        self._ends = threading.Event()
        self._thread = threading.Thread(target=self._run, name="card readers", daemon=True)

    def start(self) -> None:
        """Begin to watch."""
        self._thread.start()

    def stop(self) -> None:
        """Watch no longer."""
        self._ends.set()
        with self._letting_go:
            if self._context:
                scard().SCardCancel(self._context)
        self._thread.join(_WAIT + 1)

    def state(self, reader: str) -> str:
        """How this reader stands, in words."""
        if not installed():
            return "没有安装 pyscard"
        seen = self.seen
        if not seen.up:
            return "读卡服务（pcscd）没有运行"
        if reader not in seen.readers:
            return "未连接，请插好 USB 线"
        return "就绪，已放卡" if seen.readers[reader] & scard().SCARD_STATE_PRESENT else "就绪，未放卡"

    def laid(self, reader: str) -> str:
        """Which laying the card belongs to that was laid on this reader; empty when none was, or it was lifted."""
        return str(self.seen.laid.get(reader) or "")

    def _run(self) -> None:
        while not self._ends.is_set():
            try:
                self._watch()
            except DeviceError:
                self.seen = Seen(up=False, readers={})
                self._ends.wait(_AGAIN)

    def _watch(self) -> None:
        s, self._context = scard(), new_context()
        try:
            while not self._ends.is_set():
                self._look(s)
        finally:
            with self._letting_go:
                context, self._context = self._context, 0
                s.SCardReleaseContext(context)

    def _look(self, s: Any) -> None:
        """One look: whatever changes within a second is seen at once."""
        result, names = s.SCardListReaders(self._context, [])
        if code(result) == NO_READERS:
            names = []
        else:
            check(result)
        known, now = self.seen.readers, time.monotonic()
        self._appeared = {name: self._appeared.get(name, now) if name in known else now for name in names}
        self.seen = Seen(up=True, readers={name: known.get(name, 0) for name in names}, laid=self.seen.laid)
        asked = [(name, flags & ~s.SCARD_STATE_CHANGED) for name, flags in self.seen.readers.items()]
        asked += [(_PLUGGED, 0)] if len(asked) < _MOST else []
        result, changed = s.SCardGetStatusChange(self._context, int(_WAIT * 1000), asked)
        self.rounds += 1
        if code(result) in (TIMED_OUT, CANCELLED, UNKNOWN_READER):
            return
        check(result)
        flags = {name: flags for name, flags, _ in changed if name in self.seen.readers}
        laid = {name: self._laying(name, self.seen.readers[name], now, s) for name, now in flags.items()}
        self.seen = Seen(up=True, readers=flags, laid=laid)

    def _laying(self, reader: str, before: int, now: int, s: Any) -> int:
        """The number of this laying: a new one when a card came, or went and another came; 0 when none was laid."""
        if not now & s.SCARD_STATE_PRESENT:
            return 0
        lay = before & s.SCARD_STATE_PRESENT and now >> _TIMES == before >> _TIMES
        if lay or time.monotonic() - self._appeared[reader] < _SETTLES:
            return self.seen.laid.get(reader, 0)
        return next(self._layings)
