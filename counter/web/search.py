"""One box for every kind of number and for names: which is it, and whom does it find?"""

import re
from dataclasses import dataclass
from datetime import date

from counter.branch import Branch
from counter.core.cleaning import compact
from counter.core.identity import IdNumber
from counter.core.names import Name
from counter.pinyin import fold

LETTERS = re.compile(r"[A-Za-z' ]+")


@dataclass(frozen=True)
class Sought:
    """What was typed, by its kind: id, card, phone, entry, form, name, pinyin; ``error`` says what is wrong."""

    kind: str
    value: str
    error: str = ""


# The operation's number as it stands on an application form, a UUIDv7; hyphens are gone by then.
FORM = re.compile(r"([0-9A-F]{8})([0-9A-F]{4})(7[0-9A-F]{3})([89AB][0-9A-F]{3})([0-9A-F]{12})")
SHAPES = (
    ("form", FORM),
    ("entry", re.compile(r"\d{22,}")),
    ("phone", re.compile(r"1[3-9]\d{9}")),
    ("id", re.compile(r"\d{12,21}[0-9X]?|[A-Z]{3}\d{12}")),
    ("card", re.compile(r"(?=.*\d)[0-9A-Z]{6,12}")),
)


def recognise(text: str, today: date) -> Sought:
    """Tell what kind of thing was typed or scanned."""
    tight = compact(text).upper()
    kind = next((kind for kind, shape in SHAPES if shape.fullmatch(tight)), "")
    if kind == "id":
        return _id(tight, today)
    if kind == "form":
        return Sought(kind, FORM.sub(r"\1-\2-\3-\4-\5", tight).lower())
    if kind:
        return Sought(kind, tight)
    if LETTERS.fullmatch(text.strip()):
        return Sought("pinyin", fold(text))
    try:
        return Sought("name", str(Name.parse(text)))
    except ValueError as error:
        return Sought("name", "", str(error))


def _id(text: str, today: date) -> Sought:
    try:
        return Sought("id", str(IdNumber.parse(text, today)))
    except ValueError as error:
        return Sought("id", "", str(error))


def found(branch: Branch, sought: Sought) -> list[str]:
    """The persons this branch knows under what was sought."""
    if sought.kind == "pinyin":
        people = branch.people
        return list(dict.fromkeys(people.find("pinyin", sought.value) + people.find("initials", sought.value)))
    if sought.kind == "card":
        return branch.people.find("card", sought.value) or branch.people.find("id", sought.value)
    return branch.people.find(sought.kind, sought.value)
