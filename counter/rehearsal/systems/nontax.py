"""The rehearsal non-tax system: numbers and keeps payment notices, knows what is paid, and which bill belongs to it."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from counter.rehearsal.systems.peer import Fields, Peer

REPORTS = frozenset({"issueNotice", "cancelNotice", "swipe", "issueBill", "reissueBill", "refund"})


@dataclass(frozen=True)
class Notice:
    """One payment notice; ``bill`` is the number of the bill to it; without ``here`` that was issued elsewhere."""

    bill: str = ""
    amount: str = ""
    payer: str = ""
    paid: bool = False
    cancelled: bool = False
    here: bool = False


class NonTax(Peer):
    """Knows payment notices and bills.

    A notice nobody has written into the rehearsal counts as paid with the bill that is asked about, so that a
    trainee may type any number; one that was opened here or written in is answered as it stands. Each unit's notices
    are numbered one after the other.
    """

    name, title = "nontax", "非税系统"
    questions = frozenset({"notice", "next"})
    reports = REPORTS

    def __init__(self, now: Callable[[], datetime]) -> None:
        super().__init__()
        self._now = now
        self.notices: dict[str, Notice | None] = {}
        self.bills: dict[str, str] = {}
        self._given: Counter[str] = Counter()

    def following(self, unit: str) -> str:
        """The number of the next notice of this unit."""
        return f"{unit}{self._given[unit] + 1:06d}"

    def pay(self, number: str) -> bool:
        """Somebody pays this notice at a bank outlet; False when it is not open."""
        known = self.notices.get(number)
        if known is None or known.paid or known.cancelled:
            return False
        self.notices[number] = replace(known, paid=True)
        return True

    def look(self, call: str, fields: Fields) -> Fields:
        """The next number, or whether this notice is paid and this bill is the one to it."""
        if call == "next":
            return {"number": self.following(fields.get("unit", ""))}
        number, bill = fields.get("noticeNumber", ""), fields.get("billNumber", "")
        known = self.notices.get(number, Notice(bill, paid=True))
        if known is None:
            return {"state": "unknown", "amount": "", "paidOn": ""}
        if known.cancelled or not (known.paid or known.bill):
            return {"state": "cancelled" if known.cancelled else "unpaid", "amount": known.amount, "paidOn": ""}
        state = "paid" if known.bill == bill or (known.here and not bill) else "otherBill"
        return {"state": state, "amount": known.amount, "paidOn": self._now().date().isoformat()}

    def wrong(self, call: str, fields: Fields) -> str:
        """What cannot be taken into the record."""
        number = fields.get("noticeNumber", "")
        known = self.notices.get(number)
        bill = fields.get("billNumber", "")
        match call:
            case "issueNotice" if number != self.following(fields.get("unit", "")):
                return f"通知书编号不连续，应为 {self.following(fields.get('unit', ''))}"
            case "cancelNotice" if known is None or known.paid:
                return "通知书已缴款或不存在，不能作废"
            case "issueBill" if bill in self.bills:
                return "票据号已经用过"
            case "issueBill" if number and (known is None or not known.paid):
                return "通知书没有缴款，不能开票"
        return ""

    def taken(self, call: str, fields: Fields) -> None:
        """Take it into the record."""
        number, bill = fields.get("noticeNumber", ""), fields.get("billNumber", "")
        match call:
            case "issueNotice":
                self._given[fields.get("unit", "")] += 1
                self.notices[number] = Notice(
                    amount=fields.get("amount", ""), payer=fields.get("payer", ""), here=True
                )
            case "cancelNotice":
                self._change(number, cancelled=True)
            case "issueBill":
                self._bill(number, fields, bill)
            case "reissueBill":
                spoiled = fields.get("spoiledNumber", "")
                payment = self.bills.get(spoiled, "")
                self.bills[spoiled], self.bills[bill] = "作废", payment
            case "refund" if bill:
                self.bills[bill] = "作废"

    def _bill(self, number: str, fields: Fields, bill: str) -> None:
        self.bills[bill] = fields.get("payment", "")
        if number:
            self._change(number, bill=bill)

    def _change(self, number: str, **parts: object) -> None:
        known = self.notices.get(number)
        assert known is not None, "refused without one"
        self.notices[number] = replace(known, **parts)  # type: ignore[arg-type]
