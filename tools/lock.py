"""Write the lock files: every library with its version and the checksums of its Linux wheels.

Asks whatever package index pip is set up with; no address is written down. Run it with
`python3.11 tools/lock.py` (the oldest Python we serve), read the difference, run `./test`.
"""

import json
import subprocess
import sys
from collections.abc import Iterable
from configparser import ConfigParser
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
MACHINES = ("x86_64", "aarch64")
GLIBCS = (36, 28)
BENCH = ["datasette>=1.0a41,<1.1", "fpdf2>=2.8", "typst>=0.14", "weasyprint>=68"]

Pins = dict[str, str]
Report = list[dict[str, Any]]


class LockError(Exception):
    """The package index has no answer for this set of libraries."""

    def __init__(self, words: str) -> None:
        super().__init__(f"锁定失败：{words.strip()}。请检查 pip 的软件源设置和库名后重试。")


def ask(wanted: Iterable[str], *options: str) -> Report:
    """Let pip resolve without installing, and return its report."""
    wheel = next((ROOT / "tools").glob("pip-*.whl"))
    with TemporaryDirectory() as folder:
        report = Path(folder, "report.json")
        command = [sys.executable, f"{wheel}/pip", "install", "--quiet", "--dry-run", "--ignore-installed"]
        command += ["--report", str(report), *options, *wanted]
        answer = subprocess.run(command, capture_output=True, text=True, check=False)
        if answer.returncode:
            raise LockError(answer.stderr.splitlines()[-1])
        found: Report = json.loads(report.read_text("utf-8"))["install"]
        return found


def name_of(item: dict[str, Any]) -> str:
    """Spell the library's name the way an index compares it."""
    return str(item["metadata"]["name"]).lower().replace("_", "-").replace(".", "-")


def pins_of(report: Report) -> Pins:
    """Return the version of each library in the report."""
    return {name_of(item): str(item["metadata"]["version"]) for item in report}


def target(python: str, machine: str, glibc: int) -> list[str]:
    """Describe to pip one kind of Linux machine, with every older wheel tag it also takes."""
    tags = [f"manylinux_2_{minor}_{machine}" for minor in range(glibc, 4, -1)] + [f"manylinux2014_{machine}"]
    platforms = [word for tag in tags for word in ("--platform", tag)]
    return ["--no-deps", "--only-binary=:all:", "--target", "none", "--python-version", python, *platforms]


def wheels(pins: Pins, markers: Pins) -> dict[str, set[str]]:
    """Return the checksums of every wheel a machine we serve may choose."""
    sums: dict[str, set[str]] = {name: set() for name in pins}
    for python, machine, glibc in product(PYTHONS, MACHINES, GLIBCS):
        print(f"  CPython {python} {machine} glibc 2.{glibc}", flush=True)
        here = [f"{n}=={v}" for n, v in pins.items() if machine in markers.get(n, machine)]
        for item in ask(here, *target(python, machine, glibc)):
            sums[name_of(item)].add(item["download_info"]["archive_info"]["hashes"]["sha256"])
    return sums


def source(pins: Pins) -> dict[str, set[str]]:
    """Return the checksum of each library's source, for what has no Linux wheel."""
    report = ask([f"{n}=={v}" for n, v in pins.items()], "--no-deps", f"--no-binary={','.join(pins)}")
    return {name_of(item): {item["download_info"]["archive_info"]["hashes"]["sha256"]} for item in report}


def write(file: str, pins: Pins, sums: dict[str, set[str]], markers: Pins) -> None:
    """Write one lock file."""
    lines = ["# Written by tools/lock.py; change setup.cfg instead."]
    for library in sorted(pins):
        where = f" ; {markers[library]}" if library in markers else ""
        hashes = [f"    --hash=sha256:{digest}" for digest in sorted(sums[library])]
        lines.append(" \\\n".join([f"{library}=={pins[library]}{where}", *hashes]))
    (ROOT / file).write_text("\n".join(lines) + "\n", "utf-8")
    print(f"{file}: {len(pins)}", flush=True)


def main() -> None:
    """Resolve the four sets and write their files."""
    read = ConfigParser()
    read.read(ROOT / "setup.cfg", "utf-8")
    core = read["options"]["install_requires"].strip().splitlines()
    extras = {name: words.split() for name, words in read["options.extras_require"].items()}
    markers = {n.split(">")[0]: m.strip() for n, _, m in (line.partition(";") for line in core) if m}
    run = pins_of(ask(core, "--only-binary=:all:"))
    both = pins_of(ask([*(f"{n}=={v}" for n, v in run.items()), *extras["test"]], "--only-binary=:all:"))
    test = {name: version for name, version in both.items() if name not in run}
    bench = pins_of(ask(BENCH, "--only-binary=:all:"))
    reader = pins_of(ask(extras["reader"], "--no-deps"))
    write("requirements.lock", run, wheels(run, markers), markers)
    write("requirements-test.lock", test, wheels(test, {}), {})
    write("requirements-bench.lock", bench, wheels(bench, {}), {})
    write("requirements-extra.lock", reader, source(reader), {})


if __name__ == "__main__":
    try:
        main()
    except LockError as error:
        sys.exit(str(error))
