"""短信: what will be sent and to whom, whether the holder wants it, and the slip's essentials as a message."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from counter.core.contact import Mobile
from counter.core.offer import Offer
from counter.core.telling import RECEIPT, UNTOLD, receipt_text, texts_of
from counter.store.drafts import Draft
from counter.store.entries import Kept
from counter.store.journal import UnissuedError
from counter.telling import Telling
from counter.visit import NotOfferedError, resume

from .shell import AT_WINDOW, branch, counter, may, note, problem, seat

pages = Blueprint("texting", __name__)
YES = "是"


@pages.app_template_global("to_text")
def to_text(offer: Offer, draft: Draft) -> dict[str, Any] | None:
    """The short messages this will send, where to, and whether they are wanted; None where there are none."""
    rules = [rule for part in offer.parts for rule in branch().city.messages.get(part.operation.id, ())]
    titles = [rule.title for rule in rules if rule.if_reachable and rule.text is not None]
    dossier = branch().people.dossier(draft.person)
    if not titles or dossier is None:
        return None
    mobile = draft.texts.get("mobile", "") or dossier.holder.facts.get("mobile", "")
    return {"titles": titles, "mobile": _masked(mobile), "wanted": draft.texts.get(UNTOLD) != YES}


def _masked(mobile: str) -> str:
    try:
        return Mobile.parse(mobile).masked if mobile else ""
    except ValueError:
        return ""


@pages.post("/check/<op_id>/texting")
@may(*AT_WINDOW)
def choose(op_id: str) -> ResponseReturnValue:
    """The holder wants no short message, or wants one after all; kept with the draft."""
    try:
        begun = resume(branch(), op_id, seat())
    except (UnissuedError, NotOfferedError) as error:
        return problem(str(error), 409)
    texts = {**begun.draft.texts, UNTOLD: YES if request.form.get("texting") == "no" else ""}
    branch().drafts.save(replace(begun.draft, texts=texts), branch().people.key(begun.draft.person))
    return redirect(f"/check/{op_id}", 303)


@pages.app_template_global("not_texted")
def not_texted(kept: Kept, rows: Sequence[Kept]) -> list[tuple[str, str]]:
    """The short messages that were not sent, each with the reason."""
    if kept.entry.outcome not in ("", "done"):
        return []
    sent = {one.message.title for one in branch().deliveries.of(kept.seq)}
    untold = any(row.entry.facts.get(UNTOLD) == YES for row in rows)
    why = "持卡人不要短信，没有发" if untold else "没有留手机号码，没有发；要通知的请用电话等办法"
    return [(rule.title, why) for rule in texts_of(kept.entry, branch().city) if rule.title not in sent]


@pages.app_template_global("receipt_by_text")
def receipt_by_text(kept: Kept) -> str:
    """Where the slip's essentials can be sent, masked; empty where they cannot be, or were sent already."""
    if _sender() is None or any(one.message.title == RECEIPT for one in branch().deliveries.of(kept.seq)):
        return ""
    return _masked(_mobile(kept)) if kept.entry.outcome in ("", "done") else ""


def _sender() -> str | None:
    """The system of this city that sends slips as messages."""
    return next((name for name, rules in branch().city.systems.items() if rules.receipt is not None), None)


def _mobile(kept: Kept) -> str:
    return Telling(branch().catalogue, branch().people, branch().entries).mobile(kept.entry, kept.person)


@pages.post("/entry/<op_id>/<int:part>/text")
@may(*AT_WINDOW)
def send(op_id: str, part: int) -> ResponseReturnValue:
    """Send the essentials of this part's slip to the holder's telephone, once."""
    rows = [kept for kept in branch().entries.of_operation(op_id) if kept.entry.part == part]
    system = _sender()
    text = branch().city.systems[system].receipt if system is not None else None
    if not rows or system is None or text is None:
        return problem("没有这张回执，或本市不发短信回执，请回到办结页", 404)
    kept, mobile = rows[-1], _mobile(rows[-1])
    if not _masked(mobile):
        return problem("没有留手机号码，发不了短信回执，请打印纸质回执", 422)
    message = receipt_text(kept.entry, text, mobile, system)
    branch().deliveries.add((kept.seq, op_id, part, kept.person), message, "receipt")
    note(RECEIPT, person=kept.person, text=kept.entry.number)
    counter().courier.wake()
    return redirect(url_for("entries.show", op_id=op_id), 303)
