"""Marks to PDF with ReportLab: fonts registered once, bytes that depend on the marks alone."""

import io
import threading
from functools import singledispatch
from pathlib import Path
from typing import Any

from reportlab import rl_config
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from printing.codes import code
from printing.face import MappedFont
from printing.fonts import BOLD, REGULAR, face, opened
from printing.formwords import PictureError
from printing.marks import Box, Check, Line, Page, Picture, Rule, Seal, Square, Watermark, Words

STROKE = 0.035  # of the type size: thickens a character that only a regular face draws
RED = (0.75, 0.1, 0.1)
PALE = 0.9

# Streams as plain bytes: ASCII85 would lengthen every slip by a quarter.
rl_config.useA85 = 0
_lock = threading.Lock()
_registered: dict[str, str] = {}


def paint(pages: tuple[Page, ...], *, title: str, author: str) -> bytes:
    """One PDF of the pages, to be printed at its true size."""
    buffer = io.BytesIO()
    size = pages[0].width, pages[0].height
    # ReportLab's own first font, Helvetica, would be named in the file without being embedded.
    font = registered(REGULAR.present[0])
    canvas = Canvas(buffer, pagesize=size, pageCompression=1, invariant=1, initialFontName=font)
    canvas.setTitle(title)
    canvas.setAuthor(author)
    canvas.setViewerPreference("PrintScaling", "None")
    for page in pages:
        canvas.setPageSize((page.width, page.height))
        for mark in page.marks:
            put(mark, canvas, page)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def missing(pages: tuple[Page, ...]) -> tuple[str, ...]:
    """The characters of the pages that nothing here draws."""
    return BOLD.missing("".join(m.line.text for page in pages for m in page.marks if isinstance(m, Words)))


def registered(path: Path) -> str:
    """ReportLab's name of the font in a file, registered on first use."""
    key = path.stem
    if key not in _registered:
        with _lock:
            if key not in _registered:
                pdfmetrics.registerFont(MappedFont(key, opened(path)))
                _registered[key] = key
    return key


def write(canvas: Canvas, x: float, y: float, line: Line, *, hidden: bool = False) -> None:
    """A line at a PDF baseline; a hidden one is there for readers of the text only."""
    chain = face(bold=line.bold)
    for run in chain.runs(line.text):
        canvas.setFont(registered(run.path), line.size)
        thin = run.thin and line.bold
        if thin:
            canvas.setLineWidth(line.size * STROKE)
        canvas.drawString(x, y, run.text, mode=3 if hidden else 2 if thin else None)
        x += chain.width(run.text, line.size)


@singledispatch
def put(mark: Any, canvas: Canvas, page: Page) -> None:
    """Put one mark on the canvas."""
    raise TypeError(mark, canvas, page)


@put.register
def _(mark: Words, canvas: Canvas, page: Page) -> None:
    canvas.setFillGray(mark.line.shade)
    canvas.setStrokeGray(mark.line.shade)
    write(canvas, mark.x, page.height - mark.y, mark.line)


@put.register
def _(mark: Rule, canvas: Canvas, page: Page) -> None:
    canvas.setStrokeGray(0)
    canvas.setLineWidth(mark.weight)
    canvas.setDash([2, 2] if mark.dashed else [])
    canvas.line(mark.x, page.height - mark.y, mark.x2, page.height - mark.y2)
    canvas.setDash([])


@put.register
def _(mark: Box, canvas: Canvas, page: Page) -> None:
    canvas.setStrokeGray(0)
    canvas.setFillGray(mark.fill or 0.0)
    canvas.setLineWidth(mark.weight)
    painted = {"stroke": int(mark.weight > 0), "fill": int(mark.fill is not None)}
    place = mark.x, page.height - mark.y - mark.height, mark.width, mark.height
    if mark.radius:
        canvas.roundRect(*place, mark.radius, **painted)
    else:
        canvas.rect(*place, **painted)


@put.register
def _(mark: Seal, canvas: Canvas, page: Page) -> None:
    canvas.saveState()
    canvas.setStrokeColorRGB(*RED)
    canvas.setFillColorRGB(*RED)
    canvas.setLineWidth(0.7)
    canvas.setDash([2, 2])
    canvas.circle(mark.x, page.height - mark.y, mark.radius)
    line = Line(mark.label, 9)
    write(canvas, mark.x - line.width / 2, page.height - mark.y - 3, line)
    canvas.restoreState()


@put.register
def _(mark: Square, canvas: Canvas, page: Page) -> None:
    modules = code(mark.content)
    step = mark.side / modules.count
    path = canvas.beginPath()
    for column, row, length in modules.stretches:
        path.rect(mark.x + column * step, page.height - mark.y - (row + 1) * step, length * step, step)
    canvas.setFillGray(0)
    canvas.drawPath(path, stroke=0, fill=1)


@put.register
def _(mark: Picture, canvas: Canvas, page: Page) -> None:
    try:
        picture = ImageReader(io.BytesIO(mark.jpeg))
    except OSError as error:
        raise PictureError from error
    across, down = picture.getSize()
    scale = min(mark.width / across, mark.height / down)
    x = mark.x + (mark.width - across * scale) / 2
    y = page.height - mark.y - mark.height + (mark.height - down * scale) / 2
    canvas.drawImage(picture, x, y, across * scale, down * scale)


@put.register
def _(mark: Check, canvas: Canvas, page: Page) -> None:
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


@put.register
def _(mark: Watermark, canvas: Canvas, page: Page) -> None:
    line = Line(mark.text, page.width / 4, bold=True)
    canvas.saveState()
    canvas.setFillGray(PALE)
    canvas.translate(page.width / 2, page.height / 2)
    canvas.rotate(30)
    write(canvas, -line.width / 2, -line.size / 3, line)
    canvas.restoreState()
