"""本市规定: the state diagram of this city, its values beside another city's, its rule book."""

from collections.abc import Sequence

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from counter.catalogue import CatalogueError, load
from counter.cities import CityError, city_keys, load_city
from counter.diagram import drawn, life_of
from counter.rulebook import Book, blocks_of, book_of, printed, text_of
from counter.values import Pair, Same, compare, leaves

from .leaves import leaf_of
from .shell import ANY_ROLE, branch, counter, may, problem

pages = Blueprint("rules", __name__)
SVG = "image/svg+xml"
AROUND = 60


@pages.get("/rules/diagram")
@may(*ANY_ROLE)
def diagram() -> ResponseReturnValue:
    """The diagram as a picture, and the same as a table."""
    return render_template("diagram.html", life=life_of(branch().catalogue))


@pages.get("/rules/diagram.svg")
@may(*ANY_ROLE)
def picture() -> ResponseReturnValue:
    """The diagram as a file."""
    return Response(drawn(life_of(branch().catalogue)), mimetype=SVG)


@pages.get("/rules/book")
@may(*ANY_ROLE)
def book() -> ResponseReturnValue:
    """The rule book to be read here: one document at a time."""
    whole = _book()
    key = request.args.get("document", "") or whole.parts[0].key
    part = next((one for one in whole.parts if one.key == key), None)
    if part is None:
        return problem("本市没有这份文件，请从列表里选", 404, "没有这份文件")
    texts = [(row, text_of(row.clause), blocks_of(row)) for row in part.rows]
    leaf = leaf_of(texts, lambda one: sum(map(len, one[1])) + sum(len(t) + AROUND for b in one[2] for t in b.texts))
    return render_template("rulebook.html", book=whole, part=part, leaf=leaf)


@pages.get("/rules/book.pdf")
@may(*ANY_ROLE)
def book_paper() -> ResponseReturnValue:
    """The rule book to be signed."""
    return Response(_paper(), mimetype="application/pdf")


def _book() -> Book:
    """Gathered once for each branch that is open."""
    kept = counter().kept
    if "book" not in kept:
        kept["book"] = book_of(branch().catalogue)
    found: Book = kept["book"]
    return found


def _paper() -> bytes:
    kept = counter().kept
    if "book.pdf" not in kept:
        kept["book.pdf"] = printed(_book()).pdf
    found: bytes = kept["book.pdf"]
    return found


@pages.get("/rules/cities")
@may(*ANY_ROLE)
def cities() -> ResponseReturnValue:
    """The values of this city and of another side by side: all, what differs, or one operation's."""
    others = {key: load_city(key).facts.name for key in city_keys() if key != branch().city.key}
    chosen = request.args.get("with", "") or next(iter(others), "")
    if chosen not in others:
        return problem("没有这个城市的城市文件，请从列表里选", 404)
    try:
        pairs = compare(leaves(branch().catalogue), leaves(load(load_city(chosen))))
    except (CityError, CatalogueError) as error:
        return problem(f"{others[chosen]}的城市文件现在用不了，请管理员运行 counter cities 核对（{error}）", 422)
    about, only = request.args.get("about", ""), bool(request.args.get("only"))
    sections = list(dict.fromkeys(pair.leaf.section for pair in pairs))
    shown = [pair for pair in pairs if about in ("", pair.leaf.section) and not (only and pair.same is Same.SAME)]
    leaf = leaf_of(shown, _length)
    counts = {same.value: sum(pair.same is same for pair in pairs) for same in Same}
    return render_template(
        "cities.html", others=others, chosen=chosen, about=about, only=only, sections=sections,
        groups=_grouped(leaf.rows), leaf=leaf, counts=counts, total=len(pairs),
        left=branch().city.facts.name, right=others[chosen],
    )  # fmt: skip


def _length(pair: Pair) -> int:
    sides = [one for one in (pair.left, pair.right) if one is not None]
    return len(pair.leaf.title) + AROUND + sum(len(one.value) + len(one.article) for one in sides)


def _grouped(pairs: Sequence[Pair]) -> dict[str, list[Pair]]:
    """The pairs under their sections, in order."""
    out: dict[str, list[Pair]] = {}
    for pair in pairs:
        out.setdefault(pair.leaf.section, []).append(pair)
    return out
