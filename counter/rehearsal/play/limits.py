"""Time limits and reminders in a visit: what the holder's page says of them, and the page of all time limits."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from counter.rehearsal.play.shown import is_slip, text_of_pdf

if TYPE_CHECKING:
    from counter.rehearsal.play.expect import Check
    from counter.rehearsal.play.words import Expect

NONE = "无"


def limit(check: Check, one: Expect) -> str:
    """时限: what time is left, and what was promised."""
    shown = " ".join(e.text for e in check.page.marked("data-limit"))
    if one.words[0] == NONE:
        return shown
    return "" if _tight(one.words[0]) in _tight(shown) else shown or "页面上没有时限"


def reminded(check: Check, one: Expect) -> str:
    """提醒: what the holder's page says is still to be done."""
    shown = " ".join(e.text for e in check.page.marked("data-remind"))
    if one.words[0] == NONE:
        return shown
    return "" if _tight(one.words[0]) in _tight(shown) else shown or "页面上没有提醒"


def listed(check: Check, one: Expect) -> str:
    """时限页: a line of this group has these words, or the group is empty."""
    title, words = one.words
    page = check.desk.browser.get("/limits").root
    groups = [e for e in page.tags("section") if e.text.startswith(title)]
    rows = [row.text for group in groups for row in group.marked("data-waiting")]
    if words == NONE:
        return "；".join(rows)
    return "" if any(_tight(words) in _tight(row) for row in rows) else "；".join(rows) or "时限页的这一组是空的"


def paper(check: Check, one: Expect) -> str:
    """时限页单据: the paper of this title, for today, has these words."""
    title, words = one.words
    page = check.desk.browser.get("/limits").root
    link = next((e.attrs["formaction"] for e in page.marked("formaction") if e.text == title), "")
    if not link:
        return f"时限页上没有“{title}”"
    raw = check.desk.browser.get(link).raw
    if not check.desk.read_slips:
        return "" if is_slip(raw) else f"{title}不是完整的 PDF"
    shown = text_of_pdf(raw)
    return "" if _tight(words) in _tight(shown) else shown


def _titled(text: str) -> tuple[str, ...] | None:
    title, mark, words = text.partition("：")
    return (title, words) if mark and words else None


def _tight(text: str) -> str:
    return re.sub(r"\s+", "", text)


EXPECTED: Mapping[str, Callable[[str], tuple[str, ...] | None]] = {
    "时限": lambda text: (text,), "提醒": lambda text: (text,), "时限页": _titled, "时限页单据": _titled,
}  # fmt: skip
CHECKS: Mapping[str, Callable[[Check, Expect], str]] = {
    "时限": limit, "提醒": reminded, "时限页": listed, "时限页单据": paper,
}  # fmt: skip
