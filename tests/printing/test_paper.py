"""Where the words stand: nothing overflows, names are large, the roll is as long as its words."""

from dataclasses import replace

import pytest

from printing import Fact, draw
from printing.fonts import face
from printing.layout import wrap
from tests.printing.samples import CROWDED, NAMES, ORIGINAL, RECEIPT, REPRINT, WAITING, letters, picture

POINTS = 72 / 25.4
MARGIN = {"roll80": 3.9, "roll58": 4.9, "a4": 12, "a5": 12, "form241": 17}  # mm: a head or the holes begin there


@pytest.mark.parametrize("copy", [ORIGINAL, replace(REPRINT, awaiting_province=True, rehearsal=True)])
@pytest.mark.parametrize("receipt", [RECEIPT, CROWDED])
@pytest.mark.parametrize("media", MARGIN)
def test_no_letter_leaves_the_margins(media, receipt, copy):
    for (width, height), seen in letters(draw(receipt, copy, media).pdf):
        side, edge = MARGIN[media] * POINTS, 3 * POINTS
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


@pytest.mark.parametrize(("media", "wide"), [("roll80", 80), ("roll58", 58)])
def test_the_roll_ends_just_below_its_last_line(media, wide):
    short = draw(replace(RECEIPT, lists=(), notices=()), ORIGINAL, media)
    long = draw(RECEIPT, ORIGINAL, media)
    assert long.height_mm > short.height_mm + 20
    for drawn in (short, long):
        (width, height), seen = letters(drawn.pdf)[0]
        assert abs(width / POINTS - wide) < 0.1
        assert abs(height / POINTS - drawn.height_mm) < 0.1
        assert 3 < min(letter.bottom for letter in seen) / POINTS < 6


@pytest.mark.parametrize("media", ["roll80", "roll58"])
def test_the_roll_is_black_only(media):
    black = picture(draw(RECEIPT, WAITING, media).pdf)
    assert "待省确认" in "".join(x.char for x in letters(draw(RECEIPT, WAITING, media).pdf)[0][1])
    dark = black.histogram()[0] / (black.width * black.height)
    assert 0.05 < dark < 0.25


SIZE = {"a4": (210, 297), "a5": (148, 210), "form241": (241, 140)}


@pytest.mark.parametrize("media", SIZE)
def test_a_usual_receipt_takes_one_sheet(media):
    pages = letters(draw(RECEIPT, replace(REPRINT, awaiting_province=True), media).pdf)
    assert [size for size, _ in pages] == [pytest.approx([side * POINTS for side in SIZE[media]], abs=0.5)]


def test_lines_are_set_closer_only_where_that_saves_a_sheet():
    def closest(receipt):
        pages = letters(draw(receipt, ORIGINAL, "a4").pdf)
        return len(pages), max(letter.size for letter in pages[0][1] if letter.char in "急需就医")

    loose = closest(RECEIPT)
    fuller = replace(RECEIPT, notices=RECEIPT.notices * 6)
    endless = replace(RECEIPT, notices=RECEIPT.notices * 60)
    assert loose == (1, 10.5)
    assert closest(fuller)[0] == 1
    assert closest(fuller)[1] < loose[1]
    assert closest(endless)[0] > 1


def test_a_narrow_roll_is_its_own_layout_not_a_smaller_picture():
    narrow = [x.size for x in letters(draw(RECEIPT, ORIGINAL, "roll58").pdf)[0][1]]
    wide = [x.size for x in letters(draw(RECEIPT, ORIGINAL, "roll80").pdf)[0][1]]
    assert sorted(narrow)[len(narrow) // 2] > 0.9 * sorted(wide)[len(wide) // 2]
    assert min(narrow) >= min(wide)


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
