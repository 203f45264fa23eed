"""The counter's side of a maker's library: one call at a time, each in its time; what fails is replaced."""

import json
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from counter.devices import DeviceError
from counter.devices.chip.apdu import READER

CHILD = Path(__file__).with_name("child.py")
_SECONDS, _BUSY = 10.0, 2.0
_MOST = 65536


class HungError(DeviceError):
    """The library gave no answer in time, or its program ended; it is started anew at the next call."""


class Library:
    """One library; ``alone`` holds it for calls that belong together."""

    def __init__(self, path: str, seconds: float = _SECONDS) -> None:
        self._path, self._seconds = path, seconds
        self._lock = threading.RLock()
        self._line: socket.socket | None = None
        self._running: subprocess.Popen[bytes] | None = None

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
            if self._line is None:
                self._start()
            found = self._asked({"name": name, "words": words})
        if "missing" in found:
            raise DeviceError(READER, f"的厂商驱动里没有 {name}", "请厂商提供完整的驱动")
        return int(found["result"]), bytes.fromhex(found["out"]).decode("gb18030", "replace")

    def stop(self) -> None:
        """End the program, whatever it does."""
        line, self._line = self._line, None
        running, self._running = self._running, None
        if line is not None:
            line.close()
        if running is not None:
            running.kill()
            running.wait()

    def _start(self) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._running = subprocess.Popen(  # noqa: S603 - our own program
                [sys.executable, "-I", str(CHILD), str(theirs.fileno()), self._path],
                pass_fds=(theirs.fileno(),), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            )  # fmt: skip
        ours.settimeout(self._seconds)
        self._line = ours
        broken = self._received().get("broken")
        if broken:
            self.stop()
            raise DeviceError(READER, f"的厂商驱动装不上（{broken}）", "管理员核对 branch.toml 里的路径")

    def _asked(self, call: dict[str, Any]) -> dict[str, Any]:
        assert self._line is not None, "it was just started"
        try:
            self._line.send(json.dumps(call).encode())
        except OSError:
            self.stop()
            raise HungError(READER, "的厂商驱动退出了", "再试一次；仍这样请厂商处理") from None
        return self._received()

    def _received(self) -> dict[str, Any]:
        assert self._line is not None, "it was just started"
        try:
            packet = self._line.recv(_MOST)
        except TimeoutError:
            self.stop()
            what = "的厂商驱动没有应答，已经重新启动"
            raise HungError(READER, what, "取出卡重新放好再试；仍这样请厂商处理") from None
        except OSError:
            packet = b""
        if not packet:
            self.stop()
            raise HungError(READER, "的厂商驱动崩溃了，已经重新启动", "再试一次；仍这样请厂商处理")
        found: dict[str, Any] = json.loads(packet)
        return found
