"""The visits that prove an article: an expected line cites it, or the visit says which words of it it is about."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from counter.cities import HERE
from counter.commands.smoke import STORIES
from counter.rulebook.places import Place, Places

VISITS = HERE.parent.parent / "tests" / "visits"
"""Where a checkout has its visits; an installed program has only the stories."""
MARKS = HERE / "marks.jsonl"
CITED = re.compile(r"（([^（）]+(?:（[^（）]*）[^（）]*)*)）")
NUMBERED = re.compile(r"^[a-z]+-(\d+)-")
HEAD = re.compile(r"^(标题|依据|城市)：(.*)$", re.MULTILINE)


@dataclass(frozen=True)
class Proof:
    """One visit: its file, its title, the numbers of what it proves, and the clauses these and its lines stand in."""

    name: str
    title: str
    marks: tuple[str, ...]
    places: frozenset[Place]

    @property
    def number(self) -> int:
        """Its number among the city's visits; the stories have none and come first."""
        found = NUMBERED.search(self.name)
        return int(found[1]) if found else 0

    @property
    def short(self) -> str:
        """Its number, or its name where it is one of the stories."""
        found = NUMBERED.search(self.name)
        return found[1] if found else f"故事 {self.name}"


def folders() -> tuple[Path, ...]:
    """Where visits lie here."""
    return (STORIES, VISITS) if VISITS.is_dir() else (STORIES,)


def whole() -> bool:
    """Whether all visits are here, not only the stories of the installed program."""
    return VISITS.is_dir()


def proofs(places: Places) -> tuple[Proof, ...]:
    """The visits to this city, the stories first, each with the clauses it proves."""
    short = places.city.facts.name.removesuffix("市")
    out = []
    for path in (path for folder in folders() for path in sorted(folder.glob("*.txt"))):
        text = path.read_text("utf-8")
        head = dict(HEAD.findall(text))
        if head.get("城市", "").strip() != short:
            continue
        marks = tuple(mark.strip() for mark in head.get("依据", "").split("、"))
        found = _cited(text, places) | _quoted(marks, places)
        out.append(Proof(path.stem, head.get("标题", "").strip(), marks, frozenset(found)))
    return tuple(sorted(out, key=lambda one: (one.number, one.name)))


def _cited(text: str, places: Places) -> set[Place]:
    """The clauses that expected lines name in brackets at their end."""
    found = (places.of(article) for line in text.splitlines() for article in CITED.findall(line))
    return {place for place in found if place is not None}


def _quoted(marks: tuple[str, ...], places: Places) -> set[Place]:
    """The clauses that hold the words behind the marks."""
    quotes = [words()[mark] for mark in marks if mark in words()]
    found = (places.holding(key, quote) for quote in quotes for key in places.clauses)
    return {place for place in found if place is not None}


@cache
def words() -> Mapping[str, str]:
    """The words of the documents behind each mark (SW 商洛规范, SL 商洛通知, XX 新乡流程, SS 石狮方案)."""
    lines = (json.loads(line) for line in MARKS.read_text("utf-8").splitlines())
    return {one["id"]: one["quote"] for one in lines}
