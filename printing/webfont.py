"""Cut a few characters out of the shipped typefaces into WOFF files that a browser takes (OpenType 1.9, WOFF 1.0).

A character that nothing here draws gets the outline of 〓, on the screen as on paper: no box or blank is silent.
"""

import zlib
from dataclasses import dataclass
from pathlib import Path
from struct import pack

from printing.cut import TRUETYPE, checksum, cut_tables
from printing.fonts import GETA, REGULAR, opened
from printing.sfnt import Sfnt

COPIED = ("OS/2",)
FAMILY = "Counter Rare"


@dataclass(frozen=True)
class Cut:
    """One font file: the characters it draws, those among them that it only marks with 〓, and its bytes."""

    chars: str
    marked: str
    woff: bytes


def cuts(text: str) -> tuple[Cut, ...]:
    """The characters of the text, each in the first file that draws it; one cut for each file."""
    wanted: dict[Path, dict[str, str]] = {}
    for char in dict.fromkeys(text):
        shown = char if REGULAR.find(char) is not None else GETA
        found = REGULAR.find(shown)
        assert found is not None, "every shipped typeface draws 〓"
        wanted.setdefault(REGULAR.present[found[0]], {})[char] = shown
    return tuple(_cut(opened(path), chars) for path, chars in wanted.items())


def _cut(sfnt: Sfnt, chars: dict[str, str]) -> Cut:
    """A file with these characters, each drawn as what stands behind it."""
    marked = "".join(char for char, shown in chars.items() if shown != char)
    return Cut("".join(chars), marked, _packed(_tables(sfnt, chars)))


def _tables(sfnt: Sfnt, chars: dict[str, str]) -> dict[str, bytes]:
    """The tables of a font with only these characters."""
    glyphs = list(dict.fromkeys([0, *(sfnt.glyphs[ord(shown)] for shown in chars.values())]))
    return {
        **cut_tables(sfnt, glyphs),
        **{tag: sfnt.table(tag) for tag in COPIED if tag in sfnt.tables},
        "cmap": _characters({ord(char): glyphs.index(sfnt.glyphs[ord(shown)]) for char, shown in chars.items()}),
        "name": _names(),
        "post": pack(">IIhhIIIII", 0x00030000, 0, 0, 0, 0, 0, 0, 0, 0),
    }


def _characters(codes: dict[int, int]) -> bytes:
    """A cmap of format 12, one group a character."""
    rows = b"".join(pack(">III", code, code, glyph) for code, glyph in sorted(codes.items()))
    table = pack(">HHIII", 12, 0, 16 + len(rows), 0, len(codes)) + rows
    return pack(">HHHHI", 0, 1, 3, 10, 12) + table


def _names() -> bytes:
    """Family, style, full and PostScript name; nothing of what was cut."""
    told = ((1, FAMILY), (2, "Regular"), (4, FAMILY), (6, "CounterRare"))
    texts = [(number, text.encode("utf-16-be")) for number, text in told]
    rows, place = b"", 0
    for number, raw in texts:
        rows += pack(">HHHHHH", 3, 1, 0x409, number, len(raw), place)
        place += len(raw)
    return pack(">HHH", 0, len(texts), 6 + len(rows)) + rows + b"".join(raw for _, raw in texts)


def _packed(tables: dict[str, bytes]) -> bytes:
    """The tables as WOFF, each deflated where that makes it smaller."""
    place, rows, body = 44 + 20 * len(tables), b"", b""
    size = 12 + 16 * len(tables) + sum(len(raw) + -len(raw) % 4 for raw in tables.values())
    for tag, raw in sorted(tables.items()):
        small = zlib.compress(raw, 9)
        kept = small if len(small) < len(raw) else raw
        rows += tag.encode() + pack(">IIII", place + len(body), len(kept), len(raw), checksum(raw))
        body += kept + bytes(-len(kept) % 4)
    flavour = pack(">I", TRUETYPE)
    head = b"wOFF" + flavour + pack(">IHHIHHIIIII", place + len(body), len(tables), 0, size, 1, 0, 0, 0, 0, 0, 0)
    return head + rows + body
