"""A small picture of texts and photos at fixed places, for what is printed dot by dot: a plate.

Measures are hundredths of a millimetre from the upper left corner, as printers count them.
"""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Spot:
    """One place on a plate; a text as large as ``size`` where it fits, smaller down to ``least``, on so many lines."""

    title: str
    left: int
    top: int
    width: int
    height: int
    text: str = ""
    picture: bytes | None = None
    size: int = 0
    least: int = 0
    lines: int = 1
    bold: bool = False


@dataclass(frozen=True, kw_only=True)
class Plate:
    """What is to be drawn on a surface of this size at this many dots to the inch."""

    width: int
    height: int
    dpi: int
    spots: tuple[Spot, ...]


@dataclass(frozen=True)
class DrawnPlate:
    """The picture as PNG; what no font here draws, and the titles of the spots whose text or picture had no room."""

    png: bytes
    missing: tuple[str, ...]
    cramped: tuple[str, ...]


def draw_plate(plate: Plate) -> DrawnPlate:
    """Draw every spot; the same plate gives the same bytes."""
    from printing import dots

    return dots.drawn(plate)


def plate_page(png: bytes, width: int, height: int) -> bytes:
    """The picture as one page of exactly this size (hundredths of a millimetre), turned where it lies the other way."""
    from printing import dots

    return dots.page(png, width, height)
