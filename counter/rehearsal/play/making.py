"""The steps of a making, walked one after the other, as far as a visit says or as they can be done."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from counter.rehearsal.play.shown import Said, said_on
from counter.store.stock import LOST, TAKEN_IN

if TYPE_CHECKING:
    from collections.abc import Callable

    from counter.rehearsal.play.browser import Browser
    from counter.rehearsal.play.expect import Check
    from counter.rehearsal.play.page import Page
    from counter.rehearsal.play.stage import Stage
    from counter.rehearsal.play.words import Expect, Turn

UP_TO, WHY, COMPARED, BATCH = "做到", "没有制成的原因", "已预览并核对照片、姓名、银行", "用哪一批空白卡"
MOST_STEPS = 30
WRONG = 400


_NUMBER = re.compile(r"(入库|剩余|机内|制成|作废|遗失) (\d+)")
FRESH = 20


def numbers(text: str) -> tuple[str, ...] | None:
    """空白卡：制成 1，作废 1 — the sums over all batches."""
    parts = text.split("，")
    return tuple(parts) if all(_NUMBER.fullmatch(part) for part in parts) else None


def counted(check: Check, one: Expect) -> str:
    """空白卡."""
    root = check.desk.browser.get("/blanks").root
    shown = {word: sum(int(e.text) for e in root.marked("data-blanks", word)) for word in _WORDS}
    wanted = {word: number for word, _, number in (part.partition(" ") for part in one.words)}
    wrong = [f"{word} {shown[word]}" for word, number in wanted.items() if shown[word] != int(number)]
    return "，".join(wrong)


def _used_up(stage: Stage, _turn: Turn) -> None:
    """Nothing is left: all that was there is written down as lost."""
    branch = stage.world.counters[stage.code].branch
    with branch.database.writing():
        for batch in branch.stock.batches():
            now = branch.clock.now()
            branch.stock.add(LOST, batch.batch, batch.bank, batch.left, clerk="", window="", now=now, note="演练")


def _taken_in(stage: Stage, _turn: Turn) -> None:
    branch = stage.world.counters[stage.code].branch
    with branch.database.writing():
        branch.stock.add(TAKEN_IN, "补充批次", "", FRESH, clerk="", window="", now=branch.clock.now(), note="演练")


def _used_account(stage: Stage, _turn: Turn) -> None:
    made = list(stage.world.bench.made.values())
    stage.world.bench.account = made[-1]["bank_account"]


def _emptied(stage: Stage, _turn: Turn) -> None:
    stage.world.bench.inside.clear()


def _mended(stage: Stage, _turn: Turn) -> None:
    stage.world.bench.faults.clear()


_WORDS = ("入库", "剩余", "机内", "制成", "作废", "遗失")
EVENTS: dict[str, Callable[[Stage, Turn], None]] = {
    "制卡机修好": _mended, "取出制卡机里的卡": _emptied, "空白卡用完": _used_up, "空白卡入库": _taken_in,
    "下一张空白卡的银行账号用过": _used_account,
}  # fmt: skip


@dataclass
class Walk:
    """How far to go, what is written on the way, and where it ended."""

    told: dict[str, str]
    page: Page
    refusals: list[Said] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)

    @property
    def over(self) -> bool:
        """Whether the entry is shown: the making has ended."""
        return self.page.path.startswith("/entry/")

    @property
    def op_id(self) -> str:
        """The operation whose steps these are."""
        return self.page.path.split("/")[2]


def walk(browser: Browser, page: Page, blanks: list[tuple[str, str]], talk: Callable[[], None]) -> Walk:
    """Press the next button until the steps are over, one is refused or failed, or the visit stops there."""
    going = Walk(dict(blanks), page)
    going.unknown = [label for label in going.told if label not in {UP_TO, WHY, COMPARED, BATCH}]
    for pressed in range(MOST_STEPS):
        if going.over or not _further(going, pressed):
            break
        talk()
        _press(browser, going)
    if WHY in going.told and not going.over:
        _give_up(browser, going)
    return going


def _title_done(going: Walk) -> str:
    done = [e for e in going.page.root.marked("data-step") if e.attrs.get("class") == "past"]
    return done[-1].text if done else ""


def _further(going: Walk, pressed: int) -> bool:
    """Whether there is a next button, and the visit does not stop before it; an old failure is tried again."""
    stop = going.told.get(UP_TO)
    if stop is not None and stop in _title_done(going):
        return False
    return pressed == 0 or not (going.refusals or _failed(going.page))


def _failed(page: Page) -> str:
    return page.root.first("data-step-failed")


def _press(browser: Browser, going: Walk) -> None:
    before = going.page
    looks = before.root.marked("data-look")
    path = f"/making/{going.op_id}"
    if looks:
        going.page = browser.get(path)
        going.refusals = said_on(going.page) if going.page.root.marked("data-look") else []
        return
    filling = before.form(path)
    for label in (COMPARED, BATCH):
        name = filling.name_of(label)
        if name is not None and label in going.told:
            filling.write(name, going.told[label])
    going.page = browser.post(path, filling.posted())
    going.refusals = said_on(going.page) if going.page.status >= WRONG or going.over else []
    if not going.refusals and _failed(going.page) and not _unclear(going.page):
        going.refusals = [Said(_failed(going.page))]


def _unclear(page: Page) -> bool:
    return any(e.attrs.get("data-step-state") == "unknown" for e in page.root.marked("data-step"))


def _give_up(browser: Browser, going: Walk) -> None:
    path = f"/making/{going.op_id}/stop"
    filling = going.page.form(path)
    filling.fields["reason"] = going.told[WHY]
    going.page = browser.post(path, filling.posted())
    going.refusals = said_on(going.page)
