"""The text behind an article: every figure and every refusal links here, to the words of the document."""

import re
from dataclasses import dataclass
from functools import cache

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from counter.cities import DOCUMENTS

from .shell import ANY_ROLE, branch, may, problem

pages = Blueprint("article", __name__)
ASSUMED = re.compile(r"（(?:文件未载明|假定).*$")
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
    start = next((n for n, line in enumerate(lines) if line.startswith(locator)), None)
    section = start is not None
    if start is None:
        start = next((n for n, line in enumerate(lines) if locator in line), None)
    if start is None:
        return None
    end = _end(lines, start, section=section)
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


@pages.app_template_filter("cite")
def cite(source: str) -> Markup:
    """An article as a link to its text, the document's whole name behind it; other words stay words."""
    article = ASSUMED.sub("", source)
    key, _, locator = article.partition(" ")
    document = branch().city.documents.get(key)
    if document is None:
        return Markup("{}").format(source)
    return Markup('<a class="cite" href="{}" target="article" title="{}">{}</a>{}').format(
        url_for("article.show", ref=article),
        f"{document.title} {locator}：看原文（新标签页）",
        article,
        source[len(article) :],
    )


@pages.get("/article")
@may(*ANY_ROLE)
def show() -> ResponseReturnValue:
    """The passage an article points to, or the whole document when only its short name is given."""
    key, _, locator = request.args.get("ref", "").strip().partition(" ")
    document = branch().city.documents.get(key)
    if document is None:
        return problem("本市没有这份文件，请从页面上的依据链接打开", 404, "没有这份文件")
    lines = lines_of(document.file)
    found = passage(lines, locator.strip()) if locator else None
    if locator and found is None:
        return problem(f"《{key}》里没有“{locator}”这几个字，请看全文", 404, "没有找到这一条")
    whole = tuple(Line(n, line) for n, line in enumerate(lines))
    return render_template(
        "article.html", key=key, document=document, locator=locator, passage=found, whole=whole
    )
