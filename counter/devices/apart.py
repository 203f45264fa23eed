"""A program of our own around a library that may hang, crash or disturb others: nothing of the counter goes along."""

import socket
import subprocess
import sys
import threading
from pathlib import Path

# A message is cut into packets; each begins with a byte that says whether it is the last.
_LAST, _MORE = b"\0", b"\1"
_MOST = 60_000


class BrokenError(OSError):
    """The program found that it cannot do its work; the text says why."""


class Apart:
    """One such program, started with these words when it is first asked, and anew after it hung or ended.

    It is given the number of an open socket before them, says an empty message when it is ready, or why it never will
    be, and then gives one answer to each question.
    """

    def __init__(self, program: Path, *words: str) -> None:
        self._program, self._words = program, words
        self._lock = threading.Lock()
        self._line: socket.socket | None = None
        self._running: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """The number of its program; 0 while there is none."""
        return self._running.pid if self._running is not None else 0

    def ask(self, seconds: float, *question: bytes) -> bytes:
        """The answer to a question of one or several messages.

        TimeoutError: it hung. ConnectionError: it ended. BrokenError: it cannot work at all. The next question begins
        with a new one.
        """
        with self._lock:
            try:
                line = self._line or self._start(seconds)
                line.settimeout(seconds)
                for message in question:
                    _say(line, message)
                return _heard(line)
            except OSError:
                self._end()
                raise

    def stop(self) -> None:
        """End the program, whatever it does; who waits for its answer is told that it ended."""
        running = self._running
        if running is not None:
            running.kill()
        with self._lock:
            self._end()

    def _start(self, seconds: float) -> socket.socket:
        self._line, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._running = subprocess.Popen(  # noqa: S603 - our own program
                [sys.executable, "-I", str(self._program), str(theirs.fileno()), *self._words],
                pass_fds=(theirs.fileno(),), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            )  # fmt: skip
        self._line.settimeout(seconds)
        if broken := _heard(self._line):
            raise BrokenError(broken.decode("utf-8", "replace"))
        return self._line

    def _end(self) -> None:
        line, self._line = self._line, None
        running, self._running = self._running, None
        if line is not None:
            line.close()
        if running is not None:
            running.kill()
            running.wait()


def _say(line: socket.socket, message: bytes) -> None:
    while len(message) > _MOST:
        line.send(_MORE + message[:_MOST])
        message = message[_MOST:]
    line.send(_LAST + message)


def _heard(line: socket.socket) -> bytes:
    said = b""
    while True:
        packet = line.recv(_MOST + 1)
        if not packet:
            raise ConnectionResetError
        said += packet[1:]
        if packet[:1] == _LAST:
            return said
