"""The controls of a rehearsal: the province, the phone, the reader, the days. Not there in a real branch."""

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from flask import Blueprint, redirect, request
from flask.typing import ResponseReturnValue

from counter.core.dossier import Dossier, Subject
from counter.core.identity import IdNumber
from counter.core.names import Name
from counter.core.states import Kind
from counter.rehearsal.devices import VirtualCard, document_of
from counter.rehearsal.maker import MAKER_FAULTS
from counter.rehearsal.newcomer import newcomer
from counter.rehearsal.pos import POS_FAULTS
from counter.rehearsal.province import RehearsalError
from counter.rehearsal.systems import Peer

from .find import lead
from .shell import AT_WINDOW, branch, counter, may, problem, seat

if TYPE_CHECKING:
    from counter.rehearsal.world import World

pages = Blueprint("rehearsal", __name__, url_prefix="/rehearsal")
MOST_DAYS = 400


def _world() -> "World":
    world = counter().world
    assert world is not None, "these pages exist only in a rehearsal"
    return world


def _back() -> ResponseReturnValue:
    counter().findings.clear()
    target = request.form.get("back", "/")
    return redirect(target if target.startswith("/") and not target.startswith("//") else "/", 303)


@pages.post("/province")
@may(*AT_WINDOW)
def province() -> ResponseReturnValue:
    """Let the province go down or come up."""
    if request.form.get("do") == "down":
        _world().province.down()
    else:
        _world().province.up()
        branch().database.run("UPDATE outbox SET next_ms=0 WHERE state=0")
    counter().courier.round(news=True)
    return _back()


@pages.post("/system")
@may(*AT_WINDOW)
def system() -> ResponseReturnValue:
    """Let one of the systems beside the province fail, come up, or change what it knows of a person."""
    systems = _world().systems
    peer = systems.peers.get(request.form.get("name", ""))
    if peer is None or peer.name not in branch().city.systems:
        return problem("本市没有用这个系统，请从演练控制里选", 422)
    dossier = branch().people.dossier(request.form.get("pid", ""))
    match request.form.get("do"):
        case "down":
            peer.down()
        case "up":
            peer.up()
            branch().database.run("UPDATE delivery SET next_ms=0 WHERE system=? AND state IN (0,1)", peer.name)
        case "lose":
            peer.faults.lost_answers += 1
        case "reject":
            peer.reject_next("演练：对方退回")
        case "differ" if dossier is not None and peer is systems.police:
            systems.police.know(dossier.holder.id_number, f"{dossier.holder.name[0]}某")
        case "hold" if dossier is not None and peer is systems.police:
            systems.police.hold(dossier.holder.id_number)
        case "match" if dossier is not None and peer is systems.police:
            systems.police.know(dossier.holder.id_number, dossier.holder.name)
        case "leave" if dossier is not None and peer is systems.insurance:
            systems.insurance.enrolled.pop(dossier.holder.id_number, None)
        case _:
            return problem("请从演练控制里选要发生的事", 422)
    counter().courier.round(news=False)
    return _back()


@pages.app_template_global("rehearsed")
def rehearsed() -> list[tuple[str, str, Peer]]:
    """The systems this city uses, as the controls show them: name, title, and the peer behind it."""
    used = branch().city.systems
    return [(name, used[name].title, peer) for name, peer in _world().systems.peers.items() if name in used]


@pages.post("/days")
@may(*AT_WINDOW)
def days() -> ResponseReturnValue:
    """Let days pass."""
    text = request.form.get("days", "")
    if not re.fullmatch(r"[0-9]{1,3}", text) or not 0 < int(text) <= MOST_DAYS:
        return problem(f"请填 1 到 {MOST_DAYS} 的天数", 422)
    _world().clock.pass_time(timedelta(days=int(text)))
    return _back()


@pages.post("/phone")
@may(*AT_WINDOW)
def phone() -> ResponseReturnValue:
    """The holder calls 12333."""
    try:
        _world().province.phone_loss(request.form.get("id_number", ""))
    except RehearsalError as error:
        return problem(str(error), 422)
    counter().courier.round(news=True)
    return _back()


