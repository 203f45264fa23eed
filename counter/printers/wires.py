"""What carries the bytes of ESC/POS to a printer and its answers back; TCP here, USB beside."""

import socket
from contextlib import AbstractContextManager
from typing import Protocol, Self

CONNECT, ANSWER = 3.0, 1.0
MOST = 255


class Wire(AbstractContextManager["Wire", None], Protocol):
    """An open way to one printer. OSError: it broke; TimeoutError: nothing was taken, or nothing came, for a moment."""

    def send(self, sent: memoryview) -> int:
        """Send some of it; how many bytes were taken."""
        ...

    def heard(self) -> bytes:
        """The next bytes that come within a moment."""
        ...

    def late(self) -> bytes:
        """What has come already, without waiting."""
        ...

    def stop(self) -> str:
        """What keeps it from taking more, in words, where that can be asked beside the bytes; else empty."""
        ...


class TcpWire:
    """A connection of TCP."""

    def __init__(self, host: str, port: int) -> None:
        self._line = socket.create_connection((host, port), CONNECT)
        self._line.settimeout(ANSWER)

    def __enter__(self) -> Self:
        """It is open."""
        return self

    def __exit__(self, *_: object) -> None:
        """Hang up."""
        self._line.close()

    def send(self, sent: memoryview) -> int:
        """Send some of it."""
        return self._line.send(sent)

    def heard(self) -> bytes:
        """The next byte; ConnectionResetError when the printer has hung up."""
        return self._some(1)

    def late(self) -> bytes:
        """What has come already."""
        self._line.setblocking(False)
        try:
            return self._some(MOST)
        except BlockingIOError:
            return b""
        finally:
            self._line.settimeout(ANSWER)

    def stop(self) -> str:
        """Nothing can be asked beside the bytes."""
        return ""

    def _some(self, most: int) -> bytes:
        heard = self._line.recv(most)
        if not heard:
            raise ConnectionResetError
        return heard
