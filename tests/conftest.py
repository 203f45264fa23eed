"""A rehearsal world for tests: a real province over HTTP, a branch on disk, a clock that stands where it is put."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import settings
from jinja2 import FileSystemBytecodeCache
from werkzeug.security import generate_password_hash

from counter.app import Counter
from counter.core.dates import BEIJING
from counter.rehearsal.world import Seats, World, add_branch, demo_seats, new_world
from counter.store.staff import ADMINISTRATOR, CLERK, SUPERVISOR
from tests.clerk import PASSWORD, Clerk

settings.register_profile("counter", deadline=None)  # a busy machine makes nothing wrong
settings.load_profile("counter")

NOW = datetime(2026, 11, 20, 10, 31, tzinfo=BEIJING)


@pytest.fixture(scope="session")
def staff() -> list[tuple[str, str, str, str]]:
    """Three people whose passwords guard nothing, so that logging in costs nothing."""
    kept = generate_password_hash(PASSWORD, "pbkdf2:sha256:1")
    return [("1024", "李静", CLERK, kept), ("1001", "周敏", SUPERVISOR, kept), ("1000", "王芳", ADMINISTRATOR, kept)]


@pytest.fixture(scope="session", autouse=True)
def templates_compiled_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Many small worlds: their pages are compiled once for all of them."""
    before = Flask.jinja_options
    cache = FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))
    Flask.jinja_options = {**before, "bytecode_cache": cache}
    yield
    Flask.jinja_options = before


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
