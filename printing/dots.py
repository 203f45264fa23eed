"""Plates dot by dot: texts set as large as their place allows, photos whole in theirs."""

import io
import re
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, ImageFont, UnidentifiedImageError
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from printing.fonts import Typeface, face, plain
from printing.plate import DrawnPlate, Plate, Spot

MM100_PER_INCH = 2540
WHITE, BLACK = "#ffffff", "#000000"
# A hanzi fills its square; a line of them stands a little apart from the next.
LEADING = 1.15
_STEP = 5
_BREAKS = re.compile(r"(?<=[·・ ])(?=\S)")
# A picture of a card needs 0.2 megapixels; more than this is no photo of a card.
_MOST_PIXELS = 4_000_000
_BROKEN = (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError)
_fonts: dict[tuple[Path, int], Any] = {}
_lock = threading.Lock()


def drawn(plate: Plate) -> DrawnPlate:
    """Draw every spot; the same plate gives the same bytes."""
    image = Image.new("RGB", (_dots(plate.width, plate.dpi), _dots(plate.height, plate.dpi)), WHITE)
    missing: list[str] = []
    cramped: list[str] = []
    for spot in plate.spots:
        if spot.picture is not None:
            fits = _paste(image, spot, plate.dpi)
        else:
            missing += face(bold=spot.bold).missing(plain(spot.text))
            fits = _write(image, spot, plate.dpi)
        cramped += [] if fits else [spot.title]
    out = io.BytesIO()
    image.save(out, "PNG", dpi=(plate.dpi, plate.dpi))
    return DrawnPlate(out.getvalue(), tuple(dict.fromkeys(missing)), tuple(cramped))


def page(png: bytes, width: int, height: int) -> bytes:
    """The picture as one page of exactly this size (hundredths of a millimetre), turned where it lies the other way."""
    image: Image.Image = Image.open(io.BytesIO(png))
    dpi = round(float(image.info["dpi"][0]))
    if (image.width > image.height) != (width > height):
        image = image.transpose(Image.Transpose.ROTATE_90)
    points = 72 / MM100_PER_INCH
    whole = (width * points, height * points)
    size = (image.width * 72 / dpi, image.height * 72 / dpi)
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=whole, invariant=1)
    canvas.drawImage(ImageReader(image), (whole[0] - size[0]) / 2, (whole[1] - size[1]) / 2, *size)
    canvas.save()
    return out.getvalue()


def _dots(measure: int, dpi: int) -> int:
    return round(measure * dpi / MM100_PER_INCH)


def _paste(image: Image.Image, spot: Spot, dpi: int) -> bool:
    """Put a picture in, whole and in its own proportions, in the middle of its place."""
    try:
        with Image.open(io.BytesIO(spot.picture or b""), formats=("JPEG", "PNG")) as found:
            if found.width * found.height > _MOST_PIXELS:
                return False
            shown = found.convert("RGB")
    except _BROKEN:
        return False
    room = _dots(spot.width, dpi), _dots(spot.height, dpi)
    scale = min(room[0] / shown.width, room[1] / shown.height)
    size = max(1, round(shown.width * scale)), max(1, round(shown.height * scale))
    left = _dots(spot.left, dpi) + (room[0] - size[0]) // 2
    image.paste(shown.resize(size, Image.Resampling.LANCZOS), (left, _dots(spot.top, dpi) + (room[1] - size[1]) // 2))
    return True


def _write(image: Image.Image, spot: Spot, dpi: int) -> bool:
    text = plain(spot.text)
    typeface = _of_one_weight(text, bold=spot.bold)
    lines, size, fits = _fitted(typeface, text, spot)
    draw = ImageDraw.Draw(image)
    for number, line in enumerate(lines):
        base = spot.top + round((number * LEADING + 0.88) * size)
        _line(draw, typeface, line, (_dots(spot.left, dpi), _dots(base, dpi)), _dots(size, dpi))
    return fits


def _of_one_weight(text: str, *, bold: bool) -> Typeface:
    """The bold face only where it has the whole text: thickened strokes would fill a rare character."""
    thin = any(run.thin for run in face(bold=True).runs(text))
    return face(bold=bold and not thin)


def _fitted(typeface: Typeface, text: str, spot: Spot) -> tuple[Sequence[str], int, bool]:
    """The lines and their size: as many lines as make it largest, one where two are no larger."""
    best: tuple[Sequence[str], int, bool] = ([text], spot.least, False)
    for most in range(1, spot.lines + 1):
        room = min(spot.size, int(spot.height / (1 + (most - 1) * LEADING)))
        for size in range(room, spot.least - 1, -_STEP):
            if best[2] and size <= best[1]:
                break
            lines = _broken(typeface, text, size, spot.width)
            if len(lines) <= most:
                best = lines, size, True
                break
    return best


def _broken(typeface: Typeface, text: str, size: int, width: int) -> list[str]:
    """The text on lines of this width, broken behind a dot or blank where it can be, else anywhere."""
    lines, line = [], ""
    for piece in _BREAKS.split(text):
        if typeface.width((line + piece).rstrip(), size) <= width:
            line += piece
            continue
        lines += [line.rstrip()] if line else []
        *whole, line = _cut(typeface, piece, size, width)
        lines += whole
    return [*lines, line.rstrip()]


def _cut(typeface: Typeface, piece: str, size: int, width: int) -> Iterator[str]:
    line = ""
    for char in piece:
        if line and typeface.width(line + char, size) > width:
            yield line
            line = ""
        line += char
    yield line


def _line(draw: ImageDraw.ImageDraw, typeface: Typeface, line: str, at: tuple[int, int], size: int) -> None:
    left, base = float(at[0]), at[1]
    for run in typeface.runs(line):
        with _lock:
            draw.text((left, base), run.text, fill=BLACK, font=_font(run.path, size), anchor="ls")
        left += typeface.width(run.text, size)


def _font(path: Path, size: int) -> Any:
    key = (path, size)
    if key not in _fonts:
        _fonts[key] = ImageFont.truetype(str(path), size, layout_engine=ImageFont.Layout.BASIC)
    return _fonts[key]
