"""The form page: opened, filled in, looked at again, put by; steps 1 to 5 of the road."""

from collections.abc import Mapping
from dataclasses import replace

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from counter.asking import inquire
from counter.core.blank import By
from counter.core.decision import Accepted
from counter.core.ruled import Refusal
from counter.members import seen
from counter.printed import signed_papers
from counter.store.database import StorageError
from counter.store.journal import StaleError, UnissuedError
from counter.visit import Begun, NotOfferedError, begin, resume, take_along

from .afresh import afresh
from .cardread import read_into
from .desk import finding_of
from .form import form_page
from .judged import judged
from .keeping import typed
from .prefill import opening, sources
from .shell import AT_WINDOW, branch, may, note, problem, seat
from .units import ask_batches
from .uploads import Faults, as_if_good, by_of, photos_again, take, tried_papers

pages = Blueprint("visits", __name__)
STAYS = ("switch", "upload", "drop", "keep")


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
    by = by_of(request.args.get("by", ""))
    if op_id:
        begun, moved = take_along(branch(), op_id, seat())
        if begun.draft.person != pid or begun.offer.id != offer_id:
            raise UnissuedError
        if moved:
            note("换窗口接着办", person=pid, text=offer_id)
        begun = begun if begun.draft.texts else _untouched(begun, by)
        return form_page(begun, at=request.args.get("at", begun.draft.at))
    finding = finding_of(pid, dossier.holder)
    begun = begin(branch(), pid, offer, seat(), finding, filled=lambda known: sources(offer, known))
    return form_page(_untouched(begun, by))


def _untouched(begun: Begun, by: By) -> Begun:
    """The form as it opens: filled in beforehand, nothing of it kept yet."""
    return photos_again(_retyped(begun, opening(begun.offer, begun.draft.filled, by)))


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
    begun = _sent(begun)
    try:
        begun, wrong = take(begun)
    except StorageError as error:
        return form_page(begun, refusals=(Refusal(str(error)),)), 503
    stayed = _stays(begun, wrong)
    return stayed if stayed is not None else _judge(begun, wrong)


def _stays(begun: Begun, wrong: Faults) -> ResponseReturnValue | None:
    """What a button of the form does that goes on to nothing; None where the form is to be judged."""
    if request.form.get("switch"):
        begun = _retyped(begun, {**begun.draft.texts, "by": by_of(request.form["switch"]).value})
    if request.form.get("read"):
        begun, unread = read_into(begun, request.form["read"])
        page = form_page(begun, unread, faults=wrong, at=request.form["read"])
        return _keep(begun) or (page, 422 if unread or wrong else 200)
    if request.form.get("keep") and not wrong:
        return _keep(begun) or redirect(url_for("desk.person", pid=begun.draft.person), 303)
    if any(request.form.get(name) for name in STAYS):
        return _keep(begun) or (form_page(begun, faults=wrong), 422 if wrong else 200)
    return None


def _judge(begun: Begun, wrong: Faults) -> ResponseReturnValue:
    """Say everything that is wrong at once, or go on to the check page."""
    begun = replace(begun, draft=inquire(branch(), begun.offer, begun.dossier.holder, begun.draft))
    ask_batches(begun)
    messages, refusals, verdict = judged(as_if_good(begun, wrong), tried_papers(begun, wrong))
    if messages or refusals or wrong:
        unkept = _keep(begun)
        note("不予受理", person=begun.draft.person, ok=False, text=begun.offer.id)
        return unkept or (form_page(begun, messages, refusals, wrong), 422)
    draft = replace(begun.draft, checked=True, cards={})
    begun = replace(begun, draft=seen(draft, verdict) if isinstance(verdict, Accepted) else draft)
    return _keep(begun) or redirect(url_for("check.show", op_id=begun.draft.op_id), 303)


def _sent(begun: Begun) -> Begun:
    """The draft with what this request's form says; a page drawn before it may keep nothing over it."""
    draft, papers = begun.draft, frozenset(request.form.getlist("paper")) - signed_papers(begun.offer)
    texts, turn = typed(begun.offer.form.own), draft.turn + 1
    return replace(begun, draft=replace(draft, texts=texts, materials=papers, checked=False, turn=turn, at=""))


def _keep(begun: Begun) -> ResponseReturnValue | None:
    """Keep what was typed; when that cannot be, the page still holds it and says why."""
    try:
        branch().drafts.save(begun.draft, branch().people.key(begun.draft.person))
    except StorageError as error:
        return form_page(begun, refusals=(Refusal(str(error)),)), 503
    return None


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
