"""What a reader notices first: names large enough, the day under the stamp, no lone last word, no torn column."""

from dataclasses import replace

import pytest

from printing import Certificate, Fact, Table, draw
from printing.certificate import certificate_sheets
from printing.marks import Page, Words
from printing.papers import LEAST_NAME, LEAVES, ROLLS
from printing.sheet import label, sheets
from printing.slip import slip
from tests.printing.samples import LONG_NAME, MEDIA, ORIGINAL, RECEIPT, read_pdfium

WORKED = (Fact("网点", "市行政服务中心"), Fact("经办人", "李䶮（1024）", "name"), Fact("复核人", f"{LONG_NAME}（1001）", "name"))


def pages(receipt, media: str) -> tuple[Page, ...]:
    return (slip(receipt, ORIGINAL, media),) if media in ROLLS else sheets(receipt, ORIGINAL, media)


def lines(given: tuple[Page, ...]) -> list[Words]:
    return [mark for page in given for mark in page.marks if isinstance(mark, Words)]


@pytest.mark.parametrize("media", MEDIA)
def test_who_worked_on_it_is_named_at_the_foot_as_large_as_any_name(media):
    set_lines = lines(pages(replace(RECEIPT, foot=WORKED), media))
    named = [words.line for words in set_lines if "李䶮" in words.line.text or LONG_NAME[:3] in words.line.text]
    assert len(named) >= 2
    assert all(line.size >= LEAST_NAME for line in named)
    assert "李䶮（1024）" in "".join(line.text for line in named)


@pytest.mark.parametrize("media", ["a4", "a5", "form241"])
def test_the_day_stands_under_the_stamp_or_the_pen_has_room_for_one(media):
    stamped = read_pdfium(draw(replace(RECEIPT, day="2026 年 11 月 21 日"), ORIGINAL, media).pdf)
    assert "2026 年 11 月 21 日" in stamped
    assert "年　　　月　　　日" not in stamped
    assert "年　　　月　　　日" in read_pdfium(draw(RECEIPT, ORIGINAL, media).pdf)


def test_a_certificate_ends_in_no_lone_word_where_a_smaller_size_saves_the_line():
    for many in range(35, 75):
        given = Certificate(
            office="局", title="证明", number="1", paragraphs=("字" * many + "。",), facts=(), day="2026 年 11 月 20 日"
        )
        ends = [words.line for words in lines(certificate_sheets(given, ORIGINAL)) if set(words.line.text) <= set("字　。")]
        assert len(ends[-1].text) > 2 or ends[-1].size == 13.0, many


@pytest.mark.parametrize("title", ["社会保障卡遗失补卡受理回执", "社会保障卡姓名、社会保障号变更回执"])
def test_a_title_of_two_lines_is_broken_in_its_middle(title):
    (page,) = pages(replace(RECEIPT, title=title), "roll58")
    texts = [words.line.text for words in lines((page,)) if words.line.text in title and words.line.bold][:2]
    assert "".join(texts) == title
    assert min(map(len, texts)) > len(title) / 3


@pytest.mark.parametrize("media", ["roll80", "roll58"])
def test_a_line_of_a_roll_says_nothing_for_an_empty_cell_and_begins_with_no_blank(media):
    row = ("领卡", "还没有", "—", "中国农业银行股份有限公司商洛分行营业部二楼大厅", "—")
    table = Table("进度", ("步骤", "情况", "时间", "说明", "省里"), (row,) * 3)
    texts = [words.line.text for words in lines(pages(replace(RECEIPT, tables=(table,)), media))]
    assert "—" not in "".join(texts)
    assert not [text for text in texts if text.startswith("　")]


@pytest.mark.parametrize("media", LEAVES)
def test_a_label_of_two_lines_is_broken_in_its_middle(media):
    leaf = LEAVES[media][0]
    texts = [line.text for line in label("须带齐的全部材料", leaf, 22 * 72 / 25.4).lines]
    assert "".join(texts) == "须带齐的全部材料"
    assert len(texts) == 1 or min(map(len, texts)) > 2


HISTORY = ("时间", "业务流水号", "业务", "变化", "地点", "经办", "省里")
ROW = (
    "2026-11-20 10:31", "61100001202611200000", "遗失补卡", "社会保障卡 正式挂失 → 作废；社保功能 已启用 → 停用；" * 3,
    "1 号窗口（中国农业银行发卡银行补换卡网点窗口）", "1024", "省已确认",
)  # fmt: skip


@pytest.mark.parametrize("media", ["a4", "form241"])
def test_in_a_crowded_table_short_words_and_numbers_stay_whole_and_the_longest_text_has_most_room(media):
    crowded = replace(RECEIPT, tables=(Table("业务记录", HISTORY, (ROW,)),))
    texts = [words.line.text for words in lines(pages(crowded, media))]
    assert {"2026-11-20", "61100001202611200000", "1024"} <= set(texts)
    assert {"遗失补卡", "省已确认"} <= set(texts) or {"遗失", "补卡"} <= set(texts)
    widest = max(words.line.width for words in lines(pages(crowded, media)) if "已启用" in words.line.text)
    assert widest > 1.5 * max(words.line.width for words in lines(pages(crowded, media)) if "补换卡" in words.line.text)


def test_on_half_a_sheet_a_number_is_broken_before_words_stand_on_end():
    crowded = replace(RECEIPT, tables=(Table("业务记录", HISTORY, (ROW,)),))
    texts = {words.line.text for words in lines(pages(crowded, "a5"))}
    assert {"遗失", "补卡"} <= texts or "遗失补卡" in texts
    assert any(len(text) > 8 and text in ROW[1] for text in texts)


@pytest.mark.parametrize("media", LEAVES)
def test_no_sheet_ends_with_the_head_of_a_table_and_none_begins_without_it(media):
    columns, row = ("批号", "种类", "账面结存"), ("演练票据", "财政票据 00380001-00380001，由财政局领入的一批" * 3, "199")
    for many in range(1, 22):
        some = replace(RECEIPT, facts=RECEIPT.facts[:1] * many, tables=(Table("票据（张）", columns, (row,) * 3),))
        for page in pages(some, media):
            texts = [words.line.text for words in lines((page,))]
            assert ("账面结存" in texts) == ("199" in texts), many


@pytest.mark.parametrize("media", MEDIA)
def test_the_items_of_a_list_are_all_as_large_as_each_other(media):
    """One that just misses its line is not made smaller than its neighbours."""
    for many in range(12, 40):
        notices = ("甲" * many + "。", "乙" * 30 + "。", "丙。")
        set_lines = [words.line for words in lines(pages(replace(RECEIPT, notices=notices), media))]
        assert len({line.size for line in set_lines if set(line.text) & set("甲乙丙")}) == 1, many
