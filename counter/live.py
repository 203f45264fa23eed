"""What a page shows of devices and links as they are now: a short sign, another one as soon as anything has changed."""

import time
from collections.abc import Iterable
from typing import TYPE_CHECKING
from zlib import crc32

from counter.devices import Device, laying
from counter.sync.courier import Link

if TYPE_CHECKING:
    from counter.app import Counter

# What stands at a window changes when somebody registers it, not while somebody looks.
_KNOWN = 1.0


def sign_of(standing: Iterable[Device], link: Link, locked: int) -> str:
    """The sign of these devices, this link, and of how often the window was locked or opened."""
    said = [text for device in standing for text in (device.id, device.state(), laying(device))]
    return f"{crc32(repr((said, link.up, link.wrong, locked)).encode()):08x}"


class Live:
    """The signs of the windows of one counter, asked many times a second."""

    def __init__(self, counter: "Counter") -> None:
        self._counter = counter
        self._known: dict[str, tuple[float, list[Device]]] = {}

    def sign(self, window: str) -> str:
        """The sign of this window now."""
        return sign_of(self._at(window), self._counter.courier.link, self._counter.locks[window])

    def _at(self, window: str) -> list[Device]:
        until, found = self._known.get(window, (0.0, []))
        if time.monotonic() > until:
            branch = self._counter.branch
            known = branch.window(window)
            if known is None:
                return []
            found = self._counter.standing(known)
            self._known[window] = (time.monotonic() + _KNOWN, found)
        return found
