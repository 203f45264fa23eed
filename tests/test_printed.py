"""The form files: the Fujian form is the annex cell by cell, each city's title is its document's, mistakes are told."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from counter.catalogue import load
from counter.cities import DOCUMENTS, HERE, CityError, city_keys, load_city, read_city
from counter.cities.printed import SHIPPED, read_form
from counter.core.dates import BEIJING
from counter.core.printed import TOKEN, Filled, Origin
from counter.core.ruled import Ruled
from counter.core.strict import Mistakes
from counter.printed import named_in, sheet_of
from printing import Copy, draw_form, places
from tests.printing.samples import AT, read_pdfium

FORMS = sorted(path.stem for path in SHIPPED.glob("*.toml"))
ANNEX = (DOCUMENTS / "shishi-2015-issuing-plan.txt").read_text(encoding="utf-8")
DAY = date(2026, 11, 21)
COPY = Copy(number=1, at=AT.astimezone(BEIJING), clerk="0207", awaiting_province=False)
EMPTY = Filled(texts={}, facts={}, operations=(), day=DAY)


def the_form(key):
    mistakes = Mistakes()
    form = read_form((SHIPPED / f"{key}.toml").read_bytes(), key, mistakes)
    assert not mistakes
    return form


def close(text):
    """A text without any blank."""
    return re.sub(r"\s", "", text)


def annex_rows():
    """The annex's table as it stands in the text: a tab begins a cell, an empty line before a tab ends a row."""
    start = ANNEX.index("申领日期：")
    table = ANNEX[ANNEX.index("\t姓名", start) : ANNEX.index("说明：", start)]
    return [[close(cell) for cell in row.split("\n\t")] for row in table.strip("\n").removeprefix("\t").split("\n\n\t")]


def printed_rows(form):
    """The same of a form file: what is asked is empty, a cell reaching down is empty in the rows below its first."""
    rows = [[] for _ in form.rows]
    for place in places([row.cells for row in form.rows]):
        cell = place.cell
        lines = cell.text or (cell.label or cell.photo or "",)
        words = "".join(TOKEN.sub(lambda token: "□" if token[2] else "", line) for line in lines)
        rows[place.row].append((place.x, close(words)))
        for below in range(place.row + 1, place.row + cell.down):
            rows[below].append((place.x, ""))
    return [[words for _, words in sorted(row)] for row in rows]


def test_the_fujian_form_is_the_annex_cell_by_cell():
    form = the_form("fujian-apply")
    assert annex_rows()[0][:3] == ["姓名", "", "性别"], "the annex is read as a table"
    assert printed_rows(form) == annex_rows()
    assert form.grid.value is Origin.DOCUMENT
    assert form.notes[0] in ANNEX
    assert f"{form.dated}：" in ANNEX


def test_every_word_of_the_annex_stands_on_the_sheet_as_often_as_there():
    form = the_form("fujian-apply")
    sheet = sheet_of(form, form.title, EMPTY)
    text = close(read_pdfium(draw_form(sheet, COPY).pdf))
    annex = close(ANNEX[ANNEX.index("福建省社会保障卡申领表\n\n申领日期") : ANNEX.index("附件2", ANNEX.index("申领日期"))])
    words = {cell for row in annex_rows() for cell in row if cell and "□" not in cell}
    words |= {part for row in annex_rows() for cell in row for part in re.split("[□，。]", cell) if "□" in cell and part}
    assert len(words) > 25
    missed = {word: (annex.count(word), text.count(word)) for word in words if annex.count(word) != text.count(word)}
    assert not missed
    assert text.count("□") == annex.count("□") == 6


@pytest.mark.parametrize("key", FORMS)
def test_each_form_says_whose_grid_it_is(key):
    form = the_form(key)
    text = read_pdfium(draw_form(sheet_of(form, form.title, EMPTY), COPY).pdf)
    ours = form.grid.value is Origin.OURS
    assert form.grid.assumed is ours
    assert ("表样文件未载明，按假定执行" in text) is ours
    assert ("表名、表样" in text) is form.title.assumed
    assert form.title.value in text
    assert "√" not in text


