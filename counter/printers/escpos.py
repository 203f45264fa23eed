"""ESC/POS over TCP or USB, as thermal printers of slips speak it: always a picture, because no printer has every name.

Such a printer knows no jobs. It says in real time whether it has paper (DLE EOT), and answers GS r only after all that
came before it was printed: that answer is the one proof that the paper is out.
"""

import time
from collections.abc import Callable, Iterator

from counter.core.prints import Stage
from printing import bits_of

from .transport import Note, NotNowError, Outcome, Paper
from .wires import Wire
from .words import OFFLINE, READY

PORT = 9100
# 80 mm rolls have heads of 72 mm, 58 mm rolls of 48 mm.
HEADS = ((70.0, 576), (0.0, 384))
RESET, FEED, CUT, CONFIRM = b"\x1b@", b"\x1bJ\x18", b"\x1dV\x42\x00", b"\x1dr\x01"
BAND = 255
CUT_OFF, UNSAID, LEFT = "打印到一半断开了", "这台打印机不报打完", "没有等到打印机的答复"
STALLED = "停着，请看打印机"
_EVERY = 0.2
# A status byte has these bits set so; the answer to GS r has both of the second clear.
_STATUS, _IS_STATUS, _CONFIRMED = 0x93, 0x12, 0x90
_PAPER_OUT, _COVER, _NO_PAPER, _FEEDS, _ERROR, _CUTTER, _OFF = 0x60, 0x04, 0x20, 0x08, 0x40, 0x08, 0x08


class EscPosPrinter:
    """One printer, which ``opens`` opens for one look or one paper.

    ``confirms`` where it answers GS r, ``patience`` how long a paper may take while all is well.
    """

    def __init__(self, opens: Callable[[], Wire], *, confirms: bool = True, patience: float = 20.0) -> None:
        self._opens, self._confirms, self._patience = opens, confirms, patience
        self._torn = False

    def look(self) -> str:
        """How it stands, in words."""
        try:
            with self._opens() as wire:
                return _asked(wire)[0] or READY
        except NotNowError as error:
            return error.reason
        except OSError:
            return OFFLINE

    def print(self, paper: Paper, sending: Note, going: Callable[[], bool]) -> Outcome:
        """Print this paper once; what was on its way when the line broke is unknown."""
        picture = b"".join(commands(paper, confirms=self._confirms))
        picture = (torn_off(paper) if self._torn else b"") + picture
        try:
            wire = self._opens()
        except OSError:
            raise NotNowError(OFFLINE) from None
        with wire:
            try:
                stop = _asked(wire)[0]
            except OSError:
                raise NotNowError(OFFLINE) from None
            if stop:
                raise NotNowError(stop)
            sending(Outcome(Stage.SENT))
            self._torn = True
            try:
                if not _sent(wire, picture, sending, going):
                    return Outcome(Stage.UNKNOWN, LEFT)
                self._torn = False
                return self._wait(wire, sending, going) if self._confirms else Outcome(Stage.UNKNOWN, UNSAID)
            except OSError:
                self._torn = True
                return Outcome(Stage.UNKNOWN, CUT_OFF)

    def _wait(self, wire: Wire, note: Note, going: Callable[[], bool]) -> Outcome:
        """Wait for the answer that comes after everything was printed; a stop is said, and waited out."""
        ends, said = time.monotonic() + self._patience, ""
        while going():
            try:
                stop, confirmed = _asked(wire)
            except TimeoutError:
                stop, confirmed = wire.stop() or STALLED, False
            if confirmed:
                return Outcome(Stage.DONE)
            if stop != said:
                note(Outcome(Stage.BLOCKED if stop else Stage.SENT, stop))
                said = stop
            if stop:
                ends = time.monotonic() + self._patience
            if time.monotonic() > ends:
                return Outcome(Stage.UNKNOWN, "打印机没有答打完了")
            time.sleep(_EVERY)
        return Outcome(Stage.UNKNOWN, LEFT)

    def settle(self, name: str) -> Outcome:
        """Nobody knows: the printer remembers nothing."""
        del name
        self._torn = True
        return Outcome(Stage.UNKNOWN, "程序中断时正在打印")


def torn_off(paper: Paper) -> bytes:
    """What ends a paper that broke off: its head may still wait for the rest of a band, which white fills, then cut."""
    return bytes(BAND * _across(paper) // 8) + RESET + FEED + CUT


def _across(paper: Paper) -> int:
    return next(head for wide, head in HEADS if paper.width_mm >= wide)


def commands(paper: Paper, *, confirms: bool) -> Iterator[bytes]:
    """The bytes of one paper: reset, the picture in bands, the cut, and the question whether it is out."""
    across = _across(paper)
    wide = across // 8
    yield RESET
    for high, bits in bits_of(paper.pdf, across):
        for top in range(0, high, BAND):
            rows = min(BAND, high - top)
            yield b"\x1dv0\x00" + wide.to_bytes(2, "little") + rows.to_bytes(2, "little")
            yield harmless(bits[top * wide : (top + rows) * wide])
    yield FEED + CUT
    if confirms:
        yield CONFIRM


def harmless(bits: bytes) -> bytes:
    """The picture without what a printer would take for a command in real time (DLE EOT, DLE ENQ, DLE DC4).

    One dot more than drawn, an eighth of a millimetre.
    """
    for after in (b"\x04", b"\x05", b"\x14"):
        bits = bits.replace(b"\x10" + after, b"\x18" + after)
    return bits


def _sent(wire: Wire, picture: bytes, note: Note, going: Callable[[], bool]) -> bool:
    """Send it all; a printer that takes nothing more is waited for. False when nobody waits any longer."""
    left, stalled = memoryview(picture), ""
    while left:
        try:
            left = left[wire.send(left) :]
        except TimeoutError:
            if not going():
                return False
            stop = wire.stop() or STALLED
            if stop != stalled:
                note(Outcome(Stage.BLOCKED, stop))
            stalled = stop
    return True


def _asked(wire: Wire) -> tuple[str, bool]:
    """What keeps it from printing, in words, and whether everything before was printed. OSError: it does not answer."""
    said, confirmed = [0x12] * 5, any(byte & _CONFIRMED == 0 for byte in wire.late())
    for question in (1, 2, 3, 4):
        left = memoryview(bytes((0x10, 0x04, question)))
        while left:
            left = left[wire.send(left) :]
        status, also = _status(wire)
        said[question], confirmed = status, confirmed or also
    _, online, causes, errors, roll = said
    if causes & _COVER:
        return "盖未合", confirmed
    if causes & _NO_PAPER or roll & _PAPER_OUT == _PAPER_OUT:
        return "缺纸", confirmed
    if errors & _CUTTER:
        return "切刀卡住了", confirmed
    if causes & (_ERROR | _FEEDS) or online & _OFF:
        return OFFLINE, confirmed
    return "", confirmed


def _status(wire: Wire) -> tuple[int, bool]:
    """The next status byte; whatever else comes beside it is looked at for the other answer."""
    confirmed = False
    while True:
        heard = wire.heard()
        confirmed = confirmed or any(byte & _CONFIRMED == 0 for byte in heard)
        states = [byte for byte in heard if byte & _STATUS == _IS_STATUS]
        if states:
            return states[-1], confirmed
