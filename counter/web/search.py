"""One box for every kind of number and for names: which is it, and whom does it find?"""

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from counter.branch import Branch
from counter.core.cleaning import compact
from counter.core.identity import IdNumber
from counter.core.names import Name
from counter.core.party import UnitName, UnitNumber
from counter.pinyin import fold

LETTERS = re.compile(r"[A-Za-z' ]+")


@dataclass(frozen=True)
class Sought:
    """What was typed, and its kind; ``error`` says what is wrong.

    Kinds: id, card, phone, entry, form, unit, batch, name, pinyin.
    """

    kind: str
    value: str
    error: str = ""


# The operation's number as it stands on an application form, a UUIDv7; hyphens are gone by then.
FORM = re.compile(r"([0-9A-F]{8})([0-9A-F]{4})(7[0-9A-F]{3})([89AB][0-9A-F]{3})([0-9A-F]{12})")
LISTED = ("unit", "batch")
PREFIXED = (("unit", "单位"), ("batch", "批次"))
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
    told = _prefixed(tight)
    if told is not None:
        return told
    return _by_shape(text, tight, today)


def known_unit(branch: Branch, text: str) -> str | None:
    """The unit of this branch whose number or name this is, where it is neither for a person."""
    for kind, reads in (("unit", UnitNumber), ("name", UnitName)):
        with suppress(ValueError):
            found = branch.people.find(kind, str(reads(text)))
            if len(found) == 1:
                return found[0]
    return None


def _prefixed(tight: str) -> Sought | None:
    """单位 and 批次 are told by the word before the number."""
    for kind, word in PREFIXED:
        if tight.startswith(word):
            value = tight.removeprefix(word).removeprefix("编号").removeprefix("号").lstrip(":")
            return Sought(kind, value, "" if value else f"请在“{word}”后面写上号码")
    return None


def _by_shape(text: str, tight: str, today: date) -> Sought:
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
    kinds = ("card", "id", "unit", "batch") if sought.kind == "card" else (sought.kind,)
    return next((hits for kind in kinds if (hits := branch.people.find(kind, sought.value))), [])


def named(branch: Branch, id_number: str) -> list[str]:
    """Who has this number, or had it."""
    return branch.people.find("id", id_number) or branch.people.find("former", id_number)
