"""One subject moved from one state to another."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from .states import Kind, State


@dataclass(frozen=True, kw_only=True)
class Change:
    """One subject's move in one entry; ``version`` is the version it was read at."""

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

    @property
    def words(self) -> str:
        """The change as documents write it: 正常 → 正式挂失."""
        return f"{self.before.value} → {self.after.value}"
