"""A unit's pages in a browser: accessible, not too wide, and a scanner may count cards one after the other."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from counter.rehearsal.world import demo_seats
from tests.browsing import NARROW, WIDE
from tests.web.test_units import COLLECTOR, FACTORY, NAMES, record

SCAN = 1  # milliseconds between two signs of a scanner
TYPED = {name: text for name, text in COLLECTOR.items() if name != "unscanned"}


@pytest.fixture(scope="module")
def factory(rehearse_for_all):
    world, served = rehearse_for_all("xinxiang", demo_seats("xinxiang"))
    for n in range(len(NAMES)):
        world.province.register(record(n))
    return served


def wrong(seat, name: str) -> list[str]:
    """What axe finds on the page, wide and narrow."""
    out = []
    for size in (WIDE, NARROW):
        seat.page.set_viewport_size(size)
        found = Axe().run(seat.page, options={"resultTypes": ["violations"]}).response["violations"]
        out += [f"{name} {size['width']}：{one['id']} {one['help']}：{one['nodes'][0]['html']}" for one in found]
    seat.look()
    return out


def test_every_page_of_a_unit_is_accessible(factory, sit):
    seat = sit(factory, "county")
    seat.page.goto(seat.url)
    seat.find("单位HM99")
    found = wrong(seat, "没有登记的单位")
    seat.find(f"单位{FACTORY}")
    found += wrong(seat, "单位")
    seat.choose("custody.unit")
    found += wrong(seat, "填写")
    seat.page.get_by_label("未配备高拍仪").check()
    seat.fill(cards="F45090000 王", **TYPED)
    found += wrong(seat, "填写出错")
    seat.fill(cards="F45090000 F45099999")
    found += wrong(seat, "不能办理")
    seat.fill(cards="F45090000")
    found += wrong(seat, "核对")
    seat.confirm()
    found += wrong(seat, "办结")
    seat.find(f"单位{FACTORY}")
    seat.turns(seat.page.locator('[data-lookup="custody.records"]').click)
    found += wrong(seat, "发卡记录")
    assert not found, "\n".join(["", *found])


def test_a_scanner_counts_cards_one_after_the_other(factory, sit):
    """Each scan ends with Enter: it begins a new line, sends nothing and goes nowhere else."""
    seat = sit(factory, "county")
    seat.page.goto(seat.url)
    seat.find(f"单位{FACTORY}")
    seat.choose("custody.unit")
    seat.page.focus("#cards")
    for number in ("F45090001", "F45090002"):
        seat.page.keyboard.type(number, delay=SCAN)
        seat.page.keyboard.press("Enter")
    assert seat.page.input_value("#cards").split() == ["F45090001", "F45090002"]
    assert seat.focused == "cards"
