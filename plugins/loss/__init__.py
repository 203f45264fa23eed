"""挂失: a lost card is stopped, so that nobody can use it and it can be replaced."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from counter import OLD_CARD, CardState, Case, Entry, Operation, hookimpl, move

from .conditions import WINDOW, LossRules, lost_by_today, releasable_here, through_its_channel
from .form import LossForm, ReleaseForm
from .receipt import loss_receipt, release_receipt


def _ends(case: Case[LossForm, LossRules]) -> datetime | None:
    days = case.rules.temporary_days.value
    return case.now + timedelta(days=days) if days else None


def _at_window(_case: Case[LossForm, LossRules]) -> Mapping[str, str]:
    return {"lost_by": WINDOW}


def _report(entry: Entry[LossForm]) -> Mapping[str, str]:
    change = entry.change("card")
    until = change.until.isoformat() if change is not None and change.until is not None else ""
    return {"reason": entry.form.cause.value, "by": WINDOW, "until": until}


TEMPORARY = Operation(
    id="loss.temporary",
    form=LossForm,
    rules=LossRules,
    moves=(
        move(OLD_CARD, CardState.NORMAL, CardState.TEMPORARILY_LOST, facts=_at_window, until=_ends),
    ),
    conditions=(lost_by_today,),
    receipt=loss_receipt,
    report=_report,
    then=("loss.release", "loss.formal"),
)

FORMAL = Operation(
    id="loss.formal",
    form=LossForm,
    rules=LossRules,
    moves=(
        move(OLD_CARD, [CardState.NORMAL, CardState.TEMPORARILY_LOST], CardState.LOST, facts=_at_window),
    ),
    conditions=(lost_by_today,),
    receipt=loss_receipt,
    report=_report,
    then=("replace.lost", "fees.notice"),
)

RELEASE = Operation(
    id="loss.release",
    form=ReleaseForm,
    rules=LossRules,
    moves=(move(OLD_CARD, [CardState.TEMPORARILY_LOST, CardState.LOST], CardState.NORMAL),),
    conditions=(releasable_here, through_its_channel),
    receipt=release_receipt,
    report=lambda _entry: {"reason": "找回"},
)


@hookimpl
def counter_operations() -> Sequence[Operation[Any, Any]]:
    """Offer the two kinds of loss and the release."""
    return (TEMPORARY, FORMAL, RELEASE)
