"""What a form sends, kept with its draft: also what came in when the session was over, so that nothing is lost."""

from collections.abc import Iterable
from dataclasses import replace

from flask import request, url_for

from counter.branch import Branch
from counter.core.blank import Blank
from counter.core.evidence import UNSCANNED
from counter.core.photo import Photo
from counter.core.scan import ScanKind
from counter.store.database import StorageError
from counter.store.drafts import Draft
from counter.store.journal import UnissuedError
from counter.store.staff import Login

from .locked import address_of

LONGEST_TEXT, LONGEST_NAME = 20_000, 60


def typed(blanks: Iterable[Blank], *, secret: bool = False) -> dict[str, str]:
    """What this request's form says in these blanks: the secret ones, or all others and whether there is a scanner."""
    names = {b.name for b in blanks if b.secret is secret} | (set() if secret else {UNSCANNED})
    return {k: v[:LONGEST_TEXT] for k, v in request.form.items() if k in names}


def keep_typed(here: Branch, op_id: str, clerk: str, window: str) -> bool:
    """Keep what this request says with the draft of this clerk at this window.

    False where a later page has kept something since; UnissuedError where there is no such draft.
    """
    with here.database.writing():
        draft = here.drafts.load(op_id, here.people.key)
        if draft is None or (draft.clerk, draft.window) != (clerk, window):
            raise UnissuedError
        if request.form.get("turn") != str(draft.turn):
            return False
        found = _found(here, draft)
        if found != draft:
            here.drafts.save(found, here.people.key(draft.person))
    return True


def _found(here: Branch, draft: Draft) -> Draft:
    """The draft with what the form says now; one that was checked stays so while nothing on it has changed."""
    blanks = [b for name in draft.offer.split("+") for b in here.catalogue.operations[name].form.own]
    photos = {b.name for b in blanks if b.is_photo}
    kept = [scan for scan in here.scans.of(draft.op_id) if scan.kind is ScanKind.PHOTO and scan.title in photos]
    texts = typed(b for b in blanks if not b.is_photo)
    texts |= {scan.title: str(Photo.of(scan)) for scan in kept}
    papers, at = frozenset(request.form.getlist("paper")), request.form.get("at", "")[:LONGEST_NAME]
    if (texts, papers) == (dict(draft.texts), draft.materials):
        return replace(draft, at=at)
    return replace(draft, texts=texts, materials=papers, at=at, checked=False)


def way_back(here: Branch, token: str) -> str:
    """Where to go after logging in again; what a form sent is kept with its draft, for its own clerk to find there."""
    if request.method == "GET":
        return request.full_path.rstrip("?")
    op_id = (request.view_args or {}).get("op_id") or request.form.get("op_id", "")
    clerk, window = here.staff.whose(token)
    draft = here.drafts.load(op_id, here.people.key) if op_id and clerk else None
    if draft is None or (draft.clerk, draft.window) != (clerk, window):
        return address_of(request.referrer)
    if request.endpoint == "check.confirm":
        return url_for("check.show", op_id=op_id)
    return keep_late(here, op_id, clerk, window) or "/"


def keep_locked(here: Branch, login: Login) -> None:
    """Keep what a page sends by itself after its window was locked; nothing of it is shown."""
    if request.endpoint == "drafts.keep":
        keep_late(here, (request.view_args or {})["op_id"], login.clerk.number, login.window)


def keep_late(here: Branch, op_id: str, clerk: str, window: str) -> str:
    """Keep what came in after the session was over or locked; gives where it stands, nothing where it was not kept."""
    try:
        keep_typed(here, op_id, clerk, window)
    except (StorageError, UnissuedError):
        return ""
    draft = here.drafts.load(op_id, here.people.key)
    return "" if draft is None else url_for("visits.ask", pid=draft.person, offer_id=draft.offer, op=op_id)
