"""通知领卡的条件，以及各市可以定的规则。"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from counter import Case, Dossier, Past, Reads, Refusal, Ruled, condition, goes_to, is_at

from .form import NotifyForm, UndoForm

NOTIFY = "agency.notify"


@dataclass(frozen=True, kw_only=True)
class AgencyRules:
    """The ``[agency]`` table.

    ``by_pickup``: only the branch that hands the card out gives the notice; ``forms_sent``: the paper forms go
    along to the making window.
    """

    by_pickup: Ruled[bool]
    forms_sent: Ruled[bool]
    withdraw_days: Ruled[int]

    words: ClassVar[Mapping[str, str]] = {
        "by_pickup": "由领卡网点通知领卡",
        "forms_sent": "申领表原件随传送清单送制发服务窗口",
        "withdraw_days": "通知后几天内可以撤销",
    }


@condition(Reads.DOSSIER)
def at_its_pickup(case: Case[NotifyForm, AgencyRules]) -> Refusal | None:
    """The branch that hands the card out gives the notice, once the card lies there."""
    card, here, rule = case.bound.get("new_card"), case.window.branch, case.rules.by_pickup
    place = goes_to(card, here)
    if card is None or not rule.value or is_at(case.dossier, card, here):
        return None
    if place:
        return Refusal(f"这张卡在{place}领取，由{place}通知领卡", rule.source)
    return Refusal("这张卡还没有送到本网点，签收后再通知领卡", rule.source)


@condition(Reads.FORM)
def not_twice_a_day(case: Case[NotifyForm, AgencyRules]) -> Refusal | None:
    """Nobody is told twice on one day in the same way; another way, or another person, may follow."""
    last, card = last_notice(case.dossier), case.bound.get("new_card")
    if last is None or card is None or last.at.date() != case.now.date():
        return None
    same = {**notice_facts(case), "told_by": last.op_id}
    if same.items() <= card.facts.items():
        told = f"{last.at:%H:%M} 已经用{case.filled.how}通知过{case.filled.whom.value}"
        return Refusal(f"今天 {told}，不用再登记；换一种方式或换一个人通知的，请改选", case.guide.article)
    return None


@condition(Reads.DOSSIER)
def soon_enough(case: Case[UndoForm, AgencyRules]) -> Refusal | None:
    """A notice may be taken back only within the city's days."""
    last, rule = last_notice(case.dossier), case.rules.withdraw_days
    if last is None or (case.now.date() - last.at.date()).days <= rule.value:
        return None
    when = f"通知后 {rule.value} 天内" if rule.value else "通知当天"
    return Refusal(f"{when}才可以撤销，这次通知是 {last.at:%Y-%m-%d} 登记的", rule.source)


def last_notice(dossier: Dossier) -> Past | None:
    """The newest notice that was not taken back."""
    told = (p for p in dossier.past if p.operation == NOTIFY and p.outcome != "undone")
    return max(told, key=lambda past: past.seq, default=None)


def notice_facts(case: Case[NotifyForm, Any]) -> Mapping[str, str]:
    """What the card keeps of its last notice."""
    return {"told_how": case.filled.how, "told_whom": case.filled.whom.value, "told_by": case.op_id}
