"""申领: the first card of a person is applied for, whole or in parts, and an application comes to its end."""

from collections.abc import Mapping, Sequence
from typing import Any

from counter import (
    ABSENT,
    FUNCTIONS_STOP,
    INSURANCE,
    NEW_CARD,
    OLD_CARD,
    POLICE,
    PROVINCE_RECORD,
    Awaits,
    By,
    CardState,
    Case,
    Dossier,
    Entry,
    Here,
    MatterKind,
    Operation,
    Subject,
    hookimpl,
    move,
    to_make_here,
)

from . import conditions as when
from . import receipt as paper
from .conditions import ApplyRules
from .form import ApplyForm, CompleteForm, EndForm, ReviewForm, StopOldForm, UnfinishedForm

TOLD = (
    "sex", "born_on", "ethnic", "id_kind", "id_valid_until", "nation", "mobile", "landline", "household_address",
    "address", "postcode", "category", "status", "household", "occupation", "unit_number", "unit_name", "village",
    "insurance", "insurance_office", "bank", "channel",
)  # fmt: skip


def _ordered(case: Case[ApplyForm, ApplyRules]) -> Mapping[str, str]:
    form = case.filled
    facts = {
        "bank": form.bank or "",
        "mobile": str(form.mobile or ""),
        **case.window.kept,
        "applied_by": form.channel.value,
    }
    return {name: text for name, text in facts.items() if text}


def _reviewed(case: Case[ReviewForm, ApplyRules]) -> Mapping[str, str]:
    bank = {"bank": case.filled.bank} if case.filled.bank else {}
    return {**bank, "to_review": ""}


def _told(entry: Entry[ApplyForm] | Entry[ReviewForm]) -> Mapping[str, str]:
    texts = entry.form.texts()
    facts = {name: texts[name] for name in TOLD if name in texts}
    if entry.form.by is By.GUARDIAN:
        facts |= {"guardian_name": texts["agent_name"], "guardian_id": texts["agent_id"]}
    order = entry.change("new_card")
    kept = order.facts if order is not None else {}
    return {**facts, **{name: kept.get(name, "") for name in ("pickup", "pickup_name")}}


def _stopped(entry: Entry[StopOldForm]) -> Mapping[str, str]:
    old = entry.change("card")
    return {"old_card_number": old.number if old is not None else "", "reason": entry.title}


def _to_review(_dossier: Dossier, card: Subject, here: Here) -> bool:
    return bool(card.facts.get("to_review")) and card.facts.get("pickup") == here.code


OPEN = (ABSENT, CardState.UNFINISHED)
TO_COMPLETE = (Awaits(MatterKind.UNFINISHED, NEW_CARD),)
APPLICANT = (
    when.first_as_the_record_says,
    when.document_is_valid,
    when.says_what_the_number_says,
    when.bank_is_decided,
    when.agent_is_somebody_else,
)
COMPARED = (when.police_agree, when.is_insured)
ECHOES = ("apply.unfinished", "apply.new", "apply.enter", "apply.review")

NEW = Operation(
    id="apply.new",
    form=ApplyForm,
    rules=ApplyRules,
    needs=(PROVINCE_RECORD, POLICE, INSURANCE),
    moves=(move(NEW_CARD, OPEN, CardState.ORDERED, facts=_ordered),),
    conditions=(when.nothing_in_the_way, *APPLICANT, *COMPARED),
    receipt=paper.apply_receipt,
    report=_told,
    echoes=ECHOES,
    for_newcomers=True,
    then=("issue.make",),
    awaits=TO_COMPLETE,
)

ENTER = Operation(
    id="apply.enter",
    form=ApplyForm,
    rules=ApplyRules,
    needs=(PROVINCE_RECORD,),
    moves=(move(NEW_CARD, OPEN, CardState.RECEIVED, facts=_ordered),),
    conditions=(when.nothing_else_applied_for, when.consents_to_stop, *APPLICANT),
    receipt=paper.apply_receipt,
    report=_told,
    echoes=ECHOES,
    for_newcomers=True,
    awaits=TO_COMPLETE,
)

UNFINISHED = Operation(
    id="apply.unfinished",
    form=UnfinishedForm,
    rules=ApplyRules,
    moves=(move(NEW_CARD, OPEN, CardState.UNFINISHED),),
    conditions=(when.nothing_in_the_way, when.says_what_the_number_says, when.agent_is_somebody_else),
    receipt=paper.unfinished_receipt,
    echoes=ECHOES,
    for_newcomers=True,
    then=("apply.new", "apply.enter"),
)

STOP_OLD = Operation(
    id="apply.stop_old",
    form=StopOldForm,
    rules=ApplyRules,
    needs=(PROVINCE_RECORD,),
    moves=(
        move(OLD_CARD, [CardState.NORMAL, CardState.TEMPORARILY_LOST, CardState.LOST], CardState.VOID),
        *FUNCTIONS_STOP,
    ),
    conditions=(when.card_is_from_elsewhere, when.holder_consents, when.agent_is_somebody_else),
    receipt=paper.stop_old_receipt,
    report=_stopped,
)

COMPLETE = Operation(
    id="apply.complete",
    quiet=True,
    form=CompleteForm,
    rules=ApplyRules,
    needs=(PROVINCE_RECORD, POLICE, INSURANCE),
    moves=(move(NEW_CARD, CardState.RECEIVED, CardState.ORDERED),),
    conditions=(when.nothing_in_the_way, when.compared_with_the_form, *COMPARED),
    receipt=paper.complete_receipt,
    report=lambda _entry: {},
    then=("issue.make",),
    awaits=(Awaits(MatterKind.MAKE, NEW_CARD, to_make_here),),
)

REVIEW = Operation(
    id="apply.review",
    quiet=True,
    form=ReviewForm,
    rules=ApplyRules,
    needs=(PROVINCE_RECORD,),
    moves=(move(NEW_CARD, CardState.ORDERED, CardState.ORDERED, facts=_reviewed),),
    conditions=(
        when.waits_for_review,
        when.confirmed_with_the_applicant,
        when.agent_is_somebody_else,
        when.document_is_valid,
        when.says_what_the_number_says,
        when.bank_is_decided,
    ),
    receipt=paper.review_receipt,
    report=_told,
    then=("issue.make",),
    awaits=(Awaits(MatterKind.MAKE, NEW_CARD, _to_review),),
)

STOP = Operation(
    id="apply.stop",
    quiet=True,
    form=EndForm,
    rules=ApplyRules,
    moves=(move(NEW_CARD, [CardState.RECEIVED, CardState.ORDERED], ABSENT),),
    conditions=(when.is_a_first_card,),
    receipt=paper.end_receipt,
    report=lambda entry: {"reason": entry.form.reason},
)

DROP = Operation(
    id="apply.drop",
    quiet=True,
    form=EndForm,
    rules=ApplyRules,
    moves=(move(NEW_CARD, CardState.UNFINISHED, ABSENT),),
    receipt=paper.end_receipt,
)


@hookimpl
def counter_operations() -> Sequence[Operation[Any, Any]]:
    """Offer the application in one go or in parts, and its ends."""
    return (NEW, ENTER, UNFINISHED, STOP_OLD, COMPLETE, REVIEW, STOP, DROP)
