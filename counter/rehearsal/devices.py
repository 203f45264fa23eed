"""A card reader and a card maker that exist only here: cards are laid down on the page."""

import hashlib
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field

from counter.devices import DeviceError, Reading

TRIES = 3
INITIAL_PASSWORD = "123456"  # noqa: S105 - every virtual card begins with it


@dataclass
class VirtualCard:
    """A card that can be laid on the reader."""

    number: str
    id_number: str
    name: str
    password: str = INITIAL_PASSWORD
    left: int = TRIES


@dataclass
class Bench:
    """What lies at the windows: the cards that were made, and the one on each reader."""

    cards: dict[str, VirtualCard] = field(default_factory=dict)
    on_reader: dict[str, str] = field(default_factory=dict)
    made: dict[str, Mapping[str, str]] = field(default_factory=dict)
    jam: bool = False
    die: bool = False
    lock: threading.Lock = field(default_factory=threading.Lock)

    def lay_down(self, window: str, card: VirtualCard) -> None:
        """Lay a card on this window's reader."""
        with self.lock:
            self.on_reader[window] = self.cards.setdefault(card.number, card).number

    def lift(self, window: str) -> None:
        """Take the card off this window's reader."""
        with self.lock:
            self.on_reader.pop(window, None)

    def lying(self, window: str) -> VirtualCard | None:
        """The card on this window's reader."""
        with self.lock:
            return self.cards.get(self.on_reader.get(window, ""))


class RehearsalReader:
    """Reads the virtual card that lies on it."""

    kind = "card_reader"
    title = "社保卡读卡器（演练）"

    def __init__(self, bench: Bench, window: str) -> None:
        self._bench, self._window = bench, window
        self.id = f"rehearsal-reader-{window}"

    def state(self) -> str:
        """Ready, and whether a card lies on it."""
        return "就绪，已放卡" if self._bench.lying(self._window) is not None else "就绪，未放卡"

    def _card(self) -> VirtualCard:
        card = self._bench.lying(self._window)
        if card is None:
            raise DeviceError("社保卡读卡器", "上没有卡", "放上持卡人的社保卡后再试")
        return card

    def read(self) -> Reading:
        """Read number, name and identity number."""
        card = self._card()
        texts = {"card_number": card.number, "id_number": card.id_number, "name": card.name}
        return Reading(source=self.title, texts=texts)

    def change_password(self, old: str, new: str) -> int | None:
        """Change the password; a wrong one costs a try."""
        card = self._card()
        if card.left == 0:
            raise DeviceError("这张社保卡", "的密码已锁定", "先办理密码解锁")
        if card.password != old:
            card.left -= 1
            return card.left
        card.password, card.left = new, TRIES
        return None


class RehearsalMaker:
    """Makes virtual cards; the same job always gives the same card."""

    kind = "maker"
    title = "制卡机（演练）"

    def __init__(self, bench: Bench, window: str, letter: str) -> None:
        self._bench, self._letter = bench, letter
        self.id = f"rehearsal-maker-{window}"

    def state(self) -> str:
        """Ready or jammed."""
        return "卡住了，请取出卡片" if self._bench.jam else "就绪"

    def make(self, job: str, texts: Mapping[str, str]) -> Mapping[str, str]:
        """Make the card of this job once."""
        if self._bench.jam:
            raise DeviceError("制卡机", "卡住了，这张卡没有制成", "取出卡片、检查进卡槽后重新制卡")
        with self._bench.lock:
            made = self._bench.made.get(job)
            if made is None:
                made = self._new(job, texts)
                self._bench.made[job] = made
        if self._bench.die:
            raise ConnectionResetError
        return made

    def _new(self, job: str, texts: Mapping[str, str]) -> Mapping[str, str]:
        digits = str(int.from_bytes(hashlib.sha256(job.encode()).digest()[:8], "big"))
        number = f"{self._letter}{digits[:8]}"
        self._bench.cards[number] = VirtualCard(number, texts["id_number"], texts["name"])
        return {"number": number, "bank_account": f"62{digits[:17]:0>17}"}
