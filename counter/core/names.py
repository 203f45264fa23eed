"""Names of people as their documents write them: hanzi with the separator ·, or Latin letters."""

import re
import unicodedata
from typing import Self

from .cleaning import Typed, half_width

# 姓名采集应用规范: a name field takes at least 50 characters; the separator is U+00B7.
LONGEST = 50
DOT = "·"
_DOTS = str.maketrans(dict.fromkeys("•・･‧∙⋅᛫˙●․⸱ꞏ‣⦁▪﹒", DOT))
_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002fffd\U00030000-\U0003fffd"
_LATIN = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f"
_IS_HAN = re.compile(f"[{_HAN}]")
_IS_LATIN = re.compile(f"[{_LATIN}]")
_STOP_BETWEEN_HAN = re.compile(f"(?<=[{_HAN}])[.。· ]*[.。·][.。· ]*(?=[{_HAN}])")
_BLANK_AT_HAN = re.compile(f"(?<=[{_HAN}]) +| +(?=[{_HAN}])")
_HALVES, _PRIVATE, _PRIVATE_PLANES = range(0xD800, 0xE000), range(0xE000, 0xF900), 0xF0000


class Name(Typed):
    """A name that every part of the counter can store, compare and print."""

    __slots__ = ()

    def __new__(cls, text: str) -> Self:
        """Check what was typed or read from a card."""
        name = _cleaned(text)
        if not name:
            raise ValueError("还没有姓名，请录入或读卡")
        if len(name) > LONGEST:
            raise ValueError(f"姓名最多 {LONGEST} 个字，现在是 {len(name)} 个，请对照证件删去多录的")
        for place, sign in enumerate(name):
            _check(sign, place, name)
        if name.startswith(DOT) or name.endswith(DOT):
            raise ValueError("间隔号“·”的前后都要有字，请对照证件补齐或删去间隔号")
        return super().__new__(cls, name)

    @property
    def masked(self) -> str:
        """王*明, 王*, 阿**·买**, J*** S****: enough to know oneself by."""
        if DOT not in self and _IS_HAN.match(self) and len(self) > len("王明"):
            return self[0] + "*" * (len(self) - 2) + self[-1]
        return re.sub(r"[^· ]+", lambda part: _starred(part[0]), self)


def _starred(part: str) -> str:
    return part[0] + "*" * (len(part) - 1) if len(part) > 1 else "*"


def _cleaned(text: str) -> str:
    text = unicodedata.normalize("NFC", half_width(_joined(text)).replace("’", "'"))
    text = " ".join(text.translate(_DOTS).split())
    text = _STOP_BETWEEN_HAN.sub(DOT, text)
    text = re.sub(" *· *[· ]*", DOT, text)
    return _BLANK_AT_HAN.sub("", text)


def _joined(text: str) -> str:
    """A reader may hand over a rare character as two halves (UTF-16); join them."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


def _check(sign: str, place: int, name: str) -> None:
    if _IS_HAN.fullmatch(sign) or _IS_LATIN.fullmatch(sign) or sign == DOT:
        return
    if sign in "'-., " and place and (_IS_LATIN.fullmatch(name[place - 1]) or name[place - 1] in "'-.,"):
        return
    raise ValueError(f"姓名第 {place + 1} 个字{_fault(sign)}")


def _fault(sign: str) -> str:
    code = f"U+{ord(sign):04X}"
    if unicodedata.category(sign) == "Nd":
        return f"是数字“{sign}”，姓名里不能有数字，请对照证件改正"
    if ord(sign) in _HALVES:
        return f"残缺（{code}），存不下也打不出，请重新读卡或重录这个字"
    if ord(sign) in _PRIVATE or ord(sign) >= _PRIVATE_PLANES:
        return f"是自造字（{code}），换一台机器就显示不出，请用证件上的规范字，调不出的字请记录并联系信息中心"
    shown = f"“{sign}”（{code}）" if sign.isprintable() else f"看不见（{code}）"
    return f"{shown}不是姓名用字，请用证件上的规范字，调不出的字请记录并联系信息中心"
