"""A card reader that exists only here, and the bench everything lies on: cards are laid down on the page."""

import secrets
import threading
from collections import Counter as Tally
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING

from counter.core.cardkey import CardShown
from counter.core.identity import IdNumber
from counter.devices import DeviceError, Keys, Reading
from counter.devices.chip.atr import history_of
from counter.rehearsal.cardkeys import answer_to, key_of
from counter.rehearsal.chip.files import atr_of, card_id_of
from counter.rehearsal.pos import Terminal

if TYPE_CHECKING:
    from counter.rehearsal.maker import CardInMaker

TRIES = 3
THIRD = "3"
DIES = "断电"
READER_FAULTS: Mapping[str, tuple[str, str]] = MappingProxyType({"读卡器在改密码时断电": ("password", DIES)})
NOTHING: Mapping[str, str] = MappingProxyType({})
INITIAL_PASSWORD = "123456"  # noqa: S105 - every virtual card begins with it


@dataclass
class VirtualCard:
    """A card that can be laid on the reader; ``left`` tries of its password, 0 when it is locked.

    ``version`` is the norm its chip follows (规范版本); a temporary card is ``keyless``: it has no key of the province.
    A blank card has no number yet: ``chip`` made its chip, ``account`` is the bank's, ``written`` the items, by tag.
    """

    number: str
    id_number: str
    name: str
    password: str = INITIAL_PASSWORD
    left: int = TRIES
    drawn: str = ""
    version: str = "2.00"
    keyless: bool = False
    chip: str = ""
    account: str = ""
    written: dict[int, bytes] = field(default_factory=dict)

    @property
    def made_with(self) -> str:
        """What its chip is known by, whatever is written onto it."""
        return self.chip or self.number

    def accept(self, purpose: str, cryptogram: str) -> None:
        """Take the answer to the number drawn last, once; DeviceError when this card's key did not make it."""
        drawn, self.drawn = self.drawn, ""
        if not drawn or not secrets.compare_digest(answer_to(key_of(self.number), purpose, drawn), cryptogram):
            raise DeviceError("这张社保卡", "不认省里给的密钥，什么也没有改变", "与省里核实这张卡后再办")


