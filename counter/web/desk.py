"""The desk: the search box, and a person's page with what can be done and what cannot, and why."""

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from counter.acts import device_at
from counter.clock import wall
from counter.core.blacklist import listed
from counter.core.case import Finding
from counter.core.custody import place_of
from counter.core.decision import Accepted
from counter.core.dossier import Dossier, Holder, Subject
from counter.core.guide import Moment, Tariff
from counter.core.identity import DocumentNumber, IdKind
from counter.core.offer import Offer
from counter.core.party import Party
from counter.core.states import Kind
from counter.core.temporary import deposit_of
from counter.core.warned import reminders
from counter.devices import DeviceError
from counter.store.journal import UnissuedError
from counter.store.staff import ADMINISTRATOR
from counter.sync.courier import Link, look_up
from counter.sync.roll import roll
from counter.visit import desk as decide_desk
from counter.visit import resume
from counter.waiting import running

from .cardread import laid_down
from .headline import MEANS, headline, stages
from .losses import losses_on
from .search import LISTED, found, known_unit, named, recognise
from .shell import ANY_ROLE, AT_WINDOW, branch, counter, login_now, may, note, problem, seat
from .units import lookups_on, papers_before, unfinished, unit_page

if TYPE_CHECKING:
    from counter.rehearsal.people import Story

pages = Blueprint("desk", __name__)
FRESH = timedelta(seconds=10)
MOST_HITS = 30


@pages.get("/")
@may(*ANY_ROLE)
def home() -> ResponseReturnValue:
    """The empty desk, or what the search found; an administrator has no desk."""
    if login_now().clerk.role == ADMINISTRATOR:
        return redirect(url_for("admin.show"), 303)
    text = request.args.get("q", "")
    if text.strip():
        return _search(text)
    world = counter().world
    return render_template("desk.html", stories=world.stories if world else (), q="")


def _search(text: str) -> ResponseReturnValue:
    sought = recognise(text, branch().clock.now().date())
    if sought.error:
        return _unreadable(text, sought.error)
    if sought.kind == "entry":
        op_id = branch().entries.numbered(sought.value)
        if op_id is not None:
            return redirect(url_for("entries.show", op_id=op_id), 303)
    by_number = {"form": _by_form, "id": _by_id}.get(sought.kind)
    if by_number is not None:
        return by_number(text, sought.value)
    finding = roll(branch(), counter().courier, sought.value, sought.kind) if sought.kind in LISTED else None
    hits = found(branch(), sought)
    if not hits and request.args.get("kind") == "document":
        return _by_document(text)
    if not hits and sought.kind == "card" and sought.value.isdigit():
        finding = roll(branch(), counter().courier, sought.value)
        hits = [unit] if (unit := known_unit(branch(), sought.value)) is not None else []
    if len(hits) == 1:
        return redirect(url_for("desk.person", pid=hits[0]), 303)
    people = [d for pid in hits[:MOST_HITS] if (d := branch().people.dossier(pid)) is not None]
    return render_template("desk.html", q=text, hits=people, sought=sought, finding=finding, stories=())


def _unreadable(text: str, error: str) -> ResponseReturnValue:
    """What is neither a person's name nor a number may still be a unit's."""
    unit = known_unit(branch(), text)
    if unit is not None:
        return redirect(url_for("desk.person", pid=unit), 303)
    return render_template("desk.html", q=text, error=error, stories=()), 422


def _by_form(text: str, op_id: str) -> ResponseReturnValue:
    """The operation whose number was printed on an application form: done, or still this clerk's draft."""
    if branch().journal.done(op_id):
        return redirect(url_for("entries.show", op_id=op_id), 303)
    try:
        resume(branch(), op_id, seat())
    except UnissuedError:
        error = "这张表对应的业务还没有保存，也不是您在本窗口填写的；请到打印它的窗口办理，或重新填写"
        return render_template("desk.html", q=text, error=error, stories=()), 422
    return redirect(url_for("check.show", op_id=op_id), 303)


def _by_id(text: str, id_number: str) -> ResponseReturnValue:
    finding = look_up(branch(), counter().courier, id_number)
    hits = named(branch(), id_number)
    if hits:
        counter().findings[hits[0]] = (wall(), finding)
        return redirect(url_for("desk.person", pid=hits[0]), 303)
    note("查无此人", ok=False)
    sought = IdKind.of(id_number)
    return render_template("desk.html", q=text, unknown=id_number, sought=sought, finding=finding, stories=())


