"""The journal only grows, each row is chained to the one before, and an operation is written whole or not at all."""

from dataclasses import replace
from datetime import timedelta

import peewee
import pytest

from counter.core.states import CardState, Kind
from counter.store.drafts import new_op_id
from counter.store.journal import Row, StaleError, TakenError, broken_link
from counter.store.people import People
from counter.visit import carry_out
from tests.conftest import NOW

ANY_ERROR = (peewee.PeeweeException, peewee.sqlite3.Error)


@pytest.fixture
def written(road):
    """Three persons met, one card lost and one replaced: seven rows and more."""
    road.lose(road.meet("lost"))
    road.replace(road.meet("hong-kong"))
    return road


def forced(road, sql: str) -> None:
    """Change the file behind the program's back: without its triggers."""
    database = road.branch.database
    for (name,) in road.rows("SELECT name FROM sqlite_master WHERE type='trigger'"):
        database.run(f"DROP TRIGGER {name}")
    assert database.run(sql) >= 1


def test_the_chain_of_untouched_rows_holds(written):
    assert written.rows("SELECT COUNT(*) FROM journal")[0][0] >= 5
    assert broken_link(written.branch.database) is None


@pytest.mark.parametrize(
    "change",
    [
        "clerk='1025'", "at_ms=at_ms-1", "operation='loss.release'", "person='x'", "outcome='done'", "op_id='x'",
        "changes=replace(changes,'临时挂失','正常')", "sealed=CAST(substr(sealed,1,20)||x'00'||substr(sealed,22) AS BLOB)",
        "reverses=1", "rules=''", "\"window\"='9'", "origin='bank'", "clerk=CAST(x'ff31' AS TEXT)", "prev=hash", "hash=prev", "part=1",
    ],
)  # fmt: skip
def test_a_row_changed_behind_the_program_is_named(written, change):
    forced(written, f"UPDATE journal SET {change} WHERE seq=2")
    assert broken_link(written.branch.database) == 2


def test_a_row_taken_out_of_the_middle_is_named_by_the_next(written):
    forced(written, "DELETE FROM journal WHERE seq=2")
    assert broken_link(written.branch.database) == 3


def test_the_last_row_taken_away_is_noticed_by_the_head(written):
    forced(written, "DELETE FROM journal WHERE seq=(SELECT MAX(seq) FROM journal)")
    assert broken_link(written.branch.database) == -1


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE journal SET clerk='1025' WHERE seq=1",
        "DELETE FROM journal WHERE seq=1",
        "INSERT OR REPLACE INTO journal SELECT * FROM journal WHERE seq=1",
        "UPDATE ledger SET fen=fen+1",
        "DELETE FROM ledger",
        "UPDATE audit SET ok=1",
    ],
)
def test_the_database_itself_refuses_to_change_what_was_written(written, sql):
    written.branch.audit.note("查看", clerk="1024", window="1", now=NOW)
    before = written.rows("SELECT * FROM journal"), written.rows("SELECT * FROM ledger")
    with pytest.raises(ANY_ERROR, match="never"):
        written.branch.database.run(sql)
    assert (written.rows("SELECT * FROM journal"), written.rows("SELECT * FROM ledger")) == before


def test_every_entry_balances_to_zero_and_is_the_fee(written):
    sums = written.rows("SELECT seq, SUM(fen), COUNT(*) FROM ledger GROUP BY seq")
    assert [(total, count) for _, total, count in sums] == [(0, 2)]
    assert sorted(written.rows("SELECT account, fen FROM ledger")) == [("工本费收入", -2000), ("现金", 2000)]


def test_time_goes_on_in_the_journal_when_the_clock_goes_back(road):
    person = road.meet("lost")
    for back in (timedelta(), timedelta(hours=2), timedelta(days=1)):
        road.clock.at = NOW - back
        road.lose(person)
        road.do(person, "loss.release", kind="bureau")
    at = [row[0] for row in road.rows("SELECT at_ms FROM journal ORDER BY seq")]
    assert len(at) == 7
    assert at == sorted(set(at))
    wall = [row[0] for row in road.rows("SELECT wall_ms FROM journal ORDER BY seq")]
    assert wall[0] - wall[-1] == timedelta(days=1) / timedelta(milliseconds=1)


def test_two_rows_of_one_moment_are_a_millisecond_apart(road):
    op_id = road.replace(road.meet("lost"))
    first, second = [row[0] for row in road.rows("SELECT at_ms FROM journal WHERE op_id=? ORDER BY seq", op_id)]
    assert second == first + 1


def test_an_operation_is_written_whole_or_not_at_all(road, monkeypatch):
    """The second part of a joined operation cannot be written: the first is not either, the draft stays."""
    person = road.meet("lost")
    op_id, seat = road.draft(person, "loss.formal+replace.lost", {"lost_on": "2026-11-19", "mobile": "13909140101", "received": "20"}, "bank_outlet")
    tables = ("journal", "ledger", "subject", "outbox", "slip", "head", "draft")
    before = {table: road.rows(f"SELECT * FROM {table}") for table in tables}
    road.branch.database.run("CREATE TRIGGER stop BEFORE INSERT ON ledger BEGIN SELECT RAISE(ABORT, 'stop'); END")
    with pytest.raises(ANY_ERROR):
        carry_out(road.branch, op_id, seat, {})
    assert {table: road.rows(f"SELECT * FROM {table}") for table in tables} == before
    road.branch.database.run("DROP TRIGGER stop")
    assert carry_out(road.branch, op_id, seat, {}) is None
    assert broken_link(road.branch.database) is None


