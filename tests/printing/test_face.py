"""A font cut for one document: the glyphs it uses, whatever they are made of."""

import io
import struct
from array import array
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pypdf

from printing import Fact, draw
from printing.face import cut_out, to_unicode
from printing.fonts import SHIPPED
from printing.sfnt import Characters, Sfnt, number, read
from tests.printing.samples import ORIGINAL, RECEIPT, read_pdfium

OUTLINE = struct.pack(">5h", 1, 0, 0, 100, 100) + bytes(range(10))
ACCENT = struct.pack(">5h", 1, 10, 10, 20, 20) + bytes(range(20, 28))
WORDS_AND_SCALE = struct.pack(">HHhhh", 0x1 | 0x8 | 0x20, 1, 5, 5, 0x4000)
LAST = struct.pack(">HHbb", 0x2, 2, 7, 7)
COMPOSITE = struct.pack(">5h", -1, 0, 0, 100, 100) + WORDS_AND_SCALE + LAST


def a_font() -> Sfnt:
    """A font of four glyphs, the last made of the second and the third."""
    outlines = (b"", OUTLINE, ACCENT, COMPOSITE)
    places = [sum(len(one) for one in outlines[:count]) for count in range(len(outlines) + 1)]
    head = bytes(18) + (1000).to_bytes(2, "big") + bytes(34)
    hhea, maxp = bytes(34) + b"\0\4", b"\0\1\0\0\0\4" + bytes(26)
    glyf = b"".join(outlines)
    tables = {"glyf": (0, len(glyf)), "head": (len(glyf), 54), "hhea": (len(glyf) + 54, 36)}
    tables["maxp"] = (len(glyf) + 90, 32)
    return Sfnt(
        Path("Some.ttf"),
        glyf + head + hhea + maxp,  # type: ignore[arg-type]
        tables,
        1000,
        Characters([(ord("é"), 3)]),
        array("H", [500, 510, 520, 530]),
        array("H", [0, 1, 2, 3]),
        places,
    )


def test_a_composite_glyph_brings_its_parts_under_their_new_numbers():
    font = cut_out(a_font(), [0, 3])
    tables = {tag: (start, length) for tag, start, length in directory(font)}
    start, length = tables["loca"]
    places = struct.unpack(f">{length // 4}I", font[start : start + length])
    outlines = tables["glyf"][0]
    glyphs = [font[outlines + at : outlines + to] for at, to in pairwise(places)]
    assert glyphs[2].rstrip(b"\0") == OUTLINE.rstrip(b"\0")
    assert glyphs[3].rstrip(b"\0") == ACCENT.rstrip(b"\0")
    assert number(glyphs[1][12:14]) == 2
    assert number(glyphs[1][22:24]) == 3
    start, _ = tables["hmtx"]
    assert struct.unpack(">8H", font[start : start + 16]) == (500, 0, 530, 3, 510, 1, 520, 2)
    assert number(font[tables["maxp"][0] + 4 : tables["maxp"][0] + 6]) == 4


def directory(font: bytes) -> list[tuple[str, int, int]]:
    """Tag, start and length of each table."""
    rows = [font[at : at + 16] for at in range(12, 12 + 16 * number(font[4:6]), 16)]
    return [(row[:4].decode(), number(row[8:12]), number(row[12:16])) for row in rows]


def test_a_document_of_more_characters_than_a_byte_counts_is_read_whole():
    regular = read(SHIPPED / "CounterHei-Regular.ttf")
    hanzi = "".join(chr(code) for code in range(0x4E00, 0x5500) if regular.draws(chr(code)))
    assert len(hanzi) > 600
    many = replace(RECEIPT, facts=(*RECEIPT.facts, Fact("备注", hanzi)))
    for media in ("roll80", "a4"):
        assert hanzi in read_pdfium(draw(many, ORIGINAL, media).pdf).replace("备注", "")


def test_no_range_of_the_text_goes_beyond_codes_with_the_same_first_byte():
    rows = [row for row in to_unicode("X", list("一" * 600)).splitlines() if row.startswith("<") and "[" in row]
    ends = [(row[1:5], row[8:12]) for row in rows]
    assert ends == [("0000", "00FF"), ("0100", "01FF"), ("0200", "0258")]


def test_a_document_has_each_font_once():
    page = pypdf.PdfReader(io.BytesIO(draw(RECEIPT, ORIGINAL, "roll80").pdf)).pages[0]
    names = [font.get_object()["/BaseFont"] for font in page["/Resources"]["/Font"].values()]
    assert sorted(name.split("+")[1] for name in names) == ["CounterHei-Bold", "CounterHei-Regular"]
