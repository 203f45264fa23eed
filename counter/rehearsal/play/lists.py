"""The work lists in a visit: what stands in which, and who takes, gives back and takes over."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from counter.rehearsal.play.browser import Browser
    from counter.rehearsal.play.expect import Check
    from counter.rehearsal.play.page import Page
    from counter.rehearsal.play.stage import Stage
    from counter.rehearsal.play.words import Expect, Turn

NONE = "无"
BUTTONS = {"认领": "take", "放回": "release", "接手": "over"}


def _sheet(browser: Browser, title: str) -> Page | None:
    """The list of this title, where this branch has one."""
    for link in browser.get("/work").root.marked("data-sheet"):
        if link.text.startswith(title):
            return browser.get(link.attrs["href"])
    return None


def stands(check: Check, one: Expect) -> str:
    """待办清单：待领：王䶮𬱖 待领取: a row of this list has all these words, or the list is empty."""
    title, words = one.words
    page = _sheet(check.desk.browser, title)
    rows = [row.text for row in page.root.marked("data-row")] if page is not None else []
    if words == NONE:
        return "；".join(rows)
    if any(all(word in row for word in words.split(" ")) for row in rows):
        return ""
    return "；".join(rows) or (f"“{title}”是空的" if page is not None else f"没有“{title}”这张清单")


def _claimed(act: str, stage: Stage, step: Turn) -> None:
    """认领：待领 王䶮𬱖: the button of the first row of this list that has these words."""
    title, _, words = step.words.partition(" ")
    page = _sheet(stage.browser, title)
    for row in page.root.marked("data-row") if page is not None else ():
        buttons = [e for e in row.tags("button") if e.attrs.get("name") == BUTTONS[act]]
        if words in row.text and buttons and page is not None:
            posted = {**page.form("/work/claim").posted(), BUTTONS[act]: buttons[0].attrs["value"]}
            stage.told = stage.browser.post("/work/claim", posted).root.first("data-problem")
            return
    stage.told = f"“{title}”里没有可以{act}的"


TOLD: Mapping[str, Callable[[Stage, Turn], None]] = {act: partial(_claimed, act) for act in BUTTONS}


def _titled(text: str) -> tuple[str, ...] | None:
    title, mark, words = text.partition("：")
    return (title, words) if mark and words else None


EXPECTED: Mapping[str, Callable[[str], tuple[str, ...] | None]] = {"待办清单": _titled}
CHECKS: Mapping[str, Callable[[Check, Expect], str]] = {"待办清单": stands}
