"""A device as the counter uses it: whatever driver stands behind it, with the province where the driver can use it."""

from typing import Any

from counter.branch import Branch
from counter.core.case import Window
from counter.devices import Device, Reading
from counter.keys import ProvinceKeys


class Plugged:
    """One device at one window; what is not named here goes straight to its driver."""

    def __init__(self, branch: Branch, window: Window, device: Device) -> None:
        self._branch, self._window, self.driver = branch, window, device
        self.id, self.title, self.kind = device.id, device.title, device.kind

    def state(self) -> str:
        """How it stands, in words."""
        return self.driver.state()

    def read(self) -> Reading:
        """Read what lies on it, with the province's keys where its driver can ask for them."""
        device: Any = self.driver
        if hasattr(device, "read_with"):
            reading: Reading = device.read_with(ProvinceKeys(self._branch, self._window))
        else:
            reading = device.read()
        return reading

    def __getattr__(self, name: str) -> Any:
        """What only this kind of device can do."""
        return getattr(self.driver, name)
