"""What an operation must have besides what is typed: the holder's photo."""

from typing import Any

from .case import Case
from .offer import Part
from .ruled import Refusal


def without_photo(part: Part, case: Case[Any, Any]) -> list[Refusal]:
    """What cannot be done without a photo is not done for who has none, or wants none taken."""
    rule = part.guide.photo
    if rule is None or not rule.value or case.filled.photos():
        return []
    text = rule.note or f"没有照片，不能办理{part.guide.title}，请拍照或上传合格的照片"
    name = next((b.name for b in part.operation.form.own if b.is_photo), "")
    return [Refusal(text, rule.source, name)]
