"""Papers on their way to a printer: put by a button, shown as they stand, and asked about where nobody else knows."""

import secrets

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from counter.core.prints import KINDS, NO_PAPER, Job, Printer, Stage
from counter.printers.drawn import paper_of
from counter.printers.places import printer_at
from counter.store.entries import Kept
from counter.store.prints import name_of

from .certified import uncertified
from .papers import inline
from .reprints import reprint, words_again
from .shell import AT_WINDOW, branch, counter, login_now, may, note, problem, quiet, seat
from .whose import gives, has_copy, mine, part_of, readable

pages = Blueprint("prints", __name__)
NO_JOB = "没有这一次打印，请从“打印”页重新进入"
STILL_OPEN = "上一张还没有打完，没有补打。请等它打完，或先确认出纸没有"
NO_WORDS = "这张纸的内容已经不留了，没有补打。请从原来的页面重新打印"
ANSWERED = "这一张已经有结果了，没有改变"


@pages.app_template_global("printer_for")
def printer_for(kind: str) -> Printer:
    """What prints this kind of paper at this window."""
    return printer_at(branch(), login_now().window, kind)


@pages.app_template_global("once")
def once() -> str:
    """The sign of a button that prints, drawn now."""
    return secrets.token_hex(6)


@pages.app_template_global("jobs_of")
def jobs_of(seq: int) -> list[Job]:
    """The papers of an entry that went to a printer."""
    return branch().prints.of(seq)


@pages.app_template_global("no_paper")
def no_paper() -> tuple[str, ...]:
    """What a clerk may have seen in the place of a paper."""
    return NO_PAPER


@pages.after_app_request
def wake(answer: Response) -> Response:
    """Whatever was committed may have put a paper: its printer begins now, not at its next round."""
    if request.method == "POST":
        counter().presses.wake()
    return answer


@pages.post("/entry/<op_id>/<int:part>/print/<kind>")
@may(*AT_WINDOW)
def put(op_id: str, part: int, kind: str) -> ResponseReturnValue:
    """Put a paper of this part into the queue: its first once, and again only as a counted reprint."""
    kept = part_of(op_id, part)
    if kept is None or kind not in KINDS or not gives(kept, kind):
        return problem("没有这张纸，请回到柜台首页重新查找", 404)
    refused = uncertified(kept, kind)
    if refused:
        return problem(refused, 409)
    before = [job for job in branch().prints.of(kept.seq) if job.kind == kind]
    if before and request.form.get("again") != "1":
        return _back(op_id, before[-1])
    if before and (before[-1].stage.is_open or before[-1].stage is Stage.UNKNOWN):
        return problem(STILL_OPEN, 409)
    printer = printer_at(branch(), seat().window.id, kind)
    if before:
        reprint(kept, printer, before[-1], request.form.get("why", ""))
    else:
        name = name_of(kept.entry.number, kind, 1)
        branch().prints.put(printer, kept.seq, 1, name, clerk=login_now().clerk.number, now=branch().clock.now())
        note(f"打印{KINDS[kind]}", person=kept.person, text=kept.entry.number)
    return _back(op_id, _newest(kept, kind))


def _newest(kept: Kept, kind: str) -> Job | None:
    return next((job for job in reversed(branch().prints.of(kept.seq)) if job.kind == kind), None)


def _back(op_id: str, job: Job | None) -> ResponseReturnValue:
    """The done page; a paper for the browser is shown there."""
    if job is not None and job.by_browser and job.stage in (Stage.QUEUED, Stage.SENT):
        return redirect(url_for("prints.framed", item_id=job.id), 303)
    return redirect(url_for("entries.show", op_id=op_id), 303)


@pages.get("/prints")
@may(*AT_WINDOW)
def show() -> ResponseReturnValue:
    """What this window prints and has printed lately, with what is to be answered first."""
    here = seat().window.id
    left = branch().prints.left(here)
    known = {job.id for job in left}
    lately = [job for job in branch().prints.lately(here) if job.id not in known]
    numbers = {job.seq: kept.entry for job in (*left, *lately) if job.seq and (kept := branch().entries.at(job.seq))}
    return render_template("prints.html", left=left, lately=lately, entries=numbers)


@pages.get("/prints/<int:item_id>/now")
@may(*AT_WINDOW)
@quiet
def now(item_id: int) -> ResponseReturnValue:
    """Where one paper stands, for a page that stays open."""
    job = mine(item_id)
    return problem(NO_JOB, 404) if job is None else render_template("print_row.html", job=job)


