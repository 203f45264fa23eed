"""A picture's file, looked into without trusting it: what kind it is, how large, whether it is whole."""

import io
import struct
import threading
from typing import Any

from PIL import Image, UnidentifiedImageError

from counter.core.photo import JPG, Picture

# A photo of a card needs 0.2 megapixels and a scanned A4 page at 300 dpi 8.7; a picture of 24 takes 72 MB once opened.
MOST_PIXELS = 24_000_000
OPENED = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF")
KINDS = {"JPEG": JPG, "MPO": JPG}
# How files begin that are not opened at all: what they are is enough to say what to do.
UNOPENED = (
    (b"%PDF-", "PDF"),
    (b"PK\x03\x04", "ZIP 或 Office"),
    (b"8BPS", "PSD"),
    (b"\x00\x00\x00\x0cjP  ", "JPEG 2000"),
)
BRANDS = {b"heic": "HEIC", b"heix": "HEIC", b"mif1": "HEIC", b"msf1": "HEIC", b"heim": "HEIC", b"avif": "AVIF"}
ORIENTATION, UPRIGHT = 0x0112, 1
END = b"\xff\xd9"
BROKEN = (OSError, ValueError, SyntaxError, EOFError, struct.error, OverflowError, LookupError, TypeError)
TOO_LARGE = (Image.DecompressionBombError, Image.DecompressionBombWarning)
_ONE_AT_A_TIME = threading.Lock()


def look(raw: bytes) -> Picture:
    """What this file is; it never raises, whatever the file holds."""
    kind = _unopened(raw)
    if kind or not raw:
        return Picture(kind=kind, bytes=len(raw))
    with _ONE_AT_A_TIME:
        try:
            return _opened(raw)
        except TOO_LARGE:
            return Picture(kind="", bytes=len(raw), whole=False)
        except (UnidentifiedImageError, *BROKEN):
            return Picture(kind="", bytes=len(raw), whole=False)


def _unopened(raw: bytes) -> str:
    if raw[4:8] == b"ftyp" and raw[8:12] in BRANDS:
        return BRANDS[raw[8:12]]
    return next((kind for start, kind in UNOPENED if raw.startswith(start)), "")


def _opened(raw: bytes) -> Picture:
    with Image.open(io.BytesIO(raw), formats=OPENED) as image:
        kind = KINDS.get(image.format or "", image.format or "")
        return Picture(
            kind=kind,
            bytes=len(raw),
            width=image.width,
            height=image.height,
            mode=image.mode,
            dpi=_dpi(image),
            pictures=getattr(image, "n_frames", 1) if kind == JPG else 1,
            turned=_turned(image),
            whole=kind != JPG or _whole(raw, image),
        )


def _whole(raw: bytes, image: Image.Image) -> bool:
    """Every line can be read, and nothing but padding follows the picture."""
    if image.width * image.height > MOST_PIXELS:
        return True  # not opened further: its pixels are refused
    try:
        image.load()
    except BROKEN:
        return False
    return raw.rstrip(b"\0").endswith(END)


def _dpi(image: Image.Image) -> int:
    told: Any = image.info.get("dpi")
    try:
        return round(float(min(told))) if told else 0
    except BROKEN:
        return 0


def _turned(image: Image.Image) -> bool:
    try:
        return bool(image.getexif().get(ORIENTATION, UPRIGHT) != UPRIGHT)
    except BROKEN:
        return False
