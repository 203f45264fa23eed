"""通知领卡、撤销通知时问什么。"""

from enum import Enum

from counter import Form, Mobile, Name, blank


class Whom(Enum):
    """Who was told."""

    APPLICANT = "申请人"
    CONTACT = "联系人"


class NotifyForm(Form):
    """One notice: in which way, to whom."""

    how: str = blank("通知方式", group="领卡通知", choices="notice_ways", must=True)
    whom: Whom = blank("通知对象", group="领卡通知", default=Whom.APPLICANT)
    contact: Name | None = blank("联系人姓名", hint="通知联系人的填写", group="领卡通知", default=None)
    mobile: Mobile | None = blank(
        "手机号码", hint="短信、电话通知的填写", group="领卡通知", fill="mobile", default=None
    )
    posted: str | None = blank("公告地点", hint="公告通知的填写，如 永宁村公告栏", group="领卡通知", default=None)


class UndoForm(Form):
    """Why a notice is taken back."""

    reason: str = blank("撤销原因", hint="如 通知错了人", group="撤销通知")
