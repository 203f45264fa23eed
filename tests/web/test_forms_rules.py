"""The form, the check page and the done page of every operation, rule by rule."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import expect

from counter import CardNumber, IdNumber, Landline, Mobile, Postcode
from counter.core.blank import By
from counter.rehearsal.world import demo_seats
from tests.clerk import SECOND, Clerk

JOINED = "loss.formal+replace.lost"
REPLACING = {"lost_on": "2026-11-19", "received": "20"}
CITIES = ("shangluo", "xinxiang", "shishi")
FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
NUMBERS = [
    (IdNumber, "61100219800312451X", "611002198003124513"),
    (Mobile, "", "13909140101"),
    (Postcode, "", "726000"),
    (CardNumber, "", "C61180001"),
    (Landline, "", "0914-2312345"),
]


@pytest.fixture
def pid(shangluo, at_outlet, someone):
    return at_outlet.open(someone(shangluo[0], "lost").id_number)


def as_typed(draw, number):
    """A number as people type it: spaces and hyphens between, full width, small letters."""
    out = ""
    for sign in number:
        between = draw(st.sampled_from(["", "", " ", "　", "-", "－"]))
        out += between + draw(st.sampled_from([sign, sign.lower(), sign.translate(FULL_WIDTH)]))
    return draw(st.sampled_from(["", " "])) + out


@pytest.mark.parametrize("kind", [kind for kind, *_ in NUMBERS], ids=lambda kind: kind.__name__)
@given(data=st.data())
def test_spaces_full_width_hyphens_and_small_letters_are_cleaned(kind, data):
    """UX 21: every number type."""
    number = next(wanted for one, _, wanted in NUMBERS if one is kind)
    assert kind.parse(as_typed(data.draw, number)) == number


def test_a_small_x_is_an_x():
    """UX 21: the last sign of an identity number."""
    assert IdNumber.parse("41070219930620198x") == IdNumber.parse("41070219930620198 Ｘ") == "41070219930620198X"


def test_the_summary_and_the_message_beside_the_field_are_the_same_words(at_outlet, pid):
    """UX 16, 17: title, links, and the message above the input, word for word."""
    page = at_outlet.fill(pid, JOINED, {"mobile": "139 1234 602", "lost_on": "2026-13-40"}, papers=[])
    assert "<title>错误：" in page.html
    assert re.search(r'class="errsum"[^>]*tabindex="-1" autofocus', page.html)
    listed = dict(re.findall(r'<li><a href="#([a-z_]+)">([^<]+)</a></li>', page.html))
    beside = re.findall(r'data-error="([a-z_]+)"><span class="vh">错误：</span>([^<]+)</span>', page.html)
    assert dict(beside) == listed
    assert {"mobile", "lost_on", "received"} <= set(listed)
    for name in listed:
        assert page.html.index(f'id="{name}-e"') < page.html.index(f'<input id="{name}"'), name


@pytest.mark.parametrize("city", CITIES)
def test_every_blank_of_every_operation_fits_what_is_typed_into_it(open_world, city):
    """UX 20, 22: novalidate, no spelling, no completion, digits where only digits are typed, a width of its own."""
    counter = open_world(city)[1]
    render = counter.flask.jinja_env.get_template("_field.html").module.field
    blanks = {b for one in counter.branch.catalogue.operations for b in counter.branch.catalogue.form(one).own}
    typed = [b for b in blanks if not (b.options or b.is_photo or b.choices or b.type is bool)]
    assert len(typed) > 10
    for b in typed:
        html = render(b, {}, {}, {})
        assert 'spellcheck="false"' in html, b.name
        assert 'autocomplete="off"' in html or b.secret, b.name
        kind = b.type.__name__
        assert ('inputmode="numeric"' in html) == (b.secret or kind in ("Mobile", "Postcode")), b.name
        if kind in ("IdNumber", "Mobile", "date", "Decimal", "Postcode", "Landline", "CardNumber"):
            assert re.search(r'class="w-(id|tel) num"', html), b.name
        assert not re.search(r"\b(required|pattern|maxlength|onblur)\b", html), b.name


def test_nothing_is_checked_on_leaving_a_field(serve, sit, someone):
    """UX 20: only what is sent is judged."""
    world, served = serve("shangluo")
    seat = sit(served, "bank_outlet")
    seat.page.goto(seat.url)
    seat.find(someone(world, "cancelled").id_number)
    seat.find(someone(world, "to-collect").id_number)
    offer = seat.page.locator("[data-offer]").first.get_attribute("data-offer")
    seat.choose(offer)
    assert seat.page.locator("form[data-draft]").get_attribute("novalidate") is not None
    for field in seat.page.locator("form[data-draft] input[type=text]").all():
        field.fill("？")
        field.blur()
    assert seat.page.locator(".emsg, [aria-invalid]").count() == 0


def test_a_link_of_the_check_page_leads_back_to_that_very_field(rehearse, sit, someone):
    """UX 26: 修改, with the focus in the field."""
    world, served = rehearse("shangluo", demo_seats("shangluo"))
    seat = sit(served, "bank_outlet")
    seat.page.goto(seat.url)
    seat.find(someone(world, "lost").id_number)
    seat.choose(JOINED)
    seat.fill(**REPLACING)
    expect(seat.page.locator("h1")).to_contain_text("核对")
    seat.turns(seat.page.locator('.answers a[href*="at=mobile"]').click)
    seat.focuses("mobile")
    seat.fill(papers=False, mobile="13991400031")
    expect(seat.page.locator(".answers")).to_contain_text("13991400031")


def test_what_cannot_be_taken_back_is_said_once_and_strongly(at_outlet, pid):
    """UX 27: one interruption, where the city's 正式挂失不能撤销."""
    check = at_outlet.fill(pid, JOINED, REPLACING)
    assert check.texts("data-final") == ["办完不能撤回。正式挂失不能撤销，原卡作废。 规范 第十五条"]
    oral = at_outlet.fill(pid, "loss.temporary", {"lost_on": "2026-11-19"})
    assert "data-final" not in oral.marks


