"""收费：各市可以定的规则。"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from counter import Ruled


@dataclass(frozen=True, kw_only=True)
class FeesRules:
    """The ``[fees]`` table.

    ``billed_first``: what is paid beforehand is used only with its bill. ``notice_days``: how long a notice can be
    paid. ``once_in_days``: nobody is charged again so soon after a fee. ``supervised``: a spoiled bill is a
    supervisor's. A city that leaves one out does not have the rule.
    """

    billed_first: Ruled[bool] | None = None
    notice_days: Ruled[int] | None = None
    once_in_days: Ruled[int] | None = None
    supervised: Ruled[bool] | None = None

    words: ClassVar[Mapping[str, str]] = {
        "billed_first": "开了财政票据才能用",
        "notice_days": "缴款通知书几天内有效",
        "once_in_days": "几天内不再收费",
        "supervised": "打错票号由主管办",
    }
