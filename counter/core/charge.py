"""What an operation costs within itself, and by when it is promised."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from .case import Case
from .dates import WorkingDays, add_calendar_days, add_working_days
from .entry import DEPOSITS, INCOME, Fee, Posting, Promised
from .guide import Days, Moment, Promise
from .offer import Part
from .operation import Postings


def fee_of(part: Part) -> Fee | None:
    """What this operation charges within itself."""
    tariff = part.tariff
    if tariff is None or part.way is None or tariff.moment.value is not Moment.WITHIN:
        return None
    return Fee(
        title=tariff.title,
        yuan=tariff.yuan.value,
        article=tariff.yuan.source,
        way=part.way.title,
        account=part.way.account,
        assumed=tariff.yuan.assumed,
        credit=DEPOSITS if tariff.deposit else INCOME,
    )


def promised(promise: Promise | None, now: datetime, calendar: WorkingDays) -> Promised | None:
    """The promised day, counted as the city's document says."""
    if promise is None:
        return None
    today: date = now.date()
    stop = f"，至{promise.stops}止" if promise.stops else ""
    near = promise.near.value if promise.near is not None else 0
    match promise.kind.value:
        case Days.AT_ONCE:
            return Promised(day=today, certain=True, words="立等可取", article=promise.kind.source)
        case Days.CALENDAR:
            day = add_calendar_days(today, promise.days.value)
            return Promised(
                day=day, certain=True, words=f"{promise.days.value} 日{stop}", article=promise.days.source,
                stops=promise.stops, near=near,
            )  # fmt: skip
        case Days.WORKING:
            due = add_working_days(today, promise.days.value, calendar)
            words = f"{promise.days.value} 个工作日{stop}"
            return Promised(
                day=due.day, certain=due.certain, words=words, article=promise.days.source,
                working=promise.days.value, stops=promise.stops, near=near,
            )  # fmt: skip


def postings_of(fee: Fee | None, case: Case[Any, Any], further: Postings | None) -> list[Posting]:
    """The ledger rows of one entry: what was charged within it, and what the operation books besides."""
    charged = [] if fee is None else [Posting(fee.account, fee.yuan), Posting(fee.credit, -fee.yuan)]
    rows = [*charged, *(further(case) if further is not None else ())]
    assert not sum((row.yuan for row in rows), Decimal(0)), "what comes in on one account goes out of another"
    return rows


def moneys(case: Case[Any, Any], further: Postings | None) -> list[Posting]:
    """The money an operation books beside its fee: what comes in or, negative, goes out, by its account."""
    return [one for one in postings_of(None, case, further) if one.account not in (INCOME, DEPOSITS)]
