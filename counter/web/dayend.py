"""日结: the day of a window, or of the branch, on one page; counted blind, closed, opened again, and its papers."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from counter import closing
from counter.core.dates import parse_date
from counter.core.dayend import DayRules, differs, note_words
from counter.core.money import fen
from counter.core.prints import SHEET
from counter.core.ruled import Refusal
from counter.daypaper import LATER, receipt_of, scope_title
from counter.daysheet import CREDITS, DaySheet, day_sheet, takes_cash
from counter.printers.plain import plain
from counter.second import typed_in, vouched
from counter.store.days import BRANCH, CLOSED, INTERIM, PRINTED, DayRow
from counter.store.staff import SUPERVISOR
from counter.store.worded import Worded
from counter.unfinished import unfinished
from printing import Copy

from .papers import PRINT, pdf, put_words
from .reprints import another_copy, copies_of
from .shell import AT_WINDOW, branch, login_now, may, note, problem, seat

pages = Blueprint("dayend", __name__)
NOT_HERE = "本市没有写明日结怎么办（城市文件没有 dayend 这张表）"
SHOWN = 20


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Which day of which window a page is about, and what was typed on it and is not right."""

    day: date
    window: str
    notes: dict[int, str] = field(default_factory=dict)
    why: str = ""
    second: str = ""
    refusals: tuple[Refusal, ...] = ()
    form: str = ""


def _rules() -> DayRules | None:
    return branch().city.dayend


def _asked(**more: Any) -> Asked:
    """The day and the window of this request; ValueError with a sentence where they cannot be."""
    text, window = request.values.get("day", ""), request.values.get("window", "") or login_now().window
    day = parse_date(text) if text else branch().clock.now().date()
    if window not in (login_now().window, BRANCH) and branch().window(window) is None:
        raise ValueError("没有这个窗口，请从日结页重新选择")
    if window != login_now().window and login_now().clerk.role != SUPERVISOR:
        raise ValueError("别的窗口和全网点的日结由主管看，请主管登录")
    return Asked(day=day, window=window, **more)


@pages.get("/dayend")
@may(*AT_WINDOW)
def show() -> ResponseReturnValue:
    """The day's figures, what is open, the count, and the closing."""
    try:
        asked = _asked()
    except ValueError as error:
        return problem(str(error), 422)
    return problem(NOT_HERE, 404) if _rules() is None else _page(asked)


def _page(asked: Asked) -> ResponseReturnValue:
    rules, scope = _rules(), "" if asked.window == BRANCH else asked.window
    assert rules is not None, "asked for before"
    note("看日结", text=f"{asked.day} {asked.window}")
    sheet, items = day_sheet(branch(), asked.day, scope), unfinished(branch(), scope, asked.day)
    own, now = scope == login_now().window, branch().clock.now()
    cash = bool(sheet.counts or sheet.closed) or rules.shows_cash(login_now().clerk.role)
    last = sheet.counted
    page = render_template(
        "dayend.html", asked=asked, sheet=sheet, items=items, own=own, cash=cash, rules=rules, later=LATER,
        scope=scope_title(branch(), scope), title_of=branch().catalogue.title, credits=CREDITS, today=now.date(),
        notes=[(fen(one), note_words(one)) for one in rules.notes.value], takes_cash=takes_cash(branch()) or sheet.due,
        differences=[differs(int(one.content["fen"]), int(one.content["due"])) for one in sheet.counts],
        difference=closing.difference(sheet) if last is not None else "", last=last,
        signing=closing.signing(branch(), sheet), lacking=closing.lacking(branch(), sheet, items, now) if own else [],
        papers=_papers(asked), copies=_copies(asked), windows=_windows(asked), everything=BRANCH,
        bars=_bars(sheet), supervisor=login_now().clerk.role == SUPERVISOR,
    )  # fmt: skip
    return page, 422 if asked.refusals else 200


def _bars(sheet: DaySheet) -> list[tuple[int, int, int]]:
    """Each hour with its entries, and how tall its bar is of 100."""
    most = max((count for _, count in sheet.hours), default=1) or 1
    return [(hour, count, round(100 * count / most)) for hour, count in sheet.hours]


def _papers(asked: Asked) -> list[DayRow]:
    rows = branch().days.of_day(asked.day, asked.window)
    return [row for row in rows if row.kind != PRINTED][-SHOWN:]


def _copies(asked: Asked) -> dict[int, int]:
    """How often each paper was printed again."""
    again = [row.about for row in branch().days.of_day(asked.day, asked.window) if row.kind == PRINTED]
    return {about: again.count(about) for about in again if about is not None}


def _windows(asked: Asked) -> list[tuple[str, str, str, bool]]:
    """Every window with how its day stands, for who looks after all of them."""
    if login_now().clerk.role != SUPERVISOR:
        return []
    out = [(BRANCH, "全网点", "", asked.window == BRANCH)]
    for window in branch().windows():
        closed = branch().days.closed(window.id, asked.day)
        out.append((window.id, window.title, closed.number if closed is not None else "", asked.window == window.id))
    return out


