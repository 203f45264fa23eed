"""What stands at a window: readers of both kinds of card, and card makers, each a driver behind one small interface."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from counter.core.cardface import Face
from counter.core.cardkey import CardShown, ReadKey


class DeviceError(Exception):
    """A device surely did nothing; the sentence names it and what to do."""

    def __init__(self, device: str, what: str, do: str) -> None:
        super().__init__(f"{device}{what}，请{do}")


class SpoiledCardError(DeviceError):
    """The card in the device is waste: half written or badly printed."""


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What a reader found, by the names of the blanks it can fill.

    ``photo`` is the picture of an identity card as PNG, ``photo_said`` why there is none; neither is ever stored.
    """

    source: str
    texts: Mapping[str, str]
    photo: bytes = field(default=b"", repr=False)
    photo_said: str = ""


class Device(Protocol):
    """What every device tells: its id at the window, its title, its kind, its state in words."""

    id: str
    title: str
    kind: str

    def state(self) -> str:
        """The state in words: 就绪, 未连接, 缺卡 ..."""
        ...


class Noticing(Protocol):
    """What a reader tells besides, if it notices by itself that a card is laid on it."""

    def laid(self) -> str:
        """Which laying the card belongs to that was laid on it, another word each time; empty when none lies there.

        A card that lay there before the reader was looked at was not laid down. Asked many times a second: it answers
        from what is known, without waiting for the device.
        """
        ...


def laying(device: object) -> str:
    """Which laying the card on this device belongs to; empty when none does, or the device does not notice."""
    laid = getattr(device, "laid", None)
    return str(laid()) if laid is not None else ""


class CardReader(Device, Protocol):
    """Reads the social security card that lies on it and sees to its password.

    No call is ever made twice for one act: a card counts wrong passwords and wrong keys, and locks itself.
    """

    def read(self) -> Reading:
        """Read the card; DeviceError when there is none or it does not answer."""
        ...

    def change_password(self, old: str, new: str) -> int | None:
        """Change the card's password: None when done, else how many tries are left."""
        ...

    def password_locked(self) -> bool:
        """Whether the card takes no password any more; asking costs no try."""
        ...

    def challenge(self) -> str:
        """A fresh random number of the card (取随机数), as hexadecimal; only the next key may answer it."""
        ...

    def unlock(self, cryptogram: str) -> None:
        """Let the card take its password again; DeviceError when it does not accept the province's answer."""
        ...

    def reset_password(self, new: str, cryptogram: str) -> None:
        """Give the card a new password without the old one; DeviceError when it does not accept the answer."""
        ...

    def write_anew(self, password: str) -> None:
        """Write a temporary card anew with this password (重写); it has no key of the province."""
        ...


class Keys(Protocol):
    """The province's keys, behind a reader for one act; DeviceError when none is given, and nothing was changed.

    A reader that can use them has ``read_with(keys)`` beside ``read``, and the counter calls that; one whose maker's
    library goes to the province step by step has ``unlock_with(keys)`` in place of ``challenge`` and ``unlock``. Ask
    while the reader holds its card alone, and show the answer to the card once.
    """

    def to_read(self, shown: CardShown) -> ReadKey:
        """The answer to the number of the card that is being read."""
        ...

    def step(self, function: str, told: str) -> str:
        """The answer to what this function of a maker's library has written."""
        ...


class IdReader(Device, Protocol):
    """Reads the identity card that lies on it: kind ``id_reader``."""

    def read(self) -> Reading:
        """Read the card; DeviceError when there is none or it does not answer.

        The texts are id_number, name, sex, ethnic, born_on, household_address, id_valid_until, as a form takes them.
        """
        ...


class Pos(Device, Protocol):
    """A POS terminal: kind ``pos``. The same job is charged, or given back, once, however often it is asked.

    DeviceError: surely no money was moved. Anything else it raises: nobody knows.
    """

    def charge(self, job: str, fen: int) -> Mapping[str, str]:
        """Charge the bank card; returns ``voucher`` (凭证号), ``reference`` (检索参考号) and ``card``, shortened."""
        ...

    def give_back(self, job: str, fen: int, reference: str) -> Mapping[str, str]:
        """Give back what was charged under this reference, to the same card; returns ``voucher``."""
        ...


class CardMaker(Device, Protocol):
    """Makes cards step by step; every step of the same job is done to the same card, however often it is asked.

    DeviceError: surely nothing was done. SpoiledCardError: the card in it is waste. Anything else: nobody knows.
    """

    def feed(self, job: str, number: str = "", face: Face | None = None) -> Mapping[str, str]:
        """Draw in a blank card, or the made card of this number; returns what can be read on it (bank account).

        ``face`` is what will be printed later: DeviceError, before a card is drawn in, where that is impossible.
        """
        ...

    def write(
        self, job: str, part: str, texts: Mapping[str, str], answer: Callable[[str], str] | None = None
    ) -> None:
        """Write a part of the chip: whole, social or financial.

        ``answer`` gives what the province makes of a random number of this card, both as hexadecimal, or raises
        DeviceError; it is None where no province is connected.
        """
        ...

    def print_face(self, job: str, texts: Mapping[str, str], face: Face | None = None) -> None:
        """Print the face of the card as it was drawn."""
        ...

    def laminate(self, job: str) -> None:
        """Put the film over the face."""
        ...

    def give_out(self, job: str) -> None:
        """Put the card out; nothing happens when it is out."""
        ...

    def reject(self, job: str) -> None:
        """Put a card that is waste into the reject bin (废卡); nothing happens when it is out."""
        ...
