"""The virtual end of a card reader: when a card lies there, it calls the reader's driver and is that card."""

import socket
import threading
from collections.abc import Callable
from contextlib import suppress

from .chip import Chip, Silent

_ATR = b"\x04"
_LENGTH = 2
# How soon a card that was laid down is noticed; the daemon itself looks every 0.4 s.
_LOOKS = 0.05
# Nobody exchanges cards faster; vpcd may wait for ever on a line that is replaced before the daemon has looked.
_EXCHANGES = 0.5


class End:
    """One virtual reader's end; ``lying`` tells which chip lies there now, ``calls`` opens a line to the driver."""

    def __init__(self, calls: Callable[[], socket.socket], lying: Callable[[], Chip | None]) -> None:
        self._calls, self._lying = calls, lying
        self._line: socket.socket | None = None
        self._ends = threading.Event()
        self._thread = threading.Thread(target=self._run, name="virtual card", daemon=True)
        self._thread.start()

    def cut(self) -> None:
        """Pull the card out, whatever it is doing."""
        line = self._line
        if line is not None:
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)

    def stop(self) -> None:
        """Lay no card down any more."""
        self._ends.set()
        self.cut()
        self._thread.join(1)

    def _run(self) -> None:
        while not self._ends.wait(_LOOKS):
            chip = self._lying()
            if chip is None:
                continue
            with suppress(OSError, EOFError, Silent), self._calls() as line:
                self._line = line
                self._be(chip, line)
            self._line = None
            if self._lying() is not chip:
                self._ends.wait(_EXCHANGES)

    def _be(self, chip: Chip, line: socket.socket) -> None:
        """Be this card for as long as it lies here; the line ends when it is lifted."""
        line.settimeout(None)
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        while not self._ends.is_set():
            told = _received(line, int.from_bytes(_received(line, _LENGTH)))
            if self._lying() is not chip:
                return
            if told == _ATR:
                _send(line, chip.atr)
            elif len(told) == 1:
                chip.reset()
            else:
                _send(line, chip.answer(told))


def _received(line: socket.socket, count: int) -> bytes:
    """So many bytes. The driver sends a length and its bytes apart: each is acknowledged at once, or it waits 40 ms."""
    got = b""
    while len(got) < count:
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
        part = line.recv(count - len(got))
        if not part:
            raise EOFError
        got += part
    return got


def _send(line: socket.socket, answer: bytes) -> None:
    line.sendall(len(answer).to_bytes(_LENGTH) + answer)
