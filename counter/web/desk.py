"""The desk: who waits, and a person's page with what can be done and what cannot, and why."""

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from counter.acts import device_at
from counter.clock import wall
from counter.core.blacklist import listed
from counter.core.case import Finding
from counter.core.custody import place_of
from counter.core.dossier import Dossier, Holder, Subject
from counter.core.party import Party
from counter.core.progress import stages
from counter.core.states import Kind
from counter.core.temporary import deposit_of
from counter.core.warned import reminders
from counter.devices import DeviceError
from counter.lists import open_items
from counter.slip import masked_phone
from counter.store.outbox import AWAITED
from counter.store.people import PAST_SHOWN
from counter.store.staff import ADMINISTRATOR
from counter.sync.courier import Link, look_up
from counter.sync.roll import roll
from counter.waiting import running

from .cardread import laid_down
from .find import Answer, kept, lead, linked, shown
from .headline import MEANS, headline
from .idcard import read_at, remember
from .losses import losses_on
from .offered import offered
from .shell import ANY_ROLE, AT_WINDOW, branch, counter, login_now, may, note, problem, seat
from .today import standing, today
from .units import lookups_on, papers_before, unfinished, unit_page

if TYPE_CHECKING:
    from counter.rehearsal.people import Story

pages = Blueprint("desk", __name__)
FRESH = timedelta(seconds=10)


@pages.get("/")
@may(*ANY_ROLE)
def home() -> ResponseReturnValue:
    """The empty desk, or what the search found; an administrator has no desk."""
    if login_now().clerk.role == ADMINISTRATOR:
        return redirect(url_for("admin.show"), 303)
    text, answer = request.args.get("q", ""), kept(request.args.get("found", ""))
    if text.strip():
        return linked(text)
    if answer is not None:
        return shown(answer)
    return render_template("desk.html", today=today(), waits=open_items(branch()), standing=standing())


@pages.post("/read")
@may(*AT_WINDOW)
def read_card() -> ResponseReturnValue:
    """Read the social security card on this window's reader and look its holder up."""
    reader = device_at(branch(), seat().window, "card_reader")
    if reader is None:
        return problem("本窗口没有社保卡读卡器，请输入号码查找", 422)
    try:
        reading = reader.read()
    except DeviceError as error:
        return shown(Answer(error=str(error), heading="没有读到卡"))
    remember("card_reader", reading)
    return lead(reading.texts.get("id_number", ""))


def finding_of(pid: str, holder: Holder) -> Finding:
    """What the province said of this person just now; asks again when that is not fresh."""
    if (kept := _fresh(pid)) is not None:
        return kept
    ask = roll if holder.party is Party.UNIT else look_up
    finding = ask(branch(), counter().courier, holder.id_number)
    counter().findings[pid] = (wall(), finding)
    return finding


def _asked(known: Dossier) -> tuple[Dossier, Finding]:
    """What the province said of this person, and the dossier with it: read again where it said something just now."""
    pid = known.holder.id
    if (kept := _fresh(pid)) is not None:
        return known, kept
    finding = finding_of(pid, known.holder)
    dossier = branch().people.dossier(pid)
    assert dossier is not None, "persons never go"
    return dossier, finding


def _fresh(pid: str) -> Finding | None:
    kept = counter().findings.get(pid)
    return kept[1] if kept is not None and wall() - kept[0] < FRESH else None


@pages.get("/person/<pid>")
@may(*AT_WINDOW)
def person(pid: str) -> ResponseReturnValue:
    """One person: the card's state first, then what can be done now."""
    dossier = branch().people.dossier(pid)
    if dossier is None:
        return problem("本网点没有这个人的记录，请用身份证号重新查找", 404)
    dossier, finding = _asked(dossier)
    note("查看", person=pid)
    if dossier.holder.party is Party.UNIT:
        return unit_page(placed(dossier), finding)
    now = branch().clock.now()
    current = placed(dossier.on(now))
    due = running(branch(), current)
    return render_template(
        "person.html",
        dossier=current,
        holder=current.holder,
        headline=headline(current, now, branch().calendar, due, branch().identity.code),
        chip=read_at(current.holder.id_number),
        stages=stages(current, branch().identity.code),
        awaited=[past for past in current.past if past.province == AWAITED],
        calendar=branch().calendar,
        **losses_on(branch(), current, laid_down(pid)),
        due=due,
        **offered(dossier),
        finding=finding,
        cards=current.of(Kind.CARD),
        on_list=listed(current),
        payments=current.of(Kind.PAYMENT),
        temporaries=current.of(Kind.TEMPORARY),
        deposits={card.id: deposit_of(current, card) for card in current.of(Kind.TEMPORARY)},
        drafts=unfinished(pid),
        work=branch().work.items(pid),
        tones={state.value: tone for state, (tone, _) in MEANS.items()},
        function=function,
        place=place_of,
        reminders=reminders(branch().catalogue.due, branch().city, current),
        papers=papers_before(),
        **listed_past(current),
    )


def listed_past(dossier: Dossier) -> dict[str, Any]:
    """What leads on from the newest entries: the look-ups, and how many entries there are where some are not shown."""
    more = len(dossier.past) == PAST_SHOWN
    lookups = lookups_on(dossier.holder.party)
    whole = next((one.id for one in lookups if one.whole and one.form is not None), "")
    return {"lookups": lookups, "whole": whole, "total": branch().people.count(dossier.holder.id) if more else 0}


pages.add_app_template_filter(masked_phone)


def placed(dossier: Dossier) -> Dossier:
    """The dossier with the windows of this branch by their titles."""
    titles = {window.id: window.title for window in branch().windows()}
    past = (replace(p, where=titles.get(p.where, p.where)) if p.origin == "window" else p for p in dossier.past)
    return replace(dossier, past=tuple(past))


@pages.app_template_global("story_of")
def story_of(holder: Holder) -> "Story | None":
    """In a rehearsal: what this person has come for."""
    world = counter().world
    stories = world.stories if world is not None else ()
    return next((story for story in stories if story.person.id_number == holder.id_number), None)


@pages.app_template_global("line")
def line() -> Link:
    """How the line to the province stands, for the strip of every page."""
    return counter().courier.link


def function(dossier: Dossier, card: Subject, kind: str) -> str:
    """The state of a card's function in words."""
    subject = dossier.function(Kind[kind], card)
    return subject.state.value if subject is not None else "—"


@pages.post("/person/<pid>/show")
@may(*AT_WINDOW)
def show_number(pid: str) -> ResponseReturnValue:
    """Show the whole numbers of a person, phone and cards; an audit row says who asked."""
    dossier = branch().people.dossier(pid)
    if dossier is None:
        return problem("本网点没有这个人的记录，请用身份证号重新查找", 404)
    note("显示完整号码", person=pid)
    numbered = (*dossier.of(Kind.CARD), *dossier.of(Kind.TEMPORARY))
    back = url_for("desk.person", pid=pid)
    return render_template("number.html", holder=dossier.holder, cards=numbered, back=back)
