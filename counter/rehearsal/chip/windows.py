"""Every window's readers on virtual ends: the drivers of a real branch, and what lies on the bench at the other end."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from counter.devices import Device
from counter.devices.actor import Actor
from counter.devices.pcsc.reader import PcscReader
from counter.devices.pcsc.readers import Readers
from counter.devices.samv.line import Line
from counter.devices.samv.reader import SamReader, actor_at
from counter.rehearsal.devices import DIES, Bench

from .chip import READ, RESET, UNLOCK, Chip, Silent
from .ends import End
from .pcscd import MOST_READERS, PrivatePcscd, reader_name
from .samv import VirtualModule, resident

NUMBERS = {"read": READ, "unlock": UNLOCK, "reset": RESET}
CARD_TITLE, ID_TITLE = "社保卡读卡器（虚拟卡）", "身份证读卡器（虚拟证）"


@dataclass
class _Place:
    end: End
    module: VirtualModule
    line: Actor[Line]
    devices: tuple[Device, ...]


class VirtualWindows:
    """The readers of these windows, as many as pcscd takes; NoPcscdError where this machine has none."""

    def __init__(self, bench: Bench, windows: Sequence[str]) -> None:
        self._bench = bench
        self._chips: dict[str, Chip] = {}
        self._pcscd = PrivatePcscd(len(windows))
        self._pcscd.start()
        self._readers = Readers()
        self._places = {window: self._place(n, window) for n, window in enumerate(windows[:MOST_READERS])}

    def devices(self, window: str) -> tuple[Device, ...]:
        """The readers at this window; none at one that came later."""
        place = self._places.get(window)
        return place.devices if place is not None else ()

    def stop(self) -> None:
        """End the readers, then what is behind them."""
        self._readers.stop()
        for place in self._places.values():
            place.end.stop()
            place.line.stop()
            place.module.stop()
        self._pcscd.stop()

    def _place(self, number: int, window: str) -> _Place:
        name = reader_name(number)
        module = VirtualModule(self._document(window))
        line = actor_at(module.path)
        readers = (
            SamReader(f"virtual-id-reader-{window}", ID_TITLE, module.path, line),
            PcscReader(
                f"virtual-reader-{window}", CARD_TITLE, name, self._readers.monitor, self._readers.actor(name),
                numbers=NUMBERS,
            ),
        )  # fmt: skip
        end = End(lambda: self._pcscd.line(number), lambda: self._lying(window))
        return _Place(end, module, line, readers)

    def _lying(self, window: str) -> Chip | None:
        """The chip of the card on this window's reader, the same as long as the card is."""
        card = self._bench.lying(window)
        if card is None:
            return None
        known = self._chips.get(card.number)
        if known is None or known.card is not card:
            known = self._chips[card.number] = Chip(card, after=self._may_die)
        return known

    def _may_die(self) -> None:
        """Let the line break after the card has done it, where a rehearsal wants that."""
        if self._bench.faults.pop("password", "") == DIES:
            raise Silent

    def _document(self, window: str) -> Callable[[], bytes | None]:
        """The text of the identity card at this window, the same bytes as long as it lies there."""
        last: list[tuple[Mapping[str, str], bytes]] = []

        def lying() -> bytes | None:
            texts = self._bench.documents.get(window)
            if texts is None:
                return None
            if not last or last[0][0] is not texts:
                last[:] = [(texts, resident(texts))]
            return last[0][1]

        return lying
