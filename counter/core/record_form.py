"""What a holder's record says beside the identity document, as every form asks it."""

from .contact import Landline, Mobile, Postcode
from .form import VisitForm, blank


class RecordForm(VisitForm):
    """How the holder is reached, and who they are to the social insurance; the city says which of it is asked."""

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
