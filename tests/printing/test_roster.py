"""A table of many like lines: every line is there, and each sheet begins with the head again."""

from dataclasses import replace

import pytest

from printing import Table, draw
from tests.printing.samples import MEDIA, ORIGINAL, RECEIPT, letters

ROWS = tuple((f"F4509{n:04d}", "王*𬱖", f"410702********{n:04d}", "□") for n in range(90))
TABLE = Table("成品卡清单（共 90 张）", ("卡号", "姓名", "社会保障号码", "核对"), ROWS)


def words(media: str) -> list[str]:
    receipt = replace(RECEIPT, tables=(TABLE,))
    return ["".join(letter.char for letter in seen) for _, seen in letters(draw(receipt, ORIGINAL, media).pdf)]


@pytest.mark.parametrize("media", MEDIA)
def test_every_row_is_on_the_paper_once(media):
    text = "".join(words(media))
    assert [text.count(row[0]) for row in ROWS] == [1] * len(ROWS)
    assert text.count("□") == len(ROWS)


def test_each_sheet_repeats_the_head():
    sheets = words("a4")
    listing = [text for text in sheets if "F4509" in text]
    assert len(listing) > 1
    assert all("社会保障号码" in text and "核对" in text for text in listing)


def test_no_column_is_cut_and_none_leaves_the_frame():
    for (width, _), seen in letters(draw(replace(RECEIPT, tables=(TABLE,)), ORIGINAL, "a4").pdf):
        assert max(letter.right for letter in seen) < width - 12 * 72 / 25.4
