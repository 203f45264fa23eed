"""A unit's page: what can be done with its cards and what cannot, where each card is; and a unit written down."""

from contextlib import suppress

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from counter.core.cards import BatchNumbers
from counter.core.case import Finding
from counter.core.custody import place_of
from counter.core.dossier import Dossier, Holder
from counter.core.each import Held, Key
from counter.core.lookup import LookUp
from counter.core.party import Party, UnitName, UnitNumber
from counter.core.states import COMING, CustodyState, Kind
from counter.members import around
from counter.sync.roll import roll
from counter.visit import Begun

from .offered import offered
from .shell import AT_WINDOW, branch, counter, may, note, problem, seat

pages = Blueprint("units", __name__)
MOST_CARDS, MOST_LOTS = 200, 12
BY_HAND = "窗口登记"


@pages.app_template_global("units_served")
def units_served() -> bool:
    """Whether this window does anything for units."""
    return any(offer.about is Party.UNIT for offer in branch().catalogue.offers(seat().window.type))


@pages.post("/unit")
@may(*AT_WINDOW)
def enter() -> ResponseReturnValue:
    """Write a unit down by its number and name, and open its page."""
    if not units_served():
        return problem("本窗口没有对单位办理的业务，请到可以办理的窗口登记单位", 422)
    try:
        number = UnitNumber.parse(request.form.get("number", ""))
        name = UnitName.parse(request.form.get("name", ""))
    except ValueError as error:
        return problem(f"{error}。没有保存，请返回上一页改正", 422)
    with branch().database.writing():
        pid = branch().people.keep_unit(number, name, branch().clock.now(), BY_HAND)
    note("登记单位", person=pid)
    return redirect(url_for("desk.person", pid=pid), 303)


def ask_batches(begun: Begun) -> None:
    """Ask the province for the cards of every batch that was typed, so that they are known here."""
    for b in begun.offer.form.own:
        if not issubclass(b.type, BatchNumbers):
            continue
        with suppress(ValueError):
            for number in BatchNumbers(begun.draft.texts.get(b.name, "")).numbers:
                roll(branch(), counter().courier, number, "batch")


def unfinished(pid: str) -> list[tuple[str, str, str]]:
    """What this clerk has begun and not finished for this person, newest of each kind."""
    here = seat()
    kept: dict[str, tuple[str, str, str]] = {}
    for op_id, offer_id in branch().drafts.unfinished(here.clerk.number, pid):
        offer = branch().catalogue.offer(offer_id, here.window.type)
        draft = branch().drafts.load(op_id, branch().people.key)
        if offer is not None and draft is not None and draft.texts:
            kept.setdefault(offer_id, (op_id, offer_id, offer.title))
    return list(kept.values())


def lookups_on(party: Party) -> list[LookUp]:
    """What this clerk may look up on such a page."""
    role = seat().clerk.role
    return [one for one in branch().catalogue.lookups.values() if party in one.about and role in one.roles]


def papers_before() -> list[LookUp]:
    """The papers this clerk may print about an operation before it is begun."""
    role = seat().clerk.role
    return [one for one in branch().catalogue.lookups.values() if one.tells and not one.lacks and role in one.roles]


def unit_page(dossier: Dossier, finding: Finding) -> str:
    """One unit: what can be done now, what cannot and why, its cards and where they are, what was done."""
    unit = dossier.holder
    cards = cards_of(unit)
    return render_template(
        "unit.html",
        dossier=dossier,
        holder=unit,
        **offered(dossier),
        finding=finding,
        cards=cards[:MOST_CARDS],
        outside=sum(one.custody is None or one.custody.state is not CustodyState.DELIVERED for one in cards),
        more=len(cards) - MOST_CARDS,
        places={one.card.id: place_of(one.dossier, one.card) for one in cards},
        lots=branch().people.lots(MOST_LOTS),
        batches=dossier.of(Kind.BATCH),
        lookups=lookups_on(Party.UNIT),
        drafts=unfinished(unit.id),
        work=branch().work.items(unit.id),
    )


def cards_of(unit: Holder) -> list[Held]:
    """The cards that are on their way to holders through this unit, or to its people."""
    keys = (Key("member", unit.id_number), Key("at", unit.id_number))
    dossiers = around(branch(), unit)
    held = [Held(d, c) for d in dossiers for c in d.of(Kind.CARD) if c.state in COMING or d.function(Kind.CUSTODY, c)]
    mine = [one for one in held if any(key.holds(one.dossier, one.card) for key in keys)]
    return sorted(mine, key=lambda one: one.card.number)
