"""The counter's side of a maker's library: one call at a time, each in its time; what fails is replaced."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from counter.core.oldcodes import renewed
from counter.devices import DeviceError
from counter.devices.apart import Apart, BrokenError
from counter.devices.chip.apdu import READER

CHILD = Path(__file__).with_name("child.py")
_SECONDS, _BUSY = 10.0, 2.0


class HungError(DeviceError):
    """The library gave no answer in time, or its program ended; it is started anew at the next call."""


class Library:
    """One library; ``alone`` holds it for calls that belong together."""

    def __init__(self, path: str, seconds: float = _SECONDS) -> None:
        self._apart, self._seconds = Apart(CHILD, path), seconds
        self._lock = threading.RLock()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Let nobody else call in between."""
        if not self._lock.acquire(timeout=_BUSY):
            raise DeviceError(READER, "正忙，前面一次还没有读完", "等几秒再试")
        try:
            yield
        finally:
            self._lock.release()

    def call(self, name: str, *words: int | str) -> tuple[int, str]:
        """What the function returned and what it wrote."""
        with self.alone():
            found = self._asked({"name": name, "words": words})
        if "missing" in found:
            raise DeviceError(READER, f"的厂商驱动里没有 {name}", "请厂商提供完整的驱动")
        return int(found["result"]), renewed(bytes.fromhex(found["out"]).decode("gb18030", "replace"))

    def stop(self) -> None:
        """End the program, whatever it does."""
        self._apart.stop()

    def _asked(self, call: dict[str, Any]) -> dict[str, Any]:
        try:
            found: dict[str, Any] = json.loads(self._apart.ask(self._seconds, json.dumps(call).encode()))
        except BrokenError as broken:
            raise DeviceError(READER, f"的厂商驱动装不上（{broken}）", "管理员核对 branch.toml 里的路径") from None
        except TimeoutError:
            what = "的厂商驱动没有应答，已经重新启动"
            raise HungError(READER, what, "取出卡重新放好再试；仍这样请厂商处理") from None
        except OSError:
            what = "的厂商驱动崩溃了，已经重新启动"
            raise HungError(READER, what, "再试一次；仍这样请厂商处理") from None
        return found
