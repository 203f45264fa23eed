"""变更时问什么：表上先写着省里现在的登记，改了哪一项就变更哪一项；问哪些由城市文件定（asks）。"""

from counter import IdNumber, Landline, Mobile, Name, Postcode, VisitForm, blank


class DetailsForm(VisitForm):
    """What a record says that does not stand on the card's face."""

    mobile: Mobile | None = blank("手机号码", group="联系方式", fill="mobile", by_city=True, default=None)
    landline: Landline | None = blank(
        "固定电话", hint="区号和号码，如 0373-3051234", group="联系方式", fill="landline", by_city=True, default=None
    )
    household_address: str | None = blank(
        "户口所在地地址", group="联系方式", fill="household_address", by_city=True, default=None
    )
    address: str | None = blank("常住地地址", group="联系方式", fill="address", by_city=True, default=None)
    postcode: Postcode | None = blank("邮政编码", group="联系方式", fill="postcode", by_city=True, default=None)
    category: str | None = blank(
        "人员类别", group="人员信息", choices="categories", fill="category", by_city=True, default=None
    )
    status: str | None = blank(
        "人员状态", group="人员信息", choices="statuses", fill="status", by_city=True, default=None
    )
    household: str | None = blank(
        "户口性质", group="人员信息", choices="households", fill="household", by_city=True, default=None
    )
    occupation: str | None = blank("职业（工种）", group="人员信息", fill="occupation", by_city=True, default=None)
    unit_number: str | None = blank("单位编号", group="人员信息", fill="unit_number", by_city=True, default=None)
    unit_name: str | None = blank("单位名称", group="人员信息", fill="unit_name", by_city=True, default=None)
    village: str | None = blank("所在村编号", group="人员信息", fill="village", by_city=True, default=None)


class IdentityForm(VisitForm):
    """Name or number as the new identity document shows them; what stays as it is may stay empty."""

    name: Name | None = blank("新的姓名", hint="照新的身份证件；不变的不填", group="变更", default=None)
    id_number: IdNumber | None = blank("新的社会保障号码", hint="18 位；不变的不填", group="变更", default=None)
