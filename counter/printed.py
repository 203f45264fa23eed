"""The application forms of an operation: which they are, and what stands in their cells."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from counter.core.city import City
from counter.core.decision import Step
from counter.core.entry import Entry
from counter.core.form import Form
from counter.core.guide import OperationRules
from counter.core.offer import Offer
from counter.core.printed import TOKEN, Filled, Origin, PrintedCell, PrintedForm
from counter.core.ruled import Ruled
from printing import CellKind, FormCell, FormRow, FormSheet, Gap, Piece, Tick

ASSUMED = "文件未载明，按假定执行"
SIGNS = 6
NUMBERS = {"id_number", "agent_id"}


@dataclass(frozen=True)
class Named:
    """A form that an operation of this city asks for, under the title the document gives it there."""

    part: int
    key: str
    title: Ruled[str]


def named_in(city: City, guides: Sequence[OperationRules]) -> tuple[Named, ...]:
    """The forms of these operations, each once."""
    found: dict[tuple[str, str], Named] = {}
    for part, guide in enumerate(guides):
        if guide.form:
            title = guide.form_title or city.forms[guide.form].title
            found.setdefault((guide.form, title.value), Named(part, guide.form, title))
    return tuple(found.values())


def named_of(city: City, offer: Offer) -> tuple[Named, ...]:
    """The forms that an offer prints on its check page."""
    return named_in(city, [part.guide for part in offer.parts])


def signed_papers(offer: Offer) -> frozenset[str]:
    """The materials that are these forms, signed: printed on the check page and asked for there."""
    return frozenset(p.paper for part in offer.parts for p in part.guide.materials if p.printed)


def filled_draft(
    steps: Sequence[Step], form: Form, facts: Mapping[str, str], day: date, photo: bytes = b""
) -> Filled:
    """What a form says before anything is saved: just what it will say once it is."""
    operations = tuple(step.part.operation.id for step in steps)
    texts = form.from_texts(form.texts()).texts()
    return Filled(texts=texts, facts=facts, operations=operations, day=day, photo=photo)


def filled_entry(entries: Sequence[Entry[Form]], part: int, photo: bytes = b"") -> Filled:
    """What the same form says of the entries of one operation; of them alone."""
    own = next(entry for entry in entries if entry.part == part)
    texts = {name: text for entry in reversed(entries) for name, text in entry.form.texts().items()}
    return Filled(
        texts=texts,
        facts=own.printed,
        operations=tuple(entry.operation for entry in entries),
        day=own.at.date(),
        number=own.number,
        photo=photo,
    )


def sheet_of(form: PrintedForm, title: Ruled[str], filled: Filled, **about: str) -> FormSheet:
    """The form as printing draws it; ``about`` has office, place and code."""
    rows = tuple(FormRow(high=row.high, cells=tuple(_cell(c, filled) for c in row.cells)) for row in form.rows)
    photo = filled.photo if any(c.photo is not None for row in form.rows for c in row.cells) else b""
    return FormSheet(
        title=title.value,
        dated=f"{form.dated}：{written_day(filled.day)}" if form.dated else "",
        rows=rows,
        notes=form.notes,
        number=filled.number,
        basis=_basis(form, title),
        photo=photo,
        check=check_of(title.value, rows, photo),
        **about,
    )


def check_of(title: str, rows: Sequence[FormRow], photo: bytes) -> str:
    """A short sign of everything the cells say: whoever holds a signed sheet sees whether it says what is saved."""
    said = [[_said(piece) for line in cell.lines for piece in line] for row in rows for cell in row.cells]
    words = json.dumps([title, said], ensure_ascii=False).encode()
    return hashlib.sha256(words + photo).hexdigest()[:SIGNS].upper()


def _said(piece: Piece) -> str:
    if isinstance(piece, Tick):
        return "√" if piece.chosen else "□"
    return piece.text if isinstance(piece, Gap) else piece


def _basis(form: PrintedForm, title: Ruled[str]) -> str:
    """The article, and what of the form the documents leave open."""
    ours = [word for word, is_ours in (("表名", title.assumed), ("表样", form.grid.value is Origin.OURS)) if is_ours]
    said = [f"依据 {title.article}" if title.article else "", f"{'、'.join(ours)}{ASSUMED}" if ours else ""]
    return "　".join(filter(None, said))


def written_day(day: date) -> str:
    """A day as the originals write it: year, month and day apart."""
    return f"{day.year} 年 {day.month} 月 {day.day} 日"


def _cell(cell: PrintedCell, filled: Filled) -> FormCell:
    place = {"wide": cell.wide, "down": cell.down}
    if cell.text is not None:
        return FormCell(**place, kind="text", lines=tuple(tuple(_pieces(line, filled)) for line in cell.text))
    if cell.label is not None or cell.photo is not None:
        words = cell.label if cell.label is not None else cell.photo or ""
        kept = tuple((line,) for line in words.split("\n"))
        return FormCell(**place, kind="label" if cell.label is not None else "photo", lines=kept)
    kind: CellKind = "name" if cell.name is not None else "number" if _numbered(cell) else "value"
    return FormCell(**place, kind=kind, lines=((filled.of(cell.name or cell.source or ""),),))


def _numbered(cell: PrintedCell) -> bool:
    """Whether the cell is for an identity number."""
    return any(one.rpartition(".")[2] in NUMBERS for one in (cell.source or "").split("|"))


def _pieces(line: str, filled: Filled) -> Iterator[Piece]:
    start = 0
    for token in TOKEN.finditer(line):
        if token.start() > start:
            yield line[start : token.start()]
        start = token.end()
        source, word, room = token.groups()
        if word is not None:
            yield Tick(filled.ticks(source, word))
        elif room is not None:
            yield Gap(filled.of(source), int(room))
        else:
            yield filled.of(source)
    if start < len(line):
        yield line[start:]
