"""What a page says beside itself in a visit: the troubles of the place where the clerk stands, and the notices."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from counter.rehearsal.play.shown import is_slip, text_of_pdf

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


def notice(check: Check, one: Expect) -> str:
    """告知单: the notice printed from the person's page for this operation and for whoever comes has these words."""
    title, by, words = one.words
    page, offer = check.desk.person().root, check.desk.offer_id(title)
    box = next(iter(page.marked("id", "nto")), None)
    if offer is None or box is None or not [e for e in box.tags("option") if e.attrs.get("value") == offer]:
        return "持卡人页面上不能打印这项业务的告知单"
    asked = {"paper": page.marked("name", "paper")[0].attrs["value"], "offer": offer, "by": by}
    return _reads(check, check.desk.browser.get(f"{check.desk.person().path}/told?{urlencode(asked)}").raw, words)


def lacking(check: Check, one: Expect) -> str:
    """缺件告知单: the notice printed from the form that was refused just now has these words."""
    page = check.deed.page if check.deed is not None else None
    if page is None or check.deed is None:
        return "刚才没有办业务"
    buttons = [e for e in page.root.marked("formaction") if "missing" in e.attrs["formaction"]]
    if not buttons:
        return "没有可以打印的填写页"
    filling = page.form(page.path)
    filling.ticked = [paper for paper in filling.papers if check.deed.step.papers.brought(paper)]
    return _reads(check, check.desk.browser.post(buttons[0].attrs["formaction"], filling.posted()).raw, one.words[0])


def _reads(check: Check, raw: bytes, words: str) -> str:
    """Whether the paper has these words; without a reader, only that it is whole."""
    if not check.desk.read_slips:
        return "" if is_slip(raw) else "告知单不是完整的 PDF"
    text = text_of_pdf(raw)
    return "" if _tight(words) in _tight(text) else text


def _of_whom(text: str) -> tuple[str, ...] | None:
    """业务，来人：words."""
    about, mark, words = text.partition("：")
    title, comma, by = about.partition("，")
    return (title, by, words) if mark and comma else None


def _tight(text: str) -> str:
    return re.sub(r"\s+", "", text)


EXPECTED: Mapping[str, Callable[[str], tuple[str, ...] | None]] = {
    "常见问题": lambda text: (text,), "告知单": _of_whom, "缺件告知单": lambda text: (text,),
}  # fmt: skip
CHECKS: Mapping[str, Callable[[Check, Expect], str]] = {"常见问题": trouble, "告知单": notice, "缺件告知单": lacking}
