"""变更: what the province's record says of a holder is brought up to date; name or number need proof and a new card."""

from collections.abc import Mapping, Sequence
from typing import Any

from counter import (
    ABSENT,
    NEW_NUMBER,
    POLICE,
    PROVINCE_RECORD,
    RECORD,
    CardState,
    Case,
    Entry,
    Operation,
    RecordState,
    hookimpl,
    move,
)

from . import conditions as when
from .conditions import ChangeRules
from .form import DetailsForm, IdentityForm
from .receipt import details_receipt, identity_receipt

IN_USE = (CardState.NORMAL, CardState.TEMPORARILY_LOST, CardState.LOST)
ANY = (ABSENT, RecordState.AGREED, RecordState.CHANGED)


def _identity(case: Case[IdentityForm, ChangeRules]) -> Mapping[str, str]:
    """The new name or number, and the card that has the old one on its face."""
    card = case.dossier.card()
    face = card.number if card is not None and card.state in IN_USE else ""
    return {**when.identity_changed(case), **({"old_face": face} if face else {})}


def _told(entry: Entry[DetailsForm] | Entry[IdentityForm]) -> Mapping[str, str]:
    """Only what was changed."""
    change = entry.change("record")
    return {name: change.facts[name] for name in change.was} if change is not None else {}


DETAILS = Operation(
    id="change.details",
    form=DetailsForm,
    rules=ChangeRules,
    needs=(PROVINCE_RECORD,),
    moves=(move(RECORD, ANY, RecordState.CHANGED, facts=when.details_changed),),
    conditions=(when.on_record, when.nothing_emptied, when.something_changed),
    receipt=details_receipt,
    report=_told,
)

IDENTITY = Operation(
    id="change.identity",
    form=IdentityForm,
    rules=ChangeRules,
    needs=(PROVINCE_RECORD, NEW_NUMBER, POLICE),
    moves=(move(RECORD, ANY, RecordState.CHANGED, facts=_identity),),
    conditions=(when.on_record, when.nothing_being_made, when.identity_is_new, when.number_is_free, when.police_agree),
    receipt=identity_receipt,
    report=_told,
    papers_told=True,
    then=("replace.damaged", "replace.lost", "fees.notice", "loss.formal"),
)


@hookimpl
def counter_operations() -> Sequence[Operation[Any, Any]]:
    """Offer the change of what is not on the card's face, and of name and number."""
    return (DETAILS, IDENTITY)
