"""Which characters can be printed, by which file, and what happens to the others."""

import hashlib
import io
import re
from dataclasses import replace

import pypdf
import pytest

from printing import Fact, draw, draw_form, missing
from printing.fonts import BOLD, REGULAR, SHIPPED, SONG, SONG_BOLD, Typeface
from printing.sfnt import FontError, read
from tests.printing.samples import MEDIA, NAMES, ORIGINAL, RECEIPT, read_pdfium
from tests.printing.test_forms import form


def shipped(typeface: Typeface) -> Typeface:
    """The typeface on a machine where no other font is installed."""
    return Typeface(*(path for path in typeface.paths if path.parent == SHIPPED), heavy=typeface.heavy)


SHIPPED_ONLY = shipped(REGULAR)
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


def test_song_has_the_8105_characters_of_names_itself_and_its_bold_what_headings_are_written_in():
    assert {run.path.name for run in SONG.runs("王䶮𬱖㛃𫖯·张")} == {"CounterSong-Regular.ttf"}
    assert {run.path.name for run in SONG_BOLD.runs("社会保障卡一次性告知单：受理回执")} == {"CounterSong-Bold.ttf"}
    assert [(run.path.stem, run.thin) for run in SONG_BOLD.runs("王䶮")] == [
        ("CounterSong-Bold", False), ("CounterSong-Regular", True),
    ]  # fmt: skip


def test_both_typefaces_draw_the_same_characters_with_or_without_installed_fonts():
    asked = [chr(code) for code in (*range(0x20, 0xD800), *range(0xF900, 0x10000), *range(0x20000, 0x31400))]
    for one, other in ((REGULAR, SONG), (SHIPPED_ONLY, shipped(SONG)), (SHIPPED_ONLY, shipped(SONG_BOLD))):
        assert [char for char in asked if (one.find(char) is None) != (other.find(char) is None)] == []


def test_a_name_that_song_lacks_is_drawn_by_what_is_shipped():
    assert [run.path.stem for run in shipped(SONG).runs("王陳")] == ["CounterSong-Regular", "CounterHei-Rare"]


def faces(pdf: bytes) -> set[str]:
    """The typefaces in a document."""
    fonts = pypdf.PdfReader(io.BytesIO(pdf)).pages[0]["/Resources"]["/Font"].values()
    return {str(font["/BaseFont"]).partition("+")[2].partition("-")[0] for font in fonts}


def test_sheets_and_forms_are_set_in_song_with_labels_in_hei_and_thermal_and_needle_paper_in_hei():
    set_in = {media: faces(draw(RECEIPT, ORIGINAL, media).pdf) for media in MEDIA}
    both = {"CounterSong", "CounterHei"}
    assert set_in == {"roll80": {"CounterHei"}, "roll58": {"CounterHei"}, "a4": both, "a5": both, "form241": {"CounterHei"}}
    assert faces(draw_form(form(), ORIGINAL).pdf) == both


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
