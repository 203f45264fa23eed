"""Reading a social security card of any generation; what needs a key of the province asks for it."""

from collections.abc import Callable
from dataclasses import dataclass

from counter.core.cardkey import CardShown
from counter.devices import DeviceError

from . import items
from .apdu import (
    CARD,
    GET_CHALLENGE,
    READER,
    Answer,
    Channel,
    external_authenticate,
    read_numbered,
    read_tagged,
    select_name,
)
from .atr import algorithm_of
from .items import Item
from .words import refused

# The DF name "sx1.sh.社会保障" in GBK, and the debit application of a bank on the same chip or on a bank's own card.
SOCIAL = bytes.fromhex("7378312E73682EC9E7BBE1B1A3D5CF")
BANK = bytes.fromhex("A000000333010101")
_NOTHING_CHOSEN = (0x6A82, 0x6A81, 0x6985, 0x6D00, 0x6E00, 0x6A86, 0x6999)
_NO_RECORD = 0x6A83
_NEEDS_KEY = 0x6982
_THIRD = "3"
_OTHER_WAY = (_NO_RECORD, 0x6A86, 0x6B00)


@dataclass(frozen=True)
class Given:
    """The province's answer: which key of the card it is for, the cryptogram, the key's version on an SM4 card."""

    key: int
    cryptogram: bytes
    version: int | None = None


Answers = Callable[[CardShown], Given]


@dataclass(frozen=True)
class ChipCard:
    """What stands on the chip."""

    version: str
    card_id: str
    number: str
    id_number: str
    name: str
    sex: str = ""
    ethnic: str = ""
    born_on: str = ""
    issued_on: str = ""
    valid_until: str = ""


def choose(channel: Channel) -> bytes:
    """Choose the social security application; DeviceError when another card, or a locked one, lies here."""
    answer = channel.ask(select_name(SOCIAL))
    if answer.ok:
        return answer.body
    if answer.status == 0x6A81:  # noqa: PLR2004 - the card is locked
        raise refused("选择社保应用", answer.status)
    if answer.status in _NOTHING_CHOSEN:
        bank = channel.ask(select_name(BANK)).ok
        what = "上的是银行卡，没有社保应用" if bank else "上的不是社保卡"
        raise DeviceError(READER, what, "放上持卡人的社保卡后再试")
    raise refused("选择社保应用", answer.status)


def read_card(channel: Channel, keys: Answers | None = None) -> ChipCard:
    """Read what fills a form. A third-generation card shows its holder only after the province's key."""
    algorithm = algorithm_of(choose(channel))
    card_id = (_value(channel, items.CARD_ID) or b"").hex().upper()
    version = items.signs(items.VERSION, _needed(channel, items.VERSION))
    if version.startswith(_THIRD):
        _prove(channel, algorithm, card_id, keys)
    first, rest = _needed(channel, items.NAME), _value(channel, items.NAME_GOES_ON) or b""
    born, issued, valid = (_value(channel, item) or b"" for item in (items.BORN, items.ISSUED, items.VALID))
    return ChipCard(
        version=version,
        card_id=card_id,
        number=_told(items.NUMBER, items.signs(items.NUMBER, _needed(channel, items.NUMBER))),
        id_number=_told(items.ID_NUMBER, items.signs(items.ID_NUMBER, _needed(channel, items.ID_NUMBER))),
        name=_told(items.NAME, items.name(first, rest)),
        sex=items.signs(items.SEX, _value(channel, items.SEX) or b""),
        ethnic=items.digits(items.ETHNIC, _value(channel, items.ETHNIC) or b""),
        born_on=items.day(items.BORN, born),
        issued_on=items.day(items.ISSUED, issued),
        valid_until=items.day(items.VALID, valid),
    )


def draw(channel: Channel) -> bytes:
    """A fresh random number of the card, never asked for twice."""
    answer = channel.once(GET_CHALLENGE)
    if not answer.ok or len(answer.body) != GET_CHALLENGE[-1]:
        raise refused("取随机数", answer.status)
    return answer.body


def prove(channel: Channel, challenge: bytes, given: Given) -> None:
    """Show the card the province's answer, once: every wrong one brings its key nearer to its lock."""
    answer = channel.act(external_authenticate(given.key, given.cryptogram, challenge, given.version))
    if not answer.ok:
        raise refused("外部认证", answer.status)


def _prove(channel: Channel, algorithm: str, card_id: str, keys: Answers | None) -> None:
    if keys is None:
        what = f"是第三代（规范版本 {_THIRD}），个人信息要凭省里的密钥才读得出，本窗口没有接通"
        raise DeviceError(CARD, what, "管理员接通省里的密钥，或照卡面录入")
    challenge = draw(channel)
    history = channel.history.hex().upper()
    shown = CardShown(
        area=card_id[:6], history=history, algorithm=algorithm, card_id=card_id, challenge=challenge.hex().upper()
    )
    prove(channel, challenge, keys(shown))


def _value(channel: Channel, item: Item) -> bytes | None:
    """The value of this item; None when this generation of cards has none."""
    answer = channel.ask(read_tagged(item.sfi, item.tag, item.length))
    if item.place is not None and (answer.status in _OTHER_WAY or (answer.ok and not _is(item, answer))):
        answer = channel.ask(read_numbered(item.sfi, item.place, item.length))
    if answer.status == _NO_RECORD:
        return None
    if not answer.ok:
        raise refused(f"读{item.title}", answer.status)
    if not _is(item, answer):
        raise items.DamagedError(item, f"没有给对（给的是 {answer.body[:2].hex().upper() or '空'}）")
    return answer.body[2 : 2 + answer.body[1]]


def _needed(channel: Channel, item: Item) -> bytes:
    value = _value(channel, item)
    if value is None:
        raise refused(f"读{item.title}", _NO_RECORD)
    return value


def _is(item: Item, answer: Answer) -> bool:
    """Whether this is the item asked for, whole: its tag, its length, that many bytes."""
    body = answer.body
    return len(body) >= 2 and body[0] == item.tag and body[1] == len(body) - 2 and body[1] <= item.length  # noqa: PLR2004


def _told(item: Item, text: str) -> str:
    if not text:
        raise items.DamagedError(item, "是空的")
    return text
