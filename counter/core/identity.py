"""Identity numbers a counter meets: citizens, Hong Kong, Macau and Taiwan residents, permanent foreigners."""

import re
from collections.abc import Callable
from datetime import date
from enum import Enum
from string import ascii_lowercase, ascii_uppercase
from typing import Self

from .cleaning import Typed, compact, is_digits, seen

_UPPER = str.maketrans(ascii_lowercase, ascii_uppercase)
_LENGTH = 18
_OLD_LENGTH = 15
_LETTERS = 3
_EARLIEST_BIRTH = 1900
_LOOKS_LIKE = {"O": "0", "Q": "0", "D": "0", "I": "1", "L": "1", "|": "1", "Z": "2", "S": "5", "B": "8"}
_TRAVEL_DOCUMENT = re.compile(r"[A-Z]{1,2}[0-9]{7,10}")
_OTHERS = "这里只收身份证、港澳台居民居住证和外国人永久居留身份证的号码"

# GB 11643-1999: weights and check signs of ISO 7064 MOD 11-2.
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_SIGNS = "10X98765432"
# ICAO 9303: weights of the foreigner's number of before December 2023, letters count from A = 10.
_OLD_WEIGHTS = (7, 3, 1)
# The old foreigner's number was issued until 2023 and writes the year of birth with two digits.
_LAST_OLD_YEAR = 2023


class IdKind(Enum):
    """Whose number it is, by the name of the document it stands on."""

    CITIZEN = "居民身份证"
    HONG_KONG_MACAU = "港澳居民居住证"
    TAIWAN = "台湾居民居住证"
    FOREIGNER = "外国人永久居留身份证"
    FOREIGNER_OLD = "外国人永久居留身份证（2023 年前旧号）"
    CITIZEN_OLD = "居民身份证（15 位旧号）"

    @classmethod
    def of(cls, text: str) -> "IdKind | None":
        """Recognise a number by its shape alone, nothing else is checked; None when it has no known shape."""
        number = _cleaned(text)
        if re.fullmatch(r"[A-Z]{3}[0-9]{12}", number):
            return cls.FOREIGNER_OLD
        if re.fullmatch(r"[1-8][0-9]{14}", number):
            return cls.CITIZEN_OLD
        if not re.fullmatch(r"[1-9][0-9]{16}[0-9X]", number):
            return None
        if number[0] == "9":
            return cls.FOREIGNER
        residents = {"81": cls.HONG_KONG_MACAU, "82": cls.HONG_KONG_MACAU, "83": cls.TAIWAN}
        return residents.get(number[:2], cls.CITIZEN)


_SHAPED = re.compile(r"[A-Z]{3}[0-9]{12}|[1-9][0-9]{16}[0-9X]|[1-8][0-9]{14}")


class IdNumber(Typed):
    """An identity number that stands all checks."""

    __slots__ = ()

    def __new__(cls, text: str) -> Self:
        """Check what was typed or read from a card, all but what needs a clock."""
        number = _cleaned(text)
        _check_shape(number)
        _born_on(number)
        if _check_sign(number) != number[-1]:
            raise ValueError("号码的校验位不符，请对照证件逐位核对或重新读卡")
        return super().__new__(cls, number)

    @classmethod
    def parse(cls, text: str, today: date | None = None) -> Self:
        """Read as every typed text; with ``today`` a date of birth to come is refused too."""
        number = cls(text)
        if today is not None and number.born_on > today:
            raise ValueError(f"号码里的出生日期 {_words(number.born_on)}还没有到，请对照证件逐位核对")
        return number

    @property
    def kind(self) -> IdKind:
        """Which document the number stands on."""
        kind = IdKind.of(self)
        assert kind is not None
        return kind

    @property
    def born_on(self) -> date:
        """The date of birth that the number tells."""
        return _born_on(self)

    @property
    def sex(self) -> str:
        """男 or 女: the last digit before the check sign is odd for men."""
        return "男" if int(self[-2]) % 2 else "女"

    @property
    def area_code(self) -> str:
        """Six digits of GB/T 2260, as far as the number tells; it may be one that no longer exists."""
        if self.kind is IdKind.FOREIGNER:
            return self[1:3] + "0000"
        if self.kind is IdKind.FOREIGNER_OLD:
            return self[3:7] + "00"
        return self[:6]

    @property
    def masked(self) -> str:
        """The first six and the last four, stars between."""
        return self[:6] + "*" * (len(self) - 10) + self[-4:]

    def age_on(self, day: date) -> int:
        """Full years (周岁) on this day; one born on 29 February turns on 1 March in other years."""
        born = self.born_on
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


