"""A card laid down before a real browser: heard of at once, the form fills itself, and the clerk's typing is left alone."""

import pytest
from playwright.sync_api import expect

from counter.rehearsal.devices import RehearsalReader, VirtualCard, document_of
from tests.conftest import NOW

BLANK = "#temporary_number"
AGENT, NAME = "611002198807124535", "韩𣿭"


@pytest.fixture
def world(serve):
    found = serve("shangluo")[0]
    yield found
    found.bench.on_reader.clear()
    found.bench.documents.clear()


@pytest.fixture
def seat(serve, sit):
    return sit(serve("shangluo")[1], "bureau")


@pytest.fixture
def window(seat):
    return next(w.id for w in seat.counter.branch.windows() if w.type == "bureau")


def form(seat, person, offer="tempcard.issue"):
    seat.find(person.id_number)
    seat.page.goto(f"{seat.page.url}/do/{offer}")


def test_a_card_laid_down_on_the_empty_desk_finds_its_holder(world, seat, window, someone):
    """UX 2, UX 3: no key, no click."""
    person = someone(world, "damaged")
    seat.page.goto(seat.url)
    with seat.page.expect_event("load"):
        world.bench.lay_down(window, VirtualCard(person.cards[0].number, person.id_number, person.name))
    expect(seat.page.locator("#pn")).to_contain_text(person.name)
    assert "/person/" in seat.page.url


def test_an_identity_card_laid_down_on_the_empty_desk_finds_its_holder(world, seat, window, someone):
    """UX 2, UX 3."""
    person = someone(world, "damaged")
    seat.page.goto(seat.url)
    with seat.page.expect_event("load"):
        world.bench.lay_document(window, document_of(person.id_number, person.name, NOW.date()))
    expect(seat.page.locator("#pn")).to_contain_text(person.name)


def test_what_is_being_typed_into_the_search_box_is_not_taken_away(world, seat, window, someone):
    """UX 19: the card is told in words instead."""
    person = someone(world, "damaged")
    seat.page.goto(seat.url)
    seat.page.keyboard.type("6110")
    world.bench.lay_down(window, VirtualCard(person.cards[0].number, person.id_number, person.name))
    expect(seat.page.locator(".said")).to_have_text("已放上社保卡，这一页没有改变；要找持卡人按 F3。")
    assert seat.page.input_value("#q") == "6110"
    seat.turns(lambda: seat.page.keyboard.press("F3"))
    assert "/person/" in seat.page.url


def test_a_form_fills_itself_and_focus_and_typing_stay(world, seat, window, someone):
    """UX 5, UX 9, UX 35: the blank, its source, the words in the strip; the clerk goes on typing where they were."""
    form(seat, someone(world, "lost"))
    seat.page.focus("[name=keep]")
    world.bench.lay_down(window, VirtualCard("LS6110009", "", ""))
    expect(seat.page.locator(BLANK)).to_have_value("LS6110009")
    expect(seat.page.locator('[data-source="temporary_number"]')).to_contain_text("社保卡芯片")
    expect(seat.page.locator(".said")).to_have_text("已从社保卡芯片填入临时卡卡号。")
    expect(seat.page.locator(".strip li", has_text="社保卡读卡器")).to_contain_text("就绪，已放卡")
    assert seat.page.evaluate("() => document.activeElement.name") == "keep"
    seat.page.reload()
    expect(seat.page.locator(BLANK)).to_have_value("LS6110009")
    seat.look("laid-form")


def test_a_number_typed_by_hand_is_not_overwritten(world, seat, window, someone):
    """UX 5, UX 19: also while it is still being typed."""
    form(seat, someone(world, "lost"))
    seat.page.focus(BLANK)
    seat.page.keyboard.type("LS611")
    world.bench.lay_down(window, VirtualCard("LS6110009", "", ""))
    expect(seat.page.locator(".said")).to_contain_text("临时卡卡号是手工录入的，与读出的不同，没有改动")
    seat.page.keyboard.type("0001")
    assert seat.page.input_value(BLANK) == "LS6110001"


