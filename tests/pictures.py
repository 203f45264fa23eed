"""A picture of every page of the program: `python -m tests.pictures FOLDER [--city CITY]`.

Walks through each city's rehearsal as the tests do and writes FOLDER/CITY/NN-page.png as it stands on a 1366 x 625 screen, and
NN-page-320.png, the whole page 320 pixels wide. Needs Chromium and the packages of the tests.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright
from werkzeug.security import generate_password_hash

from counter.cities import city_keys
from counter.rehearsal.world import add_branch, demo_seats, new_world
from counter.store.staff import ADMINISTRATOR, CLERK, SUPERVISOR
from tests.browsing import LOW, NARROW, QUIETLY, WIDE, Seat, Served, chromium
from tests.clerk import PASSWORD
from tests.conftest import NOW
from tests.everywhere import Walk


def photographer(folder: Path):
    """What takes the two pictures of a page."""
    folder.mkdir(parents=True, exist_ok=True)
    taken: list[str] = []

    def see(seat: Seat, name: str) -> None:
        taken.append(name)
        place = folder / f"{len(taken):02d}-{name.replace('/', '-')}"
        seat.page.set_viewport_size(LOW)
        seat.page.screenshot(path=f"{place}.png")
        seat.page.set_viewport_size(NARROW)
        seat.page.screenshot(path=f"{place}-320.png", full_page=not seat.page.locator("dialog[open]").count())
        seat.page.set_viewport_size(WIDE)

    return see


def take(browser, city: str, folder: Path, data: Path) -> None:
    """Photograph one city's pages."""
    kept = generate_password_hash(PASSWORD, "pbkdf2:sha256:1")
    staff = [("1024", "李静", CLERK, kept), ("1001", "周敏", SUPERVISOR, kept), ("1000", "王芳", ADMINISTRATOR, kept)]
    world = new_world(city, NOW)
    served = Served(add_branch(world, data / city, demo_seats(city), staff))
    seats: list[Seat] = []

    def sit(*where, **options) -> Seat:
        seats.append(Seat(browser, *where, **options))
        return seats[-1]

    Walk(city, world, served, sit, photographer(folder / city)).go()
    for seat in seats:
        seat.leave()
    served.stop()
    world.stop()


def main() -> None:
    """Photograph all cities, or one."""
    parser = argparse.ArgumentParser(prog="python -m tests.pictures", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--city", action="append", choices=sorted(city_keys()))
    given = parser.parse_args()
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as data:
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(QUIETLY))
        for city in given.city or sorted(city_keys()):
            take(browser, city, given.folder, Path(data))
            sys.stdout.write(f"{city}: {len(list((given.folder / city).glob('*.png')))}\n")
        browser.close()


if __name__ == "__main__":
    main()
