"""A virtual SAM_V module at the other end of a pseudo terminal: the serial driver cannot tell it from a reader."""

import os
import pty
import select
import threading
import time
import tty
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass

from counter.core.dates import FOREVER
from counter.devices.ethnic import number_of
from counter.devices.samv.frame import BEGIN, framed
from counter.devices.samv.layouts import LAYOUTS, PHOTO, RESIDENT

_FOUND, _GOOD, _NONE, _NOT_CHOSEN, _NOT_READ, _UNKNOWN = 0x9F, 0x90, 0x80, 0x81, 0x41, 0x21
_SEX = {"男": "1", "女": "2"}
_LOOKS = 0.05
_MODULE = b"".join(number.to_bytes(4, "little") for number in (20110929, 12345, 1234567890))


def text_of(letter: str, fields: Mapping[str, str]) -> bytes:
    """The 256 bytes of a card with these fields."""
    told = {**fields, "letter": "" if letter == RESIDENT else letter}
    return b"".join(_filled(told.get(name, ""), size) for name, size in LAYOUTS[letter])


def _filled(text: str, size: int) -> bytes:
    """The text with blanks behind it, cut to what the card has room for."""
    written = text.encode("utf-16-le")[:size]
    return written + b" \0" * ((size - len(written)) // 2)


def resident(texts: Mapping[str, str]) -> bytes:
    """The card of a resident, from the texts a form takes."""
    until = texts.get("id_valid_until", "")
    return text_of(RESIDENT, {
        "name": texts["name"], "sex": _SEX.get(texts.get("sex", ""), "0"), "number": texts["id_number"],
        "ethnic": number_of(texts.get("ethnic", "")), "born": texts.get("born_on", "").replace("-", ""),
        "address": texts.get("household_address", ""), "issuer": "演练市公安局", "from": "20200101",
        "until": until if until == FOREVER else until.replace("-", ""),
    })  # fmt: skip


@dataclass
class Faults:
    """What is wrong with the line: noise before an answer, a wrong sum, no answer, pauses between its bytes."""

    noise: bytes = b""
    wrong_sum: bool = False
    mute: bool = False
    pause: float = 0.0


class VirtualModule:
    """One module; ``lying`` gives the text of the card that lies there, or None. ``path`` is its serial port."""

    def __init__(self, lying: Callable[[], bytes | None], photo: bytes = bytes(PHOTO)) -> None:
        self._lying, self.faults, self._photo = lying, Faults(), photo
        self._ours, self._theirs = pty.openpty()
        tty.setraw(self._theirs)
        self.path = os.ttyname(self._theirs)
        self._found: bytes | None = None
        self._chosen: bytes | None = None
        self._done: bytes | None = None
        self._ends = threading.Event()
        self._thread = threading.Thread(target=self._run, name="virtual identity card reader", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Unplug it."""
        self._ends.set()
        self._thread.join(1)
        for end in (self._ours, self._theirs):
            with suppress(OSError):
                os.close(end)

    def _run(self) -> None:
        came = b""
        while not self._ends.is_set():
            if self._lying() is not self._done:
                self._done = None
            if not select.select([self._ours], [], [], _LOOKS)[0]:
                continue
            with suppress(OSError):
                came += os.read(self._ours, 256)
            start = came.find(BEGIN)
            length = int.from_bytes(came[start + 5 : start + 7])
            if start < 0 or len(came) < start + 7 + length:
                continue
            asked, came = came[start + 7 : start + 9], came[start + 7 + length :]
            if not self.faults.mute:
                self._say(*self._answer(asked, self._lying()))

    def _answer(self, asked: bytes, card: bytes | None) -> tuple[int, bytes]:
        """Status and body. A card that was read is found again only when it was lifted."""
        match asked:
            case b"\x12\xff":
                numbers = (5, 1)
                return _GOOD, b"".join(n.to_bytes(2, "little") for n in numbers) + _MODULE
            case b"\x20\x01":
                self._found = card if card is not self._done else None
                return (_FOUND, bytes(4)) if self._found is not None else (_NONE, b"")
            case b"\x20\x02":
                self._chosen, self._found = self._found, None
                return (_GOOD, bytes(8)) if self._chosen is not None else (_NOT_CHOSEN, b"")
            case b"\x30\x01":
                chosen, self._chosen = self._chosen, None
                if chosen is None or card is not chosen:
                    return _NOT_READ, b""
                self._done = chosen
                return _GOOD, len(chosen).to_bytes(2) + PHOTO.to_bytes(2) + chosen + self._photo
        return _UNKNOWN, b""

    def _say(self, status: int, body: bytes) -> None:
        told = framed(bytes((0, 0, status)) + body)
        if self.faults.wrong_sum:
            told = told[:-1] + bytes((told[-1] ^ 1,))
        told = self.faults.noise + told
        size = 1 if self.faults.pause else len(told)
        for place in range(0, len(told), size):
            with suppress(OSError):
                os.write(self._ours, told[place : place + size])
            time.sleep(self.faults.pause)