@dataclass
class Bench:
    """What lies at the windows: the cards that were made, the one on each reader and the one in each maker.

    ``fed`` are the blank cards that ever went into a maker, ``made`` the cards with a written chip, by their job.
    ``faults`` lead from a step of the maker to what goes wrong in it next; ``account`` is the bank account on the
    next blank card, where it is to be a certain one; ``documents`` are the identity cards that lie on the readers,
    ``layings`` counts what was laid down where, ``terminal`` is what the POS terminals have done.
    """

    cards: dict[str, VirtualCard] = field(default_factory=dict)
    on_reader: dict[str, str] = field(default_factory=dict)
    made: dict[str, Mapping[str, str]] = field(default_factory=dict)
    fed: list["CardInMaker"] = field(default_factory=list)
    jobs: dict[str, "CardInMaker"] = field(default_factory=dict)
    inside: dict[str, "CardInMaker"] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)
    account: str = ""
    documents: dict[str, Mapping[str, str]] = field(default_factory=dict)
    layings: Tally[str] = field(default_factory=Tally)
    terminal: Terminal = field(default_factory=Terminal)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def lay_down(self, window: str, card: VirtualCard) -> None:
        """Lay a card on this window's reader."""
        with self.lock:
            self.on_reader[window] = self.cards.setdefault(card.number, card).number
            self.layings[f"card {window}"] += 1

    def lay_document(self, window: str, texts: Mapping[str, str]) -> None:
        """Lay an identity card on this window's reader."""
        with self.lock:
            self.documents[window] = texts
            self.layings[f"document {window}"] += 1

    def lift(self, window: str) -> None:
        """Take the card off this window's reader."""
        with self.lock:
            self.on_reader.pop(window, None)

    def lock_out(self, window: str) -> None:
        """The password of the card on this reader has been typed wrong elsewhere until the card locked itself."""
        card = self.lying(window)
        if card is not None:
            card.left = 0

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

    def laid(self) -> str:
        """Which laying the card on it belongs to."""
        return str(self._bench.layings[f"card {self._window}"]) if self._bench.lying(self._window) is not None else ""

    def _card(self) -> VirtualCard:
        card = self._bench.lying(self._window)
        if card is None:
            raise DeviceError("社保卡读卡器", "上没有卡", "放上持卡人的社保卡后再试")
        return card

    def read(self) -> Reading:
        """Read number, name and identity number; a card of the third generation shows them only for its key."""
        card = self._card()
        if card.version.startswith(THIRD):
            raise DeviceError("这张社保卡", "是第三代，个人信息要凭省里的密钥才读得出", "照卡面录入")
        return self._told(card)

    def read_with(self, keys: Keys) -> Reading:
        """Read the card, with the province's key where its generation wants one."""
        card = self._card()
        if card.version.startswith(THIRD):
            card.drawn = secrets.token_hex(8)
            card.accept("read", keys.to_read(shown_by(card.number, card.drawn)).cryptogram)
        return self._told(card)

    def _told(self, card: VirtualCard) -> Reading:
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
        self._may_die()
        return None

    def password_locked(self) -> bool:
        """Whether no try is left."""
        return self._card().left == 0

    def challenge(self) -> str:
        """Let the card draw a number."""
        card = self._card()
        card.drawn = secrets.token_hex(8)
        return card.drawn

    def unlock(self, cryptogram: str) -> None:
        """Give all tries back."""
        card = self._card()
        card.accept("unlock", cryptogram)
        card.left = TRIES
        self._may_die()

    def reset_password(self, new: str, cryptogram: str) -> None:
        """Set a password without the old one."""
        card = self._card()
        card.accept("reset", cryptogram)
        card.password, card.left = new, TRIES
        self._may_die()

    def _may_die(self) -> None:
        """Let the line break after the card has done it, where a rehearsal wants that."""
        if self._bench.faults.pop("password", "") == DIES:
            raise ConnectionResetError(DIES)

    def write_anew(self, password: str) -> None:
        """Write the card anew, also one that was locked."""
        card = self._card()
        card.password, card.left = password, TRIES


def shown_by(number: str, drawn: str) -> CardShown:
    """What the virtual card of this number shows the province."""
    card_id = card_id_of(number).hex().upper()
    return CardShown(area=card_id[:6], history=history_of(atr_of(number)).hex(), algorithm="SM4", card_id=card_id,
                     challenge=drawn)


def document_of(id_number: str, name: str, today: date, facts: Mapping[str, str] = NOTHING) -> dict[str, str]:
    """An invented identity card of this person, as its reader gives it."""
    number = IdNumber(id_number)
    return {
        "id_number": str(number),
        "name": name,
        "sex": number.sex,
        "ethnic": facts.get("ethnic") or "汉族",
        "born_on": number.born_on.isoformat(),
        "household_address": facts.get("household_address") or facts.get("address") or "演练市演练路 1 号",
        "id_valid_until": today.replace(month=1, day=1, year=today.year + 10).isoformat(),
    }


class RehearsalIdReader:
    """Reads the virtual identity card that lies on it."""

    kind = "id_reader"
    title = "身份证读卡器（演练）"

    def __init__(self, bench: Bench, window: str) -> None:
        self._bench, self._window = bench, window
        self.id = f"rehearsal-id-reader-{window}"

    def state(self) -> str:
        """Ready, and whether an identity card lies on it."""
        return "就绪，已放证" if self._window in self._bench.documents else "就绪，未放证"

    def laid(self) -> str:
        """Which laying the card on it belongs to."""
        here = self._window in self._bench.documents
        return str(self._bench.layings[f"document {self._window}"]) if here else ""

    def read(self) -> Reading:
        """Read what stands on the card."""
        document = self._bench.documents.get(self._window)
        if document is None:
            raise DeviceError("身份证读卡器", "上没有身份证", "放上本人的身份证后再试")
        return Reading(source=self.title, texts=document)