@pages.post("/prints/<int:item_id>/came")
@may(*AT_WINDOW)
def came(item_id: int) -> ResponseReturnValue:
    """The clerk has the paper in hand (已出纸)."""
    job = mine(item_id)
    if job is None:
        return problem(NO_JOB, 404)
    if not branch().prints.say(job, Stage.DONE, login_now().clerk.number, branch().clock.now(), "柜员确认已出纸"):
        return problem(ANSWERED, 409)
    note("确认已出纸", text=job.name)
    return _after(job)


@pages.post("/prints/<int:item_id>/none")
@may(*AT_WINDOW)
def none(item_id: int) -> ResponseReturnValue:
    """No paper came, or none that can be handed out (未出纸): a reprint with its own number, in the same commit."""
    job, why = mine(item_id), request.form.get("why", "")
    if job is None:
        return problem(NO_JOB, 404)
    if why not in NO_PAPER:
        return problem("请选一项没有出纸的情形，再点“未出纸，补打”；现在什么也没有改变", 422)
    with branch().database.writing():
        reason = f"柜员：{why}"
        if not branch().prints.say(job, Stage.FAILED, login_now().clerk.number, branch().clock.now(), reason):
            return problem(ANSWERED, 409)
        kept = branch().entries.at(job.seq) if job.seq is not None else None
        if kept is not None:
            reprint(kept, printer_at(branch(), job.window, job.kind), job, why)
            return _back(kept.entry.op_id, _newest(kept, job.kind))
        return words_again(job, why) if has_copy(job) else _after(job)


@pages.post("/prints/<int:item_id>/again")
@may(*AT_WINDOW)
def again(item_id: int) -> ResponseReturnValue:
    """One more copy of a paper of no entry, marked and counted (补打)."""
    job = mine(item_id)
    if job is None or not has_copy(job):
        return problem(NO_WORDS, 404)
    if job.stage.is_open or job.stage is Stage.UNKNOWN:
        return problem(STILL_OPEN, 409)
    with branch().database.writing():
        return words_again(job, "")


@pages.post("/prints/<int:item_id>/leave")
@may(*AT_WINDOW)
def leave(item_id: int) -> ResponseReturnValue:
    """The clerk waits no longer: the printer is told, and whatever it had received, a person must look for."""
    job = mine(item_id)
    if job is None:
        return problem(NO_JOB, 404)
    if not branch().prints.give_up(job, login_now().clerk.number, branch().clock.now()):
        return problem(ANSWERED, 409)
    note("不等打印", text=job.name)
    counter().presses.drop(job)
    return _after(job)


@pages.get("/prints/<int:item_id>")
@may(*AT_WINDOW)
def framed(item_id: int) -> ResponseReturnValue:
    """One paper and where it stands; one for the clerk's own browser in a frame, with the question whether it came."""
    job = mine(item_id)
    return problem(NO_JOB, 404) if job is None else _one(job)


def _one(job: Job, *, now_printing: bool = False) -> str:
    kept = branch().entries.at(job.seq) if job.seq is not None else None
    return render_template(
        "print.html", job=job, entry=kept.entry if kept is not None else None, now_printing=now_printing,
        has_words=has_copy(job), readable=readable(job),
    )  # fmt: skip


@pages.post("/prints/<int:item_id>/shown")
@may(*AT_WINDOW)
def shown(item_id: int) -> ResponseReturnValue:
    """The browser is asked to print, once: whoever comes back to this page is asked what came of it."""
    job = mine(item_id)
    if job is None or not job.by_browser:
        return problem(NO_JOB, 404)
    here, now = login_now().window, branch().clock.now()
    first = branch().prints.take(job, here) and branch().prints.stand(job, Stage.SENT, now)
    return _one(branch().prints.at(item_id) or job, now_printing=first)


@pages.get("/prints/<int:item_id>/paper.pdf")
@may(*AT_WINDOW)
def paper(item_id: int) -> ResponseReturnValue:
    """The paper itself."""
    job = mine(item_id)
    if job is None or not readable(job):
        return problem(NO_JOB, 404)
    if job.has_words and not has_copy(job):
        return problem(NO_WORDS, 404)
    kept = branch().entries.at(job.seq) if job.seq is not None else None
    note("看打印的纸", person=kept.person if kept is not None else "", text=job.name)
    answer: Response = inline(paper_of(branch(), job).pdf, job.name)
    answer.headers["Content-Security-Policy"] = "default-src 'self'; object-src 'self'; frame-ancestors 'self'"
    return answer


def _after(job: Job) -> ResponseReturnValue:
    kept = branch().entries.at(job.seq) if job.seq is not None else None
    if kept is None:
        return redirect(url_for("prints.framed", item_id=job.id), 303)
    return redirect(url_for("entries.show", op_id=kept.entry.op_id), 303)
