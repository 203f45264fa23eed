"""An entry as the province is told of it."""

from collections.abc import Mapping

from counter.branch import Branch
from counter.core.province import Report
from counter.core.scan import ScanKind
from counter.store.entries import Kept


def report_of(branch: Branch, kept: Kept) -> Report:
    """The report of one journal row, in the operation's own words."""
    entry = kept.entry
    operation = branch.catalogue.operations[entry.operation]
    facts: Mapping[str, str] = operation.report(entry) if operation.report is not None else {}
    outcome = {"outcome": entry.outcome} if entry.outcome else {}
    return Report(
        op_id=entry.op_id,
        part=entry.part,
        operation=operation.told_as or entry.operation,
        at=entry.at,
        branch=branch.identity.code,
        window=kept.window,
        clerk=entry.clerk,
        id_number=entry.id_number,
        name=entry.name,
        card_number=entry.card_number or None,
        facts={**facts, **outcome},
        attachments={**_photo(branch, kept), **(_papers(branch, kept) if operation.papers_told else {})},
    )


def _photo(branch: Branch, kept: Kept) -> Mapping[str, bytes]:
    """The photo this entry's form names goes along."""
    named = kept.entry.form.photos()
    raw = branch.scans.file(kept.entry.op_id, named[0].sha256) if named else None
    return {} if raw is None else {"photo": raw}


def _papers(branch: Branch, kept: Kept) -> Mapping[str, bytes]:
    """The scans of this entry's papers, in order."""
    papers = [scan for scan in kept.entry.scans if scan.kind is ScanKind.PAPER]
    files = (branch.scans.file(kept.entry.op_id, scan.sha256) for scan in papers)
    return {f"paper{n}": raw for n, raw in enumerate(files, 1) if raw is not None}
