"""Whole visits of the three cities with the keyboard alone: no click anywhere, and every mistake mended on the way."""

import pytest

from tests.browsing import LOW

SCAN = 1


class Hands:
    """Two hands on a keyboard, before one browser window."""

    def __init__(self, seat) -> None:
        self.seat, self.keys = seat, seat.page.keyboard
        seat.page.set_viewport_size(LOW)
        seat.page.goto(seat.url)

    def at(self, selector: str) -> bool:
        return bool(self.seat.page.evaluate("wanted => document.activeElement.matches(wanted)", selector))

    def to(self, selector: str) -> None:
        """Tab until the focus stands there."""
        for _ in range(120):
            if self.at(selector):
                return
            self.keys.press("Tab")
        raise AssertionError(f"Tab 走不到 {selector}")

    def go(self, key: str) -> None:
        """Press what leads to another page."""
        self.seat.turns(lambda: self.keys.press(key))

    def person(self, id_number: str) -> None:
        self.keys.type(id_number, delay=SCAN)
        self.go("Enter")
        self.seat.focuses("panel person")

    def offer(self, offer: str) -> None:
        """By its number where it has one, else by Tab."""
        key = self.seat.page.get_attribute(f'[data-offer="{offer}"] a', "data-key")
        if key:
            self.go(key)
        else:
            self.to(f'[data-offer="{offer}"] a')
            self.go("Enter")

    def write(self, **texts: str) -> None:
        for name, text in texts.items():
            self.to(f"#{name}")
            self.keys.press("Control+A")
            self.keys.type(text)

    def papers(self) -> None:
        """Tick every paper."""
        for box in self.seat.page.locator("input[type=checkbox][name=paper]").all():
            self.to(f"#{box.get_attribute('id')}")
            if not box.is_checked():
                self.keys.press("Space")

    def on(self) -> None:
        """The main button, by Tab and Enter."""
        self.to("button[name=next]")
        self.go("Enter")

    def confirm(self) -> None:
        assert "/check/" in self.seat.page.url, self.seat.texts("main")
        if self.seat.page.locator("input[type=checkbox][name=paper]").count():
            self.papers()
        self.to(".btn.main")
        self.go("Enter")


@pytest.fixture
def hands(serve, sit):
    return lambda city, window: (serve(city)[0], Hands(sit(serve(city)[1], window)))


def test_an_agent_a_radio_group_a_mistake_and_the_way_out_of_it(hands, someone):
    """UX 6, UX 16: 商洛, 代办: relation by arrow keys, one blank forgotten, from the summary to the blank, to the done page."""
    world, hand = hands("shangluo", "bank_outlet")
    hand.person(someone(world, "elderly").id_number)
    hand.offer("loss.temporary")
    hand.to("button[name=switch][value=代办]")
    hand.go("Enter")
    hand.write(agent_name="冀永强", agent_id="611002198003124513")
    hand.to("[name=relation]")
    hand.keys.press("Space")
    hand.keys.press("ArrowRight")
    assert hand.seat.page.locator("[name=relation]:checked").get_attribute("value") != ""
    hand.write(agent_mobile="13909140101")
    hand.papers()
    hand.on()
    hand.seat.focuses("errsum")
    hand.to(".errsum a[href='#lost_on']")
    hand.keys.press("Enter")
    hand.seat.focuses("lost_on")
    hand.keys.type("2026-11-19")
    hand.on()
    hand.confirm()
    assert hand.seat.done() == ["正常 → 临时挂失"]
    hand.go("F4")
    hand.seat.focuses("q")


def test_a_fee_a_list_to_choose_from_and_what_comes_next(hands, someone):
    """UX 6: 新乡: the fee is entered, the next operation taken by its number, the reason chosen from a list."""
    world, hand = hands("xinxiang", "city")
    hand.person(someone(world, "formally-lost").id_number)
    hand.offer("fees.notice")
    hand.write(notice_number="41070000009", bill_number="20260000009", amount="20")
    hand.papers()
    hand.on()
    hand.confirm()
    hand.to("[data-then='replace.lost']")
    hand.go("Enter")
    hand.to("#reason")
    hand.keys.press("ArrowDown")
    assert hand.seat.page.input_value("#reason")
    hand.papers()
    hand.on()
    hand.confirm()
    assert "已缴费 → 已使用" in hand.seat.done()


def test_money_in_hand_and_the_list_of_what_waits(hands, someone):
    """UX 6: 石狮: a fee forgotten and mended, then to the work list and back to the desk."""
    world, hand = hands("shishi", "making")
    hand.person(someone(world, "hong-kong").id_number)
    hand.offer("replace.damaged")
    hand.papers()
    hand.on()
    hand.seat.focuses("errsum")
    hand.to(".errsum a[href='#received']")
    hand.keys.press("Enter")
    hand.seat.focuses("received")
    hand.keys.type("20")
    hand.on()
    hand.confirm()
    assert "无 → 已申请" in hand.seat.done()
    hand.to("nav a[href='/work']")
    hand.go("Enter")
    assert hand.seat.texts("h1")[0].startswith("待办")
    hand.go("Escape")
    hand.seat.focuses("q")


def test_the_skip_link_leads_past_the_menu(hands):
    """UX 6: the first stop of every page; Enter on it goes to the text."""
    _, hand = hands("shangluo", "bank_outlet")
    hand.seat.page.goto(f"{hand.seat.url}/status")
    hand.keys.press("Tab")
    assert hand.at(".skip")
    hand.keys.press("Enter")
    hand.keys.press("Tab")
    assert hand.seat.page.evaluate("() => document.getElementById('main').contains(document.activeElement)")


def contrast(one: tuple[int, int, int], other: tuple[int, int, int]) -> float:
    """The ratio of WCAG 2.2."""

    def light(colour):
        parts = [c / 255 / 12.92 if c / 255 <= 0.04045 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in colour]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_the_focus_stands_out_on_every_ground(hands):
    """UX 6: the frame of the focus is yellow in dark: one of the two has 3:1 against whatever lies around it."""
    _, hand = hands("shangluo", "bank_outlet")
    root = "name => getComputedStyle(document.documentElement).getPropertyValue(name).trim().slice(1)"

    def colour(name):
        text = hand.seat.page.evaluate(root, name)
        text = "".join(c * 2 for c in text) if len(text) == 3 else text
        return tuple(int(text[n : n + 2], 16) for n in (0, 2, 4))

    frame = [colour("--focus"), colour("--ink")]
    for ground in ("--bg", "--panel", "--brand", "--brand-d", "--brand-l", "--warn-l", "--bad-l", "--ok-l", "--rehearse"):
        assert max(contrast(one, colour(ground)) for one in frame) >= 3, ground
