"""业务记录查询时可以填什么。"""

from collections.abc import Mapping
from datetime import date

from counter import Form, blank


class RecordsForm(Form):
    """Which entries of a holder: in which days, of which operation; all where nothing is filled."""

    since: date | None = blank("起始日期", hint="如 2026-01-01", default=None)
    until: date | None = blank("截止日期", hint="含这一天", default=None)
    operation: str | None = blank("业务", choices="operations_done", default=None)


def in_order(form: RecordsForm) -> Mapping[str, str]:
    """The days must not be the wrong way round."""
    if form.since is not None and form.until is not None and form.since > form.until:
        return {"until": "截止日期：早于起始日期，请改正其中一个"}
    return {}
