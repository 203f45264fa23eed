"""制卡、领卡、回退时问什么。"""

from counter import Form, Mobile, VisitForm, blank


class MakeForm(Form):
    """What the maker's clerk confirms before a card goes in."""

    checked: bool = blank("已预览并核对照片、姓名、银行", group="制卡核对", default=False)


class CollectForm(VisitForm):
    """Who takes the card."""

    collector_mobile: Mobile = blank("领卡人电话", group="领卡", fill="mobile")


class UndoForm(Form):
    """Why a hand-over is taken back."""

    reason: str = blank("回退原因", group="回退")
