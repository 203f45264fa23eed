"""成品卡交接、发放、回执、回卡的条件，以及各市可以定的规则。"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar

from counter import (
    BatchState,
    CardState,
    Case,
    CustodyState,
    Held,
    Kind,
    Reads,
    Refusal,
    Ruled,
    condition,
    is_at,
    made_here,
    pickup_title,
)

from .form import ApproveForm, ManualForm


@dataclass(frozen=True, kw_only=True)
class CustodyRules:
    """The ``[custody]`` table: ``undo_days`` 0 means only on the same day."""

    second_person: Ruled[bool]
    to_pickup_only: Ruled[bool]
    undo_days: Ruled[int]
    not_reissued: Ruled[tuple[str, ...]]

    words: ClassVar[Mapping[str, str]] = {
        "second_person": "交接申请和审核须由两人办理",
        "to_pickup_only": "只能交接到卡的领取网点",
        "undo_days": "单位发卡后几天内可以回退",
        "not_reissued": "这些验卡结果的卡不能重发",
    }


@condition(Reads.DOSSIER)
def elsewhere(case: Case[Any, CustodyRules]) -> Refusal | None:
    """Cards are handed to another place than this one."""
    if case.dossier.holder.id_number != case.window.branch:
        return None
    return Refusal("这里就是本网点，成品卡不用交接", case.guide.article)


@condition(Reads.DOSSIER)
def nothing_waits(case: Case[Any, CustodyRules]) -> Refusal | None:
    """One request at a time, so that the approval is about the cards that were requested."""
    waiting = any(batch.state is BatchState.REQUESTED for batch in case.dossier.of(Kind.BATCH))
    if not waiting:
        return None
    return Refusal("已有一笔交接申请等待审核，请先审核或撤回，再提交新的申请", case.guide.article)


@condition(Reads.DOSSIER)
def another_person(case: Case[Any, CustodyRules]) -> Refusal | None:
    """Whoever asked does not approve."""
    batch, rule = case.bound.get("batch"), case.rules.second_person
    if not rule.value or batch is None or batch.facts.get("clerk") != case.clerk.number:
        return None
    return Refusal("这笔交接是您申请的，须由另一人审核", rule.source)


@condition(Reads.FORM)
def looked_over(case: Case[ApproveForm, CustodyRules]) -> Refusal | None:
    """The request has been compared before it is approved."""
    if case.filled.checked:
        return None
    return Refusal("请先核对批次、张数和领卡人，再审核通过", case.guide.article)


@condition(Reads.DOSSIER)
def soon_enough(case: Case[Any, CustodyRules]) -> Refusal | None:
    """Cards given to a unit may be taken back only within the city's days."""
    last = next((p for p in case.dossier.past if p.op_id == case.undoes and case.undoes), None)
    rule = case.rules.undo_days
    if last is None or case.now.date() <= last.at.date() + timedelta(days=rule.value):
        return None
    when = f"单位发卡后 {rule.value} 天内" if rule.value else "单位发卡当天"
    return Refusal(f"{when}才可以回退，这一笔是 {last.at:%Y-%m-%d} 办的", rule.source)


@condition(Reads.FORM)
def the_card_itself(case: Case[ManualForm, CustodyRules]) -> Refusal | None:
    """The number typed from the card is the one the unit had taken."""
    card = case.bound.get("new_card")
    if card is None or case.filled.card_number.strip().upper() == card.number:
        return None
    text = f"输入的卡号不是{case.dossier.holder.name}交给单位的那张卡，请照卡面核对，或用卡号查找持卡人"
    return Refusal(text, case.guide.article)


@condition(Reads.DOSSIER)
def fit_to_give(case: Case[Any, CustodyRules]) -> Refusal | None:
    """A card that was found faulty is not given out again."""
    custody, rule = case.bound.get("custody"), case.rules.not_reissued
    result = custody.facts.get("result", "") if custody is not None else ""
    if result not in rule.value:
        return None
    return Refusal(f"这张卡验卡结果为“{result}”，不能重发，请退回制卡单位重制", rule.source)


def to_its_pickup(case: Case[Any, CustodyRules], held: Held) -> Refusal | None:
    """Where the city says so, a card goes only to the place it was ordered at."""
    pickup, rule = held.card.facts.get("pickup", ""), case.rules.to_pickup_only
    if not rule.value or not pickup or pickup == case.dossier.holder.id_number:
        return None
    place = pickup_title(held.card.facts)
    return Refusal(f"{held.label}的领取网点是 {place}，不能交接到{case.dossier.holder.name}", rule.source)


def in_hand(case: Case[Any, CustodyRules], held: Held) -> bool:
    """A finished card that lies here, out of the maker; one ordered at that place was made here to be sent there."""
    in_the_maker = any(held.card.id in act.subjects for act in held.dossier.acts)
    if held.card.state is not CardState.MADE or in_the_maker:
        return False
    pickup, place = held.card.facts.get("pickup", ""), case.dossier.holder.id_number
    ordered_there = held.custody is None and pickup == place != case.window.branch
    return ordered_there or is_at(held.dossier, held.card, case.window.branch)


def can_be_sent(case: Case[Any, CustodyRules], held: Held) -> bool:
    """In hand, or asked for by a request that ended without it: the province had sent this one back."""
    custody, here = held.custody, case.dossier.holder.id_number
    left_over = custody is not None and custody.state is CustodyState.REQUESTED and custody.facts.get("unit") == here
    return left_over or in_hand(case, held)


def underway(case: Case[Any, CustodyRules], held: Held) -> bool:
    """A finished card on its way to the unit whose page this is; to this branch, also one of another branch."""
    if held.custody is not None:
        return held.custody.state is CustodyState.SENT
    here = case.dossier.holder.id_number == case.window.branch
    return here and held.card.state is CardState.MADE and not made_here(held.dossier, held.card)
