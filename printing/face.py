"""A shipped font as ReportLab embeds it: parsed once, subset under a lock, with a right text layer.

ReportLab 5.1.0 reads a whole font into Python lists, seeks in shared state while it cuts a subset, and writes
ToUnicode values above U+FFFF as five hex digits, which readers cannot decode; the two classes here do better.
"""

import threading
from typing import Any
from weakref import WeakKeyDictionary

from reportlab.pdfbase import pdfmetrics, ttfonts

from printing.sfnt import Sfnt

SPACE = 0x20
BLOCK = 100  # entries a bfchar block may hold (PDF 32000-1, 9.10.3 and Adobe technical note 5014)


class _Metrics:
    """The per-glyph (advance, bearing) list that ReportLab indexes."""

    def __init__(self, sfnt: Sfnt) -> None:
        self._sfnt = sfnt

    def __getitem__(self, glyph: int) -> tuple[int, int]:
        return self._sfnt.metric(glyph)


class _Outlines:
    """The `glyf` table by slices, so that a subset copies its own glyphs only."""

    def __init__(self, sfnt: Sfnt) -> None:
        self._content = sfnt.content
        self._start = sfnt.tables["glyf"][0]

    def __getitem__(self, part: slice) -> bytes:
        return self._content[self._start + part.start : self._start + part.stop]


class MappedFace(ttfonts.TTFontFace):  # type: ignore[misc]
    """A TrueType face over an already read file."""

    def __init__(self, sfnt: Sfnt) -> None:
        self._sfnt = sfnt
        self._ttf_data = sfnt.content
        self._cutting = threading.Lock()
        self.filename = sfnt.path.name
        pdfmetrics.TypeFace.__init__(self, None)
        ttfonts.TTFontFile.__init__(self, self.filename)

    def extractInfo(self, charInfo: int = 1) -> None:  # noqa: ARG002, N802, N803
        """Let ReportLab read names and extents; take characters and widths from the mapped file."""
        ttfonts.TTFontFile.extractInfo(self, 0)
        sfnt = self._sfnt
        self.charToGlyph = sfnt.glyphs
        self.glyphPos = sfnt.places
        self.hmetrics = _Metrics(sfnt)
        self.defaultWidth = sfnt.metric(0)[0] * 1000 / sfnt.units

    def getCharWidth(self, code: int) -> float:  # noqa: N802
        """Width in thousandths."""
        return self._sfnt.advance(code)

    def get_table(self, tag: str) -> Any:
        """A table as bytes, the outlines as a view."""
        return _Outlines(self._sfnt) if tag == "glyf" else super().get_table(tag)

    def makeSubset(self, subset: list[int]) -> bytes:  # noqa: N802
        """One subset at a time, as the reader's position is shared."""
        with self._cutting:
            made: bytes = super().makeSubset(subset)
            return made


class MappedFont(ttfonts.TTFont):  # type: ignore[misc]
    """A font under a name, able to draw for several documents at once."""

    def __init__(self, name: str, sfnt: Sfnt) -> None:
        self.fontName = name
        self.face = MappedFace(sfnt)
        self.encoding = ttfonts.TTEncoding()
        self.state = WeakKeyDictionary[Any, Any]()
        self.shapable = False
        self._asciiReadable = 0

    def stringWidth(self, text: str, size: float, encoding: str = "utf8") -> float:  # noqa: ARG002, N802
        """Width of a text in points."""
        return sum(self.face.getCharWidth(ord(char)) for char in text) * size / 1000

    def addObjects(self, doc: Any) -> None:  # noqa: N802
        """Embed the subsets, then rewrite their ToUnicode maps."""
        subsets = self.state[doc].subsets
        super().addObjects(doc)
        for number, subset in enumerate(subsets):
            name = f"{ttfonts.SUBSETN(number).decode()}+{self.face.name.decode()}"
            doc.idToObject[f"toUnicodeCMap:{name}"].content = to_unicode(name, subset)


def to_unicode(name: str, subset: list[int]) -> str:
    """The CMap from the codes of a subset to UTF-16BE text."""
    # Code 0 is no character; ReportLab fills codes not yet given with spaces, which belong at 32 only.
    used = (
        (number, code) for number, code in enumerate(subset) if number and (code != SPACE or number == SPACE)
    )
    rows = [f"<{number:02X}> <{chr(code).encode('utf-16-be').hex().upper()}>" for number, code in used]
    blocks = [rows[start : start + BLOCK] for start in range(0, len(rows), BLOCK)]
    return "\n".join(
        [
            "/CIDInit /ProcSet findresource begin",
            "12 dict begin",
            "begincmap",
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
            f"/CMapName /{name} def",
            "/CMapType 2 def",
            "1 begincodespacerange",
            "<00> <FF>",
            "endcodespacerange",
            *(line for block in blocks for line in (f"{len(block)} beginbfchar", *block, "endbfchar")),
            "endcmap",
            "CMapName currentdict /CMap defineresource pop",
            "end",
            "end",
        ]
    )
