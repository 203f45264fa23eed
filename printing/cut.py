"""A few glyphs cut out of a font file, with what they are made of: for a document and for a browser."""

from array import array
from collections.abc import Sequence

from printing.sfnt import Sfnt, number, numbers, to_bytes

# Flags of a part of a composite glyph: its offsets are words, more follow, and how it is scaled.
WORDS, MORE, SCALE, TWO_SCALES, MATRIX = 0x1, 0x20, 0x8, 0x40, 0x80
COMPOSITE = b"\x80"  # the first byte of a negative number of contours
PAD = (b"", b"\0\0\0", b"\0\0", b"\0")
TRUETYPE = 0x00010000


def cut_tables(sfnt: Sfnt, glyphs: Sequence[int]) -> dict[str, bytes]:
    """The tables of a font of these glyphs in this order; behind them stand the parts composite ones are made of."""
    content, start, places = sfnt.content, sfnt.tables["glyf"][0], sfnt.places
    outlines: list[bytes] = []
    offsets, at, order = array("I", [0]), 0, list(glyphs)
    for glyph in order:
        outline = content[start + places[glyph] : start + places[glyph + 1]]
        if outline[:1] >= COMPOSITE:
            outline = _composite(outline, order)
        if len(outline) & 3:
            outline += PAD[len(outline) & 3]
        outlines.append(outline)
        at += len(outline)
        offsets.append(at)
    count = len(order).to_bytes(2, "big")
    sides = array("H", bytes(4 * len(order)))
    sides[::2] = array("H", map(sfnt.advances.__getitem__, order))
    sides[1::2] = array("H", map(sfnt.bearings.__getitem__, order))
    head, hhea, maxp = sfnt.table("head"), sfnt.table("hhea"), sfnt.table("maxp")
    return {
        "glyf": b"".join(outlines),
        "head": head[:8] + bytes(4) + head[12:50] + b"\0\1" + head[52:],
        "hhea": hhea[:34] + count + hhea[36:],
        "hmtx": to_bytes(sides),
        "loca": to_bytes(offsets),
        "maxp": maxp[:4] + count + maxp[6:],
    }


def _composite(outline: bytes, order: list[int]) -> bytes:
    """The outline with the numbers its parts have in the cut; parts not yet in it are put at its end."""
    made, at, flags = bytearray(outline), 10, MORE
    while flags & MORE:
        flags, part = number(outline[at : at + 2]), number(outline[at + 2 : at + 4])
        if part not in order:
            order.append(part)
        made[at + 2 : at + 4] = order.index(part).to_bytes(2, "big")
        scales = 2 if flags & SCALE else 4 if flags & TWO_SCALES else 8 if flags & MATRIX else 0
        at += 4 + (4 if flags & WORDS else 2) + scales
    return bytes(made)


def checksum(table: bytes) -> int:
    """The sum of a table's words."""
    return sum(numbers("I", table + PAD[len(table) & 3])) & 0xFFFFFFFF
