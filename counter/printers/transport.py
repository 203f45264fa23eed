"""The small interface behind which every printer stands, and what each may answer."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from counter.core.prints import Stage


class NotNowError(Exception):
    """Surely nothing was printed; the same paper may be tried again. ``reason`` in a clerk's words."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class NeverError(Exception):
    """The printer will not print it, whatever is waited for; ``surely``: and has not."""

    def __init__(self, reason: str, *, surely: bool = True) -> None:
        super().__init__(reason)
        self.outcome = Outcome(Stage.FAILED if surely else Stage.UNKNOWN, reason)


@dataclass(frozen=True, kw_only=True)
class Paper:
    """What is printed: the PDF and its size; ``name`` is what the printer knows it by."""

    name: str
    pdf: bytes
    width_mm: float
    height_mm: float


@dataclass(frozen=True)
class Outcome:
    """Where a paper stands at its printer, and why; ``handle`` where the printer's word for it is another now."""

    stage: Stage
    reason: str = ""
    handle: str = ""


Note = Callable[[Outcome], None]


class Transport(Protocol):
    """One printer, touched by one thread."""

    def look(self) -> str:
        """How it stands, in words: 就绪, 缺纸, 盖未合, 脱机 …"""
        ...


@runtime_checkable
class Remembering(Transport, Protocol):
    """A printer that knows its jobs by name and number, and can be asked of each what became of it."""

    def begin(self, paper: Paper) -> str:
        """The number of the job of this name, made now or found; NotNowError, NeverError."""
        ...

    def send(self, handle: str, paper: Paper) -> None:
        """Send the paper to a job that waits for it; a broken line says nothing. NotNowError, NeverError."""
        ...

    def poll(self, handle: str, name: str) -> Outcome:
        """Where this job stands; *created* while it still waits for its paper."""
        ...

    def cancel(self, handle: str) -> None:
        """Take it back, as far as the printer does that."""
        ...


class Forgetting(Transport, Protocol):
    """A printer that knows no jobs: what was on its way when the line broke, nobody knows."""

    def print(self, paper: Paper, sending: Note, going: Callable[[], bool]) -> Outcome:
        """Print this paper; ``sending`` is told before the first byte goes, and whatever it then waits for.

        NotNowError, NeverError: surely nothing was sent. It ends with *unknown* as soon as ``going`` is false.
        """
        ...

    def settle(self, name: str) -> Outcome:
        """What became of a paper that was on its way when the program ended."""
        ...
