"""The three servers under measure, each a process of its own, and how long one takes to answer."""

import atexit
import http.client
import os
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
BENCH_PYTHON = ROOT / ".venv-bench" / "bin" / "python"
SECRET = "benchmark"
LONGEST_START = 60.0
OWN_FOLDERS = ("counter", "plugins", "printing", ".venv")


class NotStartedError(Exception):
    """A server did not answer."""

    def __init__(self, title: str, log: Path) -> None:
        said = log.read_text("utf-8", "replace")[-2000:]
        super().__init__(f"{title} did not start; its log ends:\n{said}")


@dataclass
class Server:
    """One running server; ``started`` is the seconds from its start to its first answer."""

    title: str
    port: int
    child: subprocess.Popen[bytes]
    started: float

    @property
    def megabytes(self) -> float:
        """Its resident memory now."""
        lines = Path(f"/proc/{self.child.pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024

    def stop(self) -> None:
        """End it and wait for its end."""
        self.child.terminate()
        self.child.wait(15)


def free_port() -> int:
    """A port nobody listens on now."""
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        return int(taken.getsockname()[1])


def start(title: str, command: list[str | Path], port: int, ready: str, log: Path) -> Server:
    """Start a server and wait until this page is answered."""
    paths = {**os.environ, "PYTHONPATH": str(ROOT)}
    with log.open("wb") as out:
        began = time.perf_counter()
        child = subprocess.Popen(command, cwd=log.parent, env=paths, stdout=out, stderr=subprocess.STDOUT)
    atexit.register(child.terminate)
    while not _answers(port, ready):
        if child.poll() is not None or time.perf_counter() - began > LONGEST_START:
            child.kill()
            raise NotStartedError(title, log)
        time.sleep(0.003)
    return Server(title, port, child, time.perf_counter() - began)


def _answers(port: int, path: str) -> bool:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=LONGEST_START)
    try:
        line.request("GET", path)
        return line.getresponse().status == 200
    except OSError:
        return False
    finally:
        line.close()


def start_counter(folder: Path, port: int) -> Server:
    """The counter as a branch runs it: ``counter serve``."""
    command = [sys.executable, "-P", "-m", "counter", "serve", "--data", folder]
    return start("counter", command, port, "/login", folder.parent / "counter.log")


def start_ceiling(way: str, folder: Path) -> Server:
    """The same rows without rules, written by ``models`` or by ``sql``."""
    port, place = free_port(), folder / way
    place.mkdir()
    command = [sys.executable, "-P", HERE / "ceiling.py", way, place, str(port)]
    return start(f"ceiling by {way}", command, port, "/login", place / "ceiling.log")


def start_datasette(folder: Path) -> tuple[Server, str]:
    """Datasette over one file in WAL mode, with a token that may insert rows."""
    port, file = free_port(), folder / "bench.db"
    with closing(sqlite3.connect(file)) as made:
        made.execute("PRAGMA journal_mode=wal")
        made.execute("CREATE TABLE entry (id INTEGER PRIMARY KEY, op_id TEXT, person TEXT, kind TEXT, body TEXT)")
        (level,) = made.execute("PRAGMA synchronous").fetchone()
        assert level == 2, "SQLite's own default, which Datasette leaves as it is, is FULL"
    base = [BENCH_PYTHON, "-m", "datasette"]
    made_token = subprocess.run(
        [*base, "create-token", "root", "--secret", SECRET], capture_output=True, text=True, check=True
    )
    command = [*base, "serve", file, "-p", str(port), "--secret", SECRET, "-s", "permissions.insert-row.id", "root"]
    return start("datasette", command, port, "/-/versions.json", folder / "datasette.log"), made_token.stdout.strip()


def forget_files() -> None:
    """Let the kernel drop what it keeps of our files, so that the next start reads them from the disk."""
    for name in OWN_FOLDERS:
        for path in (ROOT / name).rglob("*"):
            if path.is_file():
                handle = os.open(path, os.O_RDONLY)
                os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
                os.close(handle)
