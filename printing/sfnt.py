"""Read a TrueType file in place: which characters it draws, how wide, and where each outline lies."""

import mmap
import sys
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

TRUETYPE = (b"\x00\x01\x00\x00", b"true")
# Preference among (platform, encoding) pairs of the cmap table: full Unicode first, then the basic plane.
UNICODE = {(3, 10): 5, (0, 6): 4, (0, 4): 4, (3, 1): 3, (0, 3): 2, (0, 2): 1, (0, 1): 1, (0, 0): 1}
SEGMENTS, GROUPS = 4, 12
LAST = 0xFFFF


class FontError(Exception):
    """A font file cannot be used for printing."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"字体文件 {path.name} 无法使用（{why}）。请重新安装打印字体后再打印。")


class Characters(dict[int, int]):
    """The glyph of each character, 0 where there is none; found in the file's groups when first asked."""

    def __init__(self, known: Iterable[tuple[int, int]] = (), groups: Sequence[int] = ()) -> None:
        super().__init__(known)
        self._first, self._last, self._glyph = groups[::3], groups[1::3], groups[2::3]

    def __missing__(self, code: int) -> int:
        at = bisect_right(self._first, code) - 1
        found = self._glyph[at] + code - self._first[at] if at >= 0 and code <= self._last[at] else 0
        self[code] = found
        return found


@dataclass(frozen=True)
class Sfnt:
    """One mapped font file: `glyphs` from character to glyph, `places` the outline offsets within `glyf`."""

    path: Path
    content: mmap.mmap
    tables: dict[str, tuple[int, int]]
    units: int
    glyphs: Characters
    advances: "array[int]"
    bearings: "array[int]"
    places: Sequence[int]

    def table(self, tag: str) -> bytes:
        """A table as bytes."""
        start, length = self.tables[tag]
        return self.content[start : start + length]

    def draws(self, char: str) -> bool:
        """Whether the file has this character with an outline (spaces need none)."""
        glyph = self.glyphs[ord(char)]
        return glyph > 0 and (char.isspace() or self.places[glyph + 1] > self.places[glyph])

    def advance(self, code: int) -> float:
        """Width of a character in thousandths of the type size."""
        return self.advances[self.glyphs[code]] * 1000 / self.units


def read(path: Path) -> Sfnt:
    """Map the file and read its tables; no character is looked at before it is asked for."""
    with path.open("rb") as file:
        content = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    if content[:4] not in TRUETYPE:
        raise FontError(path, "不是 TrueType 轮廓")
    tables = dict(_directory(content))
    lacking = {"cmap", "glyf", "head", "hhea", "hmtx", "loca", "maxp"} - tables.keys()
    if lacking:
        raise FontError(path, "缺少 " + "、".join(sorted(lacking)) + " 表")

    def cut(tag: str, start: int, length: int) -> bytes:
        offset = tables[tag][0] + start
        return content[offset : offset + length]

    count = number(cut("maxp", 4, 2))
    full = number(cut("hhea", 34, 2))
    sides = numbers("H", cut("hmtx", 0, 4 * full))
    rest = numbers("H", cut("hmtx", 4 * full, 2 * (count - full)))
    long = number(cut("head", 50, 2))
    places = numbers("I", cut("loca", 0, 4 * (count + 1))) if long else _short(cut("loca", 0, 2 * (count + 1)))
    glyphs = _characters(path, content[tables["cmap"][0] : sum(tables["cmap"])])
    return Sfnt(
        path,
        content,
        tables,
        number(cut("head", 18, 2)),
        glyphs,
        sides[::2] + sides[-2:-1] * (count - full),
        sides[1::2] + rest,
        places,
    )


def _directory(content: mmap.mmap) -> Iterator[tuple[str, tuple[int, int]]]:
    for entry in range(12, 12 + 16 * number(content[4:6]), 16):
        row = content[entry : entry + 16]
        yield row[:4].decode("latin-1"), (number(row[8:12]), number(row[12:16]))


def number(raw: bytes) -> int:
    """An unsigned number, as fonts write it."""
    return int.from_bytes(raw, "big")


def to_bytes(values: "array[int]") -> bytes:
    """Numbers as fonts write them."""
    if sys.byteorder == "little":
        values = values[:]
        values.byteswap()
    return values.tobytes()


def numbers(kind: str, raw: bytes) -> "array[int]":
    """Unsigned numbers, as fonts write them: two bytes each (H) or four (I)."""
    values = array(kind, raw)
    if sys.byteorder == "little":
        values.byteswap()
    return values


def _short(raw: bytes) -> "array[int]":
    return array("I", (2 * half for half in numbers("H", raw)))


def _characters(path: Path, cmap: bytes) -> Characters:
    best, start = 0, 0
    for entry in range(4, 4 + 8 * number(cmap[2:4]), 8):
        pair = number(cmap[entry : entry + 2]), number(cmap[entry + 2 : entry + 4])
        offset = number(cmap[entry + 4 : entry + 8])
        if UNICODE.get(pair, 0) > best and number(cmap[offset : offset + 2]) in (SEGMENTS, GROUPS):
            best, start = UNICODE[pair], offset
    if not best:
        raise FontError(path, "没有 Unicode 字符表")
    table = cmap[start:]
    if number(table[:2]) == GROUPS:
        return Characters(groups=numbers("I", table[16 : 16 + 12 * number(table[12:16])]))
    return Characters(_segments(table))


def _segments(table: bytes) -> Iterator[tuple[int, int]]:
    words = numbers("H", table[: number(table[2:4]) & ~1])
    count = words[3] // 2
    for segment in range(count):
        last, first = words[7 + segment], words[8 + count + segment]
        delta, shift = words[8 + 2 * count + segment], words[8 + 3 * count + segment]
        for code in range(first, min(last, LAST - 1) + 1):
            if not shift:
                yield code, (code + delta) & LAST
                continue
            glyph = words[8 + 3 * count + segment + shift // 2 + code - first]
            if glyph:
                yield code, (glyph + delta) & LAST
