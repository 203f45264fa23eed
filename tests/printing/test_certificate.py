"""A certificate: its words are whole, its number and seal are there, a copy says which it is, long texts go on."""

from dataclasses import replace

import pytest

from printing import Certificate, Fact, draw_certificate
from tests.printing.samples import NAMES, ORIGINAL, REPRINT, letters

CERTIFICATE = Certificate(
    office="商洛市人力资源和社会保障局",
    title="社保业务注销证明",
    number="6110000120261120000002",
    paragraphs=("持卡人王䶮𬱖（社会保障号码 611002198003124513）的社保账户功能已经注销。", "请持本证明到发卡银行办理。"),
    facts=(Fact("持卡人", "王䶮𬱖", "name"), Fact("注销原因", "参保关系转出省外"), Fact("卡号", "C61180001", "number")),
    day="2026 年 11 月 20 日",
    notes=("1. 一卡一号。", "2. 依据：规范 第十八条。"),
    foot=(Fact("出具窗口", "商州区人社服务大厅　1 号窗口"), Fact("经办人工号", "1024")),
)


def words(drawn) -> str:
    return "".join(x.char for _, seen in letters(drawn.pdf) for x in seen).replace(" ", "").replace("\n", "")


def test_everything_it_says_is_on_one_page_under_the_office():
    drawn = draw_certificate(CERTIFICATE, ORIGINAL)
    text = words(drawn)
    for said in ("社保业务注销证明", "编号6110000120261120000002", "王䶮𬱖（社会保障号码611002198003124513）", "特此证明。",
                 "（盖章）", "2026年11月20日", "出具窗口：商州区人社服务大厅", "依据：规范第十八条。"):  # fmt: skip
        assert said.replace("　", "") in text.replace("　", ""), said
    assert text.count("商洛市人力资源和社会保障局") == 2
    assert len(letters(drawn.pdf)) == 1
    assert drawn.missing == ()


@pytest.mark.parametrize("given", [CERTIFICATE, replace(CERTIFICATE, paragraphs=CERTIFICATE.paragraphs * 30)])
@pytest.mark.parametrize("copy", [ORIGINAL, replace(REPRINT, rehearsal=True)])
def test_no_letter_leaves_the_sheet_and_a_long_one_goes_on(given, copy):
    pages = letters(draw_certificate(given, copy).pdf)
    for (width, height), seen in pages:
        assert not [x for x in seen if x.left < 30 or x.right > width - 30 or x.bottom < 8 or x.top > height - 8]
    assert len(pages) == (1 if given is CERTIFICATE else len(pages))
    assert len(pages) > 1 or given is CERTIFICATE


def test_a_copy_says_which_it_is_and_the_same_words_are_the_same_bytes():
    again = draw_certificate(CERTIFICATE, REPRINT)
    assert "补打第" in words(again)
    assert "补打第" not in words(draw_certificate(CERTIFICATE, ORIGINAL))
    assert draw_certificate(CERTIFICATE, ORIGINAL).pdf == draw_certificate(CERTIFICATE, ORIGINAL).pdf


def test_a_rehearsal_is_no_evidence():
    assert "演练不作凭证" in words(draw_certificate(CERTIFICATE, replace(ORIGINAL, rehearsal=True))).replace("　", "")


def test_names_of_many_strokes_are_printed():
    long = replace(CERTIFICATE, facts=tuple(Fact("持卡人", name, "name") for name in NAMES))
    assert draw_certificate(long, ORIGINAL).missing == ()
