"""What paper a city's windows print on, by kind of document."""

from dataclasses import dataclass
from enum import Enum

from .ruled import Ruled


class Medium(Enum):
    """A paper, under the name that printing knows it by."""

    ROLL80 = "roll80"
    ROLL58 = "roll58"
    A4 = "a4"
    A5 = "a5"
    FORM241 = "form241"

    @property
    def title(self) -> str:
        """Its name on the pages."""
        return _TITLES[self]

    @property
    def size(self) -> tuple[float, float]:
        """Its width and height in mm; a roll is as high as its words, here 0."""
        return _SIZES[self]


_TITLES = {
    Medium.ROLL80: "80 mm 小票", Medium.ROLL58: "58 mm 小票", Medium.A4: "A4", Medium.A5: "A5",
    Medium.FORM241: "三联纸",
}  # fmt: skip
_SIZES = {
    Medium.ROLL80: (80.0, 0.0), Medium.ROLL58: (58.0, 0.0), Medium.A4: (210.0, 297.0), Medium.A5: (148.0, 210.0),
    Medium.FORM241: (241.0, 140.0),
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class PaperRules:
    """The ``[papers]`` table: what slips (回执) come out on, and what notices and lists (告知单、清单) do."""

    slip: Ruled[Medium]
    sheet: Ruled[Medium]


USUAL = PaperRules(
    slip=Ruled(value=Medium.ROLL80, assumed=True, note="城市文件没有 papers 这张表"),
    sheet=Ruled(value=Medium.A4, assumed=True, note="城市文件没有 papers 这张表"),
)
