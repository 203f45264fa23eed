"""Rare characters on the screen: drawn by a font with just these, asked under an address that names nobody."""

import re

import pytest

from tests.clerk import Clerk

DRAWN = """async text => {
  await document.fonts.ready;
  const paint = char => {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = 64;
    const brush = canvas.getContext("2d");
    brush.font = '48px "Counter Rare", "Adobe NotDef"';
    brush.fillText(char, 4, 52);
    return canvas.toDataURL();
  };
  return {
    pictures: [...text].map(paint), blank: paint(" "), other: paint("字"),
    faces: [...document.fonts].map(face => [face.family, face.status]),
  };
}"""


def linked(page):
    return re.findall(r'href="(/rare/[0-9a-f]+\.css)"', page.html)


@pytest.fixture
def rare_person(shangluo):
    """Somebody whose name has a character that nothing here draws."""
    world, counter = shangluo
    first = next(s.person for s in world.stories if s.id == "lost")
    return counter, first


def test_a_page_with_rare_characters_links_their_font(at_outlet, rare_person):
    _, person = rare_person
    pid = at_outlet.open(person.id_number)
    page = at_outlet.get(f"/person/{pid}")
    (address,) = linked(page)
    style = at_outlet.client.get(address)
    assert style.mimetype == "text/css"
    assert "U+4DAE" in style.text
    (file,) = re.findall(r'url\("([^"]+)"\)', style.text)
    font = at_outlet.client.get(file)
    assert font.mimetype == "font/woff"
    assert font.data[:4] == b"wOFF"
    assert "private" in font.headers["Cache-Control"]
    assert not re.search("4dae|%E4", address + file, re.IGNORECASE), "no address tells the characters"


def test_a_page_without_rare_characters_asks_for_no_font(at_outlet):
    assert not linked(at_outlet.get("/status"))


def test_nobody_gets_a_font_before_login_or_under_a_made_up_address(at_outlet, rare_person):
    pid = at_outlet.open(rare_person[1].id_number)
    (address,) = linked(at_outlet.get(f"/person/{pid}"))
    stranger = at_outlet.counter.flask.test_client()
    assert stranger.get(address).status_code == 303
    assert at_outlet.client.get("/rare/0123456789abcdef0123456789abcdef.css").status_code == 404
    assert at_outlet.client.get(address.replace(".css", "-7.woff")).status_code == 404


def test_the_same_characters_have_the_same_address_and_others_another(at_outlet, shangluo):
    pages = {}
    for story in ("lost", "damaged"):
        pid = at_outlet.open(next(s.person for s in shangluo[0].stories if s.id == story).id_number)
        pages[story] = [linked(at_outlet.get(f"/person/{pid}")) for _ in range(2)]
    assert pages["lost"][0] == pages["lost"][1] != pages["damaged"][0]


def test_what_no_font_draws_is_marked_and_named_with_its_code(at_outlet):
    page = at_outlet.find(f"王{chr(0x2EBF0)}")
    assert "U+2EBF0" in page.texts("data-undrawn")[0]
    assert chr(0x2EBF0) in page.html, "what was typed stays what it is"


def test_chromium_draws_the_rare_characters_with_the_served_font(serve, sit, someone):
    """The font is loaded because the page needs it; its glyphs are there, differ, and the rest is left to other fonts."""
    world, counter = serve("shangluo")
    seat = sit(counter, "bank_outlet")
    seat.find(someone(world, "lost").id_number)
    seen = seat.page.evaluate(DRAWN, "䶮𬱖")
    assert seen["faces"] == [["Counter Rare", "loaded"]]
    first, second = seen["pictures"]
    assert first != second
    assert seen["blank"] not in (first, second)


def test_the_locked_window_asks_for_nobodys_characters(at_outlet, rare_person):
    pid = at_outlet.open(rare_person[1].id_number)
    (address,) = linked(at_outlet.get(f"/person/{pid}"))
    at_outlet.post("/lock", {}, follow=False)
    assert not linked(at_outlet.get(f"/person/{pid}"))
    assert at_outlet.client.get(address).status_code == 401


def test_a_clerk_elsewhere_reads_the_name_too(shangluo, rare_person):
    clerk = Clerk(shangluo[1], "bureau")
    pid = clerk.open(rare_person[1].id_number)
    assert linked(clerk.get(f"/person/{pid}"))
