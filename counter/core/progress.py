"""How far a new card has come (制卡进度): four named steps, each with its day where this branch knows it."""

from dataclasses import dataclass
from datetime import datetime

from .custody import custody_of, is_at, place_of
from .dossier import Dossier, Subject
from .states import COMING, CardState, CustodyState, State

ORDER = [state for state in CardState if state in COMING]
ACCEPTED, MADE, ARRIVED, COLLECTED = "受理", "制卡", "到网点", "领卡"
THERE = frozenset({CustodyState.RECEIVED, CustodyState.UNIT, CustodyState.RETURNED, CustodyState.STORED})


@dataclass(frozen=True)
class Stage:
    """One step of a new card's way: done or not, when where this branch did it, and where the card is meanwhile."""

    title: str
    done: bool
    at: datetime | None = None
    where: str = ""


def stages(dossier: Dossier, branch: str = "") -> tuple[Stage, ...]:
    """How far the new card has come, as this branch sees it; nothing where none is on its way."""
    card = dossier.coming()
    if card is None:
        return ()
    here = ORDER.index(card.state)  # type: ignore[arg-type]
    reached = {state: ORDER.index(state) <= here for state in (CardState.RECEIVED, CardState.MADE, CardState.HANDED)}
    made, handed = _first(dossier, card.id, CardState.MADE), _first(dossier, card.id, CardState.HANDED)
    accepted = _first(dossier, card.id, *ORDER[ORDER.index(CardState.RECEIVED) :])
    there = _there(dossier, card, branch)
    custody = custody_of(dossier, card)
    arrived = made if custody is None else _first(dossier, custody.id, CustodyState.RECEIVED)
    return (
        _stage(ACCEPTED, accepted, done=reached[CardState.RECEIVED]),
        _stage(MADE, made, done=reached[CardState.MADE]),
        _stage(ARRIVED, arrived, done=there, where=place_of(dossier, card) if reached[CardState.MADE] else ""),
        _stage(COLLECTED, handed, done=reached[CardState.HANDED]),
    )


def _stage(title: str, at: datetime | None, *, done: bool, where: str = "") -> Stage:
    return Stage(title, done, at if done else None, "" if done else where)


def _there(dossier: Dossier, card: Subject, branch: str) -> bool:
    """Whether the card lies where it is handed out, or its holder has it."""
    if card.state is not CardState.MADE:
        return card.state is CardState.HANDED
    custody = custody_of(dossier, card)
    return is_at(dossier, card, branch) or (custody is not None and custody.state in THERE)


def _first(dossier: Dossier, subject: str, *states: State) -> datetime | None:
    """When a window of this branch brought it there, the first time that still counts."""
    for past in sorted(dossier.past, key=lambda one: one.seq):
        if past.origin != "window" or past.outcome in ("undone", "failed"):
            continue
        moved = (c for c in past.moved if c.subject == subject and c.before is not c.after)
        if any(change.after in states for change in moved):
            return past.at
    return None
