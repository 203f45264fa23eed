"""A paper in the browser: the mark of its first copy, and the PDF shown in the page."""

from datetime import datetime

from flask import Response

from printing import Copy

from .shell import branch, login_now


def first_copy(at: datetime, clerk: str = "") -> Copy:
    """The mark of a paper printed for the first time; by the clerk who is logged in where no other is named."""
    return Copy(
        number=1,
        at=at,
        clerk=clerk or login_now().clerk.number,
        awaiting_province=False,
        rehearsal=branch().identity.rehearsal,
    )


def inline(pdf: bytes, name: str) -> Response:
    """The PDF, shown in the page it belongs to and saved under this name."""
    response = Response(pdf, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response
