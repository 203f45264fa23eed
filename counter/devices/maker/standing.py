"""The card makers of a real branch: which stands at which window, as its ``branch.toml`` says."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from counter import hookimpl
from counter.core.case import Window
from counter.devices import Device
from counter.devices.ipp import SCHEMES, IppLine
from counter.devices.pcsc.readers import Readers

from .evolis import EvolisPrinter
from .kept import Kept
from .machine import Machine
from .maker import WITH_PRINT, Parts, StationMaker
from .printer import CardPrinter
from .station import Station
from .watch import Watch


@dataclass(frozen=True, kw_only=True)
class MakerLine:
    """One table ``[card_makers.…]``: the printer, the reader in its contact station, whether it laminates.

    ``name`` is what a maker's own library calls the printer.
    """

    printer: str
    station: str
    laminate: str = ""
    name: str = ""


def is_printer(text: str) -> None:
    """ValueError for what names no printer of cards."""
    kind, _, address = text.partition(":")
    if kind == "evolis" and PurePosixPath(address).is_absolute():
        return
    try:
        parts = urlsplit(address)
        known = kind == "ipp" and parts.scheme in SCHEMES and bool(parts.hostname) and parts.port != 0
    except ValueError:
        known = False
    if not known:
        raise ValueError("应写成 ipp:打印机的地址，如 ipp:ipp://localhost/printers/card，或 evolis:厂商库的完整路径")


def is_station(text: str) -> None:
    """ValueError for what names no reader of a contact station."""
    kind, _, name = text.partition(":")
    if kind != "pcsc" or not name.strip():
        raise ValueError("应写成 pcsc:接触位读卡器的名称")


def is_laminate(text: str) -> None:
    """ValueError for what says nothing of laminating."""
    if text not in ("", WITH_PRINT):
        raise ValueError(f"打印时一并覆膜的写 {WITH_PRINT}，不能覆膜的不写")


CHECKS: Mapping[str, Callable[[str], None]] = {
    "printer": is_printer, "station": is_station, "laminate": is_laminate,
}  # fmt: skip


def maker_faults(makers: Mapping[str, MakerLine]) -> Sequence[tuple[str, str]]:
    """Every value that names nothing, with its key; a window's name becomes the name of a file."""
    faults = []
    for window, line in makers.items():
        if not re.fullmatch(r"[0-9A-Za-z_-]+", window):
            faults.append((window, "窗口编号只能是字母、数字、- 和 _"))
        for key, check in CHECKS.items():
            try:
                check(getattr(line, key))
            except ValueError as error:
                faults.append((f"{window}.{key}", str(error)))
        if line.printer.startswith("evolis:") and not line.name.strip():
            faults.append((f"{window}.name", "厂商库按名称找制卡机，请写上名称，如 Evolis Primacy"))
    return faults


class StandingMakers:
    """The plugin that puts this branch's card makers at its windows; ``stop`` lets them go."""

    def __init__(
        self, makers: Mapping[str, MakerLine], keys: Mapping[str, str], folder: Path, readers: Readers | None = None
    ) -> None:
        self._readers = readers or Readers()
        self._key = int(keys["write"], 16) if "write" in keys else None
        self._stops: list[Callable[[], None]] = []
        self._makers = {window: self._maker(window, line, folder) for window, line in makers.items()}

    @hookimpl
    def counter_devices(self, window: Window) -> Sequence[Device]:
        """The card maker that is written down for this window."""
        return (self._makers[window.id],) if window.id in self._makers else ()

    def stop(self) -> None:
        """End every thread."""
        for stop in self._stops:
            stop()
        self._readers.stop()

    def _printer(self, line: MakerLine) -> Machine:
        kind, _, address = line.printer.partition(":")
        if kind != "evolis":
            return CardPrinter(IppLine(address))
        evolis = EvolisPrinter(address, line.name)
        self._stops.append(evolis.stop)
        return evolis

    def _maker(self, window: str, line: MakerLine, folder: Path) -> StationMaker:
        printer = self._printer(line)
        name = line.station.partition(":")[2]
        watch = Watch(printer)
        self._stops.insert(0, watch.stop)
        station = Station(name, self._readers.monitor, self._readers.actor(name), self._key)
        kept = Kept(folder / "makers" / f"{window}.json")
        return StationMaker(f"maker-{window}", Parts(printer, station, kept, watch, line.laminate))
