"""Scans against the city's limits, and which papers are scanned when."""

from dataclasses import replace

import pytest

from counter.catalogue import load
from counter.cities import load_city
from counter.core.blank import By
from counter.core.evidence import scans_asked, scans_for
from counter.core.guide import Paper, Scanned, When
from counter.core.scan import Scan, ScanKind, Sheets, counted, scan_faults
from tests.core.test_decision import Desk, refusals, with_card

GOOD = Sheets(kind="PDF", bytes=200_000, pages=2)
RULES = load_city("xinxiang").scans


def said(before=0, **changed):
    return [refusal.text for refusal in scan_faults(replace(GOOD, **changed), "委托书", RULES, before)]


def test_a_scan_as_the_city_wants_it_has_no_fault():
    assert said() == said(kind="JPG", pages=1) == said(before=18) == said(bytes=5_000_000) == []


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"kind": "PNG"}, "其实是 PNG 文件，应为 PDF 或 JPG，请重新扫描或另存"),
        ({"kind": ""}, "不是能打开的文件，应为 PDF 或 JPG"),
        ({"locked": True}, "PDF 加了密码，打不开，请去掉密码后另存"),
        ({"whole": False}, "文件不完整或已损坏，请重新扫描"),
        ({"active": True}, "PDF 里带着脚本或别的文件"),
        ({"bytes": 0}, "文件是空的，请重新扫描"),
        ({"bytes": 5_000_001}, "文件有 5.0MB，应不超过 5.0MB，请降低分辨率重新扫描"),
        ({"pages": 21}, "有 21 页超过了 20 页，请只扫描需要的页"),
        ({"before": 19}, "有 2 页，连同已收的 19 页超过了 20 页"),
    ],
)
def test_each_fault_is_one_sentence(changed, words):
    (text,) = said(**changed)
    assert text.startswith(f"委托书的扫描件：{words}")


def test_everything_is_told_at_once_with_its_article():
    wrong = scan_faults(Sheets(kind="ZIP 或 Office", bytes=9_000_000, pages=50), "委托书", RULES)
    assert len(wrong) == 3
    assert all(refusal.article.startswith("流程 扫描证明材料") for refusal in wrong)


def test_papers_and_pages_are_counted():
    def one(title, pages, kind=ScanKind.PAPER):
        return Scan(kind=kind, title=title, media="application/pdf", sha256="0" * 64, bytes=1, pages=pages)

    assert counted([one("委托书", 2), one("委托书", 1), one("身份证", 1), one("photo", 1, ScanKind.PHOTO)]) == "2 份 4 页"
    assert counted([one("photo", 1, ScanKind.PHOTO)]) == ""


# which papers, when


def scanning(*scans, materials=()):
    """Xinxiang, where a damaged card is replaced with these papers scanned."""
    catalogue = load(load_city("xinxiang"))
    guide = replace(catalogue.city.operations["replace.damaged"], scans=scans, materials=tuple(materials))
    city = replace(catalogue.city, operations={**catalogue.city.operations, "replace.damaged": guide})
    return replace(catalogue, city=city, _offers={})


ASKED = {"mobile": "13903731001", "reason": "损坏"}
MANDATE = Scanned(paper="委托书", article="流程 扫描证明材料")


def ask(catalogue, texts=ASKED, **more):
    from counter.core.states import CardState

    desk = Desk(catalogue, "city", with_card(CardState.NORMAL))
    return [text for text in refusals(desk.ask("replace.damaged", texts, **more)) if "扫描" in text]


def test_what_must_be_scanned_is_asked_for_unless_there_is_no_camera():
    catalogue = scanning(MANDATE)
    assert ask(catalogue) == ["还没有扫描：委托书，请扫描后上传；没有高拍仪的，勾选“未配备高拍仪”"]
    assert ask(catalogue, scanned=frozenset({"委托书"})) == []
    assert ask(catalogue, unscanned=True) == []
    must = scanning(replace(MANDATE, closable=False))
    assert ask(must, unscanned=True) == ["还没有扫描：委托书，请扫描后上传"]
    assert ask(scanning(replace(MANDATE, must=False))) == []


def test_a_scan_can_hang_on_what_is_filled_in():
    catalogue = scanning(replace(MANDATE, when="补换原因=损坏"))
    assert len(ask(catalogue)) == 1
    assert ask(catalogue, {**ASKED, "reason": "更换照片"}) == []


def test_a_paper_that_is_not_asked_of_who_has_come_is_not_scanned():
    catalogue = scanning(MANDATE, materials=[Paper(paper="委托书", when=When.AGENT)])
    part = catalogue.part("replace.damaged", "city")
    assert scans_for(part, By.SELF) == ()
    assert [one.paper for one in scans_for(part, By.AGENT)] == ["委托书"]
    form = part.operation.form(by=By.SELF, mobile="13903731001", reason="损坏")
    assert scans_asked(part, form) == ()
