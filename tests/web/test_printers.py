"""The page of the printers: who may, what is checked, a test, what became of it."""

import pytest

from tests.clerk import Clerk

SLIPS = {"window": "1", "kind": "slip", "media": "roll80"}


@pytest.fixture(params=["1000", "1001"], ids=["administrator", "supervisor"])
def boss(shangluo, request):
    return Clerk(shangluo[1], "bureau", request.param)


def test_a_printer_is_written_down_tried_and_taken_away(shangluo, boss, tmp_path):
    (tmp_path / "out").mkdir()
    page = boss.post("/printers", {**SLIPS, "address": f"folder:{tmp_path / 'out'}"})
    assert page.marks["data-printer"] == ["1-slip"]
    page = boss.post("/printers/1/slip/test", {})
    assert "等着打印" in page.texts("data-test")[0]
    shangluo[1].presses.once()
    page = boss.get("/printers")
    assert page.texts("data-state") == ["就绪"]
    assert "已打印" in page.texts("data-test")[0]
    (file,) = (tmp_path / "out").iterdir()
    assert file.read_bytes().startswith(b"%PDF")
    (press,) = shangluo[1].presses._at.values()
    page = boss.post("/printers/1/slip/remove", {})
    assert press._stop.is_set(), "nobody asks it any more how it stands"
    assert "data-printer" not in page.marks
    noted = [what for (what,) in shangluo[1].branch.database.rows("SELECT what FROM audit ORDER BY id")]
    assert [what for what in noted if what in ("登记打印机", "试打", "取消打印机")] == ["登记打印机", "试打", "取消打印机"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"address": "10.0.0.7"}, "应写成 ipp://"),
        ({"address": "ipp://"}, "应写成 ipp://"),
        ({"address": "ipp://u@10.0.0.7/ipp/print"}, "应写成 ipp://"),
        ({"address": "escpos://10.0.0.7:70000"}, "应写成 ipp://"),
        ({"address": "folder:out"}, "完整路径"),
        ({"address": "ipp://10.0.0.7/a b"}, "中间有空格"),
        ({"address": "escpos://10.0.0.7:9100", "media": "a4"}, "只印 80 mm、58 mm 的小票"),
        ({"address": "ipp://10.0.0.7/ipp/print", "kind": "certificate"}, "证明只画在 A4 上"),
        ({"address": "ipp://10.0.0.7/ipp/print", "media": "b9"}, "请选一种纸"),
    ],
)
def test_what_names_no_printer_is_told_and_stays_typed(shangluo, typed, said):
    boss = Clerk(shangluo[1], "bureau", "1000")
    page = boss.post("/printers", {**SLIPS, **typed})
    assert page.status == 422
    assert said in page.words
    assert page.inputs["address"] == typed["address"]
    assert shangluo[1].branch.prints.printers() == []


def test_a_thermal_printer_that_never_says_it_is_done_is_written_down_as_such(shangluo):
    boss = Clerk(shangluo[1], "bureau", "1000")
    boss.post("/printers", {**SLIPS, "address": "escpos://10.0.0.7:9100", "unconfirmed": "1"})
    (printer,) = shangluo[1].branch.prints.printers()
    assert printer.address == "escpos://10.0.0.7:9100?confirms=no"
    assert shangluo[1].presses._at[printer.address]._transport._confirms is False


def test_an_unknown_window_or_paper_is_no_place_for_a_printer(shangluo):
    boss = Clerk(shangluo[1], "bureau", "1000")
    for typed in ({"window": "99"}, {"kind": "poster"}):
        assert boss.post("/printers", {**SLIPS, "address": "browser:", **typed}).status == 404
    assert boss.post("/printers/1/slip/test", {}).status == 404
    assert boss.post("/printers/1/slip/remove", {}).status == 404
