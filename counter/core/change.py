"""One subject moved from one state to another."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from .blank import Blank
from .states import Kind, State

OF_THE_HOLDER = {"name": "姓名", "id_number": "社会保障号码", "sex": "性别", "born_on": "出生日期"}
EMPTY = "（空）"


@dataclass(frozen=True, kw_only=True)
class Change:
    """One subject's move in one entry; ``version`` is the version it was read at.

    ``was``: of a holder's record, what the facts it writes were before.
    """

    role: str
    title: str
    subject: str
    kind: Kind
    before: State
    after: State
    version: int
    card: str = ""
    number: str = ""
    until: datetime | None = None
    facts: Mapping[str, str] = field(default_factory=dict)
    was: Mapping[str, str] = field(default_factory=dict)

    @property
    def words(self) -> str:
        """The change as documents write it: 正常 → 正式挂失."""
        return f"{self.before.value} → {self.after.value}"

    @property
    def last_day(self) -> date | None:
        """The last whole day before it ends, where it does."""
        return None if self.until is None else (self.until - timedelta(days=1)).date()

    def turned(self, blanks: Sequence[Blank]) -> tuple[tuple[str, str, str, str], ...]:
        """What of a holder's record becomes what: the fact's name, its label on this form, before and after."""
        labels = OF_THE_HOLDER | {b.fill: b.label for b in blanks if b.fill}
        return tuple(
            (name, label, self.was[name] or EMPTY, self.facts.get(name, "") or EMPTY)
            for name, label in labels.items()
            if name in self.was
        )
