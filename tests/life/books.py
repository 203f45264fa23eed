"""The records as they lie there: a branch's tables by SQL, the province's record by HTTP, a city's file by its text.

Nothing of the counter is imported here: what is read is read a second time, by other code.
"""

import ast
import json
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

# The counter's own copy of SQLite: two copies in one program undo each other's locks.
from peewee import sqlite3

ROOT = Path(__file__).parents[2]
CITIES = ROOT / "counter" / "cities"
PLUGINS = ROOT / "plugins"
DECIDING = {
    "decision.py": {"_window", "_bank", "_sent_back", "_payable"}, "binding.py": {"_no_subject"},
    "reversal.py": {"not_undoable"},
}  # fmt: skip
LEAST = 6
"""A piece of a sentence shorter than this many characters is none."""


class Books:
    """One branch's tables, read by another connection than its own."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "counter.db"
        self._line: sqlite3.Connection | None = None

    def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """The rows of one question."""
        if self._line is None:
            self._line = sqlite3.connect(f"file:{self._file}?mode=ro", uri=True, timeout=10)
        return self._line.execute(sql, values).fetchall()

    def one(self, sql: str, *values: object) -> Any:
        """The one value a question has."""
        return self.rows(sql, *values)[0][0]

    def close(self) -> None:
        """Let go of the file."""
        if self._line is not None:
            self._line.close()
            self._line = None


class Province:
    """The province's record, asked for through its controls, which no fault touches."""

    def __init__(self, port: int) -> None:
        self._port = port

    def _get(self, what: str) -> Any:
        line = HTTPConnection("127.0.0.1", self._port, timeout=20)
        try:
            line.request("GET", f"/rehearsal/{what}")
            return json.loads(line.getresponse().read())
        finally:
            line.close()

    def people(self) -> dict[str, dict[str, Any]]:
        """Everybody with their cards, by identity number."""
        return {one["id_number"]: one for one in self._get("people")}

    def applied(self) -> list[dict[str, Any]]:
        """Every call the province has applied, oldest first."""
        return list(self._get("applied"))


@dataclass(frozen=True)
class Rule:
    """What a city's file says of one operation; ``cases`` are the papers that only some case asks for."""

    windows: frozenset[str]
    agent: bool
    offline: str
    tariff: str
    cases: frozenset[str] = frozenset()


@dataclass(frozen=True)
class CityText:
    """What a city's file says, as it stands there, and the sentences that need only the dossier."""

    name: str
    formal_loss_is_final: bool
    guardian_below: int
    sentences: dict[str, frozenset[str]] = field(default_factory=dict)
    conditions: dict[str, tuple[re.Pattern[str], ...]] = field(default_factory=dict)
    operations: dict[str, Rule] = field(default_factory=dict)
    tariff: dict[str, tuple[int, str]] = field(default_factory=dict)

    def agents(self, offer: str) -> bool:
        """Whether somebody else may come for every part of this offer."""
        return all(self.operations[part].agent for part in offer.split("+"))

    def always(self, offer: str, papers: Iterable[str]) -> list[str]:
        """Those of these papers that this offer asks for whatever is filled in."""
        cases = {paper for part in offer.split("+") for paper in self.operations[part].cases}
        return [paper for paper in papers if paper not in cases]

    def _tariff(self, operation: str, window: str) -> tuple[int, str]:
        name = self.operations[operation].tariff if operation in self.operations else ""
        return self.tariff.get(f"{name}@{window}") or self.tariff.get(name) or (0, "")

    def fee(self, operation: str, window: str) -> int:
        """What this operation costs at a window of this type, in fen."""
        return self._tariff(operation, window)[0]

    def within(self, operation: str, window: str) -> bool:
        """Whether the fee is taken within the operation."""
        return self._tariff(operation, window)[1] == "within"

    def known_at_desk(self, offer: str, text: str) -> bool:
        """Whether this sentence is one that the desk would have said: the city's own, or a condition's."""
        parts = offer.split("+")
        plugins = {part.partition(".")[0] for part in parts}
        said = any(text in self.sentences.get(part, ()) for part in parts)
        patterns = (*(p for plugin in plugins for p in self.conditions.get(plugin, ())), *core_sentences())
        return said or any(pattern.fullmatch(text) for pattern in patterns)


@cache
def city_text(city: str) -> CityText:
    """Read the file of one city."""
    rules = tomllib.loads((CITIES / f"{city}.toml").read_text("utf-8"))
    sentences = {}
    for key, guide in rules["operations"].items():
        said = {one["value"] for one in guide.get("refusals", {}).values()}
        note = guide["windows"].get("note", "")
        sentences[key] = frozenset(said | ({note} if note else set()))
    return CityText(
        name=rules["city"]["name"],
        formal_loss_is_final="正式挂失" not in rules["loss"]["release_from"]["value"],
        guardian_below=rules["city"]["guardian_below"]["value"],
        sentences=sentences,
        operations={key: _rule(guide) for key, guide in rules["operations"].items()},
        tariff={
            key: (round(float(one["yuan"]["value"]) * 100), one["moment"]["value"]) for key, one in rules["tariff"].items()
        },
        conditions={plugin: desk_sentences(plugin) for plugin in rules["city"]["plugins"]},
    )


def _rule(guide: dict[str, Any]) -> Rule:
    return Rule(
        windows=frozenset(guide["windows"]["value"]), agent=guide["agent"]["value"],
        offline=guide["offline"]["value"], tariff=guide.get("tariff", ""),
        cases=frozenset(one["paper"] for one in guide["materials"] if one.get("only")),
    )  # fmt: skip


@cache
def desk_sentences(plugin: str) -> tuple[re.Pattern[str], ...]:
    """The sentences of this plugin's conditions that read the dossier alone, as patterns, out of its source."""
    out = []
    for path in sorted((PLUGINS / plugin).glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef) and any(_dossier_only(d) for d in node.decorator_list):
                out += [p for part in ast.walk(node) if (p := _pattern(part)) is not None]
    return tuple(out)


@cache
def core_sentences() -> tuple[re.Pattern[str], ...]:
    """The sentences that every operation's desk says out of the dossier, out of the source of the deciding itself."""
    out = []
    for file, names in DECIDING.items():
        tree = ast.parse((ROOT / "counter" / "core" / file).read_text("utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and node.name in names:
                out += [p for part in ast.walk(node) if (p := _pattern(part)) is not None]
    return tuple(out)


def _dossier_only(decorator: ast.expr) -> bool:
    return ast.unparse(decorator) == "condition(Reads.DOSSIER)"


def _pattern(node: ast.AST) -> re.Pattern[str] | None:
    if isinstance(node, ast.JoinedStr):
        parts = [re.escape(v.value) if isinstance(v, ast.Constant) else ".*" for v in node.values]
        plain = "".join(v.value for v in node.values if isinstance(v, ast.Constant))
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        parts, plain = [re.escape(node.value)], node.value
    else:
        return None
    return re.compile("".join(parts)) if len(plain) >= LEAST and re.search("[\u4e00-\u9fff]", plain) else None
