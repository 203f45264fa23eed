"""一次性告知: what an operation asks, in writing, before anything is begun; and what is still missing on its form."""

from collections.abc import Sequence
from dataclasses import replace

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from counter.core.blank import By
from counter.core.case import Window
from counter.core.charge import promised
from counter.core.decision import Refused, papers_for
from counter.core.dossier import Dossier
from counter.core.lookup import Lacking, LookUp, LookUpCase, Served
from counter.core.offer import Offer
from counter.core.reading import FormError
from counter.core.ruled import Refusal
from counter.core.told import Told
from counter.seat import Seat
from counter.slip import promise_words
from counter.store.journal import UnissuedError
from counter.visit import Begun, NotOfferedError, consider, desk, resume

from .papers import first_copy, pdf
from .shell import AT_WINDOW, branch, login_now, may, note, problem, seat
from .uploads import by_of

pages = Blueprint("told", __name__)
MISSING = "还缺："
LONGEST_TEXT = 20_000
NOTHING = "没有这份材料，请回到持卡人页面重新选择"


@pages.get("/person/<pid>/paper/<lookup_id>/<offer_id>.pdf")
@may(*AT_WINDOW)
def paper(pid: str, lookup_id: str, offer_id: str) -> ResponseReturnValue:
    """The paper of a look-up about one operation, such as the one-time notice; an audit row and no entry."""
    return _paper(pid, lookup_id, offer_id, None)


@pages.route("/person/<pid>/told", methods=["GET", "POST"])
@may(*AT_WINDOW)
def chosen(pid: str) -> ResponseReturnValue:
    """The same, chosen on the person's page."""
    return _paper(pid, request.values.get("paper", ""), request.values.get("offer", ""), None)


@pages.post("/person/<pid>/paper/<lookup_id>/<offer_id>.pdf")
@may(*AT_WINDOW)
def lacking(pid: str, lookup_id: str, offer_id: str) -> ResponseReturnValue:
    """What is missing on the form as it stands now: papers not ticked, blanks not filled, what else is in the way."""
    try:
        begun = resume(branch(), request.form.get("op_id", ""), seat())
    except (UnissuedError, NotOfferedError) as error:
        return problem(str(error), 409)
    if begun.draft.person != pid or begun.offer.id != offer_id:
        return problem(NOTHING, 404)
    return _paper(pid, lookup_id, offer_id, _as_it_stands(begun))


def _paper(pid: str, lookup_id: str, offer_id: str, begun: Begun | None) -> ResponseReturnValue:
    lookup, dossier = branch().catalogue.lookups.get(lookup_id), branch().people.dossier(pid)
    offer = branch().catalogue.offer(offer_id, seat().window.type)
    if lookup is None or dossier is None or offer is None or not lookup.about_offer or (lookup.lacks and begun is None):
        return problem(NOTHING, 404)
    if login_now().clerk.role not in lookup.roles:
        return problem(f"{login_now().clerk.role}不能打印{lookup.title}", 403, "没有权限")
    note(lookup.title, person=pid, text=offer_id)
    case = _case(lookup, dossier, offer, begun)
    return pdf(lookup.paper(case), first_copy(case.now), lookup.id, person=pid)


def _case(lookup: LookUp, dossier: Dossier, offer: Offer, begun: Begun | None) -> LookUpCase:
    by = by_of(begun.draft.texts.get("by", "") if begun is not None else request.values.get("by", ""))
    lacks = _lacks(begun, by) if begun is not None else None
    windows = [w for w in branch().windows() if _does(offer, w)]
    here = _does(offer, seat().window)
    at = seat().window if here else next(iter(windows), _as_there(offer))
    photo = branch().city.photo
    due = promised(offer.last.promise, branch().clock.now(), branch().calendar)
    case = LookUpCase(
        dossier=dossier,
        office=branch().city.facts.office,
        phone=branch().city.facts.phone,
        city=branch().city.facts.name,
        window=seat().window,
        clerk=login_now().clerk,
        now=branch().clock.now(),
        offer=offer,
        by=by,
        refusals=_refusals(dossier, offer, at) if lacks is None else (),
        served=_served(offer, windows),
        here=here,
        promise=promise_words(due) if due is not None else "",
        photo=photo.wanted if photo is not None else "",
        lacking=lacks,
    )
    return replace(case, number=_tell(case)) if lookup.tells else case


def _does(offer: Offer, window: Window) -> bool:
    return all(window.type in part.guide.windows.value for part in offer.parts)


