"""The steps of an installation: ask pip or Python to do one, and tell the person how it goes."""

import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

from reasons import ROOT, InstallError, reason


def say(text: str, end: str = "\n") -> None:
    """Tell the person at the terminal."""
    sys.stderr.write(text + end)
    sys.stderr.flush()


def checksum(path: Path) -> str:
    """Return the file's SHA-256."""
    return sha256(path.read_bytes()).hexdigest()


def pip_wheel() -> Path:
    """Return the pip that travels with the checkout, once its checksum is right."""
    want, name = (ROOT / "tools" / "pip.sha256").read_text("ascii").split()
    path = ROOT / "tools" / name
    if not path.is_file():
        raise InstallError(f"缺少 tools/{name}。请重新取得完整的程序文件夹，再运行一次。")
    if checksum(path) != want:
        raise InstallError(f"tools/{name} 的校验值不对，没有使用。请重新取得完整的程序文件夹，再运行一次。")
    return path


def call(command: list[str | Path], total: int = 0, beside: Path | None = None) -> None:
    """Run one step to its end, counting the libraries pip meets; raise with a reason when it fails.

    ``beside`` is a command whose neighbours the step may use as well.
    """
    environment = {**os.environ, "PIP_USER": "0", "PIP_NO_INPUT": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    for unwanted in ("PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PYTHONHOME", "PYTHONPATH"):
        environment.pop(unwanted, None)
    environment.setdefault("PIP_RETRIES", "2")
    if beside is not None:
        environment["PATH"] = os.pathsep.join((str(beside.parent), environment.get("PATH", os.defpath)))
    lines, met = [], 0
    with subprocess.Popen(
        command,
        env=environment,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        close_fds=False,
    ) as step:
        try:
            for line in step.stdout or ():
                lines.append(line)
                if line.startswith("Collecting ") and sys.stderr.isatty():
                    met += 1
                    say(f"\r  {met}/{total} {line.split()[1].split('=')[0]:<30}", end="")
        except BaseException:
            step.terminate()
            raise
    if met:
        say("\r" + " " * 50, end="\r")
    if step.returncode:
        raise InstallError(reason("".join(lines)))
