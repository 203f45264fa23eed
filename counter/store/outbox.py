"""What waits for the province, and what it answered."""

from datetime import datetime

from counter.core.dossier import SENT_BACK

from .clock import to_ms
from .database import Database

QUEUED, WAITING, ACCEPTED, REJECTED, SETTLED = range(5)

AWAITED = "待省确认"
WORDS = {QUEUED: AWAITED, WAITING: AWAITED, ACCEPTED: "省已确认", REJECTED: SENT_BACK, SETTLED: "退回已处理"}
PENDING = (QUEUED, WAITING)


class Outbox:
    """One row for each entry the province must hear, oldest first for each person."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def due(self, now: datetime, limit: int) -> list[int]:
        """The entries to send now: none whose person has an older one open, waiting or undecided."""
        rows = self._database.rows(
            "SELECT o.seq FROM outbox o WHERE o.state=0 AND o.next_ms<=? AND NOT EXISTS"
            " (SELECT 1 FROM outbox e WHERE e.person=o.person AND e.seq<o.seq AND e.state IN (0,1,3))"
            " ORDER BY o.seq LIMIT ?",
            to_ms(now),
            limit,
        )
        return [int(row[0]) for row in rows]

    def tried(self, seq: int, next_try: datetime) -> None:
        """Note a try without an answer."""
        self._database.run("UPDATE outbox SET tries=tries+1, next_ms=? WHERE seq=?", to_ms(next_try), seq)

    def tries(self, seq: int) -> int:
        """How often one entry was tried."""
        found = self._database.row("SELECT tries FROM outbox WHERE seq=?", seq)
        return int(found[0]) if found else 0

    def may_be_done(self, seq: int, code: str) -> bool:
        """Whether an entry ended here with this code after it was sent and no answer came: the province may have it."""
        found = self._database.row("SELECT tries FROM outbox WHERE seq=? AND state=? AND code=?", seq, REJECTED, code)
        return found is not None and int(found[0]) > 1

    def unanswered(self, op_id: str, part: str) -> int | None:
        """The entry of this operation and part whose final answer has not come."""
        found = self._database.row(
            "SELECT o.seq FROM outbox o JOIN journal j ON j.seq=o.seq"
            " WHERE j.op_id=? AND CAST(j.part AS TEXT)=? AND o.state IN (0,1)",
            op_id,
            part,
        )
        return None if found is None else int(found[0])

    def answered(self, seq: int, state: int, code: str, answer: str) -> bool:
        """Note the province's answer once; False when it had been answered before."""
        touched = self._database.run(
            "UPDATE outbox SET state=?, tries=tries+1, code=?, answer=? WHERE seq=? AND state IN (0,1)",
            state, code, answer, seq,
        )  # fmt: skip
        return touched == 1

    def settle(self, seq: int) -> None:
        """A rejected entry has been dealt with; what it held back may go."""
        self._database.run("UPDATE outbox SET state=? WHERE seq=? AND state=?", SETTLED, seq, REJECTED)

    def again(self, seq: int) -> None:
        """Send a rejected entry once more."""
        self._database.run("UPDATE outbox SET state=0, next_ms=0 WHERE seq=? AND state=?", seq, REJECTED)

    def drop(self, seq: int) -> None:
        """An entry was undone before it was sent: the province need not hear of it."""
        self._database.run("UPDATE outbox SET state=? WHERE seq=? AND state IN (0,1)", SETTLED, seq)

    def counts(self) -> dict[int, int]:
        """How many entries are in each state."""
        return {int(s): int(n) for s, n in self._database.rows("SELECT state, COUNT(*) FROM outbox GROUP BY state")}

    def undone(self) -> dict[int, int]:
        """How many entries are in each state that is not the end: to be sent, being worked on, sent back."""
        rows = self._database.rows("SELECT state, COUNT(*) FROM outbox WHERE state IN (0,1,3) GROUP BY state")
        return {int(state): int(number) for state, number in rows}

    def pending(self) -> tuple[int, int]:
        """How many entries are still to be sent, and how many the province works on."""
        found = dict(
            self._database.rows("SELECT state, COUNT(*) FROM outbox WHERE state IN (0,1) GROUP BY state")
        )
        return int(found.get(QUEUED, 0)), int(found.get(WAITING, 0))

    def unheard(self, person: str) -> bool:
        """Whether this person has entries that the province has not answered."""
        found = self._database.row("SELECT 1 FROM outbox WHERE person=? AND state IN (0,1) LIMIT 1", person)
        return found is not None

    def queued(self, person: str) -> bool:
        """Whether this person has entries that the province has not heard yet."""
        found = self._database.row("SELECT 1 FROM outbox WHERE person=? AND state=? LIMIT 1", person, QUEUED)
        return found is not None

    def state(self, seq: int) -> int | None:
        """The state of one entry; None when the province need not hear of it."""
        found = self._database.row("SELECT state FROM outbox WHERE seq=?", seq)
        return None if found is None else int(found[0])
