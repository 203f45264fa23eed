"""A branch's journal told again from its first row: what every subject is, and was when each row was written."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .books import Books

NOTHING = "无"


@dataclass(frozen=True)
class Row:
    """One journal row with what it moved; ``learnt`` rows are not a window's."""

    seq: int
    operation: str
    person: str
    window: str
    outcome: str
    reverses: int | None
    changes: tuple[Mapping[str, Any], ...]

    @property
    def learnt(self) -> bool:
        """Whether this was heard of or put back, not done at a window."""
        return self.operation in {"learnt", "province.rejected"}


class Replay:
    """The states of all subjects of one branch, as its journal leaves them."""

    def __init__(self, books: Books) -> None:
        self._books = books
        self.seen = 0
        self.state: dict[str, tuple[str, str, str]] = {}
        self.heard_of: set[str] = set()

    def on(self) -> Iterator[Row]:
        """Every new row, its changes already made."""
        rows = self._books.rows(
            "SELECT seq, operation, person, window, outcome, reverses, changes FROM journal WHERE seq>? ORDER BY seq",
            self.seen,
        )
        for *facts, changes in rows:
            row = Row(*facts, tuple(json.loads(changes)))
            self.seen = row.seq
            for change in row.changes:
                self._make(row, change)
            yield row

    def _make(self, row: Row, change: Mapping[str, Any]) -> None:
        if change["before"] == NOTHING and row.learnt:
            self.heard_of.add(change["subject"])
        if change["after"] == NOTHING:
            self.state.pop(change["subject"], None)
        else:
            self.state[change["subject"]] = (row.person, change["kind"], change["after"])

    def of(self, person: str, kind: str) -> dict[str, str]:
        """The states of a person's subjects of a kind."""
        return {key: state for key, (who, what, state) in self.state.items() if (who, what) == (person, kind)}

    def differs(self) -> list[str]:
        """Where the table of subjects is not what the journal says."""
        rows = self._books.rows("SELECT id, person, kind, state FROM subject")
        there = {key: (person, kind, state) for key, person, kind, state in rows}
        both = sorted(self.state.keys() | there.keys())
        return [f"{key} {there.get(key)} ≠ {self.state.get(key)}" for key in both if there.get(key) != self.state.get(key)]
