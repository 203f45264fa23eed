"""PC/SC with nothing around it: what the counter's drivers are compared to."""

import time
from collections.abc import Callable

from smartcard import scard

EITHER = scard.SCARD_PROTOCOL_T0 | scard.SCARD_PROTOCOL_T1
READY = 20.0


def bare_read(name: str, talk: list[tuple[bytes, bytes]]) -> None:
    """The same commands with nothing around them but what PC/SC itself wants."""
    _, context = scard.SCardEstablishContext(scard.SCARD_SCOPE_USER)
    result, card, _ = scard.SCardConnect(context, name, scard.SCARD_SHARE_EXCLUSIVE, EITHER)
    assert result == 0, result
    for command, answer in talk:
        _, said = scard.SCardTransmit(card, scard.SCARD_PCI_T0, list(command))
        assert bytes(byte & 0xFF for byte in said) == answer
    scard.SCardDisconnect(card, scard.SCARD_RESET_CARD)
    scard.SCardReleaseContext(context)


def bare_connect(name: str) -> tuple[float, float]:
    """When pcscd lets a bare program in, and how long after that it finds the card on a reader of its own."""
    up = 0.0
    while True:
        result, context = scard.SCardEstablishContext(scard.SCARD_SCOPE_USER)
        if result == 0:
            up = up or time.monotonic()
            found, card, _ = scard.SCardConnect(context, name, scard.SCARD_SHARE_EXCLUSIVE, EITHER)
            connected = time.monotonic() - up
            if found == 0:
                scard.SCardDisconnect(card, scard.SCARD_RESET_CARD)
            scard.SCardReleaseContext(context)
            if found == 0:
                return up, connected
        time.sleep(0.005)


def until(true: Callable[[], object], seconds: float = READY) -> None:
    """Wait for something of the world to become true."""
    ends = time.monotonic() + seconds
    while not true():
        if time.monotonic() > ends:
            raise TimeoutError(true)
        time.sleep(0.002)
