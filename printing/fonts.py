"""The typefaces: each a chain of font files, tried character by character, opened when first needed."""

import re
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
INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef]")
# Control codes and blanks; the full-width one is as wide as a hanzi and stays.
BLANK = re.compile("[\x00-\x1f\x7f-\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f]")

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


class Widths(dict[str, float]):
    """The width of each character in thousandths, found when first asked; of 〓 where nothing draws it."""

    def __init__(self, face: "Typeface") -> None:
        super().__init__()
        self._face = face

    def __missing__(self, char: str) -> float:
        width = (self._face.find(char) or self._face.find(GETA) or (0, 0.0))[1]
        self[char] = width
        return width


class Typeface:
    """An ordered chain of files; the first `heavy` ones are of the weight the typeface promises."""

    def __init__(self, *paths: Path, heavy: int) -> None:
        self.paths = paths
        self.heavy = heavy
        self._found: dict[str, tuple[int, float] | None] = {}
        self.widths = Widths(self)
        self._usual: set[str] = set()

    @cached_property
    def present(self) -> tuple[Path, ...]:
        """The files of the chain that are on this machine."""
        return tuple(path for path in self.paths if path.exists())

    def find(self, char: str) -> tuple[int, float] | None:
        """Place in the chain and width (thousandths) of a character; None if nothing here draws it."""
        if char not in self._found:
            found = self._found[char] = self._search(char)
            if found is not None and found[0] == 0:
                self._usual.add(char)
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
        if text and self._usual.issuperset(text):
            return [Run(self.present[0], text, self.heavy <= 0)]
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
        return sum(map(self.widths.__getitem__, text)) * size / 1000

    def missing(self, text: str) -> tuple[str, ...]:
        """The characters nothing here draws, each once, in order of appearance."""
        return tuple(char for char in dict.fromkeys(text) if self.find(char) is None)


_HANA = (INSTALLED / "HanaMinA.ttf", INSTALLED / "HanaMinB.ttf")
_HEI = (SHIPPED / "CounterHei-Regular.ttf", SHIPPED / "CounterHei-Rare.ttf", *_HANA)
REGULAR = Typeface(*_HEI, heavy=len(_HEI))
BOLD = Typeface(SHIPPED / "CounterHei-Bold.ttf", *_HEI, heavy=1)
# The installed files are Song themselves; what neither has is Hei, so that both typefaces draw the same characters.
_SONG = (SHIPPED / "CounterSong-Regular.ttf", *_HANA, *_HEI[:2])
SONG = Typeface(*_SONG, heavy=len(_SONG))
SONG_BOLD = Typeface(SHIPPED / "CounterSong-Bold.ttf", *_SONG, heavy=1)


def face(*, bold: bool, song: bool = False) -> Typeface:
    """The typeface of a weight: Hei, or Song, in which official papers are set."""
    if song:
        return SONG_BOLD if bold else SONG
    return BOLD if bold else REGULAR


def plain(text: str) -> str:
    """The text as it can be set: no invisible marks, every blank but the full-width one a plain space."""
    return BLANK.sub(" ", INVISIBLE.sub("", text))
