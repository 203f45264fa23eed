"""Application forms on paper: what stands in which cell, room for the pen, marks, photo, code."""

import hashlib
import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import pairwise

import pypdf
import pytest
import zxingcpp
from PIL import Image

from printing import FULL, FormCell, FormRow, FormSheet, Gap, GridError, PictureError, Tick, draw_form, places
from printing.formsheet import BOTTOM, form_sheets
from printing.marks import MM, Box, Check, Picture, Rule, Words
from printing.written import written
from tests.printing.samples import (
    ADDRESS,
    NAMES,
    ORIGINAL,
    REHEARSAL,
    TOKEN,
    letters,
    picture,
    read_pdfium,
    read_pypdf,
)

CODE = "0193a2f4-5c1e-7d3b-9a44-0123456789ab"
LONG_NAME = "阿不都热合曼·买买提依明江·吐尔"
UNIT = "石狮市凤里街道纺织印染工业园区某某纺织印染有限责任公司第二分公司" * 2
PROMPT = "（贴照片处）"


def label(text, wide, down=1):
    return FormCell(wide=wide, down=down, kind="label", lines=tuple((line,) for line in text.split("\n")))


def value(text, wide, kind="value"):
    return FormCell(wide=wide, kind=kind, lines=((text,),))


def form(name="王䶮𬱖", address=ADDRESS, unit=UNIT[:60], city="", insured=1, **more):
    chosen = [Tick(number == insured) for number in range(2)]
    return FormSheet(
        title="福建省社会保障卡申领表",
        dated="申领日期：2026 年 11 月 21 日",
        rows=(
            FormRow(high=11, cells=(label("姓名", 20), value(name, 38, "name"), label("民族", 20), value("汉族", 52),
                                    FormCell(wide=40, down=3, kind="photo", lines=((PROMPT,), ("提供电子照片。",))))),
            FormRow(high=11, cells=(label("常住地地址", 34), value(address, 96))),
            FormRow(high=11, cells=(label("工作单位", 34), value(unit, 96))),
            FormRow(high=17, cells=(label("参加医疗保险或\n新农合的类型", 34), FormCell(wide=136, kind="text", lines=(
                (chosen[0], "城镇职工基本医疗保险\t", chosen[1], "新型农村合作医疗"),)))),
            FormRow(high=11, cells=(label("16周岁以下的\n申请人", 34, 2), label("监护人姓名", 28), value("", 108, "name"))),
            FormRow(high=11, cells=(label("监护人证件号码", 28), value("", 108))),
            FormRow(high=36, cells=(label("是否首次申领社保卡", 34), FormCell(wide=136, kind="text", lines=(
                (Tick(), "否，本人在福建省", Gap(city, 4), "市已持有社保卡，卡号为", Gap("D35081001", 9), "。"),
                ("　　　　　　　　　　申请人（签字）：", Gap("", 9)))))),
        ),
        notes=("说明：申请人须提供有效的身份证件复印件。",),
        office="石狮市人力资源和社会保障局",
        place="工商银行石狮支行　1号窗口",
        basis="依据 方案 附件1",
        code=CODE,
        **more,
    )  # fmt: skip


CROWDED = form(
    name=LONG_NAME,
    address=ADDRESS * 3,
    unit=TOKEN,
    city="克孜勒苏柯尔克孜自治州阿图什",
)
JPEG_SIDES = (358, 441)


def jpeg():
    held = io.BytesIO()
    Image.new("RGB", JPEG_SIDES, (90, 120, 160)).save(held, "JPEG")
    return held.getvalue()


def cells_of(page):
    return [mark for mark in page.marks if isinstance(mark, Box) and mark.weight and mark.fill is None]


@pytest.mark.parametrize("sheet", [form(), CROWDED, form(name="", address="", unit="")], ids=["usual", "crowded", "empty"])
def test_every_letter_of_the_grid_stands_inside_one_cell(sheet):
    pages = form_sheets(sheet, ORIGINAL)
    for page, (_, seen) in zip(pages, letters(draw_form(sheet, ORIGINAL).pdf), strict=True):
        cells = cells_of(page)
        top, bottom = min(c.y for c in cells), max(c.y + c.height for c in cells)
        inside = [x for x in seen if top < page.height - x.top and page.height - x.bottom < bottom]
        assert len(inside) > 60
        for x in inside:
            assert any(
                cell.x <= x.left and x.right <= cell.x + cell.width and cell.y <= page.height - x.top
                and page.height - x.bottom <= cell.y + cell.height
                for cell in cells
            ), x  # fmt: skip


