"""The end of a day in a visit: the drawer counted by note, the day closed and opened again, and what its pages say."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from counter.core.money import fen, parse_yuan
from counter.core.second import NUMBER, WORD
from counter.rehearsal.play.browser import PASSWORD, Browser
from counter.rehearsal.play.words import Turn, VisitError

from .shown import is_slip, text_of_pdf

if TYPE_CHECKING:
    from counter.rehearsal.play.expect import Check
    from counter.rehearsal.play.page import Element
    from counter.rehearsal.play.stage import Stage
    from counter.rehearsal.play.words import At, Expect

SIZES = {"元": 1, "角": 10, "分": 100}
_NOTE = re.compile(r"(\d+) (元|角|分) (\S+)")
WHOLE = "/dayend?window=网点"
BOSS = "9001"
"""The supervisor who looks at the sums that a clerk does not see before the drawer is counted."""


def _count(stage: Stage, step: Turn) -> None:
    """清点现金：20 元 1，5 角 3: as it is typed on the page, denomination by denomination."""
    filling = stage.browser.get("/dayend").form("/dayend/count")
    for part in step.words.split("，"):
        found = _NOTE.fullmatch(part)
        if found is None:
            raise VisitError(step.at, "应写成“清点现金：20 元 1，5 角 3”：面额，空一格写张数")
        worth = fen(parse_yuan(found[1])) // SIZES[found[2]]
        filling.fields[f"note-{worth}"] = found[3]
    stage.told = _problems(stage.browser.post("/dayend/count", filling.posted()).root)


def _problems(root: Element) -> str:
    return "；".join(e.text for e in root.marked("data-problem"))


def _signed(stage: Stage, why: str) -> dict[str, str]:
    second = stage.second
    typed = {NUMBER: second.number, WORD: PASSWORD} if second is not None and second.number else {}
    return {"why": why, **typed}


def _close(stage: Stage, step: Turn) -> None:
    """日结, or 日结：why the cash differs; the second person signs where the visit has one."""
    page = stage.browser.get("/dayend")
    filling = page.form("/dayend/close")
    if not page.root.marked("data-closed", "未结"):
        stage.told = "已经日结"
        return
    sent = {**filling.posted(), **_signed(stage, step.words)}
    stage.told = _problems(stage.browser.post("/dayend/close", sent).root)


def _reopen(stage: Stage, step: Turn) -> None:
    """重开日结：why: by whoever is logged in, for the window where they sit."""
    page = stage.browser.get("/dayend")
    if not any(form.attrs.get("action") == "/dayend/reopen" for form in page.root.tags("form")):
        stage.told = "由主管重开"
        return
    sent = {**page.form("/dayend/reopen").posted(), **_signed(stage, step.words)}
    stage.told = _problems(stage.browser.post("/dayend/reopen", sent).root)


def _interim(stage: Stage, _step: Turn) -> None:
    """中途表: printed as it is then."""
    filling = stage.browser.get("/dayend").form("/dayend/interim")
    stage.told = _problems(stage.browser.post("/dayend/interim", filling.posted()).root)


def _boss(stage: Stage) -> Browser:
    """A supervisor's browser at the window where the clerk sits."""
    seat = (stage.code, stage.window, BOSS)
    if seat not in stage.browsers:
        stage.browsers[seat] = Browser(stage.listeners[stage.code])
        stage.browsers[seat].log_in(BOSS, stage.window)
    return stage.browsers[seat]


EVENTS: Mapping[str, Callable[[Stage, Turn], None]] = {"日结": _close, "中途表": _interim}
TOLD: Mapping[str, Callable[[Stage, Turn], None]] = {"清点现金": _count, "日结": _close, "重开日结": _reopen}


def turn_of(at: At, word: str, rest: str) -> Turn | None:
    """One of these events with its words, where the line says one."""
    return Turn(at, word, words=rest) if word in TOLD and rest else None


def accounts(check: Check, one: Expect) -> str:
    """全网点账户：现金 20.00，工本费收入 20.00: what is left of each today, as a supervisor sees it."""
    root = _boss(check.desk).get(WHOLE).root
    if root.first("data-zero") not in {"", "0.00"}:
        return f"账不平：{root.first('data-zero')}"
    shown = {e.attrs["data-net"]: e.text for e in root.marked("data-net")}
    pairs = [(account, yuan) for account, _, yuan in (word.partition(" ") for word in one.words)]
    wrong = [account for account, yuan in pairs if shown.get(account, "0.00") != yuan]
    return "，".join(f"{account} {shown.get(account, '无')}" for account in wrong)


def unfinished(check: Check, one: Expect) -> str:
    """没有走完的缴费：已使用 1 笔, or 无: of the whole branch."""
    root = _boss(check.desk).get(WHOLE).root
    shown = [e.attrs["data-open"] for e in root.marked("data-open") if e.attrs["data-open"] in PAYMENTS]
    if one.words[0] == "无":
        return "、".join(shown)
    state, number = one.words
    return "" if shown.count(state) == int(number) else "、".join(shown) or "没有"


PAYMENTS = ("已开单", "已缴费", "已使用", "退费中")


def page_says(check: Check, one: Expect) -> str:
    """日结页含: what the clerk's own page of the day says somewhere."""
    said = check.desk.browser.get("/dayend").root.text
    return "" if _tight(one.words[0]) in _tight(said) else said


def page_hides(check: Check, one: Expect) -> str:
    """日结页没有: what it does not say."""
    said = check.desk.browser.get("/dayend").root.text
    return f"页面上有：{one.words[0]}" if _tight(one.words[0]) in _tight(said) else ""


def paper(kind: str) -> Callable[[Check, Expect], str]:
    """日结单含、中途表含: what the newest paper of this kind says."""

    def says(check: Check, one: Expect) -> str:
        rows = check.desk.browser.get("/dayend").root.marked("data-paper", kind)
        if not rows:
            return f"没有{kind}"
        path = next(e.attrs["href"] for e in rows[-1].tags("a"))
        raw = check.desk.browser.get(path).raw
        if not check.desk.read_slips:
            return "" if is_slip(raw) else "不是完整的 PDF"
        text = text_of_pdf(raw)
        return "" if _tight(one.words[0]) in _tight(text) else text

    return says


def _tight(text: str) -> str:
    return "".join(text.split())


def _accounts(text: str) -> tuple[str, ...] | None:
    parts = tuple(text.split("，"))
    return parts if all(re.fullmatch(r"\S+ -?[\d,]+\.\d\d", part) for part in parts) else None


def _open(text: str) -> tuple[str, ...] | None:
    found = re.fullmatch(r"(\S+) (\d+) 笔", text)
    return ("无",) if text == "无" else (found[1], found[2]) if found else None


EXPECTED: Mapping[str, Callable[[str], tuple[str, ...] | None]] = {
    "全网点账户": _accounts, "没有走完的缴费": _open, "日结页含": lambda text: (text,),
    "日结页没有": lambda text: (text,), "日结单含": lambda text: (text,), "中途表含": lambda text: (text,),
}  # fmt: skip
CHECKS: Mapping[str, Callable[[Check, Expect], str]] = {
    "全网点账户": accounts, "没有走完的缴费": unfinished, "日结页含": page_says, "日结页没有": page_hides,
    "日结单含": paper("日结"), "中途表含": paper("中途表"),
}  # fmt: skip
