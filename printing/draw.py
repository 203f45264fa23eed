"""Draw a receipt: the same words and copy give the same bytes."""

import hashlib
from dataclasses import dataclass
from typing import Literal

from printing.fonts import BOLD, plain
from printing.marks import MM
from printing.words import Copy, Receipt

Media = Literal["roll80", "a4"]


@dataclass(frozen=True)
class Drawn:
    """A PDF with its paper size, its fingerprint and the characters that had to be printed as 〓."""

    pdf: bytes
    width_mm: float
    height_mm: float
    media: Media
    sha256: str
    missing: tuple[str, ...]


def draw(receipt: Receipt, copy: Copy, media: Media) -> Drawn:
    """The receipt on an 80 mm roll, exactly as long as its words, or on A4 sheets."""
    # Importing the PDF library costs about 50 ms and 10 MB, so it waits for the first print.
    from printing import paint, sheet, slip

    pages = (slip.slip(receipt, copy),) if media == "roll80" else sheet.sheets(receipt, copy)
    pdf = paint.paint(pages, title=f"{receipt.title} {receipt.number}", author=receipt.office)
    return Drawn(
        pdf=pdf,
        width_mm=round(pages[0].width / MM, 2),
        height_mm=round(pages[0].height / MM, 2),
        media=media,
        sha256=hashlib.sha256(pdf).hexdigest(),
        missing=paint.missing(pages),
    )


def missing(text: str) -> tuple[str, ...]:
    """The characters of a text that no typeface here can print, each once; ask before accepting a name."""
    return BOLD.missing("".join(plain(line) for line in text.splitlines()))
