"""Which characters can be printed, by which file, and what happens to the others."""

import hashlib
import re
from dataclasses import replace

import pytest

from printing import Fact, draw, missing
from printing.fonts import BOLD, REGULAR, SHIPPED, Typeface
from printing.sfnt import FontError, read
from tests.printing.samples import MEDIA, NAMES, ORIGINAL, RECEIPT, read_pdfium

SHIPPED_ONLY = Typeface(*(path for path in REGULAR.paths if path.parent == SHIPPED), heavy=2)
NOWHERE = "\ue863"
PAGES = (SHIPPED / "FONTS.md").read_text(encoding="utf-8")


def test_the_list_of_typefaces_is_true():
    rows = re.findall(r"^\| (\S+) \| \S+ \| (\d+) \| ([0-9a-f]{64}) \|$", PAGES, re.MULTILINE)
    assert {name for name, _, _ in rows} == {path.name for path in SHIPPED.iterdir()} - {"FONTS.md"}
    for name, size, digest in rows:
        content = (SHIPPED / name).read_bytes()
        assert len(content) == int(size)
        assert hashlib.sha256(content).hexdigest() == digest


def test_rare_names_print_without_any_installed_font():
    for name in (*NAMES, "陳龍", "Đặng Thị Ánh", "François"):
        assert SHIPPED_ONLY.missing(name) == ()


def test_all_hanzi_of_gb2312_print_bold_and_regular_from_the_shipped_faces():
    pairs = (bytes((row, cell)) for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF))
    hanzi = "".join(pair.decode("gb2312", "ignore") for pair in pairs)
    assert len(hanzi) == 6763
    for typeface in (REGULAR, BOLD):
        assert {run.path.name for run in typeface.runs(hanzi)} == {typeface.paths[0].name}


def test_the_fallback_is_per_character():
    runs = SHIPPED_ONLY.runs("王陳王")
    assert [(run.path.stem, run.text) for run in runs] == [
        ("CounterHei-Regular", "王"),
        ("CounterHei-Rare", "陳"),
        ("CounterHei-Regular", "王"),
    ]


def test_bold_text_thickens_what_only_a_regular_face_draws():
    assert [run.thin for run in BOLD.runs("王陳")] == [False, True]
    assert not any(run.thin for run in REGULAR.runs("王陳"))


@pytest.mark.parametrize("media", MEDIA)
def test_a_character_nothing_draws_is_reported_and_printed_as_geta(media):
    drawn = draw(replace(RECEIPT, facts=(Fact("姓名", f"王{NOWHERE}明{NOWHERE}", "name"),)), ORIGINAL, media)
    assert drawn.missing == (NOWHERE,)
    assert "王〓明〓" in read_pdfium(drawn.pdf)
    assert draw(RECEIPT, ORIGINAL, media).missing == ()


def test_missing_is_asked_before_anything_is_printed():
    assert missing("王䶮𬱖 阿卜杜拉·买买提\n") == ()
    assert missing(f"甲{NOWHERE}乙\U0010fffd丙{NOWHERE}\udbff") == (NOWHERE, "\U0010fffd", "\udbff")


def test_a_private_code_is_drawn_by_no_font_as_each_means_something_else_by_it():
    private = "".join(map(chr, range(0xE000, 0xF900)))
    assert missing(private) == tuple(private)


def test_a_variation_selector_is_no_character_of_its_own():
    assert missing("葛\U000e0100") == ()


@pytest.mark.parametrize(("head", "why"), [(b"OTTO", "TrueType 轮廓"), (b"\x00\x01\x00\x00", "缺少")])
def test_a_file_that_is_no_truetype_font_is_refused_by_name(tmp_path, head, why):
    broken = tmp_path / "坏字体.ttf"
    broken.write_bytes(head + bytes(64))
    with pytest.raises(FontError, match=f"坏字体.ttf.*{why}"):
        read(broken)
