"""缴费时问什么。"""

from decimal import Decimal

from counter import Form, VisitForm, blank


class CashForm(VisitForm):
    """What is asked when the fee is taken at the window."""

    received: Decimal = blank("实收金额", hint="元，如 20.00", group="收费")


class NoticeForm(VisitForm):
    """The two numbers of a fee that was paid at the bank outlet."""

    notice_number: str = blank("缴款通知书号", hint="照纸质通知书录入", group="缴款")
    bill_number: str = blank("财政票据号", hint="照纸质票据录入", group="缴款")
    amount: Decimal = blank("缴款金额", hint="元，照通知书，如 20.00", group="缴款")


class RegisterForm(Form):
    """交费登记 asks nothing further: the payment is known."""
