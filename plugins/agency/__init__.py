"""代办网点: a card that was applied for at a point comes back there, its holder is told, the clock stops."""

from collections.abc import Sequence
from typing import Any

from counter import (
    NEW_CARD,
    Awaits,
    CardState,
    Dossier,
    Here,
    LookUp,
    MatterKind,
    Operation,
    Subject,
    hookimpl,
    lying_here,
    move,
)

from .conditions import (
    NOTIFY,
    AgencyRules,
    at_its_pickup,
    not_twice_a_day,
    notice_facts,
    soon_enough,
)
from .form import NotifyForm, UndoForm
from .receipt import notice_record, public_notice, sent_list, undo_record


def _to_be_told(dossier: Dossier, card: Subject, here: Here) -> bool:
    return lying_here(dossier, card, here) and not card.facts.get("told_by")


NOTICE = Operation(
    id=NOTIFY,
    form=NotifyForm,
    rules=AgencyRules,
    moves=(move(NEW_CARD, CardState.MADE, CardState.MADE, facts=notice_facts),),
    conditions=(at_its_pickup, not_twice_a_day),
    receipt=notice_record,
    echoes=("replace.lost", "replace.damaged", "apply.enter", "apply.new"),
    then=("issue.collect",),
    awaits=(Awaits(MatterKind.HAND_OUT, NEW_CARD, _to_be_told),),
)

UNDO = Operation(
    id="agency.undo",
    form=UndoForm,
    rules=AgencyRules,
    reverses=(NOTIFY,),
    within=lambda rules: rules.withdraw_days,
    conditions=(soon_enough,),
    receipt=undo_record,
)


@hookimpl
def counter_operations() -> Sequence[Operation[Any, Any]]:
    """Offer the notice that a card can be collected, and its taking back."""
    return (NOTICE, UNDO)


@hookimpl
def counter_lookups() -> Sequence[LookUp]:
    """Offer the list of what was sent on a day, and the public notice of cards that can be collected."""
    roles = frozenset({"经办", "主管"})
    papers = {"agency.sent": ("传送清单", sent_list), "agency.posted": ("领卡公告", public_notice)}
    return [
        LookUp(id=key, title=title, roles=roles, about_offer=False, paper=paper, at_pickup=True)
        for key, (title, paper) in papers.items()
    ]
