"""The leaves of a city file: each value with its article, whether it is assumed, and the note to it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from counter.catalogue import Catalogue
from counter.core.cardface import spot_words
from counter.core.ruled import Ruled
from counter.values.words import UNNAMED, Words

Path = tuple[str, ...]
NAMED_BY = ("paper", "step", "system", "text")
ABOUT = {"article", "assumed", "note", "since"}
"""Keys of a table that speak of its other keys."""
BEYOND = "beyond"
"""The parts of a document that the program has nothing to do with are no values."""
SAYS = {"windows", "agent", "offline", "photo"}
"""Keys of an operation whose note is what is said to who cannot be served."""
SPOKEN = "不合时的话"


@dataclass(frozen=True, kw_only=True)
class Leaf:
    """One value: ``path`` is where it stands, the same in every city; ``section`` and ``title`` what it is called."""

    path: Path
    section: str
    title: str
    value: str
    article: str = ""
    assumed: bool = False
    note: str = ""

    @property
    def source(self) -> str:
        """The article, and that it is assumed."""
        return Ruled(value=self.value, article=self.article, assumed=self.assumed).source

    @property
    def document(self) -> str:
        """The short name of the document it comes from."""
        return self.article.partition(" ")[0]


@dataclass(frozen=True)
class _Place:
    """Where the walk is, and what the table there says of everything in it."""

    path: Path = ()
    names: Path = ()
    said: Mapping[str, Any] = field(default_factory=dict)

    def under(self, key: str, name: str = "") -> "_Place":
        return replace(self, path=(*self.path, key), names=(*self.names, name or key))


def leaves(catalogue: Catalogue) -> tuple[Leaf, ...]:
    """All values of a city's file, in its order."""
    words = Words(catalogue)
    return tuple(_finished(one, words) for one in _walk(catalogue.city.table, _Place()))


@dataclass(frozen=True)
class _Raw:
    place: _Place
    value: Any
    said: Mapping[str, Any]


def _walk(value: Any, at: _Place) -> Iterator[_Raw]:
    if isinstance(value, Mapping) and "value" in value:
        yield from _ruled(value, at)
    elif isinstance(value, Mapping):
        said = {**at.said, **{key: value[key] for key in ABOUT & set(value)}}
        for key, inner in value.items():
            if key not in ABOUT and key != BEYOND:
                yield from _walk(inner, replace(at.under(key), said=said))
    elif isinstance(value, Sequence) and not isinstance(value, str) and value and isinstance(value[0], Mapping):
        for number, item in enumerate(value, 1):
            yield from _item(item, number, at)
    else:
        yield _Raw(at, value, at.said)


def _ruled(value: Mapping[str, Any], at: _Place) -> Iterator[_Raw]:
    """A value with its article; the blanks a city asks are values of their own."""
    said = {key: value.get(key, "") for key in ABOUT}
    if at.path[-1] != "asks":
        yield _Raw(at, value["value"], said)
        speaks = at.path[0] == "operations" and at.path[-1] in SAYS and said["note"]
        if speaks and _refuses(at.path[-1], value["value"]):
            yield _Raw(at.under(SPOKEN), said["note"], {**said, "note": ""})
        return
    for one in value["value"]:
        label, _, called = one.partition("=")
        yield _Raw(at.under(label), f"填写，叫“{called}”" if called else "填写", said)


def _refuses(key: str, value: Any) -> bool:
    """Whether this value can refuse somebody."""
    return key == "windows" or value is (key == "photo") or value == "refuse"


def _item(item: Mapping[str, Any], number: int, at: _Place) -> Iterator[_Raw]:
    """One table of a list: a paper, a blank that must be filled, a step, a message, a notice."""
    said = {key: item.get(key, "") for key in ABOUT}
    if "blanks" in item:
        for label in item["blanks"]:
            when = f"（{item['when']}）" if item.get("when") else ""
            yield _Raw(at.under(f"{label}{when}"), "必填", said)
    elif "value" in item:
        yield _Raw(at.under(str(item["value"]), UNNAMED), item["value"], said)
    elif "step" in item:
        yield _Raw(at.under(item["step"], item["title"]), f"第 {number} 步：{item['title']}", said)
    elif "left" in item:
        yield _Raw(at.under(item["title"]), spot_words(item), said)
    elif "problem" in item:
        cause = f"原因：{item['cause']}；" if item.get("cause") else ""
        yield _Raw(at.under(item["problem"]), f"{cause}解决方法：{item['remedy']}", said)
    elif "paper" in item:
        kept = {key: value for key, value in item.items() if key not in ABOUT and key != "paper"}
        yield _Raw(at.under(item["paper"]), kept, said)
    else:
        name = next((str(item[key]) for key in NAMED_BY if key in item), str(number))
        yield from _walk(item, at.under(f"{name}.{item.get('when', '')}", str(item.get("title", name))))


def _finished(raw: _Raw, words: Words) -> Leaf:
    path, names = raw.place.path, raw.place.names
    section, title = words.called(path, names)
    article, note = str(raw.said.get("article") or ""), str(raw.said.get("note") or "")
    return Leaf(
        path=path, section=section, title=title, value=words.shown(path, raw.value), article=article,
        assumed=bool(raw.said.get("assumed")), note=note,
    )  # fmt: skip
