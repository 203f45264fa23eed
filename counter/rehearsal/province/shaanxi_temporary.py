"""Shaanxi's words for temporary cards; all of them assumed."""

from collections.abc import Mapping
from datetime import datetime

from counter.rehearsal.province.temporary import OVER, Money, Temporary, Where
from counter.rehearsal.province.words import Shape

_TEMPORARY = ("sfzh", "lskh")
_NUMBER = {"lskh": "temporary_number"}
SHAPES: Mapping[str, Shape] = {
    "linshika.fafang": Shape({"": "issue_temporary"}, _TEMPORARY, {
        **_NUMBER, "yxz": "until", "ffwd": "branch", "ffwdmc": "branch_name", "hzd": "coupon", "je": "amount"}),
    "linshika.xuqi": Shape({"": "renew_temporary"}, (*_TEMPORARY, "yxz"), {**_NUMBER, "yxz": "until"}),
    "linshika.shouhui": Shape({"": "return_temporary"}, _TEMPORARY, _NUMBER),
    "linshika.tuikuan": Shape({"": "refund_temporary"}, ("sfzh", "hzd", "je"), {"hzd": "coupon", "je": "amount"}),
    "linshika.shixiao": Shape(
        {"": "stop_temporary"}, (*_TEMPORARY, "sx"), {**_NUMBER, "sx": "cause", "bt": "kept", "hmd": "listed"}),
}
_TEMP = {Where.OUT: 1, Where.BACK: 8, Where.LOST: 81, Where.BROKEN: 82}
_EXPIRED = 7
_MONEY = {Money.NONE: 0, Money.HERE: 1, Money.RETURNED: 2, Money.FORFEIT: 3}


def told(card: Temporary, now: datetime, form: str) -> dict[str, object]:
    """One card as a look-up tells it; ``form`` is how a moment is written."""
    return {
        "lskh": card.number, "lszt": _EXPIRED if card.shown(now) == OVER else _TEMP[card.where],
        "ffrq": str(card.issued_on), "yxz": card.until.strftime(form) if card.until else "",
        "ffwd": card.branch, "ffwdmc": card.branch_name, "hzd": card.coupon, "yj": card.deposit,
        "yjzt": _MONEY[card.money],
    }  # fmt: skip
