"""Works with the cards on one reader, away from the counter: libpcsclite frees what its other threads are looking at.

A thread that lets go of a card can crash one that works with another card, in version 1.9.9 and, less often, in later
ones: each reader has a program with one thread. It is started with a socket and the reader's name. Each question is a
letter and its bytes: O switches the card on, T carries a command to it, C resets it and lets it go. Each answer is the
number PC/SC gave, and its bytes. A byte before each says that it is whole.
"""

import socket
import sys
import time
from typing import Any

_MASK = 0xFFFFFFFF
_NO_CARD, _REMOVED, _UNPOWERED, _UNKNOWN = 0x8010000C, 0x80100069, 0x80100067, 0x80100003
_UNPOWER = 2
_WHOLE, _MOST = b"\0", 65536
# The daemon looks for cards every 0.4 s: a card just laid down is waited for.
_JUST_LAID, _LOOK_AGAIN = 1.0, 0.03
Answer = tuple[int, bytes]


class Card:
    """The card on this reader, alone, from its being switched on to its reset."""

    def __init__(self, library: Any, reader: str) -> None:
        self._library, self._reader = library, reader
        self._context = self._card = 0
        self._protocol: Any = None

    def switched_on(self) -> Answer:
        """Take the card for oneself; the bytes are what it said when it was switched on."""
        s = self._library
        self.let_go()
        result, self._context = s.SCardEstablishContext(s.SCARD_SCOPE_USER)
        if result:
            self._context = 0
            return result, b""
        result, protocol = self._connected()
        if result:
            self.let_go()
            return result, b""
        self._protocol = s.SCARD_PCI_T1 if protocol == s.SCARD_PROTOCOL_T1 else s.SCARD_PCI_T0
        result, _, _, _, atr = s.SCardStatus(self._card)
        if result:
            self.let_go()
        return result, bytes(byte & 0xFF for byte in atr or ())

    def _connected(self) -> tuple[int, int]:
        s = self._library
        either = s.SCARD_PROTOCOL_T0 | s.SCARD_PROTOCOL_T1
        ends = time.monotonic() + _JUST_LAID
        while True:
            result, card, protocol = s.SCardConnect(self._context, self._reader, s.SCARD_SHARE_EXCLUSIVE, either)
            if result & _MASK not in (_NO_CARD, _REMOVED) or time.monotonic() > ends:
                break
            time.sleep(_LOOK_AGAIN)
        if result & _MASK == _UNPOWERED:
            return self._woken(either)
        self._card = 0 if result else card
        return result, protocol

    def _woken(self, either: int) -> tuple[int, int]:
        """A card that another program left without power is switched on again past it."""
        s = self._library
        result, card, _ = s.SCardConnect(self._context, self._reader, s.SCARD_SHARE_DIRECT, 0)
        if result:
            return result, 0
        self._card = card
        again: tuple[int, int] = s.SCardReconnect(card, s.SCARD_SHARE_EXCLUSIVE, either, _UNPOWER)
        return again

    def told(self, command: bytes) -> Answer:
        """Carry one command to the card and its answer back."""
        if not self._card:
            return _UNKNOWN, b""
        result, answer = self._library.SCardTransmit(self._card, self._protocol, list(command))
        return result, bytes(byte & 0xFF for byte in answer or ())

    def let_go(self) -> Answer:
        """Reset the card and let everything go; on a dead line that fails, which is as good."""
        card, self._card = self._card, 0
        if card:
            self._library.SCardDisconnect(card, self._library.SCARD_RESET_CARD)
        context, self._context = self._context, 0
        if context:
            self._library.SCardReleaseContext(context)
        return 0, b""


def main() -> None:
    """Answer until nobody asks any more."""
    with socket.socket(fileno=int(sys.argv[1])) as line:
        try:
            from smartcard import scard as library
        except ImportError as error:
            line.send(_WHOLE + str(error).encode())
            return
        card = Card(library, sys.argv[2])
        line.send(_WHOLE)
        while packet := line.recv(_MOST):
            asked, command = packet[1:2], packet[2:]
            if asked == b"T":
                result, answer = card.told(command)
            else:
                result, answer = card.switched_on() if asked == b"O" else card.let_go()
            line.send(_WHOLE + (result & _MASK).to_bytes(4) + answer)
        card.let_go()


if __name__ == "__main__":
    main()