def test_where_the_city_lets_a_formal_loss_be_released_nothing_is_said_of_it(open_world, someone):
    """UX 27: the same operation in another city."""
    world, counter = open_world("xinxiang")
    clerk = Clerk(counter, "city")
    pid = clerk.open(someone(world, "lost").id_number)
    assert "data-final" not in clerk.fill(pid, "loss.formal", {"lost_on": "2026-11-19"}).marks


def test_the_first_blank_that_must_be_typed_has_the_focus(at_outlet, pid):
    """UX 9, 24: of the holder's own form, and of the one who comes instead."""
    focused = r'<input id="([a-z_]+)"[^>]*autofocus'
    assert re.findall(focused, at_outlet.form(pid, JOINED).html) == ["lost_on"]
    assert re.findall(focused, at_outlet.form(pid, JOINED, "代办").html) == ["agent_name"]


def test_the_one_main_button_says_the_act_and_its_fee(at_outlet, pid):
    """UX 28: button text."""
    check = at_outlet.fill(pid, JOINED, REPLACING)
    assert check.html.count("btn main") == 1
    button = re.search(r'<button class="btn main"[^>]*>(.*?)<kbd>', check.html)
    assert button is not None
    assert button[1].strip() == "确认正式挂失并遗失补卡，收费 20.00 元"


def test_the_receipt_names_both_who_came_and_for_whom(shangluo, at_outlet, pid):
    """UX 24: holder and agent on the slip; the holder alone is asked for nobody."""
    from tests.printing.samples import read_pdfium

    agent = {"agent_name": "韩𣿭", "agent_id": "611002198807124535", "relation": "配偶", "agent_mobile": "13991400027"}
    assert not {"agent_name", "agent_id"} & set(at_outlet.form(pid, JOINED).inputs)
    done = at_outlet.do(pid, JOINED, {**REPLACING, **agent}, by=By.AGENT.value)
    link = next(link for link in done.links if "slip.pdf" in link)
    text = read_pdfium(at_outlet.client.get(link).get_data())
    assert "韩𣿭" in text
    assert shangluo[1].branch.people.dossier(pid).holder.name in text


@pytest.fixture
def collected(shangluo, at_outlet, someone):
    """A card that was handed out: the clerk, the holder's id and the done page."""
    pid = at_outlet.open(someone(shangluo[0], "to-collect").id_number)
    return at_outlet, pid, at_outlet.do(pid, "issue.collect", {})


def test_the_done_page_says_number_next_step_and_lets_it_be_printed(collected):
    """UX 30, 31: number, what next, print, PDF in a new tab, print again, next person."""
    _, _, done = collected
    assert re.fullmatch(r"\d{22}", done.texts("data-number")[0])
    assert "请告诉持卡人，下一步" in done.words
    assert re.search(r'data-slip href="[^"]+slip.pdf" target="_blank"', done.html)
    assert re.search(r'action="[^"]+/print/slip".*?data-put="slip" data-key="F9">打印回执', done.html)
    assert 'data-key="F4"' in done.html
    assert not re.search(r"<p[^>]*>(?:(?!</p>).)*<form", done.html, re.DOTALL), "a form ends a paragraph, and its row"


def test_what_was_done_wrong_is_taken_back_from_the_done_page_until_its_day(shangluo, collected):
    """业务回退 on the done page: until when, and why not any more."""
    clerk, pid, done = collected
    assert done.marks["data-undo"] == ["issue.undo"]
    assert "到 11 月 20 日为止" in done.words
    address = done.response.request.path
    undone = clerk.do(pid, "issue.undo", {"reason": "发错了卡"}, **SECOND)
    assert "待启用 → 待领取" in undone.texts("data-entry-change")
    again = clerk.get(address)
    assert "data-undo" not in again.marks
    assert again.marks["data-no-undo"] == ["issue.undo"]


def test_after_its_day_the_done_page_says_why_it_cannot_be_taken_back(shangluo, collected):
    """业务回退 too late."""
    from datetime import timedelta

    _, _, done = collected
    shangluo[0].clock.pass_time(timedelta(days=1))
    late = Clerk(shangluo[1], "bank_outlet").get(done.response.request.path)
    assert "data-undo" not in late.marks
    assert "领卡当天才可以回退" in late.texts("data-no-undo")[0]


@pytest.mark.parametrize(("city", "window"), [("shangluo", "bank_outlet"), ("shishi", "making"), ("xinxiang", "city")])
def test_a_common_form_shows_its_blanks_and_its_button_on_a_low_screen(rehearse, sit, someone, city, window):
    """UX 15: the form of an oral or formal loss needs no scrolling at 1366 x 625."""
    world, served = rehearse(city, demo_seats(city))
    seat = sit(served, window)
    seat.page.set_viewport_size({"width": 1366, "height": 625})
    seat.page.goto(seat.url)
    seat.find(someone(world, "lost").id_number)
    seat.choose("loss.formal" if city == "shishi" else "loss.temporary")
    edge = seat.page.locator(".bar").bounding_box()["y"]
    for field in seat.page.locator(".groups input:not([type=hidden])").all():
        box = field.bounding_box()
        assert box["y"] + box["height"] <= edge, field.get_attribute("name")
    seat.look(f"form-{city}")
