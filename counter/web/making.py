"""The page of an act in steps: what is done, exactly one next button, and how the device stands."""

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from counter.cardface import face_of, ordered_by, with_photo
from counter.core.operation import Does
from counter.core.ruled import Refusal
from counter.core.scan import Scan, ScanKind
from counter.core.steps import TryState, gathered
from counter.running import CUT_OFF, OPEN, TOLD, Running, answered, device_of, hindered, running
from counter.steps import give_up, take, wake
from counter.sync.soon import soon

from .shell import AT_WINDOW, branch, counter, may, note, problem, seat

pages = Blueprint("making", __name__)
FAILED = (TryState.FAILED, TryState.UNKNOWN)
NOTHING = "没有这一次制作，请回到持卡人页面重新选择"


def _run(op_id: str) -> Running | None:
    """The act, with nothing in it that was cut off and that nobody works on any more."""
    run = running(branch(), op_id)
    if run is not None and wake(branch(), run.kept.seq):
        return running(branch(), op_id)
    return run


@pages.get("/making/<op_id>")
@may(*AT_WINDOW)
def show(op_id: str) -> ResponseReturnValue:
    """Where the act stands; one that is over is shown as its entry."""
    run = _run(op_id)
    if run is None:
        return problem(NOTHING, 404)
    if _waits(run) and branch().outbox.unheard(run.kept.person):
        soon(branch(), counter().courier, run.kept.person)
        run = _run(op_id) or run
    if run.next is None:
        return redirect(url_for("entries.show", op_id=op_id), 303)
    return _page(run, None)


def _waits(run: Running) -> bool:
    """Whether something must be heard from the province before the next step."""
    return run.state == TOLD or (run.next is not None and run.next.step.does is Does.ASKS)


def _page(run: Running, refused: Refusal | None) -> str:
    stand = run.next
    assert stand is not None, "what is over has no page"
    if stand.step.does is Does.SHOWS:
        note("制卡预览", person=run.kept.person)
    change = run.kept.entry.change("new_card")
    device = device_of(branch(), run, seat().window)
    return render_template(
        "making.html",
        run=run,
        entry=run.kept.entry,
        stand=stand,
        bank=change.facts.get("bank", "") if change is not None else "",
        facts=gathered(run.stands),
        card_number=change.number if change is not None else "",
        hindered=hindered(branch(), run, seat().window),
        refused=refused,
        last=[one for one in run.stands if one.done],
        failed=stand.tried if stand.state in FAILED else None,
        spoiled=run.card - 1,
        batches=branch().stock.fitting(change.facts.get("bank", "") if change is not None else ""),
        device=device,
        order=(order := with_photo(branch(), run)),
        photo=_photo(order),
        photo_is_older=bool(order) and order != ordered_by(run),
        face=face_of(branch(), run) if stand.step.does is Does.SHOWS else None,
        told=run.state == TOLD,
        faults=_faults(run, refused),
        dossier=branch().people.dossier(run.kept.person),
        sure=answered(branch(), run),
        Does=Does,
    )


def _faults(run: Running, refused: Refusal | None) -> list[str]:
    """Every sentence of the page that says what is wrong, the device's own first."""
    stand = run.next
    assert stand is not None, "what is over has no page"
    device, hinders = device_of(branch(), run, seat().window), hindered(branch(), run, seat().window)
    state = device.state() if device is not None else ""
    tried = stand.tried.reason if stand.tried is not None and stand.state in FAILED else ""
    cut = f"“{stand.ruled.title}”{CUT_OFF}" if stand.state is TryState.UNKNOWN else ""
    said = [f"{device.title}：{state}" if state and not state.startswith("就绪") else "", tried, cut, run.wasted_now]
    return [text for text in [*said, *(r.text for r in (refused, hinders) if r is not None)] if text]


def _photo(order: str) -> Scan | None:
    """The photo that came with this operation, where this branch has it."""
    return next((scan for scan in branch().scans.of(order) if scan.kind is ScanKind.PHOTO), None)


@pages.get("/making/<op_id>/face")
@may(*AT_WINDOW)
def face(op_id: str) -> ResponseReturnValue:
    """The face of this card as it will be printed."""
    run = _run(op_id)
    drawn = face_of(branch(), run) if run is not None else None
    if run is None or drawn is None:
        return problem(NOTHING, 404)
    note("看卡面", person=run.kept.person)
    return Response(drawn.png, mimetype="image/png")


@pages.post("/making/<op_id>")
@may(*AT_WINDOW)
def step(op_id: str) -> ResponseReturnValue:
    """Do the step whose button was pressed, once; a second pressing shows the same page."""
    run = _run(op_id)
    if run is None:
        return problem(NOTHING, 404)
    stand = run.next
    if _waits(run):
        soon(branch(), counter().courier, run.kept.person)
    refused = take(branch(), run, request.form.get("token", ""), seat(), request.form)
    if refused is not None:
        note("不予受理", person=run.kept.person, ok=False, text=op_id)
        return _page(_run(op_id) or run, refused), 422
    if stand is not None and stand.step.does is Does.TELLS:
        soon(branch(), counter().courier, run.kept.person)
    return redirect(url_for("making.show", op_id=op_id), 303)


@pages.post("/making/<op_id>/stop")
@may(*AT_WINDOW)
def stop(op_id: str) -> ResponseReturnValue:
    """End it as failed; the province hears of it where it has to."""
    run = _run(op_id)
    if run is None:
        return problem(NOTHING, 404)
    refused = give_up(branch(), run, request.form.get("reason", ""), seat())
    if refused is not None and run.state == OPEN:
        return _page(run, refused), 422
    counter().courier.wake()
    return redirect(url_for("entries.show", op_id=op_id), 303)
