"""Learn a fact from the province: same commit, a journal row, nothing in the outbox."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from counter.branch import Branch
from counter.core.case import Clerk
from counter.core.change import Change
from counter.core.dossier import ENTERED_HERE, Dossier
from counter.core.learning import Waiting, compare, same
from counter.core.province import CardRecord, News, PersonRecord
from counter.core.states import Kind, State
from counter.store.drafts import new_op_id
from counter.store.journal import Row
from counter.store.outbox import QUEUED, REJECTED
from counter.store.payload import read_changes
from counter.store.people import UNDONE, Standing
from counter.store.work import APPLIED, WITHDRAWN
from counter.store.work import REJECTED as REJECTED_ITEM

from .agreed import CONTRADICTED, NOT_CHANGED, agreed

PROVINCE = "province"
BY_HAND = "window"
# An act has two rows, its start and its end; only the end is sent.
UNCONFIRMED = (
    "SELECT j.changes FROM outbox o JOIN journal k ON k.seq=o.seq"  # noqa: S608
    " JOIN journal j ON j.op_id=k.op_id AND j.part=k.part WHERE o.person=?"
    f" AND (o.state IN (0,1) OR (o.state=3 AND o.code<>? AND NOT {UNDONE}))"
    " UNION ALL SELECT j.changes FROM journal j WHERE j.person=? AND j.outcome='started' AND NOT EXISTS"
    f" (SELECT 1 FROM act a WHERE a.seq=j.seq AND a.state IN ('done','failed','told')) AND NOT {UNDONE}"
)
LONGEST_WHERE = 20


def standing(branch: Branch, id_number: str) -> Standing | None:
    """Where this person's entries stand now, to be compared once the province has answered; None when new."""
    found = branch.people.find("id", id_number)
    return branch.people.standing(found[0]) if found else None


def record_by_hand(
    branch: Branch, number: str, name: str, sex: str, born_on: date, *,
    ethnic: str = "", cards: tuple[CardRecord, ...] = (), facts: Mapping[str, str] | None = None,
) -> PersonRecord:  # fmt: skip
    """What a document shows of a person, as a record; what only the province knows is left empty."""
    return PersonRecord(
        id_number=number, name=name, sex=sex, born_on=born_on, ethnic=ethnic, mobile="", address="",
        insured_area="", category="", as_of=branch.clock.now(), cards=cards, facts=facts or {},
    )  # fmt: skip


def learn_record(branch: Branch, record: PersonRecord, origin: str = PROVINCE, known_as: str = "") -> str:
    """Bring the copy up to the province's record; returns the person's id here.

    ``known_as``: the number under which it was asked for, where the record may have another by now.
    """
    now, record = branch.clock.now(), record.renewed
    with branch.database.writing():
        found = branch.people.find("id", known_as) if known_as else []
        found = found or branch.people.find("id", record.id_number)
        person = found[0] if found else str(uuid.uuid4())
        source = branch.city.facts.record if origin != BY_HAND else ENTERED_HERE
        branch.people.keep(person, record, now, source)
        if record.unit_number and record.unit_name:
            branch.people.keep_unit(record.unit_number, record.unit_name, now, source)
        dossier = branch.people.dossier(person)
        assert dossier is not None, "just kept"
        _learn(branch, dossier, record, origin, whole=True)
    return person


def learn_answer(
    branch: Branch, record: PersonRecord, asked: Standing | None, origin: str = PROVINCE, known_as: str = ""
) -> bool:
    """Learn what was asked for, unless something was done here while the answer was on its way."""
    with branch.database.writing():
        if standing(branch, known_as or record.id_number) != asked:
            return False
        learn_record(branch, record, origin, known_as)
    return True


def _learn(branch: Branch, dossier: Dossier, record: PersonRecord, origin: str, *, whole: bool) -> None:
    now, person = branch.clock.now(), dossier.holder.id
    op_id = new_op_id(now)
    learnt = compare(dossier.on(now), record, op_id, waiting_states(branch, person), whole=whole)
    own = agreed(branch, dossier) if whole else NOT_CHANGED
    changes = (*_on_stored(learnt.changes, dossier), *own.changes)
    if changes:
        write(branch, dossier, changes, origin, op_id=op_id)
        _contradict(branch, person, learnt.contradicted | own.contradicted, now)


def _on_stored(changes: Sequence[Change], dossier: Dossier) -> tuple[Change, ...]:
    """Changes against what is stored: a loss that has ended by itself is stored as it began."""
    out = []
    for change in changes:
        stored = dossier.find(change.subject)
        if stored is None:
            out.append(change)
        elif not same(stored, change.after, change.number, change.until, change.facts):
            out.append(replace(change, before=stored.state))
    return tuple(out)


def heard(branch: Branch, news: News) -> bool:
    """Whether this message has been taken in before."""
    source = branch.city.facts.province
    row = branch.database.row("SELECT 1 FROM inbox WHERE source=? AND message=?", source, news.id)
    return row is not None


def learn_news(
    branch: Branch, news: News, record: PersonRecord | None = None, asked: Standing | None = None
) -> bool:
    """Take in one message, once; False when it had been taken in before.

    ``record`` is what the province said when asked about this person after the message came; without it,
    or when something was done here meanwhile, the message itself is what is known.
    """
    now = branch.clock.now()
    with branch.database.writing():
        if heard(branch, news):
            return False
        ms = int(now.timestamp() * 1000)
        branch.database.run("INSERT INTO inbox VALUES (?,?,?)", branch.city.facts.province, news.id, ms)
        found = branch.people.find("id", news.id_number)
        if news.kind == "applied" and record is not None:
            _applied(branch, news, record)
            return True
        if not found or news.kind == "result":
            return True
        dossier = branch.people.dossier(found[0])
        assert dossier is not None, "found by its hash"
        if news.kind == "withdrawn":
            reason = news.facts.get("reason", "")
            text = f"省里撤出了 {dossier.holder.name} 的制卡信息（{reason}）。请联系持卡人，改正后重新申请"
            branch.work.open(WITHDRAWN, found[0], None, text, now)
        if record is None or not learn_answer(branch, record, asked, news.origin, news.id_number):
            _learn_told(branch, dossier, news)
    return True


