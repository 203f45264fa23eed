"""发卡: the ordered card is made, handed over, and the hand-over can be taken back."""

from collections.abc import Sequence
from typing import Any

from counter import (
    CUSTODY,
    NEW_CARD,
    Awaits,
    CardState,
    CustodyState,
    MatterKind,
    Operation,
    hookimpl,
    lying_here,
    move,
)

from .conditions import HANDED, IssueRules, account_is_not_open, is_whole, lies_here, soon_enough
from .form import CollectForm, UndoForm
from .making import MAKE, MARK, REPRINT, RESTORE, RETURN_FAILED
from .receipt import collect_receipt, undo_receipt

COLLECT = Operation(
    id="issue.collect",
    form=CollectForm,
    rules=IssueRules,
    moves=(
        move(NEW_CARD, CardState.MADE, CardState.HANDED),
        move(CUSTODY, CustodyState.RECEIVED, CustodyState.DELIVERED, optional=True),
    ),
    conditions=(is_whole, lies_here),
    receipt=collect_receipt,
    report=lambda _entry: {},
    then=("activate.social", "activate.financial"),
    awaits=(Awaits(MatterKind.HAND_OUT, NEW_CARD, lying_here),),
)

UNDO = Operation(
    id="issue.undo",
    form=UndoForm,
    rules=IssueRules,
    reverses=HANDED,
    within=lambda rules: rules.undo_days,
    conditions=(soon_enough, account_is_not_open),
    receipt=undo_receipt,
    report=lambda entry: {"reason": entry.form.reason},
)


@hookimpl
def counter_operations() -> Sequence[Operation[Any, Any]]:
    """Offer making with what belongs to it, hand-over and its reversal."""
    return (MARK, MAKE, REPRINT, RETURN_FAILED, RESTORE, COLLECT, UNDO)
