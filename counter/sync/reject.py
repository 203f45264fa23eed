"""What follows when the province sends an entry back: a compensating entry and a work item, never an edit."""

from dataclasses import replace
from datetime import datetime

from counter.branch import Branch
from counter.core.change import Change
from counter.core.dossier import Dossier
from counter.core.states import ABSENT, Kind, PaymentState
from counter.store.drafts import new_op_id
from counter.store.entries import Kept
from counter.store.outbox import REJECTED
from counter.store.work import REJECTED as REJECTED_ITEM
from counter.store.work import Item

from .learn import write

AGAIN, PUT_BACK, SETTLED = "重新上送", "冲正", "已处理"


def reject(branch: Branch, seq: int, code: str, text: str) -> bool:
    """Take in a rejection once: open the work item, and put the states back where nothing has built on them."""
    now = branch.clock.now()
    with branch.database.writing():
        if not branch.outbox.answered(seq, REJECTED, code, text):
            return False
        kept = branch.entries.at(seq)
        assert kept is not None, "only entries are sent"
        done = _put_back(branch, kept)
        branch.work.open(REJECTED_ITEM, kept.person, seq, _sentence(kept, code, text, put_back=done), now)
    return True


def _sentence(kept: Kept, code: str, text: str, *, put_back: bool) -> str:
    entry = kept.entry
    paid = f"；已收 {entry.fee.yuan:.2f} 元，可用于重新办理" if entry.fee is not None else ""
    state = "状态已恢复到办理前" if put_back else "其后又办了别的业务，尚未恢复"
    return f"省里退回了{entry.title}（{entry.number}）：{text}（{code}）。{state}{paid}。请联系持卡人"


def _put_back(branch: Branch, kept: Kept) -> bool:
    dossier = branch.people.dossier(kept.person)
    assert dossier is not None, "its entry exists"
    changes = _backwards(kept, dossier)
    if changes is None:
        return False
    if changes:
        op_id = new_op_id(branch.clock.now())
        write(branch, kept.person, op_id, changes, "province", branch.city.facts.record, reverses=kept.seq)
    return True


def _backwards(kept: Kept, dossier: Dossier) -> list[Change] | None:
    """The entry's changes undone; None when a later entry has touched one of them."""
    out = []
    for change in reversed(kept.entry.changes):
        subject = dossier.find(change.subject)
        if subject is None or subject.version != change.version + 1:
            return None
        after = PaymentState.PAID if _money(change) else change.before
        out.append(
            replace(change, before=change.after, after=after, version=subject.version, facts=subject.facts)
        )
    return out


def _money(change: Change) -> bool:
    """Money that was taken does not vanish: it is paid and unused again."""
    return change.kind is Kind.PAYMENT and change.before is ABSENT


def choices(branch: Branch, item: Item) -> tuple[str, ...]:
    """What a supervisor may decide about a rejected entry."""
    if item.seq is None:
        return (SETTLED,)
    undone = branch.database.row("SELECT 1 FROM journal WHERE reverses=?", item.seq)
    return (SETTLED,) if undone else (AGAIN, PUT_BACK)


def decide_item(branch: Branch, item: Item, decision: str, clerk: str, now: datetime) -> bool:
    """Carry out the decision once; False when it cannot be (somebody was first, or a later entry stands)."""
    with branch.database.writing():
        if decision not in choices(branch, item):
            return False
        if not branch.work.decide(item.id, clerk, decision, now):
            return False
        if item.seq is None:
            return True
        if decision == AGAIN:
            branch.outbox.again(item.seq)
            return True
        if decision == PUT_BACK:
            _put_back_all(branch, item)
        branch.outbox.settle(item.seq)
    return True


def _put_back_all(branch: Branch, item: Item) -> None:
    """Undo the rejected entry and, before it, every later one that built on it, newest first."""
    assert item.seq is not None, "checked by the caller"
    rejected = branch.entries.at(item.seq)
    assert rejected is not None, "the item names it"
    mine = {change.subject for change in rejected.entry.changes}
    rows = branch.database.rows(
        "SELECT seq FROM journal j WHERE person=? AND seq>=? AND operation NOT IN ('learnt','province.rejected')"
        " AND NOT EXISTS (SELECT 1 FROM journal r WHERE r.reverses=j.seq) ORDER BY seq DESC",
        item.person,
        item.seq,
    )
    for (seq,) in rows:
        kept = branch.entries.at(seq)
        assert kept is not None, "the row was just read"
        if seq == item.seq or mine & {change.subject for change in kept.entry.changes}:
            _put_back(branch, kept)
            branch.database.run("UPDATE outbox SET state=4 WHERE seq=? AND state IN (0,1)", seq)
