"""The files a visit brings: 照片 and 扫描 lines become real bytes."""

import io
import re
from collections.abc import Callable
from dataclasses import replace

from PIL import Image

from counter.rehearsal.papers import pdf, with_script
from counter.rehearsal.pictures import Wanted, picture

FORMATS = ("PNG", "GIF", "WEBP", "BMP", "TIFF")
MODES = {"CMYK": "CMYK", "灰度": "L"}
UNITS = {"字节": 1, "KB": 1024, "MB": 1_000_000}
_PIXELS, _SIZE, _DPI = re.compile(r"(\d+)x(\d+)"), re.compile(r"(\d+)(字节|KB|MB)"), re.compile(r"(\d+)dpi")
ORIENTATION, LYING = 0x0112, 6
HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(2000)
NONE = "无"
SHEET = Wanted(width=620, height=877, dpi=75)
_PAGES = re.compile(r"(\d+) 页")


def _lying(raw: bytes) -> bytes:
    """The same picture with the mark of a camera that was held upright."""
    out = io.BytesIO()
    with Image.open(io.BytesIO(raw)) as image:
        exif = image.getexif()
        exif[ORIENTATION] = LYING
        image.save(out, "JPEG", quality=95, dpi=image.info.get("dpi", (0, 0)), exif=exif)
    return out.getvalue()


def _png(raw: bytes) -> bytes:
    out = io.BytesIO()
    with Image.open(io.BytesIO(raw)) as image:
        image.save(out, "PNG")
    return out.getvalue()


SPOILT: dict[str, Callable[[bytes], bytes]] = {
    "截断": lambda raw: raw[: len(raw) // 2],
    "夹带": lambda raw: raw + b"PK\x03\x04" + bytes(range(256)),
    "横放": _lying,
    "空": lambda _: b"",
    "HEIC": lambda _: HEIC,
    "PDF": lambda _: b"%PDF-1.4\n%%EOF\n",
}


def scan_files(text: str) -> list[tuple[str, bytes]]:
    """The files of a 扫描 line behind the paper's name: one PDF, or a JPG a page; ValueError as for a photo."""
    pages, jpg, password = 1, False, None
    spoil: list[Callable[[bytes], bytes]] = []
    for part in text.split("，") if text else ():
        several = _PAGES.fullmatch(part)
        if several:
            pages = int(several[1])
        elif part in {"JPG", "PNG"}:
            jpg = True
            spoil += [_png] if part == "PNG" else []
        elif part == "加密":
            password = "rehearsal"  # noqa: S105 - of a file that nobody opens
        elif part == "带脚本":
            spoil.append(with_script)
        elif part in SPOILT:
            spoil.append(SPOILT[part])
        else:
            raise ValueError(part)
    sheets = [picture(replace(SHEET, quality=60 + n)) for n in range(pages)] if jpg else [pdf(pages, password=password)]
    for one in spoil:
        sheets = [one(raw) for raw in sheets]
    return [(f"sheet{n}.{'jpg' if jpg else 'pdf'}", raw) for n, raw in enumerate(sheets, 1)]


def photo_file(text: str) -> bytes | None:
    """The file of a 照片 line, empty for 空 and None for 无; ValueError with the part not understood."""
    if text == NONE:
        return None
    wanted, spoil = Wanted(), []
    for part in text.split("，"):
        pixels, size, dpi = _PIXELS.fullmatch(part), _SIZE.fullmatch(part), _DPI.fullmatch(part)
        if pixels:
            wanted = replace(wanted, width=int(pixels[1]), height=int(pixels[2]))
        elif size:
            wanted = replace(wanted, size=int(size[1]) * UNITS[size[2]])
        elif dpi:
            wanted = replace(wanted, dpi=int(dpi[1]))
        elif part in FORMATS:
            wanted = replace(wanted, format=part)
        elif part in MODES:
            wanted = replace(wanted, mode=MODES[part])
        elif part in SPOILT:
            spoil.append(SPOILT[part])
        else:
            raise ValueError(part)
    raw = picture(wanted)
    for one in spoil:
        raw = one(raw)
    return raw
