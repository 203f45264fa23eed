"""Money in a visit: the terminal and the numbered bills, what happens to them and how they must stand."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from counter.core.bill import Fate, run_of
from counter.rehearsal.play import lists
from counter.rehearsal.play.words import Turn, VisitError
from counter.rehearsal.pos import POS_FAULTS
from counter.store.bills import By

if TYPE_CHECKING:
    from counter.rehearsal.play.expect import Check
    from counter.rehearsal.play.stage import Stage
    from counter.rehearsal.play.words import At, Expect

_BILLS = re.compile(r"(入库|遗失|作废) (?:(\S+) )?(\d+)-(\d+)")
_COUNTS = re.compile(r"(入库|剩余|开出|作废|遗失|收回作废) (\d+)")
_DONE = re.compile(r"(扣款|退货) (\d+) 笔")


def _fault(fault: str, stage: Stage, _turn: Turn) -> None:
    stage.world.bench.terminal.fault = fault


def _none_left(stage: Stage, _turn: Turn) -> None:
    """All that was there is written down as lost."""
    branch = stage.world.counters[stage.code].branch
    by = By(clerk="", window="", now=branch.clock.now())
    with branch.database.writing():
        for batch in branch.bills.batches():
            for place in batch.left:
                number = batch.run.number(place)
                branch.bills.add(Fate.LOST, batch.batch, run_of(number, number), by, "演练")


EVENTS: Mapping[str, Callable[[Stage, Turn], None]] = {
    **{line: partial(_fault, fault) for line, fault in POS_FAULTS.items()}, "财政票据用完": _none_left,
}  # fmt: skip


def _bills(stage: Stage, step: Turn) -> None:
    """财政票据：入库 批号 起号-止号, 遗失 起号-止号: as it is written on the page, by whoever is logged in."""
    found = _BILLS.fullmatch(step.words)
    if found is None:
        raise VisitError(step.at, "应写成“财政票据：入库 批号 起号-止号”，或“财政票据：遗失 起号-止号”“作废 起号-止号”")
    kind, batch, first, last = found.groups()
    page = stage.browser.get("/bills")
    if not any(form.attrs.get("action") == "/bills" for form in page.root.tags("form")):
        stage.told = "由主管登记"
        return
    filling = page.form("/bills")
    filling.fields.update(kind=kind, batch=batch or "", first=first, last=last, note=f"演练{kind}")
    stage.told = stage.browser.post("/bills", filling.posted()).root.first("data-problem")


def _decided(stage: Stage, step: Turn) -> None:
    """处理待办：已完成 000001: the first item that offers this, with what was copied from the device."""
    decision, _, copied = step.words.partition(" ")
    pages = [stage.browser.get(f"/work?list={sheet}") for sheet in ("decide", "unsigned")]
    for page, form in ((one, form) for one in pages for form in one.root.tags("form")):
        offered = [e.attrs.get("value") for e in form.tags("button")]
        if decision in offered:
            path = form.attrs["action"]
            filling = page.form(path)
            filling.fields["copied"] = copied
            answer = stage.browser.post(path, {**filling.posted(), "decision": decision})
            stage.told = answer.root.first("data-problem")
            return
    stage.told = "待办里没有可以这样处理的"


def turn_of(at: At, word: str, rest: str) -> Turn | None:
    """One of these events with its words, where the line says one."""
    return Turn(at, word, words=rest) if word in TOLD and rest else None


TOLD: Mapping[str, Callable[[Stage, Turn], None]] = {"财政票据": _bills, "处理待办": _decided, **lists.TOLD}


def said(check: Check, one: Expect) -> str:
    """页面说: what the page answered to the last thing that was written on it; 无 for no complaint."""
    told = check.desk.told
    return "" if (one.words[0] in told if one.words[0] != "无" else not told) else told or "页面没有说什么"


def counted(check: Check, one: Expect) -> str:
    """票据：开出 1，剩余 199: the sums over all batches as the page shows them."""
    root = check.desk.browser.get("/bills").root
    wrong = []
    for part in one.words:
        word, _, number = part.partition(" ")
        shown = sum(int(e.text) for e in root.marked("data-bills", word))
        wrong += [f"{word} {shown}"] if shown != int(number) else []
    return "，".join(wrong)


def swiped(check: Check, one: Expect) -> str:
    """POS：扣款 1 笔: what the terminal itself has recorded."""
    word, number = one.words
    slips = check.desk.world.bench.terminal.slips
    done = [slip for slip in slips if (slip.fen > 0) == (word == "扣款")]
    return "" if len(done) == int(number) else f"{len(done)} 笔"


def _counts(text: str) -> tuple[str, ...] | None:
    parts = tuple(text.split("，"))
    return parts if all(_COUNTS.fullmatch(part) for part in parts) else None


def _done(text: str) -> tuple[str, ...] | None:
    found = _DONE.fullmatch(text)
    return (found[1], found[2]) if found else None


EXPECTED: Mapping[str, Callable[[str], tuple[str, ...] | None]] = {
    "票据": _counts, "POS": _done, "页面说": lambda text: (text,),
}  # fmt: skip
CHECKS: Mapping[str, Callable[[Check, Expect], str]] = {
    "票据": counted, "POS": swiped, "页面说": said,
}  # fmt: skip
