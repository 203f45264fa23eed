"""Learn a fact from the province: same commit, a journal row, nothing in the outbox."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from counter.branch import Branch
from counter.core.change import Change
from counter.core.dossier import Dossier
from counter.core.learning import compare
from counter.core.province import CardRecord, News, PersonRecord
from counter.core.states import Kind, State
from counter.store.drafts import new_op_id
from counter.store.journal import Row
from counter.store.outbox import REJECTED
from counter.store.payload import read_changes
from counter.store.work import REJECTED as REJECTED_ITEM
from counter.store.work import WITHDRAWN

CONTRADICTED = "与省里消息不符"


def learn_record(branch: Branch, record: PersonRecord, origin: str) -> str:
    """Bring the copy up to the province's record; returns the person's id here."""
    now = branch.clock.now()
    with branch.database.writing():
        found = branch.people.find("id", record.id_number)
        person = found[0] if found else str(uuid.uuid4())
        branch.people.keep(person, record, now, branch.city.facts.record)
        dossier = branch.people.dossier(person)
        assert dossier is not None, "just kept"
        op_id = new_op_id(now)
        learnt = compare(dossier.on(now), record, op_id, waiting_states(branch, person))
        changes = _on_stored(learnt.changes, dossier)
        if changes:
            write(branch, person, op_id, changes, origin, branch.city.facts.record)
            _contradict(branch, person, learnt.contradicted, now)
    return person


def _on_stored(changes: Sequence[Change], dossier: Dossier) -> tuple[Change, ...]:
    """Changes against what is stored: a loss that has ended by itself is stored as it began."""
    out = []
    for change in changes:
        stored = dossier.find(change.subject)
        if stored is not None and stored.state is change.after and stored.number == change.number:
            if stored.until == change.until:
                continue
        out.append(change if stored is None else replace(change, before=stored.state))
    return tuple(out)


def learn_news(branch: Branch, news: News) -> bool:
    """Take in one message, once; False when it had been taken in before."""
    now = branch.clock.now()
    with branch.database.writing():
        fresh = branch.database.run(
            "INSERT OR IGNORE INTO inbox VALUES (?,?,?)", branch.city.facts.province, news.id, int(now.timestamp() * 1000)
        )
        if not fresh:
            return False
        found = branch.people.find("id", news.id_number)
        if found and news.kind in ("card", "withdrawn"):
            _about_card(branch, found[0], news)
    return True


def _about_card(branch: Branch, person: str, news: News) -> None:
    now = branch.clock.now()
    dossier = branch.people.dossier(person)
    assert dossier is not None, "found by its hash"
    if news.kind == "withdrawn":
        reason = news.facts.get("reason", "")
        text = f"省里撤出了 {dossier.holder.name} 的制卡信息（{reason}）。请按常见问题处理：改正后重新申请"
        branch.work.open(WITHDRAWN, person, None, text, now)
        return
    card = next((s for s in dossier.of(Kind.CARD) if s.number == news.card_number), None)
    if card is None:
        return
    functions = {kind: dossier.function(kind, card) for kind in (Kind.SOCIAL, Kind.FINANCIAL)}
    words = {kind: (s.state.value if s is not None else "") for kind, s in functions.items()}
    until = news.facts.get("until")
    told = CardRecord(
        number=news.card_number,
        state=news.facts.get("state", card.state.value),
        bank=card.facts.get("bank", ""),
        social=news.facts.get("social", words[Kind.SOCIAL]),
        financial=news.facts.get("financial", words[Kind.FINANCIAL]),
        lost_until=datetime.fromisoformat(until) if until else None,
        lost_by=news.facts.get("by", ""),
    )
    record = PersonRecord(
        id_number=dossier.holder.id_number, name=dossier.holder.name, sex="", born_on=now.date(), ethnic="",
        mobile="", address="", insured_area="", category="", as_of=news.at, cards=(told,),
    )  # fmt: skip
    op_id = new_op_id(now)
    learnt = compare(dossier.on(now), record, op_id, waiting_states(branch, person))
    changes = _on_stored(learnt.changes, dossier)
    if changes:
        write(branch, person, op_id, changes, news.origin, news.origin)
        _contradict(branch, person, learnt.contradicted, now)


def waiting_states(branch: Branch, person: str) -> Mapping[str, frozenset[State]]:
    """For each subject with unconfirmed entries: the states these entries know."""
    known: dict[str, set[State]] = {}
    rows = branch.database.rows(
        "SELECT j.changes FROM journal j JOIN outbox o ON o.seq=j.seq WHERE o.person=? AND o.state IN (0,1)"
        " UNION ALL SELECT changes FROM journal WHERE person=? AND outcome='started' AND NOT EXISTS"
        " (SELECT 1 FROM act a WHERE a.seq=journal.seq AND a.state IN ('done','failed'))",
        person,
        person,
    )
    for (text,) in rows:
        for change in read_changes(text):
            known.setdefault(change.subject, set()).update((change.before, change.after))
    return {subject: frozenset(states) for subject, states in known.items()}


def write(
    branch: Branch, person: str, op_id: str, changes: Sequence[Change], origin: str, where: str, reverses: int | None = None
) -> int:
    """One journal row for what was learnt or put back. Call it inside ``writing()``."""
    dossier = branch.people.dossier(person)
    assert dossier is not None, "known person"
    operation = "learnt" if reverses is None else "province.rejected"
    payload = {
        "title": branch.catalogue.title(operation), "article": "", "name": dossier.holder.name,
        "id_number": dossier.holder.id_number, "card_number": "", "clerk_name": "", "window_title": where,
        "form": {}, "materials": [], "fee": None, "promised": None, "next": "", "notices": [], "findings": [],
        "moved": [{"number": c.number, "facts": dict(c.facts)} for c in changes], "facts": {}, "reverses": "",
    }  # fmt: skip
    row = Row(
        op_id=op_id, part=0, operation=operation, person=person, clerk="", window=where[:20],
        rules=branch.city.fingerprint, changes=tuple(changes), payload=payload, origin=origin,
        reverses=reverses, to_province=False, slip=False,
    )  # fmt: skip
    return branch.journal.append([row], branch.people.key(person), branch.clock.now())[0]


def _contradict(branch: Branch, person: str, subjects: frozenset[str], now: datetime) -> None:
    """Waiting entries that the fact contradicts become rejected, each with a work item."""
    if not subjects:
        return
    rows = branch.database.rows(
        "SELECT j.seq, j.changes FROM journal j JOIN outbox o ON o.seq=j.seq WHERE o.person=? AND o.state IN (0,1)",
        person,
    )
    for seq, changes in rows:
        if not subjects & {change.subject for change in read_changes(changes)}:
            continue
        if branch.outbox.answered(seq, REJECTED, CONTRADICTED, "省里的状态已先改变"):
            kept = branch.entries.at(seq)
            assert kept is not None, "the row was just read"
            text = f"{kept.entry.title}（{kept.entry.number}）还没上送，省里的状态已先改变，本笔不再有效。请联系持卡人说明"
            branch.work.open(REJECTED_ITEM, person, seq, text, now)
