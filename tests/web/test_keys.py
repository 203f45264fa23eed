"""Hands on the keyboard: one operation without the mouse, scans that go where they belong, one click once."""

import pytest

from tests.browsing import Seat
from tests.web.test_browser import browser, person, serve, sit  # noqa: F401 - fixtures

SCAN = 5  # milliseconds between two signs of a scanner


@pytest.fixture
def outlet(serve, sit) -> tuple[object, Seat]:  # noqa: F811
    world, counter = serve("shangluo")
    return world, sit(counter, "bank_outlet")


def tab_to(seat, wanted):
    for _ in range(60):
        if seat.focused == wanted:
            return
        seat.page.keyboard.press("Tab")
    raise AssertionError(f"Tab 走不到 {wanted}")


def test_one_operation_by_keyboard_alone(outlet):
    world, seat = outlet
    keys = seat.page.keyboard
    keys.type(person(world, "lost").id_number, delay=SCAN)
    keys.press("Enter")
    seat.page.wait_for_url("**/person/*")
    assert seat.focused == "panel person"
    keys.press("1")
    seat.page.wait_for_url("**/do/loss.temporary")
    tab_to(seat, "lost_on")
    keys.type("20261119")
    for paper in ("p1",):
        tab_to(seat, paper)
        keys.press("Space")
    keys.press("Enter")
    seat.page.wait_for_url("**/check/*")
    assert seat.focused == "btn main"
    keys.press("Enter")
    seat.page.wait_for_url("**/entry/*")
    assert seat.done() == ["正常 → 临时挂失"]
    with seat.context.expect_page() as opened:
        keys.press("F9")
    assert "slip.pdf" in opened.value.url
    opened.value.close()
    keys.press("F4")
    seat.page.wait_for_url(f"{seat.url}/")
    assert seat.focused == "q"


def test_a_scan_goes_to_the_search_box_wherever_the_focus_is(outlet):
    world, seat = outlet
    seat.find(person(world, "lost").id_number)
    seat.page.keyboard.type(person(world, "phoned").id_number, delay=SCAN)
    assert seat.page.input_value("#q") == person(world, "phoned").id_number
    seat.page.keyboard.press("Enter")
    assert seat.texts("[data-state]") == ["临时挂失"]
    seat.page.keyboard.press("Escape")
    assert seat.focused == "q"
    seat.page.keyboard.type("2")
    assert "/person/" in seat.page.url
    assert seat.page.input_value("#q") == "2"


def test_a_scan_never_confirms(outlet):
    world, seat = outlet
    seat.find(person(world, "lost").id_number)
    seat.choose("loss.temporary")
    seat.fill(lost_on="2026-11-19")
    check = seat.page.url
    assert seat.focused == "btn main"
    seat.page.keyboard.type(person(world, "phoned").id_number, delay=SCAN)
    seat.page.keyboard.press("Enter")
    seat.page.wait_for_timeout(300)
    assert seat.page.url == check
    seat.page.keyboard.press("Escape")
    seat.page.wait_for_url("**/do/loss.temporary?op=*")
    assert seat.page.input_value("#lost_on") == "2026-11-19"


def test_a_scan_into_a_blank_goes_to_the_next_blank(outlet):
    world, seat = outlet
    seat.find(person(world, "elderly").id_number)
    seat.choose("loss.temporary")
    seat.page.get_by_role("button", name="改为代办").click()
    seat.page.focus("#agent_id")
    seat.page.keyboard.type("611002198002244514", delay=SCAN)
    seat.page.keyboard.press("Enter")
    assert seat.focused == "agent_mobile"
    assert "/do/" in seat.page.url
    assert seat.page.input_value("#agent_id") == "611002198002244514"


def test_number_keys_can_be_switched_off(outlet):
    world, seat = outlet
    seat.find(person(world, "lost").id_number)
    seat.page.get_by_role("button", name="关掉数字键").click()
    seat.page.locator("h1").click()
    seat.page.keyboard.press("1")
    seat.page.wait_for_timeout(300)
    assert seat.page.input_value("#q") == "1"
    assert "/do/" not in seat.page.url


def test_a_double_click_is_one_entry_and_a_second_try_is_not_held_back(outlet):
    world, seat = outlet
    seat.find(person(world, "lost").id_number)
    seat.choose("loss.temporary")
    seat.fill(papers=False)
    seat.fill(papers=False, lost_on="2026-11-19")
    assert seat.texts("[data-refusal] [data-text]") == ["还缺：持卡人有效身份证件"]
    seat.page.get_by_role("link", name="还缺：持卡人有效身份证件").click()
    assert seat.focused == "p1"
    seat.fill()
    seat.page.go_back()
    seat.page.fill("#lost_on", "2026-11-18")
    seat.page.check("#p1")
    seat.page.click("button[name=next]")
    assert "2026-11-18" in seat.texts("main")[0]
    seat.page.dblclick(".btn.main")
    seat.page.wait_for_url("**/entry/*")
    pid = seat.counter.branch.people.find("id", person(world, "lost").id_number)[0]
    done = [p.title for p in seat.counter.branch.people.dossier(pid).past if p.origin == "window"]
    assert done == ["口头（临时）挂失"]