def test_what_needs_nobodys_hand_goes_away_and_what_does_stays(world, seat, window, someone):
    """UX 35: a word about a blank that was filled covers nothing for long; somebody else's card is said until it is lifted."""
    person, other = someone(world, "lost"), someone(world, "damaged")
    seat.page.clock.install()
    form(seat, person)
    world.bench.lay_down(window, VirtualCard("LS6110009", "", ""))
    expect(seat.page.locator(".said")).to_contain_text("已从社保卡芯片填入")
    seat.page.clock.run_for(11_000)
    expect(seat.page.locator(".said")).to_be_empty()
    world.bench.lay_down(window, VirtualCard(other.cards[0].number, other.id_number, other.name))
    expect(seat.page.locator(".said")).to_contain_text("是别人的")
    seat.page.clock.run_for(60_000)
    expect(seat.page.locator(".said")).to_contain_text("是别人的")


def test_an_agents_identity_card_fills_name_and_number(world, seat, window, someone):
    """UX 24."""
    form(seat, someone(world, "lost"))
    seat.turns(seat.page.get_by_role("button", name="改为代办").click)
    world.bench.lay_document(window, document_of(AGENT, NAME, NOW.date()))
    expect(seat.page.locator("#agent_id")).to_have_value(AGENT)
    expect(seat.page.locator("#agent_name")).to_have_value(NAME)


def test_a_form_that_opens_with_a_card_on_the_reader_does_not_wait_for_another(world, seat, window, someone):
    """UX 5: the card was laid down on the page before."""
    person = someone(world, "lost")
    seat.find(person.id_number)
    world.bench.lay_down(window, VirtualCard("LS6110009", "", ""))
    expect(seat.page.locator(".strip li", has_text="社保卡读卡器")).to_contain_text("就绪，已放卡")
    seat.page.goto(f"{seat.page.url}/do/tempcard.issue")
    expect(seat.page.locator(BLANK)).to_have_value("LS6110009")


def test_somebody_elses_card_changes_neither_person_nor_form_and_is_said(world, seat, window, someone):
    """UX 18: what lies there, that nothing changed, and the key that opens the other one."""
    person, other = someone(world, "lost"), someone(world, "damaged")
    seat.find(person.id_number)
    place = seat.page.url
    world.bench.lay_down(window, VirtualCard(other.cards[0].number, other.id_number, other.name))
    said = f"读卡器上的社保卡是别人的，不是{person.name}的，这一页没有改变"
    expect(seat.page.locator(".said")).to_have_text(f"{said}；要打开那个人按 F3。")
    assert seat.page.url == place
    world.bench.lift(window)
    expect(seat.page.locator(".said")).to_be_empty()
    form(seat, person)
    world.bench.lay_down(window, VirtualCard(other.cards[0].number, other.id_number, other.name))
    expect(seat.page.locator(".said")).to_have_text(f"{said}。")
    assert seat.page.input_value(BLANK) == ""


def test_a_card_laid_down_between_two_pages_is_not_missed(world, seat, window, someone):
    """UX 3: the desk opens a moment after the card was laid down."""
    person = someone(world, "lost")
    seat.find(person.id_number)
    seat.page.goto(f"{seat.url}/status")
    world.bench.lay_down(window, VirtualCard(person.cards[0].number, person.id_number, person.name))
    seat.page.goto(seat.url)
    expect(seat.page.locator("#pn")).to_contain_text(person.name)
    seat.page.goto(seat.url)
    expect(seat.page.locator(".strip li", has_text="社保卡读卡器")).to_contain_text("就绪，已放卡")
    assert "/person/" not in seat.page.url, "the same card is not found twice"


def test_an_unplugged_reader_is_told_at_once_and_so_is_its_return(seat, monkeypatch):
    """UX 35: in words, without a reload and without a key."""
    seat.page.goto(seat.url)
    reader = seat.page.locator(".strip li", has_text="社保卡读卡器")
    expect(reader).to_contain_text("就绪")
    said = RehearsalReader.state
    monkeypatch.setattr(RehearsalReader, "state", lambda _self: "未连接，请插好 USB 线")
    expect(reader).to_contain_text("未连接，请插好 USB 线，可手工办", timeout=3_000)
    monkeypatch.setattr(RehearsalReader, "state", said)
    expect(reader).to_contain_text("就绪", timeout=3_000)


def test_without_scripts_the_button_reads_the_card(world, serve, sit, window, someone):
    """UX 47."""
    plain = sit(serve("shangluo")[1], "bureau", scripts=False)
    form(plain, someone(world, "lost"))
    world.bench.lay_down(window, VirtualCard("LS6110009", "", ""))
    plain.turns(plain.page.locator(f"#f-{BLANK[1:]} [name=read]").click)
    assert plain.page.input_value(BLANK) == "LS6110009"
