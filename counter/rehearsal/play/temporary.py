"""Temporary cards in a visit: laid on the reader, read into a form, shown on the page, their coupons."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from counter.rehearsal.devices import VirtualCard
from counter.rehearsal.play.shown import errors_on
from counter.rehearsal.play.words import Holder, Turn
from counter.slip import masked_card

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from counter.rehearsal.play.desk import Deed, Desk
    from counter.rehearsal.play.expect import Check
    from counter.rehearsal.play.page import Filling
    from counter.rehearsal.play.read import Reader
    from counter.rehearsal.play.stage import Stage
    from counter.rehearsal.play.words import At, Do, Expect

LAY_DOWN, READ = "放上临时卡", "读卡"


def lay_down(reader: Reader, at: At, rest: str) -> None:
    """放上临时卡：the number printed on it; nobody's name is in it before it is handed out."""
    reader.steps.append(Turn(at, LAY_DOWN, words=rest))


def laid(stage: Stage, step: Turn) -> None:
    """Lay this temporary card on the window's reader."""
    holder = stage.holder
    card = VirtualCard(step.words, holder.id_number, holder.name) if holder is not None else None
    if card is not None:
        stage.world.bench.lay_down(stage.window, card)


def read_cards(desk: Desk, path: str, filling: Filling, step: Do, deed: Deed) -> Filling | None:
    """Press 读卡 for every blank that says so; None where the page says why nothing was read."""
    for _, label, value in step.blanks:
        name = filling.name_of(label) if value == READ else None
        if name is None:
            continue
        page = desk.browser.post(path, {**filling.posted(), "read": name}, filling.files)
        filling = page.form(path)
        deed.errors = errors_on(page, filling)
        if deed.errors:
            return None
    return filling


def coupons(stage: Stage, text: str) -> str:
    """“甲的回执单” by the number of the newest coupon the province knows for this holder."""
    holders = {step.name: step.id_number for step in stage.visit.steps if isinstance(step, Holder)}

    def number(found: re.Match[str]) -> str:
        record = stage.world.province.record(holders.get(found[1], ""))
        known = [card.coupon for card in record.temporary if card.coupon] if record is not None else []
        return known[-1] if known else found[0]

    return re.sub("([^、，\\s]+)的回执单", number, text)


def shown(check: Check, one: Expect) -> str:
    """名下临时卡: one row on the holder's page has these words; 无 where there is none."""
    rows = [row.text for row in check.page.marked("data-temporary")]
    number, *rest = one.words[0].split(" ")
    words = [masked_card(number) if number.isascii() else number, *rest]
    if words == ["无"]:
        return "；".join(rows)
    return "" if any(all(word in row for word in words) for row in rows) else "；".join(rows) or "没有临时卡"


EXPECTED: Mapping[str, Callable[[str], tuple[str, ...] | None]] = {"名下临时卡": lambda text: (text,)}
CHECKS: Mapping[str, Callable[[Check, Expect], str]] = {"名下临时卡": shown}
