"""Invented pictures as real files: a head and shoulders made of shapes, saved as asked."""

import io
from dataclasses import dataclass
from typing import Any

from PIL import Image, ImageDraw

GROUND, COAT, SKIN, HAIR = "#ffffff", "#24405f", "#d9a783", "#2a211c"
SEGMENT = 65_000
START = 2


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """How a picture is to be saved; ``size`` in bytes is reached by a comment inside the file, 0 leaves it as it is."""

    width: int = 358
    height: int = 441
    size: int = 0
    dpi: int = 350
    mode: str = "RGB"
    format: str = "JPEG"
    quality: int = 90


def picture(wanted: Wanted) -> bytes:
    """The file of one picture."""
    image = _head_and_shoulders(wanted.width, wanted.height)
    options: dict[str, Any] = {"dpi": (wanted.dpi, wanted.dpi)} if wanted.dpi else {}
    if wanted.format == "JPEG":
        options["quality"] = wanted.quality
    out = io.BytesIO()
    image.convert(wanted.mode).save(out, wanted.format, **options)
    raw = out.getvalue()
    return _padded(raw, wanted.size) if wanted.format == "JPEG" else raw


def _head_and_shoulders(width: int, height: int) -> Image.Image:
    image = Image.new("RGB", (width, height), GROUND)
    draw = ImageDraw.Draw(image)

    def box(left: float, top: float, right: float, bottom: float) -> tuple[float, float, float, float]:
        return (left * width, top * height, right * width, bottom * height)

    draw.ellipse(box(0.06, 0.74, 0.94, 1.5), fill=COAT)
    draw.rectangle(box(0.42, 0.62, 0.58, 0.82), fill=SKIN)
    draw.ellipse(box(0.24, 0.04, 0.76, 0.5), fill=HAIR)
    draw.ellipse(box(0.28, 0.12, 0.72, 0.7), fill=SKIN)
    for left in (0.37, 0.56):
        draw.ellipse(box(left, 0.38, left + 0.07, 0.42), fill=HAIR)
    draw.arc(box(0.42, 0.48, 0.58, 0.6), 20, 160, fill="#8c4a3c", width=max(1, width // 90))
    return image


def _padded(raw: bytes, size: int) -> bytes:
    """The same picture with comment segments, until it has exactly this many bytes."""
    left = size - len(raw)
    segments = b""
    while left >= len(b"\xff\xfe\0\0"):
        body = min(left, SEGMENT)
        if 0 < left - body < len(b"\xff\xfe\0\0"):
            body -= len(b"\xff\xfe\0\0")
        segments += b"\xff\xfe" + (body - 2).to_bytes(2, "big") + b" " * (body - 4)
        left -= body
    return raw[:START] + segments + raw[START:]
