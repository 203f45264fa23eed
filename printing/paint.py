"""Marks to PDF with ReportLab: fonts registered once, bytes that depend on the marks alone."""

import io
from functools import singledispatch
from pathlib import Path
from typing import Any

from reportlab import rl_config
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from printing.codes import code
from printing.face import Share
from printing.fonts import BOLD, face, opened
from printing.marks import Box, Check, Digits, Line, Page, Picture, PictureError, Rule, Seal, Square, Watermark, Words

STROKE = 0.035  # of the type size: thickens a character that only a regular face draws
RED = (0.75, 0.1, 0.1)
PALE = 0.9
FILLED, THICK, HIDDEN = 0, 2, 3  # how letters are painted (PDF 32000-1, table 106)

# Streams as plain bytes: ASCII85 would lengthen every slip by a quarter.
rl_config.useA85 = 0


class Paper(Canvas):  # type: ignore[misc]
    """ReportLab's canvas with our fonts: each document has its own share of each."""

    def __init__(self, buffer: io.BytesIO, size: tuple[float, float]) -> None:
        self.shares: dict[Path, Share] = {}
        super().__init__(buffer, pagesize=size, pageCompression=1, invariant=1, pdfVersion=(1, 4))

    def _make_preamble(self) -> None:
        """No font is chosen: ReportLab's own, Helvetica, would be named in the file without being embedded."""
        self._preamble = "1 0 0 1 0 0 cm"

    def share(self, path: Path) -> Share:
        """What this document uses of a font file."""
        if path not in self.shares:
            self.shares[path] = Share(opened(path), f"F{len(self.shares) + 1}")
        return self.shares[path]

    def raw(self, operators: str) -> None:
        """Operators of a page's content, as they stand."""
        self._code.append(operators)

    def end(self) -> None:
        """Embed the fonts and write the file."""
        for share in self.shares.values():
            share.add(self._doc)
        self.save()


def paint(pages: tuple[Page, ...], *, title: str, author: str) -> bytes:
    """One PDF of the pages, to be printed at its true size."""
    buffer = io.BytesIO()
    canvas = Paper(buffer, (pages[0].width, pages[0].height))
    canvas.setTitle(title)
    canvas.setAuthor(author)
    canvas.setViewerPreference("PrintScaling", "None")
    for page in pages:
        canvas.setPageSize((page.width, page.height))
        for mark in page.marks:
            put(mark, canvas, page)
        canvas.showPage()
    canvas.end()
    return buffer.getvalue()


def missing(pages: tuple[Page, ...]) -> tuple[str, ...]:
    """The characters of the pages that nothing here draws."""
    return BOLD.missing("".join(m.line.text for page in pages for m in page.marks if isinstance(m, Words)))


def write(canvas: Paper, x: float, y: float, line: Line, *, hidden: bool = False) -> None:
    """A line at a PDF baseline; a hidden one is there for readers of the text only."""
    chain = face(bold=line.bold, song=line.song)
    runs = chain.runs(line.text)
    for run in runs:
        share = canvas.share(run.path)
        thick = run.thin and line.bold
        mode = HIDDEN if hidden else THICK if thick else FILLED
        stroke = f"{line.size * STROKE:.3f} w " if thick else ""
        canvas.raw(
            f"{stroke}BT {mode} Tr /{share.name} {line.size:g} Tf {x:.2f} {y:.2f} Td <{share.codes(run.text)}> Tj ET"
        )
        x += chain.width(run.text, line.size) if run is not runs[-1] else 0.0


@singledispatch
def put(mark: Any, canvas: Paper, page: Page) -> None:
    """Put one mark on the canvas."""
    raise TypeError(mark, canvas, page)


@put.register(Words)
def _(mark: Words, canvas: Paper, page: Page) -> None:
    canvas.raw(f"{mark.line.shade:g} g {mark.line.shade:g} G")
    write(canvas, mark.x, page.height - mark.y, mark.line)


