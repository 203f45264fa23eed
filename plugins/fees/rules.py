"""收费：各市可以定的规则。"""

from dataclasses import dataclass

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