@pages.post("/dayend/count")
@may(*AT_WINDOW)
def count() -> ResponseReturnValue:
    """The notes and coins in the drawer, by denomination; what should be there is shown only afterwards."""
    rules = _rules()
    if rules is None:
        return problem(NOT_HERE, 404)
    typed = {fen(one): request.form.get(f"note-{fen(one)}", "") for one in rules.notes.value}
    try:
        asked = _asked(notes=typed, form="count")
    except ValueError as error:
        return problem(str(error), 422)
    try:
        counted = closing.notes_of(branch(), list(typed.values()))
    except closing.NoteError as error:
        return _refused(asked, Refusal(str(error), "", f"note-{error.worth}"))
    refused = closing.count(branch(), seat(), asked.day, counted)
    return _refused(asked, refused) if refused is not None else _back(asked)


def _refused(asked: Asked, *refusals: Refusal) -> ResponseReturnValue:
    return _page(Asked(**{**asked.__dict__, "refusals": refusals}))


def _back(asked: Asked) -> ResponseReturnValue:
    window = asked.window if asked.window != login_now().window else None
    return redirect(url_for("dayend.show", day=asked.day.isoformat(), window=window), 303)


@pages.post("/dayend/close")
@may(*AT_WINDOW)
def close() -> ResponseReturnValue:
    """Close this window's day, once everything is there."""
    why, typed = request.form.get("why", "").strip(), typed_in(request.form)
    try:
        asked = _asked(why=why, second=typed.number, form="close")
    except ValueError as error:
        return problem(str(error), 422)
    if _rules() is None:
        return problem(NOT_HERE, 404)
    second = vouched(branch(), login_now().clerk, typed)
    refusals = closing.close(branch(), seat(), asked.day, closing.Signed(why, second))
    note("日结", ok=not refusals, text=f"{asked.day} {asked.window}")
    return _refused(asked, *refusals) if refusals else _back(asked)


@pages.post("/dayend/reopen")
@may(SUPERVISOR)
def reopen() -> ResponseReturnValue:
    """Open a closed day again."""
    why, typed = request.form.get("why", "").strip(), typed_in(request.form)
    try:
        asked = _asked(why=why, second=typed.number, form="reopen")
    except ValueError as error:
        return problem(str(error), 422)
    if _rules() is None:
        return problem(NOT_HERE, 404)
    second = vouched(branch(), login_now().clerk, typed)
    refusals = closing.reopen(branch(), seat(), asked.day, asked.window, closing.Signed(why, second))
    note("重开日结", ok=not refusals, text=f"{asked.day} {asked.window}")
    return _refused(asked, *refusals) if refusals else _back(asked)


@pages.post("/dayend/interim")
@may(*AT_WINDOW)
def interim() -> ResponseReturnValue:
    """The figures as they are now, numbered and kept (中途表)."""
    try:
        asked = _asked()
    except ValueError as error:
        return problem(str(error), 422)
    if _rules() is None:
        return problem(NOT_HERE, 404)
    scope = "" if asked.window == BRANCH else asked.window
    row = closing.interim(branch(), seat(), asked.day, scope)
    note("打印中途表", text=f"{asked.day} {asked.window}")
    made = branch().days.at(row)
    assert made is not None, "kept just now"
    return _put(made, 1)


def _put(row: DayRow, number: int) -> ResponseReturnValue:
    """Put this copy of a paper into the window's queue, once."""
    words = Worded(words=plain(receipt_of(branch(), row)), titled=row.kind, about=row.id)
    return put_words(words, SHEET, row.number, number)


def _paper_of(row_id: int) -> DayRow | None:
    """A paper this clerk may see."""
    row = branch().days.at(row_id)
    if row is None or row.kind not in (CLOSED, INTERIM):
        return None
    return row if row.window == login_now().window or login_now().clerk.role == SUPERVISOR else None


@pages.route("/dayend/paper/<int:item_id>.pdf", methods=["GET", "POST"])
@may(*AT_WINDOW)
def paper(item_id: int) -> ResponseReturnValue:
    """A paper as it was kept: its original, or the copy with this number."""
    row = _paper_of(item_id)
    if row is None:
        return problem("没有这张单子，请回到日结页重新选择", 404)
    copies = [(row.at, row.clerk), *((one.at, one.clerk) for one in copies_of(row))]
    wanted = request.args.get("copy", "1")
    if not wanted.isdecimal() or not 1 <= int(wanted) <= len(copies):
        return problem("这一份还没有补打过，请在日结页点“补打”", 404)
    if PRINT in request.form:
        return _put(row, int(wanted))
    at, clerk = copies[int(wanted) - 1]
    mark = Copy(
        number=int(wanted), at=at, clerk=clerk, awaiting_province=False, rehearsal=branch().identity.rehearsal
    )
    return pdf(receipt_of(branch(), row), mark, f"{row.number}-{wanted}", SHEET)


@pages.post("/dayend/paper/<int:item_id>/again")
@may(*AT_WINDOW)
def print_again(item_id: int) -> ResponseReturnValue:
    """Count one more copy (补打) and print it."""
    row = _paper_of(item_id)
    if row is None:
        return problem("没有这张单子，请回到日结页重新选择", 404)
    with branch().database.writing():
        return _put(row, another_copy(row))
