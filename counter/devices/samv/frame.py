"""Frames of the SAM_V protocol: five signs to begin with, a length, a body and one byte that sums it up."""

from dataclasses import dataclass
from functools import reduce
from operator import xor

BEGIN = b"\xaa\xaa\xaa\x96\x69"
_STATUS = 3
# The longest answer there is: text, photo and two fingerprints.
LONGEST = 4096


class BadFrameError(Exception):
    """What came is no frame: its sum or its length is wrong."""


@dataclass(frozen=True)
class Answer:
    """What the module answered: the status (the third of its bytes) and what follows."""

    status: int
    body: bytes


def command(code: int, more: int, body: bytes = b"") -> bytes:
    """A frame to the module."""
    return framed(bytes((code, more)) + body)


def framed(inside: bytes) -> bytes:
    """A body with beginning, length and sum."""
    summed = (len(inside) + 1).to_bytes(2) + inside
    return BEGIN + summed + bytes((reduce(xor, summed),))


class Frames:
    """Cuts frames out of bytes as they come, whatever noise is between them."""

    def __init__(self) -> None:
        self._kept = b""

    def feed(self, came: bytes) -> Answer | None:
        """Take what came; the answer when it is whole, None while it is not. BadFrameError for a broken one."""
        self._kept += came
        place = self._kept.find(BEGIN)
        if place < 0:
            self._kept = self._kept[-len(BEGIN) + 1 :]
            return None
        self._kept = self._kept[place:]
        start = len(BEGIN) + 2
        if len(self._kept) < start:
            return None
        length = int.from_bytes(self._kept[len(BEGIN) : start])
        if not _STATUS + 1 <= length <= LONGEST:
            self._kept = self._kept[len(BEGIN) :]
            raise BadFrameError
        if len(self._kept) < start + length:
            return None
        summed, self._kept = self._kept[len(BEGIN) : start + length], self._kept[start + length :]
        if reduce(xor, summed):
            raise BadFrameError
        body = summed[2:-1]
        return Answer(body[_STATUS - 1], body[_STATUS:])
