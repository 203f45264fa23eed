"""The application forms on paper: of a draft before it is signed and saved, and of an entry as its copy."""

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from counter.core.decision import Accepted
from counter.core.form import Form
from counter.core.reading import FormError
from counter.printed import Named, filled_draft, named_of, sheet_of
from counter.printers.drawn import first_rows, form_copy, named_for, photo_of
from counter.store.payload import card_number, printed_facts
from counter.visit import Begun, consider, resume
from printing import FormSheet, PictureError, draw_form

from .papers import first_copy, form_pdf, inline
from .shell import AT_WINDOW, branch, may, note, problem, seat

pages = Blueprint("printed", __name__)


@pages.route("/check/<op_id>/form.pdf", methods=["GET", "POST"])
@may(*AT_WINDOW)
def draft(op_id: str) -> ResponseReturnValue:
    """The form of what was filled in and is not saved yet; only for the clerk at the window where it was begun."""
    if branch().journal.done(op_id):
        return redirect(url_for("printed.copy", op_id=op_id, part=request.args.get("part")), 303)
    begun = resume(branch(), op_id, seat())
    if asked_of(named_of(branch().city, begun.offer)) is None:
        return problem("这项业务没有要打印的表，请回到核对页", 404)
    try:
        verdict, form = consider(branch(), begun, seat())
    except FormError:
        verdict = None
    if not isinstance(verdict, Accepted):
        return redirect(url_for("check.show", op_id=op_id), 303)
    sheets = draft_sheets(begun, verdict, form)
    named = asked_of(tuple(sheets))
    assert named is not None, "asked just now"
    note("打印申请表", person=begun.draft.person, text=named.key)
    return form_pdf(sheets[named], first_copy(branch().clock.now()), op_id, begun.draft.person)


def draft_sheets(begun: Begun, verdict: Accepted, form: Form) -> dict[Named, FormSheet]:
    """The forms of what was begun, as they are printed now."""
    op_id, city = begun.draft.op_id, branch().city
    about = {"place": f"{branch().identity.name}　{seat().window.title}", "code": op_id, "office": city.facts.office}
    out = {}
    for named in named_of(city, begun.offer):
        step = verdict.steps[named.part]
        facts, day = printed_facts(step, card_number(step)), branch().clock.now().date()
        filled = filled_draft(verdict.steps, form, facts, day, photo_of(branch(), op_id, form))
        out[named] = sheet_of(city.forms[named.key], named.title, filled, **about)
    return out


@pages.get("/entry/<op_id>/form.pdf")
@may(*AT_WINDOW)
def copy(op_id: str) -> ResponseReturnValue:
    """The same form of what was accepted: a copy with the entry's number, made of the entry alone."""
    entries = first_rows(branch().entries.of_operation(op_id))
    named = asked_of(named_for(branch(), entries))
    if named is None:
        return problem("这一笔没有申请表，请回到办结页", 404)
    note("打印申请表副本", person=entries[0].person, text=named.key)
    own = entries[named.part].entry
    sheet = form_copy(branch(), entries, named)
    return inline(draw_form(sheet, first_copy(own.at, own.clerk)).pdf, f"form-{own.number}")


def asked_of(named: tuple[Named, ...]) -> Named | None:
    """The form that the address asks for: the first, or the one of this part."""
    wanted = request.args.get("part", "")
    return next((one for one in named if wanted in ("", str(one.part))), None)


@pages.app_errorhandler(PictureError)
def _no_picture(error: PictureError) -> ResponseReturnValue:
    return problem(str(error), 422)
