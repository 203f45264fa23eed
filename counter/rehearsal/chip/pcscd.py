"""A pcscd of one's own: its own socket, readers and network, nothing of the machine's touched, and it ends with us."""

import atexit
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from functools import cache
from pathlib import Path

from counter.devices.pcsc.scard import installed

DAEMON = Path("/usr/sbin/pcscd")
DRIVERS = Path("/usr/lib/pcsc/drivers/serial/libifdvpcd.so")
# The library remembers the first socket it was told of for as long as the program runs.
TOLD = "PCSCLITE_CSOCK_NAME"
FIRST_PORT = 35963
# pcscd takes sixteen readers in all, and a virtual device is two of them.
MOST_READERS = 16
_READY, _WAITING = 5.0, 64


class NoPcscdError(Exception):
    """A pcscd of one's own is not to be had on this machine; the text says why."""


def lacking() -> str:
    """What this machine lacks for it, in words; empty when nothing."""
    wanted = {"pyscard": installed(), "pcscd": DAEMON.is_file(), "vsmartcard-vpcd": DRIVERS.is_file()}
    return "、".join(name for name, there in wanted.items() if not there)


@cache
def our_socket() -> Path:
    """Where this program and its daemon meet, the same as long as it runs."""
    folder = Path(tempfile.mkdtemp(prefix="counter-pcscd-"))
    folder.chmod(0o755)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.environ[TOLD] = str(folder / "pcscd.comm")
    return folder / "pcscd.comm"


class PrivatePcscd:
    """One daemon with this many virtual readers, each waiting at its port in the daemon's own network."""

    def __init__(self, readers: int) -> None:
        if missing := lacking():
            raise NoPcscdError(f"本机没有 {missing}")
        self.socket = our_socket()
        configured = self.socket.with_name("reader.conf.d")
        shutil.rmtree(configured, ignore_errors=True)
        configured.mkdir(mode=0o755)
        for device in range((min(readers, MOST_READERS) + 1) // 2):
            port = FIRST_PORT + 2 * device
            # The driver keeps one device's state in itself: each device gets a copy of its own.
            driver = Path(shutil.copy(DRIVERS, configured.with_name(f"driver{device:02d}.so")))
            (configured / f"{device:02d}").write_text(
                f'FRIENDLYNAME "{_title(device)}"\nDEVICENAME /dev/null:0x{port:X}\n'
                f"LIBPATH {driver}\nCHANNELID 0x{port:X}\n",
                "ascii",
            )
        self.pid = 0
        self._lock = threading.Lock()
        self._control, self._apart = self._begun(configured)

    def _begun(self, configured: Path) -> tuple[socket.socket, "subprocess.Popen[bytes]"]:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        program = Path(__file__).with_name("apart.py")
        with theirs, self.socket.with_name("log").open("ab") as log:
            apart = subprocess.Popen(  # noqa: S603 - our own program
                [sys.executable, "-I", str(program), str(theirs.fileno()), str(configured)],
                pass_fds=(theirs.fileno(),), stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            )  # fmt: skip
        ours.settimeout(_READY)
        try:
            ready = ours.recv(16) == b"ready"
        except OSError:
            ready = False
        if not ready:
            ours.close()
            apart.kill()
            apart.wait()
            raise NoPcscdError("本机不许程序有自己的网络（需要 root 或用户命名空间）")
        return ours, apart

    def _ask(self, word: bytes, *descriptors: int) -> tuple[bytes, list[int]]:
        with self._lock:
            socket.send_fds(self._control, [word], descriptors)
            answer, found, _, _ = socket.recv_fds(self._control, 16, 1)
            return answer, found

    def start(self) -> None:
        """Start the daemon; whoever asks at once is let in as soon as it is ready."""
        self.socket.unlink(missing_ok=True)
        with socket.socket(socket.AF_UNIX) as door:
            door.bind(str(self.socket))
            self.socket.chmod(0o666)
            door.listen(_WAITING)
            self.pid = int(self._ask(b"start", door.fileno())[0])

    def line(self, place: int) -> socket.socket:
        """A line to the virtual reader at this place; OSError while the daemon does not run."""
        _, (number,) = self._ask(b"socket")
        line = socket.socket(fileno=number)
        try:
            line.connect(("127.0.0.1", FIRST_PORT + place))
        except OSError:
            line.close()
            raise
        return line

    def kill(self) -> None:
        """End the daemon as a crash would."""
        self._ask(b"end %d" % signal.SIGKILL)
        self.pid = 0

    def stop(self) -> None:
        """End everything."""
        self._control.close()
        self._apart.wait()
        self.pid = 0
        self.socket.unlink(missing_ok=True)


def _title(device: int) -> str:
    return f"Rehearsal {device:02d}"


def reader_name(place: int) -> str:
    """The name PC/SC gives to the virtual reader at this place: two of them are one device's slots."""
    return f"{_title(place // 2)} 00 {place % 2:02d}"
