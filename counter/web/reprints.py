"""One more copy of a paper (补打): counted, marked on the paper, and put into the queue in the same commit."""

from flask.typing import ResponseReturnValue

from counter.core.prints import FORM, NO_PAPER, Job, Printer
from counter.store.days import PRINTED, DayRow, Doing
from counter.store.entries import Kept
from counter.store.prints import name_of

from .papers import put_words
from .shell import branch, login_now, note


def reprint(kept: Kept, printer: Printer, last: Job, why: str) -> None:
    """Count one more copy of an entry's paper and put it, in one commit."""
    clerk, now = login_now().clerk.number, branch().clock.now()
    why = why if why in NO_PAPER else ""
    with branch().database.writing():
        number = last.number + 1 if last.kind == FORM else branch().entries.another_copy(kept.seq, clerk, now)
        name = name_of(kept.entry.number, last.kind, number)
        branch().prints.put(printer, kept.seq, number, name, clerk=clerk, now=now, why=why)
        again = "，".join(part for part in (last.named, f"第{number - 1}次", why) if part)
        note("补打", person=kept.person, text=again)


def words_again(job: Job, why: str) -> ResponseReturnValue:
    """Put the next copy of a paper of no entry; one of the day's is counted there. Call it inside ``writing()``."""
    worded = branch().words.of(job.id)
    assert worded is not None, "asked for before"
    row = branch().days.at(worded.about) if worded.about is not None else None
    number = another_copy(row) if row is not None else job.number + 1
    if row is None:
        again = "，".join(part for part in (job.named, f"第{number - 1}次", why) if part)
        note("补打", person=worded.person, text=again)
    named = job.name.removesuffix(f"-{job.kind}-{job.number}")
    return put_words(worded, job.kind, named, number, why)


def copies_of(row: DayRow) -> list[DayRow]:
    """The reprints of a paper of the day, in order."""
    return [one for one in branch().days.of_day(row.day, row.window) if (one.kind, one.about) == (PRINTED, row.id)]


def another_copy(row: DayRow) -> int:
    """Count one more copy of this paper; its number. Call it inside ``writing()``."""
    by = Doing(day=row.day, window=row.window, clerk=login_now().clerk.number, now=branch().clock.now())
    branch().days.add(PRINTED, by, {"number": row.number}, row.id)
    note("补打", text=row.number)
    return len(copies_of(row)) + 1
