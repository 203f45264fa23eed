"""Files that call themselves scans: what each really is, and that none of them does harm."""

import io
import zlib

import pytest
from pypdf import PdfReader, PdfWriter

from counter.rehearsal.papers import pdf, with_script
from counter.rehearsal.pictures import Wanted, picture
from counter.rehearsal.play.files import photo_file, scan_files
from counter.scanning.pdf import look_at_sheets


@pytest.mark.parametrize("pages", [1, 2, 7])
def test_the_sheets_of_a_pdf_are_counted(pages):
    raw = pdf(pages)
    found = look_at_sheets(raw)
    assert (found.kind, found.pages, found.bytes) == ("PDF", pages, len(raw))
    assert (found.whole, found.locked, found.active) == (True, False, False)


def test_a_pdf_as_scanners_squeeze_it_is_read_too():
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf(3))))
    writer.compress_identical_objects()
    out = io.BytesIO()
    writer.write(out)
    assert look_at_sheets(out.getvalue() + b"\r\n" * 20).pages == 3


def test_a_sheet_from_the_camera_is_one_page():
    found = look_at_sheets(picture(Wanted(width=1240, height=1754)))
    assert (found.kind, found.pages, found.width, found.whole) == ("JPG", 1, 1240, True)


def test_a_pdf_with_a_password_is_locked():
    assert look_at_sheets(pdf(1, password="x")).locked


def test_a_pdf_that_does_more_than_show_sheets_is_active():
    assert look_at_sheets(with_script(pdf(1))).active
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf(1))))
    writer.add_attachment("a.exe", b"MZ")
    out = io.BytesIO()
    writer.write(out)
    assert look_at_sheets(out.getvalue()).active


@pytest.mark.parametrize("keep", [6, 60, 0.3, 0.6, 0.95])
def test_a_cut_pdf_is_never_whole(keep):
    raw = pdf(5)
    assert not look_at_sheets(raw[: int(len(raw) * keep)] if isinstance(keep, float) else raw[:keep]).whole


def test_only_what_begins_as_a_pdf_is_one():
    assert look_at_sheets(b"\n" + pdf(1)).kind == ""
    assert look_at_sheets(b"%PDF-1.7 and nothing else").whole is False
    assert look_at_sheets(b"").bytes == 0
    assert look_at_sheets(photo_file("PNG")).kind == "PNG"
    assert look_at_sheets(b"PK\x03\x04 a letter").kind == "ZIP 或 Office"


def test_tangled_and_swollen_pdfs_do_no_harm():
    """A tree of pages that holds itself, a stream that swells a thousandfold, numbers from nowhere."""
    loop = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[2 0 R 2 0 R]/Count 99999999>>endobj
trailer<</Root 1 0 R/Size 3>>
startxref
0
%%EOF"""
    squeezed = zlib.compress(bytes(90_000_000), 9)
    swollen = (
        b"%PDF-1.5\n1 0 obj<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length "
        + str(len(squeezed)).encode() + b">>stream\n" + squeezed + b"\nendstream endobj\n"
        b"trailer<</Root 2 0 R/Size 3>>\nstartxref\n0\n%%EOF"
    )  # fmt: skip
    for raw in (loop, swollen, loop.replace(b"2 0 R", b"9 9 R"), b"%PDF-" + bytes(100_000) + b"%%EOF"):
        assert not look_at_sheets(raw).whole


def test_damaged_bytes_do_no_harm():
    raw = pdf(1)
    for place in range(0, len(raw), 23):
        hurt = raw[:place] + b"\xff" + raw[place + 1 :]
        assert look_at_sheets(hurt).bytes == len(hurt)


def test_the_lines_of_a_visit_make_the_files_they_name():
    ((name, raw),) = scan_files("3 页")
    assert name.endswith(".pdf")
    assert look_at_sheets(raw).pages == 3
    sheets = scan_files("2 页，JPG")
    assert [look_at_sheets(raw).kind for _, raw in sheets] == ["JPG", "JPG"]
    assert sheets[0][1] != sheets[1][1]
    with pytest.raises(ValueError, match="彩色"):
        scan_files("2 页，彩色")
