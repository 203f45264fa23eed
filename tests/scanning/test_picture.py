"""Files that call themselves photos: what each really is, and that none of them does harm."""

import io
import struct
import tracemalloc
import zlib

import pytest
from PIL import Image

from counter.rehearsal.pictures import Wanted, picture
from counter.rehearsal.play.files import photo_file
from counter.scanning.picture import look


def bomb(width: int, height: int) -> bytes:
    """A PNG of this many black pixels in a few kilobytes."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    squeezed = zlib.compressobj(9)
    row = b"\0" * (width // 8 + 1)
    body = b"".join(squeezed.compress(row) for _ in range(height)) + squeezed.flush()
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def saved(image: Image.Image, kind: str, **options) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def test_a_good_photo_is_seen_as_it_is():
    raw = picture(Wanted(size=40_960))
    found = look(raw)
    assert len(raw) == 40_960
    assert (found.kind, found.width, found.height, found.mode, found.dpi) == ("JPG", 358, 441, "RGB", 350)
    assert (found.bytes, found.pictures, found.turned, found.whole) == (40_960, 1, False, True)


def test_a_picture_can_be_made_of_any_size_above_its_own():
    least = len(picture(Wanted()))
    for size in (least + 4, least + 5, least + 65_001, least + 130_003, 150_000):
        raw = picture(Wanted(size=size))
        assert len(raw) == size
        assert look(raw).whole


def test_no_density_is_no_density():
    assert look(picture(Wanted(dpi=0))).dpi == 0
    assert look(picture(Wanted(dpi=72))).dpi == 72


@pytest.mark.parametrize(
    ("line", "kind"),
    [("PNG", "PNG"), ("GIF", "GIF"), ("WEBP", "WEBP"), ("BMP", "BMP"), ("TIFF", "TIFF"), ("HEIC", "HEIC"), ("PDF", "PDF")],
)
def test_a_renamed_file_is_called_what_it_is(line, kind):
    assert look(photo_file(line)).kind == kind


def test_other_files_are_called_by_their_first_bytes():
    assert look(b"PK\x03\x04 and so on").kind == "ZIP 或 Office"
    assert look(b"8BPS" + bytes(60)).kind == "PSD"
    assert look(b"\0\0\0\x1cftypavif" + bytes(60)).kind == "AVIF"
    for nothing in (b"", b"\xff", b"hello", b"<svg/>", b"\xff\xd8\xff\xe0", bytes(1000), b"\x89PNG\r\n\x1a\n" + bytes(9)):
        assert look(nothing).kind == ""


@pytest.mark.parametrize("keep", [2, 20, 200, 2000, 0.5, 0.9, -2, -1])
def test_a_cut_file_is_never_whole(keep):
    raw = picture(Wanted(size=40_960))
    cut = raw[: int(len(raw) * keep)] if isinstance(keep, float) else raw[:keep]
    assert not look(cut).whole


def test_what_hangs_on_behind_is_noticed_and_padding_is_not():
    raw = picture(Wanted())
    assert look(raw + bytes(500)).whole
    assert not look(raw + b"<script>alert(1)</script>").whole
    assert not look(photo_file("夹带")).whole


def test_a_turned_and_a_several_picture_file_are_seen():
    assert look(photo_file("横放")).turned
    one, two = (Image.new("RGB", (358, 441), color) for color in ("white", "red"))
    assert look(saved(one, "MPO", save_all=True, append_images=[two])).pictures == 2


@pytest.mark.parametrize(("line", "mode"), [("CMYK", "CMYK"), ("灰度", "L")])
def test_another_color_mode_is_seen(line, mode):
    assert look(photo_file(line)).mode == mode


@pytest.mark.parametrize(("width", "height"), [(30_000, 30_000), (12_000, 9_000)])
def test_a_decompression_bomb_is_not_opened(width, height):
    raw = bomb(width, height)
    assert len(raw) < 200_000
    tracemalloc.start()
    found = look(raw)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert found.kind in ("", "PNG")
    assert most < 5_000_000


def test_a_huge_jpeg_is_measured_and_not_opened(monkeypatch):
    raw = saved(Image.new("L", (8000, 6000)), "JPEG")
    monkeypatch.setattr(Image.Image, "load", lambda _: pytest.fail("opened"))
    found = look(raw)
    assert (found.kind, found.width, found.height) == ("JPG", 8000, 6000)


@pytest.mark.filterwarnings("ignore::UserWarning")  # Pillow's own words about damaged EXIF
def test_damaged_heads_do_no_harm():
    raw = bytearray(photo_file("横放"))
    for place in range(2, 300):
        for value in (0, 0xFF):
            hurt = bytes(raw[:place]) + bytes([value]) + bytes(raw[place + 1 :])
            assert look(hurt).bytes == len(hurt)
