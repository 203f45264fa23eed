"""The papers a document may be printed on, and how type and margins stand on each; measures in points."""

from dataclasses import dataclass, replace
from typing import Literal

from printing.marks import MM

LEAST_NAME = 11.0  # points: smaller, a hanzi of many strokes is a blot on thermal paper

Media = Literal["roll80", "roll58", "a4", "a5", "form241"]


@dataclass(frozen=True, kw_only=True)
class Roll:
    """A roll of thermal paper: ``left`` is the margin at both sides, outside of which the head does not print.

    ``narrow`` rolls have a value that needs more than a line below its label, and the code above the words of the foot.
    """

    width: float
    left: float
    body: float = 9.5
    small: float = 8.0
    fine: float = 7.0
    title: tuple[float, ...] = (16.0, 14.0, 12.0)
    name: tuple[float, ...] = (15.0, 13.0, 11.0)
    number: tuple[float, ...] = (11.5, 10.5, 9.5)
    narrow: bool = False

    @property
    def right(self) -> float:
        """The right edge of what is printed."""
        return self.width - self.left

    @property
    def room(self) -> float:
        """The width that is printed."""
        return self.width - 2 * self.left


@dataclass(frozen=True, kw_only=True)
class Leaf:
    """A sheet; ``below`` is the margin at the foot, in which the line about the printing stands.

    So many short facts stand ``across``. ``low`` ones have no room for a table of each list, whose items stand in one
    row beside its title, and none below the notices for the stamp, which stands beside them. Words are set in Song and
    their labels in Hei where ``song`` says so: a needle printer breaks Song's thin strokes.
    """

    width: float
    height: float
    left: float
    top: float = 13 * MM
    below: float = 20 * MM
    pad: float = 2 * MM
    row: float = 8.4 * MM
    body: float = 10.5
    small: float = 9.0
    office: tuple[float, ...] = (14.0, 12.0)
    title: tuple[float, ...] = (22.0, 19.0, 16.0)
    opening: float = 12.0
    name: tuple[float, ...] = (13.0, 12.0, 11.0)
    label: float = 30 * MM
    stamp: float = 21 * MM
    sign: float = 13 * MM
    apart: float = 5 * MM
    code: float = 26.0
    across: int = 2
    low: bool = False
    song: bool = True

    @property
    def right(self) -> float:
        """The right edge of what is printed."""
        return self.width - self.left

    @property
    def room(self) -> float:
        """The width that is printed."""
        return self.width - 2 * self.left

    @property
    def bottom(self) -> float:
        """Where the words end."""
        return self.height - self.below


# A head of 203 dots to the inch prints 72 mm of an 80 mm roll and 48 mm of a 58 mm roll.
ROLLS: dict[str, Roll] = {
    "roll80": Roll(width=80 * MM, left=4 * MM),
    "roll58": Roll(
        width=58 * MM, left=5 * MM, body=9.0, title=(14.0, 12.0, 11.0), name=(14.0, 12.0, 11.0),
        number=(11.0, 10.0, 9.0, 8.0), narrow=True,
    ),
}  # fmt: skip

A4 = Leaf(width=210 * MM, height=297 * MM, left=22 * MM)
A5 = Leaf(
    width=148 * MM, height=210 * MM, left=13 * MM, top=9 * MM, below=15 * MM, pad=1.6 * MM, row=7 * MM, body=10.0,
    small=8.5, office=(12.0, 11.0), title=(18.0, 16.0, 14.0), opening=11.0, label=24 * MM, sign=11 * MM,
    apart=3 * MM, low=True,
)  # fmt: skip
# Continuous forms of 9.5 inches: half an inch of holes at both sides; 140 mm is a sheet of eleven inches cut in two.
FORM241 = Leaf(
    width=241 * MM, height=140 * MM, left=18 * MM, top=6 * MM, below=10 * MM, pad=1.3 * MM, row=6 * MM, body=9.5,
    small=8.5, office=(11.0,), title=(16.0, 14.0, 12.0), opening=11.0, name=(12.0, 11.0), label=25 * MM,
    stamp=18 * MM, sign=9 * MM, apart=1.5 * MM, code=22.0, across=3, low=True, song=False,
)  # fmt: skip

LEAVES: dict[str, tuple[Leaf, ...]] = {
    "a4": (
        A4,
        replace(A4, top=11 * MM, below=16 * MM, pad=1.3 * MM, row=6.6 * MM, body=10.0, sign=10.5 * MM, apart=3 * MM),
        replace(
            A4, top=9 * MM, below=14 * MM, left=17 * MM, pad=1 * MM, row=5.6 * MM, body=9.5, small=8.5,
            title=(19.0, 16.0), opening=11.0, stamp=20 * MM, sign=9 * MM, apart=2 * MM,
        ),
    ),
    "a5": (A5, replace(A5, pad=1 * MM, row=5.6 * MM, body=9.5, small=8.0, stamp=20 * MM, sign=9 * MM, apart=2 * MM)),
    "form241": (
        FORM241,
        replace(
            FORM241, top=5 * MM, below=9 * MM, pad=0.7 * MM, row=5.2 * MM, body=9.0, small=8.0, sign=8 * MM, apart=MM,
        ),
    ),
}  # fmt: skip
"""Each sheet as it is usually set, then closer: the first that takes the fewest sheets is taken."""
