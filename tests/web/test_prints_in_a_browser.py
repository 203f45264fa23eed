"""Printing before a real browser: a printer is set, the done page follows its slip by itself, a frame is printed once."""

from io import BytesIO

import pytest
import zxingcpp
from PIL import Image

from counter.rehearsal.world import demo_seats
from tests.browsing import until
from tests.devices.slip_printer import SlipPrinter

# A browser without a screen has no printing and dies of it: whether it is asked to print is counted instead.
CALLS = """Object.defineProperty(HTMLIFrameElement.prototype, "contentWindow", { get: () => ({
    focus() {}, print() { window.asked = (window.asked || 0) + 1; } }) });"""


@pytest.fixture
def served(rehearse):
    world, served = rehearse("shangluo", demo_seats("shangluo"))
    served.counter.presses.start()
    return world, served


def set_printer(sit, served, address, kind="slip", media="roll80"):
    boss = sit(served, "bureau", number="1001")
    boss.page.goto(f"{boss.url}/printers")
    for name, value in (("window", boss.page.input_value("#window")), ("kind", kind), ("media", media)):
        boss.page.select_option(f"#{name}", value)
    boss.page.fill("#address", address)
    boss.press("保存打印机")
    return boss


def lost(sit, served, someone, world, story="lost"):
    seat = sit(served, "bureau")
    seat.page.goto(seat.url)
    seat.find(someone(world, story).id_number)
    seat.choose("loss.temporary")
    seat.fill(lost_on="2026-11-19")
    seat.confirm()
    return seat


def read_on_screen(seat):
    """The code on the framed paper as Chromium paints it, whole."""
    seat.page.set_viewport_size({"width": 1366, "height": 2400})
    seat.page.evaluate("document.querySelector('iframe.paper').style.height = '2000px'")
    with Image.open(BytesIO(seat.page.screenshot())) as picture:
        found = zxingcpp.read_barcode(picture.convert("L"))
    seat.page.set_viewport_size({"width": 1366, "height": 768})
    return found.text if found is not None else ""


def says(seat, selector, words):
    until(lambda: words in seat.texts(selector))


def test_the_slip_comes_by_itself_and_the_page_says_where_it_stands(served, sit, someone):
    world, counter = served
    printer = SlipPrinter()
    boss = set_printer(sit, counter, printer.uri)
    boss.press("试打")
    until(lambda: len(printer.slips) == 1)
    boss.page.reload()
    says(boss, "[data-state]", "就绪")
    boss.look("printers")
    printer.empty = True
    seat = lost(sit, counter, someone, world)
    says(seat, "[data-job] [data-reason]", "缺纸")
    until(lambda: any("回执打印机：缺纸" in text for text in seat.texts(".strip li")))
    seat.look("print-waits")
    printer.empty = False
    says(seat, "[data-job] [data-stage]", "已打印")
    assert len(printer.slips) == 2
    printer.at_rows = 300
    seat.press("补打回执")
    says(seat, "[data-job] [data-reason]", "缺纸")
    printer.cut()
    says(seat, "[data-ask]", "出纸了吗？")
    seat.look("print-asked")
    printer.empty = False
    printer.start()
    seat.press("未出纸，补打")
    until(lambda: sum(slip.height > 0 and slip.getextrema()[0] == 0 for slip in printer.slips) == 3)
    until(lambda: seat.texts("[data-job] [data-stage]") == ["已打印", "没有打印", "已打印"])
    seat.page.goto(f"{seat.url}/prints")
    seat.look("prints")
    printer.cut()


def test_what_the_browser_prints_is_framed_printed_once_and_asked_about(served, sit, someone):
    world, counter = served
    set_printer(sit, counter, "browser:")
    seat = lost(sit, counter, someone, world)
    seat.context.add_init_script(CALLS)
    seat.turns(seat.page.get_by_role("link", name="去打印").click)
    seat.press("打印 F9")
    says(seat, "[data-ask]", "出纸了吗？")
    until(lambda: any("/paper.pdf" in frame.url for frame in seat.page.frames))
    until(lambda: seat.page.evaluate("window.asked") == 1)
    seat.look("print-frame")
    number = counter.counter.branch.prints.at(1).name.partition("-")[0]
    until(lambda: read_on_screen(seat) == number)
    seat.page.get_by_role("link", name="单独打开这张纸").focus()
    seat.page.keyboard.press("Tab")
    assert "全部快捷键" in seat.page.evaluate("document.activeElement.innerText"), "Tab goes past the frame"
    seat.page.goto(seat.page.url.removesuffix("/shown"))
    until(lambda: any("/paper.pdf" in frame.url for frame in seat.page.frames))
    assert seat.page.evaluate("window.asked") is None, "whoever comes back is asked, and nothing is printed again"
    seat.press("已出纸")
    assert seat.texts("[data-job] [data-stage]") == ["已打印"]
