"""The blacklist: who writes on it, what it forbids, what is learnt of it, and that it says the same everywhere."""

from dataclasses import replace
from datetime import date

import pytest

from counter.catalogue import load
from counter.cities import city_keys, load_city
from counter.core.blacklist import listed, listing_words
from counter.core.decision import Refused
from counter.core.dossier import Dossier
from counter.core.learning import compare
from counter.core.province import BlacklistRecord, PersonRecord
from counter.core.states import BlacklistState, CardState, Kind
from tests.clerk import PASSWORD, Clerk
from tests.core.test_decision import HOLDER, NOW, Desk, subject, with_card
from tests.own_city import own_counter, text_of
from tests.sync.both_sides import agree, dossier, number, seats

LISTING = {"reason": "使用他人社会保障卡", "happened_on": "2026-11-18", "story": "冒用他人的卡住院"}
CLERK = {"second_number": "1024", "second_password": PASSWORD}


def entry(state=BlacklistState.LISTED, id_="b", **facts):
    told = {"reason": "临时卡丢失", "since": "2026-11-20", "by": "商州区人社服务大厅", **facts}
    return subject(Kind.BLACKLIST, state, id_=id_, facts=told)


def record(**told) -> BlacklistRecord:
    return BlacklistRecord(**{"state": "已列入", "reason": "临时卡丢失", "since": "2026-11-20", **told})


# in words


def test_the_words_name_reason_day_branch_and_article_as_far_as_they_are_known():
    words = "已列入社会保障卡管理黑名单：临时卡丢失，2026-11-20 起，商州区人社服务大厅，依据 规范 第二十条"
    assert listing_words(entry(article="规范 第二十条")) == words
    bare = subject(Kind.BLACKLIST, BlacklistState.LISTED, id_="b")
    assert listing_words(bare) == "已列入社会保障卡管理黑名单：原因未写明"


def test_whoever_was_taken_off_does_not_stand_on_it():
    assert listed(Dossier(holder=HOLDER, subjects=(entry(BlacklistState.LIFTED),))) is None
    both = Dossier(holder=HOLDER, subjects=(entry(BlacklistState.LIFTED), entry(id_="c")))
    assert listed(both).id == "c"


# what it forbids


@pytest.mark.parametrize("key", city_keys())
def test_what_is_refused_are_operations_of_this_city(key):
    rules = load(load_city(key)).rules.get("blacklist")
    refused = rules.refused.value if rules is not None else ()
    assert set(refused) <= set(load_city(key).operations)


def test_only_what_the_city_names_is_refused_and_everything_else_goes_on():
    catalogue = load(load_city("shangluo"))
    desk = Desk(catalogue, "bureau", with_card(CardState.NORMAL, entry()))
    verdicts = {offer.id: desk.ask(offer.id, across=catalogue.across) for offer in catalogue.offers("bureau")}
    forbidden = {
        key for key, verdict in verdicts.items()
        if isinstance(verdict, Refused) and any("已列入社会保障卡管理黑名单" in r.text for r in verdict.refusals)
    }  # fmt: skip
    assert forbidden == {"tempcard.issue"}
    free = Desk(catalogue, "bureau", with_card(CardState.NORMAL, entry(BlacklistState.LIFTED)))
    assert not any("黑名单：" in r.text for r in free.ask("tempcard.issue", across=catalogue.across).refusals)


# on the pages


@pytest.fixture
def hall(open_world):
    world, counter = open_world("shangluo", seats("shangluo"))
    return world, counter, Clerk(counter, "bureau", "1001")


def test_it_is_said_on_the_holders_page_on_the_form_and_on_the_check_page(hall):
    world, counter, boss = hall
    pid = boss.open(number(world, "lost"))
    boss.do(pid, "blacklist.list", LISTING)
    words = "已列入社会保障卡管理黑名单：使用他人社会保障卡，2026-11-20 起"
    form = boss.form(pid, "loss.temporary")
    check = boss.fill(pid, "loss.temporary", {"lost_on": "2026-11-19"})
    for page in (boss.get(f"/person/{pid}"), form, check):
        (shown,) = page.texts("data-listed")
        assert shown.startswith(words)
    boss.confirm(check)
    assert dossier(counter, pid).card().state is CardState.TEMPORARILY_LOST


def test_a_clerk_cannot_write_on_it_however_the_page_was_reached(hall):
    world, counter, boss = hall
    pid = boss.open(number(world, "lost"))
    clerk = Clerk(counter, "bureau")
    page = clerk.fill(pid, "blacklist.list", LISTING)
    assert page.status == 422
    assert "列入黑名单由主管办理" in page.words
    assert listed(dossier(counter, pid)) is None


