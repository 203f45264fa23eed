"""The card reader's library: nobody publishes it built for Linux, so it comes from a wheelhouse or is built here."""

import sys
from pathlib import Path

from reasons import WHEELHOUSE, InstallError
from steps import call, say

EXTRA = "requirements-extra.lock"
NO_READER = "提示：没有读卡器程序库（pyscard），读卡可用模拟读卡器或手工录入；要接读卡器见 docs/setup.md。"
NOT_BUILT = (
    "读卡器程序库（pyscard）没有编译成，用到它的测试会失败。请先装好 gcc、libpcsclite-dev 和 Python 的头文件"
    "（Debian：apt install gcc libc6-dev pkg-config libpcsclite-dev python3-dev），删除 .venv 再运行一次。原因：{}"
)


def offline() -> list[str | Path]:
    """Return pip's options for installing without a network, when a wheelhouse is here."""
    return ["--no-index", "--find-links", WHEELHOUSE] if WHEELHOUSE.is_dir() else []


def fetch_reader(pip: Path, folder: Path) -> None:
    """Download the locked source, for the tests of a machine without a network; a compiler must be there."""
    words = ["download", "--dest", folder, "--no-deps", "--no-binary=:all:", "--only-binary=setuptools,swig"]
    call([sys.executable, "-I", pip, *words, "--require-hashes", "-r", EXTRA])


def try_reader(python: Path, site: Path, *, must: bool) -> None:
    """Add the library where a built one is to be had, and go on without it otherwise.

    ``must``: the tests need it, so it is built from the locked source, with the locked tools that they bring.
    """
    pip: list[str | Path] = [python, "-I", "-m", "pip", "install"]
    built = [*WHEELHOUSE.glob("pyscard-*.whl")]
    failed = ""
    try:
        if built:
            call([*pip, "--only-binary=:all:", *offline(), "--no-deps", *built])
        elif must:
            locked: list[str | Path] = ["--no-build-isolation", "--no-deps", "--require-hashes", *offline()]
            call([*pip, *locked, "-r", EXTRA], beside=python)
        elif not WHEELHOUSE.is_dir():
            call([*pip, "--only-binary=:all:", "--require-hashes", "-r", EXTRA])
    except InstallError as error:
        failed = str(error)
    if not site.joinpath("smartcard").is_dir():
        say(NOT_BUILT.format(failed) if must else NO_READER)
