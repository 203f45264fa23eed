"""Kept files, opened by those with the right, an audit row each time: pictures in the page, papers as they came."""

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue

from counter.core.scan import JPEG, Scan
from counter.store.journal import UnissuedError
from counter.visit import resume

from .shell import AT_WINDOW, branch, may, note, problem, seat

pages = Blueprint("scans", __name__)
# What somebody uploaded may do nothing in a browser but be looked at.
HARMLESS = "default-src 'none'; sandbox"


@pages.get("/scan/<op_id>/<sha256>")
@may(*AT_WINDOW)
def show(op_id: str, sha256: str) -> ResponseReturnValue:
    """One file of an entry, or of the draft this clerk is filling in."""
    found = next((scan for scan in branch().scans.of(op_id) if scan.sha256 == sha256), None)
    person = _person(op_id) if found is not None else None
    raw = branch().scans.file(op_id, sha256) if person else None
    if found is None or raw is None:
        return problem("没有这份照片或扫描件，请回到柜台首页重新查找", 404)
    note(f"看{found.kind.value}", person=person or "")
    return _file(found, raw)


def _person(op_id: str) -> str | None:
    """Whose operation this is; a draft is seen only by the clerk who fills it in."""
    rows = branch().entries.of_operation(op_id)
    if rows:
        return rows[0].person
    try:
        return resume(branch(), op_id, seat()).draft.person
    except UnissuedError:
        return None


def _file(scan: Scan, raw: bytes) -> Response:
    response = Response(raw, mimetype=scan.media)
    shape = "inline" if scan.media == JPEG else "attachment"
    ending = "jpg" if scan.media == JPEG else "pdf"
    response.headers["Content-Disposition"] = f'{shape}; filename="scan-{scan.sha256[:8]}.{ending}"'
    response.headers["Content-Security-Policy"] = HARMLESS
    return response
