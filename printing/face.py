"""What a PDF holds of a font: its own characters' outlines, their widths, and what text they stand for.

ReportLab makes pieces of 255 characters of a font, through state that documents share, with ToUnicode values above
U+FFFF that no reader decodes. Here a document has one piece of a font (PDF 32000-1, 9.7.4: a CIDFont whose codes are
its glyphs), cut from the mapped file; documents share nothing that changes.
"""

import struct
import zlib
from typing import Any

from reportlab.pdfbase import pdfdoc
from reportlab.pdfbase.ttfonts import TTFontMaker

from printing.cut import cut_tables
from printing.sfnt import Sfnt

RANGE = 256  # a range may not go beyond codes with the same first byte (PDF 32000-1, 9.10.3)
EM = 1000  # most glyphs are hanzi, which fill their square
SYMBOLIC = 4
STEM = 87
HINTS = ("cvt ", "fpgm", "prep")


class Raw(pdfdoc.PDFObject):  # type: ignore[misc]
    """A PDF object already written."""

    __RefOnly__ = 1

    def __init__(self, content: bytes) -> None:
        self.content = content

    def format(self, document: Any) -> bytes:  # noqa: ARG002
        """The bytes as they stand."""
        return self.content


def stream(content: bytes, words: str = "", *, packed: bool = True) -> Raw:
    """A stream, deflated unless it would hardly become smaller."""
    if packed:
        content, words = zlib.compress(content, 1), f"{words}/Filter /FlateDecode "
    return Raw(f"<< {words}/Length {len(content)} >>\nstream\n".encode() + content + b"\nendstream")


class Share:
    """One document's part of a font; a character's code is the place of its glyph in the cut."""

    def __init__(self, sfnt: Sfnt, name: str) -> None:
        self._sfnt = sfnt
        self.name = name
        self._codes: dict[str, str] = {}

    def codes(self, text: str) -> str:
        """The text as hex digits, four a character."""
        codes = self._codes
        try:
            return "".join(map(codes.__getitem__, text))
        except KeyError:
            for char in text:
                if char not in codes:
                    codes[char] = f"{len(codes) + 1:04X}"
            return "".join(map(codes.__getitem__, text))

    def add(self, document: Any) -> None:
        """Put the font and all that belongs to it into a document; the outlines as they are, which hardly shrink."""
        sfnt, chars = self._sfnt, [*self._codes]
        glyphs = [0, *(sfnt.glyphs[ord(char)] for char in chars)]
        base = f"AAAAA{chr(ord('A') + int(self.name[1:]) % 26)}+{sfnt.path.stem}"
        advances = [round(sfnt.advances[glyph] * EM / sfnt.units) for glyph in glyphs]

        def put(made: Raw) -> str:
            return str(document.Reference(made).format(document).decode())

        cut = cut_out(sfnt, glyphs)
        outlines = put(stream(cut, f"/Length1 {len(cut)} ", packed=False))
        descriptor = put(Raw(_descriptor(sfnt, base, outlines).encode()))
        descendant = put(
            Raw(
                f"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /{base} /CIDToGIDMap /Identity /DW {EM} /W "
                f"{_widths(advances)} /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> "
                f"/FontDescriptor {descriptor} >>".encode()
            )
        )
        text = put(stream(to_unicode(base, chars).encode()))
        font = (
            f"<< /Type /Font /Subtype /Type0 /BaseFont /{base} /Encoding /Identity-H /DescendantFonts [ {descendant} ] "
            f"/ToUnicode {text} >>"
        )
        document.idToObject["BasicFonts"].dict[self.name] = document.Reference(Raw(font.encode()))


def cut_out(sfnt: Sfnt, glyphs: list[int]) -> bytes:
    """A TrueType file of these glyphs in this order, and behind them of the parts that composite ones are made of."""
    made = TTFontMaker()
    tables = {**cut_tables(sfnt, glyphs), **{tag: sfnt.table(tag) for tag in HINTS if tag in sfnt.tables}}
    for tag, table in tables.items():
        made.add(tag, table)
    return bytes(made.makeStream())


def _descriptor(sfnt: Sfnt, base: str, outlines: str) -> str:
    scale = EM / sfnt.units
    box = [round(side * scale) for side in struct.unpack(">4h", sfnt.table("head")[36:44])]
    ascent, descent = (round(side * scale) for side in struct.unpack(">2h", sfnt.table("hhea")[4:8]))
    return (
        f"<< /Type /FontDescriptor /FontName /{base} /Flags {SYMBOLIC} /FontBBox [ {' '.join(map(str, box))} ] "
        f"/Ascent {ascent} /Descent {descent} /CapHeight {ascent} /ItalicAngle 0 /StemV {STEM} "
        f"/FontFile2 {outlines} >>"
    )


def _widths(advances: list[int]) -> str:
    """The W array: the widths that are not a full square, in stretches."""
    parts: list[str] = []
    last = -1
    for code, advance in enumerate(advances):
        if advance == EM:
            continue
        parts.append(f" {advance}" if code == last + 1 and parts else f"{' ]' if parts else ''} {code} [ {advance}")
        last = code
    return f"[{''.join(parts)}{' ]' if parts else ''} ]"


def to_unicode(name: str, chars: list[str]) -> str:
    """The CMap from the codes to UTF-16BE text."""
    said = ["<FFFD>", *(f"<{char.encode('utf-16-be').hex()}>" for char in chars)]
    starts = range(0, len(said), RANGE)
    ranges = [(start, said[start : start + RANGE]) for start in starts]
    rows = [f"<{at:04X}> <{at + len(part) - 1:04X}> [{' '.join(part)}]" for at, part in ranges]
    return "\n".join(
        [
            "/CIDInit /ProcSet findresource begin",
            "12 dict begin",
            "begincmap",
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
            f"/CMapName /{name} def",
            "/CMapType 2 def",
            "1 begincodespacerange",
            "<0000> <FFFF>",
            "endcodespacerange",
            *(f"1 beginbfrange\n{row}\nendbfrange" for row in rows),
            "endcmap",
            "CMapName currentdict /CMap defineresource pop",
            "end",
            "end",
        ]
    )