def _by_document(text: str) -> ResponseReturnValue:
    """A passport or a travel permit looks like a card's number; who holds one says so."""
    try:
        return _by_id(text, str(DocumentNumber.parse(text)))
    except ValueError as error:
        return render_template("desk.html", q=text, error=str(error), stories=()), 422


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
        return render_template("desk.html", q="", error=str(error), stories=()), 422
    counter().laid[seat().window.id] = (wall(), reading)
    return redirect(url_for("desk.home", q=reading.texts["id_number"]), 303)


def finding_of(pid: str, holder: Holder) -> Finding:
    """What the province said of this person just now; asks again when that is not fresh."""
    kept = counter().findings.get(pid)
    if kept is not None and wall() - kept[0] < FRESH:
        return kept[1]
    ask = roll if holder.party is Party.UNIT else look_up
    finding = ask(branch(), counter().courier, holder.id_number)
    counter().findings[pid] = (wall(), finding)
    return finding


@pages.get("/person/<pid>")
@may(*AT_WINDOW)
def person(pid: str) -> ResponseReturnValue:
    """One person: the card's state first, then what can be done now."""
    known = branch().people.dossier(pid)
    if known is None:
        return problem("本网点没有这个人的记录，请用身份证号重新查找", 404)
    finding = finding_of(pid, known.holder)
    dossier = branch().people.dossier(pid)
    assert dossier is not None, "persons never go"
    note("查看", person=pid)
    if known.holder.party is Party.UNIT:
        return unit_page(placed(dossier), finding)
    seen = decide_desk(branch(), pid, seat())
    now = branch().clock.now()
    current = placed(dossier.on(now))
    due = running(branch(), current)
    return render_template(
        "person.html",
        dossier=current,
        holder=current.holder,
        headline=headline(current, now, branch().calendar, due, branch().identity.code),
        stages=stages(current),
        **losses_on(branch(), current, laid_down(pid)),
        due=due,
        can=[s for s in seen if isinstance(s.verdict, Accepted)],
        cannot=[s for s in seen if not isinstance(s.verdict, Accepted) and not s.offer.last.operation.quiet],
        finding=finding,
        cards=current.of(Kind.CARD),
        on_list=listed(current),
        payments=current.of(Kind.PAYMENT),
        temporaries=current.of(Kind.TEMPORARY),
        deposits={card.id: deposit_of(current, card) for card in current.of(Kind.TEMPORARY)},
        drafts=unfinished(pid),
        work=branch().work.items(pid),
        cost=cost,
        tones={state.value: tone for state, (tone, _) in MEANS.items()},
        function=function,
        place=place_of,
        reminders=reminders(branch().catalogue.due, branch().city, current),
        lookups=lookups_on(current.holder.party), papers=papers_before(),
    )


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


def cost(offer: Offer) -> str:
    """What the offer costs, in a few words."""
    ids = {part.operation.id for part in offer.parts}
    entered = [t for t in branch().city.tariff.values() if ids & set(t.pays_with)]
    if entered:
        first = offer.parts[0].operation
        enters = first.unique is not None and first.postings is not None
        return f"{'登记已缴的' if enters else '缴'} {_yuan(entered)}"
    tariffs = [part.tariff for part in offer.parts if part.tariff is not None and part.tariff.yuan.value]
    if not tariffs:
        return "免费"
    return f"先缴费 {_yuan(tariffs)}" if tariffs[0].moment.value is Moment.BEFORE else _yuan(tariffs)


def _yuan(tariffs: list[Tariff]) -> str:
    return "、".join(f"{t.yuan.value:.2f} 元{'（假定）' if t.yuan.assumed else ''}" for t in tariffs)


def function(dossier: Dossier, card: Subject, kind: str) -> str:
    """The state of a card's function in words."""
    subject = dossier.function(Kind[kind], card)
    return subject.state.value if subject is not None else "—"


@pages.post("/person/<pid>/show")
@may(*AT_WINDOW)
def show_number(pid: str) -> ResponseReturnValue:
    """Show the whole identity number; an audit row says who asked."""
    dossier = branch().people.dossier(pid)
    if dossier is None:
        return problem("本网点没有这个人的记录，请用身份证号重新查找", 404)
    note("显示完整号码", person=pid)
    return render_template("number.html", holder=dossier.holder, back=url_for("desk.person", pid=pid))
