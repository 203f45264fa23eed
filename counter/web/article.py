"""The text behind an article: every figure and every refusal links here, to the words of the document."""

import re

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from counter.law import Line, lines_of, passage

from .shell import ANY_ROLE, branch, counter, may, problem

pages = Blueprint("article", __name__)
ASSUMED = re.compile(r"（(?:文件未载明|假定).*$")

MOST_CITED = 2000


@pages.app_template_filter("cite")
def cite(source: str) -> Markup:
    """An article as a link to its text, the document's whole name behind it; other words stay words."""
    kept: dict[str, Markup] = counter().kept.setdefault("cited", {})
    if source not in kept and len(kept) < MOST_CITED:
        kept[source] = _cited(source)
    return kept.get(source) or _cited(source)


def _cited(source: str) -> Markup:
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
