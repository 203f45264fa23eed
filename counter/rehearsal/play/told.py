"""What a page says beside itself in a visit: the troubles of the place where the clerk stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from counter.rehearsal.play.expect import Check
    from counter.rehearsal.play.page import Element
    from counter.rehearsal.play.words import Expect

NONE = "无"


def here(check: Check) -> Element:
    """The page of what was done last, where it got stuck; else the person's."""
    page = check.deed.page if check.deed is not None else None
    return page.root if page is not None else check.page


def trouble(check: Check, one: Expect) -> str:
    """常见问题: a row beside this page begins with the problem and has these words."""
    rows = [row.text for row in here(check).marked("data-trouble")]
    if one.words[0] == NONE:
        return "；".join(rows)
    wanted = [_tight(part) for part in one.words[0].split(" ")]
    fits = [row for row in rows if _tight(row).startswith(wanted[0]) and all(part in _tight(row) for part in wanted)]
    return "" if fits else "；".join(rows) or "这一页旁边没有常见问题"


def _tight(text: str) -> str:
    return re.sub(r"\s+", "", text)


EXPECTED: Mapping[str, Callable[[str], tuple[str, ...] | None]] = {"常见问题": lambda text: (text,)}
CHECKS: Mapping[str, Callable[[Check, Expect], str]] = {"常见问题": trouble}
