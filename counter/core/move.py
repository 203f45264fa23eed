"""Moves: which subject goes from which states to which, and the roles that name the subjects."""

from collections.abc import Sequence
from dataclasses import dataclass

from .case import Facts, Until
from .states import Absent, FinancialState, Kind, SocialState, State


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


@dataclass(frozen=True)
class Move:
    """From one of these states to this one; an optional move happens only where it can.

    ``each``: it is done for every card that an operation about a unit is about.
    """

    role: Role
    before: frozenset[State]
    after: State
    optional: bool = False
    facts: Facts | None = None
    until: Until | None = None
    each: bool = False

    @property
    def creates(self) -> bool:
        """Whether the subject does not exist yet."""
        return Absent.ABSENT in self.before


def move(
    role: Role,
    before: State | Sequence[State],
    after: State,
    *,
    optional: bool = False,
    facts: Facts | None = None,
    until: Until | None = None,
    each: bool = False,
) -> Move:
    """Declare a move."""
    states = frozenset([before] if isinstance(before, State) else before)
    return Move(role, states, after, optional, facts, until, each)


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
