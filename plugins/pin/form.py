"""修改密码、解锁密码、重置密码时问什么。"""

from counter import VisitForm, blank


class ChangeForm(VisitForm):
    """The passwords are typed by the holder on the check page and are never kept."""

    old_password: str | None = blank("旧密码", hint="由持卡人输入", group="修改密码", secret=True, default=None)
    new_password: str | None = blank("新密码", hint="由持卡人输入", group="修改密码", secret=True, default=None)
    again: str | None = blank("再输一遍新密码", group="修改密码", secret=True, default=None)


class UnlockForm(VisitForm):
    """Why it has to be unlocked, where the city's document names the causes."""

    reason: str | None = blank("办理原因", group="密码", choices="password_reasons", must=True, default=None)


class ResetForm(UnlockForm):
    """The new password is typed on the check page and is never kept."""

    new_password: str | None = blank("新密码", hint="由来人输入", group="重置密码", secret=True, default=None)
    again: str | None = blank("再输一遍新密码", group="重置密码", secret=True, default=None)
