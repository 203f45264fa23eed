"""Commands to a chip and its answers (ISO 7816-4), over a function that carries bytes to the card and back."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from counter.devices import DeviceError

Transmit = Callable[[bytes], bytes]

READER, CARD = "社保卡读卡器", "这张社保卡"
OK = 0x9000
_MORE_READY, _OTHER_LENGTH = 0x61, 0x6C
_STATUS = 2
# A card that always says there is more must not keep the window for ever.
_MOST_PARTS = 16
# A command that carries no data has its expected length in the fifth byte; with data it stands at the end.
_WITH_LENGTH = 5


class CutOffError(Exception):
    """The card was cut off after a command that changes it: nobody knows whether it was done."""

    def __init__(self) -> None:
        super().__init__("社保卡在改变途中断开，不知道改了没有，请看实物后由主管在待办里确认")


def taken_away() -> DeviceError:
    """The card went while it was being read; nothing was changed on it."""
    return DeviceError(READER, "上的卡被取走了或没放好", "把卡放稳后再试")


def too_late() -> DeviceError:
    """Nobody waits for this any more; nothing was changed on the card."""
    return DeviceError(READER, "上的卡迟迟没有应答，什么也没有改变", "取出卡，检查芯片方向后重新放好再试")


@dataclass
class Gate:
    """Between who waits for a card and who works with it: a change is begun, or given up, never both."""

    begun: bool = False
    given_up: bool = False
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def begin(self) -> None:
        """Begin to change the card; DeviceError when nobody waits any more."""
        with self._lock:
            if self.given_up:
                raise too_late()
            self.begun = True

    def give_up(self) -> bool:
        """Wait no longer; True when surely nothing was and nothing will be changed."""
        with self._lock:
            self.given_up = True
            return not self.begun


@dataclass(frozen=True)
class Answer:
    """What the card said: the bytes and the status word behind them."""

    body: bytes
    status: int

    @property
    def ok(self) -> bool:
        """Whether the card did it."""
        return self.status == OK


class Channel:
    """A card that can be asked; ``gate`` knows whether anything was changed on it."""

    def __init__(self, transmit: Transmit, gate: Gate | None = None, history: bytes = b"") -> None:
        self._transmit, self.gate, self.history = transmit, gate or Gate(), history

    def ask(self, command: bytes) -> Answer:
        """Ask what changes nothing: where the card names another length (6Cxx) it is asked again with that."""
        answer = self.once(command)
        if answer.status >> 8 == _OTHER_LENGTH and len(command) == _WITH_LENGTH:
            answer = self.once(command[:-1] + bytes((answer.status & 0xFF,)))
        return answer

    def act(self, command: bytes) -> Answer:
        """Send what changes the card or counts, once, whatever becomes of it."""
        self.gate.begin()
        try:
            return self.once(command)
        except DeviceError:
            raise CutOffError from None

    def once(self, command: bytes) -> Answer:
        """Send a command once; what it holds ready (61xx) is fetched."""
        body, status = _cut(self._transmit(command))
        for _ in range(_MOST_PARTS):
            if status >> 8 != _MORE_READY:
                return Answer(body, status)
            more, status = _cut(self._transmit(bytes((0x00, 0xC0, 0x00, 0x00, status & 0xFF))))
            body += more
        raise DeviceError(CARD, "的应答没完没了", "换一张卡核对；仍这样的换卡")


def _cut(answer: bytes) -> tuple[bytes, int]:
    """The bytes and the status word; nothing at all is what some readers say when the card is pulled."""
    if len(answer) < _STATUS:
        raise taken_away()
    return answer[:-_STATUS], int.from_bytes(answer[-_STATUS:])


def select_name(name: bytes) -> bytes:
    """SELECT an application by its name."""
    return bytes((0x00, 0xA4, 0x04, 0x00, len(name))) + name


def read_tagged(sfi: int, tag: int, length: int) -> bytes:
    """READ RECORD by the item's tag; the answer carries tag and length before the value."""
    return bytes((0x00, 0xB2, tag, sfi << 3, length + 2))


def read_numbered(sfi: int, number: int, length: int) -> bytes:
    """READ RECORD by its place in the file."""
    return bytes((0x00, 0xB2, number, sfi << 3 | 4, length + 2))


GET_CHALLENGE = bytes.fromhex("0084000008")


def external_authenticate(key: int, answer: bytes, challenge: bytes, version: int | None = None) -> bytes:
    """EXTERNAL AUTHENTICATE with this key of the card; an SM4 card is told the key's version as well."""
    body = answer + challenge + (b"" if version is None else bytes((version,)))
    return bytes((0x00, 0x82, 0x00, key, len(body))) + body