def test_cells_fill_the_grid_and_none_covers_another():
    (page,) = form_sheets(form(), ORIGINAL)
    cells = cells_of(page)
    area = sum(cell.width * cell.height for cell in cells)
    high = max(c.y + c.height for c in cells) - min(c.y for c in cells)
    assert area == pytest.approx(FULL * MM * high)
    for place, one in enumerate(cells):
        for other in cells[place + 1 :]:
            apart = one.x + one.width <= other.x + 0.01 or other.x + other.width <= one.x + 0.01
            above = one.y + one.height <= other.y + 0.01 or other.y + other.height <= one.y + 0.01
            assert apart or above


@pytest.mark.parametrize("sheet", [form(), CROWDED], ids=["usual", "crowded"])
def test_no_letter_covers_another(sheet):
    for _, seen in letters(draw_form(sheet, ORIGINAL).pdf):
        small = sorted((x for x in seen if x.right > x.left and x.char not in "√□"), key=lambda x: x.left)
        for place, one in enumerate(small):
            for other in small[place + 1 :]:
                if other.left >= one.right - 1:
                    break
                assert other.bottom >= one.top - 1 or other.top <= one.bottom + 1, (one, other)


def test_what_is_long_is_there_whole_and_the_form_stays_on_one_sheet():
    assert len(form_sheets(CROWDED, ORIGINAL)) == 1
    text = read_pdfium(draw_form(CROWDED, ORIGINAL).pdf)
    seen = "".join(x.char for _, page in letters(draw_form(CROWDED, ORIGINAL).pdf) for x in page)
    for words in (LONG_NAME, ADDRESS * 3, TOKEN, "克孜勒苏柯尔克孜自治州阿图什", "D35081001"):
        assert words in seen or words in text, words


def test_a_form_beyond_one_sheet_goes_on_under_its_title():
    more = replace(form(), rows=(*form().rows, *(FormRow(high=40, cells=(value("x" * 30, FULL),)) for _ in range(4))))
    pages = pypdf.PdfReader(io.BytesIO(draw_form(more, ORIGINAL).pdf)).pages
    assert len(pages) == 1, "the rows are lower where that keeps the form on one sheet"
    (page,) = form_sheets(more, ORIGINAL)
    assert max(c.y + c.height for c in cells_of(page)) > BOTTOM - 10 * MM, "but no lower than that"
    tall = replace(more, rows=more.rows + tuple(FormRow(high=20, cells=(value(ADDRESS * 8, FULL),)) for _ in range(9)))
    pages = pypdf.PdfReader(io.BytesIO(draw_form(tall, ORIGINAL).pdf)).pages
    assert len(pages) > 1
    for number, page in enumerate(pages, 1):
        assert f"第 {number} 页　共 {len(pages)} 页" in page.extract_text()
        assert CODE in page.extract_text()
    assert "福建省社会保障卡申领表（续）" in pages[1].extract_text()
    for page in form_sheets(tall, ORIGINAL):
        assert all(cell.y + cell.height <= BOTTOM + 0.1 for cell in cells_of(page))


def test_an_empty_cell_leaves_room_for_a_pen():
    (page,) = form_sheets(form(name="", address="", unit=""), ORIGINAL)
    words = [m for m in page.marks if isinstance(m, Words)]
    empty = [c for c in cells_of(page) if not any(c.x < w.x < c.x + c.width and c.y < w.y < c.y + c.height for w in words)]
    assert len(empty) == 5
    assert min(cell.height for cell in empty) >= 9 * MM
    assert min(cell.width for cell in empty) >= 30 * MM
    lines = sorted(m.x2 - m.x for m in page.marks if isinstance(m, Rule) and m.weight == 0.5)
    assert lines[0] >= 14 * MM, "the city is written by hand"
    assert lines[-1] >= 30 * MM, "a signature has room"


