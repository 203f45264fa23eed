"""黑名单: who misused a card is listed and taken off again; what a city refuses to those on the list."""

from collections.abc import Mapping, Sequence
from typing import Any

from counter import (
    ABSENT,
    BLACKLIST,
    BlacklistState,
    Case,
    Condition,
    Entry,
    LookUp,
    Operation,
    Party,
    hookimpl,
    move,
)

from . import conditions as when
from . import receipt as paper
from .conditions import BlacklistRules
from .form import LiftForm, ListForm


def _entry(case: Case[ListForm, BlacklistRules]) -> Mapping[str, str]:
    """What stands on the list, in the words every plugin uses for it."""
    return {
        "reason": case.filled.reason,
        "since": case.now.date().isoformat(),
        "article": case.guide.article,
        "by": case.window.branch_title,
        "story": case.filled.story,
    }


def _told(entry: Entry[ListForm]) -> Mapping[str, str]:
    change = entry.change("blacklist")
    facts = change.facts if change is not None else {}
    return {name: facts.get(name, "") for name in ("reason", "since", "article", "by")}


LIST = Operation(
    id="blacklist.list",
    form=ListForm,
    rules=BlacklistRules,
    moves=(move(BLACKLIST, [ABSENT, BlacklistState.LIFTED], BlacklistState.LISTED, facts=_entry),),
    conditions=(when.by_a_keeper, when.not_listed_yet, when.happened_by_today),
    receipt=paper.list_slip,
    report=_told,
)

LIFT = Operation(
    id="blacklist.lift",
    form=LiftForm,
    rules=BlacklistRules,
    moves=(move(BLACKLIST, BlacklistState.LISTED, BlacklistState.LIFTED),),
    conditions=(when.by_a_keeper,),
    receipt=paper.lift_slip,
    report=lambda entry: {"reason": entry.form.reason},
)

ENTRY = LookUp(
    id="blacklist.entry",
    title="黑名单查询",
    roles=frozenset({"经办", "主管"}),
    about_offer=False,
    about=frozenset({Party.PERSON}),
    paper=paper.shown_listing,
)


@hookimpl
def counter_operations() -> Sequence[Operation[Any, Any]]:
    """Offer the listing and the lifting."""
    return (LIST, LIFT)


@hookimpl
def counter_conditions() -> Sequence[Condition]:
    """What is refused to somebody on the list, whichever plugin offers it."""
    return (when.listed_holders_are_refused,)


@hookimpl
def counter_lookups() -> Sequence[LookUp]:
    """Offer the look-up of one person's entry."""
    return (ENTRY,)
