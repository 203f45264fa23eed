"""What the program at a window's computer can be asked: a closed list of acts of a device, never a command of a card.

A row is one act of one kind of device. Both ends read this list: the server to ask and to understand the answer, the
program to check what it is asked and to do it with its driver. The rows of printers stand in papers.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from counter.devices import Keys, Reading

from .papers import PAPERS, PRINTER
from .shapes import Act, NotAgreedError, mapping, text

SPEAKS = 2
"""The version of these words; the two ends must speak the same."""

CARD, ID = "card_reader", "id_reader"
KINDS = (CARD, ID, PRINTER)
_PASSWORD, _KEY = re.compile(r"[0-9]{1,16}"), re.compile(r"[\x21-\x7e]{0,4096}")
_NUMBER = 4096
_TRIES = range(16)


def _reading(value: object) -> Reading:
    told = mapping(value, "source", "texts")
    texts = told["texts"]
    if not isinstance(texts, Mapping):
        raise NotAgreedError
    return Reading(source=text(told["source"]), texts={text(name): text(one) for name, one in texts.items()})


def _read(device: Any, _words: Mapping[str, str], keys: Keys) -> object:
    reading: Reading = device.read_with(keys) if hasattr(device, "read_with") else device.read()
    return {"source": reading.source, "texts": dict(reading.texts)}


def _left(value: object) -> int | None:
    left = mapping(value, "left")["left"]
    if left is None:
        return None
    if type(left) is not int or left not in _TRIES:
        raise NotAgreedError
    return left


def _locked(value: object) -> bool:
    locked = mapping(value, "locked")["locked"]
    if not isinstance(locked, bool):
        raise NotAgreedError
    return locked


def _number(value: object) -> str:
    number = text(mapping(value, "number")["number"], _NUMBER)
    if not re.fullmatch(r"(?:[0-9a-fA-F]{2})+", number):
        raise NotAgreedError
    return number


def _nothing(value: object) -> None:
    mapping(value)


def _unlock(device: Any, words: Mapping[str, str], _keys: Keys) -> object:
    device.unlock(words["key"])
    return {}


def _unlock_in_steps(device: Any, _words: Mapping[str, str], keys: Keys) -> object:
    device.unlock_with(keys)
    return {}


def _reset(device: Any, words: Mapping[str, str], _keys: Keys) -> object:
    device.reset_password(words["new"], words["key"])
    return {}


def _anew(device: Any, words: Mapping[str, str], _keys: Keys) -> object:
    device.write_anew(words["new"])
    return {}


# Reading a third-generation card has the province's answer in its middle: longer than the driver's own limit.
READ = Act(kind=CARD, name="read", title="读卡", do=_read, meant=_reading, seconds=21.0)
READ_ID = Act(kind=ID, name="read", title="读证", do=_read, meant=_reading)
CHANGE = Act(
    kind=CARD, name="change_password", title="修改密码", words={"old": _PASSWORD, "new": _PASSWORD}, changes=True,
    do=lambda device, words, _: {"left": device.change_password(words["old"], words["new"])}, meant=_left,
)  # fmt: skip
LOCKED = Act(
    kind=CARD, name="password_locked", title="查密码是否锁定",
    do=lambda device, *_: {"locked": device.password_locked()}, meant=_locked,
)  # fmt: skip
CHALLENGE = Act(
    kind=CARD, name="challenge", title="取随机数",
    do=lambda device, *_: {"number": device.challenge()}, meant=_number,
)  # fmt: skip
UNLOCK = Act(kind=CARD, name="unlock", title="解锁", words={"key": _KEY}, changes=True, do=_unlock, meant=_nothing)
# A maker's library goes to the province twice in it.
STEPS = Act(
    kind=CARD, name="unlock_with", title="解锁", changes=True, do=_unlock_in_steps, meant=_nothing, seconds=40.0,
)  # fmt: skip
RESET = Act(
    kind=CARD, name="reset_password", title="重置密码", words={"new": _PASSWORD, "key": _KEY}, changes=True,
    do=_reset, meant=_nothing,
)  # fmt: skip
ANEW = Act(
    kind=CARD, name="write_anew", title="重写临时卡", words={"new": _PASSWORD}, changes=True,
    do=_anew, meant=_nothing,
)  # fmt: skip
CARDS: tuple[Act[Any], ...] = (READ, READ_ID, CHANGE, LOCKED, CHALLENGE, UNLOCK, STEPS, RESET, ANEW)
ACTS: Mapping[tuple[str, str], Act[Any]] = {(act.kind, act.name): act for act in CARDS + PAPERS}


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One act asked for, as it goes over the line; its words may be passwords and are shown nowhere."""

    id: str
    act: Act[Any] = field(repr=False)
    words: Mapping[str, str] = field(repr=False)

    def sent(self) -> dict[str, object]:
        """As it is sent."""
        return {"id": self.id, "kind": self.act.kind, "act": self.act.name, "words": dict(self.words)}


def asked_of(value: object) -> Asked:
    """What was received; NotAgreedError for anything that is not in the list word by word."""
    told = mapping(value, "id", "kind", "act", "words")
    act = ACTS.get((text(told["kind"]), text(told["act"])))
    if act is None:
        raise NotAgreedError
    words = mapping(told["words"], *act.words)
    for name, shape in act.words.items():
        if not shape.fullmatch(text(words[name], _NUMBER)):
            raise NotAgreedError
    return Asked(id=text(told["id"]), act=act, words={name: str(one) for name, one in words.items()})
