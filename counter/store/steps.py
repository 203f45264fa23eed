"""The tries of the steps of acts, each with its two commits; what they gave is sealed under the person's key."""

from collections.abc import Mapping
from typing import Any

from counter.core.steps import Tried, TryState

from .clock import from_ms, to_ms
from .database import Database
from .seal import PersonKey


class Steps:
    """Begins, ends and reads tries; ``at_work`` are those that a thread of this process works on just now."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.at_work: set[tuple[int, str, int]] = set()

    def tries(self, seq: int, key: PersonKey) -> list[Tried]:
        """Every try of every step of one act, oldest first."""
        rows = self._database.rows(
            "SELECT step, card, try, state, clerk, COALESCE(ended_ms, started_ms), sealed FROM step WHERE seq=?"
            " ORDER BY started_ms, step, try",
            seq,
        )
        out = []
        for step, card, number, state, clerk, at_ms, sealed in rows:
            content: Mapping[str, Any] = key.open(bytes(sealed), _bound(seq, step, number))
            out.append(
                Tried(
                    step=step, card=card, number=number, state=TryState(state), clerk=clerk, at=from_ms(at_ms),
                    facts=content["facts"], reason=content["reason"],
                )
            )  # fmt: skip
        return out

    def begin(self, seq: int, tried: Tried, key: PersonKey, device: str) -> bool:
        """Write the first commit of a try; False when this try was begun before. Call it inside ``writing()``."""
        sealed = key.seal({"facts": {}, "reason": ""}, _bound(seq, tried.step, tried.number))
        touched = self._database.run(
            "INSERT OR IGNORE INTO step VALUES (?,?,?,?,?,?,?,?,NULL,?)",
            seq, tried.step, tried.card, tried.number, TryState.STARTED.value, tried.clerk, device,
            to_ms(tried.at), sealed,
        )  # fmt: skip
        if touched == 1:
            self.at_work.add((seq, tried.step, tried.number))
        return touched == 1

    def end(self, seq: int, tried: Tried, key: PersonKey) -> bool:
        """Write how a try ended, once; an unknown end is decided once more. Call it inside ``writing()``."""
        content = {"facts": dict(tried.facts), "reason": tried.reason}
        sealed = key.seal(content, _bound(seq, tried.step, tried.number))
        touched = self._database.run(
            "UPDATE step SET state=?, ended_ms=?, sealed=? WHERE seq=? AND step=? AND try=?"
            " AND (state='started' OR (state='unknown' AND ?<>'unknown'))",
            tried.state.value, to_ms(tried.at), sealed, seq, tried.step, tried.number,
            tried.state.value,
        )  # fmt: skip
        return touched == 1

    def begun(self, seq: int) -> bool:
        """Whether a try of this act was begun and has no end yet."""
        return self._database.row("SELECT 1 FROM step WHERE seq=? AND state='started'", seq) is not None

    def cut_off(self, seq: int | None = None) -> list[int]:
        """The acts (or this one) with a try that was begun, has no end, and nobody works on any more."""
        rows = self._database.rows("SELECT seq, step, try FROM step WHERE state='started' ORDER BY seq")
        return [int(row[0]) for row in rows if tuple(row) not in self.at_work and seq in (None, row[0])]


def _bound(seq: int, step: str, number: int) -> str:
    return f"step.{seq}.{step}.{number}"
