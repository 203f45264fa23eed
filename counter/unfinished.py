"""What is still open at a window when its day is to be closed, each with the page on which it is finished."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from counter.branch import Branch
from counter.core.dates import BEIJING
from counter.core.dayend import CASH, OpenItem, OpenKind
from counter.core.dossier import Subject
from counter.core.matters import MatterKind
from counter.core.states import PaymentState
from counter.store.clock import from_ms, to_ms
from counter.store.drawer import open_payments
from counter.store.work import REJECTED, UNKNOWN_ACT

MOST, SHOWN = 200, 20
LOOKS_BACK = timedelta(days=14)
PAYMENTS = {
    PaymentState.USED: "已用于补换卡，还没有向省里交费登记",
    PaymentState.PAID: "已缴费，还没有用",
    PaymentState.REFUNDING: "正在退费，结果不明",
    PaymentState.ORDERED: "已开单，还没有缴",
}
KINDS = {UNKNOWN_ACT: OpenKind.ACT, REJECTED: OpenKind.SENT_BACK}


def unfinished(branch: Branch, window: str, day: date) -> list[OpenItem]:
    """Everything open at this window, what blocks the closing first; of the whole branch where none is named."""
    rules = branch.city.dayend
    blocking = rules.blocks.value if rules is not None else ()
    found = [
        *_payments(branch, window), *_work(branch, window), *_acts(branch, window), *_unsigned(branch, window),
        *_drafts(branch, window), *_waiting(branch, window), *_earlier(branch, window, day),
    ]  # fmt: skip
    listed = sorted(_first(found), key=lambda item: item.kind not in blocking)
    people = {item.person for item in listed if item.person}
    names = branch.briefs.holders(people) if people else {}
    return [
        replace(item, blocks=item.kind in blocking, name=names[item.person].name if item.person in names else "")
        for item in listed
    ]


def _first(found: Sequence[OpenItem]) -> list[OpenItem]:
    """The oldest of each kind, and how many there are besides."""
    out = []
    for kind in dict.fromkeys(item.kind for item in found):
        mine = [item for item in found if item.kind is kind]
        out += mine[:SHOWN]
        rest, more = len(mine) - SHOWN, "以上" if len(mine) >= MOST else ""
        if rest > 0:
            out.append(OpenItem(kind=kind, text=f"另有 {rest} 项{more}", path=mine[SHOWN].path, many=rest))
    return out


def _payments(branch: Branch, window: str) -> Iterator[OpenItem]:
    registers = "fees.register" in branch.city.operations
    states = [state for state in PAYMENTS if state is not PaymentState.USED or registers]
    found = open_payments(branch.database, states, MOST, window)
    payments = branch.briefs.subjects({one.subject for one in found}) if found else {}
    for one in found:
        payment = payments[one.subject]
        item = OpenItem(
            kind=OpenKind(one.state.value), text=f"{payment.facts.get('amount', '')} 元，{_words(one.state, payment)}",
            path=f"/person/{one.person}", person=one.person, since=one.since,
        )  # fmt: skip
        yield item
        if branch.catalogue.uses_bills and _unbilled(payment):
            yield replace(item, kind=OpenKind.UNBILLED, text=f"{payment.facts.get('amount', '')} 元，还没有开财政票据")


def _unbilled(payment: Subject) -> bool:
    taken = payment.state in (PaymentState.PAID, PaymentState.USED)
    return taken and payment.facts.get("way") != CASH and not payment.facts.get("bill_number")


def _words(state: PaymentState, payment: Subject) -> str:
    """What is still to be done; who swiped a card and has no answer has not simply not paid."""
    swiped = state is PaymentState.ORDERED and not payment.facts.get("notice_number")
    return "刷了卡，结果不明，请主管在待办里处理" if swiped else PAYMENTS[state]


def _work(branch: Branch, window: str) -> Iterator[OpenItem]:
    """Work items about what this window did; those about nothing it did belong to the whole branch."""
    rows = branch.database.rows(
        "SELECT w.id, w.kind, w.person, w.opened_ms FROM work w LEFT JOIN journal j ON j.seq=w.seq"  # noqa: S608
        f" WHERE w.state='open'{' AND j.window=?' if window else ''} ORDER BY w.id LIMIT ?",
        *([window] if window else []),
        MOST,
    )
    kinds = [KINDS.get(str(row[1]), OpenKind.OTHER) for row in rows]
    shown = [int(row[0]) for n, row in enumerate(rows) if kinds[:n].count(kinds[n]) < SHOWN]
    texts = branch.work.texts(shown) if shown else {}
    for kind, (number, _, person, opened) in zip(kinds, rows, strict=True):
        text = texts.get(str(number), "")
        yield OpenItem(kind=kind, text=text, path="/work", person=person, since=from_ms(opened))


def _acts(branch: Branch, window: str) -> Iterator[OpenItem]:
    """Acts between their two commits; those whose end is unknown are work items."""
    rows = branch.database.rows(
        "SELECT j.op_id, j.operation, j.person, a.started_ms, a.state"  # noqa: S608
        " FROM act a CROSS JOIN journal j ON j.seq=a.seq"
        f" WHERE a.state IN ('started','open','told'){' AND j.window=?' if window else ''} ORDER BY a.seq LIMIT ?",
        *([window] if window else []),
        MOST,
    )
    for op_id, operation, person, started, state in rows:
        kind = OpenKind.ACT if state == "started" else OpenKind.MAKING
        text = f"{branch.catalogue.title(operation)}还没有做完"
        path = f"/entry/{op_id}"
        yield OpenItem(kind=kind, text=text, path=path, person=person, since=from_ms(started))


def _unsigned(branch: Branch, window: str) -> Iterator[OpenItem]:
    """Cards that were handed over, and nobody has signed for."""
    rows = branch.database.rows(
        "SELECT m.person, m.operations, m.since_ms FROM matter m CROSS JOIN subject s ON s.id=m.about"  # noqa: S608
        f" CROSS JOIN journal j ON j.seq=s.entry WHERE m.kind=?{' AND j.window=?' if window else ''}"
        " ORDER BY m.since_ms LIMIT ?",
        MatterKind.UNSIGNED.value, *([window] if window else []), MOST,
    )  # fmt: skip
    for person, operations, since in rows:
        titles = "、".join(branch.catalogue.title(one) for one in operations.split())
        text, path = f"等着{titles}", f"/person/{person}"
        yield OpenItem(kind=OpenKind.UNSIGNED, text=text, path=path, person=person, since=from_ms(since))


def _drafts(branch: Branch, window: str) -> Iterator[OpenItem]:
    rows = branch.database.rows(
        f"SELECT person, offer, made_ms FROM draft{' WHERE window=?' if window else ''} ORDER BY made_ms LIMIT ?",  # noqa: S608
        *([window] if window else []),
        MOST,
    )
    for person, offer, made in rows:
        titles = "并".join(branch.catalogue.title(one) for one in offer.split("+"))
        text = f"{titles}填了没有确认"
        path = f"/person/{person}"
        yield OpenItem(kind=OpenKind.DRAFT, text=text, path=path, person=person, since=from_ms(made))


def _waiting(branch: Branch, window: str) -> Iterator[OpenItem]:
    row = branch.database.row(
        "SELECT COUNT(*) FROM outbox o CROSS JOIN journal j ON j.seq=o.seq WHERE o.state IN (0,1)"  # noqa: S608
        f"{' AND j.window=?' if window else ''}",
        *([window] if window else []),
    )
    if row is not None and row[0]:
        text = f"{row[0]} 笔还没有得到省里确认，恢复后自动上送，不用守着"
        yield OpenItem(kind=OpenKind.WAITING, text=text, path="/status")


def _earlier(branch: Branch, window: str, day: date) -> Iterator[OpenItem]:
    """The last day before this one on which the window worked, where it was never closed."""
    if not window:
        return
    end = datetime.combine(day, time(), BEIJING)
    row = branch.database.row(
        "SELECT at_ms FROM journal WHERE at_ms>=? AND at_ms<? AND window=? ORDER BY at_ms DESC LIMIT 1",
        to_ms(end - LOOKS_BACK), to_ms(end), window,
    )  # fmt: skip
    before = from_ms(int(row[0])).date() if row is not None else None
    if before is not None and branch.days.closed(window, before) is None:
        text = f"{before} 办过业务，没有日结，请补结"
        yield OpenItem(kind=OpenKind.EARLIER, text=text, path=f"/dayend?day={before}")
