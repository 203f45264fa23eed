"""Every page of the three cities, walked through once and measured: what WCAG, the keyboard and a slow line ask of it.

axe takes long: it looks at all three sizes in one city, and at the narrow one in the others; ``COUNTER_EVERYWHERE=1`` lets it
look at all three everywhere.
"""

import os
import re

import pytest

from counter.rehearsal.world import demo_seats
from counter.web.keyboard import KEYS
from tests.browsing import NARROW, Seat
from tests.everywhere import NO_PAGES, Walk
from tests.measured import LARGEST_PAGE, SIZES, Measured
from tests.source import ROOT, told

WHOLE = "shangluo"
CITIES = (WHOLE, "xinxiang", "shishi")


@pytest.fixture(scope="module")
def walked(rehearse_for_all, browser):
    """The walk through a city and what was measured on it."""
    done = {}

    def walk(city):
        if city not in done:
            world, served = rehearse_for_all(city, demo_seats(city))
            seats = []

            def sit(*where, **options):
                seats.append(Seat(browser, *where, **options))
                return seats[-1]

            sizes = SIZES if city == WHOLE or os.environ.get("COUNTER_EVERYWHERE") else (NARROW,)
            measured = Measured(city, sizes)
            one = Walk(city, world, served, sit, measured)
            done[city] = one, measured
            one.go()
            for seat in seats:
                seat.leave()
            measured.whole = True
        assert done[city][1].whole, "the walk did not come to its end; see the first test that failed"
        return done[city]

    return walk


@pytest.fixture(params=CITIES)
def measured(request, walked):
    return walked(request.param)[1]


def test_axe_finds_nothing_on_any_page(measured):
    """UX 45, UX 11: WCAG 2.2 A and AA and best practice by axe-core, at 1366 and 320 pixels and zoomed to 200 %."""
    told(measured.found["axe"])


def test_no_page_is_wider_than_its_window(measured):
    """UX 45: reflow at 320 pixels and at 200 %."""
    told(measured.found["overhang"])


def test_everything_to_press_is_large_enough(measured):
    """UX 45: 24 pixels at least, also where WCAG would let spacing count; the main button 44."""
    told(measured.found["targets"])


def test_no_page_is_heavier_than_100_kb(measured):
    """UX 46: the page with its style sheet, scripts, icon and fonts, before any compression."""
    told(measured.found["weight"])
    assert max(measured.weights.values()) <= LARGEST_PAGE


def test_nothing_stands_inline(measured):
    """UX 46: no style, script or handler in the page; that nothing is asked elsewhere or blocked, every seat watches."""
    told(measured.found["inline"])


def test_everything_is_reached_by_tab_and_left_again(measured):
    """UX 6: in the order of the page, without a trap, and nothing is out of reach."""
    told(measured.found["tabs"])


def test_the_focus_is_seen_wherever_it_is(measured):
    """UX 6: an outline or a frame, never hidden under the bar at the foot."""
    told(measured.found["focus"])


def test_every_key_is_printed_on_its_button_and_in_the_bar(measured):
    """UX 7: and stands in the list of all keys."""
    told(measured.found["keys"])


def test_every_page_has_one_main_button(measured):
    """UX 28: at most one, apart from the search box."""
    told(measured.found["mains"])


def test_every_page_has_one_first_heading(measured):
    told(measured.found["headings"])


def test_no_page_says_what_nobody_should_read(measured):
    """UX 18: as it stands on the screen, with what cities, operations and the province put into it."""
    told(measured.found["words"])


def test_the_walk_goes_through_every_page(walked):
    """A page that is not on the walk is examined by nobody: put it into tests/everywhere.py."""
    walks = [walked(city)[0] for city in CITIES]
    app = walks[0].served.counter.flask
    pages = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in rule.methods}
    seen = set().union(*(walk.endpoints for walk in walks))
    told(sorted(pages - seen - set(NO_PAGES)))
    assert set(NO_PAGES) <= pages


def test_the_walk_sees_every_template(walked):
    seen = set().union(*(walked(city)[0].templates for city in CITIES))
    whole = {path.name for path in (ROOT / "counter/web/templates").glob("*.html") if "{% extends" in path.read_text("utf-8")}
    told(sorted(whole - seen - ON_OTHER_WAYS))


ON_OTHER_WAYS = {"again.html"}
"""Shown only to a browser without scripts: tests/web/test_lock.py."""


def test_the_list_of_keys_has_none_that_no_page_knows():
    """UX 7: every key of the list is bound somewhere in the pages or the scripts."""
    texts = "".join(path.read_text("utf-8") for path in (ROOT / "counter/web").rglob("*.html"))
    bound = set(re.findall(r'data-key="([^"{]+)"', texts)) | {"Ctrl+S", "Enter", "Esc", "1-9", "Tab", "空格", "←↑↓→"}
    assert {key.name for key in KEYS} <= bound | {"Esc"}
