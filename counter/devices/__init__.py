"""What stands at a window: card readers and card makers, each a driver behind one small interface."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol


class DeviceError(Exception):
    """A device surely did nothing; the sentence names it and what to do."""

    def __init__(self, device: str, what: str, do: str) -> None:
        super().__init__(f"{device}{what}，请{do}")


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What a reader found, by the names of the blanks it can fill."""

    source: str
    texts: Mapping[str, str]


class Device(Protocol):
    """What every device tells: its id at the window, its title, its kind, its state in words."""

    id: str
    title: str
    kind: str

    def state(self) -> str:
        """The state in words: 就绪, 未连接, 缺卡 ..."""
        ...


class CardReader(Device, Protocol):
    """Reads the social security card that lies on it and changes its password."""

    def read(self) -> Reading:
        """Read the card; DeviceError when there is none or it does not answer."""
        ...

    def change_password(self, old: str, new: str) -> int | None:
        """Change the card's password: None when done, else how many tries are left."""
        ...


class CardMaker(Device, Protocol):
    """Makes one card from one person's making record."""

    def make(self, job: str, texts: Mapping[str, str]) -> Mapping[str, str]:
        """Make the card; the same job never makes a second card. Returns number and bank account."""
        ...
