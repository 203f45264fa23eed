"""制卡、领卡、回退的条件，以及各市可以定的规则。"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from counter import (
    CardState,
    Case,
    Kind,
    PaymentState,
    Reads,
    Refusal,
    Ruled,
    advice_of,
    condition,
    is_at,
)

from .form import CollectForm, MakeForm, UndoForm

HANDED = ("issue.collect", "custody.reissue", "custody.unit")


@dataclass(frozen=True, kw_only=True)
class IssueRules:
    """The ``[issue]`` table: ``undo_days`` 0 means only on the same day."""

    undo_days: Ruled[int]
    payment_registered: Ruled[bool]
    review_first: Ruled[bool]

    words: ClassVar[Mapping[str, str]] = {
        "undo_days": "领卡后几天内可以回退",
        "payment_registered": "先交费登记再制卡",
        "review_first": "网上申请先核实再制卡",
    }


@condition(Reads.FORM)
def looked_at(case: Case[MakeForm, IssueRules]) -> Refusal | None:
    """The preview has been compared before the card is made."""
    if case.filled.checked:
        return None
    return Refusal("请先预览，核对照片、姓名、银行无误后再制卡", case.guide.article)


@condition(Reads.DOSSIER)
def payment_is_registered(case: Case[MakeForm, IssueRules]) -> Refusal | None:
    """Where the city says so, the payment is registered with the province before the card is made."""
    rule = case.rules.payment_registered
    unregistered = any(p.state is PaymentState.USED for p in case.dossier.of(Kind.PAYMENT))
    if not rule.value or not unregistered or "new_card" not in case.bound:
        return None
    return Refusal("缴费还没有登记，请先做交费登记，再制卡", rule.source)


@condition(Reads.DOSSIER)
def reviewed(case: Case[MakeForm, IssueRules]) -> Refusal | None:
    """What was applied for on the web is checked with the applicant before the card is made."""
    rule, order = case.rules.review_first, case.bound.get("new_card")
    if not rule.value or order is None or not order.facts.get("to_review"):
        return None
    return Refusal("网上申请的制卡信息还没有核实，请先与申请人核实，再制卡", rule.source)


@condition(Reads.DOSSIER)
def lies_here(case: Case[CollectForm, IssueRules]) -> Refusal | None:
    """Only a card that is here is handed over; of any other the holder is told where it is."""
    card = case.dossier.coming()
    here = card is None or card.state not in (CardState.MADE, CardState.HANDED)
    if here or is_at(case.dossier, card, case.window.branch):
        return None
    return Refusal(advice_of(case.dossier, card, case.window.branch), case.guide.article)


@condition(Reads.DOSSIER)
def soon_enough(case: Case[UndoForm, IssueRules]) -> Refusal | None:
    """A hand-over may be taken back only within the city's days."""
    last = next((p for p in case.dossier.past if p.operation in HANDED and p.outcome != "undone"), None)
    rule = case.rules.undo_days
    if last is None or case.now.date() <= last.at.date() + timedelta(days=rule.value):
        return None
    when = f"领卡后 {rule.value} 天内" if rule.value else "领卡当天"
    return Refusal(f"{when}才可以回退，这张卡是 {last.at:%Y-%m-%d} 领取的", rule.source)
