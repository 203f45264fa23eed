"""Closing a window's day: counted blind, open things first, signed where it differs, then locked until opened again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from counter.branch import Branch
from counter.core.case import Clerk
from counter.core.dayend import OpenItem, backwards, counted_fen, differs, not_yet
from counter.core.money import fen
from counter.core.ruled import Refusal
from counter.core.second import SecondRule, not_reviewed
from counter.daypaper import open_words, words_of
from counter.daysheet import DaySheet, day_sheet, due, takes_cash
from counter.seat import Seat
from counter.store.clock import from_ms
from counter.store.days import BRANCH, CLOSED, COUNTED, INTERIM, REOPENED, Doing
from counter.store.figures import Span
from counter.unfinished import unfinished

LONGEST = 200
MOST_NOTES = 9999


def count(branch: Branch, seat: Seat, day: date, notes: tuple[tuple[int, int], ...]) -> Refusal | None:
    """Keep what was counted, with what should have been there at that moment; an earlier count stays as it is."""
    with branch.database.writing():
        refused = _shut(branch, seat, day) or not_yet(day, branch.clock.now())
        if refused is not None:
            return refused
        expected = due(branch, Span(day=day, window=seat.window.id))
        content = {"notes": [list(one) for one in notes], "fen": counted_fen(notes), "due": expected}
        branch.days.add(COUNTED, _by(branch, seat, day), content)
    return None


def _by(branch: Branch, seat: Seat, day: date, window: str = "", second: Clerk | None = None) -> Doing:
    return Doing(
        day=day, window=window or seat.window.id, clerk=seat.clerk.number, now=branch.clock.now(),
        second=second.number if second is not None else "",
    )  # fmt: skip


def _shut(branch: Branch, seat: Seat, day: date) -> Refusal | None:
    closed = branch.days.closed(seat.window.id, day)
    if closed is None:
        return None
    return Refusal(f"{day} 已日结（{closed.number}），要改先请主管重开")


def difference(sheet: DaySheet) -> str:
    """How the last count differs from what should be there; empty where it does not, or nothing was counted."""
    last = sheet.counted
    return differs(int(last.content["fen"]), int(last.content["due"])) if last is not None else ""


def signing(branch: Branch, sheet: DaySheet) -> SecondRule | None:
    """Who must sign this day besides the clerk; None where nobody need."""
    rules = branch.city.dayend
    if rules is None or not (rules.second_always.value or difference(sheet)):
        return None
    return rules.closing


def lacking(branch: Branch, sheet: DaySheet, items: Sequence[OpenItem], now: datetime) -> list[Refusal]:
    """Why this day cannot be closed yet, whatever is typed besides."""
    rules, last = branch.city.dayend, sheet.counted
    assert rules is not None, "only a city with the table closes days"
    said = [not_yet(sheet.span.day, now), backwards(now, _written_last(branch))]
    if sheet.zero:
        said.append(Refusal("各账户借贷不平，请停止收费并联系信息中心"))
    if last is None and (sheet.due or takes_cash(branch)):
        said.append(Refusal("还没有清点现金，请先按面额清点", rules.notes.source, "count"))
    if last is not None and int(last.content["due"]) != sheet.due:
        said.append(Refusal("清点以后又收了钱或退了钱，请再清点一次", rules.notes.source, "count"))
    blocking = [item for item in items if item.blocks]
    if blocking:
        said.append(Refusal(f"还有没办完的：{'、'.join(open_words(blocking))}，请先处理", rules.blocks.source, "open"))
    return [one for one in said if one is not None]


def _written_last(branch: Branch) -> datetime:
    """When the newest entry, or the newest thing about a day, was written."""
    row = branch.database.row("SELECT at_ms FROM head")
    journal = from_ms(int(row[0])) if row is not None else from_ms(0)
    return max(journal, branch.days.latest() or journal)


@dataclass(frozen=True)
class Signed:
    """What was typed with a closing: why the cash differs, and who confirms besides, or why nobody does."""

    why: str
    second: Clerk | Refusal | None

    @property
    def other(self) -> Clerk | None:
        """Who confirmed."""
        return self.second if isinstance(self.second, Clerk) else None


def close(branch: Branch, seat: Seat, day: date, signed: Signed) -> Sequence[Refusal]:
    """Close the day of this window, or say everything that is still lacking; then nothing is written."""
    with branch.database.writing():
        shut = _shut(branch, seat, day)
        if shut is not None:
            return (shut,)
        sheet, now = day_sheet(branch, day, seat.window.id), branch.clock.now()
        items = unfinished(branch, seat.window.id, day)
        refusals = lacking(branch, sheet, items, now) + _unsigned(branch, seat, sheet, signed)
        if refusals:
            return refusals
        why = signed.why[:LONGEST]
        branch.days.add(CLOSED, _by(branch, seat, day, second=signed.other), {
            **_people(seat, signed.other), "due": sheet.due, "why": why,
            "head": _head(branch), "before": _before(branch, seat.window.id),
            "words": words_of(branch, sheet, cash=True, why=why, items=items),
        })  # fmt: skip
    return ()


def _unsigned(branch: Branch, seat: Seat, sheet: DaySheet, signed: Signed) -> list[Refusal]:
    """What a difference asks for: its reason, and somebody who signs besides."""
    said, rule, rules = difference(sheet), signing(branch, sheet), branch.city.dayend
    assert rules is not None, "only a city with the table closes days"
    out = [Refusal(f"现金{said}，请写明原因", rules.second.source, "why")] if said and not signed.why else []
    return out if rule is None else [*out, *not_reviewed("日结", rule, seat.clerk, signed.second)]


def _people(seat: Seat, second: Clerk | None) -> dict[str, Any]:
    named = second.name if second is not None else ""
    return {"clerk_name": seat.clerk.name, "second_name": named, "window_title": seat.window.title}


def _head(branch: Branch) -> list[Any]:
    row = branch.database.row("SELECT seq, hash FROM head")
    return list(row) if row is not None else []


def _before(branch: Branch, window: str) -> str:
    row = branch.database.row(
        "SELECT number FROM day WHERE window=? AND kind=? ORDER BY id DESC LIMIT 1", window, CLOSED
    )
    return str(row[0]) if row is not None else ""


def reopen(branch: Branch, seat: Seat, day: date, window: str, signed: Signed) -> Sequence[Refusal]:
    """Open a closed day again, with its reason and a second person; the closing stays in the record."""
    rules = branch.city.dayend
    assert rules is not None, "only a city with the table closes days"
    with branch.database.writing():
        closed = branch.days.closed(window, day)
        if closed is None:
            return (Refusal(f"{day} 没有日结，不用重开"),)
        unsaid = [] if signed.why else [Refusal("请写明为什么重开", rules.reopen_second.source, "why")]
        refusals = [*unsaid, *not_reviewed("重开日结", rules.reopening, seat.clerk, signed.second)]
        if refusals:
            return refusals
        about = next(row.id for row in reversed(branch.days.of_day(day, window)) if row.kind == CLOSED)
        content = {**_people(seat, signed.other), "why": signed.why[:LONGEST], "closed": closed.number}
        branch.days.add(REOPENED, _by(branch, seat, day, window, signed.other), content, about)
    return ()


def interim(branch: Branch, seat: Seat, day: date, window: str) -> int:
    """Keep the figures as they are now, numbered; returns the row that is printed."""
    rules = branch.city.dayend
    with branch.database.writing():
        sheet = day_sheet(branch, day, window)
        shows = bool(sheet.counts or sheet.closed) or rules is None or rules.shows_cash(seat.clerk.role)
        words = words_of(branch, sheet, cash=shows, items=unfinished(branch, window, day))
        content = {**_people(seat, None), "due": sheet.due, "head": _head(branch), "words": words}
        branch.days.add(INTERIM, _by(branch, seat, day, window or BRANCH), content)
        return branch.days.of_day(day, window or BRANCH)[-1].id


def notes_of(branch: Branch, typed: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """The numbers typed for each denomination, in the city's order; ValueError names the one that is no number."""
    rules = branch.city.dayend
    assert rules is not None, "only a city with the table counts notes"
    out = []
    for yuan, text in zip(rules.notes.value, typed, strict=True):
        many = text.strip() or "0"
        if not (many.isascii() and many.isdigit()) or int(many) > MOST_NOTES:
            raise NoteError(fen(yuan), text)
        out.append((fen(yuan), int(many)))
    return tuple(out)


class NoteError(ValueError):
    """What was typed for one denomination is no number of notes."""

    def __init__(self, worth: int, text: str) -> None:
        super().__init__(f"张数只能写 0 到 {MOST_NOTES} 的整数，现在写的是“{text.strip()}”")
        self.worth = worth