def _applied(branch: Branch, news: News, record: PersonRecord) -> None:
    """Somebody applied elsewhere: known from now on, and somebody's work while it is to be looked at here."""
    person = learn_record(branch, record, news.origin)
    if not any(card.to_review and card.pickup == branch.identity.code for card in record.cards):
        return
    text = f"{record.name} {news.origin}申请了社会保障卡，在本网点制卡领取。持卡人来时先核实制卡信息，再制卡"
    branch.work.open(APPLIED, person, None, text, branch.clock.now())


def _learn_told(branch: Branch, dossier: Dossier, news: News) -> None:
    """Learn of one card what the message says."""
    card = next((s for s in dossier.of(Kind.CARD) if s.number == news.card_number), None)
    if card is None or news.kind != "card":
        return
    until = news.facts.get("until")
    told = CardRecord(
        number=news.card_number,
        state=news.facts.get("state", card.state.value),
        bank=card.facts.get("bank", ""),
        social=news.facts.get("social", ""),
        financial=news.facts.get("financial", ""),
        lost_until=datetime.fromisoformat(until) if until else None,
        lost_by=news.facts.get("by", ""),
        lost_at=news.at, bank_lost_at=news.at, password=news.facts.get("password", ""),
    )  # fmt: skip
    record = PersonRecord(
        id_number=dossier.holder.id_number, name=dossier.holder.name, sex="", born_on=news.at.date(),
        ethnic="", mobile="", address="", insured_area="", category="", as_of=news.at, cards=(told,),
    )  # fmt: skip
    _learn(branch, dossier, record, news.origin, whole=False)


def waiting_states(branch: Branch, person: str) -> Waiting:
    """For each subject with unconfirmed entries or an unfinished act: the states these know.

    An entry that was sent back counts too while a supervisor has not decided and nothing was put back.
    """
    known: dict[str, set[State]] = {}
    for (text,) in branch.database.rows(UNCONFIRMED, person, CONTRADICTED, person):
        for change in read_changes(text):
            known.setdefault(change.subject, set()).update((change.before, change.after))
    return {subject: frozenset(states) for subject, states in known.items()}


def write(
    branch: Branch,
    dossier: Dossier,
    changes: Sequence[Change],
    origin: str,
    *,
    op_id: str,
    reverses: int | None = None,
    second: Clerk | None = None,
) -> None:
    """One journal row for what was learnt or put back. Call it inside ``writing()``."""
    person, holder = dossier.holder.id, dossier.holder
    operation = "learnt" if reverses is None else "province.rejected"
    where = branch.city.facts.record if origin == PROVINCE else origin
    payload: dict[str, Any] = {
        "title": branch.catalogue.title(operation), "article": "", "name": holder.name,
        "id_number": holder.id_number, "card_number": "", "clerk_name": "", "window_title": where,
        "form": {}, "materials": [], "fee": None, "promised": None, "next": "", "notices": [], "findings": [],
        "moved": [{"number": c.number, "facts": dict(c.facts)} for c in changes], "facts": {}, "reverses": "",
        "second": [] if second is None else [second.number, second.name],
    }  # fmt: skip
    row = Row(
        op_id=op_id, part=0, operation=operation, person=person, clerk="", window=where[:LONGEST_WHERE],
        rules=branch.city.fingerprint, changes=tuple(changes), payload=payload, origin=origin[:LONGEST_WHERE],
        reverses=reverses, to_province=False, slip=False,
    )  # fmt: skip
    branch.journal.append([row], branch.people.key(person), branch.clock.now())
    branch.work.reviewed(person, "", branch.clock.now())


def _contradict(branch: Branch, person: str, subjects: frozenset[str], now: datetime) -> None:
    """Entries that the fact contradicts and that were not sent become rejected, each with a work item.

    One that the province has taken in and not yet decided gets its result.
    """
    if not subjects:
        return
    rows = branch.database.rows(
        "SELECT j.seq, j.changes FROM journal j JOIN outbox o ON o.seq=j.seq WHERE o.person=? AND o.state=?"
        " ORDER BY j.seq",
        person,
        QUEUED,
    )
    for seq, changes in rows:
        if not subjects & {change.subject for change in read_changes(changes)}:
            continue
        branch.outbox.answered(seq, REJECTED, CONTRADICTED, "省里的状态已先改变")
        kept = branch.entries.at(seq)
        assert kept is not None, "the row was just read"
        said = f"{kept.entry.title}（{kept.entry.number}）"
        text = (
            f"{said}送出过，没有收到答复，此后省里的状态已改变，状态以省里为准。这一笔省里可能已经办了："
            "请选“重新上送”，办过的不会再办一次，没有办过的由省里决定；再请联系持卡人说明"
            if branch.outbox.may_be_done(seq, CONTRADICTED)
            else f"{said}上送前，省里的状态已先改变，本笔不再有效，状态以省里为准。"
            "请联系持卡人说明；不再办的选“冲正”，确要照办的选“重新上送”由省里决定"
        )
        branch.work.open(REJECTED_ITEM, person, seq, text, now)
