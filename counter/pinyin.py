"""A suggestion how a name is spelt in pinyin, for searching; a clerk confirms it, nothing relies on it."""

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

# Readings a character has as a surname where its everyday reading is another.
_SURNAMES = {
    "单": "shan", "解": "xie", "仇": "qiu", "查": "zha", "曾": "zeng", "朴": "piao", "区": "ou", "盖": "ge",
    "翟": "zhai", "缪": "miao", "秘": "bi", "员": "yun", "薄": "bo", "卜": "bu", "都": "du", "覃": "qin",
    "召": "shao", "折": "she", "祭": "zhai", "种": "chong", "洗": "xian", "繁": "po", "黑": "he", "句": "gou",
    "藏": "zang", "佴": "nai", "能": "nai", "乜": "nie", "阚": "kan",
}  # fmt: skip
_DOUBLE_SURNAMES = {
    "尉迟": ("yu", "chi"), "万俟": ("mo", "qi"), "单于": ("chan", "yu"), "澹台": ("tan", "tai"),
    "乐正": ("yue", "zheng"), "长孙": ("zhang", "sun"),
}  # fmt: skip
_GIVEN = {"长": "chang", "晟": "sheng", "茜": "qian", "曾": "zeng", "翟": "zhai", "阚": "kan", "卜": "bu"}


@dataclass(frozen=True)
class Pinyin:
    """王建国 is ``wangjianguo`` and ``wjg``; both empty when no character has a known reading."""

    full: str
    initials: str


def suggest(name: str) -> Pinyin:
    """The likely spelling of a name; characters without a known reading are left out."""
    syllables = [fold(syllable) for syllable in _syllables(name)]
    return Pinyin("".join(syllables), "".join(syllable[:1] for syllable in syllables))


def fold(text: str) -> str:
    """Pinyin as typed, in the one form it is searched by: lower case, letters only, 吕 always lyu."""
    letters = re.sub("ü|u:", "v", text.lower())
    return re.sub("(?<=[ln])v", "yu", re.sub("[^a-z]", "", letters))


def _syllables(name: str) -> list[str]:
    surname = _DOUBLE_SURNAMES.get(name[:2]) or ((_SURNAMES[name[0]],) if name[:1] in _SURNAMES else ())
    given = re.findall(r"[A-Za-z']+|.", name[len(surname) :])
    return [*surname, *(syllable for part in given for syllable in _spoken(part))]


def _spoken(part: str) -> list[str]:
    if part.isascii():
        return [part] if part[0].isalpha() else []
    if part in _GIVEN:
        return [_GIVEN[part]]
    return [str(syllable) for syllable in _readings()(part)]


@cache
def _readings() -> Callable[..., list[Any]]:
    """The dictionary, loaded when first needed and without its phrases: four fifths of its memory."""
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    readings: Callable[..., list[Any]] = import_module("pypinyin").lazy_pinyin
    return readings
