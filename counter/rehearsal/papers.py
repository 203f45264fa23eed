"""Invented papers as real files: PDFs of so many sheets, locked, with a script, or plain."""

import io

from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

LINES, STEP, MARGIN = 24, 28, 72


def pdf(pages: int, *, password: str | None = None) -> bytes:
    """A PDF with this many sheets of ruled lines; with a password it opens only to who knows it."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, encrypt=password, invariant=1)
    for number in range(1, pages + 1):
        canvas.drawString(MARGIN, A4[1] - MARGIN, f"{number} / {pages}")
        for line in range(2, LINES):
            canvas.line(MARGIN, A4[1] - MARGIN - line * STEP, A4[0] - MARGIN, A4[1] - MARGIN - line * STEP)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def with_script(raw: bytes) -> bytes:
    """The same PDF, with a script that a reader would run."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(raw)))
    script = {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert('1')")}
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject(script)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
