"""Money: Decimal yuan in the program, integer fen where it is stored."""

import re
from decimal import Decimal

from .cleaning import half_width

MOST = Decimal("99999.99")
_PLAIN = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_GROUPED = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_CENT = Decimal("0.01")


def parse_yuan(text: str, *, zero: bool = True) -> Decimal:
    """Read an amount as typed: 20, 20.00, ￥20, 1,000 or 20 元; ``zero=False`` refuses nothing at all."""
    typed = half_width(text).replace(" ", "").lstrip("￥¥").removesuffix("元")
    if not typed:
        raise ValueError("还没有金额，请填写，例如 20.00")
    if typed.startswith(("-", "−")):
        raise ValueError("金额不能是负数，请改为正数")
    if not (_PLAIN.fullmatch(typed) or _GROUPED.fullmatch(typed)):
        raise ValueError("金额只能写数字和小数点，请写成 20 或 20.00 的样子")
    whole, _, cents = typed.replace(",", "").partition(".")
    if len(cents) > len("00"):
        raise ValueError(f"金额最多两位小数，现在是 {len(cents)} 位，请改到分")
    amount = Decimal(f"{whole}.{cents or '0'}")
    if amount > MOST:
        raise ValueError(f"金额最多 {shown(MOST)}，请核对小数点的位置")
    if not (amount or zero):
        raise ValueError("金额不能是 0，请填写实际金额")
    return amount.quantize(_CENT)


def fen(amount: Decimal) -> int:
    """Yuan to fen, exactly; an amount that is no whole number of fen is a ValueError."""
    whole = int(amount.scaleb(2)) if amount.is_finite() else 0
    if from_fen(whole) != amount:
        raise ValueError(f"金额 {amount} 元不能用整分表示，请核对金额")
    return whole


def from_fen(count: int) -> Decimal:
    """Fen to yuan with two places."""
    return Decimal(count).scaleb(-2)


def shown(amount: Decimal) -> str:
    """An amount as people read it: 1,020.00 元."""
    return f"{from_fen(fen(amount)):,.2f} 元"


_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟", "万")


def in_words(amount: Decimal | str) -> str:
    """An amount as papers write it so that nobody alters it: 贰拾元整, 壹佰零伍元叁角."""
    whole, cents = divmod(fen(Decimal(amount)), 100)
    said = ""
    for place, digit in enumerate(reversed(str(whole))):
        word = _DIGITS[int(digit)]
        said = (word + _PLACES[place] if digit != "0" else word) + said
    yuan = re.sub("零+", "零", said).rstrip("零") if whole else "零"
    tenths, rest = divmod(cents, 10)
    small = (f"{_DIGITS[tenths]}角" if tenths else "零" if rest else "") + (f"{_DIGITS[rest]}分" if rest else "")
    return f"{yuan}元{small or '整'}"
