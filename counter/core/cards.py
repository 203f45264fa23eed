"""Numbers of cards that were scanned or typed one after the other."""

import re
from typing import Self

from .cleaning import Typed, compact, half_width

MOST = 500
SHORTEST, LONGEST = 6, 20
_BETWEEN = re.compile(r"[\s,;、，；]+")
_CARD = re.compile(r"(?=.*[0-9])[0-9A-Z]{6,12}")


class CardNumber(Typed):
    """The number of one card, read from it or typed as it is printed on it."""

    __slots__ = ()

    def __new__(cls, text: str) -> Self:
        """Check what was read or typed."""
        number = compact(text).upper()
        if not number.isascii() or not number.isalnum() or not any(sign.isdigit() for sign in number):
            raise ValueError("卡号只有字母和数字，请读卡，或照卡面重新录入")
        if not SHORTEST <= len(number) <= LONGEST:
            raise ValueError(f"卡号应为 {SHORTEST} 到 {LONGEST} 位，现为 {len(number)} 位，请照卡面核对")
        return super().__new__(cls, number)


class CardNumbers(Typed):
    """Card numbers with a blank between each two, every one once, in the order they came."""

    __slots__ = ()

    def __new__(cls, text: str) -> Self:
        """Check what was scanned; a sentence names the first that is no card number."""
        numbers = list(dict.fromkeys(n for n in _BETWEEN.split(half_width(text).upper()) if n))
        if not numbers:
            raise ValueError("还没有卡号，请扫描或输入")
        for place, number in enumerate(numbers, 1):
            if not _CARD.fullmatch(number):
                raise ValueError(f"第 {place} 个“{number}”不是卡号，卡号是 6 到 12 位字母和数字，请核对后改正")
        if len(numbers) > MOST:
            raise ValueError(f"一次最多 {MOST} 张，现在是 {len(numbers)} 张，请分几次办理")
        return super().__new__(cls, " ".join(numbers))

    @property
    def numbers(self) -> tuple[str, ...]:
        """Each number."""
        return tuple(self.split(" "))


class BatchNumbers(Typed):
    """Numbers of batches with a blank between each two, every one once."""

    __slots__ = ()

    def __new__(cls, text: str) -> Self:
        """Check what was typed."""
        numbers = list(dict.fromkeys(n for n in _BETWEEN.split(half_width(text).upper()) if n))
        if not numbers:
            raise ValueError("还没有批次号，请填写")
        for number in numbers:
            if not re.fullmatch(r"[0-9A-Z-]{3,24}", number):
                raise ValueError(f"“{number}”不是批次号，批次号是 3 到 24 位字母、数字，请核对后改正")
        return super().__new__(cls, " ".join(numbers))

    @property
    def numbers(self) -> tuple[str, ...]:
        """Each number."""
        return tuple(self.split(" "))
