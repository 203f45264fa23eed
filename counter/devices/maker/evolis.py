"""A printer of Evolis, by its own library: it moves the card to its contact station, prints it and puts it out.

The library is a customer's own (libevolis, closed). Its calls were read from its published Python interface; it was
tried against a library built in the tests, never with a printer.
"""

import json
import threading
from pathlib import Path
from typing import Any

from counter.devices import DeviceError
from counter.devices.apart import Apart

from .medium import GONE, LONG, SHORT, Medium, Standing
from .printer import Note, Printing, PrintUnknownError
from .words import MAKER, stopped_by

CHILD = Path(__file__).with_name("evolis_child.py")
CONTACT = 5
_SECONDS, _PRINTING = 30.0, 150.0
_ERROR = 3
# What the library's minor states mean in a printer's own words; the others stop nothing.
REASONS: dict[int, str] = {
    1: "offline", 38: "media-low", 42: "marker-supply-low", 57: "fuser-over-temp", 58: "cover-open", 78: "cover-open",
    59: "media-empty", 80: "media-empty", 71: "media-needed", 86: "media-needed", 60: "output-area-full",
    83: "output-area-full", 62: "marker-supply-missing", 68: "marker-supply-missing", 70: "marker-supply-missing",
    73: "marker-supply-missing", 69: "marker-supply-empty", 92: "marker-supply-empty", 93: "marker-supply-missing",
    66: "reject-area-full", 67: "reject-area-full", 89: "reject-area-full", 90: "reject-area-full", 85: "media-jam",
    81: "media-jam",
}  # fmt: skip
# Refused before the printer was sent anything: busy, taken by another program, wrong data, a ribbon it does not know.
_NOTHING_PRINTED = (-4, -5, -6, -10, -11, -12, -13, -14, -20, -25, -26, -27, -29, -60, -63, -65)
_NO_CARD = (-201, -23)


class EvolisPrinter:
    """One printer of this name behind the library at this path."""

    moves = True

    def __init__(self, path: str, name: str, seconds: float = _SECONDS, printing: float = _PRINTING) -> None:
        self._apart, self._seconds, self._printing = Apart(CHILD, path, name), seconds, printing
        self._lock = threading.Lock()
        self._seen = GONE

    def look(self) -> Standing:
        """How it stands now; while it works, how it stood before."""
        if not self._lock.acquire(blocking=False):
            return self._seen
        try:
            told = self._told({"do": "state"}, b"", self._seconds)
        except OSError:
            told = {"result": -60}
        finally:
            self._lock.release()
        self._seen = self._standing(told)
        return self._seen

    def _standing(self, told: dict[str, Any]) -> Standing:
        if told["result"] or not told["major"]:
            return GONE
        reason = REASONS.get(told["minor"], "")
        return Standing(frozenset({reason} if reason else ()), stopped=told["major"] == _ERROR)

    def ready(self, undone: str) -> Medium:
        """A card; DeviceError when it cannot print now."""
        stop = self.look().stop
        if stop is not None:
            raise stopped_by(stop, undone)
        return Medium("card", LONG, SHORT)

    def alive(self, _printing: Printing) -> bool:
        """It prints while it is asked to, and has no list of jobs."""
        return False

    def to_station(self) -> None:
        """Move the card that is in it, or a new one, onto the contacts."""
        result = self._asked({"do": "place", "where": CONTACT})
        if result in _NO_CARD:
            raise DeviceError(MAKER, "缺卡，没有进卡", "在进卡槽里放入卡后再做这一步")
        self._right(result, "没有把卡送到接触位")

    def put_out(self) -> None:
        """Put the card out."""
        self._right(self._asked({"do": "eject"}), "没有退卡")

    def put_away(self) -> None:
        """Put the card into the reject bin."""
        self._right(self._asked({"do": "reject"}), "没有把废卡退到废卡槽")

    def print_picture(self, printing: Printing, _medium: Medium, png: bytes, note: Note) -> None:
        """Print, and wait until it has: what broke off in between nobody knows."""
        printing.sent = True
        note(printing)
        with self._lock:
            try:
                told = self._told({"do": "print"}, png, self._printing)
            except OSError:
                raise PrintUnknownError from None
        if told["result"] == 0:
            return
        if not told.get("begun") or told["result"] in _NOTHING_PRINTED:
            what = f"不接这张卡面（{told['result']}），没有打印"
            raise DeviceError(MAKER, what, "看制卡机上的提示，处理好后再做这一步")
        raise PrintUnknownError

    def _asked(self, call: dict[str, Any]) -> int:
        with self._lock:
            try:
                return int(self._told(call, b"", self._seconds)["result"])
            except OSError:
                raise DeviceError(MAKER, "没有应答，已经重新接通", "看卡在哪里，再做这一步") from None

    def _right(self, result: int, undone: str) -> None:
        if result:
            raise DeviceError(MAKER, f"出错（{result}），{undone}", "看制卡机上的提示，处理好后再做这一步")

    def _told(self, call: dict[str, Any], picture: bytes, seconds: float) -> dict[str, Any]:
        """What the library returned; OSError when it hung, crashed or is not there: it is started anew next time."""
        told: dict[str, Any] = json.loads(self._apart.ask(seconds, json.dumps(call).encode(), picture))
        return told

    def stop(self) -> None:
        """End the program, whatever it does."""
        self._apart.stop()