@pytest.mark.parametrize("insured", [0, 1])
def test_the_chosen_box_is_ticked_and_no_other(insured):
    sheet = form(insured=insured)
    (page,) = form_sheets(sheet, ORIGINAL)
    (check,) = [m for m in page.marks if isinstance(m, Check)]
    boxes = [m for m in page.marks if isinstance(m, Words) and m.line.text == "□"]
    assert len(boxes) == 3
    assert [abs(check.x - box.x) < 1 and abs(check.y - box.y) < 14 for box in boxes].index(True) == insured
    text = read_pdfium(draw_form(sheet, ORIGINAL).pdf).replace(" ", "")
    assert text.count("√") == 1
    blank = picture(draw_form(form(insured=9), ORIGINAL).pdf)
    assert picture(draw_form(sheet, ORIGINAL).pdf).histogram()[0] > blank.histogram()[0]


@pytest.mark.parametrize("width", range(60, 200, 7))
def test_a_box_stays_with_its_words_and_no_line_is_too_wide(width):
    line = (Tick(), "申领", Tick(), "正式挂失", Tick(True), "遗失补卡", Gap("遗失", 4), "。", Tick(), "损坏换卡")
    rows = written((line,), width, 10)
    assert "".join(atom.text for row in rows for atom in row.atoms) == "□申领□正式挂失□遗失补卡遗失。□损坏换卡"
    for row in rows:
        assert not row.atoms[-1].box
        assert sum(atom.width for atom in row.atoms) <= width + 0.1


@pytest.mark.parametrize("reader", [read_pdfium, read_pypdf])
def test_rare_names_are_printed_and_found(reader):
    for name in NAMES:
        drawn = draw_form(form(name=name), ORIGINAL)
        assert name in reader(drawn.pdf)
        assert drawn.missing == ()
    seen = letters(draw_form(form(name="王䶮𬱖"), ORIGINAL).pdf)[0][1]
    assert min(x.size for x in seen if x.char in "䶮𬱖") >= 11


def test_a_photo_takes_the_place_of_the_prompt_and_keeps_its_shape():
    sheet = form(photo=jpeg())
    drawn = draw_form(sheet, ORIGINAL)
    (page,) = form_sheets(sheet, ORIGINAL)
    (held,) = [m for m in page.marks if isinstance(m, Picture)]
    assert any(c.x <= held.x and held.x + held.width <= c.x + c.width and c.y <= held.y for c in cells_of(page))
    assert PROMPT not in read_pdfium(drawn.pdf)
    assert PROMPT in read_pdfium(draw_form(form(), ORIGINAL).pdf)
    (image,) = pypdf.PdfReader(io.BytesIO(drawn.pdf)).pages[0].images
    assert image.image.size == JPEG_SIDES
    colour = draw_pixels(drawn.pdf)
    across, down = {x for x, _ in colour}, {y for _, y in colour}
    assert 2 * held.x <= min(across) + 1
    assert max(across) <= 2 * (held.x + held.width) + 1
    assert 2 * held.y <= min(down) + 1
    assert max(down) <= 2 * (held.y + held.height) + 1
    assert (max(down) - min(down)) / (max(across) - min(across)) == pytest.approx(441 / 358, rel=0.02)


