"""变更的回执：哪一项，从什么改成什么。"""

from collections.abc import Mapping
from typing import Any

from counter import Entry, Landline, Mobile, masked_number, slip
from printing import Fact, Receipt

from .form import DetailsForm, IdentityForm

KINDS: Mapping[str, type[Mobile | Landline]] = {"mobile": Mobile, "landline": Landline}


def _shown(name: str, text: str) -> str:
    """A text as a slip shows it; what reaches a person has its middle hidden."""
    if name == "id_number":
        return masked_number(text)
    try:
        return str(KINDS[name](text).masked) if name in KINDS else text
    except ValueError:
        return text


def _turned(entry: Entry[Any]) -> list[Fact]:
    """Before and after, one line each."""
    change = entry.change("record")
    turned = change.turned(entry.form.own) if change is not None else ()
    return [
        Fact(label, f"{_shown(name, was)} → {_shown(name, now)}", "name" if name.endswith("name") else "text")
        for name, label, was, now in turned
    ]


def details_receipt(entry: Entry[DetailsForm]) -> Receipt:
    """The receipt of what was changed."""
    return slip(entry, f"社会保障卡{entry.title}回执", facts=_turned(entry))


def identity_receipt(entry: Entry[IdentityForm]) -> Receipt:
    """The receipt of a changed name or number; the card with the old one on its face must be replaced."""
    change = entry.change("record")
    old = change.facts.get("old_face", "") if change is not None else ""
    notices = ("现在的卡面仍是变更前的姓名、号码，请办理换卡（卡已丢失的先挂失、补卡）。",) if old else ()
    return slip(entry, f"社会保障卡{entry.title}回执", facts=_turned(entry), notices=notices)
