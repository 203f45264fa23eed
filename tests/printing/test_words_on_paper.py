"""What stands on the paper, read back by two independent PDF readers."""

import io
from dataclasses import replace
from decimal import Decimal

import pypdf
import pytest

from printing import Fact, Fee, draw
from tests.printing.samples import (
    MEDIA,
    NAMES,
    ORIGINAL,
    RECEIPT,
    REHEARSAL,
    REPRINT,
    WAITING,
    letters,
    read_pdfium,
    read_pypdf,
)


@pytest.mark.parametrize("reader", [read_pdfium, read_pypdf])
@pytest.mark.parametrize("media", MEDIA)
def test_rare_names_are_found_by_searching_the_pdf(media, reader):
    names = tuple(Fact("姓名", name, "name") for name in NAMES)
    text = reader(draw(replace(RECEIPT, facts=names), ORIGINAL, media).pdf)
    for name in NAMES:
        assert name in text


@pytest.mark.parametrize("reader", [read_pdfium, read_pypdf])
@pytest.mark.parametrize("media", MEDIA)
def test_every_part_of_the_receipt_is_printed(media, reader):
    text = reader(draw(RECEIPT, ORIGINAL, media).pdf)
    said = [
        RECEIPT.office,
        RECEIPT.title,
        RECEIPT.number,
        "20.00 元",
        "《社会保障卡收费办法》第五条",
        RECEIPT.promise,
    ]
    said += [item.text for listing in RECEIPT.lists for item in (*listing.items,)]
    said += [word for fact in RECEIPT.facts[:6] for word in (fact.label, fact.value)]
    said += [
        *RECEIPT.notices,
        RECEIPT.next_step,
        *RECEIPT.signatures,
        "已收材料",
        "下一步",
        "注意事项",
        "0595-12333",
    ]
    for words in said:
        assert words in text, words


@pytest.mark.parametrize("media", MEDIA)
def test_a_fee_of_nothing_prints_as_free(media):
    text = read_pdfium(draw(replace(RECEIPT, fee=Fee("工本费", Decimal(0))), ORIGINAL, media).pdf)
    assert "免收" in text
    assert "0.00" not in text
    assert "收费" not in read_pdfium(draw(replace(RECEIPT, fee=None), ORIGINAL, "a4").pdf)


@pytest.mark.parametrize("media", MEDIA)
def test_a_paper_without_a_number_has_no_place_for_one(media):
    assert "业务流水号" in read_pdfium(draw(RECEIPT, ORIGINAL, media).pdf)
    assert "业务流水号" not in read_pdfium(draw(replace(RECEIPT, number="", code=""), ORIGINAL, media).pdf)


@pytest.mark.parametrize("media", MEDIA)
def test_the_original_bears_no_mark(media):
    text = read_pdfium(draw(RECEIPT, ORIGINAL, media).pdf)
    for mark in ("补打", "待省确认", "演练"):
        assert mark not in text


@pytest.mark.parametrize("media", MEDIA)
def test_a_reprint_says_which_when_and_by_whom(media):
    text = read_pdfium(draw(RECEIPT, REPRINT, media).pdf)
    assert "补打　第2次" in text
    assert "2026-11-21 09:31:07　经办人 0311" in text


@pytest.mark.parametrize("media", MEDIA)
def test_an_unconfirmed_operation_says_so(media):
    seen = letters(draw(RECEIPT, WAITING, media).pdf)[0][1]
    assert "待省确认" in "".join(letter.char for letter in seen if letter.size >= 10)


@pytest.mark.parametrize("media", MEDIA)
def test_a_rehearsal_cannot_pass_for_a_receipt(media):
    text = read_pdfium(draw(RECEIPT, REHEARSAL, media).pdf)
    assert "不作凭证" in text
    assert text.count("演练") >= 2


def test_every_sheet_of_a_long_rehearsal_is_marked():
    long = replace(RECEIPT, notices=("补办期间急需就医的，可在窗口申领临时社保卡。" * 20,) * 5)
    pages = pypdf.PdfReader(io.BytesIO(draw(long, REHEARSAL, "a4").pdf)).pages
    assert len(pages) > 1
    for number, page in enumerate(pages, 1):
        assert "演练" in page.extract_text()
        assert f"第 {number} 页　共 {len(pages)} 页" in page.extract_text()
        assert RECEIPT.number in page.extract_text()


def test_the_stamp_is_waited_for_only_where_one_belongs():
    assert "受理专用章" in read_pdfium(draw(RECEIPT, ORIGINAL, "a4").pdf)
    assert "受理专用章" not in read_pdfium(draw(replace(RECEIPT, stamp=False), ORIGINAL, "a4").pdf)


@pytest.mark.parametrize("media", MEDIA)
def test_every_font_is_embedded(media):
    for page in pypdf.PdfReader(io.BytesIO(draw(RECEIPT, REPRINT, media).pdf)).pages:
        fonts = page["/Resources"]["/Font"].values()
        named = [font.get_object() for font in fonts]
        assert {font["/BaseFont"].split("+")[1] for font in named} >= {"CounterHei-Regular", "CounterHei-Bold"}
        descendants = [font["/DescendantFonts"][0].get_object() for font in named]
        assert all("/FontFile2" in font["/FontDescriptor"] for font in descendants)
