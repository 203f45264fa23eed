"""The rest of a holder's page and the empty desk: cards, cases, history, masked numbers, the window's day."""

import re
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from counter.branch import Identity
from counter.core.dates import BEIJING
from counter.core.province import TemporaryRecord
from counter.rehearsal.play.shown import text_of_pdf
from counter.rehearsal.world import Seats
from tests.clerk import Clerk

BUREAU = Seats(
    identity=Identity(code="61100012", name="商州区人社服务大厅", rehearsal=False),
    windows=(("1", "1 号窗口", "bureau", ""), ("2", "2 号窗口", "bank_outlet", "中国农业银行")),
)
LOST = {"lost_on": "2026-11-19", "received": "20"}


def person_of(world, story):
    return next(s.person for s in world.stories if s.id == story)


@pytest.fixture
def ordered(shangluo):
    """Somebody whose lost card has just been replaced."""
    world, counter = shangluo
    clerk = Clerk(counter, "bank_outlet")
    pid = clerk.open(person_of(world, "lost").id_number)
    assert "/entry/" in clerk.do(pid, "loss.formal+replace.lost", LOST).response.request.path
    return clerk, pid


def shown_on(page):
    """The page without the controls of the rehearsal, which real branches do not have."""
    return re.sub(r'(?s)<section class="panel rehearse".*?</section>', "", page.html)


def test_a_new_card_goes_four_named_steps_with_their_days(ordered):
    """UX 33: 受理, 制卡, 到网点, 领卡, each with its day once it is done."""
    clerk, pid = ordered
    page = clerk.get(f"/person/{pid}")
    assert page.marks["data-stage"] == ["受理", "制卡", "到网点", "领卡"]
    accepted, made, *_ = page.texts("data-stage")
    assert "2026-11-20" in accepted
    assert "还没有" in made
    clerk.counter.courier.round(news=True)
    clerk.counter.world.clock.pass_time(timedelta(days=3))
    clerk.do(pid, "issue.make", {})
    _, made, there, collected = clerk.get(f"/person/{pid}").texts("data-stage")
    assert "2026-11-23" in made
    assert "2026-11-23" in there
    assert "还没有" in collected


def test_an_overdue_card_says_so_where_its_steps_stand_and_on_the_empty_desk(ordered):
    """UX 33: with the clock moved past the promise the tag says by how much, and the desk lists it as waiting."""
    clerk, pid = ordered
    assert clerk.get(f"/person/{pid}").texts("data-due") == ["还剩 7 个工作日"]
    clerk.counter.courier.round(news=True)
    clerk.counter.world.clock.pass_time(timedelta(days=13))
    page = clerk.get(f"/person/{pid}")
    assert page.texts("data-due") == ["已超期 2 个工作日"]
    assert re.search(r'class="tag bad" data-due', page.html)
    assert "late" in clerk.get("/").marks["data-waits"]


def test_what_waits_for_the_province_stands_among_the_cases(ordered):
    """UX 10: both entries are named until the province has taken them."""
    clerk, pid = ordered
    assert len(clerk.get(f"/person/{pid}").marks["data-awaited"]) == 2
    clerk.counter.courier.round(news=True)
    assert "data-awaited" not in clerk.get(f"/person/{pid}").marks


def test_a_provisional_promise_says_why_it_is_provisional(open_world):
    """UX 34: beyond the last published year the day is provisional, on the page and in the query."""


    world, counter = open_world("shangluo", now=datetime(2026, 12, 28, 10, 0, tzinfo=BEIJING))
    clerk = Clerk(counter, "bank_outlet")
    pid = clerk.open(person_of(world, "lost").id_number)
    before = clerk.get(f"/person/{pid}")
    assert "（暂定）" in " ".join(before.texts("data-offer"))
    clerk.do(pid, "loss.formal+replace.lost", {**LOST, "lost_on": "2026-12-27"})
    assert "该年放假安排未公布，日期暂定" in clerk.get(f"/person/{pid}").words
    assert "该年放假安排未公布，日期暂定" in clerk.get(f"/person/{pid}/lookup/query.progress").words


def test_numbers_are_masked_until_f8_shows_them_all(ordered):
    """UX 40: neither the ID number, the phone nor any card number stands on the page; showing them is audited."""
    clerk, pid = ordered
    dossier = clerk.counter.branch.people.dossier(pid)
    secrets = [dossier.holder.id_number, dossier.holder.facts["mobile"]]
    secrets += [s.number for s in dossier.subjects if s.number]
    assert len(secrets) > 2
    assert not [one for one in secrets if one in shown_on(clerk.get(f"/person/{pid}"))]
    for lookup in ("query.person", "query.progress", "query.records"):
        assert not [one for one in secrets if one in clerk.get(f"/person/{pid}/lookup/{lookup}").html]
        printed = text_of_pdf(clerk.client.get(f"/person/{pid}/lookup/{lookup}.pdf").data)
        assert not [one for one in secrets if one in printed]
    shown = clerk.post(f"/person/{pid}/show", {}).words.replace(" ", "")
    assert all(one in shown for one in secrets)
    noted = clerk.counter.branch.database.rows("SELECT clerk FROM audit WHERE what='显示完整号码' AND person=?", pid)
    assert noted == [("1024",)]


