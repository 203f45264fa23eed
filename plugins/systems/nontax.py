"""非税：开缴款通知书、缴了没有、刷卡、财政票据、退付。"""

import re
from collections.abc import Mapping

from counter import Answer, Delivery, Inquiry, MismatchError, Paid, Reply, answers

from .exchange import Exchange, filled

YUAN = re.compile(r"\d{1,9}(\.\d{1,2})?")
NUMBER = re.compile(r"[0-9A-Za-z]{4,30}")
STATES = {
    "paid": Paid.YES.value,
    "unpaid": Paid.NOT_YET.value,
    "unknown": Paid.UNKNOWN.value,
    "otherBill": Paid.OTHER_BILL.value,
    "cancelled": Paid.CANCELLED.value,
}
# What is told, by our word for it: the system's call and its fields by ours.
_NOTICE, _WHY = {"notice_number": "noticeNumber"}, {"reason": "reason"}
_CHARGE = {"payer": "payer", "code": "item", "amount": "amount"}
_BILL = {"bill_number": "billNumber", "bill_batch": "billBatch"}
CALLS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "issue": ("issueNotice", {**_NOTICE, **_CHARGE}),
    "cancel": ("cancelNotice", {**_NOTICE, **_WHY}),
    "swipe": ("swipe", {**_CHARGE, "voucher": "voucher"}),
    "bill": ("issueBill", {**_NOTICE, **_BILL, "voucher": "voucher", "payer": "payer", "amount": "amount"}),
    "rebill": ("reissueBill", {**_BILL, "spoiled_number": "spoiledNumber", **_WHY}),
    "refund": ("refund", {**_NOTICE, "bill_number": "billNumber", "voucher": "voucher", "amount": "amount", **_WHY}),
}


class NonTax:
    """Asks about payment notices and bills, and tells what was opened, paid by card, billed and given back."""

    title = "非税系统"

    def __init__(self, url: str) -> None:
        self._line = Exchange("nontax", url)

    def ask(self, inquiry: Inquiry, seconds: float) -> Reply:
        """The number of the next notice of this branch, or how the notice stands whose numbers were typed."""
        if inquiry.asks == "next":
            return Reply(answer=_number(self._line.question("next", {"unit": inquiry.branch}, seconds)))
        asked = {
            "noticeNumber": inquiry.facts.get("notice_number", ""),
            "billNumber": inquiry.facts.get("bill_number", ""),
        }
        heard = self._line.question("notice", asked, seconds)
        facts = {"amount": _amount(heard), "paid_on": answers.text(heard, "paidOn")}
        return Reply(answer=answers.word(STATES, heard, "state"), facts=filled(facts))

    def tell(self, delivery: Delivery) -> Answer:
        """Tell one thing; ``key`` names the payment it is about."""
        call, fields = CALLS[delivery.facts["kind"]]
        told = {theirs: delivery.facts.get(ours, "") for ours, theirs in fields.items()}
        told |= {"unit": delivery.branch, "payment": delivery.facts["key"], "at": delivery.at.isoformat()}
        return self._line.report(call, delivery.key, filled(told))


def _number(heard: answers.Fields) -> str:
    number = answers.text(heard, "number")
    if not NUMBER.fullmatch(number):
        raise MismatchError("number 不是通知书编号")
    return number


def _amount(heard: answers.Fields) -> str:
    text = answers.text(heard, "amount")
    if text and not YUAN.fullmatch(text):
        raise MismatchError("amount 不是金额")
    return text
