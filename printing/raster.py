"""A drawn paper as black and white dots, for a thermal head: no font of the printer has every name."""

from collections.abc import Iterator
from threading import Lock
from typing import Any

DOTS_PER_MM = 8  # 203 dpi
POINTS_PER_MM = 72 / 25.4
DARK = 160  # of 255; no dithering, which would break thin strokes
# PDFium is one library for the whole program, and not made for two threads at once.
_PDFIUM = Lock()


def bits_of(pdf: bytes, across: int) -> Iterator[tuple[int, bytes]]:
    """Each page as (rows, bytes): one bit a dot, black is 1, `across` dots a row; what is wider loses its margins."""
    import pypdfium2

    with _PDFIUM:
        document = pypdfium2.PdfDocument(pdf)
        try:
            pages = [_bits(page, across) for page in document]
        finally:
            document.close()
    yield from pages


def _bits(page: Any, across: int) -> tuple[int, bytes]:
    """One page; it is rendered in grey and cut in the middle, where the head is narrower than the paper."""
    from PIL import Image

    grey = page.render(scale=DOTS_PER_MM / POINTS_PER_MM, grayscale=True).to_pil().convert("L")
    page.close()
    fitted = Image.new("L", (across, grey.height), 255)
    fitted.paste(grey, ((across - grey.width) // 2, 0))
    black = fitted.point(lambda level: 255 if level < DARK else 0).convert("1", dither=Image.Dither.NONE)
    return black.height, black.tobytes()
