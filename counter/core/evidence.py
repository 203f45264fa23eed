"""What an operation must have besides what is typed: the holder's photo, and scans of papers."""

from collections.abc import Collection
from typing import Any

from .blank import By
from .case import Case
from .form import Form, VisitForm
from .guide import Scanned
from .offer import Part
from .ruled import Refusal

# The mark in a draft that this window has no document camera (未配备高拍仪).
UNSCANNED = "unscanned"
NO_SCANNER = "未配备高拍仪"


def without_photo(part: Part, case: Case[Any, Any]) -> list[Refusal]:
    """What cannot be done without a photo is not done for who has none, or wants none taken."""
    rule = part.guide.photo
    if rule is None or not rule.value or case.filled.photos():
        return []
    text = rule.note or f"没有照片，不能办理{part.guide.title}，请拍照或上传合格的照片"
    name = next((b.name for b in part.operation.form.own if b.is_photo), "")
    return [Refusal(text, rule.source, name)]


def scans_for(part: Part, by: By) -> tuple[Scanned, ...]:
    """The papers that may be scanned when this one has come."""
    material = {paper.paper: paper.when for paper in part.guide.materials}
    return tuple(one for one in part.guide.scans if one.paper not in material or material[one.paper].holds(by))


def scans_asked(part: Part, form: Form) -> tuple[Scanned, ...]:
    """The papers to be scanned with this form filled in so."""
    by = form.by if isinstance(form, VisitForm) else By.SELF
    return tuple(one for one in scans_for(part, by) if form.says(one.when))


def not_scanned(
    part: Part, case: Case[Any, Any], scanned: Collection[str], *, unscanned: bool
) -> list[Refusal]:
    """Papers that must be scanned and are not, where the window cannot say that it has no document camera."""
    out = []
    for one in scans_asked(part, case.filled):
        if one.must and one.paper not in scanned and not (one.closable and unscanned):
            close = f"；没有高拍仪的，勾选“{NO_SCANNER}”" if one.closable else ""
            out.append(Refusal(f"还没有扫描：{one.paper}，请扫描后上传{close}", one.source))
    return out
