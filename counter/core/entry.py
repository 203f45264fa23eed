"""What was done: one committed entry, as slips, pages and reports read it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Generic, TypeVar

from .case import Finding
from .change import Change
from .form import Form
from .party import Party
from .scan import Scan

F = TypeVar("F", bound=Form)

INCOME, DEPOSITS = "工本费收入", "押金"


@dataclass(frozen=True)
class Posting:
    """One ledger row: the account, and yuan that come in (or, negative, go out); an entry's rows sum to zero."""

    account: str
    yuan: Decimal


@dataclass(frozen=True, kw_only=True)
class Fee:
    """What was charged, by which tariff item, in which way, on whose authority.

    The ledger takes it from ``credit`` to ``account``.
    """

    title: str
    yuan: Decimal
    article: str
    way: str = ""
    account: str = ""
    assumed: bool = False
    credit: str = INCOME


@dataclass(frozen=True, kw_only=True)
class Promised:
    """The promised day of one entry: ``certain`` is false while the year's holidays are not published.

    ``working`` is how many working days it is, 0 where it does not count so; ``stops`` the title of the operation
    that stops the clock; ``near`` how few days left are worth a warning.
    """

    day: date
    certain: bool
    words: str
    article: str
    working: int = 0
    stops: str = ""
    near: int = 0


@dataclass(frozen=True, kw_only=True)
class Entry(Generic[F]):
    """One committed operation with everything its slip, its report and its page may say.

    ``party``: whose entry it is; ``cards`` are its holders' own entries where it is a unit's. ``second`` is the number
    of who confirmed it besides the clerk (复核人). ``by_hand``: what was typed though it could have been read;
    ``answers_for``: what the clerk has answered for about who has come.
    """

    number: str
    op_id: str
    part: int
    operation: str
    title: str
    article: str
    at: datetime
    office: str
    phone: str
    branch: str
    window: str
    clerk: str
    clerk_name: str
    name: str
    id_number: str
    card_number: str
    form: F
    changes: tuple[Change, ...] = ()
    fee: Fee | None = None
    promised: Promised | None = None
    materials: tuple[str, ...] = ()
    next: str = ""
    notices: tuple[str, ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)
    outcome: str = ""
    reverses: str = ""
    findings: Mapping[str, Finding] = field(default_factory=dict)
    scans: tuple[Scan, ...] = ()
    printed: Mapping[str, str] = field(default_factory=dict)
    party: Party = Party.PERSON
    cards: "tuple[Entry[Any], ...]" = ()
    unscanned: bool = False
    second: str = ""
    second_name: str = ""
    by_hand: tuple[str, ...] = ()
    answers_for: str = ""

    def change(self, role: str) -> Change | None:
        """The move of the subject that plays this role."""
        return next((change for change in self.changes if change.role == role), None)
