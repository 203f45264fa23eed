"""ESC/POS over USB: a device of the printer class with one pipe out and one back, opened for one paper or one look.

pyusb is an extra, loaded at the first call. No such printer was at hand: what was tried stands in docs/printers.md.
"""

import errno
import time
from contextlib import ExitStack
from importlib import import_module
from typing import Any, Self

from .transport import NotNowError
from .wires import ANSWER, MOST

_PRINTER_CLASS, _BULK, _IN = 7, 2, 0x80
# GET_PORT_STATUS (USB printer class 1.1): it comes by the device's control pipe, also where the other one is stuck.
_ASKS_PORT, _PORT, _NO_PAPER = 0xA1, 1, 0x20
_BLOCK, _MILLISECONDS, _MOMENT = 4096, 1000, 10
UNPLUGGED = "没有接上，请插好打印机的 USB 线、打开打印机"
NO_LIBRARY = "程序库 pyusb 没有安装，请管理员按 docs/setup.md 安装"
NO_LIBUSB = "libusb 没有安装，请管理员按 docs/setup.md 安装"
NO_PIPES = "不是 USB 打印机，请管理员核对编号"
_REFUSED = {
    errno.EACCES: "没有权限打开，请管理员给运行的用户加上 udev 规则",
    errno.EBUSY: "正被别的程序占用，请关掉它",
}


def open_usb(name: str) -> "UsbWire":
    """Open the printer of this maker and kind, such as 04b8:0e15; NotNowError says why not, in words."""
    try:
        core, util = import_module("usb.core"), import_module("usb.util")
    except ImportError:
        raise NotNowError(NO_LIBRARY) from None
    maker, kind = (int(part, 16) for part in name.split(":"))
    try:
        device = core.find(idVendor=maker, idProduct=kind, backend=_backend())
        if device is None:
            raise NotNowError(UNPLUGGED)
        return UsbWire(device, core.USBTimeoutError, util)
    except core.NoBackendError:
        raise NotNowError(NO_LIBUSB) from None
    except core.USBError as error:
        raise NotNowError(_REFUSED.get(error.errno, UNPLUGGED)) from None


def _backend() -> Any:
    """What carries the transfers; pyusb finds libusb by itself."""
    return None


class UsbWire:
    """An open printer; the system's own driver is set aside while it is ours."""

    def __init__(self, device: Any, late: type[OSError], util: Any) -> None:
        self._device, self._late, self._util = device, late, util
        with ExitStack() as undone:
            undone.callback(util.dispose_resources, device)
            self._at, self._out, self._in = self._pipes()
            self._set_aside = self._takes_over()
            util.claim_interface(device, self._at)
            undone.pop_all()

    def _pipes(self) -> tuple[int, int, int]:
        for interface in self._device.get_active_configuration():
            ends = [end for end in interface if end.bmAttributes & 3 == _BULK]
            pipes = {end.bEndpointAddress & _IN: end.bEndpointAddress for end in ends}
            if interface.bInterfaceClass == _PRINTER_CLASS and {0, _IN} <= set(pipes):
                return interface.bInterfaceNumber, pipes[0], pipes[_IN]
        raise NotNowError(NO_PIPES)

    def _takes_over(self) -> bool:
        try:
            driven = bool(self._device.is_kernel_driver_active(self._at))
        except NotImplementedError:
            return False
        if driven:
            self._device.detach_kernel_driver(self._at)
        return driven

    def __enter__(self) -> Self:
        """It is open."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let the printer go, and the system's driver have it again."""
        self._util.dispose_resources(self._device)
        if self._set_aside:
            try:
                self._device.attach_kernel_driver(self._at)
            except OSError:
                return

    def send(self, sent: memoryview) -> int:
        """Send a block; what the printer has taken of it when the moment is over counts."""
        try:
            taken = int(self._device.write(self._out, bytes(sent[:_BLOCK]), _MILLISECONDS))
        except self._late:
            raise TimeoutError from None
        if not taken:
            raise TimeoutError
        return taken

    def heard(self) -> bytes:
        """The next bytes; an empty packet says nothing."""
        ends = time.monotonic() + ANSWER
        while time.monotonic() < ends:
            found = self._some(_MILLISECONDS)
            if found:
                return found
        raise TimeoutError

    def late(self) -> bytes:
        """What has come already."""
        return self._some(_MOMENT)

    def stop(self) -> str:
        """What the port says of the printer."""
        try:
            (bits,) = self._device.ctrl_transfer(_ASKS_PORT, _PORT, 0, self._at, 1, _MILLISECONDS)
        except (OSError, ValueError):
            return ""
        return "缺纸" if bits & _NO_PAPER else ""

    def _some(self, milliseconds: int) -> bytes:
        try:
            return bytes(self._device.read(self._in, MOST, milliseconds))
        except self._late:
            return b""
