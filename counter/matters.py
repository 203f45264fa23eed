"""The work lists of a branch kept true: after every write, and counted anew where the rules have changed."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from counter.core.dossier import Dossier
from counter.core.matters import Here, Matter, MatterKind, awaited, starts
from counter.core.states import Kind
from counter.store.clock import from_ms
from counter.store.people import UNDONE
from counter.waiting import ON_ITS_WAY, waiting_for

if TYPE_CHECKING:
    from counter.branch import Branch

SETTING = "matters"
PAST_READ = 500
VERSION = "1"
"""Counted up whenever this program lists something that it did not list before."""


def keep_true(branch: "Branch") -> None:
    """Keep the lists in step from now on; count them anew where the city's file or the program is another."""
    branch.database.closing = lambda people: settle(branch, people)
    now = f"{VERSION}.{branch.city.fingerprint}"
    if branch.setting(SETTING) != now:
        rebuild(branch)
        branch.set(SETTING, now)
    else:
        with branch.database.writing():
            settle(branch, branch.matters.unsure())


def settle(branch: "Branch", people: Collection[str]) -> None:
    """Write what is listed of these people; of whom nothing is, nobody keeps. Call it inside ``writing()``."""
    for person in people:
        matters = matters_of(branch, person)
        branch.matters.put(person, matters)
        if not matters:
            branch.claims.drop(person)


def rebuild(branch: "Branch") -> None:
    """Count every list anew, from the subjects, the acts and the work items."""
    with branch.database.writing():
        branch.database.run("DELETE FROM matter")
        settle(branch, candidates(branch))


def recounted(branch: "Branch") -> dict[str, set[Matter]]:
    """What the lists would be if they were counted anew."""
    found = {person: set(matters_of(branch, person)) for person in candidates(branch)}
    return {person: matters for person, matters in found.items() if matters}


def candidates(branch: "Branch") -> list[str]:
    """Everybody of whom something may be listed."""
    waits = {
        (one.role.kind.value, state.value)
        for operation in branch.catalogue.operations.values()
        for one in operation.awaits
        for state in starts(operation, one.role)
    } | {(Kind.CARD.value, state.value) for state in ON_ITS_WAY}
    pairs = " OR ".join("(kind=? AND state=?)" for _ in waits)
    rows = branch.database.rows(
        f"SELECT person FROM subject WHERE {pairs} UNION SELECT person FROM work WHERE state='open'"  # noqa: S608
        " UNION SELECT j.person FROM act a JOIN journal j ON j.seq=a.seq WHERE a.state IN ('open','told')",
        *(word for pair in sorted(waits) for word in pair),
    )
    return [str(row[0]) for row in rows]


def matters_of(branch: "Branch", person: str) -> tuple[Matter, ...]:
    """Everything that is listed of one person."""
    dossier = branch.people.read(person, PAST_READ)
    if dossier is None:
        return ()
    offered = {key: one for key, one in branch.catalogue.operations.items() if key in branch.city.operations}
    listed = awaited(dossier, offered, here_of(branch))
    return (*listed, *_acts(branch, person), *branch.work.matters(person), *_promised(branch, dossier))


def here_of(branch: "Branch") -> Here:
    """The branch as its lists see it."""
    going_back = {key for key, kind in branch.city.windows.items() if kind.pickup is not None and kind.pickup.value}
    making = [
        key
        for key, one in branch.catalogue.operations.items()
        if one.act is not None and any(waits.kind is MatterKind.MAKE for waits in one.awaits)
    ]
    makes = {at for key in making if key in branch.city.operations for at in branch.city.operations[key].windows.value}
    return Here(branch.identity.code, makes_for_others=bool(going_back) and not going_back & makes)


def _acts(branch: "Branch", person: str) -> list[Matter]:
    """The acts in steps that are not over."""
    rows = branch.database.rows(
        "SELECT j.op_id, j.operation, a.started_ms FROM act a JOIN journal j ON j.seq=a.seq"  # noqa: S608
        f" WHERE j.person=? AND a.state IN ('open','told') AND NOT {UNDONE}",
        person,
    )
    return [
        Matter(kind=MatterKind.UNFINISHED, about=op_id, operations=(operation,), since=from_ms(started))
        for op_id, operation, started in rows
    ]


def _promised(branch: "Branch", dossier: Dossier) -> list[Matter]:
    one = waiting_for(branch, dossier)
    if one is None:
        return []
    runs = one.limit is not None and one.limit.stopped is None
    limit = one.limit if runs else None
    return [
        Matter(
            kind=MatterKind.PROMISED, about=one.card.id, operations=(one.entry.operation,), since=one.entry.at,
            due=limit.promised.day if limit is not None else None,
            near=limit.near_from(branch.calendar) if limit is not None else None,
            sure=limit is None or limit.promised.certain,
            working=limit is not None and bool(limit.promised.working),
        )
    ]  # fmt: skip
