"""制卡、领卡、回退时问什么。"""

from enum import Enum

from counter import Form, Mobile, VisitForm, blank


class MakeForm(Form):
    """Nothing is asked before: what there is to compare is compared in the step of its own."""


class Fault(Enum):
    """Whose part of the making failed."""

    BANK = "银行"
    MAKING = "制卡"


class FailedForm(Form):
    """Why a card was not made."""

    kind: Fault = blank("失败类型", group="失败数据", default=Fault.MAKING)
    reason: str = blank("失败原因", group="失败数据")


class CollectForm(VisitForm):
    """Who takes the card."""

    collector_mobile: Mobile = blank("领卡人电话", group="领卡", fill="mobile")


class UndoForm(Form):
    """Why a hand-over is taken back."""

    reason: str = blank("回退原因", group="回退")
