"""After the run: everything confirmed is in the journal once, the chain holds, the money balances."""

from collections import Counter
from pathlib import Path

from prepare import PARTS, Visit

from counter.store.database import Database
from counter.store.journal import broken_link


def faults(folder: Path, confirmed: list[Visit]) -> list[str]:
    """What is wrong with the records after the run; nothing, if all is well."""
    database = Database(folder / "counter.db")
    rows = database.rows("SELECT op_id, part FROM journal WHERE origin='window'")
    wanted = {(visit.op_id, part) for visit in confirmed for part in range(PARTS[visit.offer])}
    found = Counter((op_id, part) for op_id, part in rows)
    drafts = {row[0] for row in database.rows("SELECT op_id FROM draft")}
    broken = broken_link(database)
    unbalanced = database.rows("SELECT seq FROM ledger GROUP BY seq HAVING SUM(fen)<>0")
    paid = database.row("SELECT COUNT(*), COUNT(DISTINCT seq), COALESCE(SUM(fen), 0) FROM ledger")
    fees = sum(PARTS[visit.offer] - 1 for visit in confirmed)
    (outbox,) = database.row("SELECT COUNT(*) FROM outbox") or (0,)
    (slips,) = database.row("SELECT COUNT(*) FROM slip") or (0,)
    database.close()
    said = {
        f"{len(wanted - set(found))} confirmed entries are lost": wanted - set(found),
        f"{len(set(found) - wanted)} entries nobody confirmed": set(found) - wanted,
        "entries written twice": [key for key, times in found.items() if times > 1],
        "confirmed forms still kept as drafts": drafts & {visit.op_id for visit in confirmed},
        f"the chain breaks at {broken}": broken is not None,
        "entries whose money does not balance": unbalanced,
        f"the ledger is {paid}, for {fees} fees": paid != (2 * fees, fees, 0),
        f"{outbox} rows wait for the province, {slips} slips": (outbox, slips) != (len(wanted), len(wanted)),
    }
    return [sentence for sentence, wrong in said.items() if wrong]
