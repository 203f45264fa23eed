"""The file of a scanned paper, looked into without drawing it: a PDF by its structure, a picture as such."""

import io
import logging
import threading
from typing import Any

from counter.core.scan import Sheets

from .picture import BROKEN, look

HEAD, TAIL = b"%PDF-", b"%%EOF"
# Readers look for the end within the last kilobyte; scanners put blanks behind it.
TAIL_WITHIN = 1024
SPOILT = (RecursionError, AttributeError, MemoryError, *BROKEN)
SCRIPTS = {"/JavaScript", "/Launch", "/ImportData", "/SubmitForm"}
_ONE_AT_A_TIME = threading.Lock()
# What it says about a damaged file names objects, and nobody reads it.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)


def look_at_sheets(raw: bytes) -> Sheets:
    """What this file is; it never raises, whatever the file holds."""
    if raw.startswith(HEAD):
        with _ONE_AT_A_TIME:
            return _pdf(raw)
    found = look(raw)
    return Sheets(
        kind=found.kind, bytes=found.bytes, width=found.width, height=found.height,
        pages=found.pictures, whole=found.whole,
    )  # fmt: skip


def _pdf(raw: bytes) -> Sheets:
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(raw))
        if reader.is_encrypted:
            return Sheets(kind="PDF", bytes=len(raw), locked=True)
        pages, active = len(reader.pages), _active(reader)
    except (PyPdfError, *SPOILT):
        return Sheets(kind="PDF", bytes=len(raw), whole=False)
    ended = TAIL in raw[-TAIL_WITHIN:]
    return Sheets(kind="PDF", bytes=len(raw), pages=pages, active=active, whole=ended and pages > 0)


def _active(reader: Any) -> bool:
    """Whether opening it could do more than show sheets."""
    root: Any = reader.root_object
    names = root.get("/Names", {}).get_object() if "/Names" in root else {}
    if "/AA" in root or "/JavaScript" in names or "/EmbeddedFiles" in names:
        return True
    opening = root["/OpenAction"].get_object() if "/OpenAction" in root else {}
    return isinstance(opening, dict) and opening.get("/S") in SCRIPTS
