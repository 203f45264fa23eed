"""The province's keys for a card at a window's own computer: asked through the server while the driver holds it."""

import re
from base64 import b64decode
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass

from counter.core.cardkey import CardShown, ReadKey
from counter.devices import DeviceError, Keys

from . import PROGRAM
from .line import ForgottenError, NoLineError, RefusedError
from .papers import Parts
from .shapes import NotAgreedError, mapping, refusal, text

_LONGEST, _PART = 4096, 60_000
_NAME, _PLAIN = re.compile(r"[A-Za-z0-9_]{1,60}"), re.compile(r"[0-9A-Za-z.]{0,400}")
_SHOWN = ("area", "history", "algorithm", "card_id", "challenge")
_NOT_FETCHED = (NoLineError, ForgottenError, RefusedError, NotAgreedError)


@dataclass(frozen=True)
class FarKeys:
    """The keys as a driver at the window's computer asks for them; each is asked for once, whatever becomes of it."""

    ask: Callable[[Mapping[str, object]], Mapping[str, object]]

    def to_read(self, shown: CardShown) -> ReadKey:
        """The answer to the number of the card that is being read."""
        said = {name: told for name, told in asdict(shown).items() if name in _SHOWN}
        answer = self._given({"shown": said}, "cryptogram", "key", "version")
        return ReadKey(answer["cryptogram"], answer["key"], answer["version"])

    def step(self, function: str, told: str) -> str:
        """The answer to what this function of a maker's library has written."""
        return self._given({"function": function, "told": told}, "answer")["answer"]

    def paper(self) -> bytes:
        """The paper that is to be printed, fetched part by part."""
        parts: list[bytes] = []
        more = True
        while more:
            try:
                told = mapping(self.ask({"part": len(parts)}), "part", "more")
                parts.append(b64decode(text(told["part"], _PART), validate=True))
            except (*_NOT_FETCHED, ValueError):
                raise DeviceError(PROGRAM, "没有从服务器取到要打的纸", "等它自己再试") from None
            more = told["more"] is True
        return b"".join(parts)

    def _given(self, asked: Mapping[str, object], *names: str) -> Mapping[str, str]:
        try:
            told = self.ask(asked)
            if "refused" in told:
                raise refusal(text(told["refused"], _LONGEST))
            answer = mapping(told.get("given"), *names)
            return {name: text(answer[name], _LONGEST) for name in names}
        except _NOT_FETCHED:
            what = "没有从服务器取到这张卡的密钥"
            raise DeviceError(PROGRAM, what, "重新放好卡再试；仍不行照卡面录入") from None


def given(keys: Keys | Parts, asked: object) -> Mapping[str, object]:
    """The server's half: what the province gives, or its refusal in words; of a paper, the part that is asked for."""
    if not isinstance(asked, Mapping):
        raise NotAgreedError
    if isinstance(keys, Parts):
        number = mapping(asked, "part")["part"]
        if type(number) is not int or number < 0:
            raise NotAgreedError
        part, more = keys.part(number)
        return {"part": part, "more": more}
    try:
        if "shown" in asked:
            shown = mapping(mapping(asked, "shown")["shown"], *_SHOWN)
            return {"given": asdict(keys.to_read(CardShown(**{name: _plain(shown[name]) for name in _SHOWN})))}
        step = mapping(asked, "function", "told")
        if not _NAME.fullmatch(text(step["function"])):
            raise NotAgreedError
        return {"given": {"answer": keys.step(text(step["function"]), text(step["told"], _LONGEST))}}
    except DeviceError as error:
        return {"refused": str(error)}


def _plain(value: object) -> str:
    plain = text(value, _LONGEST)
    if not _PLAIN.fullmatch(plain):
        raise NotAgreedError
    return plain