TITLES = {
    ("shangluo", "loss.formal"): "陕西省商洛市社会保障卡业务办理表",
    ("shangluo", "cancel.social"): "陕西省商洛市社会保障卡业务办理表",
    ("shangluo", "tempcard.issue"): "陕西省商洛市社会保障卡业务办理表",
    ("shangluo", "tempcard.renew"): "陕西省商洛社会保障卡业务办理表",
    ("shangluo", "apply.new"): "陕西省社会保障卡业务办理表",
    ("xinxiang", "apply.new"): "社会保障卡申领表",
    ("shishi", "apply.stop_old"): "福建省社会保障卡申领表",
    ("shishi", "apply.new"): "福建省社会保障卡申领表",
    ("shishi", "apply.enter"): "福建省社会保障卡申领表",
    ("shishi", "loss.formal"): "福建省社会保障卡申领表",
    ("shishi", "replace.lost"): "福建省社会保障卡申领表",
    ("shishi", "replace.damaged"): "福建省社会保障卡申领表",
}


@pytest.mark.parametrize(("key", "operation"), TITLES)
def test_an_operation_prints_its_form_under_the_title_of_its_article(key, operation):
    city = load_city(key)
    (named,) = named_in(city, [city.operations[operation]])
    assert named.title.value == TITLES[key, operation]
    text = (DOCUMENTS / city.documents[named.title.article.split()[0]].file).read_text(encoding="utf-8")
    assert (named.title.value in text) is not named.title.assumed


@pytest.mark.parametrize("key", city_keys())
def test_what_is_signed_is_a_material_of_every_operation_with_a_form(key):
    city = load_city(key)
    for name, guide in city.operations.items():
        printed = [paper.paper for paper in guide.materials if paper.printed]
        assert bool(guide.form) is bool(printed), name
        (named,) = named_in(city, [guide]) if guide.form else (None,)
        assert all(named.title.value[-3:] in paper for paper in printed), name


@pytest.mark.parametrize("key", city_keys())
def test_every_operation_with_a_form_is_tried_here_and_none_else(key):
    city = load_city(key)
    assert {name for name, guide in city.operations.items() if guide.form} == {name for one, name in TITLES if one == key}


def test_a_cell_that_no_operation_fills_is_told_on_the_status_page(tmp_path):
    (tmp_path / "forms").mkdir()
    text = (SHIPPED / "fujian-apply.toml").read_text(encoding="utf-8")
    (tmp_path / "forms" / "fujian-apply.toml").write_text(text.replace('"occupation"', '"ocupation"'), "utf-8")
    city = read_city("shishi", city_file(tmp_path), "shishi.toml", tmp_path)
    assert load(city).warnings == ("表格 fujian-apply 里的“ocupation”没有业务填写，印成空格",)


def test_one_form_of_joined_operations_is_printed_once():
    city = load_city("shishi")
    guides = [city.operations["loss.formal"], city.operations["replace.lost"]]
    assert [named.part for named in named_in(city, guides)] == [0]
    assert named_in(city, [city.operations["loss.temporary"]]) == ()
    other = replace(guides[1], form_title=Ruled(value="另一张表", assumed=True))
    assert [(named.part, named.title.value) for named in named_in(city, [guides[0], other])] == [
        (0, "福建省社会保障卡申领表"),
        (1, "另一张表"),
    ]


FILLED = Filled(
    texts={
        "by": "监护人", "agent_name": "蔡阿婆", "agent_id": "350581196802023611", "mobile": "13905951001",
        "insurance": "新型农村合作医疗", "first_card": "否", "old_card_city": "泉州", "id_valid_until": "长期",
        "born_on": "2012-01-05", "category": "学生",
    },
    facts={"holder.name": "王䶮𬱖", "holder.mobile": "13000000000", "card.number": "D35081001", "card.first": "否"},
    operations=("loss.formal", "replace.lost"),
    day=DAY,
)  # fmt: skip


def test_a_blank_comes_before_the_record_and_the_guardian_fills_the_guardians_cells():
    form = the_form("fujian-apply")
    text = close(read_pdfium(draw_form(sheet_of(form, form.title, FILLED), COPY).pdf))
    for words in ("王䶮𬱖", "13905951001", "2012年1月5日", "长期", "蔡阿婆", "350581196802023611", "居民身份证", "D35081001"):
        assert words in text, words
    assert "13000000000" not in text
    assert "学生" not in text, "this form has no cell for it"
    assert text.count("√") == 2
    assert FILLED.ticks("insurance", "新型农村合作医疗")
    assert FILLED.ticks("first_card|card.first", "否")
    assert not FILLED.ticks("first_card|card.first", "是")


