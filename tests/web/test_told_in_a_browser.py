"""Notices, receipts, help and the queue before a real browser, with the keys that are printed on the buttons."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from counter.rehearsal.world import demo_seats
from tests.browsing import until

LOSS = {"lost_on": "2026-11-19", "received": "20", "mobile": "13909140232"}


@pytest.fixture(scope="module")
def own(rehearse_for_all):
    """A rehearsal whose queue nobody else calls."""
    return rehearse_for_all("shangluo", demo_seats("shangluo"))


def read(seat, href):
    raw = seat.context.request.get(f"{seat.url}{href}").body()
    return "".join("".join(sheet.extract_text() for sheet in PdfReader(BytesIO(raw)).pages).split())


def next_paper(served):
    """The address of the paper that is put next; the viewer of another may ask for its own again at any time."""
    (last,) = served.counter.branch.database.row("SELECT COALESCE(MAX(id), 0) FROM print_job")
    return f"/prints/{last + 1}/paper.pdf"


def opened_by(seat, act, words):
    """The address with these words of the paper that this opens in a new tab."""
    with seat.context.expect_event("request", lambda request: words in request.url) as asked:
        act()
    seat.page.bring_to_front()
    return asked.value.url.removeprefix(seat.url)


def test_the_notice_is_printed_before_anything_is_begun_and_again_with_what_is_missing(own, sit, someone):
    """UX 23: F7 prints the full list for the chosen business; the form's second print says only what is missing."""
    world, served = own
    seat = sit(served, "bank_outlet")
    seat.page.goto(seat.url)
    seat.find(someone(world, "lost").id_number)
    seat.page.select_option("#nto", "loss.formal+replace.lost")
    seat.page.select_option("#ntb", "代办")
    text = read(seat, opened_by(seat, lambda: seat.page.keyboard.press("F7"), next_paper(served)))
    assert "一次性告知单" in text
    assert "委托书" in text
    seat.page.select_option("#nto", "apply.new")
    assert "本窗口不办理这项业务" in read(seat, opened_by(seat, lambda: seat.page.keyboard.press("F7"), next_paper(served)))
    seat.choose("loss.formal+replace.lost")
    boxes = seat.page.locator("input[type=checkbox][name=paper]")
    brought, missing = (boxes.nth(n).get_attribute("value") for n in (0, 1))
    boxes.first.check()
    with seat.page.expect_popup() as opened, seat.context.expect_event("response", lambda a: "missing" in a.url) as asked:
        seat.page.get_by_role("button", name="打印缺件告知单").click()
    assert asked.value.status == 303, "its words are kept, and it is printed on a page of its own"
    opened.value.close()
    assert boxes.first.is_checked(), "the form is still there"
    seat.find(someone(world, "lost").id_number)
    (row, *_) = seat.texts("[data-problem-row]")
    assert row.startswith("已告知 ")
    assert missing in row
    assert brought not in row.replace(missing, "")
    seat.look("told")


def test_one_key_goes_from_visitor_to_visitor(own, sit, someone):
    """UX 43, UX 32: F4 calls, the business is done, F9 opens the receipt, F4 ends the ticket and calls the next."""
    world, served = own
    seat = sit(served, "bank_outlet")
    seat.page.goto(seat.url)
    seat.turns(lambda: seat.page.keyboard.press("F4"))
    first = seat.texts("[data-ticket]")[0]
    assert seat.texts("[data-asked]")[0]
    assert "分钟" in seat.texts("[data-wait]")[0]
    seat.find(someone(world, "lost").id_number)
    assert seat.texts("[data-ticket]") == [first], "the ticket stays beside the person"
    seat.look("queue")
    seat.choose("loss.formal+replace.lost")
    seat.fill(**{name: text for name, text in LOSS.items() if seat.page.locator(f"#{name}").count()})
    seat.confirm()
    href = opened_by(seat, lambda: seat.turns(lambda: seat.page.keyboard.press("F9")), next_paper(served))
    assert "正式挂失" in read(seat, href)
    seat.turns(lambda: seat.page.keyboard.press("Escape"))
    seat.turns(lambda: seat.page.keyboard.press("F4"))
    until(lambda: first in world.systems.queue.ended)
    assert seat.texts("[data-ticket]") != [first]
