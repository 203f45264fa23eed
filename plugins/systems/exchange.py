"""How all these systems are spoken to, as long as nobody knows better: one envelope over HTTP."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from counter import Answer, MismatchError, UnavailableError, Wire, answers

PATH = "/exchange"
SEND_SECONDS = 5.0
DONE, TAKEN_IN, BUSY, NO_SUCH_CALL = "00", "01", "90", "99"


@dataclass(frozen=True)
class Heard:
    """One answer: its code, its words, and its fields."""

    code: str
    said: str
    fields: answers.Fields


class Exchange:
    """The line to one system; a message and its answer both name the system and the message's number.

    Everything personal is in the body: an address would stand in logs on the way.
    """

    def __init__(self, system: str, url: str) -> None:
        self._system, self._wire = system, Wire(url)

    def question(self, call: str, fields: Mapping[str, str], seconds: float) -> answers.Fields:
        """Ask; what is not answered with ``00`` is no answer."""
        heard = self._call(call, uuid.uuid4().hex, fields, seconds)
        if heard.code != DONE:
            raise UnavailableError(f"对方答复 {heard.code} {heard.said}")
        return heard.fields

    def report(self, call: str, key: str, fields: Mapping[str, str]) -> Answer:
        """Tell; the same key again gets the first answer again."""
        heard = self._call(call, key, fields, SEND_SECONDS)
        if heard.code == DONE:
            return Answer("accepted", heard.code, heard.said)
        return Answer("waiting" if heard.code == TAKEN_IN else "rejected", heard.code, heard.said)

    def _call(self, call: str, number: str, fields: Mapping[str, str], seconds: float) -> Heard:
        message = {"system": self._system, "call": call, "number": number, "fields": dict(fields)}
        status, heard = self._wire.ask("POST", PATH, seconds, message=message)
        if not isinstance(heard, dict) or (heard.get("system"), heard.get("number")) != (self._system, number):
            raise MismatchError(f"对 {call} 的应答不是这个系统的格式，状态 {status}")
        code, said = answers.text(heard, "code"), answers.text(heard, "said")
        if code == NO_SUCH_CALL:
            raise MismatchError(f"对方没有功能 {call}")
        if code == BUSY:
            raise UnavailableError(f"对方答复“{said}”")
        return Heard(code, said, answers.mapping(heard.get("fields", {})))


def filled(fields: Mapping[str, str]) -> dict[str, str]:
    """The fields that say something."""
    return {name: text for name, text in fields.items() if text}
