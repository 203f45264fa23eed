"""A printer that only a window's own computer reaches, as the server uses it: through that window's program.

It knows its papers by number, as a printer of IPP does: the program there keeps them in a journal of its own.
"""

from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from counter.core.prints import Stage
from counter.devices import DeviceError
from counter.devices.remote.papers import BEGIN, GIVE, LOOK, STOOD, WITHDRAW
from counter.devices.remote.remote import LostError, Remote
from counter.devices.remote.shapes import Act

from .transport import NotNowError, Outcome, Paper

T = TypeVar("T")
AWAY, UNPAIRED = "窗口电脑上的程序没有连上", "窗口电脑没有配对"
FORGOTTEN = "窗口电脑上没有这一张的记录"
# A part of a paper on its way: with what stands around it, it stays below the longest answer.
PART = 45_000


@dataclass(frozen=True)
class Sheet:
    """One paper while the program there fetches it, part by part; it stands where the province's keys do for a card."""

    pdf: bytes

    def part(self, number: int) -> tuple[str, bool]:
        """One part and whether there is another."""
        begin = number * PART
        return b64encode(self.pdf[begin : begin + PART]).decode(), begin + PART < len(self.pdf)


class FarPrinter:
    """The printer of this name at one window; ``remote`` is that window's program, none where none is paired."""

    def __init__(self, name: str, remote: Callable[[], Remote | None]) -> None:
        self._name, self._remote = name, remote
        self._known = ""

    def look(self) -> str:
        """How it stands, in words."""
        try:
            return self._ask(LOOK, printer=self._name)
        except NotNowError as error:
            return error.reason

    def begin(self, paper: Paper) -> str:
        """The number under which the program there has this paper before it."""
        return self._ask(BEGIN, printer=self._name, job=paper.name)

    def send(self, handle: str, paper: Paper) -> None:
        """Let the program there fetch the paper; whatever is lost on the way is asked of it."""
        words = {"printer": self._name, "number": handle, "job": paper.name}
        try:
            self._ask(GIVE, Sheet(paper.pdf), **words, wide=f"{paper.width_mm:.2f}", high=f"{paper.height_mm:.2f}")
        except NotNowError:
            return

    def poll(self, handle: str, name: str) -> Outcome:
        """Where it stands, by that program's journal."""
        try:
            stage, reason = self._ask(STOOD, number=handle, job=name, known=self._known)
        except NotNowError as error:
            return Outcome(Stage.BLOCKED, error.reason)
        self._known = f"{stage} {reason}"
        return Outcome(Stage[stage], reason) if stage else Outcome(Stage.UNKNOWN, FORGOTTEN)

    def cancel(self, handle: str) -> None:
        """Take it back, as far as that can be."""
        try:
            self._ask(WITHDRAW, number=handle)
        except NotNowError:
            return

    def _ask(self, act: Act[T], sheet: Sheet | None = None, **words: str) -> T:
        remote = self._remote()
        if remote is None:
            raise NotNowError(UNPAIRED)
        if not remote.there:
            raise NotNowError(AWAY)
        try:
            return remote.ask(act, words, sheet)
        except LostError:
            raise NotNowError(AWAY) from None
        except DeviceError as error:
            raise NotNowError(str(error)) from None