def test_a_subject_somebody_moved_since_is_stale(road):
    """The same change on a version that is no longer there."""
    person = road.meet("lost")
    op_id, seat = road.draft(person, "loss.temporary", {"lost_on": "2026-11-19"}, "bureau")
    road.branch.database.run("UPDATE subject SET version=version+1 WHERE person=?", person)
    with pytest.raises(StaleError):
        carry_out(road.branch, op_id, seat, {})
    assert not road.branch.journal.done(op_id)
    assert road.branch.drafts.unfinished("1024", person) == [(op_id, "loss.temporary")]


def test_a_row_is_not_written_on_a_version_that_is_gone(road):
    person = road.meet("lost")
    kept = road.branch.entries.of_operation(road.lose(person))[0]
    before = {table: road.rows(f"SELECT * FROM {table}") for table in ("journal", "subject", "head", "outbox")}
    row = replace(row_like(kept, person, {}), changes=kept.entry.changes)
    with pytest.raises(StaleError), road.branch.database.writing():
        road.branch.journal.append([row], road.branch.people.key(person), NOW)
    assert {table: road.rows(f"SELECT * FROM {table}") for table in before} == before


def test_a_twin_that_was_first_leaves_nothing_to_refuse(road, monkeypatch):
    """Both have loaded the draft; the other one commits; now the card is lost, yet that was this very operation."""
    person = road.meet("lost")
    op_id, seat = road.draft(person, "loss.temporary", {"lost_on": "2026-11-19"}, "bureau")
    real, twins = People.dossier, []

    def late(people, asked):
        if not twins:
            twins.append(asked)
            assert carry_out(road.branch, op_id, seat, {}) is None
        return real(people, asked)

    monkeypatch.setattr(People, "dossier", late)
    assert carry_out(road.branch, op_id, seat, {}) is None
    assert road.rows("SELECT COUNT(*) FROM journal WHERE op_id=?", op_id) == [(1,)]


def test_a_number_that_may_be_used_once_is_taken_once(road):
    """Even when two rows are written in one breath: the second is refused and takes the first with it."""
    person = road.meet("lost")
    op_id = road.lose(person)
    kept = road.branch.entries.of_operation(op_id)[0]
    journal, key = road.branch.journal, road.branch.people.key(person)
    row = row_like(kept, person, {"财政票据": "8800000001"})
    with road.branch.database.writing():
        journal.append([row], key, NOW)
    count = road.rows("SELECT COUNT(*) FROM journal")
    others = [replace(row, op_id=new_op_id(NOW), taken={"财政票据": number}) for number in ("8800000002", "8800000001")]
    with pytest.raises(TakenError, match="财政票据 8800000001 已经用过"), road.branch.database.writing():
        journal.append(others, key, NOW)
    assert road.rows("SELECT COUNT(*) FROM journal") == count
    assert road.rows("SELECT number FROM taken") == [("8800000001",)]
    with road.branch.database.writing():
        journal.append([replace(others[0], taken={"缴款通知书": "8800000001"})], key, NOW)


def row_like(kept, person: str, taken: dict[str, str]):
    return Row(
        op_id=new_op_id(NOW), part=0, operation="learnt", person=person, clerk="1024", window="1",
        rules="", changes=(), payload={}, taken=taken, to_province=False, slip=False,
    )  # fmt: skip


def test_a_committed_operation_is_found_by_its_number(road):
    op_id = road.lose(road.meet("lost"))
    number = road.branch.entries.of_operation(op_id)[0].entry.number
    assert number == "6110020120261120000002"
    assert road.branch.entries.numbered(number) == op_id
    for wrong in (number[:-1] + "3", "6110020120261119000002", number + "0", number[8:], "²" * 22, "1" * 5000, ""):
        assert road.branch.entries.numbered(wrong) is None


def test_an_entry_is_found_by_its_number_after_the_millionth(road):
    road.branch.database.run("UPDATE head SET seq=1234566")
    op_id = road.lose(road.meet("lost"))
    (kept,) = road.branch.entries.of_operation(op_id)
    assert kept.entry.number.endswith("1234568")
    assert road.branch.entries.numbered(kept.entry.number) == op_id


def test_entries_read_back_as_they_were_committed(road):
    person = road.meet("lost")
    op_id = road.replace(person)
    loss, replacement = (kept.entry for kept in road.branch.entries.of_operation(op_id))
    assert [loss.title, replacement.title] == ["正式挂失", "遗失补卡"]
    assert loss.form.lost_on.isoformat() == "2026-11-19"
    assert (replacement.fee.yuan, replacement.promised.day.isoformat()) == (20, "2026-12-01")
    assert (loss.name, loss.clerk_name, loss.window) == ("王䶮𬱖", "李静", "2 号窗口")
    new = replacement.change("new_card")
    assert (new.words, new.facts["bank"]) == ("无 → 已申请", "中国农业银行")
    cards = road.branch.people.dossier(person).of(Kind.CARD)
    assert {card.state for card in cards} == {CardState.VOID, CardState.ORDERED}
