"""A page of rows of a work list, read at once: who it is about, what waits, what time is left, what to do next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from counter.branch import Branch
from counter.core.case import Window
from counter.core.custody import WORDS as PLACES
from counter.core.dossier import Holder, Subject
from counter.core.entry import Promised
from counter.core.limit import Limit
from counter.core.matters import Matter, MatterKind
from counter.core.states import CustodyState, Kind
from counter.store.claims import Claim
from counter.store.matters import Row

COLUMNS_OF_DRAFTS = "op_id, person, offer, made_ms"
MY_DRAFTS = 50


@dataclass(frozen=True, kw_only=True)
class Next:
    """What can be done next: a form of this window, a making to go on with, or the windows where it is done."""

    title: str
    person: str = ""
    offer: str = ""
    making: str = ""
    draft: str = ""
    where: str = ""
    unit: str = ""


@dataclass(frozen=True, kw_only=True)
class Line:
    """One row of a list as a page shows it; ``item`` is the work item it is about, where it is about one."""

    kind: MatterKind
    holder: Holder
    what: str
    since: datetime
    left: str = ""
    told: str = ""
    late: bool = False
    nexts: tuple[Next, ...] = ()
    claim: Claim | None = None
    item: int | None = None
    unit: str = ""


def lines(branch: Branch, rows: Sequence[Row], window: Window) -> list[Line]:
    """These rows in words: five reads for the whole page, and nobody's dossier is opened."""
    people = {row.person for row in rows}
    holders = branch.briefs.holders(people)
    subjects = branch.briefs.subjects({row.matter.about for row in rows})
    texts = branch.work.texts([int(row.matter.about) for row in rows if not row.matter.operations])
    claims = branch.claims.among(people, branch.clock.now())
    today, out = branch.clock.now().date(), []
    waits = _waits(branch, rows)
    for row in rows:
        matter, subject = row.matter, subjects.get(row.matter.about)
        limit = _limit(matter)
        out.append(
            Line(
                kind=matter.kind,
                holder=holders[row.person],
                what=texts.get(matter.about) or _what(branch, matter, subject),
                since=matter.since,
                left=limit.words(today, branch.calendar) if limit is not None else "",
                told=limit.told if limit is not None else "",
                late=limit is not None and limit.late(today),
                nexts=_nexts(branch, waits.get((row.person, matter.about), row), window),
                claim=claims.get(row.person),
                item=int(matter.about) if matter.about in texts else None,
                unit=matter.unit,
            )
        )
    return out


def drafts(branch: Branch, clerk: str, window: Window) -> list[Line]:
    """What this clerk has begun at this window and not finished, the oldest first."""
    rows = branch.database.rows(
        f"SELECT {COLUMNS_OF_DRAFTS} FROM draft WHERE clerk=? AND window=? ORDER BY made_ms LIMIT ?",  # noqa: S608
        clerk, window.id, MY_DRAFTS,
    )  # fmt: skip
    holders = branch.briefs.holders({str(row[1]) for row in rows})
    claims = branch.claims.among(set(holders), branch.clock.now())
    out: dict[tuple[str, str], Line] = {}
    for op_id, person, offer_id, _made in rows:
        offer = branch.catalogue.offer(offer_id, window.type)
        draft = branch.drafts.load(op_id, branch.people.key)
        if offer is not None and draft is not None and draft.texts:
            out[person, offer_id] = Line(
                kind=MatterKind.UNFINISHED, holder=holders[person], what=f"“{offer.title}”没有填完，填过的还在",
                since=draft.made, claim=claims.get(person),
                nexts=(Next(title=f"接着办{offer.title}", person=person, offer=offer_id, draft=op_id),),
            )  # fmt: skip
    return list(out.values())


def _limit(matter: Matter) -> Limit | None:
    if matter.due is None:
        return None
    promised = Promised(
        day=matter.due, certain=matter.sure, words="", article="", working=int(matter.working)
    )
    return Limit(promised=promised, accepted=matter.since.date())


def _what(branch: Branch, matter: Matter, subject: Subject | None) -> str:
    if subject is None:
        titles = "、".join(branch.catalogue.title(operation) for operation in matter.operations)
        return f"“{titles}”还没有做完"
    if subject.kind is Kind.CUSTODY and isinstance(subject.state, CustodyState):
        facts = {"unit_name": "别处", "place": "库房", "result": "没有记", **subject.facts}
        place = PLACES[subject.state].format(**{**facts, "unit": facts["unit_name"]})
        return f"卡{place}{'，回执没有交回' if subject.state is CustodyState.UNIT else ''}"
    goes = subject.facts.get("pickup_name") or subject.facts.get("pickup", "")
    return f"新卡{subject.state.value}{f'，领取网点 {goes}' if goes else ''}"


def _waits(branch: Branch, rows: Sequence[Row]) -> dict[tuple[str, str], Row]:
    """For promises that run: what the same card waits for, or the act that is begun for its holder."""
    people = {row.person for row in rows if row.matter.kind is MatterKind.PROMISED}
    found: dict[tuple[str, str], Row] = {}
    for other in branch.matters.about(people):
        if other.matter.kind is not MatterKind.PROMISED and other.matter.operations:
            found.setdefault((other.person, other.matter.about), other)
            if other.matter.kind is MatterKind.UNFINISHED:
                found |= {(row.person, row.matter.about): other for row in rows if row.person == other.person}
    return found


def _nexts(branch: Branch, row: Row, window: Window) -> tuple[Next, ...]:
    """The links that lead on from this row, at this window."""
    matter = row.matter
    if matter.kind is MatterKind.PROMISED:
        return ()
    page = row.person if not matter.unit else next(iter(branch.people.find("unit", matter.unit)), "")
    out = [_next(branch, matter, operation, page, window) for operation in matter.operations]
    mine = tuple(one for one in out if not one.where)
    return mine or tuple(out[:1])


def _next(branch: Branch, matter: Matter, operation: str, page: str, window: Window) -> Next:
    title, guide = branch.catalogue.title(operation), branch.city.operations[operation]
    if matter.kind is MatterKind.UNFINISHED and branch.catalogue.operations[operation].act is not None:
        return Next(title=f"接着{title}", making=matter.about)
    offers = branch.catalogue.offers(window.type)
    offer = next((one for one in offers if [part.operation.id for part in one.parts] == [operation]), None)
    if offer is None or window.type not in guide.windows.value:
        kinds = (branch.city.windows[kind].title for kind in guide.windows.value if kind in branch.city.windows)
        return Next(title=title, where="、".join(kinds))
    return Next(title=offer.title, person=page, offer=offer.id, unit="" if page else matter.unit)

