"""The plugins' guides: what the program does with an article, under a heading that names it."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from counter.catalogue import Catalogue
from counter.rulebook.places import Place, Places

FILE = "guide.md"
HEADING = re.compile(r"## (?P<city>\S+) · (?P<document>\S+) (?P<rest>.+)")
NAMED = re.compile(r"第[一二三四五六七八九十百]+条|附\s?件\s?\d*|\d+(?:\.\d+)+|\d+\. ?[^\s，、“]*")
QUOTE = re.compile("[“\u2018\u2019]?([^“”]{4,})”")
CODE = re.compile("`([^`]*)`")
HOOKS = (
    "counter_operations",
    "counter_conditions",
    "counter_ways",
    "counter_lookups",
    "counter_province",
    "counter_system",
)


def told(catalogue: Catalogue, places: Places) -> Mapping[Place, tuple[str, ...]]:
    """For each clause, the paragraphs that the guides of the enabled plugins write under it."""
    out: dict[Place, tuple[str, ...]] = {}
    short = catalogue.city.facts.name.removesuffix("市")
    for file in _files(catalogue):
        for heading, paragraphs in _sections(file.read_text("utf-8")):
            found = HEADING.match(heading)
            if found is None or found["city"] != short or not paragraphs:
                continue
            for place in _places(found["document"], found["rest"], places):
                out[place] = (*out.get(place, ()), *paragraphs)
    return out


def _files(catalogue: Catalogue) -> list[Path]:
    """The guides, in the order in which the city file lists the plugins."""
    modules: dict[str, Path] = {}
    for hook in HOOKS:
        for one in getattr(catalogue.hook, hook).get_hookimpls():
            modules[one.plugin_name] = Path(str(getattr(one.plugin, "__file__", ""))).parent / FILE
    return [modules[name] for name in catalogue.city.facts.plugins if name in modules and modules[name].is_file()]


def _sections(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each heading of the second level with its paragraphs and list items, as plain text."""
    heading, paragraphs = "", [""]
    for line in [*text.splitlines(), "## "]:
        if line.startswith("## "):
            yield heading, tuple(CODE.sub(r"\1", one) for one in paragraphs if one)
            heading, paragraphs = line, [""]
        elif not line.strip() or line.startswith(("- ", "|")):
            paragraphs.append(line.strip().removeprefix("- "))
        else:
            paragraphs[-1] += line.strip().removeprefix("> ")


def _places(key: str, rest: str, places: Places) -> list[Place]:
    """Every clause a heading names by number, else the one that holds what it quotes."""
    named, _, _ = rest.partition("“")
    found = [places.at(key, word) for word in NAMED.findall(named)]
    if not any(found):
        found = [places.at(key, named.strip("　 "))]
    if not any(found) and key in places.clauses:
        found = [places.holding(key, quote.split("……")[0]) for quote in QUOTE.findall(rest)]
    return list(dict.fromkeys(one for one in found if one is not None))
