"""密码: changed, unlocked or set anew in the card on the reader; the bank's own password is the bank's."""

from collections.abc import Sequence
from typing import Any

from counter import OLD_CARD, Act, CardState, Dossier, Entry, NoRules, Operation, PasswordState, hookimpl, move

from .act import change, reset, unlock
from .conditions import card_may_be_unlocked, new_password_is_good, passwords_are_typed, set_password_is_good
from .form import ChangeForm, ResetForm, UnlockForm
from .receipt import pin_receipt

IN_USE = (move(OLD_CARD, CardState.NORMAL, CardState.NORMAL),)
CHANGED = (
    move(
        OLD_CARD, CardState.NORMAL, CardState.NORMAL, facts=lambda _case: {"password": PasswordState.CHANGED.value}
    ),
)


def _initial_still(dossier: Dossier) -> bool:
    """The card in use still has the password every card begins with."""
    card = dossier.card()
    in_use = card is not None and card.state is CardState.NORMAL
    return in_use and card is not None and card.facts.get("password") == PasswordState.INITIAL.value


def _told(entry: Entry[Any]) -> dict[str, str]:
    """Where it was done and why, for the province."""
    reason = getattr(entry.form, "reason", None)
    return {"channel": entry.form.channel.value, **({"reason": reason} if reason else {})}


CHANGE = Operation(
    id="pin.change",
    form=ChangeForm,
    rules=NoRules,
    moves=IN_USE,
    conditions=(passwords_are_typed, new_password_is_good),
    act=Act(title="修改卡内密码", device="card_reader", run=change, done=CHANGED, failed=()),
    due=_initial_still,
    receipt=pin_receipt,
    report=_told,
)

UNLOCK = Operation(
    id="pin.unlock",
    form=UnlockForm,
    rules=NoRules,
    conditions=(card_may_be_unlocked,),
    act=Act(title="解除卡内密码锁定", device="card_reader", run=unlock, done=(), failed=(), keys=True),
    receipt=pin_receipt,
    report=_told,
    then=("pin.change",),
)

RESET = Operation(
    id="pin.reset",
    form=ResetForm,
    rules=NoRules,
    moves=IN_USE,
    conditions=(set_password_is_good,),
    act=Act(title="重新设置卡内密码", device="card_reader", run=reset, done=CHANGED, failed=(), keys=True),
    receipt=pin_receipt,
    report=_told,
)


@hookimpl
def counter_operations() -> Sequence[Operation[Any, Any]]:
    """Offer what can be done about a password at a window."""
    return (CHANGE, UNLOCK, RESET)
