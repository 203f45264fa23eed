"""What plugins put beside a page: the panels, where their rows lead, the whole page of them, and the report."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from counter.core.decision import Accepted
from counter.core.dossier import Dossier
from counter.core.lookup import LookUp, PlaceCase
from counter.core.panel import Lead, Page, Panel, PanelRow, Place, Standing
from counter.core.prints import SHEET
from counter.visit import desk
from printing import Copy, Receipt, Table

from .newcomer import newcomers_welcome
from .papers import first_copy, pdf
from .shell import AT_WINDOW, branch, login_now, may, note, problem, seat

pages = Blueprint("panels", __name__)
LONGEST, MOST = 300, 12
COLUMNS = ("分类", "问题", "原因", "解决方法", "依据")


@dataclass(frozen=True)
class Link:
    """One way out of a trouble: an address, or the look-up whose paper is printed about this page."""

    title: str
    href: str = ""
    report: str = ""


@pages.app_template_global("beside")
def beside(
    page: str, operations: Sequence[str] = (), step: str = "", faults: Sequence[str] = (),
    dossier: Dossier | None = None,
) -> list[Panel]:
    """The panels that stand beside this place."""
    place = _place(Page(page), operations, step, faults, dossier)
    return [panel for one in branch().catalogue.panels for panel in _shown(one, place)]


def _place(
    page: Page, operations: Sequence[str], step: str, faults: Sequence[str], dossier: Dossier | None
) -> Place:
    said = tuple(text for text in faults if text)
    told = branch().audit.told(dossier.holder.id) if dossier is not None and page is Page.PERSON else ()
    return Place(
        page=page, now=branch().clock.now(), operations=tuple(operations), step=step, faults=said, dossier=dossier,
        told=tuple(replace(one, title=_titled(one.offer)) for one in told),
    )  # fmt: skip


def _titled(offer: str) -> str:
    return "并".join(branch().catalogue.title(operation) for operation in offer.split("+"))


def _shown(one: Standing, place: Place) -> Sequence[Panel]:
    return one.panels.show(place, one.rules)


@pages.app_template_global("links_of")
def links_of(row: PanelRow, page: str, dossier: Dossier | None = None) -> list[Link]:
    """Where this row leads from here; what cannot be done here and now is left out."""
    here = Page(page)
    found = (_link(lead, dossier, here) for lead in row.leads if here is not Page.HELP or lead.page is not None)
    return [link for link in found if link is not None]


def _link(lead: Lead, dossier: Dossier | None, here: Page) -> Link | None:
    if lead.report:
        lookup = branch().catalogue.lookups.get(lead.report)
        allowed = lookup is not None and login_now().clerk.role in lookup.roles
        return Link(lead.title, report=lead.report) if allowed else None
    if lead.page is Page.BILLS:
        return Link(lead.title, url_for("bills.show")) if branch().catalogue.uses_bills else None
    if lead.entry:
        return _entry(lead, dossier)
    return _operation(lead, dossier, here)


def _entry(lead: Lead, dossier: Dossier | None) -> Link | None:
    """The newest entry of this operation for this person."""
    past = (p for p in dossier.past if p.operation == lead.entry and p.origin == "window") if dossier else ()
    newest = max(past, key=lambda one: one.seq, default=None)
    return None if newest is None else Link(lead.title, url_for("entries.show", op_id=newest.op_id))


def _operation(lead: Lead, dossier: Dossier | None, here: Page) -> Link | None:
    """The form of the operation where it can be done now; nobody known yet is written down first, on the same page."""
    declared = branch().catalogue.operations.get(lead.operation)
    if declared is None:
        return None
    if dossier is None:
        welcome = here is Page.NOBODY and declared.for_newcomers and newcomers_welcome()
        return Link(f"{lead.title}：照证件新增，号码已带上", "#nname") if welcome else None
    seen = (one for one in desk(branch(), dossier.holder.id, seat()) if isinstance(one.verdict, Accepted))
    offer = next((one.offer for one in seen if one.offer.parts[0].operation.id == lead.operation), None)
    return None if offer is None else Link(lead.title, url_for("visits.ask", pid=dossier.holder.id, offer_id=offer.id))


@pages.get("/help")
@may(*AT_WINDOW)
def show() -> ResponseReturnValue:
    """Every trouble the documents know, by its kind; or those that hold the words looked for."""
    text = request.args.get("q", "").strip()[:LONGEST]
    rows = _sought(text)
    groups: dict[str, list[PanelRow]] = {}
    for row in rows:
        groups.setdefault(row.group, []).append(row)
    return render_template("help.html", groups=groups, sought=text, found=len(rows))


@pages.route("/help.pdf", methods=["GET", "POST"])
@may(*AT_WINDOW)
def paper() -> ResponseReturnValue:
    """The same as a list to hang beside the machine."""
    rows = tuple((r.group, r.title, *(_said(r, label) for label in COLUMNS[2:4]), r.article) for r in _sought(""))
    receipt = Receipt(
        office=branch().city.facts.office, title="常见问题处理", number="", facts=(),
        tables=(Table("问题、原因和解决方法", COLUMNS, rows),),
    )  # fmt: skip
    return pdf(receipt, _copy(), "help", SHEET)


def _said(row: PanelRow, label: str) -> str:
    return dict(row.lines).get(label, "—")


def _sought(text: str) -> list[PanelRow]:
    rows = [row for panel in beside(Page.HELP.value) for row in panel.rows]
    said = [(row, " ".join((row.group, row.title, row.article, *dict(row.lines).values()))) for row in rows]
    return [row for row, words in said if all(word in words for word in text.split())]


def _copy() -> Copy:
    return first_copy(branch().clock.now())


@pages.post("/report/<lookup_id>")
@may(*AT_WINDOW)
def report(lookup_id: str) -> ResponseReturnValue:
    """The paper about what this page showed, for those who can mend it; an audit row and no entry."""
    lookup = branch().catalogue.lookups.get(lookup_id)
    if lookup is None or not lookup.at_place:
        return problem("没有这份材料，请回到原来的页面重新选择", 404)
    if login_now().clerk.role not in lookup.roles:
        return problem(f"{login_now().clerk.role}不能打印{lookup.title}", 403, "没有权限")
    if request.form.get("page") not in {one.value for one in Page}:
        return problem("不知道报告的是哪一页，请回到出问题的页面再点一次", 422)
    case = _case(lookup)
    holder = case.place.dossier.holder.id if case.place.dossier is not None else ""
    note(lookup.title, person=holder, text=case.problem)
    return pdf(lookup.paper(case), _copy(), lookup.id, SHEET, holder)


def _case(lookup: LookUp) -> PlaceCase:
    """What the page showed, as its button brought it along; the entry and the person as they are kept here."""
    said = {name: request.form.get(name, "")[:LONGEST] for name in ("page", "op", "pid", "step", "problem", "sought")}
    faults = [text[:LONGEST] for text in request.form.getlist("said")[:MOST]]
    rows = branch().entries.of_operation(said["op"]) if said["op"] else []
    pid = rows[0].person if rows else said["pid"]
    return PlaceCase(
        place=_place(Page(said["page"]), (), said["step"], faults, branch().people.dossier(pid) if pid else None),
        rules=branch().catalogue.rules.get(lookup.id.partition(".")[0]),
        office=branch().city.facts.office,
        phone=branch().city.facts.phone,
        window=seat().window,
        clerk=login_now().clerk,
        now=branch().clock.now(),
        problem=said["problem"],
        step=said["step"],
        sought=said["sought"],
        entry=rows[-1].entry if rows else None,
    )
