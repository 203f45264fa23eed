"""What a real printer program says of itself, in words on the pages: out of paper, a cover open, jammed, off, and well."""

import pytest

from tests.clerk import Clerk
from tests.devices.card_printer import EvePrinter
from tests.web.test_pages import someone
from tests.web.test_prints import job, path

ROLL = '"om_roll-80_80x200mm","iso_a4_210x297mm"'
SLIPS = {"window": "1", "kind": "slip"}


@pytest.fixture
def eve(tmp_path):
    made = EvePrinter(tmp_path / "live", media=ROLL)
    yield made
    made.stop()


@pytest.fixture
def boss(shangluo):
    return Clerk(shangluo[1], "bureau", "1001")


def lost(clerk, shangluo):
    return clerk.do(clerk.open(someone(shangluo[0], "lost").id_number), "loss.temporary", {"lost_on": "2026-11-19"})


def until(counter, clerk, page, wanted):
    """Rounds until the done page says this of its slip."""
    for _ in range(40):
        counter.presses.once()
        shown = clerk.get(path(page))
        if wanted in (*shown.texts("data-stage"), *shown.texts("data-reason")):
            return shown
    raise AssertionError(shown.texts("data-stage"), shown.texts("data-reason"))


@pytest.mark.parametrize(
    ("said", "words"),
    [("media-empty-error", "缺纸"), ("cover-open-error", "盖未合"), ("media-jam-error", "卡纸"), ("", "脱机")],
)
def test_what_keeps_a_printer_from_printing_stands_on_the_done_page_in_the_strip_and_on_the_page_of_printers(
    shangluo, boss, eve, said, words
):
    counter = shangluo[1]
    assert boss.post("/printers", {**SLIPS, "address": eve.uri}).marks["data-printer"] == ["1-slip"]
    clerk = Clerk(counter, "bureau")
    if said:
        eve.say("reasons", said)
    else:
        eve.cut()
    page = lost(clerk, shangluo)
    shown = until(counter, clerk, page, words)
    assert shown.texts("data-stage") == ["停着" if said else "等着打印"]
    assert f"回执打印机：{words}，业务照办" in shown.words
    assert boss.get("/printers").texts("data-state") == [words]
    if said:
        eve.heal()
    else:
        eve.start()
    until(counter, clerk, page, "已打印")
    counter.presses.once()
    assert boss.get("/printers").texts("data-state") == ["就绪"]
    assert eve.names == [job(counter).name]


def test_the_medium_is_the_citys_unless_another_is_chosen_and_then_the_page_says_so(shangluo, boss, eve):
    page = boss.post("/printers", {**SLIPS, "address": eve.uri})
    assert shangluo[1].branch.prints.printer("1", "slip").media == "roll80"
    assert "data-unlike" not in page.marks
    page = boss.post("/printers", {**SLIPS, "media": "a4", "address": eve.uri})
    assert page.texts("data-unlike") == ["本市写的是 80 mm 小票"]
    (usual,) = page.texts("data-usual")
    assert usual.startswith("本市：回执用 80 mm 小票（文件未载明，按假定），告知单和清单用 A4")


@pytest.mark.parametrize("media", ["a5", "roll58", "form241"])
def test_a_paper_that_the_printer_says_it_has_not_is_not_written_down(shangluo, boss, eve, media):
    page = boss.post("/printers", {**SLIPS, "media": media, "address": eve.uri})
    assert page.status == 422
    assert "这台打印机报的纸里没有" in page.words
    assert "om_roll-80_80x200mm、iso_a4_210x297mm" in page.words
    assert page.inputs["address"] == eve.uri
    assert shangluo[1].branch.prints.printers() == []


@pytest.mark.parametrize("media", ["roll80", "roll58", "a4", "a5", "form241"])
def test_every_paper_that_can_be_drawn_can_be_chosen_where_the_printer_is_off_now(shangluo, boss, media):
    boss.post("/printers", {**SLIPS, "media": media, "address": "ipp://127.0.0.1:9/ipp/print"})
    assert shangluo[1].branch.prints.printer("1", "slip").media == media
    counter, printer = shangluo[1], shangluo[1].branch.prints.printer("1", "slip")
    page = boss.get("/printers")
    assert [
        text for text in ("80 mm 小票", "58 mm 小票", "A4", "A5", "三联纸") if f">{text}</option>" in page.html
    ] == ["80 mm 小票", "58 mm 小票", "A4", "A5", "三联纸"]
    assert counter.presses._at[printer.address] is not None


@pytest.mark.parametrize("kind", ["certificate", "form"])
def test_what_is_drawn_on_a4_only_is_on_no_other_paper(shangluo, boss, kind):
    for media in ("a5", "roll80", "form241"):
        page = boss.post("/printers", {**SLIPS, "kind": kind, "media": media, "address": "ipp://127.0.0.1:9/ipp/print"})
        assert (page.status, "只画在 A4 上" in page.words) == (422, True)
    boss.post("/printers", {**SLIPS, "kind": kind, "address": "ipp://127.0.0.1:9/ipp/print"})
    assert shangluo[1].branch.prints.printer("1", kind).media == "a4"