def test_a_temporary_card_and_where_a_card_lies_are_masked_too(open_world):
    """UX 40: 临时卡 and 保管 lines."""
    world, counter = open_world("shangluo")
    clerk = Clerk(counter, "bureau")
    person = person_of(world, "to-collect")
    given = TemporaryRecord(number="LS4107001", state="使用中", issued_on=date(2026, 11, 19), coupon="LS-R1")
    world.register(replace(person, temporary=(given,)))
    pid = clerk.open(person.id_number)
    numbers = [s.number for s in counter.branch.people.dossier(pid).subjects if s.number]
    assert "LS4107001" in numbers
    assert not [one for one in numbers if one in shown_on(clerk.get(f"/person/{pid}"))]


def test_the_last_twenty_entries_stand_there_and_all_are_one_click_away(shangluo):
    """UX 44: the page reads twenty; 全部 N 条 leads to the look-up, which reads them all."""
    world, counter = shangluo
    clerk = Clerk(counter, "bank_outlet")
    pid = clerk.open(person_of(world, "lost").id_number)
    assert "全部" not in " ".join(clerk.get(f"/person/{pid}").texts("data-lookup"))
    for _ in range(11):
        clerk.do(pid, "loss.temporary", {"lost_on": "2026-11-19"})
        clerk.do(pid, "loss.release", {})
    total = counter.branch.people.count(pid)
    assert total > 20
    page = clerk.get(f"/person/{pid}")
    (link,) = [text for text in page.texts("data-lookup") if "全部" in text]
    assert link == f"业务记录查询（全部 {total} 条）"
    assert "最近 20 条" in page.words
    every = clerk.get(f"/person/{pid}/lookup/query.records")
    assert len(every.marks["data-row"]) == total
    some = clerk.get(f"/person/{pid}/lookup/query.records?operation=解除挂失")
    assert len(some.marks["data-row"]) == 11
    assert all("解除挂失" in row for row in some.texts("data-row"))


def test_a_query_leaves_an_audit_row_and_no_entry_and_its_right_is_held(ordered, monkeypatch):
    clerk, pid = ordered
    counter = clerk.counter
    before = counter.branch.database.rows("SELECT COUNT(*) FROM journal")
    for lookup in ("query.person", "query.progress", "query.records"):
        clerk.get(f"/person/{pid}/lookup/{lookup}")
    noted = counter.branch.database.rows("SELECT what FROM audit WHERE what LIKE '%查询' ORDER BY rowid")
    assert [what for (what,) in noted] == ["个人综合查询", "制卡进度查询", "业务记录查询"]
    assert counter.branch.database.rows("SELECT COUNT(*) FROM journal") == before
    lookups = counter.branch.catalogue.lookups
    monkeypatch.setitem(lookups, "query.person", replace(lookups["query.person"], roles=frozenset({"主管"})))
    assert clerk.get(f"/person/{pid}/lookup/query.person").status == 403
    assert "个人综合查询" not in clerk.get(f"/person/{pid}").texts("data-lookup")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("since=昨天", "起始日期"),
        ("since=2026-12-01&until=2026-11-01", "早于起始日期"),
        ("operation=没有的业务", "请从"),
    ],
)
def test_a_wrong_condition_is_said_beside_its_blank_and_nothing_is_listed(ordered, asked, said):
    """UX 16, 17: the summary and the blank say the same words; what was typed stays."""
    clerk, pid = ordered
    page = clerk.get(f"/person/{pid}/lookup/query.records?{asked}")
    assert page.status == 422
    (summary,) = re.findall(r'<li><a href="#\w+">([^<]+)</a></li>', page.html)
    assert said in summary
    assert page.html.count(summary) == 2
    assert "data-row" not in page.marks
    assert clerk.client.get(f"/person/{pid}/lookup/query.records.pdf?{asked}").status_code == 422


def test_the_empty_desk_tells_the_day_of_this_window(open_world):
    """What this window has done today, without what was put back, and not what another window did."""
    world, counter = open_world("shangluo", BUREAU)
    bureau, outlet = Clerk(counter, "bureau"), Clerk(counter, "bank_outlet", "1001")
    pid = bureau.open(person_of(world, "lost").id_number)
    assert bureau.get("/").texts("data-today") == ["0"]
    assert "Macro" not in bureau.get("/").html, "what a page calls its parts hides nothing that the strip says"
    assert "今天还没有办过业务" in bureau.get("/").words
    bureau.do(pid, "loss.temporary", {"lost_on": "2026-11-19"})
    outlet.do(pid, "loss.release", {})
    assert bureau.get("/").texts("data-today") == outlet.get("/").texts("data-today") == ["1"]
    assert "口头（临时）挂失 1" in bureau.get("/").words
    world.clock.pass_time(timedelta(days=1))
    assert bureau.get("/").texts("data-today") == ["0"]
