"""标注、制卡、补打卡面、失败数据: the road from an ordered card to a made one, and back when it failed."""

from collections.abc import Mapping
from typing import Any

from counter import (
    ABSENT,
    NEW_CARD,
    NEW_FINANCIAL,
    NEW_SOCIAL,
    Act,
    Awaits,
    CardState,
    Case,
    Dossier,
    Entry,
    FinancialState,
    Here,
    MatterKind,
    Operation,
    SocialState,
    Subject,
    move,
    to_make_here,
)

from .act import MAKING, REPRINTING
from .conditions import (
    IssueRules,
    is_failed,
    is_marked,
    is_whole,
    not_failed,
    not_marked,
    payment_is_registered,
    reviewed,
    was_sent_back,
)
from .form import FailedForm, MakeForm
from .receipt import failed_receipt, make_receipt, mark_receipt, reprint_receipt, restore_receipt

MARKED, FAILED = "marked", "failed"


def _made(case: Case[Any, IssueRules]) -> Mapping[str, str]:
    kept = {name: case.result[name] for name in ("number", "bank_account") if case.result.get(name)}
    return {**kept, MARKED: "", FAILED: "", "issued_on": case.now.date().isoformat()}


def _not_made(rules: IssueRules) -> Any:
    """Where failed cards are restored first, the mark goes and the failure stays to be worked off."""
    facts = {MARKED: "", FAILED: "制卡失败"} if rules.restore_first.value else {MARKED: ""}
    return (move(NEW_CARD, CardState.MAKING, CardState.ORDERED, facts=lambda _case: facts),)


def _report_make(entry: Entry[MakeForm]) -> Mapping[str, str]:
    change = entry.change("new_card")
    bank = change.facts.get("bank", "") if change is not None else ""
    if entry.outcome == "failed":
        return {"fail_type": "制卡", "reason": entry.facts.get("failed", ""), "bank": bank}
    account = entry.facts.get("bank_account", "")
    return {"new_card_number": entry.facts.get("number", ""), "bank_account": account, "bank": bank}


def _to_mark(dossier: Dossier, card: Subject, here: Here) -> bool:
    return to_make_here(dossier, card, here) and not any(card.facts.get(one) for one in (MARKED, FAILED, "to_review"))


def _to_make(dossier: Dossier, card: Subject, here: Here) -> bool:
    return to_make_here(dossier, card, here) and not (card.facts.get(FAILED) or card.facts.get("to_review"))


def _to_restore(dossier: Dossier, card: Subject, here: Here) -> bool:
    return to_make_here(dossier, card, here) and bool(card.facts.get(FAILED))


MARK = Operation(
    id="issue.mark",
    form=MakeForm,
    rules=IssueRules,
    moves=(move(NEW_CARD, CardState.ORDERED, CardState.ORDERED, facts=lambda _case: {MARKED: "即制卡"}),),
    conditions=(reviewed, payment_is_registered, not_marked, not_failed),
    receipt=mark_receipt,
    report=lambda _entry: {},
    then=("issue.make",),
    awaits=(Awaits(MatterKind.MAKE, NEW_CARD, _to_mark),),
)

MAKE = Operation(
    id="issue.make",
    form=MakeForm,
    rules=IssueRules,
    moves=(move(NEW_CARD, CardState.ORDERED, CardState.MAKING),),
    conditions=(reviewed, payment_is_registered, is_marked),
    act=Act(
        title="制卡",
        device="maker",
        steps=MAKING,
        course=lambda rules: rules.making,
        done=(
            move(NEW_CARD, CardState.MAKING, CardState.MADE, facts=_made),
            move(NEW_SOCIAL, ABSENT, SocialState.OFF),
            move(NEW_FINANCIAL, ABSENT, FinancialState.OFF),
        ),
        failed=_not_made,
        tells_failure=True,
    ),
    receipt=make_receipt,
    report=_report_make,
    then=("issue.collect",),
    awaits=(Awaits(MatterKind.MAKE, NEW_CARD, _to_make),),
)

REPRINT = Operation(
    id="issue.reprint",
    form=MakeForm,
    rules=IssueRules,
    moves=(move(NEW_CARD, CardState.MADE, CardState.MADE),),
    conditions=(is_whole,),
    act=Act(
        title="补打卡面",
        device="maker",
        steps=REPRINTING,
        course=lambda rules: rules.reprinting,
        done=(move(NEW_CARD, CardState.MADE, CardState.MADE),),
        failed=(),
    ),
    receipt=reprint_receipt,
    then=("issue.collect",),
)

RETURN_FAILED = Operation(
    id="issue.failed",
    form=FailedForm,
    rules=IssueRules,
    moves=(
        move(
            NEW_CARD, (CardState.ORDERED, CardState.MAKING), CardState.ORDERED,
            facts=lambda _case: {MARKED: "", FAILED: "制卡失败"},
        ),
    ),
    conditions=(was_sent_back, not_failed),
    receipt=failed_receipt,
    report=lambda entry: {"fail_type": entry.form.kind.value, "reason": entry.form.reason},
    then=("issue.restore",),
)

RESTORE = Operation(
    id="issue.restore",
    form=MakeForm,
    rules=IssueRules,
    moves=(move(NEW_CARD, CardState.ORDERED, CardState.ORDERED, facts=lambda _case: {FAILED: ""}),),
    conditions=(is_failed,),
    receipt=restore_receipt,
    report=lambda _entry: {},
    then=("issue.mark",),
    awaits=(Awaits(MatterKind.MAKE, NEW_CARD, _to_restore),),
)
