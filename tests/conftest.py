"""A rehearsal world for tests: a real province over HTTP, a branch on disk, a clock that stands where it is put."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest

from counter.app import Counter
from counter.core.dates import BEIJING
from counter.rehearsal.world import Seats, World, add_branch, demo_seats, new_world, rehearsal_staff
from tests.clerk import PASSWORD, Clerk

NOW = datetime(2026, 11, 20, 10, 31, tzinfo=BEIJING)


@pytest.fixture(scope="session")
def staff() -> list[tuple[str, str, str, str]]:
    return rehearsal_staff(PASSWORD)


@pytest.fixture
def open_world(tmp_path: Path, staff) -> Iterator[Callable[..., tuple[World, Counter]]]:
    """Open a city's world with one branch; the courier works only when a test lets it."""
    worlds: list[World] = []

    def start(city: str = "shangluo", seats: Seats | None = None, now: datetime = NOW) -> tuple[World, Counter]:
        world = new_world(city, now)
        worlds.append(world)
        counter = add_branch(world, tmp_path / city, seats or demo_seats(city), staff)
        return world, counter

    yield start
    for world in worlds:
        world.stop()


@pytest.fixture
def shangluo(open_world) -> tuple[World, Counter]:
    return open_world("shangluo")


@pytest.fixture
def at_outlet(shangluo) -> Clerk:
    """A clerk at Shangluo's issuing bank, where cards are replaced and made."""
    return Clerk(shangluo[1], "bank_outlet")
