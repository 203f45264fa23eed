"""The words every receipt shares; a plugin adds its own facts and signatures."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from counter.core.blank import By, Channel
from counter.core.dates import shown
from counter.core.entry import Entry, Promised
from counter.core.evidence import NO_SCANNER
from counter.core.form import VisitForm
from counter.core.identity import masked_number
from counter.core.party import Party
from counter.core.scan import counted
from counter.core.states import ABSENT, Kind
from printing import Fact, Fee, Item, Listing, Receipt, Table

SHOWN_OF_CARD, PHONE_HEAD, PHONE_TAIL = 4, 3, 4


def masked_card(number: str) -> str:
    """A card number with its middle hidden."""
    if len(number) <= SHOWN_OF_CARD + 1:
        return number
    return f"{number[:SHOWN_OF_CARD]}{'*' * (len(number) - SHOWN_OF_CARD - 1)}{number[-1]}"


def masked_phone(number: str) -> str:
    """A phone number with its middle hidden; as it is where it is too short to have one."""
    if len(number) <= PHONE_HEAD + PHONE_TAIL:
        return number
    return f"{number[:PHONE_HEAD]}{'*' * (len(number) - PHONE_HEAD - PHONE_TAIL)}{number[-PHONE_TAIL:]}"


def promise_words(promised: Promised) -> str:
    """The promised day in words, with the kind of days and whether it is provisional."""
    if promised.words == "立等可取":
        return promised.words
    unsure = "；该年放假安排未公布，日期暂定" if not promised.certain else ""
    return f"{shown(promised.day)}（{promised.words}{unsure}）"


def written_out(day: date) -> str:
    """A day as it stands under a stamp."""
    return f"{day.year} 年 {day.month} 月 {day.day} 日"


def staff_words(number: str, name: str) -> str:
    """Who of the office, by name and number."""
    return f"{name}（{number}）" if name else number


def slip(
    entry: Entry[Any],
    title: str,
    *,
    facts: Sequence[Fact] = (),
    signatures: Sequence[str] = ("申请人（代办人）签字",),
    notices: Sequence[str] = (),
    table: Table | None = None,
) -> Receipt:
    """The receipt of one entry; its words come from the entry alone, so a reprint says the same."""
    states = [
        Fact(change.title, change.words, "state")
        for change in entry.changes
        if change.kind is Kind.CARD and change.before not in (ABSENT, change.after)
    ]
    return Receipt(
        office=entry.office,
        title=title,
        number=entry.number,
        facts=(*_who(entry), *states, *facts, *_scanned(entry)),
        fee=None if entry.fee is None else Fee(entry.fee.title, entry.fee.yuan, entry.fee.article),
        lists=(Listing("已收材料", tuple(Item(paper) for paper in entry.materials)),) if entry.materials else (),
        tables=(table,) if table is not None else (),
        promise=promise_words(entry.promised) if entry.promised is not None else "",
        next_step=entry.next,
        notices=(*entry.notices, *notices),
        foot=_foot(entry),
        code=entry.number,
        signatures=tuple(signatures),
        day=written_out(entry.at),
    )


def _who(entry: Entry[Any]) -> list[Fact]:
    if entry.party is Party.UNIT:
        return [
            Fact("单位", entry.name, "name"),
            Fact("单位编号", entry.id_number, "number"),
            Fact("张数", f"{len(entry.cards)} 张", "state"),
            Fact("办理时间", f"{entry.at:%Y-%m-%d %H:%M}"),
        ]
    facts = [
        Fact("持卡人", entry.name, "name"),
        Fact("社会保障号码", masked_number(entry.id_number), "number"),
    ]
    if entry.card_number:
        facts.append(Fact("卡号", masked_card(entry.card_number), "number"))
    form = entry.form
    if isinstance(form, VisitForm) and form.by is not By.SELF and form.agent_name is not None:
        relation = form.relation.value if form.relation is not None else ""
        agent_id = form.agent_id.masked if form.agent_id is not None else ""
        facts.append(Fact(form.by.value, f"{form.agent_name}（{relation}）{agent_id}", "name"))
    if isinstance(form, VisitForm) and form.channel is not Channel.WINDOW:
        facts.append(Fact("办理渠道", form.channel.value))
    facts.append(Fact("受理时间", f"{entry.at:%Y-%m-%d %H:%M}"))
    return facts


def _scanned(entry: Entry[Any]) -> list[Fact]:
    """How many papers were scanned, or that none could be."""
    parts = (counted(entry.scans), NO_SCANNER if entry.unscanned else "")
    words = "，".join(part for part in parts if part)
    return [Fact("扫描件", words)] if words else []


def _foot(entry: Entry[Any]) -> tuple[Fact, ...]:
    return (
        Fact("网点", entry.branch),
        Fact("窗口", entry.window),
        Fact("经办人", staff_words(entry.clerk, entry.clerk_name), "name"),
        *([Fact("复核人", staff_words(entry.second, entry.second_name), "name")] if entry.second else []),
        Fact("依据", entry.article),
        Fact("咨询电话", entry.phone),
    )


