"""The documents of the project read as text: headings, links, code blocks."""

import re
from dataclasses import dataclass
from pathlib import Path

from tests.source import ROOT

FENCE = re.compile(r"^```(\w*) *(\S*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
QUOTED = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")


@dataclass(frozen=True)
class Block:
    """One fenced block: its language, the name written behind it, its text."""

    language: str
    name: str
    text: str


def documents() -> list[Path]:
    """Every page a reader may open."""
    folders = [ROOT / "docs", ROOT / "tools", ROOT / "plugins", ROOT / "benchmarks", ROOT / "printing"]
    found = [path for folder in folders for path in folder.rglob("*.md")]
    return sorted([*ROOT.glob("*.md"), *found, *(ROOT / "counter" / "cities").rglob("*.md")])


def blocks(page: Path) -> list[Block]:
    return [Block(*found) for found in FENCE.findall(page.read_text("utf-8"))]


def block(page: Path, name: str) -> str:
    return next(one.text for one in blocks(page) if one.name == name)


def prose(page: Path) -> str:
    """The page without its fenced and indented code."""
    text = FENCE.sub("", page.read_text("utf-8"))
    return re.sub(r"(?m)^(?: {4}|\t).*$", "", text)


def indented(page: Path) -> list[str]:
    """The lines of indented code."""
    text = FENCE.sub("", page.read_text("utf-8"))
    return [line.strip() for line in re.findall(r"(?m)^(?: {4}|\t)(.*)$", text) if line.strip()]


def headings(page: Path) -> list[str]:
    return [line.lstrip("# ") for line in FENCE.sub("", page.read_text("utf-8")).splitlines() if line.startswith("#")]


def links(page: Path) -> list[str]:
    return LINK.findall(prose(page))


def quoted(page: Path) -> list[str]:
    """What stands in `backticks`."""
    return QUOTED.findall(prose(page))
