"""The contact station of a card maker: an ordinary PC/SC reader on which the card being made lies."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from counter.devices import DeviceError
from counter.devices.actor import Actor
from counter.devices.chip import items, personal
from counter.devices.chip.apdu import Channel, Gate, read_tagged
from counter.devices.chip.atr import history_of
from counter.devices.chip.bank import account_of
from counter.devices.chip.card import Given, choose
from counter.devices.chip.items import Item
from counter.devices.pcsc.monitor import Monitor
from counter.devices.pcsc.scard import MuteCardError, NoCardError
from counter.devices.pcsc.session import Session

from .words import MAKER

T = TypeVar("T")
_SECONDS, _WITH_PROVINCE = 10.0, 20.0


@dataclass(frozen=True)
class Lying:
    """The card in the station: what its chip is known by, what is written on it, the bank's account."""

    chip: str
    number: str
    id_number: str
    account: str


class Station:
    """One reader inside of, or beside, a card maker."""

    def __init__(self, reader: str, monitor: Monitor, actor: "Actor[Session]", key: int | None) -> None:
        self._reader, self._monitor, self._actor, self._key = reader, monitor, actor, key

    def state(self) -> str:
        """How the reader stands, in words."""
        return self._monitor.state(self._reader)

    def look(self) -> Lying | None:
        """The card that lies there; None when there is none, DeviceError when it cannot be read."""
        try:
            return self._with_card(lying, _SECONDS)
        except NoCardError:
            return None

    def personalise(self, chip: str, texts: Mapping[str, str], answer: Callable[[str], str]) -> None:
        """Write this holder onto the chip that is known by ``chip`` and no other."""
        told = personal.written(texts)
        number = self._key
        if number is None:
            what = "没有登记写卡密钥的编号，没有写卡"
            raise DeviceError(MAKER, what, "管理员在 branch.toml 的 [card_keys] 里登记 write")

        def key(challenge: bytes) -> Given:
            try:
                return Given(number, bytes.fromhex(answer(challenge.hex())))
            except ValueError:
                raise DeviceError("省里给的写卡密钥", "不是约定的格式，没有写卡", "与省里核实接口后再办") from None

        def write(channel: Channel) -> None:
            if lying(channel).chip != chip:
                raise other_card()
            personal.personalise(channel, told, key)

        self._with_card(write, _WITH_PROVINCE)

    def reads_as(self, chip: str, texts: Mapping[str, str]) -> bool:
        """Whether everything stands on this chip already."""
        told = personal.written(texts)

        def read(channel: Channel) -> bool:
            if lying(channel).chip != chip:
                raise other_card()
            choose(channel)
            return not personal.differing(channel, told, hidden_is_right=False)

        return self._with_card(read, _SECONDS)

    def _with_card(self, work: Callable[[Channel], T], seconds: float) -> T:
        def within(session: Session, gate: Gate) -> T:
            return work(Channel(session.transmit, gate, history_of(session.atr)))

        try:
            return self._actor.run(within, seconds)
        except MuteCardError:
            what = "读不到卡芯片（卡芯片上电失败），这一步没有做"
            raise DeviceError(MAKER, what, "检查卡片方向，或换用其他读卡器、重启制卡机后再做这一步") from None


def other_card() -> DeviceError:
    """What lies in the station is not the card of this job."""
    what = "接触位里不是这一次的卡，什么也没有做"
    return DeviceError(MAKER, what, "把这一次的卡放回接触位；找不到的，停止这一次制卡，报主管")


def lying(channel: Channel) -> Lying:
    """Read what a card shows without any key."""
    choose(channel)
    card_id = _value(channel, items.CARD_ID)
    number, id_number = _text(channel, items.NUMBER), _text(channel, items.ID_NUMBER)
    known = hashlib.sha256(channel.history + b"|" + card_id).hexdigest()[:32]
    return Lying(known, number, id_number, account_of(channel))


def _value(channel: Channel, item: Item) -> bytes:
    """The value of an item; empty where the card has none, or shows it only for a key."""
    answer = channel.ask(read_tagged(item.sfi, item.tag, item.length))
    if not answer.ok or answer.body[:1] != bytes((item.tag,)):
        return b""
    return answer.body[2:]


def _text(channel: Channel, item: Item) -> str:
    text = items.signs(item, _value(channel, item))
    return "" if not text.strip("0") else text
