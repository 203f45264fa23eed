"""Papers on their way to a printer: put by a button, shown as they stand, and asked about where nobody else knows."""

from typing import get_args

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from counter.core.prints import FORM, KINDS, NO_PAPER, Job, Printer, Stage
from counter.printers.drawn import first_rows, named_for, paper_of
from counter.store.entries import Kept
from counter.store.prints import name_of
from counter.store.staff import SUPERVISOR
from printing import Media

from .certified import uncertified
from .papers import inline
from .shell import AT_WINDOW, branch, counter, login_now, may, note, problem, quiet, seat

pages = Blueprint("prints", __name__)
NO_JOB = "没有这一次打印，请从“打印”页重新进入"
STILL_OPEN = "上一张还没有打完，没有补打。请等它打完，或先确认出纸没有"
ANSWERED = "这一张已经有结果了，没有改变"


@pages.app_template_global("printer_for")
def printer_for(kind: str) -> Printer | None:
    """What prints this kind of paper at this window; None where the browser shows it."""
    return branch().prints.printer(login_now().window, kind)


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
    kept, printer = _part(op_id, part), branch().prints.printer(seat().window.id, kind)
    if kept is None or kind not in KINDS or not _gives(kept, kind):
        return problem("没有这张纸，请回到柜台首页重新查找", 404)
    if printer is None:
        return problem(f"本窗口没有打{KINDS[kind]}的打印机，没有打印。请回到办结页，在浏览器里打印", 409)
    refused = uncertified(kept, kind)
    if refused:
        return problem(refused, 409)
    before = [job for job in branch().prints.of(kept.seq) if job.kind == kind]
    if before and request.form.get("again") != "1":
        return redirect(url_for("entries.show", op_id=op_id), 303)
    if before and (before[-1].stage.is_open or before[-1].stage is Stage.UNKNOWN):
        return problem(STILL_OPEN, 409)
    if before:
        _reprint(kept, printer, before[-1], request.form.get("why", ""))
    else:
        name = name_of(kept.entry.number, kind, 1)
        branch().prints.put(printer, kept.seq, 1, name, clerk=login_now().clerk.number, now=branch().clock.now())
        note(f"打印{KINDS[kind]}", person=kept.person, text=kept.entry.number)
    return _back(op_id, _newest(kept, kind))


def _reprint(kept: Kept, printer: Printer, last: Job, why: str) -> None:
    """Count one more copy and put it, in one commit."""
    clerk, now = login_now().clerk.number, branch().clock.now()
    why = why if why in NO_PAPER else ""
    with branch().database.writing():
        number = last.number + 1 if last.kind == FORM else branch().entries.another_copy(kept.seq, clerk, now)
        name = name_of(kept.entry.number, last.kind, number)
        branch().prints.put(printer, kept.seq, number, name, clerk=clerk, now=now, why=why)
        again = "，".join(part for part in (KINDS[last.kind], f"第{number - 1}次", why) if part)
        note("补打", person=kept.person, text=again)


def _newest(kept: Kept, kind: str) -> Job | None:
    return next((job for job in reversed(branch().prints.of(kept.seq)) if job.kind == kind), None)


def _back(op_id: str, job: Job | None) -> ResponseReturnValue:
    """The done page; a paper for the browser is shown there."""
    if job is not None and job.by_browser and job.stage in (Stage.QUEUED, Stage.SENT):
        return redirect(url_for("prints.framed", item_id=job.id), 303)
    return redirect(url_for("entries.show", op_id=op_id), 303)


def _part(op_id: str, part: int) -> Kept | None:
    rows = [kept for kept in branch().entries.of_operation(op_id) if kept.entry.part == part]
    done = [kept for kept in rows if kept.entry.outcome in ("", "done")]
    kept = done[-1] if done else None
    return kept if kept is not None and kept.entry.operation in branch().catalogue.operations else None


def _gives(kept: Kept, kind: str) -> bool:
    """Whether there is such a paper of this entry."""
    if kind != FORM:
        return bool(branch().entries.copies(kept.seq))
    rows = first_rows(branch().entries.of_operation(kept.entry.op_id))
    return any(one.part == kept.entry.part for one in named_for(branch(), rows))


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
    job = _mine(item_id)
    return problem(NO_JOB, 404) if job is None else render_template("print_row.html", job=job)


@pages.post("/prints/<int:item_id>/came")
@may(*AT_WINDOW)
def came(item_id: int) -> ResponseReturnValue:
    """The clerk has the paper in hand (已出纸)."""
    job = _mine(item_id)
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
    job, why = _mine(item_id), request.form.get("why", "")
    if job is None:
        return problem(NO_JOB, 404)
    if why not in NO_PAPER:
        return problem("请选一项没有出纸的情形，再点“未出纸，补打”；现在什么也没有改变", 422)
    with branch().database.writing():
        reason = f"柜员：{why}"
        if not branch().prints.say(job, Stage.FAILED, login_now().clerk.number, branch().clock.now(), reason):
            return problem(ANSWERED, 409)
        kept = branch().entries.at(job.seq) if job.seq is not None else None
        printer = branch().prints.printer(job.window, job.kind)
        if kept is not None and printer is not None:
            _reprint(kept, printer, job, why)
    return _back(kept.entry.op_id, _newest(kept, job.kind)) if kept is not None else _after(job)


@pages.post("/prints/<int:item_id>/leave")
@may(*AT_WINDOW)
def leave(item_id: int) -> ResponseReturnValue:
    """The clerk waits no longer: the printer is told, and whatever it had received, a person must look for."""
    job = _mine(item_id)
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
    """A paper for the clerk's own browser, in a frame, and the question whether it came out."""
    job = _mine(item_id)
    if job is None or not job.by_browser:
        return problem(NO_JOB, 404)
    return render_template("print.html", job=job)


@pages.post("/prints/<int:item_id>/shown")
@may(*AT_WINDOW)
def shown(item_id: int) -> ResponseReturnValue:
    """The browser is asked to print, once: whoever comes back to this page is asked what came of it."""
    job = _mine(item_id)
    if job is None or not job.by_browser:
        return problem(NO_JOB, 404)
    first = job.stage is Stage.QUEUED and branch().prints.stand(job, Stage.SENT, branch().clock.now())
    return render_template("print.html", job=branch().prints.at(item_id), now_printing=first)


@pages.get("/prints/<int:item_id>/paper.pdf")
@may(*AT_WINDOW)
def paper(item_id: int) -> ResponseReturnValue:
    """The paper itself."""
    job = _mine(item_id)
    if job is None or job.media not in get_args(Media):
        return problem(NO_JOB, 404)
    kept = branch().entries.at(job.seq) if job.seq is not None else None
    note("看打印的纸", person=kept.person if kept is not None else "", text=job.name)
    answer: Response = inline(paper_of(branch(), job).pdf, job.name)
    answer.headers["Content-Security-Policy"] = "default-src 'self'; object-src 'self'; frame-ancestors 'self'"
    return answer


def _mine(item_id: int) -> Job | None:
    """The job, where it is one of this window, or a supervisor asks."""
    job = branch().prints.at(item_id)
    own = job is not None and (job.window == login_now().window or login_now().clerk.role == SUPERVISOR)
    return job if own else None


def _after(job: Job) -> ResponseReturnValue:
    kept = branch().entries.at(job.seq) if job.seq is not None else None
    if kept is None:
        return redirect(url_for("prints.show"), 303)
    return redirect(url_for("entries.show", op_id=kept.entry.op_id), 303)
