"""The words of a paper as plain values, and back: a paper of no entry is kept so, and drawn when it is printed."""

from base64 import b64decode, b64encode
from dataclasses import fields, is_dataclass
from decimal import Decimal
from typing import Any

import printing

IS = "is"
_WORDS = ("Receipt", "Fact", "Fee", "Item", "Listing", "Table", "FormSheet", "FormRow", "FormCell", "Gap", "Tick")


def plain(words: Any) -> Any:
    """What can be written as JSON, with the name of every word in it."""
    if is_dataclass(words) and not isinstance(words, type):
        return {IS: type(words).__name__, **{one.name: plain(getattr(words, one.name)) for one in fields(words)}}
    if isinstance(words, tuple | list):
        return [plain(one) for one in words]
    if isinstance(words, bytes):
        return {IS: "bytes", "text": b64encode(words).decode()}
    return {IS: "Decimal", "text": str(words)} if isinstance(words, Decimal) else words


def whole(kept: Any) -> Any:
    """The words again; LookupError for one this version does not know."""
    if isinstance(kept, list):
        return tuple(whole(one) for one in kept)
    if not isinstance(kept, dict):
        return kept
    name = kept[IS]
    if name == "bytes":
        return b64decode(kept["text"])
    if name == "Decimal":
        return Decimal(kept["text"])
    if name not in _WORDS:
        raise LookupError(name)
    return getattr(printing, name)(**{field: whole(value) for field, value in kept.items() if field != IS})
