"""An application form as a city prints it: its grid, and where what stands in each cell comes from."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from fnmatch import fnmatchcase

from .blank import By
from .dossier import Holder
from .identity import IdKind
from .ruled import Ruled

# {source}, {source:room for so many characters}, {source=word that ticks the box}
TOKEN = re.compile(r"\{([a-z_0-9.|]*)(?:=([^{}]+)|:(\d+))?\}")
BLANK = re.compile(r"[a-z][a-z_0-9]*")
ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
FACTS = frozenset(
    {
        "holder.name", "holder.id_number", "holder.id_kind", "holder.sex", "holder.born_on", "holder.nation",
        "holder.ethnic", "holder.mobile", "holder.address", "holder.category",
        "card.number", "card.bank", "card.first",
        "guardian.name", "guardian.id_number", "guardian.id_kind",
    }
)  # fmt: skip
OPERATION = "operation"


class Origin(Enum):
    """Whose grid it is: the document's own, or ours because the document only names the form."""

    DOCUMENT = "原表"
    OURS = "自拟"


@dataclass(frozen=True, kw_only=True)
class PrintedCell:
    """One cell: exactly one of its five kinds is given; an empty source is left for the pen."""

    wide: int
    down: int = 1
    label: str | None = None
    source: str | None = None
    name: str | None = None
    text: tuple[str, ...] | None = None
    photo: str | None = None

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds that are given."""
        given = {k: getattr(self, k) for k in ("label", "source", "name", "text", "photo")}
        return tuple(kind for kind, words in given.items() if words is not None)


@dataclass(frozen=True, kw_only=True)
class PrintedRow:
    """The cells that begin in this row, and its height in mm where the sheet has the room."""

    high: int
    cells: tuple[PrintedCell, ...]


@dataclass(frozen=True, kw_only=True)
class PrintedForm:
    """One form file: the title, whose grid it is, the label of the date, the rows, the notes below."""

    title: Ruled[str]
    grid: Ruled[Origin]
    rows: tuple[PrintedRow, ...]
    dated: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Filled:
    """What is known when a form is printed: the blanks' texts, facts beside them, which operations, which day."""

    texts: Mapping[str, str]
    facts: Mapping[str, str]
    operations: tuple[str, ...]
    day: date
    number: str = ""
    photo: bytes = field(default=b"", repr=False)

    def of(self, source: str) -> str:
        """What the first of these sources has that has anything; a source nobody asked for is empty."""
        known = {**self.facts, **_guardian(self.texts), **self.texts}
        found = next((known[one] for one in source.split("|") if known.get(one)), "")
        iso = ISO.fullmatch(found)
        return f"{iso[1]}年{int(iso[2])}月{int(iso[3])}日" if iso else found

    def ticks(self, source: str, word: str) -> bool:
        """Whether the box of this word is ticked; of the operations a word may name many: ``apply.*``."""
        if source == OPERATION:
            return any(fnmatchcase(operation, word) for operation in self.operations)
        return self.of(source) == word


def _guardian(texts: Mapping[str, str]) -> dict[str, str]:
    """Whoever came as the guardian stands in the guardian's cells."""
    if texts.get("by") != By.GUARDIAN.value:
        return {}
    kind = IdKind.of(texts.get("agent_id", ""))
    return {
        "guardian.name": texts.get("agent_name", ""),
        "guardian.id_number": texts.get("agent_id", ""),
        "guardian.id_kind": kind.value if kind is not None else "",
    }


def facts_of(holder: Holder, card_number: str, bank: str) -> dict[str, str]:
    """What a form may say beside its blanks, as it stood when the operation was decided."""
    kind = IdKind.of(holder.id_number)
    found = {
        "holder.name": holder.name,
        "holder.id_number": holder.id_number,
        "holder.id_kind": kind.value if kind is not None else "",
        "holder.sex": holder.sex,
        "holder.born_on": holder.born_on.isoformat() if holder.born_on is not None else "",
        "holder.nation": "中国" if kind is IdKind.CITIZEN else "",
        **{f"holder.{name}": holder.facts.get(name, "") for name in ("ethnic", "mobile", "address", "category")},
        "card.number": card_number,
        "card.bank": bank,
        "card.first": "否" if card_number else "",
    }
    return {name: text for name, text in found.items() if text}


def sources(cell: PrintedCell) -> Iterator[str]:
    """Every source that a cell names."""
    tokens = [token[1] for line in cell.text or () for token in TOKEN.finditer(line)]
    named = [cell.source or "", cell.name or "", *tokens]
    yield from (one for source in named if source for one in source.split("|"))


def asked_blanks(form: PrintedForm) -> frozenset[str]:
    """The blanks that a form prints."""
    named = {one for row in form.rows for cell in row.cells for one in sources(cell)}
    return frozenset(named - FACTS - {OPERATION})


def faults(cell: PrintedCell) -> Iterator[str]:
    """What is wrong with one cell."""
    if len(cell.kinds) != 1:
        yield "每格写且只写 label、source、name、text、photo 中的一项"
    for line in cell.text or ():
        rest = TOKEN.sub("", line)
        if "{" in rest or "}" in rest:
            yield f"“{line}”里的花括号应写成 {{来源}}、{{来源:字数}} 或 {{来源=选项}}"
    for one in sources(cell):
        if one not in FACTS and not BLANK.fullmatch(one):
            yield f"没有“{one}”这个来源；可用表单项的名称，或 {'、'.join(sorted(FACTS))}"
