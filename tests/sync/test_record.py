"""What a window changes of a holder's record: here at once, the province's in the end, and put back where it is sent back."""

import io
from dataclasses import replace
from datetime import date

import pytest

from counter.core.states import Kind
from counter.rehearsal.papers import pdf
from counter.rehearsal.world import add_branch
from counter.store.journal import broken_link
from counter.sync.learn import learn_record, record_by_hand
from tests.clerk import Clerk
from tests.sync.both_sides import journal, number, person, province_words, seats, work

NEW, OTHER = "13703731002", "13703731003"
NUMBER = "410721199506120024"


@pytest.fixture
def here(open_world):
    """Xinxiang's city window, and the person whose card is in order, opened."""
    world, counter = open_world("xinxiang", seats("xinxiang", "city", code="41070001"))
    clerk = Clerk(counter, "city")
    return world, counter, clerk, clerk.open(number(world, "lost"))


def holder(counter, pid):
    return counter.branch.people.dossier(pid).holder


def record_state(counter, pid) -> list[str]:
    return [one.state.value for one in counter.branch.people.dossier(pid).of(Kind.RECORD)]


def proved(**texts) -> dict:
    """What is typed, with the scan of the proof."""
    return {**texts, "scan1": [(io.BytesIO(pdf(1)), "proof.pdf")]}


def rename(clerk, pid, **texts) -> str:
    done = clerk.do(pid, "change.identity", proved(**texts))
    assert "data-entry-change" in done.marks, done.words
    return done.response.request.path


def test_a_name_the_province_has_in_an_old_code_is_kept_as_the_character_and_found_by_it(here):
    _, counter, _, _ = here
    facts = {"contact_name": "李\ue832"}
    old = record_by_hand(counter.branch, NUMBER, "王\ue863", "女", date(1995, 6, 12), facts=facts)
    pid = learn_record(counter.branch, replace(old, address="\ue81e村 5 号"))
    kept = counter.branch.people.copied(pid)
    assert (kept.name, kept.facts["address"], kept.facts["contact_name"]) == ("王䶮", "龴村 5 号", "李龸")
    assert counter.branch.people.find("name", "王䶮") == [pid]


def test_what_was_changed_stands_here_while_the_province_lags_and_is_its_own_once_it_has_it(here):
    world, counter, clerk, pid = here
    world.province.answer_later(1, hold=True)
    path = clerk.do(pid, "change.details", {"mobile": NEW}).response.request.path
    counter.courier.round(news=True)
    clerk.open(number(world, "lost"))
    assert province_words(clerk, path) == ["待省确认"]
    assert holder(counter, pid).facts["mobile"] == NEW
    assert counter.branch.people.copied(pid).facts["mobile"] != NEW
    assert counter.branch.people.find("phone", NEW) == [pid]
    world.province.settle()
    counter.courier.round(news=True)
    assert province_words(clerk, path) == ["省已确认"]
    assert record_state(counter, pid) == ["与省里一致"]
    assert counter.branch.people.copied(pid).facts["mobile"] == NEW == holder(counter, pid).facts["mobile"]
    assert work(clerk) == []


def test_a_record_that_says_a_third_thing_wins_and_the_waiting_change_is_somebodys_work(here):
    world, counter, clerk, pid = here
    world.province.down()
    path = clerk.do(pid, "change.details", {"mobile": NEW}).response.request.path
    world.province.register(replace(person(world, "lost"), mobile=OTHER))
    world.province.up()
    clerk.open(number(world, "lost"))
    assert holder(counter, pid).facts["mobile"] == OTHER
    assert province_words(clerk, path)[0].startswith("省已退回")
    ((_, text),) = work(clerk)
    assert "个人信息变更" in text
    assert "省里的状态已先改变" in text
    counter.courier.round(news=True)
    assert world.province.applied == ()


def test_a_form_on_a_record_that_has_changed_since_is_refused_as_stale(here):
    world, counter, clerk, pid = here
    check = clerk.fill(pid, "change.details", {"mobile": NEW})
    world.province.register(replace(person(world, "lost"), address="平原路 9 号"))
    clerk.open(number(world, "lost"))
    refused = clerk.confirm(check)
    assert refused.status == 409
    assert "登记信息刚被另一窗口或省里的消息改变" in refused.words
    assert counter.branch.outbox.counts() == {}
    assert [operation for operation, _ in journal(counter)] == ["learnt"]


