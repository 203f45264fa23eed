"""An installed copy has everything the checkout runs on, and nothing else."""

import subprocess
import sys
import zipfile
from pathlib import Path, PurePosixPath
from shutil import copy, copytree, ignore_patterns

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("counter", "plugins", "printing")
BUILD = "from setuptools.build_meta import build_wheel; build_wheel({!r})"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The wheel built from a copy of the whole checkout, tests and tools too."""
    source, built = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("built")
    for name in (*PACKAGES, "tests", "tools"):
        copytree(ROOT / name, source / name, ignore=ignore_patterns("__pycache__"))
    for name in ("setup.cfg", "pyproject.toml", "README.md"):
        copy(ROOT / name, source)
    subprocess.run(
        [sys.executable, "-c", BUILD.format(str(built))], cwd=source, check=True, capture_output=True
    )
    return zipfile.ZipFile(next(built.glob("*.whl")))


@pytest.fixture(scope="module")
def names(wheel):
    return {name for name in wheel.namelist() if not name.endswith("/")}


def test_every_file_of_the_three_packages_is_installed(names):
    wanted = {
        path.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert wanted - names == set()


@pytest.mark.parametrize(
    "pattern",
    [
        "counter/cities/*.toml",
        "counter/web/templates/**/*.html",
        "counter/web/static/**/*.css",
        "counter/store/migrations/*.py",
        "plugins/*/guide.md",
        "printing/fonts/*.ttf",
    ],
)
def test_what_is_not_python_is_installed_too(names, pattern):
    checkout = {path.relative_to(ROOT).as_posix() for path in ROOT.glob(pattern)}
    assert checkout
    assert checkout <= names


def test_nothing_but_the_three_packages_is_installed(names):
    tops = {PurePosixPath(name).parts[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == set(PACKAGES)


def test_the_command_and_the_oldest_python_are_declared(wheel, names):
    def text(file):
        return wheel.read(next(name for name in names if name.endswith(f".dist-info/{file}"))).decode()

    assert "counter = counter.__main__:main" in text("entry_points.txt")
    assert "Requires-Python: >=3.11" in text("METADATA")
    assert 'Requires-Dist: pyscard>=2.3; extra == "reader"' in text("METADATA")