def draw_pixels(pdf):
    import pypdfium2

    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0]
        seen = page.render(scale=2).to_pil().convert("RGB")
        page.close()
    width = seen.width
    return {(n % width, n // width) for n, (r, _, b) in enumerate(seen.get_flattened_data()) if b - r > 40}


@pytest.mark.parametrize("bad", [b"\xff\xd8\xff", b"not a picture"])
def test_a_photo_that_is_none_is_refused_in_words(bad):
    with pytest.raises(PictureError, match="请重新拍照"):
        draw_form(form(photo=bad), ORIGINAL)


def test_a_photo_never_stands_in_the_words_of_an_error():
    assert "JFIF" not in repr(form(photo=jpeg()))


def test_an_unsaved_form_says_so_and_a_copy_says_of_what():
    fresh = read_pdfium(draw_form(form(), ORIGINAL).pdf)
    kept = read_pdfium(draw_form(form(number="35058120261121000123"), ORIGINAL).pdf)
    assert "未保存" in fresh
    assert "打印时间 2026-11-21 09:31:07　打印人 0207" in fresh
    assert "副本" not in fresh
    assert "副本　业务流水号 35058120261121000123" in kept
    assert "受理时间 2026-11-21 09:31:07　受理人 0207" in kept
    assert "未保存" not in kept
    for text in (fresh, kept):
        assert "工商银行石狮支行　1号窗口" in text
        assert "第 1 页　共 1 页" in text


def test_a_rehearsal_cannot_pass_for_an_application():
    text = read_pdfium(draw_form(form(), REHEARSAL).pdf)
    assert "不作凭证" in text
    assert text.count("演练") == 2


def test_the_code_on_the_paper_is_the_operation():
    found = zxingcpp.read_barcodes(picture(draw_form(form(), ORIGINAL).pdf))
    assert [one.text for one in found] == [CODE]


def test_a_form_drawn_twice_or_by_four_threads_is_the_same_document():
    sheets = [form(name=name, photo=jpeg(), city=str(n)) for n, name in enumerate(NAMES)]
    first = draw_form(sheets[0], ORIGINAL)
    assert first == draw_form(sheets[0], ORIGINAL)
    assert first.sha256 == hashlib.sha256(first.pdf).hexdigest()
    assert (first.width_mm, first.height_mm, first.media) == (210.0, 297.0, "a4")
    alone = [draw_form(sheet, ORIGINAL).sha256 for sheet in sheets]
    assert len(set(alone)) == len(sheets)
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda sheet: draw_form(sheet, ORIGINAL).sha256, sheets)) == alone


def test_every_fault_of_a_grid_is_told_with_its_row():
    with pytest.raises(GridError) as told:
        places([[value("", 100)], [label("", 100, 3), value("", 70)], [value("", FULL)]])
    assert [row for row, _ in told.value.faults] == [1, 2, 2]
    with pytest.raises(GridError):
        places([[label("", 20, 2), value("", 150)], [value("", FULL)]])
    held = places([[label("", 20, 2), value("", 150)], [value("", 150)]])
    assert [(place.row, place.x) for place in held] == [(0, 0), (0, 20), (1, 20)]


def numbered(text: str, wide: int = 136) -> FormSheet:
    """A form with a cell for an identity number."""
    cells = (label("证件号码", 170 - wide), FormCell(wide=wide, kind="number", lines=((text,),)))
    return FormSheet(title="申领表", dated="", rows=(FormRow(high=11, cells=cells),))


@pytest.mark.parametrize("text", ["350581199506069061", "11010119900307153X", "H12345678"])
def test_an_identity_number_stands_in_eighteen_boxes_and_is_read_in_one_piece(text):
    sheet = numbered(text)
    (page,) = form_sheets(sheet, ORIGINAL)
    walls = sorted({mark.x for mark in page.marks if isinstance(mark, Rule) and mark.x == mark.x2 and mark.weight < 1})
    assert len(walls) == 17
    left = max(mark.x for mark in page.marks if isinstance(mark, Box))
    edges = [left, *walls, left + 136 * MM]
    pdf = draw_form(sheet, ORIGINAL).pdf
    assert text in read_pdfium(pdf)
    cell = max((mark for mark in page.marks if isinstance(mark, Box)), key=lambda box: box.x)
    scale = 203 / 72
    for place, (one, next_one) in enumerate(pairwise(edges)):
        inside = (one + 1.5, cell.y + 2, next_one - 1.5, cell.y + cell.height - 2)
        ink = picture(pdf).crop(tuple(round(side * scale) for side in inside)).getextrema()[0] == 0
        assert ink == (place < len(text)), place


@pytest.mark.parametrize(("text", "wide", "many"), [("", 136, 17), ("350581199506069061", 40, 0), ("1" * 24, 136, 0)])
def test_boxes_wait_for_a_pen_and_stand_only_where_all_have_room(text, wide, many):
    (page,) = form_sheets(numbered(text, wide), ORIGINAL)
    assert sum(isinstance(mark, Rule) and mark.x == mark.x2 and mark.weight < 1 for mark in page.marks) == many
    assert text in read_pdfium(draw_form(numbered(text, wide), ORIGINAL).pdf)
