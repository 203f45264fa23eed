"""How to reach a person: mobile and landline numbers, postcodes."""

import re
from typing import Self

from .cleaning import Typed, compact, is_digits, seen

_MOBILE_LENGTH = 11
_POSTCODE_LENGTH = 6
_COUNTRY = re.compile(r"^(?:(?:\+|00)86|86(?=1[0-9]{10}$))")
# Area codes are 010, 02x, and four digits elsewhere; a local number never begins with 0 or 1.
_LANDLINE = re.compile(r"(010|02[0-9]|0[3-9][0-9]{2})([2-9][0-9]{6,7})")


class Mobile(Typed):
    """A mobile number of the mainland, eleven digits."""

    __slots__ = ()

    def __new__(cls, text: str) -> Self:
        """Check what was typed; +86 before it is left out."""
        number = _digits(_local(text), "手机号码")
        if len(number) != _MOBILE_LENGTH:
            raise ValueError(
                f"手机号码应为 {_MOBILE_LENGTH} 位数字，现在是 {len(number)} 位，请向本人核对后改正"
            )
        if not re.match("1[3-9]", number):
            raise ValueError(f"手机号码应以 13 到 19 开头，现在是 {number[:2]}，请向本人核对后改正")
        return super().__new__(cls, number)

    @property
    def masked(self) -> str:
        """The first three and the last four, stars between."""
        return f"{self[:3]}****{self[-4:]}"


class Landline(Typed):
    """A landline number with its area code, kept as 0373-3051234."""

    __slots__ = ()

    def __new__(cls, text: str) -> Self:
        """Check what was typed, with or without the hyphen."""
        number = _digits(_local(text), "固定电话")
        parts = _LANDLINE.fullmatch(number)
        if parts is None:
            raise ValueError("固定电话应写区号和七位或八位号码，例如 0373-3051234，请核对后改正")
        return super().__new__(cls, "-".join(parts.groups()))

    @property
    def masked(self) -> str:
        """The area code and the last three, stars between."""
        area, number = self.split("-")
        return f"{area}-{'*' * (len(number) - 3)}{number[-3:]}"


class Postcode(Typed):
    """A postcode, six digits."""

    __slots__ = ()

    def __new__(cls, text: str) -> Self:
        """Check what was typed."""
        code = _digits(compact(text), "邮政编码")
        if len(code) != _POSTCODE_LENGTH:
            raise ValueError(f"邮政编码应为 {_POSTCODE_LENGTH} 位数字，现在是 {len(code)} 位，请核对后改正")
        return super().__new__(cls, code)


def _local(text: str) -> str:
    return _COUNTRY.sub("", re.sub("[()]", "", compact(text)))


def _digits(number: str, what: str) -> str:
    if not number:
        raise ValueError(f"还没有{what}，请填写")
    for place, sign in enumerate(number, 1):
        if not is_digits(sign):
            raise ValueError(f"{what}只能是数字，第 {place} 个是“{seen(sign)}”，请核对后改正")
    return number
