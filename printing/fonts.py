"""The typefaces: each a chain of font files, tried character by character, opened when first needed."""

import threading
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from unicodedata import category

from printing.sfnt import Sfnt, read

SHIPPED = Path(__file__).parent / "fonts"
# Where Debian's fonts-hanazono puts its two faces, which draw CJK Extension B to F.
INSTALLED = Path("/usr/share/fonts/truetype/hanazono")
GETA = "〓"  # GB 2312 02-94: stands for a character that cannot be set
# Zero-width and direction marks, variation selectors, byte order mark.
INVISIBLE = {
    *range(0x200B, 0x2010),
    *range(0x202A, 0x202F),
    *range(0x2060, 0x2070),
    *range(0xFE00, 0xFE10),
    0xFEFF,
    *range(0xE0100, 0xE01F0),
}

_lock = threading.RLock()
_opened: dict[Path, Sfnt] = {}


def opened(path: Path) -> Sfnt:
    """The file, read once per process."""
    with _lock:
        if path not in _opened:
            _opened[path] = read(path)
        return _opened[path]


@dataclass(frozen=True)
class Run:
    """A stretch of text from one file; `thin` asks for a stroke, as the bold face lacks these characters."""

    path: Path
    text: str
    thin: bool


class Typeface:
    """An ordered chain of files; the first `heavy` ones are of the weight the typeface promises."""

    def __init__(self, *paths: Path, heavy: int) -> None:
        self.paths = paths
        self.heavy = heavy
        self._found: dict[str, tuple[int, float] | None] = {}
        self._widths: dict[str, float] = {}

    @cached_property
    def present(self) -> tuple[Path, ...]:
        """The files of the chain that are on this machine."""
        return tuple(path for path in self.paths if path.exists())

    def find(self, char: str) -> tuple[int, float] | None:
        """Place in the chain and width (thousandths) of a character; None if nothing here draws it."""
        if char not in self._found:
            self._found[char] = self._search(char)
        return self._found[char]

    def _search(self, char: str) -> tuple[int, float] | None:
        # A private-use code means something else in every font, so no font may draw it.
        if category(char) == "Co":
            return None
        for place, path in enumerate(self.present):
            face = opened(path)
            if face.draws(char):
                return place, face.advance(ord(char))
        return None

    def runs(self, text: str) -> list[Run]:
        """The text cut by file; a character nothing draws becomes 〓, never a blank."""
        cut: list[tuple[int, str]] = []
        for char in text:
            shown, found = char, self.find(char)
            if found is None:
                shown, found = GETA, self.find(GETA) or (0, 0.0)
            if cut and cut[-1][0] == found[0]:
                cut[-1] = found[0], cut[-1][1] + shown
            else:
                cut.append((found[0], shown))
        return [Run(self.present[place], part, place >= self.heavy) for place, part in cut]

    def width(self, text: str, size: float) -> float:
        """Width in points."""
        widths = self._widths
        for char in text:
            if char not in widths:
                widths[char] = (self.find(char) or self.find(GETA) or (0, 0.0))[1]
        return sum([widths[char] for char in text]) * size / 1000

    def missing(self, text: str) -> tuple[str, ...]:
        """The characters nothing here draws, each once, in order of appearance."""
        return tuple(dict.fromkeys(char for char in text if self.find(char) is None))


_RARE = (SHIPPED / "CounterHei-Rare.ttf", INSTALLED / "HanaMinA.ttf", INSTALLED / "HanaMinB.ttf")
REGULAR = Typeface(SHIPPED / "CounterHei-Regular.ttf", *_RARE, heavy=1 + len(_RARE))
BOLD = Typeface(SHIPPED / "CounterHei-Bold.ttf", SHIPPED / "CounterHei-Regular.ttf", *_RARE, heavy=1)


def face(*, bold: bool) -> Typeface:
    """The typeface of a weight."""
    return BOLD if bold else REGULAR


def plain(text: str) -> str:
    """The text as it can be set: no invisible marks, every blank but the full-width one a plain space."""
    return "".join(" " if _blank(char) else char for char in text if ord(char) not in INVISIBLE)


def _blank(char: str) -> bool:
    return char != "\u3000" and (char.isspace() or category(char) == "Cc")
