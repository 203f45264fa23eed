"""启用社保功能、激活金融账户时问什么。"""

from counter import VisitForm, blank


class SocialForm(VisitForm):
    """The passwords are typed by the holder on the check page and are never kept."""

    old_password: str | None = blank(
        "初始密码", hint="由持卡人输入", group="修改初始密码", secret=True, default=None
    )
    new_password: str | None = blank(
        "新密码", hint="由持卡人输入", group="修改初始密码", secret=True, default=None
    )
    again: str | None = blank("再输一遍新密码", group="修改初始密码", secret=True, default=None)


class FinancialForm(VisitForm):
    """激活金融账户 asks nothing beyond who has come."""
