"""The check page and the confirming post: steps 6 to 8 of the road."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from counter.core.asked import looked_into
from counter.core.blacklist import listed
from counter.core.blank import Blank
from counter.core.charge import moneys
from counter.core.decision import Accepted, Step
from counter.core.form import Form
from counter.core.ruled import Refusal, Ruled
from counter.core.second import second_wanted
from counter.core.states import FINAL, Kind
from counter.hands import DESPITE, hands_of
from counter.members import held, steps_of
from counter.printed import signed_papers
from counter.second import typed_in
from counter.store.journal import TakenError
from counter.visit import Begun, carry_out, consider, resume

from .afresh import old_answer_asked_again
from .form import form_page, from_where
from .judged import judged
from .keeping import typed
from .printed import draft_sheets
from .shell import AT_WINDOW, branch, counter, may, note, seat
from .uploads import taken_along

pages = Blueprint("check", __name__)
FINDING_WORDS = {
    "reason": "原因", "photo": "照片", "area": "参保地", "kind": "险种", "agency": "经办机构", "amount": "金额（元）",
    "paid_on": "缴款日期", "said": "答复",
}  # fmt: skip


@pages.get("/check/<op_id>")
@may(*AT_WINDOW)
def show(op_id: str) -> ResponseReturnValue:
    """Before and after, fee, promise, papers; nothing is saved yet."""
    if branch().journal.done(op_id):
        return redirect(url_for("entries.show", op_id=op_id), 303)
    begun = resume(branch(), op_id, seat())
    messages, refusals, _ = judged(begun)
    if messages or refusals:
        return form_page(begun, messages, refusals), 422
    return _check_page(begun, ())


def _check_page(begun: Begun, refusals: tuple[Refusal, ...], signed: frozenset[str] = frozenset()) -> str:
    verdict, form = consider(branch(), begun, seat())
    assert isinstance(verdict, Accepted), "judged just now"
    return render_template(
        "check.html",
        offer=begun.offer,
        draft=begun.draft,
        holder=begun.dossier.holder,
        on_list=listed(begun.dossier),
        verdict=verdict,
        photos=form.photos(),
        **_answers(begun, form),
        **taken_along(begun, verdict),
        secrets=[b for b in begun.offer.form.own if b.secret],
        cards=[(held(step), step.changes) for step in steps_of(verdict)],
        papers=sorted(begun.draft.materials),
        forms=draft_sheets(begun, verdict, form),
        signed=signed,
        moneys=[one for step in verdict.steps for one in moneys(step.case, step.part.operation.postings)],
        seconds=[(step.part.guide.title, rule) for step in verdict.steps if (rule := second_wanted(step)) is not None],
        second=typed_in(request.form).number,
        refusals=refusals,
        words=FINDING_WORDS,
        final=_final(verdict),
        findings=[
            (need.title, begun.draft.findings[need.id])
            for need in looked_into(begun.offer.parts, branch().city)
            if need.id in begun.draft.findings
        ],
    )


def _final(verdict: Accepted) -> list[Ruled[str]]:
    """What the city says first of what cannot be taken back: one notice at most, above everything else."""
    ends = [step for step in verdict.steps if _cannot_be_taken_back(step)]
    return [notice for step in ends for notice in step.part.guide.notices][:1]


def _cannot_be_taken_back(step: Step) -> bool:
    """Whether a card comes to its last state, or the city lets nothing of it be undone."""
    final = step.part.operation.final
    ended = any(c.kind is Kind.CARD and c.after in FINAL and c.before != c.after for c in step.changes)
    return ended or (final is not None and final(step.part.rules))


def _answers(begun: Begun, form: Form) -> dict[str, Any]:
    """What was filled in, each with where it is from, and who answers for the one who has come."""
    texts = form.texts()
    shown: list[Blank] = [b for b in form.own if not b.secret and not b.is_photo and b.name in texts]
    return {
        "answers": [(b, texts[b.name], from_where(b, texts[b.name], begun.draft.filled)) for b in shown],
        "hands": hands_of(begun.draft, form),
        "despite": bool(request.form.get(DESPITE)),
    }


@pages.post("/check/<op_id>")
@may(*AT_WINDOW)
def confirm(op_id: str) -> ResponseReturnValue:
    """Carry it out, once; a second confirming shows the same entry."""
    signed, second = frozenset(request.form.getlist("paper")), typed_in(request.form)
    despite, secrets = bool(request.form.get(DESPITE)), typed(branch().catalogue.blanks, secret=True)
    try:
        old_answer_asked_again(op_id, seat())
        refused = carry_out(branch(), op_id, seat(), secrets, signed, typed=second, despite=despite)
    except TakenError as error:
        return _refused_again(op_id, Refusal(str(error)))
    if second.number:
        note("复核", ok=refused is None, text=second.number if branch().staff.exists(second.number) else "")
    if refused is not None:
        return _refused_again(op_id, *refused.refusals)
    counter().courier.wake()
    return redirect(url_for("entries.show", op_id=op_id), 303)


def _refused_again(op_id: str, *refusals: Refusal) -> ResponseReturnValue:
    """What came up only at the confirming: shown where it can be mended, nothing typed lost."""
    begun = resume(branch(), op_id, seat())
    note("不予受理", person=begun.draft.person, ok=False, text=begun.offer.id)
    messages, others, _ = judged(begun)
    if messages or others:
        return form_page(begun, messages, others), 422
    unsigned = {f"还缺：{paper}" for paper in signed_papers(begun.offer)}
    second = any(part.guide.second is not None for part in begun.offer.parts)
    asked = second or any(b.secret for b in begun.offer.form.own)
    if asked or all(refusal.text in unsigned or refusal.blank == DESPITE for refusal in refusals):
        return _check_page(begun, refusals, frozenset(request.form.getlist("paper"))), 422
    return form_page(begun, {}, refusals), 422
