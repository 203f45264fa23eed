"""What follows when the province sends an entry back: a compensating entry and a work item, never an edit."""

from dataclasses import replace
from datetime import datetime

from counter.branch import Branch
from counter.core.case import Clerk
from counter.core.change import Change
from counter.core.dossier import Dossier, Subject
from counter.core.states import ABSENT, Kind, PaymentState
from counter.store.drafts import new_op_id
from counter.store.entries import Kept
from counter.store.outbox import REJECTED
from counter.store.people import UNDONE, undone
from counter.store.work import REJECTED as REJECTED_ITEM
from counter.store.work import UNSIGNED, Item

from .agreed import CONTRADICTED
from .learn import PROVINCE, write

AGAIN, PUT_BACK, SETTLED, RESEND, FILED = "重新上送", "冲正", "已处理", "重新发送", "材料已存档"


def reject(branch: Branch, seq: int, code: str, text: str) -> bool:
    """Take in a rejection once: open the work item, put the states back where nothing has built on them."""
    now = branch.clock.now()
    with branch.database.writing():
        if not branch.outbox.answered(seq, REJECTED, code, text):
            return False
        kept = branch.entries.at(seq)
        assert kept is not None, "only entries are sent"
        own = _own(branch, kept)
        later = _later(branch, own)
        back = [] if later else _put_back(branch, own)
        said = f"省里退回了{kept.entry.title}（{kept.entry.number}）：{text}（{code}）。"
        sentence = said + (_held(later) if later else _restored(kept, back))
        branch.work.open(REJECTED_ITEM, kept.person, seq, sentence, now)
    return True


def _restored(kept: Kept, back: list[Change]) -> str:
    paid = next((c.facts.get("amount", "") for c in back if c.after is PaymentState.PAID), "")
    fee = f"；已缴的 {paid} 元没有用掉，重新办理时先用这笔，不再收费" if paid else ""
    made = "；已制成的卡请收回，不要发出" if kept.entry.facts.get("number") else ""
    return f"状态已恢复到办理前{fee}{made}。请联系持卡人，改正后重新办理，办完选“已处理”"


def _held(later: list[Kept]) -> str:
    titles = "、".join(dict.fromkeys(kept.entry.title for kept in later))
    return (
        f"其后的{titles}以它为前提，状态没有改动，暂不上送。请联系持卡人并与省里核实："
        "省里能办的选“重新上送”，不能办的选“冲正”，连同其后的一起恢复到办理前"
    )


def _own(branch: Branch, kept: Kept) -> list[Kept]:
    """The journal rows of this entry: one, or an act's start and end; oldest first."""
    rows = branch.entries.of_operation(kept.entry.op_id)
    return [row for row in rows if row.entry.part == kept.entry.part]


def _later(branch: Branch, own: list[Kept]) -> list[Kept]:
    """Later entries that stand and build on what this one changed, or on one of these; oldest first."""
    touched = {change.subject for kept in own for change in kept.entry.changes}
    live = f"operation<>'learnt' AND reverses IS NULL AND NOT {UNDONE}"
    rows = branch.database.rows(
        f"SELECT seq FROM journal j WHERE person=? AND seq>? AND {live} ORDER BY seq",  # noqa: S608
        own[-1].person,
        own[-1].seq,
    )
    out = []
    for (seq,) in rows:
        one = branch.entries.at(seq)
        assert one is not None, "the row was just read"
        mine = {change.subject for change in one.entry.changes}
        if mine & touched:
            touched |= mine
            out.append(one)
    return out


def _put_back(branch: Branch, rows: list[Kept], second: Clerk | None = None) -> list[Change]:
    """Undo these rows, newest first, each by a compensating entry; returns what changed."""
    out: list[Change] = []
    for kept in reversed(rows):
        dossier = branch.people.dossier(kept.person)
        assert dossier is not None, "its entry exists"
        found = ((change, dossier.find(change.subject)) for change in reversed(kept.entry.changes))
        # What the province has changed since stays as the province says; money that was handed out is out.
        mine = [(c, s) for c, s in found if s is not None and s.state is c.after is not PaymentState.REFUNDED]
        back = [_back(branch, kept, c, s) for c, s in mine]
        back += _back_again(branch, kept, dossier)
        op_id = new_op_id(branch.clock.now())
        write(branch, dossier, back, PROVINCE, op_id=op_id, reverses=kept.seq, second=second)
        out += back
    return out


def _back(branch: Branch, kept: Kept, change: Change, subject: Subject) -> Change:
    """One change undone: the subject as it was before; money that was taken is paid and unused, with its own bill."""
    undone = replace(change, before=change.after, after=change.before, version=subject.version)
    if change.kind is Kind.PAYMENT:
        before = PaymentState.PAID if change.before is ABSENT else change.before
        return replace(undone, after=before, facts=subject.facts)
    was = branch.entries.before(kept.seq, kept.person, change.subject)
    if was is None:
        return replace(undone, facts=subject.facts)
    return replace(undone, number=was.number, until=was.until, facts=was.facts)


def _back_again(branch: Branch, kept: Kept, dossier: Dossier) -> list[Change]:
    """An application that was ended here is there again, unless another one has come since."""
    ended = [change for change in kept.entry.changes if change.after is ABSENT and dossier.find(change.subject) is None]
    if dossier.coming() is not None:
        return []
    was = [(change, branch.entries.before(kept.seq, kept.person, change.subject)) for change in ended]
    return [
        replace(change, before=ABSENT, after=change.before, version=0, number=w.number, until=w.until, facts=w.facts)
        for change, w in was
        if w is not None
    ]


def choices(branch: Branch, item: Item) -> tuple[str, ...]:
    """What a supervisor may decide about a rejected entry, or a message that was sent back."""
    if item.delivery is not None:
        return (RESEND, SETTLED)
    if item.kind == UNSIGNED:
        return (FILED,)
    if item.seq is None:
        return (SETTLED,)
    if branch.outbox.may_be_done(item.seq, CONTRADICTED):
        return (AGAIN,)
    return (SETTLED,) if undone(branch.database, item.seq) else (AGAIN, PUT_BACK)


def would_move(branch: Branch, item: Item) -> list[Change]:
    """What putting this entry back would undo, with all that builds on it."""
    rejected = branch.entries.at(item.seq) if item.seq is not None else None
    if rejected is None:
        return []
    own = _own(branch, rejected)
    return [change for kept in [*own, *_later(branch, own)] for change in kept.entry.changes]


def decide_item(
    branch: Branch, item: Item, decision: str, clerk: str, now: datetime, *, second: Clerk | None = None
) -> bool:
    """Carry out the decision once; False when somebody was first, or it is no choice any more.

    ``second`` has confirmed besides; what is put back says so.
    """
    said = f"{decision}，复核人工号 {second.number}" if second is not None else decision
    with branch.database.writing():
        if decision not in choices(branch, item) or not branch.work.decide(item.id, clerk, said, now):
            return False
        if item.delivery is not None:
            (branch.deliveries.again if decision == RESEND else branch.deliveries.settle)(item.delivery)
            return True
        if item.seq is None or decision == FILED:
            return True
        if decision == AGAIN:
            branch.outbox.again(item.seq)
            return True
        if decision == PUT_BACK:
            rejected = branch.entries.at(item.seq)
            assert rejected is not None, "the item names it"
            own = _own(branch, rejected)
            later = _later(branch, own)
            _put_back(branch, own + later, second)
            for kept in later:
                branch.outbox.drop(kept.seq)
        branch.outbox.settle(item.seq)
    return True
