"""What the program at a window's computer can be asked of its printers: rows of the closed list of acts.

A paper has a number there before it goes, as a job of IPP has: begun twice it is the same, given twice it is printed
once.
"""

import re
from collections.abc import Mapping
from typing import Any, Protocol, runtime_checkable

from counter.core.prints import Stage
from counter.printers.transport import Paper

from .shapes import Act, NotAgreedError, mapping, text

PRINTER = "printer"
NAME = re.compile(r"[a-z0-9]{1,20}")
_JOB, _NUMBER = re.compile(r"[\w.-]{1,80}"), re.compile(r"[0-9a-f]{12}-[0-9]{1,12}")
_MM, _KNOWN = re.compile(r"[0-9]{1,4}\.[0-9]{2}"), re.compile(r"[^\x00-\x1f]{0,200}")
# Parts of one paper, of some forty thousand bytes each.
_PARTS = 100


@runtime_checkable
class Parts(Protocol):
    """A paper while the program fetches it, where the province's keys stand for a card."""

    def part(self, number: int) -> tuple[str, bool]:
        """One part, as text, and whether there is another."""
        ...


def _state(value: object) -> str:
    return text(mapping(value, "state")["state"])


def _number(value: object) -> str:
    number = text(mapping(value, "number")["number"])
    if not _NUMBER.fullmatch(number):
        raise NotAgreedError
    return number


def _nothing(value: object) -> None:
    mapping(value)


def _stood(value: object) -> tuple[str, str]:
    told = mapping(value, "stage", "reason")
    stage = text(told["stage"])
    if stage and stage not in Stage.__members__:
        raise NotAgreedError
    return stage, text(told["reason"])


def _give(device: Any, words: Mapping[str, str], far: Any) -> object:
    wide, high = float(words["wide"]), float(words["high"])
    paper = Paper(name=words["job"], pdf=far.paper(), width_mm=wide, height_mm=high)
    device.give(words["printer"], words["number"], paper)
    return {}


def _stands(device: Any, words: Mapping[str, str], _far: Any) -> object:
    stage, reason = device.stood(words["number"], words["job"], words["known"])
    return {"stage": stage, "reason": reason}


def _withdraw(device: Any, words: Mapping[str, str], _far: Any) -> object:
    device.withdraw(words["number"])
    return {}


LOOK = Act(
    kind=PRINTER, name="look", title="看打印机", words={"printer": NAME},
    do=lambda device, words, _: {"state": device.look(words["printer"])}, meant=_state,
)  # fmt: skip
BEGIN = Act(
    kind=PRINTER, name="begin", title="登记要打的纸", words={"printer": NAME, "job": _JOB}, changes=True,
    do=lambda device, words, _: {"number": device.begin(words["printer"], words["job"])}, meant=_number,
)  # fmt: skip
GIVE = Act(
    kind=PRINTER, name="give", title="打印", changes=True, do=_give, meant=_nothing, seconds=30.0, fetches=_PARTS,
    words={"printer": NAME, "number": _NUMBER, "job": _JOB, "wide": _MM, "high": _MM},
)  # fmt: skip
STOOD = Act(
    kind=PRINTER, name="stood", title="问打印到哪里", words={"number": _NUMBER, "job": _JOB, "known": _KNOWN},
    do=_stands, meant=_stood,
)  # fmt: skip
WITHDRAW = Act(
    kind=PRINTER, name="withdraw", title="撤回", words={"number": _NUMBER}, changes=True, do=_withdraw, meant=_nothing,
)  # fmt: skip
PAPERS: tuple[Act[Any], ...] = (LOOK, BEGIN, GIVE, STOOD, WITHDRAW)
