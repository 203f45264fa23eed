"""缴款登记、交费登记的回执。"""

from counter import Entry, slip
from printing import Fact, Receipt

from .form import NoticeForm, RegisterForm


def notice_receipt(entry: Entry[NoticeForm]) -> Receipt:
    """The receipt of a payment made at the bank outlet."""
    facts = [
        Fact("缴款通知书号", entry.form.notice_number, "number"),
        Fact("财政票据号", entry.form.bill_number, "number"),
        Fact("缴款金额", f"{entry.form.amount:.2f} 元"),
        Fact("缴费", "已缴费", "state"),
    ]
    return slip(entry, f"{entry.title}回执", facts=facts)


def register_receipt(entry: Entry[RegisterForm]) -> Receipt:
    """The receipt of a payment registered with the province."""
    change = entry.change("payment")
    facts = [Fact("缴费", change.words, "state")] if change is not None else []
    return slip(entry, f"{entry.title}回执", facts=facts, signatures=())
