"""From what was typed to a typed form: one message a blank, all at once."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from .blank import Asked, Blank, By, value_of
from .form import Form
from .oldcodes import renewed


class FormError(Exception):
    """One message a blank, all at once; ``messages`` maps the blank's name to the sentence."""

    def __init__(self, messages: Mapping[str, str]) -> None:
        super().__init__("；".join(messages.values()))
        self.messages = dict(messages)


def _missing(b: Blank) -> str:
    verb = "选择" if b.options or b.choices else "拍摄或上传" if b.is_photo else "填写"
    return f"请{verb}{b.label}"


def read(
    form: type[Form],
    texts: Mapping[str, str],
    *,
    today: date,
    lists: Mapping[str, Sequence[str]],
    secrets: bool = False,
) -> Form:
    """Turn what was typed into a typed form, or raise FormError with a message for each blank.

    Secret blanks are read only with ``secrets=True``; before that they stay empty.
    """
    by = By(texts["by"]) if texts.get("by") in {b.value for b in By} else By.SELF
    asked = {b.name for b in form.blanks(by, lists)}
    values: dict[str, Any] = {}
    messages: dict[str, str] = {}
    for b in form.own:
        text = renewed(str(texts.get(b.name, "")).strip())
        if b.name not in asked or (b.secret and not secrets):
            values[b.name] = None
        elif not text:
            values[b.name] = False if b.type is bool else b.default
            needed = b.asked is Asked.FOR_ANOTHER or b.must or not b.optional
            if values[b.name] is None and needed:
                messages[b.name] = _missing(b)
        else:
            try:
                values[b.name] = value_of(b, text, today, lists)
            except ValueError as error:
                messages[b.name] = f"{b.label}：{error}"
    if messages:
        raise FormError(messages)
    return form(**values)
