"""各市可以定的规则。"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import ClassVar

from counter import Ruled


class RenewFrom(Enum):
    """From where the new term counts."""

    OLD_END = "原到期日"
    TODAY = "续期当天"


@dataclass(frozen=True, kw_only=True)
class TempcardRules:
    """The ``[tempcard]`` table.

    ``months`` 0 means no term; ``during`` are states of the real card, ``blocks`` of the temporary one.
    """

    during: Ruled[tuple[str, ...]]
    replacement_only: Ruled[bool]
    months: Ruled[int]
    coupon: Ruled[bool]
    renew_from: Ruled[RenewFrom]
    renew_days_before: Ruled[int]
    refund_elsewhere: Ruled[bool]
    refund_way: Ruled[str]
    deposit_kept: Ruled[tuple[str, ...]]
    blacklisted: Ruled[tuple[str, ...]]
    gated: Ruled[tuple[str, ...]]
    blocks: Ruled[tuple[str, ...]]

    words: ClassVar[Mapping[str, str]] = {
        "during": "卡在哪些状态时可以领用临时卡",
        "replacement_only": "只在补换期间，首次申领的不办",
        "months": "临时卡有效几个月，0 没有期限",
        "coupon": "收押金，出受理回执单",
        "renew_from": "续期从哪一天算起",
        "renew_days_before": "到期前几天内可以续期",
        "refund_elsewhere": "押金可以在别的网点退",
        "refund_way": "押金怎样退",
        "deposit_kept": "押金不退的情形",
        "blacklisted": "记入黑名单的情形",
        "gated": "临时卡交还以前不办的业务",
        "blocks": "临时卡在哪些状态时算没有交还",
    }
