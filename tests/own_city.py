"""A branch of a scratch city: one of the city files with lines changed or added, and a plugin made by the test."""

from pathlib import Path
from typing import Any

from counter.app import Counter, create_app
from counter.branch import open_branch
from counter.catalogue import load
from counter.cities import HERE, load_city
from counter.rehearsal.world import World, demo_seats
from counter.sync.courier import Courier
from counter.web import rehearsal


def text_of(city: str) -> str:
    return (HERE / f"{city}.toml").read_text("utf-8")


def own_counter(world: World, folder: Path, staff: Any, text: str, plugin: Any, *, systems: bool = True) -> Counter:
    """Open (again) the branch of this city file beside a world of the city it was made from."""
    folder.mkdir(exist_ok=True)
    (folder / "own.toml").write_text(text, "utf-8")
    catalogue = load(load_city(str(folder / "own.toml")), extra=[("own", plugin)])
    urls = {name: world.systems.url(name) for name in catalogue.city.systems} if systems else {}
    line = catalogue.hook.counter_province(name=world.province.province, url=world.province.url)
    seats = demo_seats(world.city)
    branch = open_branch(
        folder / "own", seats.identity, catalogue, world.clock, line, systems=catalogue.connectors(urls)
    )
    for window in seats.windows:
        branch.add_window(*window)
    with branch.database.writing():
        for person in staff:
            branch.staff.add(*person)
    return create_app(branch, Courier(branch), world, [rehearsal.pages])
