"""The search: what is typed or scanned goes by POST and stands in no address; it leads to one person or to a list."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from counter.clock import wall
from counter.core.case import Finding
from counter.core.identity import DocumentNumber, IdKind
from counter.store.journal import UnissuedError
from counter.sync.courier import look_up
from counter.sync.roll import roll
from counter.visit import resume

from .search import LISTED, Sought, found, known_unit, named, recognise
from .shell import AT_WINDOW, branch, counter, login_now, may, note, seat

pages = Blueprint("find", __name__)
KEEPS = timedelta(minutes=15)
MOST_HITS = 30
NOT_PERSONAL = frozenset({"entry", "form", *LISTED})
"""Kinds that may stand in an address: they name an entry, a form, a unit or a batch, nobody."""
IN_ADDRESS = "姓名和号码不写在网址里，请在查找框里输入"


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a search came to, where it did not lead to one person.

    ``hits`` are several persons; ``unknown`` an identity number nobody has; ``typed`` what was entered about
    somebody new, with ``error`` where that was not right.
    """

    text: str = ""
    sought: Sought | None = None
    hits: tuple[str, ...] = ()
    unknown: str = ""
    kind: IdKind | None = None
    finding: Finding | None = None
    error: str = ""
    heading: str = "查找没有结果"
    typed: Mapping[str, str] = field(default_factory=dict)


@pages.post("/find")
@may(*AT_WINDOW)
def find() -> ResponseReturnValue:
    """Look for what was typed, and go where it leads."""
    return lead(request.form.get("q", ""), document=request.form.get("kind") == "document")


def lead(text: str, *, document: bool = False) -> ResponseReturnValue:
    """Go to the one person, or to the page of what was found, whose address says nothing."""
    if not text.strip():
        return redirect(url_for("desk.home"), 303)
    where = _search(text, document=document)
    return redirect(where, 303) if isinstance(where, str) else _keep(where)


def _keep(answer: Answer) -> ResponseReturnValue:
    """Go to the page of this answer."""
    return redirect(url_for("desk.home", found=keep(answer)), 303)


def keep(answer: Answer) -> str:
    """Keep in memory for a while what was sought and found; the token for addresses means nothing."""
    now = wall()
    kept = {token: one for token, one in counter().sought.items() if now - one[0] < KEEPS}
    token = secrets.token_urlsafe(9)
    counter().sought = {**kept, token: (now, login_now().clerk.number, answer)}
    return token


def kept(token: str) -> Answer | None:
    """What this clerk's search came to a moment ago."""
    at, clerk, answer = counter().sought.get(token, (None, "", None))
    return answer if at is not None and wall() - at < KEEPS and clerk == login_now().clerk.number else None


def linked(text: str) -> ResponseReturnValue:
    """What a link of a page names: an entry, a form, a unit or a batch; nobody's name or number comes this way."""
    if recognise(text, branch().clock.now().date()).kind in NOT_PERSONAL:
        return lead(text)
    return _keep(Answer(error=IN_ADDRESS))


def shown(answer: Answer) -> ResponseReturnValue:
    """The desk with what was found, or with what is wrong."""
    people = [d for pid in answer.hits[:MOST_HITS] if (d := branch().people.read(pid, 0)) is not None]
    page = render_template("found.html", answer=answer, people=people, q=answer.text)
    return (page, 422) if answer.error else page


def _search(text: str, *, document: bool) -> str | Answer:
    """The address this leads to, or what is shown instead."""
    sought = recognise(text, branch().clock.now().date())
    if document and not found(branch(), sought):
        return _document(text)
    if sought.error:
        unit = known_unit(branch(), text)
        return _person(unit) if unit is not None else Answer(text=text, error=sought.error)
    if sought.kind == "entry" and (op_id := branch().entries.numbered(sought.value)) is not None:
        return url_for("entries.show", op_id=op_id)
    by_number = {"form": _form, "id": _id}.get(sought.kind)
    if by_number is not None:
        return by_number(text, sought.value)
    finding = roll(branch(), counter().courier, sought.value, sought.kind) if sought.kind in LISTED else None
    hits = found(branch(), sought)
    if not hits and sought.kind == "card" and sought.value.isdigit():
        finding = roll(branch(), counter().courier, sought.value)
        hits = [unit] if (unit := known_unit(branch(), sought.value)) is not None else []
    if len(hits) == 1:
        return _person(hits[0])
    note("查找", ok=bool(hits), text=f"{sought.kind} {len(hits)}")
    return Answer(text=text, sought=sought, hits=tuple(hits), finding=finding)


def _person(pid: str) -> str:
    return url_for("desk.person", pid=pid)


def _form(text: str, op_id: str) -> str | Answer:
    """The operation whose number was printed on an application form: done, or still this clerk's draft."""
    if branch().journal.done(op_id):
        return url_for("entries.show", op_id=op_id)
    try:
        resume(branch(), op_id, seat())
    except UnissuedError:
        error = "这张表对应的业务还没有保存，也不是您在本窗口填写的；请到打印它的窗口办理，或重新填写"
        return Answer(text=text, error=error)
    return url_for("check.show", op_id=op_id)


def _id(text: str, number: str) -> str | Answer:
    finding = look_up(branch(), counter().courier, number)
    hits = named(branch(), number)
    if hits:
        counter().findings[hits[0]] = (wall(), finding)
        return _person(hits[0])
    note("查无此人", ok=False)
    return Answer(text=text, unknown=number, kind=IdKind.of(number), finding=finding)


def _document(text: str) -> str | Answer:
    """A passport or a travel permit looks like a card's number; who holds one says so."""
    try:
        return _id(text, str(DocumentNumber.parse(text)))
    except ValueError as error:
        return Answer(text=text, error=str(error))
