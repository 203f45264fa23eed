"""A thermal printer of slips for tests: ESC/POS over TCP, with a roll that runs out, a cover, and a plug.

It knows pictures (GS v 0), feeds, the cut, the states in real time (DLE EOT) and GS r; a byte that is none of these is
kept in ``strange``, a NUL is nothing. What was cut off is kept as a picture, as it would lie in the tray.
"""

import socket
import threading
from contextlib import suppress

from PIL import Image

HEAD = 576


class SlipPrinter:
    """One printer; ``empty``, ``open`` and ``mute`` are what a person or the maker can do to it."""

    def __init__(self, *, answers=True, head=HEAD) -> None:
        self.head = head
        self.answers, self.slips, self.strange, self.begun = answers, [], [], 0
        self.empty = self.open = False
        self.at_rows, self._lines = None, []
        self._door = self._listen(0)
        self.port = self._door.getsockname()[1]
        self._serve()

    @property
    def uri(self):
        return f"escpos://127.0.0.1:{self.port}"

    def _listen(self, port):
        door = socket.socket()
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        door.bind(("127.0.0.1", port))
        door.listen()
        return door

    def _serve(self):
        threading.Thread(target=self._accept, args=(self._door,), daemon=True).start()

    def _accept(self, door):
        with suppress(OSError):
            while True:
                line, _ = door.accept()
                self._lines.append(line)
                threading.Thread(target=_Head(self, line).run, daemon=True).start()

    def cut(self):
        """Pull the plug: what was half printed stays so, and nothing is remembered."""
        # A thread that waits in accept() lets go only when the socket is shut.
        with suppress(OSError):
            self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()
        for line in self._lines:
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
            line.close()
        self._lines = []

    def start(self):
        self.at_rows = None
        self._door = self._listen(self.port)
        self._serve()

    def state(self, question):
        stopped = self.empty or self.open
        return {
            1: 0x12 | (0x08 if stopped else 0),
            2: 0x12 | (0x20 if self.empty else 0) | (0x04 if self.open else 0),
            3: 0x12,
            4: 0x12 | (0x60 if self.empty else 0),
        }[question]


class _Head:
    """What one line makes the head do."""

    def __init__(self, printer, line) -> None:
        self.printer, self.line, self.left, self.rows, self.begun = printer, line, b"", [], b""

    def more(self):
        """What comes next; the states are asked and told in real time, also in the middle of a picture."""
        found = self.line.recv(65536)
        if not found:
            raise ConnectionError
        come, self.begun = self.begun + found, b""
        while (at := come.find(b"\x10")) >= 0:
            if len(come) < at + 3 and come[at + 1 :] in (b"", b"\x04"):
                come, self.begun = come[:at], come[at:]
                break
            if come[at + 1] == 0x04:
                self.line.sendall(bytes((self.printer.state(come[at + 2]),)))
                come = come[:at] + come[at + 3 :]
            else:
                self.left, come = self.left + come[: at + 1], come[at + 1 :]
        self.left += come

    def take(self, count):
        while len(self.left) < count:
            self.more()
        taken, self.left = self.left[:count], self.left[count:]
        return taken

    def run(self):
        with suppress(OSError):
            while True:
                self.command()

    def command(self):
        head = self.take(1)
        self.wait()
        if head == b"\0":
            return
        if head == b"\x1b":
            self.take({b"@": 0, b"J": 1}[self.take(1)])
        elif head == b"\x1d":
            {b"v": self.picture, b"V": self.cut, b"r": self.confirm}[self.take(1)]()
        else:
            self.printer.strange.append(head)

    def wait(self):
        """Out of paper it prints nothing, and still says why in real time."""
        while self.printer.empty or self.printer.open:
            self.line.settimeout(0.05)
            with suppress(TimeoutError):
                self.more()
            self.line.settimeout(None)

    def picture(self):
        _, _, wide, wide_high, high, high_high = self.take(6)
        wide, high = wide + 256 * wide_high, high + 256 * high_high
        bits = self.take(wide * high)
        for unsafe in (b"\x10\x05", b"\x10\x14"):
            assert unsafe not in bits, "a picture with a command in it"
        self.printer.begun += 1
        self.rows.append(Image.frombytes("1", (wide * 8, high), bytes(~byte & 255 for byte in bits)))
        if self.printer.at_rows is not None and sum(row.height for row in self.rows) >= self.printer.at_rows:
            self.printer.at_rows = None
            self.printer.empty = True

    def cut(self):
        self.take(2)
        slip = Image.new("1", (self.printer.head, sum(row.height for row in self.rows)), 1)
        top = 0
        for row in self.rows:
            slip.paste(row, (0, top))
            top += row.height
        self.printer.slips.append(slip)
        self.rows = []

    def confirm(self):
        self.take(1)
        if self.printer.answers:
            self.line.sendall(b"\x00")
