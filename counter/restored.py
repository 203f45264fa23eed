"""What a reversal leaves: its subjects as they were, with the numbers and facts of before the entry it undoes."""

from dataclasses import replace

from counter.branch import Branch
from counter.core.change import Change
from counter.core.decision import Step


def restored(branch: Branch, step: Step) -> Step:
    """The step with what its subjects were before; a subject that did not exist then just goes."""
    return step if step.undoes is None else replace(step, changes=tuple(_was(branch, step, c) for c in step.changes))


def _was(branch: Branch, step: Step, change: Change) -> Change:
    assert step.undoes is not None, "only a reversal restores"
    was = branch.entries.before(step.undoes.seq, step.case.dossier.holder.id, change.subject)
    return change if was is None else replace(change, number=was.number, until=was.until, facts=was.facts)
