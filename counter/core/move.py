"""Moves: which subject goes from which states to which, and the roles that name the subjects."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from .case import Case, Facts, Until
from .dossier import Subject
from .states import Absent, FinancialState, Kind, SocialState, State

When = Callable[[Case[Any, Any]], bool]
Only = Callable[[Case[Any, Any], Subject], bool]


@dataclass(frozen=True)
class Role:
    """The part a subject plays in a move; a function's role follows the role of its card."""

    name: str
    kind: Kind
    title: str
    of: str = ""


OLD_CARD = Role("card", Kind.CARD, "社会保障卡")
NEW_CARD = Role("new_card", Kind.CARD, "新卡")
SOCIAL = Role("social", Kind.SOCIAL, "社保功能", of="card")
FINANCIAL = Role("financial", Kind.FINANCIAL, "金融功能", of="card")
NEW_SOCIAL = Role("social", Kind.SOCIAL, "社保功能", of="new_card")
NEW_FINANCIAL = Role("financial", Kind.FINANCIAL, "金融功能", of="new_card")
PAYMENT = Role("payment", Kind.PAYMENT, "缴费")
CUSTODY = Role("custody", Kind.CUSTODY, "保管", of="new_card")
BATCH = Role("batch", Kind.BATCH, "成品卡交接")
TEMPORARY = Role("temporary", Kind.TEMPORARY, "临时卡")
BLACKLIST = Role("blacklist", Kind.BLACKLIST, "黑名单")
RECORD = Role("record", Kind.RECORD, "登记信息")


@dataclass(frozen=True)
class Move:
    """From one of these states to this one; an optional move happens only where it can.

    ``each``: it is done for every card that an operation about a unit is about; ``only``: which of the
    subjects in such a state this case may be about; ``when``: it is left out where the city's rules do not want it.
    """

    role: Role
    before: frozenset[State]
    after: State
    optional: bool = False
    facts: Facts | None = None
    until: Until | None = None
    each: bool = False
    only: Only | None = None
    when: When | None = None

    @property
    def creates(self) -> bool:
        """Whether the subject does not exist yet."""
        return Absent.ABSENT in self.before


def move(
    role: Role,
    before: State | Collection[State],
    after: State,
    *,
    optional: bool = False,
    facts: Facts | None = None,
    until: Until | None = None,
    each: bool = False,
    only: Only | None = None,
    when: When | None = None,
) -> Move:
    """Declare a move."""
    states = frozenset([before] if isinstance(before, State) else before)
    return Move(role, states, after, optional, facts, until, each, only, when)


FUNCTIONS_STOP = (
    move(SOCIAL, [SocialState.OFF, SocialState.ON], SocialState.STOPPED, optional=True),
    move(
        FINANCIAL,
        [FinancialState.OFF, FinancialState.ON, FinancialState.LOST],
        FinancialState.STOPPED,
        optional=True,
    ),
)
"""Both functions of a card stop with it."""
