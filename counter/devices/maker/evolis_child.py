"""Calls Evolis' library (libevolis) for one printer, away from the counter: what hangs or crashes takes nothing along.

Started as a program with a socket, the library's path and the printer's name. Each question is a call, as JSON, and the
picture behind it, empty where none is printed; each answer says what the library returned. A long message goes in
packets: a byte before each says whether more follows.
"""

import ctypes
import json
import socket
import sys
from contextlib import suppress
from typing import Any

FRONT = 0
MOST = 65536
WHOLE = b"\0"
PATIENCE = 120_000
POINTER, NUMBER, BYTES = ctypes.c_void_p, ctypes.c_int, ctypes.c_char_p
NUMBERS = ctypes.POINTER(ctypes.c_int)
TAKES: dict[str, tuple[list[Any], Any]] = {
    "evolis_open": ([BYTES], POINTER),
    "evolis_close": ([POINTER], None),
    "evolis_get_state": ([POINTER, NUMBERS, NUMBERS], NUMBER),
    "evolis_set_card_pos": ([POINTER, NUMBER], NUMBER),
    "evolis_eject": ([POINTER], NUMBER),
    "evolis_reject": ([POINTER], NUMBER),
    "evolis_print_init": ([POINTER], NUMBER),
    "evolis_print_set_imageb": ([POINTER, NUMBER, BYTES, NUMBER], NUMBER),
    "evolis_print_exect": ([POINTER, NUMBER], NUMBER),
}


class Printer:
    """One printer, opened for each call."""

    def __init__(self, path: str, name: str) -> None:
        self._library = ctypes.CDLL(path)
        self._name = name.encode()
        for one, (takes, gives) in TAKES.items():
            function = getattr(self._library, one)
            function.argtypes, function.restype = takes, gives

    def call(self, asked: dict[str, Any], picture: bytes) -> dict[str, int]:
        """Do one thing; the result is the library's own number, and ``begun`` whether a card may have been printed."""
        opened = self._library.evolis_open(self._name)
        if not opened:
            return {"result": -60}
        try:
            return self._done(opened, asked, picture)
        finally:
            self._library.evolis_close(opened)

    def _done(self, opened: int, asked: dict[str, Any], picture: bytes) -> dict[str, int]:
        library, what = self._library, asked["do"]
        if what == "state":
            major, minor = ctypes.c_int(), ctypes.c_int()
            result = library.evolis_get_state(opened, ctypes.byref(major), ctypes.byref(minor))
            return {"result": result, "major": major.value, "minor": minor.value}
        if what == "place":
            return {"result": library.evolis_set_card_pos(opened, asked["where"])}
        if what in ("eject", "reject"):
            return {"result": getattr(library, f"evolis_{what}")(opened)}
        result = library.evolis_print_init(opened)
        result = result or library.evolis_print_set_imageb(opened, FRONT, picture, len(picture))
        if result:
            return {"result": result, "begun": 0}
        return {"result": library.evolis_print_exect(opened, PATIENCE), "begun": 1}


def heard(line: socket.socket) -> bytes:
    """What is said next, put together; EOFError when nobody asks any more."""
    said = b""
    while packet := line.recv(MOST):
        said += packet[1:]
        if packet[:1] == WHOLE:
            return said
    raise EOFError


def main() -> None:
    """Answer calls until nobody asks any more."""
    with socket.socket(fileno=int(sys.argv[1])) as line, suppress(EOFError):
        try:
            printer = Printer(sys.argv[2], sys.argv[3])
        except (OSError, AttributeError) as error:
            line.send(WHOLE + str(error).encode())
            return
        line.send(WHOLE)
        while True:
            asked, picture = json.loads(heard(line)), heard(line)
            line.send(WHOLE + json.dumps(printer.call(asked, picture)).encode())


if __name__ == "__main__":
    main()
