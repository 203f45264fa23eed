"""The counter's side of a card in a reader: the program that holds the card, and what its answers mean."""

from pathlib import Path

from counter.devices import DeviceError
from counter.devices.apart import Apart, BrokenError
from counter.devices.chip.apdu import READER

from .scard import NUMBER, check, scard

CHILD = Path(__file__).with_name("child.py")
# Longer than any card takes, and than pcscd's drivers wait for one that says nothing.
_SECONDS = 90.0


def program_of(reader: str) -> Apart:
    """The program for the cards on this reader."""
    return Apart(CHILD, reader)


class Session:
    """One card, alone, from its being switched on to its reset: no password or key outlives it."""

    drawn = b""

    def __init__(self, program: Apart) -> None:
        scard()
        self._program = program
        self.atr = self._asked(b"O")

    def transmit(self, command: bytes) -> bytes:
        """Carry one command to the card and its answer back."""
        return self._asked(b"T" + command)

    def close(self) -> None:
        """Reset the card and let everything go, which the end of its program does as well."""
        if self._program.pid:
            self._asked(b"C")

    def _asked(self, question: bytes) -> bytes:
        try:
            answer = self._program.ask(_SECONDS, question)
        except BrokenError as broken:
            raise DeviceError(READER, f"的程序库装不上（{broken}）", "管理员按 docs/setup.md 重新安装") from None
        except OSError:
            what = "的读卡程序中断了，已经重新启动"
            raise DeviceError(READER, what, "取出卡重新放好再试；仍不行请管理员查看") from None
        check(int.from_bytes(answer[:NUMBER]))
        return answer[NUMBER:]
