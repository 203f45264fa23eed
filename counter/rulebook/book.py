"""The rule book as values: what stands beside each clause, what is assumed, what is not touched, and how much is."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import metadata

from counter.catalogue import Catalogue
from counter.core.case import Condition
from counter.law import Clause
from counter.rulebook.guides import told
from counter.rulebook.places import Place, Places
from counter.rulebook.visits import Proof, proofs, whole
from counter.sentences import reads, sentences
from counter.values import Leaf, leaves
from counter.values.leaf import SPOKEN

DISTRIBUTION = "social-security-card-counter"
REPEATED = "与前面的文字重复（原文如此）"
REFUSING = {"refusals", SPOKEN}
GATHERED = {"asks", "required", "materials", "scans"}


@dataclass(frozen=True)
class Remark:
    """One line beside an article, under the operation it is about; what is assumed is said so with its reason."""

    text: str
    about: str = ""
    assumed: bool = False
    why: str = ""


@dataclass(frozen=True)
class Beside:
    """One clause and what the program does with it."""

    clause: Clause
    done: tuple[str, ...] = ()
    values: tuple[Remark, ...] = ()
    conditions: tuple[Remark, ...] = ()
    refusals: tuple[Remark, ...] = ()
    proofs: tuple[str, ...] = ()
    beyond: str = ""

    @property
    def touched(self) -> bool:
        """Whether the program does anything with it."""
        return bool(self.done or self.values or self.conditions or self.refusals or self.proofs)

    @property
    def counted(self) -> bool:
        """Whether it says something that could be done: no bare heading, no repetition."""
        return self.touched or not (self.clause.bare or self.beyond == REPEATED)


@dataclass(frozen=True)
class Part:
    """One document with everything beside it."""

    key: str
    title: str
    sha256: str
    rows: tuple[Beside, ...]

    @property
    def counts(self) -> Mapping[str, int]:
        """How many clauses there are, are done something with, are proved by visits, are beyond it, have no word."""
        rows = [row for row in self.rows if row.counted]
        return {
            "条款": len(rows),
            "有规定": sum(row.touched for row in rows),
            "有来访证明": sum(bool(row.proofs) for row in rows),
            "不涉及": sum(not row.touched and bool(row.beyond) for row in rows),
            "没有说明": sum(not row.touched and not row.beyond for row in rows),
        }


@dataclass(frozen=True)
class Book:
    """The whole: which city file, which program, the documents, what is assumed without an article, the visits."""

    city: str
    office: str
    fingerprint: str
    version: str
    parts: tuple[Part, ...]
    assumed: tuple[tuple[str, Remark], ...]
    across: tuple[str, ...]
    visits: tuple[Proof, ...]
    all_visits: bool
    values: int
    assumptions: int

    @property
    def counts(self) -> Mapping[str, int]:
        """The sums over all documents."""
        return {word: sum(part.counts[word] for part in self.parts) for word in self.parts[0].counts}


@dataclass
class _Found:
    """What has been found for each clause so far."""

    values: dict[Place, list[Remark]] = field(default_factory=dict)
    conditions: dict[Place, list[Remark]] = field(default_factory=dict)
    refusals: dict[Place, list[Remark]] = field(default_factory=dict)


def book_of(catalogue: Catalogue) -> Book:
    """Gather everything that the city file, the plugins and the visits say about each clause."""
    city, places = catalogue.city, Places(catalogue.city)
    every, found = leaves(catalogue), _Found()
    alone: list[tuple[str, Remark]] = []
    placed: dict[Place, list[Leaf]] = {}
    for leaf in every:
        place = places.of(leaf.article)
        if place is not None:
            placed.setdefault(place, []).append(leaf)
        elif leaf.assumed and leaf.path[-1] != SPOKEN:
            alone.append((leaf.section, Remark(f"{leaf.title}：{leaf.value}", assumed=True, why=leaf.note)))
    for place, here in placed.items():
        said = [leaf for leaf in here if REFUSING & set(leaf.path)]
        found.refusals[place] = [_refusal(leaf) for leaf in said]
        found.values[place] = _values([leaf for leaf in here if leaf not in said], said)
    _conditions(catalogue, places, {leaf.path: leaf for leaf in every}, found.conditions)
    guides, visits = told(catalogue, places), proofs(places)
    parts = tuple(_part(catalogue, key, places, found, (guides, visits)) for key in city.documents)
    return Book(
        city=city.facts.name, office=city.facts.office, fingerprint=city.fingerprint, version=version(), parts=parts,
        assumed=tuple(alone), visits=visits, all_visits=whole(), values=len(every),
        across=tuple(text for one in catalogue.across for text in sentences(one.condition)),
        assumptions=sum(leaf.assumed for leaf in every),
    )  # fmt: skip


def version() -> str:
    """The version of the installed program; a checkout that is not installed says so."""
    try:
        return metadata.version(DISTRIBUTION)
    except metadata.PackageNotFoundError:
        return "源代码"


def _refusal(leaf: Leaf) -> Remark:
    """What is said, behind the state or the point it is about."""
    what = leaf.title.removeprefix("不能办理·")
    head = f"卡或事项为“{what}”" if "refusals" in leaf.path else leaf.title.partition("·")[0] + "不合"
    return Remark(f"{head}：{leaf.value}", leaf.section, leaf.assumed, leaf.note)


def _values(here: Sequence[Leaf], said: Sequence[Leaf]) -> list[Remark]:
    """The values beside one article; what is alike of one operation stands in one line, what is said not twice."""
    out: dict[tuple[str, ...], list[str]] = {}
    spoken = {leaf.path[:-1] for leaf in said if leaf.path[-1] == SPOKEN}
    for leaf in here:
        what, mark, which = leaf.title.partition("·")
        alike = leaf.path[0] == "operations" and mark and GATHERED & set(leaf.path)
        why = "" if leaf.path in spoken else leaf.note
        key = (leaf.section, what if alike else leaf.title, leaf.value, "1" * leaf.assumed, why)
        out.setdefault(key, []).append(which if alike else "")
    return [
        Remark(f"{what}，{value}：{'、'.join(which)}" if which[0] else f"{what}：{value}", about, bool(assumed), why)
        for (about, what, value, assumed, why), which in out.items()
    ]


def _conditions(
    catalogue: Catalogue, places: Places, known: Mapping[tuple[str, ...], Leaf], into: dict[Place, list[Remark]]
) -> None:
    """Each condition beside the article of the operation, and beside those of the rules it reads."""
    for key, guide in catalogue.city.operations.items():
        operation = catalogue.operations.get(key)
        for said in operation.conditions if operation is not None else ():
            rules = [known[path] for name in reads(said) if (path := (key.partition(".")[0], name)) in known]
            articles = [leaf.article for leaf in rules if leaf.article] or [guide.article]
            for place in dict.fromkeys(filter(None, map(places.of, articles))):
                into.setdefault(place, []).extend(_said(said, guide.title))


def _said(said: Condition, title: str) -> Iterator[Remark]:
    for text in sentences(said) or ("（照本市文件写的那句话）",):
        yield Remark(text, title)


def _part(
    catalogue: Catalogue, key: str, places: Places, found: _Found,
    more: tuple[Mapping[Place, tuple[str, ...]], Sequence[Proof]],
) -> Part:  # fmt: skip
    document, (guides, visits) = catalogue.city.documents[key], more
    beyond = {places.at(key, words): reason for words, reason in document.beyond.items()}
    rows, seen = [], set[tuple[str, ...]]()
    for clause in places.clauses[key]:
        place = key, clause.first
        rows.append(
            Beside(
                clause, guides.get(place, ()), _once(found.values, place), _once(found.conditions, place),
                _once(found.refusals, place), tuple(one.short for one in visits if place in one.places),
                REPEATED if clause.lines in seen else beyond.get(place, ""),
            )
        )
        seen.add(clause.lines)
    return Part(key, document.title, places.digest(key), tuple(rows))


def _once(found: Mapping[Place, Sequence[Remark]], place: Place) -> tuple[Remark, ...]:
    return tuple(dict.fromkeys(found.get(place, ())))
