"""What is known of each card in a maker, on the disk: whoever starts again knows what is in it.

Nothing personal is kept: the job, what of the chip can be recognized again, and which steps were done.
"""

import json
import os
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path

KEEPS = 200
INSIDE, OUT, REJECTED = "inside", "out", "rejected"


@dataclass
class Card:
    """The card of one job: what it is known by, and what was done to it; ``begun`` is a part being written."""

    job: str
    chip: str = ""
    where: str = INSIDE
    written: list[str] = field(default_factory=list)
    begun: str = ""
    prints: int = 0
    printing: str = ""
    number: int = 0
    sent: bool = False
    printed: bool = False
    laminated: bool = False


class Kept:
    """The record of one maker, newest job last; written whole and safely at every change."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._cards: dict[str, Card] = {}
        try:
            self._read()
        except FileNotFoundError:
            return
        except (ValueError, TypeError, AttributeError):
            # What cannot be read is kept for who looks after it; the chips themselves say what was written.
            self._cards.clear()
            path.replace(path.with_suffix(".broken"))

    def _read(self) -> None:
        known = {one.name for one in fields(Card)}
        for kept in json.loads(self._path.read_text("utf-8")):
            card = Card(**{name: value for name, value in kept.items() if name in known})
            self._cards[card.job] = card

    def card(self, job: str) -> Card | None:
        """The card of this job."""
        return self._cards.get(job)

    def inside(self) -> Card | None:
        """The card that is in the maker, as far as is known."""
        return next((card for card in reversed(self._cards.values()) if card.where == INSIDE), None)

    def keep(self, card: Card) -> None:
        """Write down how this card stands, before anybody relies on it."""
        self._cards[card.job] = card
        while len(self._cards) > KEEPS:
            del self._cards[next(iter(self._cards))]
        self._path.parent.mkdir(parents=True, exist_ok=True)
        new = self._path.with_suffix(".new")
        with new.open("w", encoding="utf-8") as file:
            json.dump([asdict(one) for one in self._cards.values()], file)
            file.flush()
            os.fsync(file.fileno())
        new.replace(self._path)
        folder = os.open(self._path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