def test_the_sign_of_a_sheet_is_of_everything_its_cells_say():
    form = the_form("fujian-apply")
    texts, facts = FILLED.texts, FILLED.facts
    others = [
        replace(FILLED, texts={**texts, "insurance": "其他"}),
        replace(FILLED, texts={**texts, "old_card_city": "厦门"}),
        replace(FILLED, texts={**texts, "agent_name": "蔡阿公"}),
        replace(FILLED, facts={**facts, "holder.name": "王䶮𬱗"}),
        replace(FILLED, photo=b"1"),
        replace(FILLED, photo=b"2"),
    ]
    signs = [sheet_of(form, form.title, one).check for one in (FILLED, *others)]
    assert len(set(signs)) == len(signs)
    for same in (replace(FILLED, day=date(2026, 11, 22)), replace(FILLED, number="35058120261121000123")):
        assert sheet_of(form, form.title, same).check == signs[0], "the day and the number are not signed for"


def test_boxes_of_operations_are_ticked_by_name_or_by_kind():
    assert FILLED.ticks("operation", "replace.lost")
    assert not FILLED.ticks("operation", "replace.damaged")
    assert FILLED.ticks("operation", "loss.*")
    assert not FILLED.ticks("operation", "apply.*")


def test_an_agent_is_no_guardian():
    assert Filled(**{**FILLED.__dict__, "texts": {**FILLED.texts, "by": "代办"}}).of("guardian.name") == ""


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('{ label = "姓名", wide = 20 }', '{ label = "姓名", wide = 21 }', "rows[1]：各格没有正好排满 170 毫米"),
        ('{ label = "姓名", wide = 20 }', '{ lable = "姓名", wide = 20 }', "rows[1].cells[1].lable：不认识的项"),
        ('source = "occupation"', 'source = "holder.job"', "cells[4]：没有“holder.job”这个来源"),
        ('source = "occupation"', 'source = "职业"', "cells[4]：没有“职业”这个来源"),
        ("held_in:4}", "held_in 4}", "应写成 {来源}、{来源:字数} 或 {来源=选项}"),
        ('{ source = "occupation", wide = 36 }', "{ wide = 36 }", "写且只写 label、source、name、text、photo 中的一项"),
        ("high = 42", 'high = "高"', "high：应是整数"),
        ("down = 2 }", "down = 9 }", "宽度或占的行数不对"),
        ('grid = { value = "原表"', 'grid = { value = "照抄"', "grid.value：应是 原表、自拟 之一"),
        ("[[rows]]", "[[rows", "TOML 写法有误"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_form_file_is_told_with_its_place(old, new, told):
    raw = (SHIPPED / "fujian-apply.toml").read_text(encoding="utf-8")
    assert old in raw
    mistakes = Mistakes()
    assert read_form(raw.replace(old, new, 1).encode(), "forms/fujian-apply.toml", mistakes) is None
    assert any(told in mistake for mistake in mistakes), mistakes
    assert all(mistake.startswith("forms/fujian-apply.toml") for mistake in mistakes)


def city_file(tmp_path: Path, *changes: tuple[str, str]) -> bytes:
    raw = (HERE / "shishi.toml").read_text(encoding="utf-8")
    for old, new in changes:
        assert old in raw
        raw = raw.replace(old, new)
    return raw.encode()


def test_a_city_file_tells_all_that_is_wrong_with_its_forms_at_once(tmp_path):
    raw = city_file(tmp_path, ('form = "fujian-apply"', 'form = "fujian"'))
    with pytest.raises(CityError, match=r"没有表格文件 forms/fujian.toml") as told:
        read_city("shishi", raw, "shishi.toml", tmp_path)
    assert len(told.value.mistakes) == 6
    with pytest.raises(CityError, match="请在 materials 里把它注明 printed = true"):
        read_city("shishi", city_file(tmp_path, (", printed = true", "")), "shishi.toml", tmp_path)
    with pytest.raises(CityError, match="却没有写印哪张表"):
        read_city("shishi", city_file(tmp_path, ('form = "fujian-apply"\n', "")), "shishi.toml", tmp_path)


def test_a_form_beside_the_citys_own_file_comes_first_and_changes_its_fingerprint(tmp_path):
    raw = city_file(tmp_path)
    shipped = read_city("shishi", raw, "shishi.toml", tmp_path)
    own = tmp_path / "own" / "forms"
    own.mkdir(parents=True)
    text = (SHIPPED / "fujian-apply.toml").read_text(encoding="utf-8")
    (own / "fujian-apply.toml").write_text(text.replace('title = { value = "福建省', 'title = { value = "本市'), "utf-8")
    mine = read_city("shishi", raw, "shishi.toml", own.parent)
    assert mine.forms["fujian-apply"].title.value == "本市社会保障卡申领表"
    assert shipped.forms["fujian-apply"].title == Ruled(value="福建省社会保障卡申领表", article="方案 附件1")
    assert mine.fingerprint != shipped.fingerprint
