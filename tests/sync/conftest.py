"""Many small worlds: templates are compiled once for all of them, and the passwords guard nothing."""

from collections.abc import Iterator

import pytest
from flask import Flask
from jinja2 import FileSystemBytecodeCache
from werkzeug.security import generate_password_hash

from counter.store.staff import ADMINISTRATOR, CLERK, SUPERVISOR
from tests.clerk import PASSWORD


@pytest.fixture(scope="session")
def staff() -> list[tuple[str, str, str, str]]:
    kept = generate_password_hash(PASSWORD, "pbkdf2:sha256:1")
    return [("1024", "李静", CLERK, kept), ("1001", "周敏", SUPERVISOR, kept), ("1000", "王芳", ADMINISTRATOR, kept)]


@pytest.fixture(scope="session", autouse=True)
def templates_compiled_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    before = Flask.jinja_options
    cache = FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))
    Flask.jinja_options = {**before, "bytecode_cache": cache}
    yield
    Flask.jinja_options = before
