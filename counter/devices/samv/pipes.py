"""A SAM_V module on USB with two pipes each way: beginning and length through one, what they announce by the other.

pyusb is an extra, loaded at the first call. No such module was at hand: what goes where stands in docs/readers.md.
"""

import errno
import re
from contextlib import ExitStack
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

from counter.devices import DeviceError
from counter.devices.actor import Actor

from .frame import BEGIN
from .line import TITLE, Line, Port

HEAD_OUT, BODY_OUT, HEAD_IN, BODY_IN = 0x02, 0x06, 0x81, 0x85
_HEAD = len(BEGIN) + 2
# A bulk transfer takes what the module has ready; the longest answer is shorter than this.
_MOST = 4096
_LOOK, _WRITE = 50, 1000
_DRAIN = 10
_NAMED = re.compile(r"([0-9a-f]{4}):([0-9a-f]{4})")
DEVICES = Path("/sys/bus/usb/devices")
_NOT_INSTALLED = ("的程序库 pyusb 没有安装", "管理员按 docs/setup.md 安装，或照证件录入")
_REFUSED = {
    errno.EACCES: ("没有权限打开", "管理员给运行的用户加上 udev 规则"),
    errno.EBUSY: ("正被别的程序占用", "关掉占用读卡器的程序再试"),
}


def is_named(text: str) -> bool:
    """Whether this names a device by its maker and its kind, such as 0400:c35a."""
    return _NAMED.fullmatch(text) is not None


def is_there(name: str) -> bool:
    """Whether such a device is plugged in, as the system lists it."""
    listed = (tuple(_line(place / file) for file in ("idVendor", "idProduct")) for place in DEVICES.glob("*"))
    return tuple(name.split(":")) in listed


def actor_at_usb(name: str) -> Actor[Line]:
    """The thread of the reader of this name."""
    return Actor(TITLE, partial(Line, name, open_pipes))


def open_pipes(name: str) -> Port:
    """Open the device of this name for one call; DeviceError when there is none or another program has it."""
    try:
        core, util = import_module("usb.core"), import_module("usb.util")
    except ImportError:
        raise DeviceError(TITLE, *_NOT_INSTALLED) from None
    maker, kind = (int(part, 16) for part in name.split(":"))
    try:
        device = core.find(idVendor=maker, idProduct=kind, backend=_backend())
        if device is None:
            raise DeviceError(TITLE, "没有接上", "插好读卡器的线再试")
        _claim(util, device)
    except core.NoBackendError:
        raise DeviceError(TITLE, "要用的 libusb 没有安装", "管理员按 docs/setup.md 安装，或照证件录入") from None
    except core.USBError as error:
        raise DeviceError(TITLE, *_REFUSED.get(error.errno, ("没有打开", "拔插一次读卡器的线再试"))) from None
    return Pipes(device, core.USBTimeoutError, util.dispose_resources)


def _claim(util: Any, device: Any) -> None:
    """Take the device for ourselves, or let it go again."""
    with ExitStack() as undone:
        undone.callback(util.dispose_resources, device)
        util.claim_interface(device, 0)
        undone.pop_all()


def _backend() -> Any:
    """What carries the transfers; pyusb finds libusb by itself."""
    return None


class Pipes:
    """An open device, as the line uses a serial port."""

    in_waiting = 0

    def __init__(self, device: Any, late: type[Exception], let_go: Any) -> None:
        self._device, self._late, self._let_go = device, late, let_go
        self._announced = 0
        self._answered = True

    def read(self, size: int) -> bytes:
        """What came within a moment through the pipe whose turn it is."""
        del size
        if self._announced:
            body = self._from(BODY_IN, _LOOK)
            self._announced = max(0, self._announced - len(body))
            self._answered = not self._announced
            return body
        head = self._from(HEAD_IN, _LOOK)
        self._announced = int.from_bytes(head[len(BEGIN) : _HEAD]) if head.startswith(BEGIN) else 0
        return head

    def write(self, sent: bytes, /) -> int:
        """Send a frame, each half through its pipe."""
        self._answered = False
        halves = ((HEAD_OUT, sent[:_HEAD]), (BODY_OUT, sent[_HEAD:]))
        return sum(int(self._device.write(pipe, half, _WRITE)) for pipe, half in halves)

    def reset_input_buffer(self) -> None:
        """Forget what is left of an answer nobody waited for."""
        self._announced = 0
        for pipe in () if self._answered else (HEAD_IN, BODY_IN):
            while self._from(pipe, _DRAIN):
                continue

    def close(self) -> None:
        """Let the device go."""
        self._let_go(self._device)

    def _from(self, pipe: int, milliseconds: int) -> bytes:
        try:
            return bytes(self._device.read(pipe, _MOST, milliseconds))
        except self._late:
            return b""


def _line(file: Path) -> str:
    try:
        return file.read_text("ascii").strip()
    except (OSError, ValueError):
        return ""
