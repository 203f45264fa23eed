"""An identity card reader with a SAM_V module, as the desk uses it."""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from itertools import count

from counter.devices import DeviceError, Reading
from counter.devices.actor import Actor
from counter.devices.chip.apdu import Gate

from .layouts import PHOTO, TEXT, Document, UnreadableError, document_of
from .line import TITLE, Line
from .photo import NO_LIBRARY, PhotoError, PhotoLibrary

_FIND, _CHOOSE, _READ, _NUMBER = (0x20, 0x01), (0x20, 0x02), (0x30, 0x01), (0x12, 0xFF)
_GOOD, _FOUND, _NONE = 0x90, 0x9F, 0x80
_SECONDS, _READS = 8.0, 4.0
# A look in between is short; it goes on while somebody asks; what it read is the next reading for a moment.
_LOOK, _WATCHED, _FRESH = 0.3, 2.0, 10.0
_HEAD = 4
_SAID = {
    0x10: ("说收到的命令有误（10）", "再读一次；仍这样的换一根线"),
    0x31: ("与这张证互不认识（31）", "换一张证核对；每张都这样的送修读卡器"),
    0x32: ("不认这张证（32）", "换一张证核对；每张都这样的送修读卡器"),
    0x33: ("没有通过与这张证的核验（33）", "换一张证核对；每张都这样的送修读卡器"),
    0x40: ("上的不是能读的证件（40）", "放上二代身份证、居住证或永居证"),
    0x41: ("没有读完，证移动了（41）", "把证拿起，放稳后再读"),
    0x66: ("没有得到授权（66）", "请厂商处理读卡器"),
    0x80: ("上没有证，或这张证刚读过（80）", "把证拿起，重新放稳后再读"),
    0x81: ("没有选中这张证（81）", "只放一张证，放稳后再读"),
}


@dataclass(frozen=True)
class Read:
    """What came from the card: its text, and the photo as it is stored, which only the maker's library opens."""

    document: Document
    photo: bytes = field(repr=False)


class NotFoundError(DeviceError):
    """No card lies there, or it was read already."""


class SamReader:
    """One reader at one window, at this serial port, or this name on USB; ``there`` tells whether it is plugged in."""

    kind = "id_reader"

    def __init__(
        self, place: str, title: str, path: str, actor: "Actor[Line]",
        *, photos: PhotoLibrary | None = None, there: Callable[[str], bool] = os.path.exists,
    ) -> None:  # fmt: skip
        self.id, self.title, self._path, self._actor = place, title, path, actor
        self._photos, self._there = photos, there
        self._layings, self._laid = count(int(time.time())), ""
        self._came: tuple[float, Read] | None = None
        actor.looks_by(self._look)

    def state(self) -> str:
        """Whether its line is there; a card is looked for only when one is to be read."""
        return "就绪" if self._there(self._path) else "未连接，请插好读卡器的线"

    def read(self) -> Reading:
        """Read the card."""
        read = self._actor.run(self._read, _SECONDS)
        photo, said = self._opened(read.photo)
        return Reading(source=self.title, texts=texts_of(read.document), photo=photo, photo_said=said)

    def _opened(self, photo: bytes) -> tuple[bytes, str]:
        """The picture, or why there is none; a photo that does not open hinders no reading."""
        if self._photos is None:
            return b"", NO_LIBRARY
        try:
            return self._photos.open(photo), ""
        except PhotoError as error:
            return b"", str(error)

    def laid(self) -> str:
        """Which laying was read last; asking keeps the reader looking.

        The module does not tell a card that was read from no card at all: lifting it is never noticed.
        """
        self._actor.watch(_WATCHED)
        return self._laid

    def _look(self, line: Line) -> None:
        """Read a card that was laid down since: the module finds each only once, so it is read when it is found."""
        if line.ask(*_FIND, _LOOK).status != _FOUND:
            return
        read = _chosen(line)
        self._came, self._laid = (time.monotonic(), read), str(next(self._layings))

    def _read(self, line: Line, gate: Gate) -> Read:
        """The card that lies there now; or, once, the one that was read a moment ago when it was laid down."""
        came, self._came = self._came, None
        try:
            return _read(line, gate)
        except NotFoundError:
            if came is None or time.monotonic() - came[0] > _FRESH:
                raise
            return came[1]

    def module(self) -> str:
        """The number of the module in the reader, as it is printed on it."""
        return self._actor.run(_module, _SECONDS)


def actor_at(path: str) -> Actor[Line]:
    """The thread of the reader at this port."""
    return Actor(TITLE, partial(Line, path))


def texts_of(document: Document) -> dict[str, str]:
    """What a form takes; what the card does not tell is left out."""
    texts = {
        "id_number": document.number, "name": document.name, "sex": document.sex, "ethnic": document.ethnic,
        "born_on": document.born_on, "household_address": document.address, "id_valid_until": document.valid_until,
    }  # fmt: skip
    return {name: text for name, text in texts.items() if text}


def _step(line: Line, code: tuple[int, int], good: int = _GOOD, seconds: float = 1.0) -> bytes:
    answer = line.ask(*code, seconds)
    if answer.status != good:
        said = _SAID.get(answer.status, (f"没有读成（{answer.status:02X}）", "把证拿起，放稳后再读"))
        raise (NotFoundError if answer.status == _NONE else DeviceError)(TITLE, *said)
    return answer.body


def _read(line: Line, _gate: Gate) -> Read:
    _step(line, _FIND, _FOUND)
    return _chosen(line)


def _chosen(line: Line) -> Read:
    _step(line, _CHOOSE)
    body = _step(line, _READ, seconds=_READS)
    text, photo = (int.from_bytes(body[place : place + 2]) for place in (0, 2))
    if (text, photo) != (TEXT, PHOTO) or len(body) != _HEAD + TEXT + PHOTO:
        raise DeviceError(TITLE, "给的内容长度不对", "把证拿起，放稳后再读")
    try:
        document = document_of(body[_HEAD : _HEAD + TEXT])
    except UnreadableError as error:
        raise DeviceError(TITLE, f"读到的{error}", "换一台读卡器核对，或照证件录入") from None
    return Read(document, body[_HEAD + TEXT :])


def _module(line: Line, _gate: Gate) -> str:
    body = _step(line, _NUMBER)
    kind, version = (int.from_bytes(body[place : place + 2], "little") for place in (0, 2))
    day, number, more = (int.from_bytes(body[place : place + 4], "little") for place in (4, 8, 12))
    return f"{kind:02d}.{version:02d}-{day}-{number:010d}-{more:010d}"