@put.register(Digits)
def _(mark: Digits, canvas: Paper, page: Page) -> None:
    said = mark.line.text.encode("utf-16-be").hex().upper()
    canvas.raw(f"0 g 0 G /Span << /ActualText <FEFF{said}> >> BDC")
    for place, char in enumerate(mark.line.text):
        one = mark.line._replace(text=char)
        write(canvas, mark.x + place * mark.step + (mark.step - one.width) / 2, page.height - mark.y, one)
    canvas.raw("EMC")


@put.register(Rule)
def _(mark: Rule, canvas: Paper, page: Page) -> None:
    y, y2 = page.height - mark.y, page.height - mark.y2
    dash = ("[2 2] 0 d ", " [] 0 d") if mark.dashed else ("", "")
    canvas.raw(f"0 G {mark.weight:g} w {dash[0]}{mark.x:.2f} {y:.2f} m {mark.x2:.2f} {y2:.2f} l S{dash[1]}")


@put.register(Box)
def _(mark: Box, canvas: Paper, page: Page) -> None:
    canvas.setStrokeGray(0)
    canvas.setFillGray(mark.fill or 0.0)
    canvas.setLineWidth(mark.weight)
    painted = {"stroke": int(mark.weight > 0), "fill": int(mark.fill is not None)}
    place = mark.x, page.height - mark.y - mark.height, mark.width, mark.height
    if mark.radius:
        canvas.roundRect(*place, mark.radius, **painted)
    else:
        canvas.rect(*place, **painted)


@put.register(Seal)
def _(mark: Seal, canvas: Paper, page: Page) -> None:
    canvas.saveState()
    canvas.setStrokeColorRGB(*RED)
    canvas.setFillColorRGB(*RED)
    canvas.setLineWidth(0.7)
    canvas.setDash([2, 2])
    canvas.circle(mark.x, page.height - mark.y, mark.radius)
    line = Line(mark.label, 9)
    write(canvas, mark.x - line.width / 2, page.height - mark.y - 3, line)
    canvas.restoreState()


@put.register(Square)
def _(mark: Square, canvas: Paper, page: Page) -> None:
    modules = code(mark.content)
    step = mark.side / modules.count
    dark = " ".join(f"{column} {row} {length} 1 re" for column, row, length in modules.stretches)
    place = f"{step:.4f} 0 0 {-step:.4f} {mark.x:.2f} {page.height - mark.y:.2f} cm"
    canvas.raw(f"q 0 g {place} {dark} f Q")


@put.register(Picture)
def _(mark: Picture, canvas: Paper, page: Page) -> None:
    try:
        picture = ImageReader(io.BytesIO(mark.jpeg))
    except OSError as error:
        raise PictureError from error
    across, down = picture.getSize()
    scale = min(mark.width / across, mark.height / down)
    x = mark.x + (mark.width - across * scale) / 2
    y = page.height - mark.y - mark.height + (mark.height - down * scale) / 2
    canvas.drawImage(picture, x, y, across * scale, down * scale)


@put.register(Check)
def _(mark: Check, canvas: Paper, page: Page) -> None:
    bottom, size = page.height - mark.y - mark.size, mark.size
    path = canvas.beginPath()
    path.moveTo(mark.x + 0.16 * size, bottom + 0.52 * size)
    path.lineTo(mark.x + 0.42 * size, bottom + 0.18 * size)
    path.lineTo(mark.x + 1.02 * size, bottom + 1.0 * size)
    canvas.saveState()
    canvas.setStrokeGray(0)
    canvas.setLineWidth(size * 0.13)
    canvas.setLineCap(1)
    canvas.setLineJoin(1)
    canvas.drawPath(path, stroke=1, fill=0)
    canvas.restoreState()
    write(canvas, mark.x, bottom, Line("√", size), hidden=True)


@put.register(Watermark)
def _(mark: Watermark, canvas: Paper, page: Page) -> None:
    line = Line(mark.text, page.width / 4, bold=True)
    canvas.saveState()
    canvas.setFillGray(PALE)
    canvas.translate(page.width / 2, page.height / 2)
    canvas.rotate(30)
    write(canvas, -line.width / 2, -line.size / 3, line)
    canvas.restoreState()
