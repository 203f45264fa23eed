"""Units, batches and second clerks in a visit: how they are written, looked up and checked."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import quote

from counter.rehearsal.play.words import Clerk, Holder, Unit, VisitError

if TYPE_CHECKING:
    from collections.abc import Callable

    from counter.rehearsal.play.expect import Check
    from counter.rehearsal.play.page import Page
    from counter.rehearsal.play.read import Reader
    from counter.rehearsal.play.stage import Stage
    from counter.rehearsal.play.words import At, Expect

LAY_DOWN = "放上卡"


def unit(reader: Reader, at: At, rest: str) -> None:
    """单位：name，number."""
    name, comma, number = rest.partition("，")
    if not comma:
        raise VisitError(at, "应写成“单位：名称，编号”")
    reader.steps.append(Unit(at, name.strip(), number.strip()))


def belongs(reader: Reader, at: At, rest: str) -> None:
    """所属单位：name，number, right below the holder."""
    holder = reader.steps[-1] if reader.steps else None
    name, comma, number = rest.partition("，")
    if not isinstance(holder, Holder) or not comma:
        raise VisitError(at, "应紧接在“持卡人：”下面，写成“所属单位：名称，编号”")
    reader.steps[-1] = replace(holder, unit=(name.strip(), number.strip()))


def clerk(reader: Reader, at: At, rest: str) -> None:
    """经办人：name，number."""
    name, comma, number = rest.partition("，")
    if not comma:
        raise VisitError(at, "应写成“经办人：姓名，工号”")
    reader.steps.append(Clerk(at, name.strip(), number.strip()))


STEPS: dict[str, Callable[[Reader, At, str], None]] = {"单位": unit, "所属单位": belongs, "经办人": clerk}


def place(text: str) -> tuple[str, ...] | None:
    """卡在：number words."""
    number, blank, words = text.partition(" ")
    return (number, words) if blank and re.fullmatch("[0-9A-Z]+", number) else None


def lies(check: Check, one: Expect) -> str:
    """卡在: what the page says of where this card is; 制卡网点 where a person's page says nothing."""
    number, words = one.words
    shown = next((e.text for e in check.page.marked("data-place", number)), "在制卡网点")
    return "" if words in shown else shown


def numbered(stage: Stage, text: str) -> str:
    """“甲的新卡” by the number the province has for the newest card of this holder."""
    holders = {step.name: step.id_number for step in stage.visit.steps if isinstance(step, Holder)}

    def number(found: re.Match[str]) -> str:
        record = stage.world.province.record(holders.get(found[1], ""))
        numbers = [card.number for card in record.cards if card.number] if record is not None else []
        return numbers[-1] if numbers else found[0]

    return re.sub("([^、，\\s]+)的新卡", number, text)


def recorded(check: Check, one: Expect) -> str:
    """发卡记录含: one row of the records on this page, its words in this order."""
    page = check.desk.browser.get(f"{check.desk.person().path}/lookup/custody.records")
    rows = [row.text for row in page.root.marked("data-row")]
    wanted = one.words[0].split(" ")
    return "" if any(_in_order(wanted, row) for row in rows) else "；".join(rows) or "没有记录"


def _in_order(wanted: list[str], row: str) -> bool:
    place = 0
    for word in wanted:
        place = row.find(word, place)
        if place < 0:
            return False
        place += len(word)
    return True


def opened(stage: Stage, wanted: Unit) -> Page:
    """The unit's page; a unit this branch has never heard of is written down first."""
    page = stage.browser.get(f"/?q={quote('单位' + wanted.number)}")
    if page.path.startswith("/person/"):
        return page
    filling = page.form("/unit")
    filling.fields.update(number=wanted.number, name=wanted.name)
    return stage.browser.post("/unit", filling.posted())
