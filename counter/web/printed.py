"""The application forms on paper: of a draft before it is signed and saved, and of an entry as its copy."""

from flask import Blueprint, Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from counter.core.decision import Accepted
from counter.core.form import Form
from counter.core.reading import FormError
from counter.printed import Named, filled_draft, filled_entry, named_in, named_of, sheet_of
from counter.store.entries import Kept
from counter.store.payload import card_number, printed_facts
from counter.visit import consider, resume
from printing import Copy, FormSheet, PictureError, draw_form

from .shell import AT_WINDOW, branch, login_now, may, note, problem, seat

pages = Blueprint("printed", __name__)
NO_FORM = "这项业务没有要打印的表，请回到核对页"


@pages.get("/check/<op_id>/form.pdf")
@may(*AT_WINDOW)
def draft(op_id: str) -> ResponseReturnValue:
    """The form of what was filled in and is not saved yet; only for the clerk at the window where it was begun."""
    if branch().journal.done(op_id):
        return redirect(url_for("printed.copy", op_id=op_id, part=request.args.get("part")), 303)
    begun = resume(branch(), op_id, seat())
    named = _asked(named_of(branch().city, begun.offer))
    if named is None:
        return problem(NO_FORM, 404)
    try:
        verdict, form = consider(branch(), begun, seat())
    except FormError:
        verdict = None
    if not isinstance(verdict, Accepted):
        return redirect(url_for("visits.check", op_id=op_id), 303)
    now = branch().clock.now()
    step = verdict.steps[named.part]
    facts = printed_facts(step, card_number(step))
    filled = filled_draft(verdict.steps, form, facts, now.date(), _photo(op_id, form))
    note("打印申请表", person=begun.draft.person, text=named.key)
    place = f"{branch().identity.name}　{seat().window.title}"
    sheet = sheet_of(branch().city.forms[named.key], named.title, filled, place=place, code=op_id, office=_office())
    mark = Copy(
        number=1,
        at=now,
        clerk=login_now().clerk.number,
        awaiting_province=False,
        rehearsal=branch().identity.rehearsal,
    )
    return _pdf(sheet, mark, op_id)


@pages.get("/entry/<op_id>/form.pdf")
@may(*AT_WINDOW)
def copy(op_id: str) -> ResponseReturnValue:
    """The same form of what was accepted: a copy with the entry's number, made of the entry alone."""
    entries = first_rows(branch().entries.of_operation(op_id))
    named = _asked(named_for(entries))
    if named is None:
        return problem("这一笔没有申请表，请回到办结页", 404)
    note("打印申请表副本", person=entries[0].person, text=named.key)
    rows = [kept.entry for kept in entries]
    own = rows[named.part]
    filled = filled_entry(rows, own.part, _photo(op_id, *(entry.form for entry in rows)))
    place = f"{own.branch}　{own.window}"
    sheet = sheet_of(branch().city.forms[named.key], named.title, filled, place=place, code=op_id, office=own.office)
    mark = Copy(
        number=1, at=own.at, clerk=own.clerk, awaiting_province=False, rehearsal=branch().identity.rehearsal
    )
    return _pdf(sheet, mark, own.number)


def first_rows(rows: list[Kept]) -> list[Kept]:
    """The first journal row of every part: what was asked for, before any act was done."""
    firsts = {kept.entry.part: kept for kept in reversed(rows)}
    return [firsts[part] for part in sorted(firsts)]


def named_for(rows: list[Kept]) -> tuple[Named, ...]:
    """The forms of these entries, as far as the city still names them."""
    operations = branch().city.operations
    guides = [operations[kept.entry.operation] for kept in rows if kept.entry.operation in operations]
    return named_in(branch().city, guides) if len(guides) == len(rows) else ()


def _photo(op_id: str, *forms: Form) -> bytes:
    """The photo that these forms name; nothing where they name none."""
    photo = next((photo for form in forms for photo in form.photos()), None)
    return b"" if photo is None else branch().scans.file(op_id, photo.sha256) or b""


def _asked(named: tuple[Named, ...]) -> Named | None:
    wanted = request.args.get("part", "")
    return next((one for one in named if wanted in ("", str(one.part))), None)


def _office() -> str:
    return branch().city.facts.office


@pages.app_errorhandler(PictureError)
def _no_picture(error: PictureError) -> ResponseReturnValue:
    return problem(str(error), 422)


def _pdf(sheet: FormSheet, mark: Copy, name: str) -> Response:
    response = Response(draw_form(sheet, mark).pdf, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="form-{name}.pdf"'
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response
