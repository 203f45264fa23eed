"""A SAM_V module behind two pipes each way, at the level where pyusb hands transfers to the system: its backend."""

import errno
from array import array
from types import SimpleNamespace

from usb.backend import IBackend
from usb.core import USBError, USBTimeoutError

from counter.devices.samv.frame import BEGIN, framed

HEAD = len(BEGIN) + 2
OUT_HEAD, OUT_BODY, IN_HEAD, IN_BODY = 0x02, 0x06, 0x81, 0x85
NAME = "0400:c35a"


class UsbModule(IBackend):
    """One device; ``module`` is what answers, ``packet`` the most that one transfer brings, ``wrong`` what is amiss."""

    def __init__(self, module, name=NAME):
        super().__init__()
        self.maker, self.kind = (int(part, 16) for part in name.split(":"))
        self.module, self.packet, self.wrong = module, 4096, ""
        self.pipes = {IN_HEAD: b"", IN_BODY: b""}
        self.announced, self.opened, self.claimed = b"", 0, 0

    def enumerate_devices(self):
        return [] if self.wrong == "unplugged" else ["module"]

    def get_device_descriptor(self, dev):
        return SimpleNamespace(
            bLength=18, bDescriptorType=1, bcdUSB=0x0200, bDeviceClass=0xFF, bDeviceSubClass=0, bDeviceProtocol=0,
            bMaxPacketSize0=64, idVendor=self.maker, idProduct=self.kind, bcdDevice=0x0100, iManufacturer=0, iProduct=0,
            iSerialNumber=0, bNumConfigurations=1, address=1, bus=1, port_number=1, port_numbers=(1,), speed=2,
        )  # fmt: skip

    def get_configuration_descriptor(self, dev, config):
        return SimpleNamespace(
            bLength=9, bDescriptorType=2, wTotalLength=46, bNumInterfaces=1, bConfigurationValue=1, iConfiguration=0,
            bmAttributes=0x80, bMaxPower=50, extra_descriptors=b"",
        )  # fmt: skip

    def get_interface_descriptor(self, dev, intf, alt, config):
        if intf or alt:
            raise IndexError
        return SimpleNamespace(
            bLength=9, bDescriptorType=4, bInterfaceNumber=0, bAlternateSetting=0, bNumEndpoints=4, bInterfaceClass=0xFF,
            bInterfaceSubClass=0, bInterfaceProtocol=0, iInterface=0, extra_descriptors=b"",
        )  # fmt: skip

    def get_endpoint_descriptor(self, dev, ep, intf, alt, config):
        return SimpleNamespace(
            bLength=7, bDescriptorType=5, bEndpointAddress=(OUT_HEAD, OUT_BODY, IN_HEAD, IN_BODY)[ep], bmAttributes=2,
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

    def claim_interface(self, dev_handle, intf):
        if self.wrong == "taken":
            raise USBError("Resource busy", errno=errno.EBUSY)
        self.claimed += 1

    def release_interface(self, dev_handle, intf):
        self.claimed -= 1

    def bulk_write(self, dev_handle, ep, intf, data, timeout):
        if self.wrong == "pulled":
            raise USBError("No such device", errno=errno.ENODEV)
        sent = bytes(data)
        if ep == OUT_HEAD:
            self.announced = sent
        elif self.announced[:5] == BEGIN and int.from_bytes(self.announced[5:]) == len(sent) and self.wrong != "mute":
            status, body = self.module._answer(sent[:2], self.module._lying())
            told = framed(bytes((0, 0, status)) + body)
            if self.wrong == "sum":
                told = told[:-1] + bytes((told[-1] ^ 1,))
            self.pipes[IN_HEAD] += told[:HEAD]
            self.pipes[IN_BODY] += told[HEAD:]
        return len(sent)

    def bulk_read(self, dev_handle, ep, intf, buff, timeout):
        ready = self.pipes[ep]
        if not ready:
            raise USBTimeoutError("Operation timed out", errno=errno.ETIMEDOUT)
        got = min(len(ready), len(buff), self.packet)
        buff[:got] = array("B", ready[:got])
        self.pipes[ep] = ready[got:]
        return got
