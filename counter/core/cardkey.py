"""What a card on a reader asks the province's key machine (加密机), and what that answers; no key is ever here.

Bytes are written as hexadecimal. ``terminal`` says who asks: the branch's code, a stroke, the window.
"""

from dataclasses import dataclass
from enum import Enum


class Purpose(Enum):
    """What a key of a card is asked for."""

    UNLOCK = "unlock"
    RESET = "reset"
    WRITE = "write"


@dataclass(frozen=True)
class CardKey:
    """What the province makes of a card's random number with the card's key; the key stays with the province."""

    cryptogram: str


@dataclass(frozen=True, kw_only=True)
class CardShown:
    """What a card of the third generation shows before its holder can be read: itself, and the number it has drawn."""

    area: str
    history: str
    algorithm: str
    card_id: str
    challenge: str
    terminal: str = ""


@dataclass(frozen=True)
class ReadKey:
    """The answer to it; ``key`` is which key of the card it is for and ``version`` that key's, empty where not said."""

    cryptogram: str
    key: str = ""
    version: str = ""


@dataclass(frozen=True, kw_only=True)
class MakerStep:
    """What a function of a maker's library has written for the province; the numbers are empty where a card is read."""

    function: str
    told: str
    terminal: str = ""
    id_number: str = ""
    card_number: str = ""
