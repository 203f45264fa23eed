"""Which cards each operation is about, and what is kept of each."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from counter import ABSENT, NEW_CARD, CardState, Case, CustodyState, Entry, Held, Key, Kind, move

from .conditions import CustodyRules
from .form import CheckForm, RequestForm, StoreForm

# Where a card lies that has not been handed on: never moved from where it was made, or signed for here.
IN_HAND = (ABSENT, CustodyState.RECEIVED)
# Handing cards on leaves them made; it only forbids those that are not.
MADE = move(NEW_CARD, CardState.MADE, CardState.MADE, each=True)


def to_unit(case: Case[Any, Any]) -> Mapping[str, str]:
    """Which unit a card is handed to."""
    return {} if case.unit is None else {"unit": case.unit.id_number, "unit_name": case.unit.name}


def requested(case: Case[RequestForm, CustodyRules]) -> Mapping[str, str]:
    """Who asked, for which batches, and who comes for them: the hand-over sheet says it again."""
    form = case.filled
    return {
        "clerk": case.clerk.number,
        "batches": str(form.batches or ""),
        "collector": form.collector_name,
        "collector_id": form.collector_id.masked,
        "collector_mobile": form.collector_mobile.masked,
    }


def batches(case: Case[RequestForm, Any]) -> Sequence[Key]:
    """The cards of the batches that were typed; without one, those to be collected at this unit."""
    typed = case.filled.batches
    return handed_to(case) if typed is None else tuple(Key("batch", number) for number in typed.numbers)


def handed_to(case: Case[Any, Any]) -> Sequence[Key]:
    """The cards handed, or to be handed, to this unit."""
    return (Key("at", case.dossier.holder.id_number),)


def members(case: Case[Any, Any]) -> Sequence[Key]:
    """The cards of the people of this unit."""
    return (Key("member", case.dossier.holder.id_number),)


def left(state: CustodyState) -> Callable[[Case[Any, Any], Held], bool]:
    """Cards that were left in this state here, whatever has become of them by another way."""

    def found(_case: Case[Any, Any], held: Held) -> bool:
        custody = held.dossier.function(Kind.CUSTODY, held.card)
        return custody is not None and custody.state is state

    return found


def lying(*states: CustodyState) -> Callable[[Case[Any, Any], Held], bool]:
    """Cards whose custody is in one of these states."""
    return lambda _case, held: held.custody is not None and held.custody.state in states


def to_store(case: Case[StoreForm, Any]) -> Mapping[str, str]:
    """Where a returned card is put."""
    return {"place": case.filled.place}


def where_to(entry: Entry[Any]) -> Mapping[str, str]:
    """Where the holder will find the card from now on."""
    custody = entry.change("custody")
    facts = custody.facts if custody is not None else {}
    return {"pickup": facts.get("unit", ""), "pickup_name": facts.get("unit_name", "")}


def checked(case: Case[CheckForm, CustodyRules]) -> Mapping[str, str]:
    """Why a card came back, and how it was found."""
    return {"reason": case.filled.reason, "result": case.filled.result}
