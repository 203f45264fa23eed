"""No page reads a table that grows with the branch from one end to the other: every query asks an index."""

import re

import pytest

from counter import steps
from counter.acts import wake
from counter.store.database import Database
from tests.clerk import Clerk

GROWS = {
    "person", "find", "subject", "journal", "outbox", "delivery", "inbox", "ledger", "taken", "slip", "act", "step",
    "scan", "audit", "bill", "stock", "work", "print_job",
}  # fmt: skip
NAMED = re.compile(r"\b(?:FROM|JOIN|UPDATE|INTO)\s+(\w+)(?:\s+(?:AS\s+)?(?!WHERE|SET|ON|JOIN|ORDER|GROUP|LEFT)(\w+))?")
SCANS = re.compile(r"^SCAN (?:CONSTANT ROW|(\w+))")
FIRST_ROWS = re.compile(r"FROM \w+ ORDER BY \w+ DESC LIMIT \S+$")
NOBODY = " IN ()"  # false before a row is read, whatever the plan says
JOINED = "loss.formal+replace.lost"


@pytest.fixture
def asked(monkeypatch):
    """Every query that is asked, with its values, by its words."""
    seen = {}
    execute = Database._execute

    def noted(self, sql, values):
        if sql.lstrip().upper().startswith(("SELECT", "UPDATE", "DELETE")):
            seen[sql] = (self, values)
        return execute(self, sql, values)

    monkeypatch.setattr(Database, "_execute", noted)
    return seen


def scanned(database, sql, values):
    """The tables that this query reads from one end to the other."""
    tables = {alias: table for table, name in NAMED.findall(sql) for alias in (name, table) if alias}
    plan = database.db.execute_sql(f"EXPLAIN QUERY PLAN {sql}", values).fetchall()
    few = FIRST_ROWS.search(sql) and not any("TEMP B-TREE" in row[3] for row in plan)
    if few or NOBODY in sql:
        return set()
    named = (found[1] for row in plan if (found := SCANS.match(row[3])) is not None)
    return {tables.get(name, name) for name in named if name}


def read_whole(asked):
    out = {}
    for sql, (database, values) in list(asked.items()):
        whole = scanned(database, sql, values) & GROWS
        if whole:
            out[sql] = whole
    return out


def everything_at_the_desk(counter, clerk, person):
    """The pages a clerk sees from the search to the done page, the lists, and what runs beside them."""
    pid = clerk.open(person.id_number)
    for text in (person.name, "wangjianguo", person.mobile, person.cards[0].number, "4107000120261120000001"):
        clerk.find(text)
    form = clerk.form(pid, JOINED)
    clerk.fill(pid, JOINED, {}, page=form, papers=[])
    done = clerk.confirm(clerk.fill(pid, JOINED, {"lost_on": "2026-11-19", "received": "20"}))
    clerk.find(done.response.request.path.rpartition("/")[2])
    slips = [path for path in done.links if path.endswith(".pdf")]
    menu = [path for path in clerk.get("/").links if path.startswith("/")]
    lists = [path for path in clerk.get("/work").links if path.startswith("/work?")]
    look_ups = [path for path in clerk.get(f"/person/{pid}").links if "/lookup/" in path]
    assert len(menu) > 5
    assert len(lists) > 5
    for path in (f"/person/{pid}", "/strip", *slips, *menu, *lists, *look_ups):
        assert clerk.get(path).status == 200, path
    counter.courier.round(news=True)
    clerk.get(f"/person/{pid}")


def test_ux_44_no_page_reads_a_growing_table_from_one_end_to_the_other(shangluo, asked):
    """UX 44: a branch with a million people answers like one with ten thousand: every query has its index."""
    world, counter = shangluo
    clerk = Clerk(counter, "bank_outlet")
    asked.clear()
    everything_at_the_desk(counter, clerk, next(s.person for s in world.stories if s.id == "lost"))
    assert len(asked) > 40, "the pages asked something"
    assert read_whole(asked) == {}


def test_nothing_is_read_through_when_the_counter_starts(shangluo, asked):
    counter = shangluo[1]
    asked.clear()
    wake(counter.branch)
    steps.wake(counter.branch)
    assert asked
    assert read_whole(asked) == {}


def test_what_reads_a_table_through_is_noticed(shangluo, asked):
    branch = shangluo[1].branch
    branch.database.rows("SELECT j.seq FROM journal j WHERE j.clerk=?", "1024")
    branch.database.rows("SELECT seq FROM journal WHERE person=?", "nobody")
    assert list(read_whole(asked).values()) == [{"journal"}]
