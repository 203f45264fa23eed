"""The stock of blank cards (预制卡、半成品卡): rows that only grow, chained by hash, and what is left of each batch."""

from dataclasses import dataclass
from datetime import datetime

from .clock import to_ms
from .database import Database
from .journal import broken_row, chain_row

TAKEN_IN, FED, MADE, SPOILED, RETURNED, LOST = "入库", "进卡", "制成", "作废", "退回", "遗失"
LATELY = 1000
"""Rows that are summed anew each time: what is older was committed long ago and is summed once."""
Sums = dict[tuple[str, str], dict[str, int]]
CHAINED = "at_ms, batch, bank, kind, count, clerk, window, seq, note"


@dataclass(frozen=True, kw_only=True)
class Batch:
    """One batch: what came in is what is left, lies in a maker, was made, was spoiled or was lost."""

    batch: str
    bank: str
    taken_in: int
    made: int
    spoiled: int
    lost: int
    inside: int
    left: int


class StockList:
    """Appends stock rows and counts them; ``feeding`` are the blanks that threads of this process draw in just now."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._settled: tuple[int, Sums] = (0, {})
        self.feeding: dict[int, tuple[str, str]] = {}

    def add(
        self, kind: str, batch: str, bank: str, count: int,
        *, clerk: str, window: str, now: datetime, seq: int | None = None, note: str = "",
    ) -> None:
        """Append one row to the chain. Call it inside ``writing()``."""
        values = [to_ms(now), batch, bank, kind, count, clerk, window, seq, note[:200]]
        chain_row(self._database, "stock", CHAINED, values)
        if kind == FED and seq is not None:
            self.feeding.pop(seq, None)

    def batches(self) -> list[Batch]:
        """Every batch in the order in which it first came in."""
        upto, settled = self._settled
        newest = self.last()
        if newest - upto > 2 * LATELY:
            upto, settled = self._settled = newest - LATELY, self._added(settled, upto, newest - LATELY)
        sums = self._added(settled, upto, newest)
        for drawn in self.feeding.copy().values():
            own = sums.setdefault(drawn, {})
            own[f"{FED}+"] = own.get(f"{FED}+", 0) + 1
        return [_batch(batch, bank, own) for (batch, bank), own in sums.items()]

    def _added(self, sums: Sums, after: int, upto: int) -> Sums:
        """These sums and the rows after one up to another; rows never change, so what was summed once stays."""
        out = {key: dict(own) for key, own in sums.items()}
        rows = self._database.rows(
            "SELECT batch, bank, kind, seq IS NOT NULL, SUM(count) FROM stock WHERE id>? AND id<=?"
            " GROUP BY batch, bank, kind, seq IS NOT NULL ORDER BY MIN(id)",
            after,
            upto,
        )
        for batch, bank, kind, of_act, count in rows:
            own, name = out.setdefault((batch, bank), {}), f"{kind}{'+' if of_act else ''}"
            own[name] = own.get(name, 0) + int(count)
        return out

    def fitting(self, bank: str) -> list[Batch]:
        """The batches from which a card of this bank can be made, oldest first; a batch may be of any bank."""
        return [b for b in self.batches() if b.left > 0 and (not b.bank or not bank or bank.startswith(b.bank))]

    def fed(self, seq: int) -> tuple[str, str] | None:
        """Batch and bank of the blank card that this act has in the maker; None when it has none."""
        rows = self._database.rows("SELECT kind, batch, bank FROM stock WHERE seq=? ORDER BY id", seq)
        return (rows[-1][1], rows[-1][2]) if rows and rows[-1][0] == FED else None

    def last(self) -> int:
        """The number of the newest row; what is written on another one was written before."""
        row = self._database.row("SELECT MAX(id) FROM stock")
        return int(row[0] or 0) if row else 0

    def rows(self, limit: int) -> list[tuple[object, ...]]:
        """The newest rows, newest first."""
        return self._database.rows(f"SELECT {CHAINED} FROM stock ORDER BY id DESC LIMIT ?", limit)  # noqa: S608


def _batch(batch: str, bank: str, own: dict[str, int]) -> Batch:
    def sum_of(kind: str) -> int:
        return own.get(kind, 0) + own.get(f"{kind}+", 0)

    inside = sum_of(FED) - sum_of(MADE) - sum_of(RETURNED) - own.get(f"{SPOILED}+", 0)
    out = sum_of(MADE) + sum_of(SPOILED) + sum_of(LOST)
    return Batch(
        batch=batch, bank=bank, taken_in=sum_of(TAKEN_IN), made=sum_of(MADE), spoiled=sum_of(SPOILED),
        lost=sum_of(LOST), inside=inside, left=sum_of(TAKEN_IN) - out - inside,
    )  # fmt: skip


def broken_stock(database: Database) -> int | None:
    """The first stock row whose hash does not hold; None when the whole chain does."""
    return broken_row(database, "stock", CHAINED)
