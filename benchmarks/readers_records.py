"""What a window has read, compared to what lies there."""

import time
from datetime import date

from counter.devices import DeviceError
from counter.devices.chip.apdu import CutOffError
from counter.devices.pcsc.reader import PcscReader
from counter.rehearsal.devices import VirtualCard


class Read:
    """What one window has read, compared to the two cards that lie there one after the other."""

    def __init__(self, pair: tuple[VirtualCard, VirtualCard]) -> None:
        self._wanted = [expected(card) for card in pair]
        self.good = self.wrong = self.second = self.refused = 0
        self._at: list[float] = []

    @property
    def last(self) -> float:
        return self._at[-1] if self._at else 0.0

    def first_after(self, moment: float) -> float:
        """How long after this moment the first good read was over."""
        return min(at for at in self._at if at > moment) - moment

    def one(self, reader: PcscReader) -> bool:
        """One read; the first card never comes back after the second."""
        try:
            texts = reader.read().texts
        except (DeviceError, CutOffError):
            self.refused += 1
            return False
        right = self._wanted[1:] if self.second else self._wanted
        self.second += texts == self._wanted[1]
        self.good, self.wrong = self.good + (texts in right), self.wrong + (texts not in right)
        self._at.append(time.monotonic())
        return True


def expected(card: VirtualCard) -> dict[str, str]:
    """What must be read from this card."""
    born = card.id_number[6:14]
    return {
        "card_number": card.number, "id_number": card.id_number, "name": card.name, "ethnic": "汉族",
        "sex": "男" if int(card.id_number[16]) % 2 else "女", "born_on": date.fromisoformat(born).isoformat(),
    }  # fmt: skip
