"""Units, batches and second clerks in a visit: how they are written, looked up and checked."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from counter.rehearsal.play.words import Clerk, Holder, Second, Turn, Unit, VisitError
from counter.slip import masked_card

if TYPE_CHECKING:
    from collections.abc import Callable

    from counter.rehearsal.play.expect import Check
    from counter.rehearsal.play.page import Page
    from counter.rehearsal.play.read import Reader
    from counter.rehearsal.play.stage import Stage
    from counter.rehearsal.play.words import At, Expect

LAY_DOWN = "放上卡"
STAFF = ("经办", "主管")


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


def insured(reader: Reader, at: At, rest: str) -> None:
    """参保地：the area, right below the holder."""
    holder = reader.steps[-1] if reader.steps else None
    if not isinstance(holder, Holder):
        raise VisitError(at, "应紧接在“持卡人：”下面")
    reader.steps[-1] = replace(holder, insured=rest)


def elsewhere(reader: Reader, at: At, rest: str) -> None:
    """别处启用、别处修改密码：where that was done to the holder's card."""
    reader.steps.append(Turn(at, at.text.partition("：")[0], words=rest))


def clerk(reader: Reader, at: At, rest: str) -> None:
    """经办人：name，number, and 主管 for a supervisor."""
    reader.steps.append(Clerk(at, *_staff("经办人", at, rest)))


def second(reader: Reader, at: At, rest: str) -> None:
    """复核人：name，number, and 主管 for a supervisor; or 无."""
    reader.steps.append(Second(at) if rest == "无" else Second(at, *_staff("复核人", at, rest)))


def _staff(word: str, at: At, rest: str) -> tuple[str, str, str]:
    name, number, role, *more = (part.strip() for part in f"{rest}，，".split("，"))
    if not number or any(more) or role not in {"", *STAFF}:
        raise VisitError(at, f"应写成“{word}：姓名，工号”，主管写成“{word}：姓名，工号，主管”")
    return name, number, role or STAFF[0]


def put_on_list(reader: Reader, at: At, rest: str) -> None:
    """别处列入黑名单：why."""
    reader.steps.append(Turn(at, "别处列入黑名单", words=rest))


STEPS: dict[str, Callable[[Reader, At, str], None]] = {
    "单位": unit, "所属单位": belongs, "参保地": insured, "经办人": clerk, "复核人": second,
    "别处列入黑名单": put_on_list, "别处启用": elsewhere, "别处修改密码": elsewhere,
}  # fmt: skip


def reviewed(check: Check, one: Expect) -> str:
    """复核: who the done page names as the second person, or 无."""
    shown = check.desk.browser.get(f"/entry/{check.done().op_id}").root.first("data-second") or "无"
    return "" if one.words[0] in shown else shown


def noted(check: Check, one: Expect) -> str:
    """黑名单写着: what the holder's page says of the blacklist, or 无."""
    shown = check.page.first("data-listed") or "无"
    return "" if one.words[0] in shown else shown


def place(text: str) -> tuple[str, ...] | None:
    """卡在：number words."""
    number, blank, words = text.partition(" ")
    return (number, words) if blank and re.fullmatch("[0-9A-Z]+", number) else None


def lies(check: Check, one: Expect) -> str:
    """卡在: what the page says of where this card is; 制卡网点 where a person's page says nothing."""
    number, words = one.words
    places = check.page.marked("data-place", number) or check.page.marked("data-place", masked_card(number))
    shown = next((e.text for e in places), "在制卡网点")
    return "" if words in shown else shown


def numbered(stage: Stage, text: str) -> str:
    """“甲的新卡” by the number the province has for the newest card of this holder, 证明上的编号 by that last given."""
    holders = {step.name: step.id_number for step in stage.visit.steps if isinstance(step, Holder)}

    def number(found: re.Match[str]) -> str:
        record = stage.world.province.record(holders.get(found[1], ""))
        numbers = [card.number for card in record.cards if card.number] if record is not None else []
        return numbers[-1] if numbers else found[0]

    return re.sub("([^、，\\s]+)的新卡", number, text).replace("证明上的编号", stage.certificate)


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
    page = stage.browser.find(f"单位{wanted.number}")
    if page.path.startswith("/person/"):
        return page
    filling = page.form("/unit")
    filling.fields.update(number=wanted.number, name=wanted.name)
    return stage.browser.post("/unit", filling.posted())
