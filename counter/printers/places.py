"""What prints each kind of paper at a window: the printer that was set there, else the clerk's own browser."""

from counter.branch import Branch
from counter.core.city import City
from counter.core.paper import Medium
from counter.core.prints import BROWSER, ON_A4, SHEET, SLIP, Printer
from counter.core.ruled import Ruled

A4 = Ruled(value=Medium.A4, note="只画在 A4 上")


def usual(city: City, kind: str) -> Ruled[Medium]:
    """What this kind of paper comes out on in this city."""
    return A4 if kind in ON_A4 else {SLIP: city.papers.slip, SHEET: city.papers.sheet}[kind]


def printer_at(branch: Branch, window: str, kind: str) -> Printer:
    """What prints this kind of paper at this window."""
    placed = branch.prints.printer(window, kind)
    by_browser = Printer(window=window, kind=kind, address=BROWSER, media=usual(branch.city, kind).value.value)
    return by_browser if placed is None else placed
