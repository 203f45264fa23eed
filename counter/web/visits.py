"""The form page, the check page, and the confirming post: steps 1 to 8 of the road."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from counter.asking import inquire
from counter.core.asked import looked_into
from counter.core.blacklist import listed
from counter.core.charge import moneys
from counter.core.decision import Accepted, Refused
from counter.core.form import Form
from counter.core.reading import FormError
from counter.core.ruled import Refusal
from counter.core.second import NUMBER, WORD, second_wanted
from counter.members import held, seen, steps_of
from counter.printed import signed_papers
from counter.second import typed_in
from counter.store.database import StorageError
from counter.store.journal import StaleError, TakenError, UnissuedError
from counter.visit import Begun, NotOfferedError, begin, carry_out, consider, resume
from printing import missing

from .afresh import afresh, old_answer_asked_again
from .cardread import read_into
from .desk import finding_of
from .form import form_page
from .prefill import prefilled
from .printed import draft_sheets
from .shell import AT_WINDOW, branch, counter, may, note, problem, seat
from .units import ask_batches
from .uploads import as_if_good, by_of, photos_again, take, taken_along, tried_papers

pages = Blueprint("visits", __name__)
OWN_FIELDS = {"csrf_token", "op_id", "paper", "switch", "read", "next", "upload", "drop", NUMBER, WORD}
STAYS = ("switch", "upload", "drop")
LONGEST_TEXT = 20_000
FINDING_WORDS = {
    "reason": "原因", "photo": "照片", "area": "参保地", "kind": "险种", "agency": "经办机构", "amount": "金额（元）",
    "paid_on": "缴款日期", "said": "答复",
}  # fmt: skip


@pages.get("/person/<pid>/do/<offer_id>")
@may(*AT_WINDOW)
def ask(pid: str, offer_id: str) -> ResponseReturnValue:
    """The form of one offer, with a fresh operation id, or the draft that was begun."""
    dossier = branch().people.dossier(pid)
    unused = dossier.unused if dossier is not None else frozenset()
    offer = branch().catalogue.offer(offer_id, seat().window.type, unused)
    if offer is None or dossier is None or offer.about is not dossier.holder.party:
        return problem("本市或本窗口没有这项业务，请回到持卡人页面重新选择", 404)
    op_id = request.args.get("op", "")
    if op_id and branch().journal.done(op_id):
        return redirect(url_for("entries.show", op_id=op_id), 303)
    if op_id:
        begun = resume(branch(), op_id, seat())
        if begun.draft.person != pid:
            raise UnissuedError
        return form_page(begun, {}, ())
    begun = begin(branch(), pid, offer, seat(), finding_of(pid, dossier.holder))
    texts = prefilled(offer, begun.dossier.holder, by_of(request.args.get("by", "")))
    return form_page(photos_again(_retyped(begun, texts)), {}, ())


def _retyped(begun: Begun, texts: Mapping[str, str]) -> Begun:
    return replace(begun, draft=replace(begun.draft, texts=texts))


@pages.post("/person/<pid>/do/<offer_id>")
@may(*AT_WINDOW)
def fill(pid: str, offer_id: str) -> ResponseReturnValue:
    """Keep what was typed; say everything that is wrong at once, or go on to the check page."""
    op_id = request.form.get("op_id", "")
    if branch().journal.done(op_id):
        return _already(op_id)
    begun = resume(branch(), op_id, seat())
    if begun.draft.person != pid or begun.offer.id != offer_id:
        raise UnissuedError
    begun = afresh(begun)
    papers = frozenset(request.form.getlist("paper")) - signed_papers(begun.offer)
    begun = replace(begun, draft=replace(begun.draft, texts=_typed(), materials=papers, checked=False))
    try:
        begun, wrong = take(begun)
    except StorageError as error:
        return form_page(begun, {}, (Refusal(str(error)),)), 503
    if request.form.get("switch"):
        begun = _retyped(begun, {**begun.draft.texts, "by": by_of(request.form["switch"]).value})
    if request.form.get("read"):
        begun, unread, reading = read_into(begun, request.form["read"])
        return _keep(begun) or (form_page(begun, unread, (), wrong, reading), 422 if unread or wrong else 200)
    if any(request.form.get(name) for name in STAYS):
        return _keep(begun) or (form_page(begun, {}, (), wrong), 422 if wrong else 200)
    begun = replace(begun, draft=inquire(branch(), begun.offer, begun.dossier.holder, begun.draft))
    ask_batches(begun)
    messages, refusals, verdict = _judged(as_if_good(begun, wrong), tried_papers(begun, wrong))
    if messages or refusals or wrong:
        unkept = _keep(begun)
        note("不予受理", person=pid, ok=False, text=offer_id)
        return unkept or (form_page(begun, messages, refusals, wrong), 422)
    draft = replace(begun.draft, checked=True, cards={})
    begun = replace(begun, draft=seen(draft, verdict) if isinstance(verdict, Accepted) else draft)
    return _keep(begun) or redirect(url_for("visits.check", op_id=op_id), 303)


def _keep(begun: Begun) -> ResponseReturnValue | None:
    """Keep what was typed; when that cannot be, the page still holds it and says why."""
    try:
        branch().drafts.save(begun.draft, branch().people.key(begun.draft.person))
    except StorageError as error:
        return form_page(begun, {}, (Refusal(str(error)),)), 503
    return None


def _typed() -> dict[str, str]:
    return {k: v[:LONGEST_TEXT] for k, v in request.form.items() if k not in OWN_FIELDS}


def _judged(
    begun: Begun, tried: Sequence[str] = ()
) -> tuple[dict[str, str], tuple[Refusal, ...], Accepted | Refused | None]:
    """What is wrong with each blank, every refusal, and the verdict; there is none while a blank is wrong."""
    try:
        verdict, form = consider(branch(), begun, seat(), tried=tried)
    except FormError as error:
        return error.messages, (), None
    unprintable = _unprintable(form)
    return unprintable, verdict.refusals if isinstance(verdict, Refused) else (), verdict


def _unprintable(form: Form) -> dict[str, str]:
    """Characters that no typeface here can print are named before the operation is accepted."""
    out = {}
    for name, text in form.texts().items():
        lost = missing(text)
        if lost:
            label = next(b.label for b in form.own if b.name == name)
            out[name] = f"{label}：回执上印不出“{'、'.join(lost)}”，请核对证件，仍要使用的请联系信息中心装字体"
    return out


@pages.get("/check/<op_id>")
@may(*AT_WINDOW)
def check(op_id: str) -> ResponseReturnValue:
    """Before and after, fee, promise, papers; nothing is saved yet."""
    if branch().journal.done(op_id):
        return redirect(url_for("entries.show", op_id=op_id), 303)
    begun = resume(branch(), op_id, seat())
    messages, refusals, _ = _judged(begun)
    if messages or refusals:
        return form_page(begun, messages, refusals), 422
    return _check_page(begun, ())


def _check_page(begun: Begun, refusals: tuple[Refusal, ...], signed: frozenset[str] = frozenset()) -> str:
    verdict, form = consider(branch(), begun, seat())
    assert isinstance(verdict, Accepted), "judged just now"
    texts = form.texts()
    shown = [(b.label, texts[b.name]) for b in form.own if not b.secret and not b.is_photo and b.name in texts]
    return render_template(
        "check.html",
        offer=begun.offer,
        draft=begun.draft,
        holder=begun.dossier.holder,
        on_list=listed(begun.dossier),
        verdict=verdict,
        answers=shown,
        photos=form.photos(),
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
        findings=[
            (need.title, begun.draft.findings[need.id])
            for need in looked_into(begun.offer.parts, branch().city)
            if need.id in begun.draft.findings
        ],
    )


@pages.post("/check/<op_id>")
@may(*AT_WINDOW)
def confirm(op_id: str) -> ResponseReturnValue:
    """Carry it out, once; a second confirming shows the same entry."""
    secrets = {k: v for k, v in request.form.items() if k not in OWN_FIELDS}
    signed, typed = frozenset(request.form.getlist("paper")), typed_in(request.form)
    try:
        old_answer_asked_again(op_id, seat())
        refused = carry_out(branch(), op_id, seat(), secrets, signed, typed=typed)
    except TakenError as error:
        return _refused_again(op_id, Refusal(str(error)))
    if typed.number:
        note("复核", ok=refused is None, text=typed.number if branch().staff.exists(typed.number) else "")
    if refused is not None:
        return _refused_again(op_id, *refused.refusals)
    counter().courier.wake()
    return redirect(url_for("entries.show", op_id=op_id), 303)


def _refused_again(op_id: str, *refusals: Refusal) -> ResponseReturnValue:
    """What came up only at the confirming: shown where it can be mended, nothing typed lost."""
    begun = resume(branch(), op_id, seat())
    note("不予受理", person=begun.draft.person, ok=False, text=begun.offer.id)
    messages, others, _ = _judged(begun)
    if messages or others:
        return form_page(begun, messages, others), 422
    unsigned = {f"还缺：{paper}" for paper in signed_papers(begun.offer)}
    second = any(part.guide.second is not None for part in begun.offer.parts)
    asked = second or any(b.secret for b in begun.offer.form.own)
    if asked or all(refusal.text in unsigned for refusal in refusals):
        return _check_page(begun, refusals, frozenset(request.form.getlist("paper"))), 422
    return form_page(begun, {}, refusals), 422


def _already(op_id: str) -> ResponseReturnValue:
    return (
        render_template(
            "problem.html",
            title="此单已办结",
            sentence="这张表单已经办结，这次提交没有再办一次。要再办，请回到持卡人页面重新选择业务",
            link=url_for("entries.show", op_id=op_id),
            link_text="看已办结的这一笔",
        ),
        422,
    )


@pages.app_errorhandler(UnissuedError)
@pages.app_errorhandler(NotOfferedError)
@pages.app_errorhandler(StaleError)
def _not_done(error: Exception) -> ResponseReturnValue:
    return problem(str(error), 409)
