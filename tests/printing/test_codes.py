"""A telephone reads the code from the paper."""

from dataclasses import replace

import pytest
import zxingcpp
from PIL import Image

from printing import draw
from printing.codes import CodeTooLongError, code
from tests.printing.samples import MEDIA, ORIGINAL, RECEIPT, letters, picture

CONTENTS = (
    "35058120261121000123",
    "https://example.gov.cn/q?n=35058120261121000123&k=8f3a",
    "回执 王䶮𬱖",
    "1",
)


@pytest.mark.parametrize("media", MEDIA)
@pytest.mark.parametrize("content", CONTENTS)
def test_the_code_says_what_the_receipt_says(media, content):
    page = picture(draw(replace(RECEIPT, code=content), ORIGINAL, media).pdf)
    (found,) = zxingcpp.read_barcodes(page)
    assert found.text == content
    assert found.format == zxingcpp.BarcodeFormat.QRCode
    corner, right, below = found.position.top_left, found.position.top_right, found.position.bottom_left
    assert right.x > corner.x + 100
    assert below.y > corner.y + 100


def test_each_of_a_thousand_numbers_in_a_row_is_read():
    for number in range(35058120261121000000, 35058120261121001000):
        made = code(str(number))
        page = Image.new("1", (made.count + 8, made.count + 8), 1)
        for column, row, length in made.stretches:
            page.paste(0, (column + 4, row + 4, column + 4 + length, row + 5))
        (found,) = zxingcpp.read_barcodes(page.resize((page.width * 4, page.height * 4)).convert("L"))
        assert found.text == str(number)


@pytest.mark.parametrize("media", MEDIA)
def test_without_content_there_is_no_code(media):
    bare = draw(replace(RECEIPT, code=""), ORIGINAL, media)
    assert not zxingcpp.read_barcodes(picture(bare.pdf))


def test_a_long_content_makes_a_larger_code_that_still_fits():
    drawn = draw(replace(RECEIPT, code="https://example.gov.cn/q?" + "a1" * 250), ORIGINAL, "roll80")
    (found,) = zxingcpp.read_barcodes(picture(drawn.pdf))
    assert len(found.text) == 525
    (width, _), seen = letters(drawn.pdf)[0]
    assert max(letter.right for letter in seen) < width


def test_modules_are_whole_dots_of_the_thermal_head():
    for content in CONTENTS:
        made = code(content)
        dots = made.side(25) / made.count / 0.125
        assert dots == pytest.approx(round(dots))


def test_a_content_beyond_any_code_is_refused_in_words():
    with pytest.raises(CodeTooLongError, match="二维码"):
        code("长" * 2000)
