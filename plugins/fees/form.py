"""缴费时问什么。"""

from decimal import Decimal

from counter import Form, Name, VisitForm, blank


class CashForm(VisitForm):
    """What is asked when the fee is taken at the window."""

    received: Decimal = blank("实收金额", hint="元，如 20.00", group="收费")


class NoticeForm(VisitForm):
    """The two numbers of a fee that was ordered and billed in the non-tax system itself."""

    notice_number: str = blank("缴款通知书号", hint="照纸质通知书录入", group="缴款")
    bill_number: str = blank("财政票据号", hint="照纸质票据录入", group="缴款")
    amount: Decimal = blank("缴款金额", hint="元，照通知书，如 20.00", group="缴款")


class ChargeForm(VisitForm):
    """Who pays for what: the dialogue of 开缴款通知书."""

    payer: Name = blank("缴款人名称", hint="补卡人姓名", group="缴款", fill="name")
    item: str = blank("项目编码", group="缴款", choices="fee_items")


class OrderForm(ChargeForm):
    """机打: the number that is printed on the paper in the printer."""

    notice_number: str = blank("纸质通知书号", hint="照打印机里的纸质通知书录入或扫码", group="核对票号")


class PaidForm(VisitForm):
    """The stamped notice that comes back from the bank."""

    notice_number: str = blank("缴款通知书号", hint="照银行盖章的通知书录入或扫码", group="缴款")


class WithdrawForm(VisitForm):
    """The notice that is not to be paid any more."""

    notice_number: str = blank("缴款通知书号", hint="照交回的纸质通知书录入", group="作废")
    reason: str = blank("作废原因", group="作废")


class BillForm(VisitForm):
    """The number that is printed on the bill in the printer."""

    bill_number: str = blank("纸质票据号", hint="照打印机里的纸质票据录入或扫码", group="核对票号")


class SpoiledForm(BillForm):
    """A bill that was printed on the wrong paper, and the one that takes its place."""

    spoiled_number: str = blank("打错的票据号", hint="照收回的票据录入", group="打错的票据")
    reason: str = blank("怎样打错的", hint="逐项写清，主管签字", group="打错的票据")


class RefundForm(VisitForm):
    """Who gets the money back, why, and the bill that comes back."""

    receiver: Name = blank("领款人", hint="缴款人本人，或来人", group="退费", fill="name")
    reason: str = blank("退费原因", group="退费")
    bill_number: str | None = blank("交回的财政票据号", hint="没有开票的不填", group="退费", default=None)


class UndoForm(VisitForm):
    """Why a registration is taken back."""

    reason: str = blank("撤销原因", group="撤销")


class RegisterForm(Form):
    """交费登记 asks nothing further: the payment is known."""
