"""Copies of the checkout to try `./run` in, and how to run it there."""

import os
import subprocess
from pathlib import Path
from shutil import copy, copytree, ignore_patterns

ROOT = Path(__file__).resolve().parent.parent
SAYS_ITS_ARGUMENTS = """
import sys
def main():
    import waitress
    print("counter", *sys.argv[1:])
    return 3
"""


def blocks(lock):
    """Each requirement of a lock with its options, on one line."""
    text = lock.read_text("utf-8").replace("\\\n", " ")
    return {line.split("==")[0]: line for line in text.splitlines() if not line.startswith("#")}


def start(checkout, *words, isolate="", **environment):
    """Run `./run`; with isolate, behind closed network doors and after these shell commands."""
    command = [str(checkout / "run"), *words]
    if isolate:
        command = ["unshare", "-rmn", "sh", "-ec", f'ip link set lo up; {isolate}; exec "$0" "$@"', *command]
    env = {**os.environ, **environment}
    return subprocess.run(command, cwd="/", env=env, capture_output=True, text=True, check=False)


def lay(folder, *libraries):
    """A checkout with a counter that only says its arguments, needing just these libraries."""
    checkout = folder / "服务 网点"
    (checkout / "counter").mkdir(parents=True)
    (checkout / "counter" / "__init__.py").touch()
    (checkout / "counter" / "__main__.py").write_text(SAYS_ITS_ARGUMENTS, "utf-8")
    copytree(ROOT / "tools", checkout / "tools", ignore=ignore_patterns("__pycache__"))
    for name in ("run", "setup.cfg", "requirements-extra.lock"):
        copy(ROOT / name, checkout)
    need(checkout, *libraries)
    return checkout


def need(checkout, *libraries):
    every = blocks(ROOT / "requirements.lock")
    (checkout / "requirements.lock").write_text("".join(f"{every[name]}\n" for name in libraries), "utf-8")


def supply(checkout, wheelhouse, *names):
    (checkout / "wheelhouse").mkdir()
    for wheel in wheelhouse.iterdir():
        if wheel.name.split("-")[0] in names:
            copy(wheel, checkout / "wheelhouse")


def refused(ran, *words):
    """Assert the last line is the one sentence that a person needs, and no traceback."""
    assert ran.returncode == 1, ran.stderr
    last = ran.stderr.strip().splitlines()[-1]
    assert all(word in last for word in words), ran.stderr
    assert last.endswith("。")
    assert "Traceback" not in ran.stderr
