"""列入、移出黑名单时记什么。"""

from datetime import date

from counter import Form, blank


class ListForm(Form):
    """Why somebody is listed, since when, and what is known of it."""

    reason: str = blank("列入原因", group="黑名单", choices="blacklist_reasons")
    happened_on: date = blank("发生日期", hint="如 2026-11-20", group="黑名单", fill="today")
    story: str = blank("情况说明", hint="何时、何地、造成什么损失，有什么材料", group="黑名单")


class LiftForm(Form):
    """Why the entry ends."""

    reason: str = blank("移出原因", group="黑名单")
