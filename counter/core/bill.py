"""Numbered bills (财政票据): how their numbers run, which comes next, and what becomes of one."""

import re
from dataclasses import dataclass
from enum import Enum

_NUMBER = re.compile(r"([A-Za-z]{0,6})([0-9]{4,20})")
MOST_IN_A_BATCH = 10_000
KIND = "财政票据"


class Fate(Enum):
    """What became of a bill; BACK: it was issued, came back with a refund and is void."""

    TAKEN_IN = "入库"
    ISSUED = "开出"
    SPOILED = "作废"
    LOST = "遗失"
    BACK = "收回作废"


@dataclass(frozen=True)
class Run:
    """Bills numbered one after the other: the letters before the number, its digits, the first and the last."""

    letters: str
    digits: int
    first: int
    last: int

    def number(self, place: int) -> str:
        """The number as it is printed."""
        return f"{self.letters}{place:0{self.digits}d}"

    def place(self, number: str) -> int | None:
        """Where this number stands; None when it is not of this run."""
        found = _NUMBER.fullmatch(number)
        if found is None or found[1] != self.letters or len(found[2]) != self.digits:
            return None
        return int(found[2]) if self.first <= int(found[2]) <= self.last else None

    def meets(self, other: "Run") -> bool:
        """Whether a number stands in both."""
        same = (self.letters, self.digits) == (other.letters, other.digits)
        return same and self.first <= other.last and other.first <= self.last

    def __len__(self) -> int:
        return self.last - self.first + 1

    def __str__(self) -> str:
        return f"{self.number(self.first)}–{self.number(self.last)}"


def run_of(first: str, last: str) -> Run:
    """The bills from this number to that; ValueError with a sentence when that cannot be."""
    begins, ends = _NUMBER.fullmatch(first), _NUMBER.fullmatch(last)
    if begins is None or ends is None:
        raise ValueError("票据号应为 4 到 20 位数字，前面可以有字母，请照纸质票据逐位核对")
    if begins[1] != ends[1] or len(begins[2]) != len(ends[2]):
        raise ValueError("起号和止号的字母、位数应当相同，请照纸质票据逐位核对")
    if int(begins[2]) > int(ends[2]):
        raise ValueError("起号不能大于止号，请核对")
    if int(ends[2]) - int(begins[2]) >= MOST_IN_A_BATCH:
        raise ValueError(f"一批最多 {MOST_IN_A_BATCH} 张，请核对起号和止号")
    return Run(begins[1], len(begins[2]), int(begins[2]), int(ends[2]))


@dataclass(frozen=True)
class NextBill:
    """The number the system shows: the next of the oldest batch that is not used up; ``waiting`` are newer ones."""

    number: str
    batch: str
    left: int
    waiting: tuple[tuple[str, Run], ...] = ()

    def waits(self, number: str) -> str:
        """The newer batch this number belongs to; empty when to none."""
        return next((batch for batch, run in self.waiting if run.place(number) is not None), "")


@dataclass(frozen=True)
class BillMark:
    """What an operation does to one bill."""

    fate: Fate
    number: str
    reason: str = ""
