"""Loads a maker's library and calls it, away from the counter: what hangs or crashes here takes nothing along.

Started as a program with a socket and the library's path. Each question is a call, as JSON; each answer is the number
it returned and the bytes it wrote, as hexadecimal. A byte before each says that it is whole.
"""

import ctypes
import json
import socket
import sys

# The makers' interface asks for 1024 bytes at least.
ROOM = 8192
MOST = 65536
WHOLE = b"\0"


def answer(library: ctypes.CDLL, asked: dict[str, list[object]], name: str) -> dict[str, object]:
    """Call one function: numbers and texts as they came, then room for its answer."""
    try:
        function = library[name]
    except AttributeError:
        return {"missing": name}
    function.restype = ctypes.c_long
    room = ctypes.create_string_buffer(ROOM)
    words = [ctypes.c_int(one) if isinstance(one, int) else str(one).encode("gbk") for one in asked["words"]]
    return {"result": ctypes.c_int32(function(*words, room)).value, "out": room.value.hex()}


def main() -> None:
    """Answer calls until nobody asks any more."""
    with socket.socket(fileno=int(sys.argv[1])) as line:
        try:
            library = ctypes.CDLL(sys.argv[2])
        except OSError as error:
            line.send(WHOLE + str(error).encode())
            return
        line.send(WHOLE)
        while packet := line.recv(MOST):
            asked = json.loads(packet[1:])
            line.send(WHOLE + json.dumps(answer(library, asked, asked["name"])).encode())


if __name__ == "__main__":
    main()
