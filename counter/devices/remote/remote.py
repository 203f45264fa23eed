"""One window's program as the server sees it: whether it is there, what it told, and what it is asked to do."""

import secrets
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from counter.devices import DeviceError, Keys

from . import PROGRAM
from .acts import Asked
from .papers import Parts
from .shapes import Act, NotAgreedError, mapping, refusal, text

T = TypeVar("T")
# So many may wait for one window's program; one more is told at once.
WAITING = 4
# A program that is there takes what it is asked at once; what it has not taken is withdrawn.
TAKEN_WITHIN = 3.0
# It asks again a moment after each answer.
SILENT = 5.0
# A page waits ten seconds at most for news, and then asks again.
WATCHED = 12.0
# How often a waiting request looks whether its other end is still there.
LOOKS = 0.5
AWAY = f"{PROGRAM}没有连上"
_CLERK_DOES = "看窗口电脑是否开着、网线是否插好；也可以照卡面录入"
_SENTENCE = 400


class LostError(Exception):
    """The program was lost after it took an act that changes the card: nobody knows whether it was done."""

    def __init__(self) -> None:
        super().__init__(f"{PROGRAM}在改变途中断开，不知道卡改了没有，请看实物后由主管在待办里确认")


class SupersededError(Exception):
    """Another start of the program serves this window now."""


class UnknownRunError(Exception):
    """The server has not heard of this start of the program, or no more: it must say itself anew."""


@dataclass(frozen=True)
class Stood:
    """How a device stands: in words, and which laying the card on it belongs to."""

    state: str
    laid: str = ""


@dataclass
class _Call:
    asked: Asked
    keys: Keys | Parts | None
    fetched: int = 0
    taken: bool = False
    over: bool = False
    outcome: Mapping[str, object] | None = None


