"""启用: the social function at a window, with the initial password changed; the financial one at a bank."""

from collections.abc import Sequence
from typing import Any

from counter import (
    FINANCIAL,
    NEW_CARD,
    NEW_SOCIAL,
    Act,
    CardState,
    Case,
    Dossier,
    Entry,
    FinancialState,
    Kind,
    Operation,
    PasswordState,
    SocialState,
    hookimpl,
    move,
)

from .act import CHANGED, enable
from .conditions import (
    ActivateRules,
    card_in_hand,
    district_to_be_compared,
    insured_in_this_district,
    password_is_changed,
    password_is_good,
)
from .form import FinancialForm, SocialForm
from .receipt import financial_receipt, social_receipt


def _password(case: Case[Any, Any]) -> dict[str, str]:
    """Whether the card still has its initial password, by what the reader gave."""
    changed = case.result.get("password") == CHANGED
    return {"password": (PasswordState.CHANGED if changed else PasswordState.INITIAL).value}


def _waits_for_the_bank(dossier: Dossier) -> bool:
    """The holder has the card and nobody has activated its account yet."""
    card = dossier.card()
    account = dossier.function(Kind.FINANCIAL, card)
    in_hand = card is not None and card.state in (CardState.HANDED, CardState.NORMAL)
    return in_hand and account is not None and account.state is FinancialState.OFF


def _told(entry: Entry[SocialForm]) -> dict[str, str]:
    card = entry.change("new_card")
    return {"password": card.facts.get("password", "")} if card is not None else {}


SOCIAL = Operation(
    id="activate.social",
    form=SocialForm,
    rules=ActivateRules,
    moves=(move(NEW_CARD, CardState.HANDED, CardState.HANDED),),
    conditions=(insured_in_this_district, password_is_changed, password_is_good),
    warns=(district_to_be_compared,),
    act=Act(
        title="启用并修改初始密码",
        device="card_reader",
        run=enable,
        done=(
            move(NEW_CARD, CardState.HANDED, CardState.NORMAL, facts=_password),
            move(NEW_SOCIAL, SocialState.OFF, SocialState.ON),
        ),
        failed=(),
        without_device=lambda secrets: not secrets.get("new_password"),
    ),
    receipt=social_receipt,
    report=_told,
    then=("activate.financial",),
)

FINANCIAL_ACCOUNT = Operation(
    id="activate.financial",
    form=FinancialForm,
    rules=ActivateRules,
    moves=(move(FINANCIAL, FinancialState.OFF, FinancialState.ON),),
    conditions=(card_in_hand,),
    due=_waits_for_the_bank,
    receipt=financial_receipt,
    report=lambda _entry: {},
)


@hookimpl
def counter_operations() -> Sequence[Operation[Any, Any]]:
    """Offer the two functions of a handed-over card."""
    return (SOCIAL, FINANCIAL_ACCOUNT)
