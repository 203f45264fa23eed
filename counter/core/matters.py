"""What is still to be done at this branch (事项), and in which work list it stands: a function of a dossier."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum
from typing import TYPE_CHECKING, Any

from .custody import custody_of, made_here
from .dossier import Dossier, Subject
from .move import Role
from .party import Party
from .states import ABSENT, CustodyState, Kind, State

if TYPE_CHECKING:
    from .operation import Operation


class MatterKind(Enum):
    """A work list, in the documents' words; ``PROMISED`` holds the promises that run, read as 超期 and 将到期."""

    REJECTED = "省已退回"
    UNKNOWN_ACT = "结果不明"
    SENT_BACK = "对方退回"
    WITHDRAWN = "制卡信息撤出"
    APPLIED = "网上申请"
    UNSIGNED = "未签字"
    UNFINISHED = "没有办完"
    PROMISED = "时限"
    HAND_OUT = "待领"
    MAKE = "待制"
    HAND_ON = "交接和回卡"


@dataclass(frozen=True)
class Here:
    """The branch whose lists these are; ``makes_for_others``: cards that go back to other branches are made here."""

    code: str
    makes_for_others: bool = False


When = Callable[[Dossier, Subject, Here], bool]


def _always(_dossier: Dossier, _subject: Subject, _here: Here) -> bool:
    return True


@dataclass(frozen=True)
class Awaits:
    """What waits for an operation stands in this list: the subject of this role in a state its move starts from."""

    kind: MatterKind
    role: Role
    when: When = _always


@dataclass(frozen=True, kw_only=True)
class Matter:
    """One row of a work list: ``about`` is a subject, an act or a work item; ``operations`` would end it.

    ``unit`` is the number of the unit on whose page that is done. ``due`` is the promised day, ``near`` the day from
    which it is soon due, ``sure`` whether the year's holidays are known, ``working`` whether working days count.
    """

    kind: MatterKind
    about: str
    operations: tuple[str, ...]
    since: datetime
    unit: str = ""
    due: date | None = None
    near: date | None = None
    sure: bool = True
    working: bool = False


def awaited(dossier: Dossier, operations: Mapping[str, "Operation[Any, Any]"], here: Here) -> tuple[Matter, ...]:
    """What of this holder waits for one of these operations, each thing once a list."""
    found: dict[tuple[MatterKind, str], Matter] = {}
    for operation in operations.values():
        for one in operation.awaits:
            for subject in dossier.of(one.role.kind):
                if subject.state not in starts(operation, one.role) or not one.when(dossier, subject, here):
                    continue
                key = (one.kind, subject.id)
                known = found.get(key) or Matter(
                    kind=one.kind, about=subject.id, operations=(), since=subject.since, unit=_unit(operation, subject)
                )
                found[key] = replace(known, operations=(*known.operations, operation.id))
    return tuple(found.values())


def starts(operation: "Operation[Any, Any]", role: Role) -> frozenset[State]:
    """The states in which what plays this role waits for the operation."""
    return frozenset(state for one in operation.moves if one.role == role for state in one.before) - {ABSENT}


def _unit(operation: "Operation[Any, Any]", subject: Subject) -> str:
    if operation.about is not Party.UNIT:
        return ""
    return subject.facts.get("unit", "") or subject.facts.get("pickup", "")


def ordered_here(dossier: Dossier, card: Subject) -> bool:
    """Whether a window of this branch had to do with this card."""
    return any(change.subject == card.id for past in dossier.past if past.origin == "window" for change in past.moved)


def to_make_here(dossier: Dossier, card: Subject, here: Here) -> bool:
    """Whether an ordered card is made here: ordered here, or at a branch for which this one makes."""
    elsewhere = card.facts.get("pickup", "") not in ("", here.code)
    return (here.makes_for_others and elsewhere) or ordered_here(dossier, card)


def lying_here(dossier: Dossier, card: Subject, here: Here) -> bool:
    """Whether a finished card lies here, whole, for its holder."""
    custody, pickup = custody_of(dossier, card), card.facts.get("pickup", "")
    if _in_the_maker(dossier, card):
        return False
    if custody is not None:
        return custody.state is CustodyState.RECEIVED and custody.facts.get("unit") == here.code
    return pickup in ("", here.code) and made_here(dossier, card)


def to_be_sent(dossier: Dossier, card: Subject, here: Here) -> bool:
    """Whether a card was made here and goes to another branch that has not got it."""
    goes = card.facts.get("pickup", "") not in ("", here.code)
    return goes and custody_of(dossier, card) is None and made_here(dossier, card) and not _in_the_maker(dossier, card)


def on_its_way_here(dossier: Dossier, card: Subject, here: Here) -> bool:
    """Whether a card made elsewhere comes here to be handed out and nobody has signed for it."""
    comes = card.facts.get("pickup", "") == here.code
    return comes and custody_of(dossier, card) is None and not made_here(dossier, card)


def is_where_it_lies(dossier: Dossier, custody: Subject, _here: Here) -> bool:
    """Whether what is said of where a card lies still says something."""
    card = next((one for one in dossier.of(Kind.CARD) if one.id == custody.card), None)
    return custody_of(dossier, card) == custody


def _in_the_maker(dossier: Dossier, card: Subject) -> bool:
    return any(card.id in act.subjects for act in dossier.acts)
