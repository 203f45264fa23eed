"""补卡、换卡时问什么。"""

from counter import Mobile, Photo, VisitForm, blank


class ReplaceForm(VisitForm):
    """What is asked when a lost or damaged card is replaced."""

    mobile: Mobile = blank("持卡人手机号码", hint="制卡完成后通知领卡", group="补换卡信息", fill="mobile")
    new_bank: str | None = blank(
        "变更服务银行", hint="不变更的不用选", group="补换卡信息", choices="banks", default=None
    )
    new_photo: bool = blank("申请更换最新照片", group="更换照片", default=False)
    photo: Photo | None = blank("新照片", group="更换照片", default=None)


class LostForm(ReplaceForm):
    """遗失补卡: a city with a list of reasons asks for one."""

    reason: str | None = blank(
        "补换原因", group="补换卡信息", choices="replace_reasons", must=True, default="遗失"
    )


class DamagedForm(ReplaceForm):
    """损坏换卡: a city with a list of reasons asks for one."""

    reason: str | None = blank(
        "补换原因", group="补换卡信息", choices="replace_reasons", must=True, default="损坏"
    )
