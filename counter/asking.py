"""Ask the systems an offer needs before it is decided: each question has its own short limit."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from counter.branch import Branch
from counter.core.asked import looked_into
from counter.core.case import FREE, NEW_NUMBER, TAKEN, Finding, Need
from counter.core.dossier import Holder
from counter.core.form import Form
from counter.core.line import MismatchError, UnavailableError
from counter.core.offer import Offer
from counter.core.reading import FormError, read
from counter.core.system import Asked, Inquiry
from counter.store.drafts import Draft

ASK_SECONDS = 2.0
# An answer older than this is asked for again before anything is committed on it.
KEEPS = timedelta(minutes=5)


def form_of(branch: Branch, offer: Offer, texts: Mapping[str, str], *, secrets: bool = False) -> Form:
    """What was typed as the offer's form; FormError with a message for each blank that is not right."""
    today, lists = branch.clock.now().date(), branch.city.choices()
    return read(offer.form, texts, today=today, lists=lists, secrets=secrets)


def inquire(branch: Branch, offer: Offer, holder: Holder, draft: Draft, *, again: bool = True) -> Draft:
    """Ask what the offer needs to know about what was typed; without ``again`` only what is not known afresh.

    While a blank is not right nobody is asked: the form says first what is wrong with it.
    """
    wanted = [need for need in looked_into(offer.parts, branch.city) if answered(branch, need)]
    if not wanted:
        return draft
    try:
        texts = form_of(branch, offer, draft.texts).texts()
    except FormError:
        return draft
    now, out = branch.clock.now(), dict(draft.findings)
    for need in wanted:
        if need is NEW_NUMBER:
            out.pop(need.id, None)
            out |= _whose(branch, texts.get(need.blanks["id_number"], ""), holder)
            continue
        kept = None if again else out.get(need.id)
        if kept is None or not kept.available or now - kept.asked_at > KEEPS:
            out[need.id] = ask(branch, need, holder, texts)
    return replace(draft, findings=out)


def _whose(branch: Branch, number: str, holder: Holder) -> dict[str, Finding]:
    """Whether somebody else has this number, here or at the province; nothing is asked where none is typed."""
    if not number or number == holder.id_number:
        return {}
    source, now = branch.city.facts.record, branch.clock.now()
    here = [person for person in branch.people.find("id", number) if person != holder.id]
    try:
        found = branch.connector.look_up(number, ASK_SECONDS) if branch.connector is not None else None
    except (UnavailableError, MismatchError) as error:
        return {NEW_NUMBER.id: Finding(source=source, asked_at=now, available=False, answer=error.why)}
    own = (holder.id_number, branch.people.copied(holder.id).id_number)
    taken = bool(here) or (found is not None and found.id_number not in own)
    return {NEW_NUMBER.id: Finding(source=source, asked_at=now, available=True, answer=TAKEN if taken else FREE)}


def answered(branch: Branch, need: Need) -> bool:
    """Whether there is somebody to ask: not every province answers questions."""
    return not need.of_province or isinstance(branch.connector, Asked)


def ask(branch: Branch, need: Need, holder: Holder, texts: Mapping[str, str]) -> Finding:
    """Ask one system; the finding says what it answered, or why it could not be asked."""
    typed = {word: texts[blank] for word, blank in need.blanks.items() if texts.get(blank)}
    inquiry = Inquiry(
        id_number=typed.pop("id_number", holder.id_number), name=typed.pop("name", holder.name), facts=typed,
        asks=need.asks, branch=branch.identity.code,
    )  # fmt: skip
    source = branch.city.facts.record if need.of_province else branch.city.systems[need.id].title
    now, system = branch.clock.now(), branch.connector if need.of_province else branch.systems.get(need.id)
    if not isinstance(system, Asked):
        return Finding(source=source, asked_at=now, available=False, answer="本网点没有配置它的接口地址")
    try:
        reply = system.ask(inquiry, ASK_SECONDS)
    except UnavailableError as error:
        return Finding(source=source, asked_at=now, available=False, answer=error.why)
    except MismatchError as error:
        why = f"{error.why}，请管理员核对接口地址"
        return Finding(source=source, asked_at=now, available=False, answer=why)
    return Finding(source=source, asked_at=now, available=True, answer=reply.answer, facts=dict(reply.facts))
