"""Hands on the keyboard: one operation without the mouse, scans that go where they belong, one click once."""

import re
import time

import pytest
from playwright.sync_api import expect

TWO_CLICKS = """() => {
  const button = document.querySelector(".btn.main");
  button.click();
  setTimeout(() => button.click(), 200);
  setTimeout(() => sessionStorage.setItem("said", document.querySelector(".wait").textContent), 1000);
}"""
SCAN = 1  # milliseconds between two signs of a scanner


@pytest.fixture
def world(serve):
    return serve("shangluo")[0]


@pytest.fixture
def seat(serve, sit):
    seat = sit(serve("shangluo")[1], "bank_outlet")
    seat.page.goto(seat.url)
    return seat


def tab_to(seat, wanted):
    for _ in range(60):
        if seat.focused == wanted:
            return
        seat.page.keyboard.press("Tab")
    raise AssertionError(f"Tab 走不到 {wanted}")


BEGUN_BEFORE = """() => {
  const box = document.getElementById("q"), pressed = (at, key) => at.dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true}));
  box.blur();
  pressed(document.body, "6");
  box.focus();
  pressed(box, "1");
  document.execCommand("insertText", false, "1");
}"""


def test_a_scan_that_begins_before_the_cursor_stands_in_the_box_is_whole(seat):
    """UX 2, 3: the first sign comes while the page is still being drawn."""
    seat.page.evaluate(BEGUN_BEFORE)
    time.sleep(0.3)
    assert seat.page.input_value("#q") == "61"


def test_one_operation_by_keyboard_alone(world, seat, someone):
    """UX 3, 6, 8, 9: a scan with Enter opens the holder, Enter goes on from page to page, F4 ends at the box."""
    keys = seat.page.keyboard
    keys.type(someone(world, "lost").id_number, delay=SCAN)
    seat.turns(lambda: keys.press("Enter"))
    seat.focuses("panel person")
    seat.turns(lambda: keys.press("1"))
    tab_to(seat, "lost_on")
    keys.type("20261119")
    tab_to(seat, "p1")
    keys.press("Space")
    seat.turns(lambda: keys.press("Enter"))
    seat.focuses("btn main")
    seat.turns(lambda: keys.press("Enter"))
    assert seat.done() == ["正常 → 临时挂失"]
    seat.turns(lambda: keys.press("F9"))
    assert re.search(r"/prints/\d+$", seat.page.url)
    seat.turns(lambda: keys.press("Escape"))
    seat.turns(lambda: keys.press("F4"))
    assert seat.page.url == f"{seat.url}/"
    seat.focuses("q")


def test_a_scan_goes_to_the_search_box_wherever_the_focus_is(world, seat, someone):
    """UX 3, 4, 8: digits that come fast are a scan and choose nothing; in a box a digit is a digit; Esc goes to the box."""
    seat.find(someone(world, "cancelled").id_number)
    seat.focuses("panel person")
    seat.page.keyboard.type(someone(world, "phoned").id_number, delay=SCAN)
    assert seat.page.input_value("#q") == someone(world, "phoned").id_number
    seat.turns(lambda: seat.page.keyboard.press("Enter"))
    assert seat.texts("[data-state]") == ["临时挂失"]
    seat.page.keyboard.press("Escape")
    seat.focuses("q")
    seat.page.keyboard.type("2")
    seat.page.wait_for_timeout(200)
    assert "/person/" in seat.page.url
    assert seat.page.input_value("#q") == "2"


def test_a_scan_never_confirms(world, seat, someone):
    """UX 4: what is scanned while the main button has the focus presses nothing."""
    seat.find(someone(world, "hong-kong").id_number)
    seat.choose("loss.temporary")
    seat.fill(lost_on="2026-11-19")
    check = seat.page.url
    seat.focuses("btn main")
    seat.page.keyboard.type(someone(world, "phoned").id_number, delay=SCAN)
    seat.page.keyboard.press("Enter")
    seat.page.wait_for_timeout(300)
    assert seat.page.url == check
    seat.turns(lambda: seat.page.keyboard.press("Escape"))
    assert seat.page.input_value("#lost_on") == "2026-11-19"


def test_a_scan_into_a_blank_goes_to_the_next_blank(world, seat, someone):
    seat.find(someone(world, "elderly").id_number)
    seat.choose("loss.temporary")
    seat.press("改为代办")
    seat.page.focus("#agent_name")
    seat.page.keyboard.type("ZHANGSAN1", delay=SCAN)
    seat.page.keyboard.press("Enter")
    seat.focuses("agent_id")
    assert "/do/" in seat.page.url
    assert seat.page.input_value("#agent_name") == "ZHANGSAN1"


def test_number_keys_can_be_switched_off(world, seat, someone):
    """UX 7: the switch stands where all keys are listed; the server keeps it."""
    seat.find(someone(world, "hong-kong").id_number)
    seat.page.keyboard.press("?")
    seat.page.get_by_role("button", name="关掉单键快捷键").click()
    seat.page.locator("dialog").wait_for(state="detached")
    seat.page.reload()
    seat.page.locator("h1").click()
    seat.page.keyboard.press("?")
    seat.page.keyboard.press("1")
    expect(seat.page.locator("#q")).to_have_value("1")
    assert "/do/" not in seat.page.url
    seat.counter.branch.staff.use_single_keys("1024", use=True)


def test_a_step_back_from_the_check_page_loses_nothing(world, seat, someone):
    seat.find(someone(world, "hong-kong").id_number)
    seat.choose("loss.temporary")
    seat.fill(lost_on="2026-11-17")
    seat.turns(seat.page.go_back)
    assert seat.page.input_value("#lost_on") == "2026-11-17"
    assert seat.page.is_checked("#p1")


def test_after_an_error_or_a_step_back_the_form_can_be_sent_again(world, seat, someone):
    seat.find(someone(world, "damaged").id_number)
    seat.choose("loss.temporary")
    seat.fill(papers=False)
    seat.fill(papers=False, lost_on="2026-11-19")
    assert seat.texts("[data-refusal] [data-text]") == ["还缺：持卡人有效身份证件"]
    seat.page.get_by_role("link", name="还缺：持卡人有效身份证件").click()
    seat.focuses("p1")
    seat.fill()
    seat.turns(seat.page.go_back)
    assert seat.page.input_value("#lost_on") == "2026-11-19"
    assert seat.page.is_checked("#p1")
    seat.fill(lost_on="2026-11-18")
    assert "2026-11-18" in seat.texts("main")[0]


def test_a_second_click_while_the_first_is_on_its_way_sends_nothing(world, seat, someone):
    holder = someone(world, "elsewhere")
    seat.find(holder.id_number)
    seat.choose("loss.temporary")
    seat.fill(lost_on="2026-11-19")
    sent = []
    seat.page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    with seat.page.expect_event("load"), seat.counter.branch.database.writing():
        seat.page.evaluate(TWO_CLICKS)
        time.sleep(1.2)  # a browser says nothing of a page while it waits for the next one
    assert len(sent) == 1
    assert seat.page.evaluate("() => sessionStorage.getItem('said')") == "正在办“确认口头（临时）挂失”，请稍候…"
    pid = seat.counter.branch.people.find("id", holder.id_number)[0]
    done = [p.title for p in seat.counter.branch.people.dossier(pid).past if p.origin == "window"]
    assert done == ["口头（临时）挂失"]
