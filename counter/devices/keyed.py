"""A card reader with the province's keys behind it: what a card does only for its key goes through here."""

from collections.abc import Callable
from dataclasses import dataclass

from counter.core.cardkey import Purpose
from counter.devices import CardReader, Keys, Reading


@dataclass(frozen=True)
class KeyedReader:
    """What an act with ``keys=True`` gets as its device.

    The counter holds no key: the card gives a random number, ``answer`` fetches what the province makes of it, the card
    checks that. ``keys`` asks for this holder's card step by step. The password itself never leaves the window.
    """

    reader: CardReader
    answer: Callable[[Purpose, str], str]
    keys: Keys

    def read(self) -> Reading:
        """Read the card."""
        return self.reader.read()

    def password_locked(self) -> bool:
        """Whether the card takes no password any more; where only its maker's steps can tell, they find out."""
        if hasattr(self.reader, "unlock_with"):
            return True
        return self.reader.password_locked()

    def unlock(self) -> None:
        """Let the card take its password again, in the steps of the reader's maker where it has such."""
        in_steps = getattr(self.reader, "unlock_with", None)
        if in_steps is not None:
            in_steps(self.keys)
            return
        self.reader.unlock(self.answer(Purpose.UNLOCK, self.reader.challenge()))

    def reset_password(self, new: str) -> None:
        """Give the card a new password without the old one."""
        self.reader.reset_password(new, self.answer(Purpose.RESET, self.reader.challenge()))
