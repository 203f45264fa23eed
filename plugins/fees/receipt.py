"""缴款通知书、财政票据、缴款登记、交费登记、退费的单据。"""

from collections.abc import Sequence
from typing import Any

from counter import Entry, in_words, slip
from printing import Fact, Receipt

from .form import (
    BillForm,
    ChargeForm,
    NoticeForm,
    OrderForm,
    PaidForm,
    RefundForm,
    RegisterForm,
    SpoiledForm,
    UndoForm,
    WithdrawForm,
)
from .money import moved


def notice_receipt(entry: Entry[NoticeForm]) -> Receipt:
    """The receipt of a payment made at the bank outlet."""
    facts = [
        Fact("缴款通知书号", entry.form.notice_number, "number"),
        Fact("财政票据号", entry.form.bill_number, "number"),
        Fact("缴款金额", f"{entry.form.amount:.2f} 元"),
        Fact("缴费", "已缴费", "state"),
    ]
    return slip(entry, f"{entry.title}回执", facts=facts)


def _charge(entry: Entry[Any]) -> list[Fact]:
    """Who pays how much for what."""
    facts = moved(entry).facts
    return [
        Fact("缴款人名称", facts["payer"], "name"),
        Fact("项目编码", facts["code"]),
        Fact("金额", f"{facts['amount']} 元", "state"),
        Fact("大写", in_words(facts["amount"])),
        Fact("收费依据", facts["article"]),
    ]


def order_paper(entry: Entry[OrderForm]) -> Receipt:
    """The payment notice itself, taken to the bank outlet."""
    change = moved(entry)
    facts = [Fact("通知书号", entry.form.notice_number, "state"), *_charge(entry)]
    if change.until is not None:
        facts.append(Fact("有效期至", f"{change.last_day}（含当日）"))
    return slip(entry, "非税收入缴款通知书", facts=facts, signatures=("经办人签章", "银行收讫章"))


def paid_receipt(entry: Entry[PaidForm]) -> Receipt:
    """That the bank has the money."""
    facts = [Fact("缴款通知书号", entry.form.notice_number, "number"), *_state(entry)]
    return slip(entry, f"{entry.title}回执", facts=facts)


def _state(entry: Entry[PaidForm] | Entry[RegisterForm] | Entry[UndoForm]) -> list[Fact]:
    change = moved(entry)
    return [Fact("金额", f"{change.facts['amount']} 元"), Fact("缴费", change.words, "state")]


def pos_receipt(entry: Entry[ChargeForm]) -> Receipt:
    """The receipt of a swipe, with the terminal's own numbers."""
    facts = moved(entry).facts
    named = {"POS 凭证号": "voucher", "检索参考号": "reference", "银行卡": "card"}
    given = [Fact(label, facts[name], "number") for label, name in named.items() if facts.get(name)]
    return slip(entry, f"{entry.title}回执", facts=[*_charge(entry), *given])


def withdrawn_receipt(entry: Entry[WithdrawForm]) -> Receipt:
    """That a notice is not to be paid any more."""
    facts = [Fact("缴款通知书号", entry.form.notice_number, "number"), Fact("作废原因", entry.form.reason)]
    return slip(entry, f"{entry.title}回执", facts=facts)


def bill_paper(entry: Entry[BillForm]) -> Receipt:
    """The bill itself, printed on the paper of the same number."""
    return slip(entry, "财政票据（非税收入）", facts=_bill(entry), signatures=("收款人签章", "执收单位（章）"))


def _bill(entry: Entry[Any]) -> list[Fact]:
    facts = moved(entry).facts
    paid = facts.get("notice_number") or facts.get("voucher", "")
    return [
        Fact("票据号", entry.form.bill_number, "state"),
        Fact("票据批次", facts["bill_batch"]),
        Fact("缴款人", facts["payer"], "name"),
        Fact("项目编码", facts["code"]),
        Fact("金额", f"{facts['amount']} 元", "state"),
        Fact("大写", in_words(facts["amount"])),
        Fact("缴款方式", f"{facts['way']} {paid}"),
    ]


def new_bill_paper(entry: Entry[SpoiledForm]) -> Receipt:
    """The bill that takes the place of a spoiled one."""
    notes = (f"原票据 {entry.form.spoiled_number} 已作废：{entry.form.reason}",)
    signatures: Sequence[str] = ("收款人签章", "主管签字", "执收单位（章）")
    return slip(entry, "财政票据（非税收入，重开）", facts=_bill(entry), notices=notes, signatures=signatures)


def register_receipt(entry: Entry[RegisterForm]) -> Receipt:
    """The receipt of a payment registered with the province."""
    return slip(entry, f"{entry.title}回执", facts=_state(entry), signatures=())


def undo_receipt(entry: Entry[UndoForm]) -> Receipt:
    """The receipt of a registration that was taken back."""
    return slip(entry, f"{entry.title}回执", facts=[*_state(entry), Fact("原因", entry.form.reason)])


def refund_receipt(entry: Entry[RefundForm]) -> Receipt:
    """Who got how much back, in which way, and which bill came back."""
    facts, form = moved(entry).facts, entry.form
    returned = [Fact("交回作废的财政票据", form.bill_number, "number")] if form.bill_number else []
    voucher = [Fact("POS 退货凭证号", facts["back_voucher"], "number")] if facts.get("back_voucher") else []
    shown = [
        Fact("退费金额", f"{facts['amount']} 元", "state"),
        Fact("大写", in_words(facts["amount"])),
        Fact("原缴费方式", facts["way"]),
        Fact("领款人", str(form.receiver), "name"),
        Fact("退费原因", form.reason),
    ]
    signatures = ("领款人签字", "经办人签字")
    return slip(entry, f"{entry.title}凭据", facts=[*shown, *returned, *voucher], signatures=signatures)
