"""The term of a temporary card: whole months, counted as civil law counts them, and said in words."""

from collections.abc import Mapping
from datetime import date

from counter import Subject, add_months, cut_short

from .rules import RenewFrom, TempcardRules


def last_day(rules: TempcardRules, start: date) -> date | None:
    """The last day on which the card is good; None where the city sets no term."""
    return add_months(start, rules.months.value) if rules.months.value else None


def renewed_from(rules: TempcardRules, card: Subject, today: date) -> date:
    """From where the new term counts: the old end while it lies ahead, or the day of the renewal."""
    old = card.facts.get("valid_until", "")
    if rules.renew_from.value is RenewFrom.TODAY or not old:
        return today
    return max(date.fromisoformat(old), today)


def new_term(rules: TempcardRules, start: date) -> Mapping[str, str]:
    """The term as facts of the card: its last day, and how that was counted."""
    last = last_day(rules, start)
    if last is None:
        return {}
    counted = f"自 {start.isoformat()} 起 {rules.months.value} 个月"
    if cut_short(start, rules.months.value):
        counted += f"；{last.month} 月没有 {start.day} 日，到当月最后一日（《民法典》第二百零二条）"
    return {"valid_until": last.isoformat(), "term": counted}
