"""A SAM_V module behind two pipes each way, at the level where pyusb hands transfers to the system: its backend."""

import errno
from array import array

from usb.core import USBError, USBTimeoutError

from counter.devices.samv.frame import BEGIN, framed
from tests.devices.usb_device import UsbDevice

HEAD = len(BEGIN) + 2
OUT_HEAD, OUT_BODY, IN_HEAD, IN_BODY = 0x02, 0x06, 0x81, 0x85
NAME = "0400:c35a"


class UsbModule(UsbDevice):
    """``module`` is what answers, ``packet`` the most that one transfer brings."""

    ends = (OUT_HEAD, OUT_BODY, IN_HEAD, IN_BODY)

    def __init__(self, module, name=NAME):
        super().__init__(name)
        self.module, self.packet = module, 4096
        self.pipes = {IN_HEAD: b"", IN_BODY: b""}
        self.announced = b""

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
