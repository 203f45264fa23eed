"""What this branch has changed of a holder's record, held against what the province says of them now."""

from collections.abc import Mapping

from counter.branch import Branch
from counter.core.change import Change
from counter.core.dossier import Dossier, Subject
from counter.core.learning import Learnt
from counter.core.province import Connector, PersonRecord
from counter.core.states import Kind, RecordState
from counter.store.people import UNDONE

CONTRADICTED = "与省里消息不符"
NOT_CHANGED = Learnt((), frozenset())
WAITING = (
    "SELECT j.seq FROM outbox o JOIN journal j ON j.seq=o.seq WHERE o.person=?"  # noqa: S608
    f" AND (o.state IN (0,1) OR (o.state=3 AND o.code<>? AND NOT {UNDONE})) ORDER BY j.seq"
)


def fetched(branch: Branch, connector: Connector, id_number: str, seconds: float) -> PersonRecord | None:
    """Ask under the number the province knows the person by; a number changed here it may not have yet."""
    found = branch.people.find("id", id_number)
    known = branch.people.copied(found[0]).id_number if found else id_number
    record = connector.look_up(known, seconds)
    return connector.look_up(id_number, seconds) if record is None and known != id_number else record


def agreed(branch: Branch, dossier: Dossier) -> Learnt:
    """The end of what was changed here: the province has it, or says something that no waiting entry knows."""
    mine = next(iter(dossier.of(Kind.RECORD)), None)
    if mine is None or mine.state is RecordState.AGREED:
        return NOT_CHANGED
    known, said = _known(branch, mine, dossier.holder.id), branch.people.copied(dossier.holder.id).texts
    lags = (said.get(name, "") in known.get(name, frozenset({text})) for name, text in mine.facts.items())
    if known and all(lags):
        return NOT_CHANGED
    change = Change(
        role="learnt", title=mine.kind.value, subject=mine.id, kind=mine.kind, before=mine.state,
        after=RecordState.AGREED, version=mine.version,
    )  # fmt: skip
    return Learnt((change,), frozenset({mine.id}) if known else frozenset())


def _known(branch: Branch, mine: Subject, person: str) -> Mapping[str, frozenset[str]]:
    """For each fact with entries not yet confirmed: the texts these entries know."""
    known: dict[str, frozenset[str]] = {}
    for (seq,) in branch.database.rows(WAITING, person, CONTRADICTED):
        kept = branch.entries.at(seq)
        assert kept is not None, "the row was just read"
        for change in kept.entry.changes:
            for name, was in change.was.items() if change.subject == mine.id else ():
                known[name] = known.get(name, frozenset()) | {was, change.facts.get(name, "")}
    return known
