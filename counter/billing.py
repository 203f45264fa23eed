"""What a committed row does to the numbered bills."""

from typing import Any

from counter.branch import Branch
from counter.core.case import Case
from counter.core.decision import Accepted
from counter.core.operation import Operation
from counter.store.bills import By
from counter.store.journal import Row


def mark_bills(branch: Branch, row: Row, verdict: Accepted, seq: int) -> None:
    """Write which bills this row issues or voids; those of an act wait for its end. Call it inside ``writing()``."""
    for step in verdict.steps:
        if (row.part, row.person, row.outcome) == (step.case.part, step.case.dossier.holder.id, ""):
            note_bills(branch, step.part.operation, step.case, row, seq)


def note_bills(branch: Branch, operation: Operation[Any, Any], case: Case[Any, Any], row: Row, seq: int) -> None:
    """Write which bills this entry issues or voids. Call it inside ``writing()``."""
    if operation.bills is not None:
        by = By(clerk=row.clerk, window=row.window, now=branch.clock.now(), seq=seq)
        branch.bills.mark(operation.bills(case), by)