class DocumentNumber(Typed):
    """The number of a passport or a travel permit: letters and digits, no check sign known to all of them."""

    __slots__ = ()

    def __new__(cls, text: str) -> Self:
        """Check the shape, which is all that can be checked."""
        number = _cleaned(text)
        if not re.fullmatch(r"(?=(?:.*[0-9]){5})[0-9A-Z]{6,14}", number):
            raise ValueError("护照、通行证的号码应是 6 到 14 位字母和数字，其中至少 5 位数字，请对照证件逐位核对")
        return super().__new__(cls, number)

    @property
    def masked(self) -> str:
        """The first three and the last two, stars between."""
        return self[:3] + "*" * (len(self) - 5) + self[-2:]


def masked_number(text: str) -> str:
    """A person's number, of whatever document, with its middle hidden; it was checked when it was taken in."""
    number = text if _SHAPED.fullmatch(text) else _cleaned(text)
    if _SHAPED.fullmatch(number):
        return str.__new__(IdNumber, number).masked
    return str.__new__(DocumentNumber, number).masked


def _cleaned(text: str) -> str:
    return compact(text).translate(_UPPER)


def _check_shape(number: str) -> None:
    if not number:
        raise ValueError("还没有号码，请录入或读卡")
    if _TRAVEL_DOCUMENT.fullmatch(number):
        raise ValueError(f"这看来是护照或通行证的号码，{_OTHERS}，请换一种证件")
    if len(number) >= _LETTERS and re.fullmatch("[A-Z]{3}", number[:_LETTERS]):
        _check_length(number, _OLD_LENGTH, "以三个字母开头的永久居留旧号")
        _check_signs(number, _LETTERS, is_digits, "这里只能是数字")
        return
    if len(number) == _OLD_LENGTH and is_digits(number):
        raise ValueError("现在是 15 位，看来是旧身份证号码，请按现在的身份证录入 18 位号码")
    _check_length(number, _LENGTH, "号码")
    _check_signs(number[:-1], 0, is_digits, "这里只能是数字")
    _check_signs(number, _LENGTH - 1, lambda c: is_digits(c) or c == "X", "最后一位只能是数字或 X")
    if number[0] == "0":
        raise ValueError(f"号码第 1 位不会是 0，{_OTHERS}，请对照证件改正")


def _check_length(number: str, right: int, what: str) -> None:
    if len(number) != right:
        verb = "补齐" if len(number) < right else "删去多录的"
        raise ValueError(f"{what}应为 {right} 位，现在是 {len(number)} 位，请对照证件{verb}")


def _check_signs(number: str, start: int, fits: Callable[[str], bool], rule: str) -> None:
    for place, sign in enumerate(number[start:], start + 1):
        if not fits(sign):
            hint = f"（是不是数字 {_LOOKS_LIKE[sign]}？）" if sign in _LOOKS_LIKE else ""
            raise ValueError(f"号码第 {place} 位是“{seen(sign)}”，{rule}{hint}，请对照证件改正")


def _born_on(number: str) -> date:
    if number[0].isalpha():
        two = int(number[7:9])
        year = two + (2000 if two <= _LAST_OLD_YEAR % 100 else 1900)
        return _date(year, number[9:11], number[11:13], "第 8 到 13 位")
    return _date(int(number[6:10]), number[10:12], number[12:14], "第 7 到 14 位")


def _date(year: int, month: str, day: str, where: str) -> date:
    if year < _EARLIEST_BIRTH:
        raise ValueError(f"号码{where}是出生日期，{year} 年太早，请对照证件逐位核对")
    try:
        return date(year, int(month), int(day))
    except ValueError:
        raise ValueError(
            f"号码{where}是出生日期，没有 {year} 年 {int(month)} 月 {int(day)} 日这一天，请对照证件逐位核对"
        ) from None


def _words(day: date) -> str:
    return f"{day.year} 年 {day.month} 月 {day.day} 日"


def _check_sign(number: str) -> str:
    if number[0].isalpha():
        values = (int(sign, 36) for sign in number[:-1])
        return str(sum(value * _OLD_WEIGHTS[place % 3] for place, value in enumerate(values)) % 10)
    total = sum(int(sign) * weight for sign, weight in zip(number, _WEIGHTS, strict=False))
    return _CHECK_SIGNS[total % 11]
