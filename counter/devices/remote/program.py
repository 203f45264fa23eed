"""The program at a window's computer: dials the server, takes what its window asks, does it once, answers."""

import secrets
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from random import uniform

from counter.devices import Device, DeviceError, laying

from . import PROGRAM
from .acts import ID, SPEAKS, Asked, asked_of
from .keys import FarKeys
from .line import ForgottenError, Line, NoLineError, RefusedError
from .shapes import NotAgreedError

# At most so much at a time: a card is read while a certificate of another kind is.
_HANDS = 4
_WAITS, _ASKS, _FETCHES = 15.0, 5.0, 8.0
# An act that was on its way for longer is not begun: the clerk may have been told already that nobody knows.
FRESH = 2.5
# For so long an answer is brought again; the server waits no longer for it.
_BRINGS = 30.0
_LOOKS = 0.15
_FIRST_PAUSE, _LONGEST_PAUSE = 0.3, 15.0
_REMEMBERED, _STATE = 1000, 60
UNKNOWN: Mapping[str, object] = {"unknown": True}
_NOT_NOW = (NoLineError, ForgottenError, RefusedError)


def boot_clock() -> float:
    """Seconds that go on while the computer sleeps."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)


class Program:
    """Serves these devices to the server until it is stopped or refused; ``say`` tells what changes, in words."""

    def __init__(
        self, line: Line, window: str, secret: str, devices: Sequence[Device],
        *, say: Callable[[str], None], keys: Callable[[Mapping[str, str]], None],
        clock: Callable[[], float] = boot_clock,
    ) -> None:  # fmt: skip
        self._line, self._window, self._secret = line, window, secret
        self._devices = {device.kind: device for device in devices}
        self._say, self._keys, self._clock = say, keys, clock
        self._run = secrets.token_hex(8)
        self._fresh, self._known, self._said = True, False, ""
        self._number = 0
        self._counting = threading.Lock()
        self._told: Mapping[str, object] = {}
        self._watching, self._last = 0.0, ""
        self._ends, self._over = threading.Event(), threading.Event()
        self._begun: deque[str] = deque(maxlen=_REMEMBERED)
        self._free = threading.Semaphore(_HANDS)
        self._hands = ThreadPoolExecutor(_HANDS, "act")

    def stop(self) -> None:
        """Take nothing more."""
        self._ends.set()

    def run(self) -> None:
        """Serve; RefusedError when the server lets this program in no more."""
        looks = threading.Thread(target=self._look, name="states", daemon=True)
        looks.start()
        pause = _FIRST_PAUSE
        try:
            while not self._ends.is_set():
                try:
                    self._round()
                    pause = _FIRST_PAUSE
                except NoLineError as error:
                    self._tell(f"连不上 {self._line.url}：{error}，会自己再试")
                    self._ends.wait(pause * uniform(0.7, 1.3))  # noqa: S311 - so that windows do not come all at once
                    pause = min(2 * pause, _LONGEST_PAUSE)
                except ForgottenError:
                    self._known = False
        finally:
            self._ends.set()
            self._over.set()
            self._hands.shutdown()
            looks.join()
            self._leave()

    def _round(self) -> None:
        """One waiting and what it brings."""
        if not self._known:
            self._hello()
        waited = self._heard(self._ask("wait", _WAITS, watching=self._watches, **self._standing()))
        if waited.get("work") is True:
            self._take()
        rest = waited.get("rest")
        if isinstance(rest, int | float) and 0 < rest < _WAITS:
            self._ends.wait(rest)

    def _hello(self) -> None:
        in_steps = any(hasattr(device, "unlock_with") for device in self._devices.values())
        said = {"speaks": SPEAKS, "fresh": self._fresh, "in_steps": in_steps, "states": self._states()}
        told = self._ask("hello", _ASKS, **said)
        self._fresh, self._known = False, True
        keys = told.get("card_keys")
        if isinstance(keys, dict):
            self._keys({str(purpose): str(number) for purpose, number in keys.items()})
        self._tell(f"连上了 {self._line.url}，为{told.get('title') or self._window}服务")

    def _take(self) -> None:
        """Take one act if a hand is free for it."""
        if not self._free.acquire(timeout=_LOOKS):
            return
        given = False
        try:
            asked_at = self._clock()
            told = self._ask("take", _ASKS).get("asked")
            if told is None:
                return
            asked = asked_of(told)
            late = self._clock() - asked_at > FRESH
            self._hands.submit(self._do, asked, late=late)
            given = True
        except NotAgreedError:
            self._say("服务器要的不是约定的动作，没有做；请把两边的程序换成同一个版本")
            self._refuse(told)
        finally:
            if not given:
                self._free.release()

    def _refuse(self, told: object) -> None:
        name = told.get("id") if isinstance(told, dict) else None
        if isinstance(name, str):
            self._bring(name, {"refused": f"{PROGRAM}的版本不同，什么也没有改变，请管理员换成和服务器一样的版本"})

    def _do(self, asked: Asked, *, late: bool) -> None:
        try:
            self._bring(asked.id, self._outcome(asked, late=late))
        finally:
            self._free.release()

    def _outcome(self, asked: Asked, *, late: bool) -> Mapping[str, object]:
        """Do it, once and never again, whatever becomes of the answer."""
        if asked.id in self._begun:
            return UNKNOWN
        self._begun.append(asked.id)
        device = self._devices.get(asked.act.kind)
        if late:
            return {"refused": f"{PROGRAM}收到得太晚，什么也没有改变，请再办一次"}
        if device is None:
            return {"refused": f"{PROGRAM}没有接这种设备，请管理员核对窗口电脑上的 agent.toml"}
        try:
            return {"done": asked.act.do(device, asked.words, self._keys_for(asked))}
        except DeviceError as error:
            return {"refused": str(error)}
        except Exception as error:  # noqa: BLE001 - whatever else happened, nobody knows how far the device came
            self._say(f"{asked.act.title}没有正常结束（{type(error).__name__}）")
            return UNKNOWN

    def _keys_for(self, asked: Asked) -> FarKeys:
        return FarKeys(lambda said: self._ask("key", _FETCHES, id=asked.id, asked=said))

    def _bring(self, name: str, outcome: Mapping[str, object]) -> None:
        """Bring the answer, again and again while somebody may wait for it: that repeats the answer, never the act."""
        ends = time.monotonic() + _BRINGS
        pause = _FIRST_PAUSE
        while True:
            try:
                self._ask("answer", _ASKS, id=name, outcome=outcome)
            except NoLineError:
                if time.monotonic() + pause > ends:
                    return
                time.sleep(pause)
                pause = min(2 * pause, 2.0)
            except (ForgottenError, RefusedError):
                return
            else:
                return

    def _leave(self) -> None:
        with suppress(*_NOT_NOW):
            self._ask("leave", _ASKS)

    def _look(self) -> None:
        """Tell at once when a device stands otherwise; what is lost on its way comes with the next waiting.

        At the end brief waitings end the long one, in which the program else would stay.
        """
        while not self._ends.wait(_LOOKS):
            if not self._known or self._states() == self._told:
                continue
            try:
                self._heard(self._ask("state", _ASKS, **self._standing()))
            except _NOT_NOW:
                self._told = {}
                self._ends.wait(1.0)
        while not self._over.is_set():
            with suppress(*_NOT_NOW):
                self._ask("wait", _ASKS, brief=True, **self._standing())
            self._over.wait(_FIRST_PAUSE)

    def _heard(self, told: Mapping[str, object]) -> Mapping[str, object]:
        """Note whether a page at this window wants to hear of cards."""
        if told.get("watched") is True:
            self._watching = time.monotonic() + _WAITS
        return told

    @property
    def _watches(self) -> bool:
        return time.monotonic() < self._watching

    def _states(self) -> dict[str, dict[str, str]]:
        standing = self._devices.items()
        return {kind: {"state": device.state()[:_STATE], "laid": self._laid(device)} for kind, device in standing}

    def _laid(self, device: Device) -> str:
        """Which card was laid down. To notice an identity card is to read it: only while a page wants to hear of it."""
        if device.kind != ID:
            return laying(device)[:_STATE]
        if self._watches:
            self._last = laying(device)[:_STATE]
        return self._last

    def _standing(self) -> dict[str, object]:
        with self._counting:
            self._number += 1
            self._told = self._states()
            return {"number": self._number, "states": self._told}

    def _ask(self, path: str, seconds: float, **said: object) -> Mapping[str, object]:
        return self._line.ask(path, {"window": self._window, "run": self._run, **said}, seconds, self._secret)

    def _tell(self, sentence: str) -> None:
        """Say it unless it was the last thing said."""
        if sentence != self._said:
            self._said = sentence
            self._say(sentence)
