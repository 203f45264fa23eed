"""A card reader with the province's keys behind it: what a card does only for its key goes through here."""

from collections.abc import Callable
from dataclasses import dataclass

from counter.core.province import Purpose
from counter.devices import CardReader, Reading


@dataclass(frozen=True)
class KeyedReader:
    """What an act with ``keys=True`` gets as its device.

    The counter holds no key: the card gives a random number, ``answer`` fetches what the province makes of it, the card
    checks that. The password itself never leaves the window.
    """

    reader: CardReader
    answer: Callable[[Purpose, str], str]

    def read(self) -> Reading:
        """Read the card."""
        return self.reader.read()

    def password_locked(self) -> bool:
        """Whether the card takes no password any more."""
        return self.reader.password_locked()

    def unlock(self) -> None:
        """Let the card take its password again."""
        self.reader.unlock(self.answer(Purpose.UNLOCK, self.reader.challenge()))

    def reset_password(self, new: str) -> None:
        """Give the card a new password without the old one."""
        self.reader.reset_password(new, self.answer(Purpose.RESET, self.reader.challenge()))
