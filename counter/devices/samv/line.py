"""The serial line to a SAM_V module: one command, one answer, within its time."""

import termios
import time
from collections.abc import Callable
from typing import Protocol

from counter.devices import DeviceError

from .frame import Answer, BadFrameError, Frames, command

TITLE = "身份证读卡器"
SPEED = 115200
# How long one read of the line waits; the time of a whole answer is each command's own.
_LOOK = 0.05
_ASK = 1.0


class Port(Protocol):
    """What the line needs of a serial port."""

    in_waiting: int

    def read(self, size: int) -> bytes:
        """Whatever came within a moment, at most so many bytes."""
        ...

    def write(self, sent: bytes, /) -> int | None:
        """Send these bytes."""
        ...

    def reset_input_buffer(self) -> None:
        """Forget what came before."""
        ...

    def close(self) -> None:
        """Let the port go."""
        ...


def open_port(path: str) -> Port:
    """Open a serial port for one call; DeviceError when there is none or another program has it."""
    import serial

    try:
        port: Port = serial.Serial(path, SPEED, timeout=_LOOK, write_timeout=_ASK, exclusive=True)
    except (OSError, ValueError) as error:
        if "lock" in str(error):
            raise DeviceError(TITLE, "正被别的程序占用", "关掉占用读卡器的程序再试") from None
        raise DeviceError(TITLE, "没有接上", "插好读卡器的线再试") from None
    return port


class Line:
    """An open line to a module."""

    def __init__(self, path: str, opens: Callable[[str], Port] = open_port) -> None:
        self._port = opens(path)

    def ask(self, code: int, more: int, seconds: float = _ASK) -> Answer:
        """Send a command and wait so long for its answer."""
        frames, ends = Frames(), time.monotonic() + seconds
        try:
            self._port.reset_input_buffer()
            self._port.write(command(code, more))
            while time.monotonic() < ends:
                answer = frames.feed(self._port.read(max(1, self._port.in_waiting)))
                if answer is not None:
                    return answer
        except BadFrameError:
            raise DeviceError(TITLE, "传来的内容有误（校验不对）", "把证放稳再读一次；仍这样的换一根线") from None
        except (OSError, TypeError, termios.error):
            raise DeviceError(TITLE, "断开了", "插好读卡器的线再试") from None
        raise DeviceError(TITLE, "没有应答", "拔插一次读卡器的线再试")

    def close(self) -> None:
        """Let the port go."""
        self._port.close()
