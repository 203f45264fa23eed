"""成品卡交接、发放、回执、回卡时问什么。"""

from datetime import date

from counter import BatchNumbers, CardNumbers, CountForm, Form, IdNumber, Mobile, Name, ShortForm, VisitForm, blank


class BatchForm(Form):
    """Which batches."""

    batches: BatchNumbers | None = blank(
        "批次号", hint="几个批次用空格隔开；按领取网点交的不填", group="交接的批次", default=None
    )


class RequestForm(ShortForm, BatchForm):
    """Which batches go there, what was counted, and who comes for them."""

    collector_name: Name = blank("领卡人姓名", group="来领卡的人员")
    collector_id: IdNumber = blank("领卡人身份证号", hint="18 位，可读卡", group="来领卡的人员")
    collector_mobile: Mobile = blank("领卡人电话", group="来领卡的人员")


class ApproveForm(Form):
    """What the second person confirms."""

    checked: bool = blank("已核对批次、张数和领卡人，审核通过", group="交接审核", default=False)


class WithdrawForm(Form):
    """Why a request is withdrawn or sent back."""

    reason: str = blank("撤回原因", group="撤回交接申请")


class ReceiveForm(ShortForm):
    """What arrived: every card is counted."""

    cards: CardNumbers = blank("清点的卡号", hint="逐张扫描或输入，用空格、逗号或换行隔开", group="清点")


class UnitForm(CountForm):
    """Who comes for the cards of a unit, a community or a village."""

    collector_name: Name = blank("领卡人姓名", group="领卡信息")
    collector_id: IdNumber = blank("领卡人身份证号", hint="18 位，可读卡", group="领卡信息")
    collector_mobile: Mobile = blank("领卡人电话", group="领卡信息")


class UndoForm(Form):
    """Why cards given to a unit are taken back."""

    reason: str = blank("回退原因", group="回退")


class ReceiptForm(CountForm):
    """The signed receipts that the unit brings back."""

    cards: CardNumbers = blank("已签收的卡号", hint="回执上本人已签收的，逐张扫描或输入", group="回执信息")
    brought_on: date = blank("交回日期", hint="如 2026-11-20", group="回执信息", fill="today")
    brought_by: Name = blank("交回人姓名", group="回执信息")


class CheckForm(Form):
    """Why a card came back, and how it was found."""

    reason: str = blank("回执原因", group="验卡信息", choices="return_reasons", must=True)
    result: str = blank("验卡结果", group="验卡信息", choices="check_results", must=True)


class ManualForm(CheckForm):
    """A card that cannot be read is known by the number printed on it."""

    card_number: str = blank("社保卡号", hint="照卡面输入", group="读卡信息")
    unread: str = blank("不能读取的原因", group="读卡信息")


class StoreForm(CountForm):
    """Where returned cards are put; one place for many."""

    place: str = blank("存放位置", hint="如 2 号柜 3 层", group="回卡入库")


class ReissueForm(VisitForm):
    """Who takes the card out of the stock."""

    collector_mobile: Mobile = blank("领卡人电话", group="领卡", fill="mobile")
