"""What every province's vocabulary is made of: requests, replies, calls and codes."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from counter.rehearsal.province.book import Traits
from counter.rehearsal.province.intake import Intake, Speech


@dataclass(frozen=True)
class Ask:
    """One HTTP request, read whole."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes

    def json_object(self) -> dict[str, object] | None:
        """The body as a JSON object, or nothing."""
        try:
            value = json.loads(self.body)
        except (ValueError, RecursionError):
            return None
        return value if isinstance(value, dict) else None


@dataclass(frozen=True)
class Reply:
    """One HTTP answer; ``report`` names the call it answers when that changes the record."""

    status: int
    content: object
    report: str = ""

    def body(self) -> bytes:
        """The answer as JSON bytes."""
        return json.dumps(self.content, ensure_ascii=False).encode(errors="replace")


@dataclass(frozen=True)
class Code:
    """One code of a vocabulary: the reason behind it, the province's code and text."""

    reason: str
    code: str
    text: str


@dataclass(frozen=True)
class Shape:
    """How one call is written: which deed, which fields it must and may carry.

    ``deeds`` has one entry under ``""``, or one for each value of the field ``by``;
    ``facts`` leads from the province's field to our word for it.
    """

    deeds: Mapping[str, str]
    needs: tuple[str, ...]
    facts: Mapping[str, str] = field(default_factory=dict)
    by: str = ""

    def deed(self, fields: Mapping[str, object]) -> str:
        """The deed these fields ask for; empty when there is none."""
        value = fields.get(self.by) if self.by else ""
        return self.deeds.get(value, "") if isinstance(value, str) else ""

    def missing(self, fields: Mapping[str, object]) -> str:
        """The first field that is missing or is no text; empty when all are there."""
        for name in self.needs:
            value = fields.get(name)
            if not isinstance(value, str) or not value:
                return name
        for name in self.facts:
            if not isinstance(fields.get(name, ""), str):
                return name
        return "" if self.deed(fields) else self.by

    def read(self, fields: Mapping[str, object]) -> dict[str, str]:
        """The facts in our words."""
        return {ours: text for theirs, ours in self.facts.items() if (text := str(fields.get(theirs, "")))}


class Vocabulary(Speech, Protocol):
    """One province's language: answers a request out of the intake."""

    title: str
    traits: Traits
    codes: tuple[Code, ...]
    calls: tuple[str, ...]

    def answer(self, ask: Ask, intake: Intake) -> Reply:
        """Answer one request; bad input gets this province's own words for it."""
        ...


def text_of(fields: Mapping[str, object], name: str) -> str:
    """A text field; empty when it is missing or no text."""
    value = fields.get(name)
    return value if isinstance(value, str) else ""


def texts_of(fields: Mapping[str, object], *names: str) -> tuple[str, ...]:
    """The texts of these fields, each empty where it is absent."""
    return tuple(text_of(fields, name) for name in names)
