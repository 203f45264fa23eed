"""Look-ups on a person's or a unit's page (发卡记录、业务记录): a page and a paper, an audit row, no entry."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from counter.core.dossier import Dossier
from counter.core.form import Form
from counter.core.lookup import LookUp, LookUpCase
from counter.core.party import Party
from counter.core.prints import SHEET
from counter.core.reading import FormError
from counter.core.reading import read as read_form
from counter.waiting import running
from printing import Receipt

from .desk import placed
from .papers import first_copy, pdf
from .shell import AT_WINDOW, branch, login_now, may, note, problem, seat
from .units import cards_of

pages = Blueprint("lookups", __name__)
DONE_BEFORE = "operations_done"
"""The list of a blank that names an operation: those that were done for this holder."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What is looked up for whom, narrowed by what was filled; ``messages`` where that was not right."""

    lookup: LookUp
    dossier: Dossier
    form: Form | None = None
    texts: Mapping[str, str] = field(default_factory=dict)
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    messages: Mapping[str, str] = field(default_factory=dict)


@pages.get("/person/<pid>/lookup/<lookup_id>")
@may(*AT_WINDOW)
def show(pid: str, lookup_id: str) -> ResponseReturnValue:
    """What was looked up, on a page; with the blanks that narrow it."""
    asked = _asked(pid, lookup_id)
    if not isinstance(asked, Asked):
        return asked
    receipt = None if asked.messages else _receipt(asked)
    page = render_template(
        "lookup.html", asked=asked, lookup=asked.lookup, holder=asked.dossier.holder, receipt=receipt
    )
    return (page, 422) if asked.messages else page


@pages.route("/person/<pid>/lookup/<lookup_id>.pdf", methods=["GET", "POST"])
@may(*AT_WINDOW)
def paper(pid: str, lookup_id: str) -> ResponseReturnValue:
    """The same as a list to print."""
    asked = _asked(pid, lookup_id)
    if not isinstance(asked, Asked):
        return asked
    if asked.messages:
        return problem("；".join(asked.messages.values()), 422)
    copy = first_copy(branch().clock.now())
    return pdf(_receipt(asked), copy, asked.lookup.id, SHEET, pid)


def _asked(pid: str, lookup_id: str) -> Asked | tuple[str, int]:
    """What is looked up for whom, or why it cannot be; whoever asks leaves an audit row."""
    lookup = branch().catalogue.lookups.get(lookup_id)
    dossier = branch().people.dossier(pid)
    if lookup is None or dossier is None or dossier.holder.party not in lookup.about:
        return problem("没有这项查询，请回到柜台首页重新选择", 404)
    role = login_now().clerk.role
    if role not in lookup.roles:
        note(lookup.title, person=pid, ok=False)
        return problem(f"{role}不能查{lookup.title}", 403, "没有权限")
    asked = _filled(lookup, _whole(dossier) if lookup.whole else dossier)
    said = " ".join(text for b in (asked.form.own if asked.form else ()) if (text := asked.texts.get(b.name)))
    note(lookup.title, person=pid, ok=not asked.messages, text=said)
    return asked


def _whole(dossier: Dossier) -> Dossier:
    return replace(dossier, past=branch().people.whole(dossier.holder.id))


def _filled(lookup: LookUp, dossier: Dossier) -> Asked:
    """Read the blanks of a look-up that has some."""
    if lookup.form is None:
        return Asked(lookup=lookup, dossier=dossier)
    texts = {b.name: request.args.get(b.name, "") for b in lookup.form.own}
    done = tuple(dict.fromkeys(past.title for past in dossier.past))
    lists = {**branch().city.choices(), DONE_BEFORE: done}
    form, messages = None, {}
    try:
        form = read_form(lookup.form, texts, today=branch().clock.now().date(), lists=lists)
        messages = dict(lookup.wrong(form))
    except FormError as error:
        messages = error.messages
    return Asked(lookup=lookup, dossier=dossier, form=form, texts=texts, lists=lists, messages=messages)


def _receipt(asked: Asked) -> Receipt:
    dossier = asked.dossier
    unit = dossier.holder.party is Party.UNIT
    members = {one.dossier.holder.id: one.dossier for one in cards_of(dossier.holder)} if unit else {}
    now = branch().clock.now()
    case = LookUpCase(
        dossier=placed(dossier.on(now)),
        office=branch().city.facts.office,
        phone=branch().city.facts.phone,
        city=branch().city.facts.name,
        window=seat().window,
        clerk=login_now().clerk,
        now=now,
        members=tuple(placed(_whole(one) if asked.lookup.whole else one) for one in members.values()),
        form=asked.form,
        limit=None if unit else running(branch(), dossier),
        calendar=branch().calendar,
    )
    return asked.lookup.paper(case)
