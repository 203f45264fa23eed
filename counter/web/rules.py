"""本市规定: the state diagram of this city, and its values beside another city's."""

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from counter.catalogue import CatalogueError, load
from counter.cities import CityError, city_keys, load_city
from counter.diagram import drawn, life_of
from counter.values import Pair, Same, compare, leaves

from .shell import ANY_ROLE, branch, may, problem

pages = Blueprint("rules", __name__)
SVG = "image/svg+xml"


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
    counts = {same.value: sum(pair.same is same for pair in pairs) for same in Same}
    return render_template(
        "cities.html", others=others, chosen=chosen, about=about, only=only, sections=sections,
        groups=_grouped(shown), counts=counts, total=len(pairs), left=branch().city.facts.name, right=others[chosen],
    )  # fmt: skip


def _grouped(pairs: list[Pair]) -> dict[str, list[Pair]]:
    """The pairs under their sections, in order."""
    out: dict[str, list[Pair]] = {}
    for pair in pairs:
        out.setdefault(pair.leaf.section, []).append(pair)
    return out
