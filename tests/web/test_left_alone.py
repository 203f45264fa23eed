"""A window somebody left, in a browser: covered by a key or by itself, opened in place, handed over; and a strip that stays true."""

import pytest
from playwright.sync_api import expect

from counter.rehearsal.devices import RehearsalReader
from tests.browsing import Seat, Served
from tests.clerk import PASSWORD


@pytest.fixture
def world(serve):
    return serve("shangluo")[0]


@pytest.fixture
def seat(serve, sit):
    seat = sit(serve("shangluo")[1], "bank_outlet")
    seat.page.goto(seat.url)
    return seat


def form(seat, world, someone, story="hong-kong"):
    """A form with something typed that was never sent."""
    seat.find(someone(world, story).id_number)
    seat.choose("loss.temporary")
    seat.page.fill("#lost_on", "2026-11-18")
    return seat.page.locator("dialog.lock")


def unlock(seat, password=PASSWORD, number=""):
    if number:
        seat.page.fill("#lock-number", number)
    seat.page.fill("#lock-password", password)
    seat.page.keyboard.press("Enter")


def test_a_locked_page_shows_nothing_and_comes_back_as_it_was(world, seat, someone):
    """UX 40, UX 19, UX 48: F10 covers the page; password managers find the two blanks; what was typed is still there."""
    cover = form(seat, world, someone)
    seat.page.keyboard.press("F10")
    expect(cover).to_be_visible()
    expect(seat.page.locator("main")).to_be_hidden()
    assert seat.page.title() == "已锁屏"
    assert seat.page.get_attribute("#lock-number", "autocomplete") == "username"
    assert seat.page.get_attribute("#lock-password", "autocomplete") == "current-password"
    seat.page.keyboard.press("Escape")
    seat.page.keyboard.press("Escape")
    expect(cover).to_be_visible()
    unlock(seat, "wrong1")
    expect(cover.locator("[role=alert]")).to_have_text("工号或密码不对，请核对后重新输入")
    unlock(seat)
    expect(cover).to_have_count(0)
    assert seat.page.input_value("#lost_on") == "2026-11-18"
    assert "口头（临时）挂失" in seat.page.title()


def test_nobody_types_and_the_window_locks_itself(world, serve, browser, someone):
    """UX 40: after the minutes of the city, by the page's own watch; and the server knows."""
    served: Served = serve("shangluo")[1]
    seat = Seat(browser, served, "bank_outlet")
    seat.page.clock.install()
    seat.page.goto(seat.url)
    seat.page.clock.run_for(5 * 60_000)
    seat.page.keyboard.press("Shift")
    seat.page.clock.run_for(6 * 60_000)
    assert not seat.page.locator("dialog.lock").count(), "a key pressed in between starts the time anew"
    with seat.page.expect_response(lambda answer: answer.url.endswith("/lock")) as told:
        seat.page.clock.run_for(5 * 60_000)
    assert told.value.status == 204
    expect(seat.page.locator("dialog.lock")).to_be_visible()
    assert seat.context.request.get(f"{seat.url}/work").status == 401
    unlock(seat)
    expect(seat.page.locator("dialog.lock")).to_have_count(0)
    seat.leave()


def test_the_next_clerk_opens_the_same_page(world, seat, serve, someone):
    """UX 48: own number and password; the window and the page stay, the menu says who works now."""
    cover = form(seat, world, someone, "elderly")
    seat.page.keyboard.press("F10")
    expect(cover).to_be_visible()
    with seat.page.expect_event("load"):
        unlock(seat, number="1001")
    expect(seat.page.locator(".who")).to_contain_text("周敏（主管 1001）")
    expect(seat.page.locator(".site")).to_contain_text("2 号窗口")
    assert "/do/loss.temporary" in seat.page.url
    serve("shangluo")[1].logged_in.clear()


