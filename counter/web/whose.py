"""Whose a paper is on its way to a printer: of which part of an entry, of which window, for whose eyes."""

from counter.core.prints import FORM, Job, Stage
from counter.printers.drawn import first_rows, named_for
from counter.store.entries import Kept
from counter.store.staff import SUPERVISOR

from .shell import branch, login_now


def part_of(op_id: str, part: int) -> Kept | None:
    """The newest row of this part that was done, of an operation that is known here."""
    rows = [kept for kept in branch().entries.of_operation(op_id) if kept.entry.part == part]
    done = [kept for kept in rows if kept.entry.outcome in ("", "done")]
    kept = done[-1] if done else None
    return kept if kept is not None and kept.entry.operation in branch().catalogue.operations else None


def gives(kept: Kept, kind: str) -> bool:
    """Whether there is such a paper of this entry."""
    if kind != FORM:
        return bool(branch().entries.copies(kept.seq))
    rows = first_rows(branch().entries.of_operation(kept.entry.op_id))
    return any(one.part == kept.entry.part for one in named_for(branch(), rows))


def mine(item_id: int) -> Job | None:
    """The job, where it is one of this window, a supervisor asks, or it waits for whichever browser prints it."""
    job = branch().prints.at(item_id)
    if job is None:
        return None
    free = job.by_browser and job.stage is Stage.QUEUED and job.seq is not None
    return job if free or job.window == login_now().window or login_now().clerk.role == SUPERVISOR else None


def readable(job: Job) -> bool:
    """Whether its words are for this clerk: those of a look-up are for who asked, and for supervisors."""
    return not job.has_words or job.clerk == login_now().clerk.number or login_now().clerk.role == SUPERVISOR


def has_copy(job: Job) -> bool:
    """Whether this clerk can have another copy of this paper of no entry."""
    return readable(job) and branch().words.of(job.id) is not None
