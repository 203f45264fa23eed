"""Cut a few characters out of the shipped typefaces into WOFF files that a browser takes (OpenType 1.9, WOFF 1.0).

A character that nothing here draws gets the outline of 〓, on the screen as on paper: no box or blank is silent.
"""

import zlib
from dataclasses import dataclass
from pathlib import Path
from struct import pack, unpack

from printing.fonts import GETA, REGULAR, opened
from printing.sfnt import Sfnt

COMPOSITE, WORDS, MORE, SCALE, TWO_SCALES, MATRIX = -1, 1, 32, 8, 64, 128
COPIED = ("OS/2",)
LONG_OFFSETS = 1
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
    glyphs = [0]
    for shown in chars.values():
        if sfnt.glyphs[ord(shown)] not in glyphs:
            glyphs.append(sfnt.glyphs[ord(shown)])
    outlines = _outlines(sfnt, glyphs)
    codes = {ord(char): glyphs.index(sfnt.glyphs[ord(shown)]) for char, shown in chars.items()}
    head, hhea, maxp = (bytearray(_table(sfnt, tag)) for tag in ("head", "hhea", "maxp"))
    head[8:12], head[50:52] = bytes(4), pack(">h", LONG_OFFSETS)
    hhea[34:36] = maxp[4:6] = pack(">H", len(glyphs))
    places = [sum(map(len, outlines[:n])) for n in range(len(outlines) + 1)]
    return {
        **{tag: _table(sfnt, tag) for tag in COPIED if tag in sfnt.tables},
        "cmap": _characters(codes),
        "glyf": b"".join(outlines),
        "head": bytes(head),
        "hhea": bytes(hhea),
        "hmtx": b"".join(pack(">HH", *sfnt.metric(glyph)) for glyph in glyphs),
        "loca": pack(f">{len(places)}I", *places),
        "maxp": bytes(maxp),
        "name": _names(),
        "post": pack(">IIhhIIIII", 0x00030000, 0, 0, 0, 0, 0, 0, 0, 0),
    }


def _table(sfnt: Sfnt, tag: str) -> bytes:
    start, length = sfnt.tables[tag]
    return sfnt.content[start : start + length]


def _outlines(sfnt: Sfnt, glyphs: list[int]) -> list[bytes]:
    """The outline of each glyph, padded; what a composite is made of is added behind, under its new number."""
    start, out = sfnt.tables["glyf"][0], []
    for glyph in glyphs:
        raw = bytearray(sfnt.content[start + sfnt.places[glyph] : start + sfnt.places[glyph + 1]])
        if raw and unpack(">h", raw[:2])[0] == COMPOSITE:
            _renumber(raw, glyphs)
        out.append(bytes(raw) + bytes(-len(raw) % 4))
    return out


def _renumber(raw: bytearray, glyphs: list[int]) -> None:
    place, flags = 10, MORE
    while flags & MORE:
        flags, part = unpack(">HH", raw[place : place + 4])
        if part not in glyphs:
            glyphs.append(part)
        raw[place + 2 : place + 4] = pack(">H", glyphs.index(part))
        place += 4 + (4 if flags & WORDS else 2)
        place += 2 if flags & SCALE else 4 if flags & TWO_SCALES else 8 if flags & MATRIX else 0


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
        rows += tag.encode() + pack(">IIII", place + len(body), len(kept), len(raw), _sum(raw))
        body += kept + bytes(-len(kept) % 4)
    flavour = pack(">I", 0x00010000)
    head = b"wOFF" + flavour + pack(">IHHIHHIIIII", place + len(body), len(tables), 0, size, 1, 0, 0, 0, 0, 0, 0)
    return head + rows + body


def _sum(raw: bytes) -> int:
    padded = raw + bytes(-len(raw) % 4)
    words: tuple[int, ...] = unpack(f">{len(padded) // 4}I", padded)
    return sum(words) & 0xFFFFFFFF
