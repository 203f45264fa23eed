"""非税：这张缴款通知书缴了没有，这张财政票据是不是它的。"""

import re

from counter import Inquiry, MismatchError, Paid, Reply, answers

from .exchange import Exchange, filled

YUAN = re.compile(r"\d{1,9}(\.\d{1,2})?")
STATES = {
    "paid": Paid.YES.value,
    "unpaid": Paid.NOT_YET.value,
    "unknown": Paid.UNKNOWN.value,
    "otherBill": Paid.OTHER_BILL.value,
}


class NonTax:
    """Asks about one payment notice and the bill that was issued for it; the payer is not named."""

    title = "非税系统"

    def __init__(self, url: str) -> None:
        self._line = Exchange("nontax", url)

    def ask(self, inquiry: Inquiry, seconds: float) -> Reply:
        """Ask about the two numbers that were typed."""
        asked = {
            "noticeNumber": inquiry.facts.get("notice_number", ""),
            "billNumber": inquiry.facts.get("bill_number", ""),
        }
        heard = self._line.question("notice", asked, seconds)
        facts = {"amount": _amount(heard), "paid_on": answers.text(heard, "paidOn")}
        return Reply(answer=answers.word(STATES, heard, "state"), facts=filled(facts))


def _amount(heard: answers.Fields) -> str:
    text = answers.text(heard, "amount")
    if text and not YUAN.fullmatch(text):
        raise MismatchError("amount 不是金额")
    return text
