"""A thermal printer on USB, at the level where pyusb hands transfers to the system: its backend.

One pipe out and one back lead to the same head that prints over TCP in other tests; what it has half taken stays so when
whoever sent it lets it go, until its power is off.
"""

import errno
import socket
from array import array
from types import SimpleNamespace

from usb.backend import IBackend
from usb.core import USBError, USBTimeoutError

from tests.devices.slip_printer import SlipPrinter

NAME = "04b8:0e15"
OUT, IN = 0x01, 0x82


class UsbPrinter(IBackend):
    """One device; ``wrong`` is what is amiss, ``driven`` whether the system's own driver has it, ``prints`` its class."""

    def __init__(self):
        super().__init__()
        self.slip, self.wrong, self.line = SlipPrinter(), "", None
        self.opened = self.claimed = 0
        self.driven, self.prints, self.told = True, 7, 0x18

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

    def enumerate_devices(self):
        return [] if self.wrong == "unplugged" else ["printer"]

    def get_device_descriptor(self, dev):
        return SimpleNamespace(
            bLength=18, bDescriptorType=1, bcdUSB=0x0200, bDeviceClass=0, bDeviceSubClass=0, bDeviceProtocol=0,
            bMaxPacketSize0=64, idVendor=0x04B8, idProduct=0x0E15, bcdDevice=0x0100, iManufacturer=0, iProduct=0,
            iSerialNumber=0, bNumConfigurations=1, address=1, bus=1, port_number=1, port_numbers=(1,), speed=2,
        )  # fmt: skip

    def get_configuration_descriptor(self, dev, config):
        return SimpleNamespace(
            bLength=9, bDescriptorType=2, wTotalLength=32, bNumInterfaces=1, bConfigurationValue=1, iConfiguration=0,
            bmAttributes=0xC0, bMaxPower=1, extra_descriptors=b"",
        )  # fmt: skip

    def get_interface_descriptor(self, dev, intf, alt, config):
        if intf or alt:
            raise IndexError
        return SimpleNamespace(
            bLength=9, bDescriptorType=4, bInterfaceNumber=0, bAlternateSetting=0, bNumEndpoints=2,
            bInterfaceClass=self.prints, bInterfaceSubClass=1, bInterfaceProtocol=2, iInterface=0, extra_descriptors=b"",
        )  # fmt: skip

    def get_endpoint_descriptor(self, dev, ep, intf, alt, config):
        return SimpleNamespace(
            bLength=7, bDescriptorType=5, bEndpointAddress=(OUT, IN)[ep], bmAttributes=2,
            wMaxPacketSize=64, bInterval=0, bRefresh=0, bSynchAddress=0, extra_descriptors=b"",
        )  # fmt: skip

    def open_device(self, dev):
        if self.wrong == "forbidden":
            raise USBError("Access denied", errno=errno.EACCES)
        self.opened += 1
        return "handle"

    def close_device(self, dev_handle):
        self.opened -= 1

    def get_configuration(self, dev_handle):
        return 1

    def is_kernel_driver_active(self, dev_handle, intf):
        return self.driven

    def detach_kernel_driver(self, dev_handle, intf):
        self.driven = False

    def attach_kernel_driver(self, dev_handle, intf):
        self.driven = True

    def claim_interface(self, dev_handle, intf):
        if self.wrong == "taken":
            raise USBError("Resource busy", errno=errno.EBUSY)
        assert not self.driven, "the system's driver has it"
        if self.line is None:
            self.line = socket.create_connection(("127.0.0.1", self.slip.port))
        self.claimed += 1

    def release_interface(self, dev_handle, intf):
        self.claimed -= 1

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
