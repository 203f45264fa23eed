"""Make the environments the commands run in: `install.py run | test | bench | wheelhouse [--tests]`.

Needs only Python's standard library and the pip wheel in this folder. The file `installed` in an environment
holds the checksums of what went in; it is empty while an installation is under way.
"""

import fcntl
import os
import shutil
import signal
import sys
import zipfile
from collections.abc import Iterator
from configparser import ConfigParser
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from library import fetch_reader, offline, try_reader
from reasons import ROOT, WHEELHOUSE, InstallError, reason
from steps import call, checksum, pip_wheel, say

RUN, TEST, BENCH = (f"requirements{kind}.lock" for kind in ("", "-test", "-bench"))
PYTHON = Path(sys.executable).resolve()

SCRIPT = """#!/bin/sh
'''exec' "$(dirname "$(readlink -f "$0")")/python" -P "$0" "$@"
' '''
import sys
from {module} import main
sys.exit(main())
"""


@dataclass(frozen=True)
class Place:
    """One virtual environment, the locks it must satisfy, and whether it runs the checkout."""

    folder: Path
    locks: tuple[str, ...]
    linked: bool = True

    @property
    def stamp(self) -> Path:
        """Return the file that says what is installed."""
        return self.folder / "installed"

    @property
    def python(self) -> Path:
        """Return its interpreter."""
        return self.folder / "bin" / "python"


PLACES = {
    "run": Place(ROOT / ".venv", (RUN,)),
    "test": Place(ROOT / ".venv", (RUN, TEST)),
    "bench": Place(ROOT / ".venv-bench", (BENCH,), linked=False),
}


def pins(locks: tuple[str, ...]) -> int:
    """Return how many libraries the locks name."""
    return sum(line[0].isalnum() for lock in locks for line in (ROOT / lock).read_text("utf-8").splitlines())


def build(place: Place) -> None:
    """Make an empty environment in place of a broken one."""
    old = place.folder.with_name(place.folder.name + ".old")
    if old.exists():
        shutil.rmtree(old)
    if place.folder.exists():
        if any(place.folder.iterdir()) and not place.stamp.exists():
            raise InstallError(f"文件夹 {place.folder} 不是本程序建的。请把它移走或改名，再运行一次。")
        place.folder.rename(old)
        shutil.rmtree(old)
    place.folder.mkdir()
    place.stamp.touch()
    call([PYTHON, "-I", "-m", "venv", "--without-pip", place.folder])


def site(place: Place) -> Path:
    """Return the folder the environment's libraries lie in."""
    return next(place.folder.glob("lib/python3*/site-packages"))


def script(place: Place, name: str, module: str) -> None:
    """Write a command that starts in any folder, spaces in its path included."""
    path = place.folder / "bin" / name
    path.write_text(SCRIPT.format(module=module), "utf-8")
    path.chmod(0o755)


def put_pip(place: Place, wheel: Path) -> None:
    """Unpack our pip into the environment: Debian's Python may come without one."""
    for stale in (*site(place).glob("pip"), *site(place).glob("pip-*.dist-info")):
        shutil.rmtree(stale)
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(site(place))
    script(place, "pip", "pip._internal.cli.main")


