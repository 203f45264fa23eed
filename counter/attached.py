"""The files of a draft as its steps take them along: the photo a form names, the papers it asks scans of."""

from collections.abc import Mapping, Sequence
from typing import Any

from counter.branch import Branch
from counter.core.decision import Step
from counter.core.evidence import UNSCANNED, scans_asked
from counter.core.scan import Scan, ScanKind
from counter.store.drafts import Draft
from counter.store.journal import Row
from counter.store.people import entry_number
from counter.store.work import UNSIGNED


def evidence_of(branch: Branch, draft: Draft, tried: Sequence[str] = ()) -> dict[str, Any]:
    """What a decision must know of the draft's files: the papers scanned, and whether there is no scanner."""
    papers = (scan.title for scan in branch.scans.of(draft.op_id) if scan.kind is ScanKind.PAPER)
    return {"scanned": frozenset((*papers, *tried)), "unscanned": draft.texts.get(UNSCANNED) == "是"}


def scans_of(step: Step, kept: Sequence[Scan]) -> tuple[Scan, ...]:
    """What of the draft's files belongs to this step."""
    form = step.case.filled
    photos = {photo.sha256 for photo in form.photos()}
    papers = {one.paper for one in scans_asked(step.part, form)}
    return tuple(
        scan
        for scan in kept
        if (scan.kind is ScanKind.PHOTO and scan.sha256 in photos)
        or (scan.kind is ScanKind.PAPER and scan.title in papers)
    )


def unscanned(step: Step, texts: Mapping[str, str], scans: Sequence[Scan]) -> bool:
    """Whether the entry says that a paper was not scanned because the window has no document camera."""
    asked = {one.paper for one in scans_asked(step.part, step.case.filled) if one.must}
    return texts.get(UNSCANNED) == "是" and bool(asked - {scan.title for scan in scans})


def open_unscanned(branch: Branch, row: Row, seq: int) -> None:
    """An entry without a scan that was asked for waits until its papers are filed. Call it inside ``writing()``."""
    if not row.payload.get("unscanned"):
        return
    now = branch.clock.now()
    number = entry_number(branch.identity.code, now, seq)
    text = (
        f"{branch.catalogue.title(row.operation)}（{number}）的材料没有扫描（未配备高拍仪）。"
        "请把纸质材料补扫或装订存档，存好后点“材料已存档”"
    )
    branch.work.open(UNSIGNED, row.person, seq, text, now)
