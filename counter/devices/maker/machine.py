"""What prints a card's face, and may move the card: the small interface behind a card maker."""

from typing import Protocol

from .medium import Medium, Standing
from .printer import Note, Printing


class Machine(Protocol):
    """One printer of cards; one that does not move cards (``moves``) leaves that to whoever works at it."""

    moves: bool

    def look(self) -> Standing:
        """How it stands now; GONE when it does not answer."""
        ...

    def ready(self, undone: str) -> Medium:
        """The medium to print on; DeviceError when it cannot print now."""
        ...

    def alive(self, printing: Printing) -> bool:
        """Whether it still has this job before it."""
        ...

    def print_picture(self, printing: Printing, medium: Medium, png: bytes, note: Note) -> None:
        """Print this face once. DeviceError: surely no card was printed. PrintUnknownError: nobody knows."""
        ...

    def to_station(self) -> None:
        """Move the card that is in it, or a new one, to the contact station; DeviceError when there is none."""
        ...

    def put_out(self) -> None:
        """Put the card out."""
        ...

    def put_away(self) -> None:
        """Put the card into the reject bin."""
        ...
