"""A paper in the browser, or on its way to the window's printer where a page's button asks for that."""

import re
from datetime import datetime

from flask import Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from counter.core.paper import Medium
from counter.core.prints import FORM, SHEET, SLIP
from counter.printers.places import printer_at
from counter.printers.plain import plain
from counter.store.prints import name_of
from counter.store.seal import canonical
from counter.store.worded import Worded
from printing import Copy, FormSheet, Receipt, draw, draw_form

from .shell import branch, login_now, problem

# A button has a sign of its own each time it is drawn: a page sent twice prints once, unless it says something else.
PRINT, SIGN, SAID = "print", re.compile(r"[0-9a-f]{12}"), 8
NO_SIGN = "这一次打印不是从页面上的按钮来的，没有打印。请回到原来的页面再点一次"


def first_copy(at: datetime, clerk: str = "") -> Copy:
    """The mark of a paper printed for the first time; by the clerk who is logged in where no other is named."""
    return Copy(
        number=1,
        at=at,
        clerk=clerk or login_now().clerk.number,
        awaiting_province=False,
        rehearsal=branch().identity.rehearsal,
    )


def inline(pdf: bytes, name: str) -> Response:
    """The PDF, shown in the page it belongs to and saved under this name."""
    response = Response(pdf, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response


def pdf(receipt: Receipt, copy: Copy, name: str, usual: str = SLIP, person: str = "") -> ResponseReturnValue:
    """The paper, on what the city prints slips or sheets on, or on the medium that the address names."""
    asked = request.args.get("media", usual)
    kind = asked if asked in (SLIP, SHEET) else usual
    if PRINT in request.form:
        return _signed(receipt, kind, name, person)
    of_city = {SLIP: branch().city.papers.slip.value, SHEET: branch().city.papers.sheet.value}
    media = {one.value: one for one in Medium}
    medium = media.get(asked, of_city[kind])
    return inline(draw(receipt, copy, medium.value).pdf, name)


def form_pdf(form: FormSheet, copy: Copy, name: str, person: str) -> ResponseReturnValue:
    """A form that is not signed yet."""
    if PRINT in request.form:
        return _signed(form, FORM, "form", person)
    return inline(draw_form(form, copy).pdf, f"form-{name}")


def _signed(words: Receipt | FormSheet, kind: str, name: str, person: str) -> ResponseReturnValue:
    sign = request.form[PRINT]
    if not SIGN.fullmatch(sign):
        return problem(NO_SIGN, 422)
    worded = Worded(words=plain(words), titled=f"《{words.title}》" if kind == FORM else words.title, person=person)
    said = branch().keys.hash("print", canonical(worded.words).decode())[:SAID]
    return put_words(worded, kind, f"{name}-{sign}-{said}")


def put_words(worded: Worded, kind: str, named: str, number: int = 1, why: str = "") -> ResponseReturnValue:
    """Put a paper of no entry into this window's queue, once under its name, and show where it stands."""
    printer, now = printer_at(branch(), login_now().window, kind), branch().clock.now()
    name, clerk = name_of(named, kind, number), login_now().clerk.number
    with branch().database.writing():
        put = branch().prints.put(printer, None, number, name, clerk=clerk, now=now, why=why, titled=worded.titled)
        if put is not None:
            branch().words.keep(put, worded, now)
    job = branch().prints.named(name)
    assert job is not None, "put just now, or before"
    return redirect(url_for("prints.framed", item_id=job.id), 303)
