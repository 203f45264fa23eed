"""Look-ups on a person's or a unit's page (发卡记录查询): a page and a paper, an audit row, no entry."""

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from counter.core.dossier import Dossier
from counter.core.lookup import LookUp, LookUpCase
from counter.core.party import Party
from printing import Receipt

from .desk import placed
from .entries import pdf
from .papers import first_copy
from .shell import AT_WINDOW, branch, login_now, may, note, problem, seat
from .units import cards_of

pages = Blueprint("lookups", __name__)
LIST = "a4"


@pages.get("/person/<pid>/lookup/<lookup_id>")
@may(*AT_WINDOW)
def show(pid: str, lookup_id: str) -> ResponseReturnValue:
    """What was looked up, on a page."""
    asked = _asked(pid, lookup_id)
    if not isinstance(asked[0], LookUp):
        return asked
    lookup, dossier = asked
    return render_template("lookup.html", lookup=lookup, holder=dossier.holder, receipt=_receipt(lookup, dossier))


@pages.get("/person/<pid>/lookup/<lookup_id>.pdf")
@may(*AT_WINDOW)
def paper(pid: str, lookup_id: str) -> ResponseReturnValue:
    """The same as a list to print."""
    asked = _asked(pid, lookup_id)
    if not isinstance(asked[0], LookUp):
        return asked
    lookup, dossier = asked
    copy = first_copy(branch().clock.now())
    found: Response = pdf(_receipt(lookup, dossier), copy, lookup.id, LIST)
    return found


def _asked(pid: str, lookup_id: str) -> tuple[LookUp, Dossier] | tuple[str, int]:
    """What is looked up for whom, or why it cannot be; whoever asks leaves an audit row."""
    lookup = branch().catalogue.lookups.get(lookup_id)
    dossier = branch().people.dossier(pid)
    if lookup is None or dossier is None or dossier.holder.party not in lookup.about:
        return problem("没有这项查询，请回到柜台首页重新选择", 404)
    role = login_now().clerk.role
    if role not in lookup.roles:
        note(lookup.title, person=pid, ok=False)
        return problem(f"{role}不能查{lookup.title}", 403, "没有权限")
    note(lookup.title, person=pid)
    return lookup, dossier


def _receipt(lookup: LookUp, dossier: Dossier) -> Receipt:
    unit = dossier.holder.party is Party.UNIT
    members = {one.dossier.holder.id: one.dossier for one in cards_of(dossier.holder)} if unit else {}
    case = LookUpCase(
        dossier=placed(dossier),
        office=branch().city.facts.office,
        phone=branch().city.facts.phone,
        city=branch().city.facts.name,
        window=seat().window,
        clerk=login_now().clerk,
        now=branch().clock.now(),
        members=tuple(placed(member) for member in members.values()),
    )
    return lookup.paper(case)
