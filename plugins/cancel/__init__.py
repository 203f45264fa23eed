"""注销: a card ends for good, at one stroke or first its social part, then its account, then the card itself."""

from collections.abc import Mapping, Sequence
from typing import Any

from counter import (
    FINANCIAL,
    FUNCTIONS_STOP,
    OLD_CARD,
    CardState,
    Case,
    Condition,
    Entry,
    FinancialState,
    Operation,
    Subject,
    hookimpl,
    move,
)

from . import conditions as when
from . import receipt as paper
from .conditions import CancelRules
from .form import CancelForm, CloseForm, ReturnForm

IN_HAND = [CardState.NORMAL, CardState.TEMPORARILY_LOST, CardState.LOST, CardState.HANDED]
OPEN_ACCOUNT = [FinancialState.OFF, FinancialState.ON, FinancialState.LOST]


def _for(case: Case[CancelForm, CancelRules]) -> Mapping[str, str]:
    return {"cancelled_for": case.filled.cancelled_for}


def _for_and_card(case: Case[CancelForm, CancelRules]) -> Mapping[str, str]:
    return {"cancelled_for": case.filled.cancelled_for, "returned": paper.card_words(case.filled)}


def _returned(case: Case[ReturnForm, CancelRules]) -> Mapping[str, str]:
    return {"returned": paper.card_words(case.filled)}


def _not_returned(_case: Case[Any, CancelRules], card: Subject) -> bool:
    return not card.facts.get("returned")


def _told(entry: Entry[CancelForm]) -> Mapping[str, str]:
    return {"reason": entry.form.cancelled_for, "returned": paper.card_words(entry.form)}


MAY = (
    when.may_be_cancelled,
    when.somebody_comes_for_the_absent,
    when.card_is_there_or_explained,
    when.temporary_card_is_back,
    when.nothing_paid_is_left,
)

CARD = Operation(
    id="cancel.card",
    form=CancelForm,
    rules=CancelRules,
    moves=(move(OLD_CARD, IN_HAND, CardState.CANCELLED, facts=_for_and_card), *FUNCTIONS_STOP),
    conditions=MAY,
    receipt=paper.cancel_receipt,
    report=_told,
)

SOCIAL_PART = Operation(
    id="cancel.social",
    form=CancelForm,
    rules=CancelRules,
    moves=(move(OLD_CARD, IN_HAND, CardState.CANCELLED, facts=_for), FUNCTIONS_STOP[0]),
    conditions=MAY,
    receipt=paper.social_receipt,
    certificate=paper.certificate,
    report=lambda entry: {"reason": entry.form.cancelled_for, "certificate": entry.number},
    then=("cancel.financial",),
)

ACCOUNT = Operation(
    id="cancel.financial",
    form=CloseForm,
    rules=CancelRules,
    moves=(
        move(OLD_CARD, CardState.CANCELLED, CardState.CANCELLED, only=_not_returned),
        move(FINANCIAL, OPEN_ACCOUNT, FinancialState.STOPPED),
    ),
    conditions=(when.certificate_is_this_cards,),
    receipt=paper.close_receipt,
    report=lambda entry: {"certificate": entry.form.certificate},
    then=("cancel.return",),
)

RETURN = Operation(
    id="cancel.return",
    quiet=True,
    form=ReturnForm,
    rules=CancelRules,
    moves=(move(OLD_CARD, CardState.CANCELLED, CardState.CANCELLED, facts=_returned, only=_not_returned),),
    conditions=(when.account_is_closed, when.card_is_there_or_explained, when.is_the_card_itself),
    receipt=paper.return_receipt,
    report=lambda entry: {"returned": paper.card_words(entry.form)},
)


@hookimpl
def counter_operations() -> Sequence[Operation[Any, Any]]:
    """Offer the cancellation at one stroke, and its three parts."""
    return (CARD, SOCIAL_PART, ACCOUNT, RETURN)


@hookimpl
def counter_conditions() -> Sequence[Condition]:
    """Who may apply for another card after a cancellation."""
    return (when.may_apply_anew,)