def _newest(dossier: Dossier) -> Subject | None:
    """The card on its way to the holder where it has been made, else the one in use."""
    cards = [dossier.coming(), dossier.card(), *dossier.of(Kind.CARD)]
    return next((card for card in cards if card is not None and card.number), None)


@pages.post("/card")
@may(*AT_WINDOW)
def card() -> ResponseReturnValue:
    """Lay a person's newest card on the reader, lift it, or lock its password as typed wrong elsewhere."""
    bench, window = _world().bench, seat().window.id
    if request.form.get("do") == "lift":
        bench.lift(window)
        return _back()
    if request.form.get("do") == "lock":
        bench.lock_out(window)
        return _back()
    dossier = branch().people.dossier(request.form.get("pid", ""))
    found = None if dossier is None else _newest(dossier)
    if dossier is None or found is None:
        return problem("这个人还没有可以放上读卡器的卡", 422)
    bench.lay_down(window, VirtualCard(found.number, dossier.holder.id_number, dossier.holder.name))
    return _back()


@pages.post("/document")
@may(*AT_WINDOW)
def document() -> ResponseReturnValue:
    """Lay an identity card on the reader, of somebody known or not, or lift it."""
    bench, window = _world().bench, seat().window.id
    if request.form.get("do") == "lift":
        bench.documents.pop(window, None)
        return _back()
    dossier = branch().people.dossier(request.form.get("pid", ""))
    today = branch().clock.now().date()
    try:
        if dossier is None:
            name = str(Name.parse(request.form.get("name", "")))
            bench.lay_document(window, document_of(request.form.get("id_number", ""), name, today))
        else:
            holder = dossier.holder
            bench.lay_document(window, document_of(holder.id_number, holder.name, today, holder.facts))
    except ValueError as error:
        return problem(str(error), 422)
    return _back()


@pages.app_template_global("maker_faults")
def maker_faults() -> tuple[str, ...]:
    """What can go wrong with the card maker, in words."""
    return tuple(MAKER_FAULTS)


@pages.post("/maker")
@may(*AT_WINDOW)
def maker() -> ResponseReturnValue:
    """Let something go wrong with the card maker, or mend it and take the card out."""
    bench = _world().bench
    if request.form.get("do") == "mend":
        bench.faults.clear()
        bench.inside.pop(seat().window.id, None)
        return _back()
    fault = MAKER_FAULTS.get(request.form.get("fault", ""))
    if fault is None:
        return problem("请从列出的故障里选一种", 422)
    bench.faults[fault[0]] = fault[1]
    return _back()


@pages.app_template_global("pos_faults")
def pos_faults() -> tuple[str, ...]:
    """What can go wrong with the POS terminal, in words; nothing where the city has none."""
    return tuple(POS_FAULTS) if "fees.pos" in branch().city.operations else ()


@pages.post("/pos")
@may(*AT_WINDOW)
def pos() -> ResponseReturnValue:
    """Let the next swipe go wrong."""
    fault = POS_FAULTS.get(request.form.get("fault", ""))
    if fault is None:
        return problem("请从列出的故障里选一种", 422)
    _world().bench.terminal.fault = fault
    return _back()


@pages.post("/pay")
@may(*AT_WINDOW)
def pay() -> ResponseReturnValue:
    """The holder pays the open notice at a bank outlet."""
    dossier = branch().people.dossier(request.form.get("pid", ""))
    payments = dossier.of(Kind.PAYMENT) if dossier is not None else ()
    if not any(_world().systems.nontax.pay(one.facts.get("notice_number", "")) for one in payments):
        return problem("这个人没有可以缴的缴款通知书；刚开的请等它送到非税系统", 422)
    return _back()


@pages.post("/register")
@may(*AT_WINDOW)
def register() -> ResponseReturnValue:
    """Let the province know a person it has never heard of."""
    try:
        id_number = IdNumber.parse(request.form.get("id_number", ""))
        name = Name.parse(request.form.get("name", ""))
        person = newcomer(branch().city, id_number, name, _world().clock.now())
        _world().register(person)
    except (ValueError, RehearsalError) as error:
        return problem(str(error), 422)
    return lead(str(id_number))
