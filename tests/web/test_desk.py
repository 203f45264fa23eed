"""The desk in a browser: what stands on the first screen, the reasons, the articles, by keyboard and without scripts."""

from dataclasses import replace

import pytest
from playwright.sync_api import expect

from counter.cities import city_keys
from counter.rehearsal.world import demo_seats
from tests.browsing import LOW, NARROW

FOLD = "() => document.querySelector('.keys').getBoundingClientRect().top"
BOTTOMS = "s => [...document.querySelectorAll(s)].map(e => e.getBoundingClientRect().bottom)"


def below(seat, *selectors):
    """What ends below the part of the screen that can be seen."""
    fold = seat.page.evaluate(FOLD)
    return [(s, round(y - fold)) for s in selectors for y in seat.page.evaluate(BOTTOMS, s) if y > fold]


@pytest.mark.parametrize("city", city_keys())
def test_state_person_and_what_can_be_done_need_no_scrolling(serve, sit, city):
    """UX 15: for everybody of the rehearsal at every kind of window, as a supervisor, who may do most."""
    world, counter = serve(city)
    most = 0
    for kind in sorted({window.type for window in counter.counter.branch.windows()}):
        seat = sit(counter, kind, number="1001")
        seat.page.set_viewport_size(LOW)
        for story in world.stories:
            seat.find(story.person.id_number)
            if not seat.page.locator("[data-state]").count():
                continue
            most = max(most, seat.page.locator("[data-offer]").count())
            assert not below(seat, "[data-state]", ".person", "[data-offer]", "[data-listed]"), (kind, story.id)
    assert most > (2 if city == "shishi" else 6)


def test_the_screen_still_holds_with_the_longest_name_address_and_a_listing(rehearse, sit):
    """UX 15: thirty bytes of a name in rare characters, reminders, a blacklist line, nine operations and more."""
    world, served = rehearse("xinxiang", demo_seats("xinxiang"))
    person = next(s for s in world.stories if s.id == "lost").person
    record = world.province.record(person.id_number)
    name = "阿卜杜热合曼·𬱖䶮㛃𣿭𬀩吐尔"[:14]
    world.register(replace(record, name=name, address="新乡市红旗区" + "洪门镇东街一百二十三号院" * 2))
    seat = sit(served, "county", number="1001")
    seat.page.set_viewport_size(LOW)
    seat.find(person.id_number)
    expect(seat.page.locator("h1")).to_have_text(name)
    assert seat.page.locator("[data-offer]").count() > 9
    assert not below(seat, "[data-state]", ".person", "[data-offer]")
    seat.look("desk-long")


def test_the_impossible_says_why_and_what_other_windows_do_is_folded(serve, sit, someone):
    """UX 13: reasons with their article, no dead buttons; what another window does in one fold with its number."""
    world, counter = serve("shangluo")
    seat = sit(counter, "bank_outlet")
    seat.find(someone(world, "phoned").id_number)
    fold = seat.page.locator("details.fold")
    refused = seat.page.locator("[data-refused]").count()
    inside = fold.locator("[data-refused]").count()
    assert f"{inside} 项" in fold.locator("summary").inner_text()
    assert 0 < inside < refused
    shown = seat.page.locator("[data-refusals]:visible")
    assert shown.count() == seat.page.locator(".nops:visible > li").count() > 0
    assert not seat.page.locator("[data-refusals] button, [data-refusals] [disabled]").count()
    for group in seat.page.locator("[data-refusals]").all():
        assert group.locator("[data-text]").count() == group.locator("[data-article]").count() > 0
    fold.locator("summary").click()
    assert seat.page.locator("[data-refused]:visible").count() == refused
    lost = seat.page.locator('[data-refusals]:has([data-refused="loss.temporary"])')
    why = lost.locator("[data-text]").first.inner_text()
    seat.page.goto(f"{seat.page.url}/do/loss.temporary")
    seat.fill(lost_on="2026-11-19")
    assert why in " ".join(seat.texts("[data-refusal]")), "the server refuses it too, in the same words"


def test_an_article_opens_over_the_page_and_closes_by_escape(serve, sit, someone):
    """UX 13: the text behind a reason, without losing the page; the focus comes back to the link."""
    world, counter = serve("shangluo")
    seat = sit(counter, "bank_outlet")
    seat.find(someone(world, "phoned").id_number)
    at, link = seat.page.url, seat.page.locator("[data-refusals] a.cite").first
    link.focus()
    seat.page.keyboard.press("Enter")
    law = seat.page.locator("dialog.article")
    expect(law.locator("mark")).to_be_in_viewport()
    expect(law.locator("h1")).to_contain_text("商洛市")
    seat.page.keyboard.press("1")
    assert seat.page.url == at, "the keys of the page rest while the text is open"
    seat.page.keyboard.press("Escape")
    expect(law).to_be_hidden()
    seat.focuses("cite")
    assert seat.page.url == at
    seat.page.set_viewport_size(NARROW)
    link.click()
    expect(law.get_by_role("button", name="关闭")).to_be_in_viewport()
    law.get_by_role("button", name="关闭").click()
    expect(law).to_be_hidden()


def test_without_scripts_an_article_is_a_page_and_the_fold_opens(serve, sit, someone):
    """UX 47: the link goes to the page of the article, the fold is the browser's own."""
    world, counter = serve("shangluo")
    seat = sit(counter, "bank_outlet", scripts=False)
    seat.find(someone(world, "phoned").id_number)
    seat.page.locator("details.fold summary").click()
    with seat.context.expect_page() as opened:
        seat.page.locator("details.fold a.cite").first.click()
    expect(opened.value.locator("article.law mark").first).to_be_visible()
    opened.value.close()