def link(place: Place) -> None:
    """Let the environment run the checkout as it lies, known to pip by name and version."""
    read = ConfigParser()
    read.read(ROOT / "setup.cfg", "utf-8")
    name, version = read["metadata"]["name"], read["metadata"]["version"]
    known = name.replace("-", "_")
    for stale in site(place).glob(f"{known}-*.dist-info"):
        shutil.rmtree(stale)
    folder = site(place) / f"{known}-{version}.dist-info"
    folder.mkdir()
    (folder / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n", "utf-8")
    (folder / "INSTALLER").write_text("run\n", "utf-8")
    own = (f"{folder.name}/{file}" for file in ("METADATA", "INSTALLER", "RECORD"))
    files = ["counter.pth", "../../../bin/counter", *own]
    (folder / "RECORD").write_text("".join(f"{file},,\n" for file in files), "utf-8")
    (site(place) / "counter.pth").write_text("../../../..\n", "utf-8")
    script(place, "counter", "counter.__main__")


def wanted(place: Place, locks: tuple[str, ...]) -> str:
    """Return what the stamp says once these locks are installed."""
    lines = [f"{checksum(ROOT / name)}  {name}" for name in (*locks, "tools/install.py", "tools/pip.sha256")]
    return "\n".join([str(place.folder), *lines]) + "\n"


def install(place: Place) -> None:
    """Bring the environment to its locks; does nothing when it is there already."""
    found = place.stamp.read_text("utf-8") if place.stamp.is_file() else ""
    whole = found.startswith(f"{place.folder}\n") and os.access(place.python, os.X_OK)
    locks = tuple(lock for lock in (RUN, TEST, BENCH) if lock in place.locks or f"  {lock}\n" in found)
    if whole and found == wanted(place, locks):
        return
    wheel = pip_wheel()
    say("正在准备运行环境，约需一分钟…… Preparing the environment, about a minute...")
    if whole:
        place.stamp.write_text("")
    else:
        build(place)
    put_pip(place, wheel)
    if place.linked:
        link(place)
    count = pins(locks)
    say(f"正在安装 {count} 个程序库…… Installing {count} libraries...")
    files = [word for lock in locks for word in ("-r", lock)]
    pip: list[str | Path] = [place.python, "-I", "-m", "pip", "install", "--only-binary=:all:"]
    call([*pip, "--require-hashes", *offline(), *files], count)
    if place.linked:
        try_reader(place.python, site(place), must=TEST in locks)
    done = place.stamp.with_suffix(".new")
    done.write_text(wanted(place, locks), "utf-8")
    done.replace(place.stamp)
    say("运行环境已准备好。 Ready.")


def fill_wheelhouse(locks: tuple[str, ...]) -> None:
    """Download the locked libraries, all of them or none, for a machine like this one without a network."""
    part = WHEELHOUSE.with_suffix(".part")
    part.mkdir(exist_ok=True)
    count = pins(locks)
    say(f"正在下载 {count} 个程序库…… Downloading {count} libraries...")
    files = [word for lock in locks for word in ("-r", lock)]
    pip: list[str | Path] = [
        sys.executable,
        "-I",
        pip_wheel() / "pip",
        "download",
        "--dest",
        part,
        "--only-binary=:all:",
    ]
    call([*pip, "--require-hashes", "--no-deps", *files], count)
    if TEST in locks:
        fetch_reader(pip_wheel() / "pip", part)
    WHEELHOUSE.mkdir(exist_ok=True)
    for wheel in part.iterdir():
        wheel.replace(WHEELHOUSE / wheel.name)
    part.rmdir()
    say(f"wheelhouse 已备好。请把整个程序文件夹拷到同一版本系统的机器上运行 ./run。 Ready: {WHEELHOUSE}")


@contextmanager
def alone() -> Iterator[None]:
    """Let one installation run at a time; pip inherits the lock, so an orphaned one is waited for too."""
    folder = os.open(ROOT, os.O_RDONLY)
    os.set_inheritable(folder, True)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        say("另一个安装正在进行，等它结束…… Waiting for another installation...")
        fcntl.flock(folder, fcntl.LOCK_EX)
    try:
        yield
    finally:
        os.close(folder)


def stop(_signal: int, _frame: object) -> None:
    """Treat a kill like Ctrl-C, so that pip is ended too."""
    raise KeyboardInterrupt


def main() -> int:
    """Carry out the command and return the exit code."""
    signal.signal(signal.SIGTERM, stop)
    name, *rest = sys.argv[1:] or ["run"]
    try:
        with alone():
            if name == "wheelhouse":
                fill_wheelhouse((RUN, TEST) if rest == ["--tests"] else (RUN,))
            else:
                install(PLACES[name])
    except KeyboardInterrupt:
        say("\n安装被中断。再运行一次就会从头修好。 Interrupted; run again to repair.")
        return 130
    except InstallError as error:
        say(str(error))
        return 1
    except OSError as error:
        say(reason(str(error)))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