class Remote:
    """The program of one window; ``kinds`` are the devices it last told, ``run`` is its present start."""

    def __init__(self, kinds: tuple[str, ...]) -> None:
        self.kinds, self.run = kinds, ""
        self.in_steps = False
        self._states: Mapping[str, Stood] = {}
        self._lay: Mapping[str, str] = {}
        self._watched = 0.0
        self._told, self._seen, self._waiter = -1, 0.0, 0
        self._waits = self._silent = False
        self._calls: dict[str, _Call] = {}
        self._changed = threading.Condition()

    @property
    def there(self) -> bool:
        """Whether the program is connected, as far as can be known."""
        heard = self._waits or time.monotonic() - self._seen < SILENT
        return bool(self.run) and heard and not self._silent

    def state(self, kind: str) -> str:
        """How this device stands, in words."""
        return self._states.get(kind, Stood("未连接")).state if self.there else AWAY

    def laid(self, kind: str) -> str:
        """Which laying the card on this device belongs to; one that lay there when the program came was not laid down.

        While the program is away it stays as it was: what comes back with it is no new card.
        """
        before, self._watched = self.watched, time.monotonic() + WATCHED
        if not before:
            with self._changed:
                self._changed.notify_all()
        laid = self._states.get(kind, Stood("")).laid
        return laid if laid != self._lay.get(kind, "") else ""

    @property
    def watched(self) -> bool:
        """Whether a page of this window wants to hear of a card that is laid down."""
        return time.monotonic() < self._watched

    # what a window asks

    def ask(self, act: Act[T], words: Mapping[str, str], keys: Keys | Parts | None = None) -> T:
        """Let the program do this, once. DeviceError: surely nothing was changed. LostError: nobody knows."""
        call = _Call(Asked(id=secrets.token_hex(8), act=act, words=words), keys)
        with self._changed:
            if not self.there:
                raise DeviceError(PROGRAM, "没有连上", _CLERK_DOES)
            if len(self._calls) >= WAITING:
                raise DeviceError(PROGRAM, "正忙，前面还有几次没有做完", "等几秒再试")
            self._calls[call.asked.id] = call
            self._changed.notify_all()
            self._changed.wait_for(lambda: call.taken or call.over, TAKEN_WITHIN)
            if call.taken:
                self._changed.wait_for(lambda: call.over, act.seconds)
            del self._calls[call.asked.id]
            self._silent = self._silent or not (call.taken or call.over)
        if not call.taken:
            raise DeviceError(PROGRAM, "没有应答，什么也没有改变", _CLERK_DOES)
        return _meant(call.outcome, act)

    # what the program asks

    def hello(self, run: str, states: Mapping[str, Stood], *, fresh: bool, in_steps: bool = False) -> None:
        """A program says that it is there. A fresh start takes over from whoever was there before."""
        with self._changed:
            if self.run and self.run != run:
                if not fresh:
                    raise SupersededError
                self._end()
            self.run, self.kinds, self._states, self._told = run, tuple(states), states, -1
            self.in_steps, self._lay = in_steps, {kind: stood.laid for kind, stood in states.items()}
            self._contact()

    def wait(self, run: str, seconds: float, gone: Callable[[], bool], *, watching: bool = True) -> bool:
        """Wait until there is something to take; a newer wait ends an older one, which nobody may hear any more.

        A page that begins to watch ends it too, unless the program is ``watching``.
        """
        ends = time.monotonic() + seconds
        with self._changed:
            self.heard(run)
            self._waiter += 1
            mine, self._waits = self._waiter, True
            self._changed.notify_all()
            while (left := ends - time.monotonic()) > 0 and (self.run, self._waiter) == (run, mine):
                if self._due() or (self.watched and not watching):
                    break
                if gone():
                    self._seen, self._waits = 0.0, False
                    return False
                self._changed.wait(min(left, LOOKS))
            if self._waiter == mine:
                self._waits = False
            if self.run == run:
                self._contact()
            return self._due() is not None

    def tell(self, run: str, number: int, states: Mapping[str, Stood]) -> None:
        """How the devices stand now; what was overtaken on its way is left."""
        with self._changed:
            self.heard(run)
            if number > self._told:
                self._told, self._states = number, {kind: states[kind] for kind in self.kinds if kind in states}

    def take(self, run: str) -> Asked | None:
        """Take over the oldest act that waits: from now on nobody else will, and it is never given again."""
        with self._changed:
            self.heard(run)
            call = self._due()
            if call is None:
                return None
            call.taken = True
            self._changed.notify_all()
            return call.asked

    def keys(self, run: str, asked: str) -> Keys | Parts | None:
        """The province's keys for an act that is being done now; None for any other, and for one too often."""
        with self._changed:
            self.heard(run)
            call = self._calls.get(asked)
            if call is None or not call.taken or call.over or call.fetched >= call.asked.act.fetches:
                return None
            call.fetched += 1
            return call.keys

    def answer(self, run: str, asked: str, outcome: Mapping[str, object]) -> None:
        """What became of an act; where nobody waits for it any more, nothing."""
        with self._changed:
            self.heard(run)
            call = self._calls.get(asked)
            if call is not None and call.taken and not call.over:
                call.outcome, call.over = outcome, True
                self._changed.notify_all()

    def leave(self, run: str = "") -> None:
        """The program ends, or the window is its no more."""
        with self._changed:
            if run:
                self.heard(run)
            self._end()

    def heard(self, run: str) -> None:
        """Note that this start of the program was heard."""
        with self._changed:
            if run != self.run:
                raise SupersededError if self.run else UnknownRunError
            self._contact()

    def _contact(self) -> None:
        self._seen, self._silent = time.monotonic(), False

    def _due(self) -> _Call | None:
        return next((call for call in self._calls.values() if not (call.taken or call.over)), None)

    def _end(self) -> None:
        self.run, self._waits = "", False
        for call in self._calls.values():
            call.over = True
        self._changed.notify_all()


def _meant(outcome: Mapping[str, object] | None, act: Act[T]) -> T:
    """What the program's answer means: exactly one of done, refused (surely nothing was changed), unknown."""
    try:
        if outcome is not None and "done" in outcome:
            return act.meant(mapping(outcome, "done")["done"])
        refused = refusal(text(mapping(outcome, "refused")["refused"], _SENTENCE))
    except NotAgreedError:
        if act.changes:
            raise LostError from None
        raise DeviceError(PROGRAM, f"{act.title}没有做完，什么也没有改变", "等几秒再试；仍不行照卡面录入") from None
    raise refused
