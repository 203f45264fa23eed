"""The done page of an entry, its slips, and the papers of look-ups."""

from collections.abc import Sequence

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from counter.core.case import Finding
from counter.core.decision import Accepted
from counter.printers.drawn import first_rows, mark_of, named_for
from counter.running import running
from counter.store.deliveries import Kept as Delivered
from counter.store.entries import Kept
from counter.visit import Seen, desk
from printing import draw_certificate

from .certified import NONE, title_of, uncertified
from .papers import inline, pdf
from .shell import AT_WINDOW, branch, may, note, problem, seat
from .undo import undoing

pages = Blueprint("entries", __name__)


@pages.get("/entry/<op_id>")
@may(*AT_WINDOW)
def show(op_id: str) -> ResponseReturnValue:
    """What was done, what comes next, and the papers."""
    rows = branch().entries.of_operation(op_id)
    if not rows:
        return problem("没有这一笔业务，请回到柜台首页重新查找", 404)
    run = running(branch(), op_id)
    if run is not None and run.next is not None:
        return redirect(url_for("making.show", op_id=op_id), 303)
    own = [kept for kept in rows if kept.person == rows[0].person]
    latest = list({kept.entry.part: kept for kept in own}.values())
    cards = [kept for kept in rows if kept.person != rows[0].person]
    dossier = branch().people.dossier(rows[0].person)
    assert dossier is not None, "an entry has its person"
    seen = desk(branch(), rows[0].person, seat())
    return render_template(
        "entry.html",
        rows=latest,
        history=rows,
        holder=dossier.holder,
        dossier=dossier,
        cards=cards,
        province={kept.seq: branch().entries.province(kept.seq) for kept in (*latest, *cards)},
        deliveries={kept.seq: _deliveries(kept.seq) for kept in latest},
        findings={kept.seq: _findings(kept) for kept in latest},
        copies={kept.seq: branch().entries.copies(kept.seq) for kept in latest},
        then=_then(latest[-1], seen),
        undoing=undoing(latest, seen, dossier),
        forms=named_for(branch(), first_rows(rows)),
        certificates={kept.seq: title for kept in latest if (title := title_of(kept))},
        failed=any(kept.entry.outcome in ("failed", "started") for kept in latest),
    )


def _deliveries(seq: int) -> list[tuple[str, Delivered]]:
    """What this entry has told other systems, each with where it stands."""
    used = branch().city.systems
    return [
        (used[kept.message.system].title if kept.message.system in used else kept.message.system, kept)
        for kept in branch().deliveries.of(seq)
    ]


def _findings(kept: Kept) -> list[tuple[str, Finding]]:
    """What the systems beside the province had answered, by the title of the question."""
    operation = branch().catalogue.operations.get(kept.entry.operation)
    asked, used = kept.entry.findings, branch().city.systems
    needs = operation.needs if operation is not None else ()
    mine = (need for need in needs if need.id in asked and (need.of_province or need.id in used))
    return [(need.title, asked[need.id]) for need in mine]


def _then(kept: Kept, seen: Sequence[Seen]) -> list[tuple[str, str]]:
    """The next operations that can be done here now, as offer id and title."""
    operation = branch().catalogue.operations.get(kept.entry.operation)
    wanted = operation.then if operation is not None else ()
    possible = [one.offer for one in seen if isinstance(one.verdict, Accepted)]
    return [(offer.id, offer.title) for name in wanted for offer in possible if offer.parts[0].operation.id == name]


@pages.get("/entry/<op_id>/<int:part>/slip.pdf")
@may(*AT_WINDOW)
def slip(op_id: str, part: int) -> ResponseReturnValue:
    """The slip of one part: its original, or the copy with this number."""
    kept = _part(op_id, part)
    if kept is None:
        return problem("没有这张回执，请回到柜台首页重新查找", 404)
    copies = branch().entries.copies(kept.seq)
    wanted = request.args.get("copy", "1")
    copy = next((c for c in copies if str(c.number) == wanted), None)
    if copy is None:
        return problem("这一份还没有补打过，请在办结页点“补打”", 404)
    note("看回执", person=kept.person)
    receipt = branch().catalogue.operations[kept.entry.operation].receipt(kept.entry)
    return pdf(receipt, mark_of(branch(), copy), f"{kept.entry.number}-{copy.number}")


def _part(op_id: str, part: int) -> Kept | None:
    rows = [kept for kept in branch().entries.of_operation(op_id) if kept.entry.part == part]
    done = [kept for kept in rows if kept.entry.outcome in ("", "done")]
    return done[-1] if done else None


@pages.get("/entry/<op_id>/<int:part>/certificate.pdf")
@may(*AT_WINDOW)
def certificate(op_id: str, part: int) -> ResponseReturnValue:
    """The certificate of one part, once the province has confirmed it; a copy of it as the slip's."""
    kept = _part(op_id, part)
    made = branch().catalogue.operations[kept.entry.operation].certificate if kept is not None else None
    if kept is None or made is None:
        return problem(NONE, 404)
    refused = uncertified(kept)
    if refused:
        return problem(refused, 409)
    wanted = request.args.get("copy", "1")
    copy = next((c for c in branch().entries.copies(kept.seq) if str(c.number) == wanted), None)
    if copy is None:
        return problem("这一份还没有补打过，请在办结页点“补打”", 404)
    note("打印证明", person=kept.person, text=kept.entry.number)
    mark = mark_of(branch(), copy, awaits=False)
    return inline(draw_certificate(made(kept.entry), mark).pdf, f"certificate-{kept.entry.number}-{copy.number}")
