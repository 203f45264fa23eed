"""Where the words stand: nothing overflows, names are large, the roll is as long as its words."""

from dataclasses import replace

import pytest

from printing import Fact, draw
from printing.fonts import face
from printing.layout import wrap
from tests.printing.samples import CROWDED, NAMES, ORIGINAL, RECEIPT, REPRINT, WAITING, letters, picture

POINTS = 72 / 25.4
MARGIN = {"roll80": 3.9 * POINTS, "a4": 12 * POINTS}


@pytest.mark.parametrize("copy", [ORIGINAL, replace(REPRINT, awaiting_province=True, rehearsal=True)])
@pytest.mark.parametrize("receipt", [RECEIPT, CROWDED])
@pytest.mark.parametrize("media", MARGIN)
def test_no_letter_leaves_the_margins(media, receipt, copy):
    for (width, height), seen in letters(draw(receipt, copy, media).pdf):
        side, edge = MARGIN[media], 3 * POINTS
        outside = [x for x in seen if x.left < side or x.right > width - side]
        outside += [x for x in seen if x.bottom < edge or x.top > height - edge]
        assert outside == []


@pytest.mark.parametrize("media", MARGIN)
def test_no_letter_covers_another(media):
    for _, seen in letters(draw(CROWDED, WAITING, media).pdf):
        small = [x for x in seen if x.right > x.left and x.size < 60]
        small.sort(key=lambda letter: letter.left)
        for place, one in enumerate(small):
            for other in small[place + 1 :]:
                if other.left >= one.right - 1.5:
                    break
                assert other.bottom >= one.top - 1.5 or other.top <= one.bottom + 1.5, (one, other)


@pytest.mark.parametrize("media", MARGIN)
def test_every_letter_of_a_crowded_receipt_is_there(media):
    text = "".join(letter.char for _, seen in letters(draw(CROWDED, ORIGINAL, media).pdf) for letter in seen)
    assert text.count("A1B2C3D4E5F6G7H8I9J0") >= 40
    assert text.count("一二三四号五栋六室") >= 40 + 40 + 60


@pytest.mark.parametrize("media", MARGIN)
def test_names_are_printed_large_enough_for_many_strokes(media):
    receipt = replace(RECEIPT, facts=tuple(Fact("姓名", name, "name") for name in NAMES))
    rare = [
        x for _, seen in letters(draw(receipt, ORIGINAL, media).pdf) for x in seen if x.char in "䶮𬱖𫖯㛃𠅤"
    ]
    assert len(rare) == 5
    assert min(letter.size for letter in rare) >= 11


def test_the_roll_ends_just_below_its_last_line():
    short = draw(replace(RECEIPT, lists=(), notices=()), ORIGINAL, "roll80")
    long = draw(RECEIPT, ORIGINAL, "roll80")
    assert long.height_mm > short.height_mm + 20
    for drawn in (short, long):
        (width, height), seen = letters(drawn.pdf)[0]
        assert abs(width / POINTS - 80) < 0.1
        assert abs(height / POINTS - drawn.height_mm) < 0.1
        assert 3 < min(letter.bottom for letter in seen) / POINTS < 6


def test_the_roll_is_black_only():
    black = picture(draw(RECEIPT, WAITING, "roll80").pdf)
    assert "待省确认" in "".join(x.char for x in letters(draw(RECEIPT, WAITING, "roll80").pdf)[0][1])
    dark = black.histogram()[0] / (black.width * black.height)
    assert 0.05 < dark < 0.25


def test_a_usual_receipt_takes_one_sheet():
    pages = letters(draw(RECEIPT, replace(REPRINT, awaiting_province=True), "a4").pdf)
    assert [size for size, _ in pages] == [pytest.approx((210 * POINTS, 297 * POINTS), abs=0.5)]


TEXT = "请于12月5日前补齐材料（含“授权委托书”、身份证），到03号窗口补正；咨询0595-12333。"


@pytest.mark.parametrize("width", range(72, 240, 3))
def test_lines_are_no_wider_than_asked_and_break_where_a_reader_expects(width):
    lines = wrap(TEXT, width, 9.5)
    assert "".join(line.text for line in lines) == TEXT
    for line in lines:
        assert face(bold=False).width(line.text, 9.5) <= width + 0.001
        assert line.text[0] not in "，。、；：）”"
        assert line.text[-1] not in "（“"
    assert any("0595-12333" in line.text for line in lines)


def test_a_short_bracket_stays_together():
    lines = [line.text for line in wrap("2026年12月14日前办结（15个工作日）", 150, 10)]
    assert lines == ["2026年12月14日前办结", "（15个工作日）"]


def test_a_token_without_breaks_is_broken():
    lines = wrap("W" * 40, 100, 10)
    assert "".join(line.text for line in lines) == "W" * 40
    assert all(line.width <= 100 for line in lines)


def test_invisible_marks_and_control_codes_are_not_set():
    assert wrap("葛\U000e0100城\u200b\ufeff区\t1\x07号", 500, 10)[0].text == "葛城区 1 号"
