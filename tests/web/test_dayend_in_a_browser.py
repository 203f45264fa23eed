"""The end of a day in a real browser, each rule by its number; every state of the page against axe-core."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from counter.rehearsal.world import demo_seats
from tests.browsing import LOW, NARROW, WIDE
from tests.clerk import PASSWORD
from tests.web.test_money import people


@pytest.fixture
def outlet(rehearse, sit):
    """A window of its own world, so that a closed day is nobody else's, with one card replaced for 20 yuan."""
    world, served = rehearse("shangluo", demo_seats("shangluo"))
    seat = sit(served, "bank_outlet")
    replaced(seat, people(world, "中国农业银行")[0])
    return world, served, seat


def replaced(seat, person):
    seat.find(person.id_number)
    seat.choose("replace.damaged")
    seat.fill(mobile="13909140101", received="20")
    seat.confirm()


def examined(seat):
    """What axe finds on this page, wide and narrow."""
    wrong = []
    for size in (WIDE, NARROW):
        seat.page.set_viewport_size(size)
        found = Axe().run(seat.page, options={"resultTypes": ["violations"]}).response["violations"]
        wrong += [f"{size['width']}：{one['id']} {one['nodes'][0]['html']}" for one in found]
    seat.page.set_viewport_size(WIDE)
    return wrong


def day(seat):
    seat.page.goto(f"{seat.url}/dayend")


def signed(seat, why):
    seat.page.fill("#why", why)
    seat.page.fill("#second_number", "1001")
    seat.page.fill("#second_number-password", PASSWORD)
    seat.press("日结")


def test_the_drawer_is_counted_blind_by_keyboard(outlet):
    """UX 37: by note, summed as it is typed; the expected sum comes with the answer, never before."""
    _, _, seat = outlet
    day(seat)
    seat.page.set_viewport_size(LOW)
    assert seat.texts("[data-due]") == ["清点后显示"]
    assert "20.00" not in seat.page.content()
    assert examined(seat) == []
    seat.look("dayend-blind")
    seat.page.focus("#note-1000")
    seat.page.keyboard.type("1")
    seat.page.keyboard.press("Tab")
    assert seat.focused == "note-500"
    seat.page.keyboard.type("1")
    assert seat.texts("[data-total] .num") == ["15.00"]
    assert "20.00" not in seat.page.content()
    seat.turns(lambda: seat.page.keyboard.press("Enter"))
    assert seat.texts("[data-due]") == ["20.00"]
    assert seat.texts("[data-difference]") == ["短 5.00"]
    assert examined(seat) == []
    seat.look("dayend-counted")
    seat.press("日结")
    assert seat.texts("[data-problem] a") == ["现金短款 5.00 元，请写明原因", "日结须由另一人复核，请主管在下面输入自己的工号和密码"]
    assert examined(seat) == []
    seat.look("dayend-refused")
    signed(seat, "找零时多找了")
    assert seat.texts("[data-closed]") == ["已结 RJ20261120-2-1"]


def test_the_drawer_is_counted_without_scripts_too(rehearse, sit):
    """UX 37: the sums are the server's."""
    _, served = rehearse("shangluo", demo_seats("shangluo"))
    seat = sit(served, "bank_outlet", scripts=False)
    day(seat)
    seat.page.fill("#note-10", "3")
    seat.press("保存清点")
    assert seat.texts("[data-difference]") == ["长 0.30"]


def test_what_is_open_stands_first_and_a_closed_day_takes_no_money(outlet, sit):
    """UX 38: open things with their links before the closing; then desk and form refuse, until a supervisor opens it again."""
    world, served, seat = outlet
    late = people(world, "中国农业银行")[1]
    seat.find(late.id_number)
    seat.choose("loss.temporary")
    seat.fill(lost_on="2026-11-19")
    day(seat)
    assert "草稿" in seat.texts("[data-open] .tag")
    seat.turns(seat.page.locator("[data-open=草稿] a").click)
    assert "/person/" in seat.page.url
    day(seat)
    seat.page.fill("#note-2000", "1")
    seat.press("保存清点")
    seat.press("日结")
    assert seat.texts("[data-closed]") == ["已结 RJ20261120-2-1"]
    assert examined(seat) == []
    seat.look("dayend-closed")
    seat.find(late.id_number)
    assert not seat.page.locator('[data-offer="replace.damaged"] a').count()
    assert "已日结（RJ20261120-2-1），当天不再收钱、退钱、开票，请明天办理损坏换卡" in " ".join(seat.texts("main"))
    assert seat.page.locator('[data-offer="loss.temporary"] a').count()
    boss = sit(served, "bureau", number="1001")
    boss.page.goto(f"{boss.url}/dayend?window=2")
    boss.page.fill("#why", "漏收一笔")
    boss.page.fill("#second_number", "1024")
    boss.page.fill("#second_number-password", PASSWORD)
    assert examined(boss) == []
    boss.look("dayend-reopen")
    boss.press("重开")
    assert boss.texts("[data-closed]") == ["未结"]
    seat.find(late.id_number)
    assert seat.page.locator('[data-offer="replace.damaged"] a').count()


def test_an_interim_paper_at_a_key(outlet):
    """UX 39: F9 prints it in a tab of its own; nothing is closed, and the figures stand on the page."""
    _, _, seat = outlet
    day(seat)
    with seat.context.expect_page() as opened:
        seat.page.keyboard.press("F9")
    opened.value.wait_for_url("**/prints/*")
    opened.value.close()
    day(seat)
    assert seat.texts("[data-closed]") == ["未结"]
    assert seat.texts("[data-paper=中途表] b") == ["ZT20261120-2-1"]
    assert seat.texts("[data-entries]") == ["1"]
    assert seat.texts("[data-gaps]")[0].endswith("号码都有说明")
