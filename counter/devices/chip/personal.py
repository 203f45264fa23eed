"""Writing a holder onto a chip (个人化): what is written, by whose key, and that it reads as it was written.

The counter holds no key. The card gives a random number, the province answers it, the card checks the answer; then each
item is written once (UPDATE RECORD) and read again. This rests on two code bases and was tried on no real card.
"""

from collections.abc import Callable, Mapping, Sequence

from counter.core.identity import IdNumber
from counter.devices import DeviceError, SpoiledCardError

from . import items
from .apdu import CARD, Channel, read_tagged
from .card import Given, choose, draw, prove
from .items import Item
from .words import refused

WriteKey = Callable[[bytes], Given]
"""The province's answer to the number this card has drawn."""

SOCIAL, WHOLE, FINANCIAL = "social", "whole", "financial"
_NEEDS_KEY, _NO_RECORD = 0x6982, 0x6A83
_CITIZEN = 18


def written(texts: Mapping[str, str]) -> Sequence[tuple[Item, bytes]]:
    """The items of one card, in the order they are written; DeviceError when one cannot be written at all."""
    name = texts["name"].encode("gb18030")
    first, rest = items.NAME.length, items.NAME_GOES_ON.length
    number, id_number = (texts[one].encode("ascii", "replace") for one in ("number", "id_number"))
    if not name or len(name) > first + rest:
        raise DeviceError(CARD, "写不下这个姓名（最多 50 个字节），没有写卡", "与省里核实姓名怎样写")
    if not 0 < len(number) <= items.NUMBER.length or not 0 < len(id_number) <= items.ID_NUMBER.length:
        raise DeviceError(CARD, "写不下这个卡号或社会保障号码，没有写卡", "与省里核实制卡数据")
    day = texts["issued_on"].replace("-", "")
    told: list[tuple[Item, bytes]] = [
        (items.ISSUED, _digits(items.ISSUED, day)),
        (items.NUMBER, _signs(items.NUMBER, number)),
        (items.ID_NUMBER, _signs(items.ID_NUMBER, id_number)),
        (items.NAME, _signs(items.NAME, name[:first])),
        (items.NAME_GOES_ON, _signs(items.NAME_GOES_ON, name[first:])),
    ]
    if len(id_number) == _CITIZEN:
        holder = IdNumber(texts["id_number"])
        told += [(items.SEX, b"1" if holder.sex == "男" else b"2")]
        told += [(items.BORN, _digits(items.BORN, holder.born_on.strftime("%Y%m%d")))]
    return told


def _signs(item: Item, value: bytes) -> bytes:
    return value.ljust(item.length, b"\0")


def _digits(item: Item, text: str) -> bytes:
    return bytes.fromhex(text.ljust(2 * item.length, "F"))


def update_tagged(item: Item, value: bytes) -> bytes:
    """UPDATE RECORD by the item's tag: tag and length go before the value."""
    body = bytes((item.tag, len(value))) + value
    return bytes((0x00, 0xDC, item.tag, item.sfi << 3, len(body))) + body


def personalise(channel: Channel, told: Sequence[tuple[Item, bytes]], key: WriteKey) -> None:
    """Write these items and read them again.

    DeviceError: nothing was written. SpoiledCardError: written in part, or it reads otherwise. CutOffError: nobody
    knows.
    """
    choose(channel)
    challenge = draw(channel)
    prove(channel, challenge, key(challenge))
    for count, (item, value) in enumerate(told):
        answer = channel.act(update_tagged(item, value))
        if answer.ok or (answer.status == _NO_RECORD and item is items.NAME_GOES_ON and not value.strip(b"\0")):
            continue
        if count == 0:
            raise refused(f"写{item.title}", answer.status)
        what = f"写到{item.title}写不下去（{answer.status:04X}），只写了一半，成了废卡"
        raise SpoiledCardError(CARD, what, "把废卡交主管保管")
    wrong = differing(channel, told, hidden_is_right=True)
    if wrong:
        raise SpoiledCardError(CARD, f"写入后读出的{wrong}不对，成了废卡", "把废卡交主管保管")


def differing(channel: Channel, told: Sequence[tuple[Item, bytes]], *, hidden_is_right: bool) -> str:
    """The first item that reads otherwise; one that is read only by another key is taken for right, or not."""
    for item, value in told:
        answer = channel.ask(read_tagged(item.sfi, item.tag, item.length))
        none = answer.status == _NO_RECORD and item is items.NAME_GOES_ON
        if none or (answer.status == _NEEDS_KEY and hidden_is_right):
            continue
        if not answer.ok or answer.body != bytes((item.tag, len(value))) + value:
            return item.title
    return ""
