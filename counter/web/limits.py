"""时限: the cards applied for here that are on their way, the overdue first, and the papers about them."""

from dataclasses import replace

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from counter.core.dates import parse_date
from counter.core.lookup import RollCase
from counter.core.matters import MatterKind
from counter.core.prints import SHEET
from counter.store.matters import Which
from counter.waiting import waiting, waiting_among

from .papers import first_copy, pdf
from .shell import AT_WINDOW, branch, login_now, may, note, problem, seat

pages = Blueprint("limits", __name__)
LATE, NEAR, REST = "超期", "将到期", "在办"
SHOWN = 20


@pages.get("/limits")
@may(*AT_WINDOW)
def show() -> ResponseReturnValue:
    """Overdue, soon due, and the rest, each by its promised day; the first of each."""
    today = branch().clock.now().date()
    promised = Which(kinds=(MatterKind.PROMISED,))
    wanted = {
        LATE: replace(promised, due_before=today),
        NEAR: replace(promised, near_by=today),
        REST: replace(promised, easy_on=today),
    }
    groups = {title: waiting_among(branch(), branch().matters.page(which, SHOWN)) for title, which in wanted.items()}
    note("看时限")
    return render_template(
        "limits.html",
        groups=groups,
        numbers={title: branch().matters.count(which) for title, which in wanted.items()},
        sheets={LATE: "late", NEAR: "near"},
        today=today,
        calendar=branch().calendar,
        papers=[one for one in branch().catalogue.lookups.values() if one.at_pickup and seat().window.pickup],
    )


@pages.route("/limits/<lookup_id>.pdf", methods=["GET", "POST"])
@may(*AT_WINDOW)
def paper(lookup_id: str) -> ResponseReturnValue:
    """One paper about these cards, such as the list of what was sent on a day; an audit row and no entry."""
    lookup = branch().catalogue.lookups.get(lookup_id)
    if lookup is None or not lookup.at_pickup or not seat().window.pickup:
        return problem("没有这份材料，请回到时限页重新选择", 404)
    if login_now().clerk.role not in lookup.roles:
        return problem(f"{login_now().clerk.role}不能打印{lookup.title}", 403, "没有权限")
    now = branch().clock.now()
    try:
        day = parse_date(request.values.get("day", "") or now.date().isoformat())
    except ValueError as error:
        return problem(str(error), 422)
    note(lookup.title, text=day.isoformat())
    case = RollCase(
        waiting=tuple(one for one in waiting(branch()) if one.card.facts.get("pickup") == seat().window.pickup),
        rules=branch().catalogue.rules.get(lookup.id.partition(".")[0]),
        office=branch().city.facts.office,
        phone=branch().city.facts.phone,
        window=seat().window,
        clerk=login_now().clerk,
        now=now,
        day=day,
    )
    return pdf(lookup.paper(case), first_copy(now), lookup.id, SHEET)
