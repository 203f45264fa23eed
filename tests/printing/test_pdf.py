"""What readers of PDF ask of a file, and what a slip needs before it is drawn."""

import io
import subprocess
import sys

import pypdf
import pytest
import segno

from printing import draw
from printing.codes import MASK, code
from printing.cut import checksum
from printing.sfnt import number
from tests.printing.samples import ORIGINAL, RECEIPT


def test_the_file_says_what_it_is_and_that_it_is_printed_at_its_true_size():
    reader = pypdf.PdfReader(io.BytesIO(draw(RECEIPT, ORIGINAL, "roll80").pdf), strict=True)
    assert reader.metadata.title == f"{RECEIPT.title} {RECEIPT.number}"
    assert reader.metadata.author == RECEIPT.office
    assert reader.trailer["/Root"]["/ViewerPreferences"]["/PrintScaling"] == "/None"


def test_every_font_is_in_the_file_whole():
    reader = pypdf.PdfReader(io.BytesIO(draw(RECEIPT, ORIGINAL, "a4").pdf), strict=True)
    fonts = [font.get_object() for font in reader.pages[0]["/Resources"]["/Font"].values()]
    assert len(fonts) > 1
    for font in fonts:
        cut = font["/DescendantFonts"][0]["/FontDescriptor"]["/FontFile2"].get_data()
        assert checksum(cut) == 0xB1B0AFBA
        for at in range(12, 12 + 16 * number(cut[4:6]), 16):
            start, length = number(cut[at + 8 : at + 12]), number(cut[at + 12 : at + 16])
            table = cut[start : start + length]
            table = table[:8] + bytes(4) + table[12:] if cut[at : at + 4] == b"head" else table
            assert checksum(table) == number(cut[at + 4 : at + 8])


@pytest.mark.parametrize("content", ["1", "35058120261121000123", "https://example.gov.cn/q?n=䶮𬱖", "A" * 300])
def test_a_code_is_what_its_library_makes(content):
    whole = segno.make_qr(content, error="m", encoding="utf-8", mask=MASK).matrix
    made = code(content)
    dark = {(x, y) for column, y, length in made.stretches for x in range(column, column + length)}
    assert dark == {(x, y) for y, row in enumerate(whole) for x, one in enumerate(row) if one}
    assert made.count == len(whole)


FIRST = """
import sys
from datetime import datetime
from printing import Copy, Fact, Receipt, draw
words = Receipt(office="局", title="回执", number="1", facts=(Fact("持卡人", "王䶮", "name"),), code="1")
draw(words, Copy(number=1, at=datetime(2026, 11, 21), clerk="0207", awaiting_province=False), "roll80")
print({"segno", "urllib.request", "ssl"} & {*sys.modules})
"""


def test_the_first_slip_loads_no_more_than_it_needs():
    seen = subprocess.run([sys.executable, "-c", FIRST], capture_output=True, text=True, check=True)
    assert seen.stdout.strip() == "set()"
