"""The text behind an article: the documents as lines, the passage an article points to, the clauses they fall into."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from counter.cities import DOCUMENTS

SHORT = 40  # a heading is shown above a passage only where it is one line
CELLS = 5
NUMBERED = re.compile(r"(\d+(?:\.\d+)*)\.?\s")
HEADINGS = (
    (0, re.compile(r"附\s*件\s*\d*$")),
    (1, re.compile(r"第[一二三四五六七八九十]+章|[一二三四五六七八九十]+、")),
    (2, re.compile(r"第[一二三四五六七八九十百]+条")),
    (3, re.compile(r"（[一二三四五六七八九十]+）")),
    (9, re.compile(r"(?:- )?\d+、")),
)
NOT_A_HEADING = 10
ARTICLE, COUNTED = 2, 9
TABLE_CELL = "\t"


@dataclass(frozen=True)
class Line:
    """One line of a document; ``here`` marks the line the article begins with."""

    number: int
    text: str
    here: bool = False


@dataclass(frozen=True)
class Passage:
    """What an article points to: the headings above it, and its lines."""

    above: tuple[str, ...]
    lines: tuple[Line, ...]


@cache
def lines_of(file: str) -> tuple[str, ...]:
    """The lines of a document that are not empty, untouched but for the blanks around them."""
    text = (DOCUMENTS / file).read_text(encoding="utf-8")
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def rank(line: str) -> int:
    """How high a heading stands; 附件 and 章 above 条, numbers by their depth."""
    numbered = NUMBERED.match(line)
    if numbered is not None:
        return 4 + numbered[1].count(".")
    return next((rank for rank, pattern in HEADINGS if pattern.match(line)), NOT_A_HEADING)


def passage(lines: tuple[str, ...], locator: str) -> Passage | None:
    """The lines an article's words point to: a whole section, or the paragraph that holds the words."""
    start = starts(lines, locator)
    if start is None:
        return None
    end = _end(lines, start, section=lines[start].startswith(locator))
    shown = tuple(Line(n, lines[n], n == start) for n in range(start, end))
    return Passage(_above(lines, start), shown)


def _end(lines: tuple[str, ...], start: int, *, section: bool) -> int:
    """Where a passage ends: a section at the next heading as high, a cell of a table some cells later."""
    level = rank(lines[start])
    section = section and level < NOT_A_HEADING
    most = len(lines) if section else start + (CELLS if len(lines[start]) <= SHORT else 1)
    end = start + 1
    while end < min(most, len(lines)) and rank(lines[end]) > (level if section else NOT_A_HEADING - 1):
        end += 1
    return end


def _above(lines: tuple[str, ...], start: int) -> tuple[str, ...]:
    """The headings a passage stands under, the highest first."""
    found: list[str] = []
    level = rank(lines[start])
    for line in reversed(lines[:start]):
        if rank(line) < level:
            level = rank(line)
            if len(line) <= SHORT:
                found.append(line)
    return tuple(reversed(found))


def starts(lines: Sequence[str], locator: str) -> int | None:
    """The line an article's words begin with, or the first that holds them."""
    first = next((n for n, line in enumerate(lines) if line.startswith(locator)), None)
    return first if first is not None else next((n for n, line in enumerate(lines) if locator in line), None)


@dataclass(frozen=True)
class Clause:
    """The smallest part of a document that has a heading or number of its own; ``above`` are the headings over it.

    ``over``: it is the heading of those that follow.
    """

    first: int
    lines: tuple[str, ...]
    above: tuple[str, ...]
    table: bool = False
    over: bool = False

    @property
    def heading(self) -> str:
        """What it is called: its number and first words."""
        return self.lines[0]

    @property
    def bare(self) -> bool:
        """Whether it is a heading and says nothing itself."""
        return len(self.lines) == 1 and not self.table and (self.over or "。" not in self.heading)

    def holds(self, number: int) -> bool:
        """Whether this line of the document is in it."""
        return self.first <= number < self.first + len(self.lines)


@cache
def clauses(lines: tuple[str, ...]) -> tuple[Clause, ...]:
    """The whole document in its order, cut at its headings; what a 条 counts in 1、2、 stays with it."""
    begins, level = [0], NOT_A_HEADING
    for n, line in enumerate(lines):
        here = rank(line)
        counted = here == COUNTED and level == ARTICLE
        if TABLE_CELL in line or (here < NOT_A_HEADING and not counted):
            begins += [n] if n else []
            level = level if here >= COUNTED else here
    ends = [*begins[1:], len(lines)]
    return tuple(
        Clause(
            begin,
            lines[begin:end],
            _above(lines, begin),
            table=TABLE_CELL in lines[begin],
            over=end < len(lines) and lines[begin] in _above(lines, end),
        )
        for begin, end in zip(begins, ends, strict=True)
    )
