"""申领时问什么：问哪些由城市文件定（asks），哪些不能空也由城市文件定（required）。"""

from datetime import date
from enum import Enum

from counter import Form, Photo, RecordForm, Validity, VisitForm, blank


class Sex(Enum):
    """As the identity document says."""

    MALE = "男"
    FEMALE = "女"


class First(Enum):
    """Whether this is the first card in the province."""

    YES = "是"
    NO = "否"


class ApplicantForm(VisitForm):
    """Who applies, as the identity document says."""

    sex: Sex = blank("性别", group="申领人", fill="sex")
    born_on: date = blank("出生日期", group="申领人", fill="born_on")
    ethnic: str | None = blank("民族", group="申领人", fill="ethnic", by_city=True, default=None)
    id_kind: str | None = blank(
        "有效身份证件类型", group="申领人", choices="id_kinds", fill="id_kind", by_city=True, default=None
    )
    id_valid_until: Validity | None = blank(
        "证件有效期", hint="到期日，如 2036-11-20，或“长期”", group="申领人", by_city=True, default=None
    )
    nation: str | None = blank("国家/地区", group="申领人", fill="nation", by_city=True, default=None)


class ApplyForm(RecordForm, ApplicantForm):
    """The application for a first card; what a city does not ask stays empty."""

    insurance: str | None = blank(
        "参加医疗保险或新农合的类型", group="参保", choices="insurances", by_city=True, default=None
    )
    insurance_office: str | None = blank("所参加医疗保险或新农合的经办机构", group="参保", by_city=True, default=None)
    bank: str | None = blank("服务银行", group="制卡", choices="service_banks", by_city=True, default=None)
    first_card: First | None = blank("是否首次申领社保卡", group="制卡", by_city=True, default=None)
    old_card_city: str | None = blank(
        "已持有社保卡的市", hint="不是首次的填，如 厦门", group="制卡", by_city=True, default=None
    )
    old_card_number: str | None = blank("已持有的卡号", group="制卡", by_city=True, default=None)
    stop_old_card: bool = blank("同意停用该社保卡", group="制卡", by_city=True, default=False)
    remark: str | None = blank("备注", group="制卡", by_city=True, default=None)
    photo: Photo | None = blank("照片", group="照片", by_city=True, default=None)


class UnfinishedForm(ApplyForm):
    """What is there so far, and what is still missing."""

    missing: str = blank("还缺什么", hint="照着告诉申领人下次带来", group="资料不齐")


class StopOldForm(VisitForm):
    """The consent to stop the old card, as it stands on the application form."""

    held_in: str = blank("已持有社保卡的市", group="旧卡", hint="旧卡是在本省哪个市领的，如 厦门")
    held_number: str = blank("已持有的卡号", group="旧卡")
    consents: bool = blank("同意停用该社保卡", group="旧卡", default=False)


class CompleteForm(Form):
    """What the making window confirms of data that another point entered."""

    compared: bool = blank("已将申领表与录入内容逐项核对一致", group="数据处理", default=False)


class ReviewForm(ApplyForm):
    """What is checked with the applicant before the card is made; wrong entries are corrected here."""

    confirmed: bool = blank("已与申领人逐项核实，内容准确", group="核实", default=False)


class EndForm(Form):
    """Why an application comes to its end."""

    reason: str = blank("原因", hint="照实写，印在回执上", group="终止")
