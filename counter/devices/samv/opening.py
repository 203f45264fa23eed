"""Loads the library for photos of identity cards and calls it once, away from the counter; started as a program.

The photo comes on the standard input, the bitmap goes out on the standard output; what the library prints goes nowhere.
"""

import ctypes
import os
import sys

# A bitmap of 102 by 126 pixels takes 38862 bytes; libraries are told how much room there is, and some do not look.
ROOM = 1 << 20
GOOD = 1
MISSING, REFUSED = 3, 4


def main() -> int:
    """Open one photo; the code says how it went."""
    out = os.dup(1)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    photo = sys.stdin.buffer.read()
    try:
        function = ctypes.CDLL(sys.argv[1])[sys.argv[2]]
    except (OSError, AttributeError):
        return MISSING
    function.restype = ctypes.c_int
    room = ctypes.create_string_buffer(ROOM)
    result = function(ctypes.create_string_buffer(photo, len(photo)), room, ctypes.c_int(ROOM))
    if result != GOOD:
        os.write(out, str(result).encode())
        return REFUSED
    size = int.from_bytes(room.raw[2:6], "little")
    with os.fdopen(out, "wb") as told:
        told.write(room.raw[: min(size, ROOM)])
    return 0


if __name__ == "__main__":
    sys.exit(main())