def test_a_change_sent_back_is_undone_and_a_later_one_on_it_is_held(here):
    world, counter, clerk, pid = here
    was = holder(counter, pid).facts["mobile"]
    world.province.down()
    clerk.do(pid, "change.details", {"mobile": NEW})
    clerk.do(pid, "change.details", {"postcode": "453000"})
    world.province.up()
    world.province.reject_next("09", "changePersonInfo")
    counter.courier.round(news=True)
    assert holder(counter, pid).facts["mobile"] == NEW
    boss = Clerk(counter, "city", "1001")
    item, text = work(boss)[0]
    assert "个人信息变更以它为前提" in text
    boss.post(f"/work/{item}", {"decision": "冲正"})
    counter.courier.round(news=True)
    assert holder(counter, pid).facts["mobile"] == was
    assert "postcode" not in holder(counter, pid).facts
    assert world.province.applied == ()
    assert broken_link(counter.branch.database) is None


def test_a_new_number_that_is_sent_back_finds_nobody(here):
    world, counter, clerk, pid = here
    old = number(world, "lost")
    world.province.answer_later(1, hold=True)
    rename(clerk, pid, id_number=NUMBER)
    counter.courier.round(news=True)
    assert clerk.open(NUMBER) == clerk.open(old) == pid
    assert holder(counter, pid).id_number == NUMBER
    world.province.reject_next("30", "changePersonInfo")
    world.province.settle()
    counter.courier.round(news=True)
    assert holder(counter, pid).id_number == old
    assert counter.branch.people.find("id", NUMBER) == []
    assert clerk.open(old) == pid


def test_a_new_number_is_known_to_the_other_branch_and_its_old_entries_still_open(here, tmp_path, staff):
    world, counter, clerk, pid = here
    other = add_branch(world, tmp_path / "other", seats("xinxiang", "county", code="41070002"), staff)
    there = Clerk(other, "county")
    old = number(world, "lost")
    theirs = there.open(old)
    lost = there.do(theirs, "loss.temporary", {"lost_on": "2026-11-19"}).response.request.path
    other.courier.round(news=True)
    rename(clerk, pid, id_number=NUMBER, name="郭洁")
    counter.courier.round(news=True)
    other.courier.round(news=True)
    assert there.open(NUMBER) == there.open(old) == theirs
    assert (holder(other, theirs).id_number, holder(other, theirs).name) == (NUMBER, "郭洁")
    assert other.branch.people.find("id", old) == []
    assert other.branch.people.find("former", old) == [theirs]
    assert there.get(lost).texts("data-number")
    assert clerk.open(old) == pid
    # Somebody else may get the old number; that is another person.
    world.province.register(replace(person(world, "damaged"), id_number=old, cards=()))
    world.province.record(NUMBER)
    assert there.open(old) != theirs
    assert there.open(NUMBER) == theirs


def test_the_proof_goes_to_the_province_with_the_change(here):
    world, counter, clerk, pid = here
    rename(clerk, pid, name="郭洁")
    counter.courier.round(news=True)
    (applied,) = world.province.applied
    assert applied.facts["name"] == "郭洁"
    assert len(applied.facts["proof"]) > 100


def test_what_was_changed_is_sealed_and_in_the_chain(here):
    _, counter, clerk, pid = here
    clerk.do(pid, "change.details", {"mobile": NEW, "address": "平原路 8 号院"})
    database = counter.branch.database
    for table in ("journal", "person", "subject", "find", "draft"):
        for row in database.rows(f"SELECT * FROM {table}"):
            for value in row:
                raw = value if isinstance(value, bytes) else str(value).encode()
                assert NEW.encode() not in raw
                assert "平原路".encode() not in raw
    assert broken_link(database) is None
    (kept,) = counter.branch.entries.of_operation(counter.branch.entries.last_of(pid, ["change.details"]).entry.op_id)
    change = kept.entry.change("record")
    assert change.facts["mobile"] == NEW
    assert set(change.was) == {"mobile", "address"}


def test_what_the_record_says_and_the_list_lacks_is_shown_beside_the_list(here):
    _, counter, clerk, pid = here
    assert holder(counter, pid).facts["category"] == "城镇职工"
    page = clerk.form(pid, "change.details")
    assert "登记为“城镇职工”，不在名单里；要改的选一项" in page.words
