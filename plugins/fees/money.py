"""一笔缴费留下什么、记什么账、告诉非税系统什么。"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from counter import INCOME, BillMark, Case, Change, Entry, Fate, Message, PaymentState, Posting, Subject, Tariff

from .form import BillForm, CashForm, ChargeForm, NoticeForm, OrderForm, RefundForm, SpoiledForm
from .rules import FeesRules

CASH, NOTICE, POS = "现金", "缴款通知书", "刷卡"
ACCOUNTS: Mapping[str, str] = {CASH: "现金", NOTICE: "银行代收", POS: "刷卡"}


def charged(case: Case[Any, Any]) -> Tariff | None:
    """The tariff item that the chosen code stands for: the code's words end with its title."""
    return next((t for t in case.charges if case.filled.item.endswith(t.title)), None)


def cash(case: Case[CashForm, Any]) -> Mapping[str, str]:
    """What is kept of cash taken within an operation."""
    number = f"{case.op_id}.{case.part}"
    return {"way": CASH, "amount": f"{case.filled.received:.2f}", "bill_number": number, **_authority(case)}


def _authority(case: Case[Any, Any]) -> Mapping[str, str]:
    """On whose word so much was taken: a later tariff does not change it."""
    return {} if case.fee is None else {"tariff": case.fee.title, "article": case.fee.article}


def noticed(case: Case[NoticeForm, FeesRules]) -> Mapping[str, str]:
    """What is kept of a fee that was ordered and billed in the non-tax system itself."""
    form = case.filled
    return {
        "way": NOTICE,
        "amount": f"{form.amount:.2f}",
        "notice_number": form.notice_number,
        "bill_number": form.bill_number,
    }


def _charge(case: Case[Any, FeesRules]) -> Mapping[str, str]:
    tariff = charged(case)
    if tariff is None:
        return {}
    facts = {"amount": f"{tariff.yuan.value:.2f}", "tariff": tariff.title, "article": tariff.yuan.source}
    since = {"since": tariff.yuan.since.isoformat()} if tariff.yuan.since is not None else {}
    return {**facts, **since, "payer": str(case.filled.payer), "code": case.filled.item}


def ordered(case: Case[OrderForm, FeesRules]) -> Mapping[str, str]:
    """What is kept of a printed notice."""
    return {"way": NOTICE, **_charge(case), "notice_number": case.filled.notice_number}


def payable_until(case: Case[OrderForm, FeesRules]) -> datetime | None:
    """The end of the last day on which the notice can be paid."""
    days = case.rules.notice_days
    if days is None:
        return None
    return case.now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=days.value + 1)


def swiped(case: Case[ChargeForm, FeesRules]) -> Mapping[str, str]:
    """What is kept of a swipe before it: the terminal adds its own numbers."""
    return {"way": POS, **_charge(case)}


def from_device(case: Case[Any, FeesRules]) -> Mapping[str, str]:
    """What the terminal gave."""
    return {name: text for name, text in case.result.items() if name in ("voucher", "reference", "card")}


def given_back(case: Case[Any, FeesRules]) -> Mapping[str, str]:
    """The terminal's voucher of the refund."""
    return {"back_voucher": case.result["voucher"]} if case.result.get("voucher") else {}


def billed(case: Case[BillForm, FeesRules]) -> Mapping[str, str]:
    """The bill that belongs to the payment."""
    return {"bill_number": case.filled.bill_number, "bill_batch": case.bill.batch if case.bill is not None else ""}


def issued(case: Case[BillForm, FeesRules]) -> Sequence[BillMark]:
    """The bill that leaves the stock."""
    return (BillMark(Fate.ISSUED, case.filled.bill_number),)


def issued_anew(case: Case[SpoiledForm, FeesRules]) -> Sequence[BillMark]:
    """The spoiled bill, and the one that takes its place."""
    spoiled = BillMark(Fate.SPOILED, case.filled.spoiled_number, case.filled.reason)
    return (spoiled, BillMark(Fate.ISSUED, case.filled.bill_number))


def came_back(case: Case[RefundForm, FeesRules]) -> Sequence[BillMark]:
    """The bill that was handed back with a refund is void."""
    number = case.filled.bill_number
    return () if number is None else (BillMark(Fate.BACK, number, case.filled.reason),)


def payment(case: Case[Any, Any]) -> Subject:
    """The payment this operation is about."""
    return next(case.bound[role] for role in ("payment", "used_payment") if role in case.bound)


def came_in(case: Case[Any, Any]) -> Sequence[Posting]:
    """The fee came in, by its way."""
    typed = noticed(case) if isinstance(case.form, NoticeForm) else {}
    before = swiped(case) if isinstance(case.form, ChargeForm) else {}
    return _posted({**before, **payment(case).facts, **typed}, 1)


def went_out(case: Case[Any, Any]) -> Sequence[Posting]:
    """The fee went back, by the way it had come."""
    return _posted(payment(case).facts, -1)


def _posted(facts: Mapping[str, str], sign: int) -> Sequence[Posting]:
    yuan = Decimal(facts["amount"]) * sign
    return (Posting(ACCOUNTS[facts["way"]], yuan), Posting(INCOME, -yuan))


def by_way(*ways: str, billed: bool | None = None) -> Any:
    """Which payments an operation is about: of these ways, with or without a bill."""
    def meant(_case: Case[Any, Any], one: Subject) -> bool:
        known = one.facts.get("way", "") in ways
        return known and billed in (None, bool(one.facts.get("bill_number")))
    return meant


def moved(entry: Entry[Any]) -> Change:
    """The move of the payment in an entry."""
    return next(change for change in entry.changes if change.role in ("payment", "used_payment"))


def tells(kind: str, title: str, *names: str) -> Any:
    """What the non-tax system is told: the kind, and these facts of the payment and blanks of the form."""
    def messages(entry: Entry[Any]) -> Sequence[Message]:
        if not entry.changes:
            return ()
        known = {**moved(entry).facts, **{k: v for k, v in entry.form.texts().items() if v}}
        facts = {name: known.get(name, "") for name in names}
        return (Message(system="nontax", title=title, facts={"kind": kind, "key": moved(entry).subject, **facts}),)
    return messages


def registered(entry: Entry[Any]) -> Mapping[str, str]:
    """The payment as the province is told of it."""
    facts = {k: v for k, v in moved(entry).facts.items() if k in ("amount", "bill_number", "notice_number")}
    reason = entry.form.texts().get("reason", "")
    return {**facts, "pay_key": moved(entry).subject, **({"reason": reason} if reason else {})}


OPEN = (PaymentState.ORDERED, PaymentState.PAID)
