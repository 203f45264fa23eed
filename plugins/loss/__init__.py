"""挂失: a lost card is stopped, so that nobody can use it and it can be replaced."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from counter import OLD_CARD, CardState, Case, Entry, FinancialState, Kind, Operation, hookimpl, move

from .conditions import WINDOW, LossRules, financial_at_its_bank, lost_by_today, releasable_here, through_its_channel
from .form import LossForm, ReleaseForm
from .receipt import loss_receipt, release_receipt


def _ends(case: Case[LossForm, LossRules]) -> datetime | None:
    days = case.rules.temporary_days.value
    return case.now + timedelta(days=days) if days else None


def _at_window(case: Case[LossForm, LossRules]) -> Mapping[str, str]:
    """Who took the loss in; its time is the entry's own. An earlier temporary loss stays told, with its own time."""
    card = case.bound["card"]
    facts = {"lost_by": WINDOW, "lost_at": "", "bank_phone": _bank_phone(case)}
    if card.state is not CardState.TEMPORARILY_LOST:
        return {**facts, "earlier_by": "", "earlier_at": ""}
    at = card.facts.get("lost_at") or card.since.isoformat()
    return {**facts, "earlier_by": card.facts.get("lost_by", WINDOW), "earlier_at": at}


def _bank_phone(case: Case[LossForm, LossRules]) -> str:
    """The telephone of the bank of this card, where the city has it."""
    bank = case.bound["card"].facts.get("bank", "")
    known = (one.partition("=") for one in case.rules.bank_phones.value)
    return next((f"{name} {number}" for name, _, number in known if bank.startswith(name)), "")


def _bank_still(case: Case[ReleaseForm, LossRules]) -> Mapping[str, str]:
    """Whether the bank has an own loss of the financial account, which goes on."""
    financial = case.dossier.function(Kind.FINANCIAL, case.bound.get("card"))
    lost = financial is not None and financial.state is FinancialState.LOST
    return {"bank_still": "是" if lost else ""}


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
    final=lambda rules: CardState.LOST.value not in rules.release_from.value,
    receipt=loss_receipt,
    report=_report,
    then=("replace.lost", "fees.notice"),
)

RELEASE = Operation(
    id="loss.release",
    form=ReleaseForm,
    rules=LossRules,
    moves=(
        move(OLD_CARD, [CardState.TEMPORARILY_LOST, CardState.LOST], CardState.NORMAL, facts=_bank_still),
    ),
    conditions=(releasable_here, through_its_channel, financial_at_its_bank),
    receipt=release_receipt,
    report=lambda _entry: {"reason": "找回"},
)


@hookimpl
def counter_operations() -> Sequence[Operation[Any, Any]]:
    """Offer the two kinds of loss and the release."""
    return (TEMPORARY, FORMAL, RELEASE)
