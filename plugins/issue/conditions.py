"""制卡、领卡、回退的条件，以及各市可以定的规则。"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar

from counter import (
    CardState,
    Case,
    Course,
    FinancialState,
    Kind,
    PaymentState,
    Reads,
    Refusal,
    Ruled,
    Subject,
    advice_of,
    condition,
    is_at,
    place_of,
)

from .form import CollectForm, FailedForm, MakeForm, UndoForm

HANDED = ("issue.collect", "custody.reissue", "custody.unit")


@dataclass(frozen=True, kw_only=True)
class IssueRules:
    """The ``[issue]`` table: ``undo_days`` 0 means only on the same day."""

    undo_days: Ruled[int]
    payment_registered: Ruled[bool]
    review_first: Ruled[bool]
    mark_first: Ruled[bool]
    restore_first: Ruled[bool]
    making: Course
    reprinting: Course | None = None

    words: ClassVar[Mapping[str, str]] = {
        "undo_days": "领卡后几天内可以回退",
        "payment_registered": "先交费登记再制卡",
        "review_first": "网上申请先核实再制卡",
        "mark_first": "先标注再制卡",
        "restore_first": "制卡失败的先恢复申请",
    }


@condition(Reads.DOSSIER)
def payment_is_registered(case: Case[MakeForm, IssueRules]) -> Refusal | None:
    """Where the city says so, the payment is registered with the province before the card is made."""
    rule = case.rules.payment_registered
    if _registered(case) or "new_card" not in case.bound:
        return None
    return Refusal("缴费还没有登记，请先做交费登记，再制卡", rule.source)


def _new(case: Case[Any, IssueRules]) -> Subject | None:
    card = case.bound.get("new_card")
    return card if card is not None and card.state is CardState.ORDERED else None


def _registered(case: Case[Any, IssueRules]) -> bool:
    used = any(p.state is PaymentState.USED for p in case.dossier.of(Kind.PAYMENT))
    return not (case.rules.payment_registered.value and used)


@condition(Reads.DOSSIER)
def is_marked(case: Case[MakeForm, IssueRules]) -> Refusal | None:
    """Where the city says so, a card is marked before it is made; what must come before that is said first."""
    card, rule = _new(case), case.rules.mark_first
    settled = card is None or not rule.value or bool(card.facts.get("marked"))
    if card is None or settled or not _registered(case) or case.window.type not in case.guide.windows.value:
        return None
    if card.facts.get("failed"):
        return Refusal("上次制卡失败的数据还没有处理，请先恢复申请、重新标注，再制卡", case.rules.restore_first.source)
    return Refusal("还没有标注，请先做即制卡标注，再制卡", rule.source)


@condition(Reads.DOSSIER)
def not_marked(case: Case[MakeForm, IssueRules]) -> Refusal | None:
    """A card is marked once."""
    card = _new(case)
    if card is None or not card.facts.get("marked"):
        return None
    return Refusal("这张卡已经标注，不用重复标注，请制卡", case.guide.article)


@condition(Reads.DOSSIER)
def not_failed(case: Case[Any, IssueRules]) -> Refusal | None:
    """What failed is restored first."""
    card = _new(case)
    if card is None or not card.facts.get("failed"):
        return None
    return Refusal("上次制卡失败的数据还没有处理，请先恢复申请", case.rules.restore_first.source)


@condition(Reads.DOSSIER)
def is_failed(case: Case[MakeForm, IssueRules]) -> Refusal | None:
    """Only what failed can be restored."""
    card = _new(case)
    if card is None or card.facts.get("failed"):
        return None
    return Refusal("没有制卡失败的数据，不用恢复申请", case.guide.article)


@condition(Reads.DOSSIER)
def was_sent_back(case: Case[FailedForm, IssueRules]) -> Refusal | None:
    """Failed data are returned by themselves only after the province has sent the making back."""
    made = next((past for past in case.dossier.past if past.operation == "issue.make"), None)
    sent_back = made is not None and made.outcome == "undone"
    if "new_card" not in case.bound or (sent_back and not case.dossier.acts):
        return None
    return Refusal("没有被省里退回的制卡，不用失败数据回盘；制卡中失败的，在制卡页面上回盘", case.guide.article)


@condition(Reads.DOSSIER)
def is_whole(case: Case[Any, IssueRules]) -> Refusal | None:
    """A card of which steps are left is not handed over and not printed again."""
    card = case.bound.get("new_card")
    left = any(card is not None and card.id in act.subjects for act in case.dossier.acts)
    if not left:
        return None
    return Refusal("这张卡还有没做完的制卡步骤，请先在制卡页面上做完", case.guide.article)


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
    with_unit = card is not None and card.state is CardState.HANDED and place_of(case.dossier, card)
    finished = card is not None and card.state is CardState.MADE
    if not (finished or with_unit) or is_at(case.dossier, card, case.window.branch):
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


@condition(Reads.DOSSIER)
def account_is_not_open(case: Case[UndoForm, IssueRules]) -> Refusal | None:
    """A card whose bank account is open is in use already, though the social function is not."""
    card = case.dossier.coming()
    account = case.dossier.function(Kind.FINANCIAL, card)
    if account is None or account.state is not FinancialState.ON:
        return None
    return Refusal(f"这张卡的金融账户已经激活，不能{case.guide.title}", case.guide.article)
