"""A thermal printer on USB, at the level where pyusb hands transfers to the system: its backend.

One pipe out and one back lead to the same head that prints over TCP in other tests; what it has half taken stays so when
whoever sent it lets it go, until its power is off.
"""

import errno
import socket
from array import array

from usb.core import USBError, USBTimeoutError

from tests.devices.slip_printer import SlipPrinter
from tests.devices.usb_device import UsbDevice

NAME = "04b8:0e15"
OUT, IN = 0x01, 0x82


class UsbPrinter(UsbDevice):
    """``driven``: whether the system's own driver has it; ``told``: its port status."""

    ends = (OUT, IN)

    def __init__(self):
        super().__init__(NAME)
        self.slip, self.line = SlipPrinter(), None
        self.driven, self.prints, self.told = True, 7, 0x18

    @property
    def kind(self):
        return self.prints, 1, 2

    def unplug(self):
        """Its power comes by the same plug here."""
        self.wrong = "unplugged"
        self.slip.cut()
        if self.line is not None:
            self.line.close()
            self.line = None

    def plug(self):
        self.wrong, self.slip.empty = "", False
        self.slip.start()

    def is_kernel_driver_active(self, dev_handle, intf):
        return self.driven

    def detach_kernel_driver(self, dev_handle, intf):
        self.driven = False

    def attach_kernel_driver(self, dev_handle, intf):
        self.driven = True

    def claim_interface(self, dev_handle, intf):
        super().claim_interface(dev_handle, intf)
        assert not self.driven, "the system's driver has it"
        if self.line is None:
            self.line = socket.create_connection(("127.0.0.1", self.slip.port))

    def _there(self):
        if self.wrong == "unplugged":
            raise USBError("No such device", errno=errno.ENODEV)

    def ctrl_transfer(self, dev_handle, bmRequestType, bRequest, wValue, wIndex, data, timeout):  # noqa: N803, PLR0917
        self._there()
        assert (bmRequestType, bRequest, len(data)) == (0xA1, 1, 1)
        data[0] = self.told | (0x20 if self.slip.empty else 0)
        return 1

    def bulk_write(self, dev_handle, ep, intf, data, timeout):
        self._there()
        assert ep == OUT
        if self.wrong == "stuck":
            raise USBTimeoutError("Operation timed out", errno=errno.ETIMEDOUT)
        self.line.settimeout(timeout / 1000)
        try:
            return self.line.send(bytes(data))
        except TimeoutError:
            raise USBTimeoutError("Operation timed out", errno=errno.ETIMEDOUT) from None
        except OSError:
            raise USBError("No such device", errno=errno.ENODEV) from None

    def bulk_read(self, dev_handle, ep, intf, buff, timeout):
        self._there()
        assert ep == IN
        self.line.settimeout(timeout / 1000)
        try:
            got = self.line.recv(len(buff))
        except TimeoutError:
            raise USBTimeoutError("Operation timed out", errno=errno.ETIMEDOUT) from None
        if not got:
            raise USBError("No such device", errno=errno.ENODEV)
        buff[: len(got)] = array("B", got)
        return len(got)
