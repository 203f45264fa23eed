"""Who has a dossier: a person whose card it is, or a unit that cards are handed to."""

import re
from enum import Enum
from typing import Self

from .cleaning import Typed, compact, half_width

LONGEST_NAME = 60
_NUMBER = re.compile(r"(?=.*[0-9])[0-9A-Z]{4,18}")


class Party(Enum):
    """What kind of holder a dossier belongs to."""

    PERSON = "持卡人"
    UNIT = "单位"


class UnitNumber(Typed):
    """The number of a unit (单位编号): letters and digits."""

    __slots__ = ()

    def __new__(cls, text: str) -> Self:
        """Check what was typed or scanned."""
        number = compact(text).upper()
        if not _NUMBER.fullmatch(number):
            raise ValueError("单位编号应为 4 到 18 位数字或字母，至少有一位数字，请核对后改正")
        return super().__new__(cls, number)


class UnitName(Typed):
    """The name of a unit, a community, a village or an office."""

    __slots__ = ()

    def __new__(cls, text: str) -> Self:
        """Check what was typed."""
        name = " ".join(half_width(text).split())
        if not name:
            raise ValueError("还没有单位名称，请填写")
        if len(name) > LONGEST_NAME:
            raise ValueError(f"单位名称最多 {LONGEST_NAME} 个字，现为 {len(name)} 个，请缩短")
        if any(not sign.isprintable() for sign in name):
            raise ValueError("单位名称里有看不见的字符，请删去后重新输入")
        return super().__new__(cls, name)
