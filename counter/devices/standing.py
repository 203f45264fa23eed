"""The readers of a real branch: which stands at which window, as its ``branch.toml`` says."""

import os
import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import PurePosixPath

from counter import hookimpl
from counter.core.case import Window
from counter.devices import Device
from counter.devices.pcsc.reader import PcscReader
from counter.devices.pcsc.readers import Readers
from counter.devices.remote.remotes import Remotes
from counter.devices.samv.photo import PhotoLibrary
from counter.devices.samv.pipes import actor_at_usb, is_named, is_there
from counter.devices.samv.reader import SamReader, actor_at
from counter.devices.vendor.library import Library
from counter.devices.vendor.reader import VendorReader

CARD_TITLE, ID_TITLE = "社保卡读卡器", "身份证读卡器"
PURPOSES = ("read", "unlock", "reset", "write")


def is_card_reader(text: str) -> None:
    """ValueError for what names no reader of social security cards."""
    kind, _, rest = text.partition(":")
    if kind not in ("pcsc", "vendor") or not rest.strip():
        raise ValueError("应写成 pcsc:读卡器的名称，或 vendor:厂商驱动的完整路径")
    if kind == "vendor" and not PurePosixPath(rest).is_absolute():
        raise ValueError("厂商驱动应写完整路径，如 vendor:/opt/maker/libsscard.so")


def is_id_reader(text: str) -> None:
    """ValueError for what names no reader of identity cards."""
    kind, _, rest = text.partition(":")
    if not (kind == "serial" and PurePosixPath(rest).is_absolute()) and not (kind == "usb" and is_named(rest)):
        raise ValueError("应写成 serial:串口的完整路径，如 serial:/dev/ttyUSB0，或 usb:厂商:型号，如 usb:0400:c35a")


def is_key(text: str) -> None:
    """ValueError for what is no number of a key on the card."""
    if not re.fullmatch(r"[0-9A-Fa-f]{2}", text):
        raise ValueError("卡上密钥的编号应是两位十六进制数，如 0D")


class StandingReaders:
    """The plugin that puts this branch's readers at its windows; ``stop`` lets them go.

    A reader that is written down stands before one of the same kind at the window's own computer (``remotes``).
    """

    def __init__(
        self, cards: Mapping[str, str], ids: Mapping[str, str], keys: Mapping[str, str],
        remotes: Remotes | None = None, *, photos: PhotoLibrary | None = None,
    ) -> None:  # fmt: skip
        self._cards, self._ids, self._photos = cards, ids, photos
        self.remotes = remotes or Remotes(keys)
        self._numbers: dict[str, int] = {}
        self.number_keys(keys)
        self._readers = Readers()
        self._stops: list[Callable[[], None]] = [self._readers.stop]
        self._card = cache(self._card_reader)
        self._id = cache(self._id_reader)

    @hookimpl
    def counter_devices(self, window: Window) -> Sequence[Device]:
        """The readers that are written down for this window, and those at its own computer."""
        here = self.at(window.id)
        kinds = {device.kind for device in here}
        return (*here, *(device for device in self.remotes.devices(window.id) if device.kind not in kinds))

    def at(self, window: str) -> tuple[Device, ...]:
        """The readers that are written down for this window."""
        cards = (self._card(window),) if window in self._cards else ()
        return (*((self._id(window),) if window in self._ids else ()), *cards)

    def number_keys(self, keys: Mapping[str, str]) -> None:
        """Which number the card gives to its key for which purpose, as hexadecimal."""
        self._numbers.update({purpose: int(number, 16) for purpose, number in keys.items()})

    def stop(self) -> None:
        """End every thread and every program."""
        for stop in self._stops:
            stop()

    def _card_reader(self, window: str) -> Device:
        kind, _, rest = self._cards[window].partition(":")
        if kind == "vendor":
            library = Library(rest)
            self._stops.append(library.stop)
            return VendorReader(f"card-{window}", f"{CARD_TITLE}（厂商驱动）", rest, library)
        monitor, actor = self._readers.monitor, self._readers.actor(rest)
        return PcscReader(f"card-{window}", CARD_TITLE, rest, monitor, actor, numbers=self._numbers)

    def _id_reader(self, window: str) -> Device:
        kind, _, path = self._ids[window].partition(":")
        actor = actor_at_usb(path) if kind == "usb" else actor_at(path)
        self._stops.append(actor.stop)
        there = is_there if kind == "usb" else os.path.exists
        return SamReader(f"id-{window}", ID_TITLE, path, actor, photos=self._photos, there=there)
