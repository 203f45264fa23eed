"""Operation ids as they are issued, with what has been typed so far; gone once the operation is done."""

import os
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any

from counter.core.case import Finding
from counter.core.filled import Filled

from .clock import from_ms, to_ms
from .database import Database
from .payload import plain_finding, read_findings
from .seal import PersonKey

KEPT = timedelta(days=2)


def new_op_id(now: datetime) -> str:
    """A UUIDv7: sorts by time, 74 random bits."""
    raw = bytearray(to_ms(now).to_bytes(6, "big") + os.urandom(10))
    raw[6], raw[8] = (raw[6] & 0x0F) | 0x70, (raw[8] & 0x3F) | 0x80
    text = raw.hex()
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


@dataclass(frozen=True, kw_only=True)
class Draft:
    """One issued operation; ``versions`` and ``holder`` are as the clerk saw them, ``cards`` those of a unit.

    ``filled`` says what each blank was filled with and by whom, ``turn`` grows with every form that is drawn anew,
    ``at`` is the field the clerk was last in. ``despite`` is said at the confirming and never kept.
    """

    op_id: str
    clerk: str
    window: str
    person: str
    offer: str
    made: datetime
    checked: bool = False
    texts: Mapping[str, str] = field(default_factory=dict)
    materials: frozenset[str] = frozenset()
    findings: Mapping[str, Finding] = field(default_factory=dict)
    versions: Mapping[str, int] = field(default_factory=dict)
    holder: Mapping[str, str] = field(default_factory=dict)
    cards: Mapping[str, str] = field(default_factory=dict)
    filled: Mapping[str, Filled] = field(default_factory=dict)
    turn: int = 0
    at: str = ""
    despite: bool = False


def _plain(filled: Filled) -> dict[str, Any]:
    return {**asdict(filled), "at": None if filled.at is None else to_ms(filled.at)}


def _filled(kept: Mapping[str, Any]) -> Filled:
    return Filled(**{**kept, "at": None if kept["at"] is None else from_ms(kept["at"])})


class Drafts:
    """Issues, keeps and drops drafts."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def save(self, draft: Draft, key: PersonKey) -> None:
        """Keep the draft, sealed; nothing is kept of an operation that is done."""
        content = {
            "texts": dict(draft.texts),
            "materials": sorted(draft.materials),
            "versions": dict(draft.versions),
            "holder": dict(draft.holder),
            "cards": dict(draft.cards),
            "filled": {name: _plain(filled) for name, filled in draft.filled.items()},
            "turn": draft.turn,
            "at": draft.at,
            "findings": {need: plain_finding(finding) for need, finding in draft.findings.items()},
        }
        sealed = key.seal(content, f"draft.{draft.op_id}")
        with self._database.writing():
            self._database.run(
                "INSERT OR REPLACE INTO draft SELECT ?,?,?,?,?,?,?,?"
                " WHERE NOT EXISTS (SELECT 1 FROM journal WHERE op_id=?)",
                draft.op_id, draft.clerk, draft.window, draft.person, draft.offer,
                to_ms(draft.made), int(draft.checked), sealed, draft.op_id,
            )  # fmt: skip

    def load(self, op_id: str, keys: Callable[[str], PersonKey]) -> Draft | None:
        """The draft as it was saved; ``keys`` gives a person's key."""
        row = self._database.row(
            "SELECT clerk, window, person, offer, made_ms, checked, sealed FROM draft WHERE op_id=?", op_id
        )
        if row is None:
            return None
        content: Mapping[str, Any] = keys(row[2]).open(bytes(row[6]), f"draft.{op_id}")
        return Draft(
            op_id=op_id,
            clerk=row[0],
            window=row[1],
            person=row[2],
            offer=row[3],
            made=from_ms(row[4]),
            checked=bool(row[5]),
            texts=content["texts"],
            materials=frozenset(content["materials"]),
            versions=content["versions"],
            holder=content.get("holder", {}),
            cards=content.get("cards", {}),
            filled={name: _filled(kept) for name, kept in content.get("filled", {}).items()},
            turn=content.get("turn", 0),
            at=content.get("at", ""),
            findings=read_findings(content["findings"]),
        )

    def unfinished(self, clerk: str, person: str) -> list[tuple[str, str]]:
        """Operation id and offer of what this clerk has begun for this person."""
        rows = self._database.rows(
            "SELECT op_id, offer FROM draft WHERE clerk=? AND person=? ORDER BY made_ms DESC", clerk, person
        )
        return [(str(r[0]), str(r[1])) for r in rows]

    def drop(self, op_id: str) -> bool:
        """Forget the draft; False when there was none. Call it inside ``writing()``."""
        return self._database.run("DELETE FROM draft WHERE op_id=?", op_id) == 1

    def sweep(self, now: datetime) -> None:
        """Forget drafts nobody came back to."""
        with self._database.writing():
            self._database.run("DELETE FROM draft WHERE made_ms<?", to_ms(now - KEPT))
