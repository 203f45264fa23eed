"""临时卡受理回执单和各项业务的回执。"""

from typing import Any

from counter import Entry, slip
from printing import Fact, Receipt

from .conditions import coupon_shown
from .form import GoneForm, IssueForm, RefundForm, RenewForm, ReturnForm, RewriteForm


def _card(entry: Entry[Any]) -> list[Fact]:
    """The card, and what has become of it."""
    change = entry.change("temporary")
    if change is None:
        return []
    moved = [Fact("临时卡", change.words, "state")] if change.before is not change.after else []
    return [Fact("临时卡卡号", change.number, "number"), *moved]


def _term(entry: Entry[IssueForm] | Entry[RenewForm]) -> list[Fact]:
    """Until when it is good, and how that was counted."""
    change = entry.change("temporary")
    facts = change.facts if change is not None else {}
    if "valid_until" not in facts:
        return []
    return [Fact("有效期至", facts["valid_until"], "state"), Fact("有效期", facts["term"])]


def coupon_or_receipt(entry: Entry[IssueForm]) -> Receipt:
    """The coupon against which the deposit goes back; a plain receipt where nothing is taken."""
    change = entry.change("temporary")
    coupon = change.facts.get("coupon", "") if change is not None else ""
    number = [Fact("受理回执单编号", coupon, "state")] if coupon else []
    title = "社会保障卡临时卡受理回执单" if coupon else f"{entry.title}回执"
    return slip(entry, title, facts=[*number, *_card(entry), *_term(entry)])


def renew_receipt(entry: Entry[RenewForm]) -> Receipt:
    """The receipt of a renewal: the new term."""
    return slip(entry, f"{entry.title}回执", facts=[*_card(entry), *_term(entry)])


def rewrite_receipt(entry: Entry[RewriteForm]) -> Receipt:
    """The receipt of a temporary card that was written anew."""
    facts = [*_card(entry), Fact("密码", entry.facts.get("password", ""))]
    return slip(entry, f"{entry.title}回执", facts=facts)


def return_receipt(entry: Entry[ReturnForm]) -> Receipt:
    """The receipt of a temporary card that came back."""
    return slip(entry, f"{entry.title}回执", facts=_card(entry), signatures=("申请人（代办人）签字", "收卡人签字"))


def refund_receipt(entry: Entry[RefundForm]) -> Receipt:
    """The receipt of what was given back, against which coupon."""
    change = entry.change("payment")
    amount = change.facts["amount"] if change is not None else ""
    facts = [
        Fact("受理回执单编号", coupon_shown(entry.form), "number"),
        Fact("退回金额", f"{amount} 元", "state"),
        *([Fact("工本费", change.words, "state")] if change is not None else []),
    ]
    return slip(entry, f"{entry.title}凭据", facts=facts, signatures=("领款人签字", "经办人签字"))


def gone_receipt(entry: Entry[GoneForm]) -> Receipt:
    """The record of a temporary card that was lost or damaged, with all that follows from it."""
    payment, listed = entry.change("payment"), entry.change("blacklist")
    facts = [*_card(entry), Fact("日期", entry.form.happened_on.isoformat())]
    facts += [Fact("情况说明", entry.form.story)] if entry.form.story else []
    facts += [Fact("工本费", payment.after.value, "state")] if payment is not None else []
    facts += [Fact("黑名单", listed.after.value, "state")] if listed is not None else []
    return slip(entry, f"{entry.title}回执", facts=facts)
