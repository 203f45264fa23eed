"""The search box and the look-ups in a visit: where what is typed leads, and what a query shows and prints."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from counter.rehearsal.play.page import Filling
from counter.rehearsal.play.shown import is_slip, text_of_pdf

if TYPE_CHECKING:
    from counter.rehearsal.play.expect import Check
    from counter.rehearsal.play.page import Element, Page
    from counter.rehearsal.play.words import Expect

NONE = "无"
_QUERY = re.compile(r"^([^：（]+)(?:（([^）]+)）)?：(.+)$")


def leads(check: Check, one: Expect) -> str:
    """查得到: what is typed into the box leads to this holder's page, or to the entry done last."""
    deed, page = check.desk.deed, check.desk.browser.find(one.words[0])
    wanted = {check.desk.person().path, f"/entry/{deed.op_id}" if deed is not None else ""}
    return "" if page.path in wanted else " ".join(e.text for e in page.root.tags("main"))


def leads_nowhere(check: Check, one: Expect) -> str:
    """查不到: what is typed opens nobody, and the page says so in these words."""
    typed, words = one.words
    page = check.desk.browser.find(typed)
    shown = " ".join(e.text for e in page.root.tags("main"))
    if page.path.startswith(("/person/", "/entry/", "/check/")):
        return f"打开了 {page.path}"
    return "" if _tight(words) in _tight(shown) else shown


def asked(check: Check, one: Expect) -> str:
    """查询含: the look-up of this title shows these words in this order, and prints them."""
    title, blanks, words = one.words
    links = [e for e in check.page.marked("data-lookup") if e.text.startswith(title)]
    if not links:
        return f"页面上没有“{title}”"
    page = check.desk.browser.get(links[0].attrs["href"])
    if blanks:
        page = _narrowed(check, page, blanks)
    shown = " ".join(e.text for e in page.root.tags("main"))
    if words == NONE:
        return "；".join(row.text for row in page.root.marked("data-row"))
    return "" if _in_order(words, shown) and not _unprinted(check, page, words) else shown


def _narrowed(check: Check, page: Page, blanks: str) -> Page:
    """The same with the blanks filled: 起始日期 2026-11-20，业务 领卡."""
    form = next(f for f in page.root.tags("form") if f.attrs.get("method") == "get")
    filling = Filling(page.root, form)
    for part in blanks.split("，"):
        label, _, value = part.partition(" ")
        name = filling.name_of(label)
        assert name is not None, f"这项查询不问“{label}”"
        filling.write(name, value)
    return check.desk.browser.get(f"{page.path.partition('?')[0]}?{urlencode(filling.fields)}")


def _unprinted(check: Check, page: Page, words: str) -> str:
    """What the printed list lacks."""
    links: list[Element] = page.root.marked("data-pdf")
    if not links:
        return "" if page.root.marked("data-error") else "没有打印"
    raw = check.desk.browser.get(links[0].attrs["href"]).raw
    if not check.desk.read_slips or not is_slip(raw):
        return "" if is_slip(raw) else "不是完整的 PDF"
    text = _tight(text_of_pdf(raw))
    return "" if all(_tight(word) in text for word in words.split(" ")) else text


def _in_order(words: str, text: str) -> bool:
    place, tight = 0, _tight(text)
    for word in words.split(" "):
        place = tight.find(_tight(word), place)
        if place < 0:
            return False
        place += len(_tight(word))
    return True


def _query(text: str) -> tuple[str, ...] | None:
    match = _QUERY.match(text)
    return (match[1], match[2] or "", match[3]) if match else None


def _nothing(text: str) -> tuple[str, ...] | None:
    typed, mark, words = text.partition("：")
    return (typed, words) if mark and words else None


def _tight(text: str) -> str:
    return re.sub(r"\s+", "", text)


EXPECTED: Mapping[str, Callable[[str], tuple[str, ...] | None]] = {
    "查得到": lambda text: (text,), "查不到": _nothing, "查询含": _query,
}  # fmt: skip
CHECKS: Mapping[str, Callable[[Check, Expect], str]] = {"查得到": leads, "查不到": leads_nowhere, "查询含": asked}
