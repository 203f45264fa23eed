"""A card was laid down while a page was open: what it says to that page, and which blanks of a form it fills.

Nothing here is done behind the clerk's back: what was typed stays, a card of somebody else fills nothing, a check page
stays as it was checked; each time one sentence says so.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from counter.acts import device_at
from counter.core.blank import Blank, By, plain
from counter.core.dossier import Holder
from counter.core.filled import READ_FROM, says
from counter.devices import DeviceError, Reading
from counter.store.journal import UnissuedError
from counter.visit import Begun, resume

from .cardread import NAMED, with_reading
from .form import from_where
from .idcard import remember
from .keeping import keep_typed
from .search import named
from .shell import AT_WINDOW, branch, may, problem, quiet, seat
from .uploads import by_of

pages = Blueprint("laid", __name__)
CARDS = {"card_reader": "社保卡", "id_reader": "身份证"}
KEYS = {"card_reader": "F3", "id_reader": "F2"}


@dataclass(frozen=True)
class Fill:
    """What a reading does to a form: the blanks it fills, and those somebody has typed something else into."""

    texts: Mapping[str, str]
    kept: tuple[str, ...] = ()


def _said(
    sentence: str, blanks: Mapping[str, Mapping[str, str]] | None = None, *, passes: bool = False
) -> ResponseReturnValue:
    """What the page says; what ``passes`` needs nobody's hand and goes away by itself."""
    return jsonify(said=sentence, blanks=blanks or {}, passes=passes)


def _read(kind: str) -> Reading | str:
    """What the card says that was laid on this window's reader; else the sentence why not."""
    reader = device_at(branch(), seat().window, kind)
    if reader is None:
        return ""
    try:
        reading: Reading = reader.read()
    except DeviceError as error:
        return str(error)
    remember(kind, reading)
    return reading


def _whose(reading: Reading, holder: Holder) -> bool | None:
    """Whether it is this person's card; None for a card that is nobody's yet."""
    number = reading.texts.get("id_number", "")
    return holder.id in named(branch(), number) if number else None


@pages.post("/person/<pid>/laid/<kind>")
@may(*AT_WINDOW)
@quiet
def on_person(pid: str, kind: str) -> ResponseReturnValue:
    """A card laid down on a person's page: whose it is."""
    dossier = branch().people.dossier(pid)
    if dossier is None or kind not in CARDS:
        return problem("本网点没有这个人的记录，请用身份证号重新查找", 404)
    reading = _read(kind)
    if isinstance(reading, str):
        return _said(reading)
    mine = _whose(reading, dossier.holder)
    if mine is False:
        return _said(_others(kind, dossier.holder) + f"；要打开那个人按 {KEYS[kind]}")
    return _said(f"读卡器上的是{dossier.holder.name}的{CARDS[kind]}" if mine else "", passes=True)


@pages.post("/check/<op_id>/laid/<kind>")
@may(*AT_WINDOW)
@quiet
def on_check(op_id: str, kind: str) -> ResponseReturnValue:
    """A card laid down on a check page: whose it is; what was checked stays."""
    try:
        holder = resume(branch(), op_id, seat()).dossier.holder
    except UnissuedError:
        return _said("")
    reading = _read(kind) if kind in CARDS else ""
    if isinstance(reading, str):
        return _said(reading)
    mine = _whose(reading, holder)
    if mine is False:
        return _said(_others(kind, holder))
    return _said(f"读卡器上的是{holder.name}的{CARDS[kind]}，核对页没有改变" if mine else "", passes=True)


@pages.post("/draft/<op_id>/laid/<kind>")
@may(*AT_WINDOW)
@quiet
def on_form(op_id: str, kind: str) -> ResponseReturnValue:
    """A card laid down on a form: what it says goes into the blanks that are empty or were filled by no hand."""
    try:
        if kind not in CARDS or not keep_typed(branch(), op_id, seat().clerk.number, seat().window.id):
            return _said("")
        begun = resume(branch(), op_id, seat())
    except UnissuedError:
        return _said("")
    reading = _read(kind)
    if isinstance(reading, str):
        return _said(reading)
    found = _for(begun, kind, reading)
    if isinstance(found, str):
        return _said(found)
    begun, fill = _filled(begun, kind, found)
    return _said(_told(begun, kind, fill), _as_shown(begun, fill), passes=not fill.kept)


def _others(kind: str, holder: Holder) -> str:
    return f"读卡器上的{CARDS[kind]}是别人的，不是{holder.name}的，这一页没有改变"


def _for(begun: Begun, kind: str, reading: Reading) -> dict[Blank, str] | str:
    """What the reading says for each blank that is asked; a sentence where the card is not for this form."""
    by = by_of(begun.draft.texts.get("by", ""))
    mine, lists = _whose(reading, begun.dossier.holder), branch().city.choices()
    asked = [b for b in begun.offer.form.blanks(by, lists) if not b.secret and not b.is_photo]
    of_kind = [b for b in asked if b.reads and READ_FROM[b.reads][0] == kind]
    if kind == "id_reader" and mine:
        texts = {b: reading.texts.get(b.name, "") for b in asked if b not in of_kind}
    elif mine is False and (kind == "card_reader" or by is By.SELF):
        may_come = kind == "id_reader" and any(b.name == "by" for b in begun.offer.form.own)
        return _others(kind, begun.dossier.holder) + ("；代办的先按“改为代办”" if may_come else "")
    else:
        texts = {b: reading.texts.get(b.reads, "") for b in of_kind}
    return {b: text for b, text in texts.items() if text and _takes(b, text, lists)}


def _takes(b: Blank, text: str, lists: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether what is read is one of the words to choose from, where there are such."""
    words = b.options or lists.get(b.choices, ())
    return not words or text in words


def _filled(begun: Begun, kind: str, found: Mapping[Blank, str]) -> tuple[Begun, Fill]:
    """The draft with what was read, kept at once; what somebody has typed stays."""
    draft = begun.draft
    texts, kept = {}, []
    for b, text in found.items():
        current = draft.texts.get(b.name, "")
        if not current or says(b, current, draft.filled.get(b.name)) or plain(b, current) == plain(b, text):
            texts[b.name] = text
        else:
            kept.append(b.label)
    changed = any(draft.texts.get(name) != text for name, text in texts.items())
    draft = replace(with_reading(draft, kind, texts), checked=draft.checked and not changed)
    branch().drafts.save(draft, branch().people.key(draft.person))
    return replace(begun, draft=draft), Fill(texts, tuple(kept))


def _told(begun: Begun, kind: str, fill: Fill) -> str:
    labels = [b.label for b in begun.offer.form.own if b.name in fill.texts]
    said = [f"已从{NAMED[kind][2]}填入{'、'.join(labels)}"] if labels else []
    if fill.kept:
        said.append(f"{'、'.join(fill.kept)}是手工录入的，与读出的不同，没有改动，请核对")
    return "；".join(said)


def _as_shown(begun: Begun, fill: Fill) -> dict[str, dict[str, str]]:
    """Each filled blank with what stands beside it."""
    shown = {}
    for b in begun.offer.form.own:
        if b.name in fill.texts:
            source = from_where(b, fill.texts[b.name], begun.draft.filled)
            shown[b.name] = {"text": fill.texts[b.name], "source": source.words if source is not None else ""}
    return shown
