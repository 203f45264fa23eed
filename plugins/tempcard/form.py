"""临时卡各项业务问什么。"""

from datetime import date

from counter import CardNumber, Photo, VisitForm, blank


class IssueForm(VisitForm):
    """申领——读卡: which blank card is handed out; the photo where the city wants one."""

    temporary_number: CardNumber = blank(
        "临时卡卡号", hint="点“读卡”，没有读卡器的照卡面录入", group="临时卡", reads="card_number"
    )
    photo: Photo | None = blank("照片", group="照片", by_city=True, default=None)


class RenewForm(VisitForm):
    """续期 asks nothing beyond who has come."""


class RewriteForm(VisitForm):
    """重写: the new password is typed by the applicant on the check page and never kept."""

    new_password: str | None = blank(
        "新密码", hint="由申领人输入", group="重新设置密码", secret=True, default=None
    )
    again: str | None = blank("再输一遍新密码", group="重新设置密码", secret=True, default=None)


class ReturnForm(VisitForm):
    """收回——读卡: which card came back."""

    temporary_number: CardNumber = blank(
        "临时卡卡号", hint="点“读卡”，没有读卡器的照卡面录入", group="临时卡", reads="card_number"
    )


class RefundForm(VisitForm):
    """The coupon that is shown."""

    coupon: str = blank("受理回执单编号", hint="照出示的临时卡受理回执单", group="临时卡受理回执单")


class GoneForm(VisitForm):
    """When it was lost or damaged, and how."""

    happened_on: date = blank("丢失、损坏日期", hint="如 2026-11-20", group="登记", fill="today")
    story: str | None = blank("情况说明", group="登记", default=None)
