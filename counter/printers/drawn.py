"""The papers of an entry, drawn from the entry and the copy alone: the same for the browser and for every printer."""

from collections.abc import Sequence
from datetime import datetime
from typing import cast

from counter.branch import Branch
from counter.core.form import Form
from counter.core.paper import Medium
from counter.core.prints import CERTIFICATE, FORM, Job, Printer
from counter.printed import Named, filled_entry, named_in, sheet_of
from counter.store.entries import Copy as Counted
from counter.store.entries import Kept
from printing import Copy, Drawn, Fact, FormSheet, Media, Receipt, draw, draw_certificate, draw_form

from .plain import whole
from .transport import NeverError, Paper

FORGOTTEN = "内容已经不留了，请从原来的页面重新打印"


def paper_of(branch: Branch, job: Job) -> Paper:
    """The paper of this job; LookupError when its entry, copy or operation is not there, NeverError its words."""
    if job.seq is not None:
        drawn = _of_entry(branch, job)
    else:
        drawn = _of_words(branch, job) if job.has_words else _test(branch, job)
    return Paper(name=job.name, pdf=drawn.pdf, width_mm=drawn.width_mm, height_mm=drawn.height_mm)


def _of_entry(branch: Branch, job: Job) -> Drawn:
    at = branch.entries.at(job.seq or 0)
    if at is None:
        raise LookupError(job.name)
    rows = branch.entries.of_operation(at.entry.op_id)
    kept = next(one for one in rows if one.seq == job.seq)
    if job.kind == FORM:
        firsts = first_rows(rows)
        named = next(one for one in named_for(branch, firsts) if one.part == kept.entry.part)
        mark = numbered(branch, job.number, kept.entry.at, kept.entry.clerk)
        return draw_form(form_copy(branch, firsts, named), mark)
    copy = next(one for one in branch.entries.copies(kept.seq) if one.number == job.number)
    operation = branch.catalogue.operations[kept.entry.operation]
    if job.kind == CERTIFICATE:
        assert operation.certificate is not None, "asked for where there is one"
        return draw_certificate(operation.certificate(kept.entry), mark_of(branch, copy, awaits=False))
    return draw(operation.receipt(kept.entry), mark_of(branch, copy), cast("Media", job.media))


def _of_words(branch: Branch, job: Job) -> Drawn:
    """A paper of no entry, as it was put; a reprint says so."""
    kept = branch.words.of(job.id)
    if kept is None:
        raise NeverError(FORGOTTEN)
    words, mark = whole(kept.words), numbered(branch, job.number, job.at, job.clerk)
    return draw_form(words, mark) if job.kind == FORM else draw(words, mark, cast("Media", job.media))


def mark_of(branch: Branch, copy: Counted, *, awaits: bool | None = None) -> Copy:
    """The mark of this copy on its paper; a certificate waits for nobody."""
    return Copy(
        number=copy.number,
        at=copy.at,
        clerk=copy.clerk,
        awaiting_province=copy.awaiting if awaits is None else awaits,
        rehearsal=branch.identity.rehearsal,
    )


def numbered(branch: Branch, number: int, at: datetime, clerk: str) -> Copy:
    """The mark of a paper that the province has nothing to say of."""
    return Copy(number=number, at=at, clerk=clerk, awaiting_province=False, rehearsal=branch.identity.rehearsal)


def first_rows(rows: Sequence[Kept]) -> list[Kept]:
    """The first journal row of every part: what was asked for, before any act was done."""
    firsts = {kept.entry.part: kept for kept in reversed(rows)}
    return [firsts[part] for part in sorted(firsts)]


def named_for(branch: Branch, rows: Sequence[Kept]) -> tuple[Named, ...]:
    """The forms of these entries, as far as the city still names them."""
    operations = branch.city.operations
    guides = [operations[kept.entry.operation] for kept in rows if kept.entry.operation in operations]
    return named_in(branch.city, guides) if len(guides) == len(rows) else ()


def form_copy(branch: Branch, firsts: Sequence[Kept], named: Named) -> FormSheet:
    """The form of what was accepted: a copy with the entry's number, made of the entry alone."""
    rows = [kept.entry for kept in firsts]
    own = rows[named.part]
    filled = filled_entry(rows, own.part, photo_of(branch, own.op_id, *(entry.form for entry in rows)))
    about = {"place": f"{own.branch}　{own.window}", "code": own.op_id, "office": own.office}
    return sheet_of(branch.city.forms[named.key], named.title, filled, **about)


def photo_of(branch: Branch, op_id: str, *forms: Form) -> bytes:
    """The photo that these forms name; nothing where they name none."""
    photo = next((photo for form in forms for photo in form.photos()), None)
    return b"" if photo is None else branch.scans.file(op_id, photo.sha256) or b""


def _test(branch: Branch, job: Job) -> Drawn:
    """A page that shows what a slip needs: the width, rare names, small type, the code."""
    window = branch.window(job.window)
    receipt = Receipt(
        office=branch.city.facts.office,
        title="打印机试打",
        number="",
        facts=(
            Fact("窗口", window.title if window is not None else job.window),
            Fact("打印机", job.printer),
            Fact("纸", Medium(job.media).title),
            Fact("生僻字", "孙䶮𬱖　杨𣲘", "name"),
        ),
        notices=("左右两边的线都在纸上，二维码扫得出，字都看得清，就是好的。", "这一张不是业务凭证。"),
        code=job.name,
        stamp=False,
    )
    return draw(receipt, numbered(branch, 1, job.at, job.clerk), cast("Media", job.media))


def name_of_test(printer: Printer, now: datetime) -> str:
    """What the printer knows a test by: no two are the same."""
    return f"test-{printer.window}-{now:%Y%m%d%H%M%S%f}"
