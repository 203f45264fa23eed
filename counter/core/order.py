"""In what order a desk lists operations: what is most probable now first, from what each declares and nothing else."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .decision import Accepted, Refused, Step
from .dossier import Dossier, Subject
from .offer import Offer
from .operation import Operation
from .ruled import Refusal
from .states import ABSENT, FINAL, WORKING, Kind

FOLLOWS, DUE, MOVES_CARD, MOVES_ELSE, MOVES_NOTHING, ENDS, TAKES_BACK = range(7)
NOT_DONE = frozenset({"undone", "failed", "started"})


@dataclass(frozen=True)
class Barred:
    """Operations that cannot be done for the very same reasons."""

    offers: tuple[Offer, ...]
    refusals: tuple[Refusal, ...]

    @property
    def elsewhere(self) -> bool:
        """Whether another window, bank or role does them."""
        return any(refusal.elsewhere for refusal in self.refusals)


def by_probability(
    possible: Iterable[Accepted], dossier: Dossier, operations: Mapping[str, Operation[Any, Any]]
) -> list[Accepted]:
    """The possible operations, the most probable first; like ones in the order of the city file.

    First what follows on what was done last and on what brings the card into its state, then what is still to be done
    for this holder, then what moves the card that matters now, the fewer states it may start from the nearer; what ends
    the card and what takes something back come last.
    """
    card = dossier.coming() or dossier.card()
    follows = _follows(dossier, card, operations)
    waits = {key for key, one in operations.items() if one.due is not None and one.due(dossier)}
    return sorted(possible, key=lambda one: _rank(one, card, follows, waits))


def _follows(
    dossier: Dossier, card: Subject | None, operations: Mapping[str, Operation[Any, Any]]
) -> Sequence[str]:
    """What the last thing done for this holder names as what follows it, and what leads to the state of the card."""
    last = dossier.past[0] if dossier.past else None
    done = last is not None and last.outcome not in NOT_DONE and last.reverses is None
    named = list(operations[last.operation].then) if last is not None and done and last.operation in operations else []
    if card is not None and card.state not in WORKING:
        for operation in operations.values():
            moves = (*operation.moves, *(operation.act.done if operation.act is not None else ()))
            led = (move.role.kind is Kind.CARD and move.after is card.state not in move.before for move in moves)
            named += operation.then if any(led) else ()
    return tuple(dict.fromkeys(named))


def _rank(one: Accepted, card: Subject | None, follows: Sequence[str], waits: set[str]) -> tuple[int, int]:
    ids = [part.operation.id for part in one.offer.parts]
    if ids[0] in follows:
        return FOLLOWS, follows.index(ids[0])
    if any(part.operation.reverses for part in one.offer.parts):
        return TAKES_BACK, 0
    if waits & set(ids):
        return DUE, 0
    changes = [change for step in one.steps for change in step.changes]
    mine = [change for change in changes if card is not None and change.subject == card.id]
    if any(change.after in FINAL for change in mine) and not any(change.before is ABSENT for change in changes):
        return ENDS, 0
    if mine and card is not None:
        return MOVES_CARD, min(_starts(step, card) for step in one.steps)
    return (MOVES_ELSE if any(change.before is not change.after for change in changes) else MOVES_NOTHING), 0


def _starts(step: Step, card: Subject) -> int:
    """From how many states the step's move of this card may start; many where it does not move it."""
    roles = {change.role for change in step.changes if change.subject == card.id}
    return min((len(move.before) for move in step.part.moves if move.role.name in roles), default=len(FINAL))


def by_reason(refused: Iterable[tuple[Offer, Refused]], dossier: Dossier) -> list[Barred]:
    """The impossible operations by their reasons: first those of a thing this holder has, last those taken back."""
    groups: dict[tuple[Refusal, ...], list[Offer]] = {}
    for offer, verdict in sorted(refused, key=lambda pair: _distance(pair[0], dossier)):
        groups.setdefault(verdict.refusals, []).append(offer)
    return [Barred(tuple(offers), refusals) for refusals, offers in groups.items()]


def _distance(offer: Offer, dossier: Dossier) -> int:
    """How far an operation is from what this holder could want: 0 where it is about something there is."""
    if any(part.operation.reverses for part in offer.parts):
        return 2
    needed = {move.role.kind for part in offer.parts for move in part.operation.moves if not move.creates}
    return int(not all(dossier.of(kind) for kind in needed))
