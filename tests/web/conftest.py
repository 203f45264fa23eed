"""One browser for all tests, and one rehearsal of each city that listens on a port."""

from contextlib import contextmanager
from functools import cache

import pytest
from playwright.sync_api import sync_playwright

from counter.rehearsal.world import add_branch, demo_seats, new_world
from tests.browsing import QUIETLY, Seat, Served, chromium
from tests.conftest import NOW


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium(), args=list(QUIETLY))
        yield opened
        opened.close()


@contextmanager
def rehearsals(folders, staff):
    """Starts worlds of a city with branches, each on a port of its own, and lets them all go at the end."""
    opened = []

    def start(city, *branches):
        world = new_world(city, NOW)
        folder = folders.mktemp(city)
        counters = [add_branch(world, folder / seats.identity.code, seats, staff) for seats in branches]
        for counter in counters:
            counter.courier.patience = 30.0  # a busy machine is not a broken line
        served = [Served(counter) for counter in counters]
        opened.append((world, served))
        return world, *served

    yield start
    for world, served in opened:
        for one in served:
            one.stop()
        world.stop()


@pytest.fixture
def rehearse(tmp_path_factory, staff):
    """A world of this city with these branches, for one test."""
    with rehearsals(tmp_path_factory, staff) as start:
        yield start


@pytest.fixture(scope="module")
def rehearse_for_all(tmp_path_factory, staff):
    """A world of this city with these branches, for all tests of a module."""
    with rehearsals(tmp_path_factory, staff) as start:
        yield start


@pytest.fixture(scope="module")
def serve(rehearse_for_all):
    """The one rehearsal of this city that the tests of a module share; each test takes a person of its own."""
    return cache(lambda city: rehearse_for_all(city, demo_seats(city)))


@pytest.fixture
def sit(browser, rehearse):
    """Sit down at a window; when the test is over nothing may have gone wrong in the browser."""
    seats = []

    def start(served, window_type, **options):
        seats.append(Seat(browser, served, window_type, **options))
        return seats[-1]

    yield start
    for seat in seats:
        seat.leave()


@pytest.fixture(scope="session")
def someone():
    """Somebody of a rehearsal's people, by the name of the story."""
    return lambda world, story: next(s.person for s in world.stories if s.id == story)