def test_the_look_up_says_how_it_stands_and_what_was_written_and_leaves_no_entry(hall):
    world, counter, boss = hall
    pid = boss.open(number(world, "lost"))
    assert "不在黑名单中" in boss.get(f"/person/{pid}/lookup/blacklist.entry").words
    boss.do(pid, "blacklist.list", LISTING)
    boss.do(pid, "blacklist.lift", {"reason": "查清了"}, **CLERK)
    boss.do(pid, "blacklist.list", {**LISTING, "reason": "伪造社会保障卡"})
    before = counter.branch.database.row("SELECT COUNT(*) FROM journal")
    page = boss.get(f"/person/{pid}/lookup/blacklist.entry")
    assert "已列入社会保障卡管理黑名单：伪造社会保障卡" in page.words
    rows = page.texts("data-row")
    assert [row for row in rows if "无 → 已列入" in row or "已列入 → 已移出" in row or "已移出 → 已列入" in row] == rows
    assert len(rows) == 3
    assert boss.get(f"/person/{pid}/lookup/blacklist.entry.pdf").response.mimetype == "application/pdf"
    assert counter.branch.database.row("SELECT COUNT(*) FROM journal") == before
    assert counter.branch.database.row("SELECT COUNT(*) FROM audit WHERE what='黑名单查询'")[0] == 3


def test_both_sides_say_the_same_after_listing_and_lifting(hall):
    world, counter, boss = hall
    id_number = number(world, "lost")
    pid = boss.open(id_number)
    boss.do(pid, "blacklist.list", LISTING)
    counter.courier.round(news=True)
    told = world.province.record(id_number).blacklist
    assert (told.state, told.reason, told.article) == ("已列入", "使用他人社会保障卡", "规范 第二十条")
    boss.open(id_number)
    assert len(dossier(counter, pid).of(Kind.BLACKLIST)) == 1
    boss.do(pid, "blacklist.lift", {"reason": "查清了"}, **CLERK)
    counter.courier.round(news=True)
    assert world.province.record(id_number).blacklist.state == "已移出"
    agree(world, counter)


def test_a_city_may_refuse_something_else(open_world, tmp_path, staff):
    world, _ = open_world("shangluo")
    text = text_of("shangluo")
    old = 'refused = { value = ["tempcard.issue"]'
    assert old in text
    changed = text.replace(old, 'refused = { value = ["loss.temporary"]')
    counter = own_counter(world, tmp_path / "own", staff, changed, None)
    boss = Clerk(counter, "bureau", "1001")
    pid = boss.open(number(world, "lost"))
    boss.do(pid, "blacklist.list", LISTING)
    page = boss.fill(pid, "loss.temporary", {"lost_on": "2026-11-19"})
    assert page.status == 422
    assert "口头（临时）挂失要移出以后再办" in page.words


# what is learnt


def learnt(subjects, blacklist, waiting=None):
    told = replace(RECORD, blacklist=blacklist)
    return compare(Dossier(holder=HOLDER, subjects=tuple(subjects)), told, "op", waiting or {}).changes


RECORD = PersonRecord(
    id_number=HOLDER.id_number, name=HOLDER.name, sex="男", born_on=date(1980, 3, 12), ethnic="汉族", mobile="",
    address="", insured_area="", category="", as_of=NOW,
)  # fmt: skip


def test_what_the_province_says_of_the_list_is_learnt_once():
    (change,) = learnt((), record(by="外网点"))
    assert (change.words, change.facts["reason"], change.facts["by"]) == ("无 → 已列入", "临时卡丢失", "外网点")
    assert learnt((entry(),), record()) == ()
    (off,) = learnt((entry(),), record(state="已移出"))
    assert (off.words, off.subject) == ("已列入 → 已移出", "b")
    (on,) = learnt((entry(BlacklistState.LIFTED),), record(reason="伪造社会保障卡", since="2026-12-01"))
    assert (on.words, on.facts["reason"]) == ("已移出 → 已列入", "伪造社会保障卡")
    (newer,) = learnt((entry(),), record(reason="伪造社会保障卡", since="2026-12-01"))
    assert (newer.words, newer.facts["since"]) == ("已列入 → 已列入", "2026-12-01")


def test_silence_and_an_entry_on_its_way_change_nothing():
    assert learnt((entry(),), None) == ()
    assert learnt((), record(state="已移出")) == ()
    waiting = {"b": frozenset({BlacklistState.LISTED, BlacklistState.LIFTED})}
    assert learnt((entry(),), record(state="已移出"), waiting) == ()