def test_a_page_locked_elsewhere_is_covered_here_too(world, seat, someone):
    """UX 40: two tabs of one clerk: locking one locks both, opening one opens both."""
    other = seat.context.new_page()
    other.clock.install()
    other.goto(seat.url)
    seat.page.keyboard.press("F10")
    expect(seat.page.locator("dialog.lock")).to_be_visible()
    other.clock.run_for(11_000)
    expect(other.locator("dialog.lock")).to_be_visible()
    unlock(seat)
    expect(seat.page.locator("dialog.lock")).to_have_count(0)
    other.clock.run_for(11_000)
    expect(other.locator("dialog.lock")).to_have_count(0)
    other.close()


def test_without_scripts_the_button_locks_and_the_same_page_comes_back(serve, sit, world, someone):
    """UX 47, UX 48."""
    seat = sit(serve("shangluo")[1], "bank_outlet", scripts=False)
    seat.find(someone(world, "cancelled").id_number)
    place = seat.page.url
    seat.press("锁屏")
    assert seat.texts("h1") == ["已锁屏"]
    assert seat.focused == "password"
    seat.page.fill("#password", PASSWORD)
    seat.press("解锁")
    assert seat.page.url == place


def test_the_strip_says_what_changed_and_disturbs_nobody(world, seat, monkeypatch):
    """UX 35: a reader that is pulled out is told in words within seconds, without a reload; work goes on by hand."""
    seat.page.clock.install()
    seat.page.goto(seat.url)
    reader = seat.page.locator(".strip li", has_text="社保卡读卡器")
    expect(reader).to_contain_text("就绪")
    seat.page.evaluate("() => { document.querySelector('.strip li').mine = true; }")
    monkeypatch.setattr(RehearsalReader, "state", lambda _self: "未连接")
    seat.page.clock.run_for(11_000)
    expect(reader).to_contain_text("未连接，可手工办")
    assert seat.page.evaluate("() => document.querySelector('.strip li').mine"), "what did not change is not touched"
    assert seat.page.locator("#told").inner_text() == "", "a device is read, not shouted"
    assert seat.focused == "q"


def test_a_line_that_breaks_is_said_once(world, seat):
    """UX 35, UX 36: since when and what to do; spoken once for those who do not see it."""
    seat.page.clock.install()
    seat.page.goto(seat.url)
    try:
        world.province.down()
        seat.counter.courier.round(news=True)
        seat.page.clock.run_for(11_000)
        expect(seat.page.locator("[data-link=down]")).to_contain_text("可以先办的照办，恢复后自动上送")
        expect(seat.page.locator("#told")).to_contain_text("省系统：中断（")
    finally:
        world.province.up()
        seat.counter.courier.round(news=True)


@pytest.mark.parametrize("said", ["未连接", "缺纸", "没有答复"])
def test_an_unplugged_reader_blocks_nothing(world, seat, someone, monkeypatch, said):
    """UX 35: the number is typed, the operation is done, the strip says so in words."""
    monkeypatch.setattr(RehearsalReader, "state", lambda _self: said)
    seat.page.goto(seat.url)
    assert f"{said}，可手工办" in " ".join(seat.texts(".strip li"))
    seat.find(someone(world, "damaged").id_number)
    seat.choose("loss.temporary")
    seat.fill(lost_on="2026-11-19")
    assert "/check/" in seat.page.url


def test_what_takes_long_says_what_is_awaited_and_after_ten_seconds_what_can_be_done(world, seat, someone):
    """UX 44: named after a moment; after ten seconds the clerk is free to do something else, and the button works again."""
    seat.find(someone(world, "minor").id_number)
    seat.page.clock.install()
    seat.page.reload()
    seat.page.route("**/find", lambda route: route.abort("aborted"))
    seat.page.fill("#q", "611002198003124513")
    seat.page.keyboard.press("Enter")
    seat.page.clock.run_for(1_000)
    expect(seat.page.locator(".wait[role=status]")).to_have_text("正在查找，本网点没有的要问省系统，请稍候…")
    seat.page.clock.run_for(10_000)
    expect(seat.page.locator(".wait")).to_have_count(1)
    expect(seat.page.locator(".wait")).to_contain_text("10 秒还没有答复。同一笔不会办两次")
    assert seat.page.evaluate("() => !document.querySelector('form.find').dataset.sent")
