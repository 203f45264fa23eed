"""Serve one counter with waitress, until it is told to stop."""

import errno
import logging
import signal
import socket
import sys
import threading
from collections.abc import Callable

from waitress import wasyncore
from waitress.server import create_server

from counter.app import Counter
from counter.devices.remote.remotes import SLOTS
from counter.live import Live
from counter.store.database import StorageError

from .doorman import Doorman

THREADS = 8
# Browsers behind the front and the programs at the windows' computers, each with a few.
CONNECTIONS = 400
# A thread that comes back from the disk holds the write lock: it must not wait long for its turn to run.
SWITCH_SECONDS = 0.0005
LOOPBACK = "127.0.0.1"


class PortInUseError(StorageError):
    """The port cannot be had."""

    def __init__(self, port: int, error: OSError) -> None:
        why = "要有管理员权限才能用" if error.errno == errno.EACCES else "已被别的程序占用，可先停掉它"
        super().__init__(f"端口 {port} {why}。也可以换一个端口：演练用 --port，网点改 branch.toml 里的 port")


def open_port(port: int, host: str = LOOPBACK) -> socket.socket:
    """Take the port, or say that it is in use."""
    taken = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind((host, port))
    except OSError as error:
        taken.close()
        raise PortInUseError(port, error) from None
    return taken


class Listener:
    """A waitress server in a thread; ``port`` is where it listens."""

    def __init__(self, counter: Counter, taken: socket.socket, *, proxied: bool = False) -> None:
        logging.getLogger("waitress.queue").setLevel(logging.ERROR)
        sys.setswitchinterval(SWITCH_SECONDS)
        behind = {
            "trusted_proxy": LOOPBACK,
            "trusted_proxy_headers": {"x-forwarded-proto", "x-forwarded-for", "x-forwarded-host"},
        }
        self._server = create_server(
            counter,
            sockets=[taken],
            # A program that waits to be asked holds a thread: as many more as may wait, so that no clerk waits for one.
            # Waitress knows no other way to leave a request waiting outside the threads.
            _dispatcher=Doorman(Live(counter).sign, THREADS + SLOTS),
            connection_limit=CONNECTIONS,
            # So that it is seen when the other end of a waiting request has gone.
            channel_request_lookahead=1,
            clear_untrusted_proxy_headers=True,
            ident="counter",
            **(behind if proxied else {}),
        )
        self.port: int = taken.getsockname()[1]
        self._remotes = counter.remotes
        self._thread = threading.Thread(target=self._server.run, name="waitress", daemon=True)

    def start(self) -> None:
        """Begin answering."""
        self._thread.start()

    def stop(self) -> None:
        """End the threads, then hang up in the server's own loop: nobody touches what is closed."""
        self._remotes.stop()
        self._server.task_dispatcher.shutdown(timeout=5)
        self._server.trigger.pull_trigger(self._hang_up)
        self._thread.join(timeout=5)

    def _hang_up(self) -> None:
        """Close everything: the loop ends when nothing is open any more."""
        wasyncore.close_all(self._server._map, ignore_all=True)  # noqa: SLF001 - waitress has no public way


def until_stopped(stop: Callable[[], None]) -> None:
    """Wait for Ctrl-C or a termination, then stop."""
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    ended.wait()
    stop()
