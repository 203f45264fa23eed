"""A device on USB at the level where pyusb hands transfers to the system: its backend, its descriptors, who has it."""

import errno
from types import SimpleNamespace

from usb.backend import IBackend
from usb.core import USBError


class UsbDevice(IBackend):
    """One device of this name with these ends of its pipes; ``wrong`` is what is amiss."""

    ends: tuple[int, ...] = ()
    kind = (0xFF, 0, 0)
    """What its one interface is: class, subclass, protocol."""

    def __init__(self, name):
        super().__init__()
        self.name, self.wrong = name, ""
        self.opened = self.claimed = 0

    def enumerate_devices(self):
        return [] if self.wrong == "unplugged" else [self.name]

    def get_device_descriptor(self, dev):
        maker, model = (int(part, 16) for part in self.name.split(":"))
        return SimpleNamespace(
            bLength=18, bDescriptorType=1, bcdUSB=0x0200, bDeviceClass=0, bDeviceSubClass=0, bDeviceProtocol=0,
            bMaxPacketSize0=64, idVendor=maker, idProduct=model, bcdDevice=0x0100, iManufacturer=0, iProduct=0,
            iSerialNumber=0, bNumConfigurations=1, address=1, bus=1, port_number=1, port_numbers=(1,), speed=2,
        )  # fmt: skip

    def get_configuration_descriptor(self, dev, config):
        return SimpleNamespace(
            bLength=9, bDescriptorType=2, wTotalLength=18 + 7 * len(self.ends), bNumInterfaces=1, bConfigurationValue=1,
            iConfiguration=0, bmAttributes=0x80, bMaxPower=50, extra_descriptors=b"",
        )  # fmt: skip

    def get_interface_descriptor(self, dev, intf, alt, config):
        if intf or alt:
            raise IndexError
        kind, sub, protocol = self.kind
        return SimpleNamespace(
            bLength=9, bDescriptorType=4, bInterfaceNumber=0, bAlternateSetting=0, bNumEndpoints=len(self.ends),
            bInterfaceClass=kind, bInterfaceSubClass=sub, bInterfaceProtocol=protocol, iInterface=0, extra_descriptors=b"",
        )  # fmt: skip

    def get_endpoint_descriptor(self, dev, ep, intf, alt, config):
        return SimpleNamespace(
            bLength=7, bDescriptorType=5, bEndpointAddress=self.ends[ep], bmAttributes=2,
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