def _as_there(offer: Offer) -> Window:
    """A window that does it, where this branch has none: this one, of that type and of no bank."""
    kind = next(iter(_kinds(offer)), seat().window.type)
    return replace(seat().window, type=kind, type_title=branch().city.windows[kind].title, bank="")


def _kinds(offer: Offer) -> list[str]:
    """The types of window where all parts of it are done."""
    return [kind for kind in branch().city.windows if all(kind in part.guide.windows.value for part in offer.parts)]


def _served(offer: Offer, windows: Sequence[Window]) -> tuple[Served, ...]:
    """Where it is done: the windows of this branch, else those of the branch's list, else what they are called."""
    if windows:
        return tuple(Served(title=f"{w.branch_title} {w.title}") for w in windows)
    known = [one for one in branch().identity.elsewhere if one.window in _kinds(offer)]
    if known:
        return tuple(Served(title=one.name, address=one.address, phone=one.phone) for one in known)
    return tuple(Served(title=branch().city.windows[kind].title) for kind in _kinds(offer))


def _refusals(dossier: Dossier, offer: Offer, at: Window) -> tuple[Refusal, ...]:
    """Why it could not be done even at a window that does it."""
    seen = desk(branch(), dossier.holder.id, Seat(clerk=seat().clerk, window=at))
    verdict = next((one.verdict for one in seen if one.offer.id == offer.id), None)
    return verdict.refusals if isinstance(verdict, Refused) else ()


def _as_it_stands(begun: Begun) -> Begun:
    """What was begun, with what stands on the form now; nothing of it is kept."""
    blanks = begun.offer.form.own
    typed = {b.name: request.form[b.name][:LONGEST_TEXT] for b in blanks if b.name in request.form and not b.secret}
    kept = {b.name: begun.draft.texts[b.name] for b in blanks if b.is_photo and b.name in begun.draft.texts}
    own = {b.name for b in blanks}
    other = {name: text for name, text in begun.draft.texts.items() if name not in own}
    papers = frozenset(request.form.getlist("paper"))
    return replace(begun, draft=replace(begun.draft, texts={**other, **kept, **typed}, materials=papers))


def _lacks(begun: Begun, by: By) -> Lacking:
    """Everything that keeps this form from being taken in."""
    try:
        verdict, form = consider(branch(), begun, seat())
    except FormError as error:
        verdict, form, blanks = None, None, tuple(Refusal(text) for text in error.messages.values())
    else:
        blanks = ()
    said = verdict.refusals if isinstance(verdict, Refused) else ()
    asked = {p.paper: p for part in begun.offer.parts for p in papers_for(part, by, form) if not p.printed}
    papers = tuple(p for p in asked.values() if p.paper not in begun.draft.materials)
    others = [one for one in said if not one.text.startswith(MISSING)]
    return Lacking(
        papers=papers,
        blanks=(*blanks, *(one for one in others if one.blank)),
        refusals=tuple(one for one in others if not one.blank),
    )


def _tell(case: LookUpCase) -> int:
    """Note what was told, and the how manieth time; the same told again by the same clerk that day is the same time."""
    assert case.offer is not None, "a notice is about an operation"
    person, offer = case.dossier.holder.id, case.offer
    parts = {part.operation.id for part in offer.parts}
    done = max((past.at for past in case.dossier.past if past.operation in parts), default=None)
    before = [one for one in branch().audit.told(person) if one.offer == offer.id and (done is None or one.at > done)]
    told = Told(
        at=case.now, offer=offer.id, number=max((one.number for one in before), default=0) + 1, by=case.by.value,
        lacking=_in_words(case.lacking), clerk=case.clerk.number, window=case.window.id,
    )  # fmt: skip
    last = before[0] if before else None
    if last is not None and replace(last, at=told.at, number=told.number) == told and last.at.date() == told.at.date():
        return last.number
    branch().audit.tell(told, person)
    return told.number


def _in_words(lacks: Lacking | None) -> str:
    """What is missing, without a name: the papers, how many blanks, and the articles of the rest."""
    if lacks is None:
        return ""
    said = [paper.paper for paper in lacks.papers]
    said += [f"填写 {len(lacks.blanks)} 处"] if lacks.blanks else []
    said += [f"另有 {len(lacks.refusals)} 条不符合（{lacks.refusals[0].article}）"] if lacks.refusals else []
    return "、".join(said) or "不缺"
