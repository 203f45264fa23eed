"""The work lists stand in the same transaction as what they follow from, and equal a recount."""

import random
from dataclasses import replace
from datetime import timedelta

import pytest

from counter import matters
from counter.core.matters import MatterKind
from counter.lists import counted, open_items, pressing
from counter.matters import rebuild, recounted
from counter.rehearsal.people import people
from counter.store.matters import Which
from counter.store.work import REJECTED, UNKNOWN_ACT
from counter.sync.learn import learn_record
from tests.conftest import NOW


def listed(road, kind):
    return [row.person for row in road.branch.matters.page(Which(kinds=(kind,)), 50)]


def as_recounted(road):
    kept = {person: some for person, some in road.branch.matters.all().items() if some}
    assert kept == recounted(road.branch)
    return kept


def test_an_ordered_card_stands_in_the_list_of_what_is_to_be_made_until_it_is_made(road):
    person = road.meet("lost")
    assert listed(road, MatterKind.MAKE) == []
    road.replace(person)
    assert listed(road, MatterKind.MAKE) == [person]
    assert listed(road, MatterKind.PROMISED) == [person]
    (matter,) = [one for one in road.branch.matters.of(person) if one.kind is MatterKind.MAKE]
    assert matter.operations == ("issue.make",)
    as_recounted(road)


def test_what_is_taken_back_in_the_transaction_leaves_no_row(road, monkeypatch):
    person = road.meet("lost")

    def broken(*_args):
        raise OSError

    monkeypatch.setattr(matters, "settle", broken)
    with pytest.raises(OSError):
        road.replace(person)
    monkeypatch.undo()
    assert road.branch.matters.all() == {}
    assert road.rows("SELECT COUNT(*) FROM journal WHERE operation='replace.lost'") == [(0,)]


def test_a_promise_whose_day_is_over_turns_to_a_to_do(road):
    """UX 33: nobody touches the case, and it is overdue by the calendar alone."""
    person = road.meet("lost")
    road.replace(person)
    today = NOW.date()
    assert (counted(road.branch, today)["late"], counted(road.branch, today)["near"]) == (0, 0)
    assert pressing(road.branch) == 0
    (promised,) = [one for one in road.branch.matters.of(person) if one.kind is MatterKind.PROMISED]
    assert counted(road.branch, promised.due)["late"] == 0
    assert counted(road.branch, promised.due)["near"] == 1
    road.clock.at = NOW.replace(year=promised.due.year, month=promised.due.month, day=promised.due.day) + timedelta(days=1)
    assert counted(road.branch, road.clock.at.date())["late"] == 1
    assert pressing(road.branch) == 1


@pytest.mark.parametrize("seed", range(3))
def test_after_a_random_walk_the_lists_are_what_a_recount_gives(road, seed):
    """Complaint 10: a case is always in the lists it belongs to, whatever happened in whatever order."""
    draws = random.Random(seed)
    known = {road.meet(story): story for story in STORIES[: 2 + seed]}
    for _ in range(25):
        person = draws.choice(sorted(known))
        draws.choice((_replace, _item, _decide, _settle, _learn))(road, person, known[person], draws)
        as_recounted(road)
    before = as_recounted(road)
    rebuild(road.branch)
    assert {person: some for person, some in road.branch.matters.all().items() if some} == before


STORIES = ("lost", "to-collect", "elderly", "to-enable")
WORDS = ("已申请", "制卡中", "待领取", "待启用", "作废")


def _replace(road, person, _story, _draws):
    dossier = road.branch.people.dossier(person)
    if dossier.coming() is None and dossier.card().state.value == "正常":
        road.replace(person)


def _item(road, person, _story, draws):
    with road.branch.database.writing():
        road.branch.work.open(draws.choice((REJECTED, UNKNOWN_ACT)), person, draws.randrange(3), "演练", road.clock.now())


def _decide(road, person, _story, _draws):
    for item in road.branch.work.items(person)[:1]:
        with road.branch.database.writing():
            road.branch.work.decide(item.id, "1001", "已处理", road.clock.now())


def _settle(road, _person, _story, draws):
    with road.branch.database.writing():
        road.branch.work.settle(UNKNOWN_ACT, draws.randrange(3), "1001", "已处理", road.clock.now())


def _learn(road, _person, story, draws):
    """Another card of this person is told of, or one is in another state, or one is to be collected here."""
    record = next(s for s in people("shangluo", NOW) if s.id == story).person
    pickup = draws.choice(("", "61100201", "61100299"))
    card = replace(record.cards[-1], state=draws.choice(WORDS), pickup=pickup, social="", financial="")
    learn_record(road.branch, replace(record, cards=(*record.cards[:-1], card)))


def test_more_than_two_hundred_open_items_are_all_settled(road):
    """What asks to look at one act is closed however many others are open."""
    person = road.meet("lost")
    with road.branch.database.writing():
        for seq in range(1, 260):
            road.branch.work.open(UNKNOWN_ACT, person, seq, "演练", road.clock.now())
    with road.branch.database.writing():
        road.branch.work.settle(UNKNOWN_ACT, 259, "1001", "已处理", road.clock.now())
    assert len(road.branch.work.items(person)) == 258
    assert counted(road.branch, NOW.date())["unknown_act"] == 258
    (items,) = open_items(road.branch)
    assert (items.title, items.count, items.oldest) == ("结果不明", 258, road.branch.work.items(person)[0].opened)


def test_lists_of_another_city_file_are_counted_anew_when_the_branch_opens(open_road):
    road = open_road()
    person = road.meet("lost")
    road.replace(person)
    kept = as_recounted(road)
    with road.branch.database.writing():
        road.branch.database.run("DELETE FROM matter")
        road.branch.database.run("DELETE FROM setting WHERE key='matters'")
    road = open_road()
    assert road.branch.matters.all() == kept


def test_counts_and_pages_read_an_index_and_never_the_whole_table(road):
    """Complaint 10: what every page asks does not grow with the persons and entries of the branch."""
    for sql in (
        "SELECT kind, COUNT(*) FROM matter WHERE kind IN ('省已退回','待领') GROUP BY kind",
        "SELECT COUNT(*) FROM matter WHERE kind IN ('时限') AND due<>'' AND due<'2026-11-20'",
        "SELECT * FROM matter WHERE kind IN ('待领') ORDER BY since_ms, about LIMIT 50",
        "SELECT * FROM matter WHERE kind IN ('时限') AND due<>'' AND due<'2026-11-20' ORDER BY due, since_ms LIMIT 50",
        "SELECT * FROM matter WHERE person='x'",
        "SELECT op_id FROM draft WHERE clerk='1024'",
    ):
        plan = " ".join(str(row[3]) for row in road.rows(f"EXPLAIN QUERY PLAN {sql}"))
        assert "SEARCH" in plan, (sql, plan)
        assert "SCAN" not in plan, (sql, plan)
