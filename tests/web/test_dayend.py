"""日结 (UX 37, 38, 39): counted blind, open things first, closed with a second signature, locked, opened again, and the 中途表."""

import json
import re
from datetime import timedelta

import pypdfium2
import pytest

from counter.commands.keep import CopyError, check
from counter.core.case import Clerk as Who
from counter.core.decision import Refused
from counter.seat import Seat
from counter.store.days import CLOSED, COUNTED, INTERIM
from counter.visit import desk
from tests.clerk import PASSWORD, SECOND, Clerk
from tests.own_city import own_counter, text_of
from tests.web.test_money import people

MONEY = "replace.damaged"
MOBILE = {"mobile": "13909140101", "received": "20"}
TODAY, NEXT = "2026-11-20", "2026-11-21"


@pytest.fixture
def outlet(open_world):
    world, counter = open_world("shangluo")
    return world, counter, Clerk(counter, "bank_outlet")


def paid(world, clerk, many=1, start=0):
    """So many cards replaced for 20 yuan each."""
    for person in people(world, "中国农业银行")[start : start + many]:
        clerk.do(clerk.open(person.id_number), MONEY, MOBILE)


def notes(**many):
    """What is typed for the denominations: n20=2 is two notes of 20 yuan."""
    return {f"note-{int(name[1:]) * 100}": str(number) for name, number in many.items()}


def count(clerk, **many):
    return clerk.post("/dayend/count", notes(**many))


def close(clerk, **texts):
    return clerk.post("/dayend/close", texts)


def rows(counter, kind):
    found = counter.branch.database.rows("SELECT number, content FROM day WHERE kind=? ORDER BY id", kind)
    return [(number, json.loads(content)) for number, content in found]


def text(clerk, path):
    raw = clerk.client.get(path, follow_redirects=True).get_data()
    document = pypdfium2.PdfDocument(raw)
    try:
        return "".join("".join(page.get_textpage().get_text_range() for page in document).split())
    finally:
        document.close()


def window_of(clerk):
    return next(w for w in clerk.counter.branch.windows() if w.type == "bank_outlet")


def offers_now(clerk, pid, number="1024"):
    """What the road itself decides about every offer at the outlet, without any page."""
    branch = clerk.counter.branch
    seat = Seat(clerk=_clerk(branch, number), window=window_of(clerk))
    return {seen.offer.id: seen.verdict for seen in desk(branch, pid, seat)}


def _clerk(branch, number):
    return next(Who(number=n, name=name, role=role) for n, name, role, _ in branch.staff.names() if n == number)


# 37: counted by note, blind


def test_what_should_be_there_is_shown_only_after_the_count(outlet):
    """UX 37: the expected sum is nowhere on the page before the count is saved."""
    world, _, clerk = outlet
    paid(world, clerk, 2)
    before = clerk.get("/dayend")
    assert before.texts("data-due") == ["清点后显示"]
    assert "40.00" not in before.words
    assert "账户" not in before.words
    after = count(clerk, n20=2)
    assert after.texts("data-due") == ["40.00"]
    assert after.texts("data-difference") == ["相符"]


def test_a_supervisor_sees_it_as_the_city_says(outlet):
    world, counter, clerk = outlet
    paid(world, clerk)
    clerk.post("/logout", {})
    assert Clerk(counter, "bank_outlet", "1001").get("/dayend").texts("data-due") == ["20.00"]


def test_a_recount_is_a_further_count_and_the_first_is_kept(outlet):
    """UX 37: the first count stands unchanged in the record, with what should have been there then."""
    world, counter, clerk = outlet
    paid(world, clerk, 2)
    count(clerk, n10=3, n5=1)
    first = rows(counter, COUNTED)
    page = count(clerk, n20=1, n10=2)
    assert rows(counter, COUNTED)[:1] == first
    assert [(one["fen"], one["due"]) for _, one in rows(counter, COUNTED)] == [(3500, 4000), (4000, 4000)]
    assert ["短款 5.00 元" in said for said in page.texts("data-count")] == [True, False]
    assert [number for number, _ in first] == ["QD20261120-2-1"]


@pytest.mark.parametrize("typed", ["两张", "-1", "1.5", "99999"])
def test_a_number_of_notes_that_is_none_is_said_at_its_denomination(outlet, typed):
    _, counter, clerk = outlet
    page = clerk.post("/dayend/count", {"note-2000": typed, "note-1000": "3"})
    assert page.status == 422
    assert page.texts("data-problem") == [f"张数只能写 0 到 9999 的整数，现在写的是“{typed}”"]
    assert 'href="#note-2000"' in page.html
    assert page.inputs["note-1000"] == "3", "nothing typed is lost"
    assert rows(counter, COUNTED) == []


def test_jiao_are_counted_to_the_fen(outlet):
    _, counter, clerk = outlet
    clerk.post("/dayend/count", {"note-50": "3", "note-10": "7"})
    assert rows(counter, COUNTED)[0][1]["fen"] == 220


def test_a_difference_needs_its_reason_and_a_second_signature(outlet):
    """UX 37: neither the reason alone nor the signature alone closes the day, nor the clerk's own number."""
    world, counter, clerk = outlet
    paid(world, clerk)
    count(clerk, n10=1, n5=1)
    page = close(clerk)
    said = " ".join(page.texts("data-problem"))
    assert page.status == 422
    assert "现金短款 5.00 元，请写明原因" in said
    assert "日结须由另一人复核" in said
    assert "请写明原因" not in " ".join(close(clerk, why="找零多找了").texts("data-problem"))
    own = close(clerk, why="找零多找了", second_number="1024", second_password=PASSWORD)
    assert "复核人不能是经办人自己" in " ".join(own.texts("data-problem"))
    assert own.inputs["why"] == "找零多找了"
    assert "请写明原因" in " ".join(close(clerk, **SECOND).texts("data-problem"))
    assert rows(counter, CLOSED) == []
    done = close(clerk, why="找零多找了", **SECOND)
    assert done.marks["data-closed"] == ["已结"]
    (number, content) = rows(counter, CLOSED)[0]
    assert (number, content["why"], content["second_name"]) == ("RJ20261120-2-1", "找零多找了", "周敏")
    assert counter.branch.database.row("SELECT clerk, second FROM day WHERE kind=?", CLOSED) == ("1024", "1001")


def test_a_count_before_the_last_fee_is_not_enough(outlet):
    world, _, clerk = outlet
    paid(world, clerk)
    count(clerk, n20=1)
    paid(world, clerk, 1, start=1)
    assert "清点以后又收了钱或退了钱，请再清点一次" in " ".join(close(clerk).texts("data-problem"))
    count(clerk, n20=2)
    assert close(clerk).marks["data-closed"] == ["已结"]


def test_the_day_is_not_closed_uncounted(outlet):
    _, counter, clerk = outlet
    assert "还没有清点现金" in " ".join(close(clerk).texts("data-problem"))
    assert rows(counter, CLOSED) == []


# 38: open things first, then locked


def test_open_things_are_listed_with_a_link_and_some_block(outlet, monkeypatch):
    """UX 38: a draft and what the province has not answered are named; an act nobody knows the end of blocks."""
    world, counter, clerk = outlet
    paid(world, clerk)
    pid = clerk.open(people(world)[-1].id_number)
    clerk.fill(pid, "loss.temporary", {"lost_on": "2026-11-19"})
    page = clerk.get("/dayend")
    assert page.marks["data-open"] == ["草稿", "待省确认"]
    assert page.texts("data-blocking") == ["0"]
    assert f"/person/{pid}" in page.links
    seq = counter.branch.database.row("SELECT MAX(seq) FROM journal WHERE window='2'")[0]
    with counter.branch.database.writing():
        counter.branch.work.open("结果不明", pid, seq, "不知道做到哪一步", counter.branch.clock.now())
    count(clerk, n20=1)
    blocked = close(clerk)
    assert "还有没办完的：结果不明 1 项，请先处理" in " ".join(blocked.texts("data-problem"))
    assert blocked.marks["data-open"][0] == "结果不明", "what blocks stands first"
    assert blocked.texts("data-blocking") == ["1"]
    assert rows(counter, CLOSED) == []
    elsewhere = Clerk(counter, "bureau", "1001")
    assert "data-open" not in elsewhere.get("/dayend").marks, "what another window began is not this one's"


def test_a_long_list_says_how_many_there_are_besides(outlet):
    world, _, clerk = outlet
    pid = clerk.open(people(world)[-1].id_number)
    for _ in range(25):
        clerk.form(pid, "loss.temporary")
    page = clerk.get("/dayend")
    assert page.marks["data-open"].count("草稿") == 21
    assert "另有 5 项" in page.words
    assert "另提示 25 项" in page.words


def test_after_closing_money_is_refused_on_desk_and_server_in_the_same_words(outlet):
    """UX 38: every offer with money says one sentence with its source, the server says it too; the rest goes on."""
    world, counter, clerk = outlet
    paid(world, clerk)
    count(clerk, n20=1)
    late = clerk.open(people(world, "中国农业银行")[1].id_number)
    check_page = clerk.fill(late, MONEY, MOBILE)
    close(clerk)
    page = clerk.get(f"/person/{late}")
    verdicts = offers_now(clerk, late)
    shut = {
        key: [r for r in verdict.refusals if "已日结" in r.text]
        for key, verdict in verdicts.items()
        if isinstance(verdict, Refused) and any("已日结" in r.text for r in verdict.refusals)
    }
    assert MONEY in shut
    assert "loss.temporary" not in shut, "what moves no money goes on"
    assert {len(some) for some in shut.values()} == {1}
    shown = [key for key in shut if not counter.branch.catalogue.operations[key.split("+")[0]].quiet]
    assert len(shown) > 2
    for (refusal,) in shut.values():
        assert re.fullmatch(
            r"本窗口 10:31 已日结（RJ20261120-2-1），当天不再收钱、退钱、开票，请明天办理.+，或请主管重开", refusal.text
        )
        assert refusal.article == "文件未载明，按假定执行"
    for key in shown:
        assert shut[key][0].text in page.words
    posted = clerk.confirm(check_page)
    assert posted.status == 422
    assert shut[MONEY][0].text in posted.words
    assert counter.branch.database.row("SELECT SUM(fen) FROM ledger WHERE account='现金'") == (2000,)
    assert clerk.do(late, "loss.temporary", {"lost_on": "2026-11-19"}).status == 200


def test_a_confirming_that_is_under_way_while_the_day_is_closed_writes_nothing(outlet, monkeypatch):
    world, counter, clerk = outlet
    count(clerk)
    pid = clerk.open(people(world, "中国农业银行")[0].id_number)
    page = clerk.fill(pid, MONEY, MOBILE)
    closed = counter.branch.days.closed
    asked = []

    def slow(window, day):
        """Another page closes the day between the decision and the commit."""
        asked.append(day)
        if len(asked) == 1:
            return None
        if closed(window, day) is None:
            monkeypatch.setattr(counter.branch.days, "closed", closed, raising=False)
            close(Clerk(counter, "bank_outlet", "1001"))
        return closed(window, day)

    monkeypatch.setattr(counter.branch.days, "closed", slow, raising=False)
    answer = clerk.confirm(page)
    assert answer.status in (409, 422)
    assert "已日结" in answer.words
    assert counter.branch.database.row("SELECT COUNT(*) FROM ledger") == (0,)


def test_two_windows_are_closed_separately(open_world):
    world, counter = open_world("shishi")
    here, there = Clerk(counter, "making"), Clerk(counter, "bank_outlet", "1001")
    paid_at = here.open(people(world)[0].id_number)
    here.do(paid_at, MONEY, {"mobile": "13905951001", "received": "20"})
    count(here, n20=1)
    assert close(here).marks["data-closed"] == ["已结"]
    assert there.get("/dayend").marks["data-closed"] == ["未结"]
    other = there.open(people(world)[1].id_number)
    there.do(other, MONEY, {"mobile": "13905951001", "received": "20"})
    assert there.get("/dayend").texts("data-due") == ["20.00"]
    whole = there.get("/dayend?window=网点")
    assert whole.texts("data-net")[:1] == ["40.00"]
    assert len(whole.texts("data-window")) == 1 + len(counter.branch.windows())


def test_a_closed_day_is_opened_again_by_a_supervisor_with_a_reason_and_another_person(outlet):
    """UX 38: opened again, the closing stays in the record, and the day is closed under a further number."""
    world, counter, clerk = outlet
    count(clerk)
    close(clerk)
    assert "重开的原因" not in clerk.get("/dayend").words
    boss = Clerk(counter, "bureau", "1001")
    window = {"window": "2"}
    assert boss.post("/dayend/reopen", {**window, **SECOND}).status == 422
    other = {"second_number": "1024", "second_password": PASSWORD}
    assert "请写明为什么重开" in boss.post("/dayend/reopen", {**window, **other}).words
    assert "须由另一人复核" in boss.post("/dayend/reopen", {**window, "why": "漏收"}).words
    assert boss.post("/dayend/reopen", {**window, "why": "漏收", **other}).marks["data-closed"] == ["未结"]
    again = Clerk(counter, "bank_outlet")
    paid(world, again)
    count(again, n20=1)
    close(again)
    assert [number for number, _ in rows(counter, CLOSED)] == ["RJ20261120-2-1", "RJ20261120-2-2"]
    assert rows(counter, CLOSED)[1][1]["before"] == "RJ20261120-2-1"


def test_the_next_day_opens_by_itself(outlet):
    world, counter, clerk = outlet
    count(clerk)
    close(clerk)
    world.clock.pass_time(timedelta(hours=13, minutes=30))
    clerk = Clerk(counter, "bank_outlet")
    paid(world, clerk)
    assert counter.branch.database.row("SELECT SUM(fen) FROM ledger WHERE account='现金'") == (2000,)
    assert clerk.get("/dayend").marks["data-closed"] == ["未结"]
    assert clerk.get(f"/dayend?day={TODAY}").marks["data-closed"] == ["已结"]


def test_a_day_that_was_forgotten_is_named_the_next_day_and_closed_then(outlet):
    world, counter, clerk = outlet
    paid(world, clerk)
    world.clock.pass_time(timedelta(days=1))
    clerk = Clerk(counter, "bank_outlet")
    page = clerk.get("/dayend")
    assert "2026-11-20 办过业务，没有日结，请补结" in page.words
    assert f"/dayend?day={TODAY}" in page.links
    clerk.post("/dayend/count", {**notes(n20=1), "day": TODAY})
    assert close(clerk, day=TODAY).marks["data-closed"] == ["已结"]
    assert "没有日结" not in clerk.get("/dayend").words


def test_a_day_that_has_not_come_is_not_closed(outlet):
    _, _, clerk = outlet
    assert "还没有到" in " ".join(clerk.post("/dayend/count", {"day": NEXT}).texts("data-problem"))
    assert "还没有到" in " ".join(close(clerk, day=NEXT).texts("data-problem"))


def test_a_clock_that_went_back_closes_nothing(outlet):
    """Complaint 12: the clock is checked before the day is closed."""
    world, counter, clerk = outlet
    paid(world, clerk)
    world.clock.pass_time(timedelta(minutes=-20))
    said = " ".join(close(clerk).texts("data-problem"))
    assert re.search(r"电脑的时钟是 2026-11-20 10:11:\d\d，最后一笔却记在 2026-11-20 10:31:\d\d：时钟走回去了", said)
    assert rows(counter, CLOSED) == []
    world.clock.pass_time(timedelta(minutes=20))
    count(clerk, n20=1)
    assert close(clerk).marks["data-closed"] == ["已结"]


def test_where_the_city_stops_everything_nothing_is_done_after_closing(open_world, tmp_path, staff):
    world, _ = open_world("shangluo")
    own = text_of("shangluo").replace('stops = { value = "money"', 'stops = { value = "all"')
    counter = own_counter(world, tmp_path / "own", staff, own, object())
    clerk = Clerk(counter, "bank_outlet")
    pid = clerk.open(people(world)[0].id_number)
    count(clerk)
    close(clerk)
    refused = offers_now(clerk, pid)
    assert all(isinstance(v, Refused) and any("当天不再办理业务" in r.text for r in v.refusals) for v in refused.values())
    counter.branch.close()


# 39: the interim paper, sums and serials


def interim(clerk):
    """A new interim paper's address."""
    return f"{clerk.post('/dayend/interim', {}, follow=False).response.headers['Location']}/paper.pdf"


def test_the_interim_paper_is_numbered_closes_nothing_and_says_what_the_books_say(outlet):
    """UX 39: any time, without closing; its sums are those of journal and ledger, counted here by SQL."""
    world, counter, clerk = outlet
    paid(world, clerk, 2)
    clerk.do(clerk.open(people(world)[-1].id_number), "loss.temporary", {"lost_on": "2026-11-19"})
    boss = Clerk(counter, "bank_outlet", "1001")
    paper = text(boss, interim(boss))
    base = counter.branch.database
    entries = base.row("SELECT COUNT(*) FROM journal WHERE origin='window'")[0]
    cash = base.row("SELECT SUM(fen) FROM ledger WHERE account='现金'")[0]
    assert (entries, cash) == (3, 4000)
    page = boss.get("/dayend")
    assert page.texts("data-entries") == [str(entries)]
    assert page.texts("data-due") == ["40.00"]
    assert page.texts("data-zero") == ["0.00"]
    assert page.texts("data-work")[-1] == "合计33---"
    assert all(word in paper for word in ("中途表", "ZT20261120-2-1", "应有现金40.00", "工本费收入", "合计33"))
    assert page.marks["data-closed"] == ["未结"]
    boss.post("/dayend/interim", {})
    assert [number for number, _ in rows(counter, INTERIM)] == ["ZT20261120-2-1", "ZT20261120-2-2"]


def test_an_interim_paper_of_a_clerk_does_not_tell_the_cash_before_the_count(outlet):
    world, _, clerk = outlet
    paid(world, clerk)
    first = text(clerk, interim(clerk))
    assert "清点后显示" in first
    assert "20.00" not in first
    count(clerk, n20=1)
    assert "应有现金20.00" in text(clerk, interim(clerk))


def test_every_number_between_the_first_and_the_last_slip_is_explained(outlet):
    """UX 39, complaint 15: no number is missing without a word; the test counts them itself."""
    world, counter, clerk = outlet
    paid(world, clerk)
    counter.courier.round(news=True)
    other = Clerk(counter, "bureau", "1001")
    other.do(other.open(people(world)[-1].id_number), "loss.temporary", {"lost_on": "2026-11-19"})
    counter.courier.round(news=True)
    paid(world, Clerk(counter, "bank_outlet"), 1, start=1)
    base, boss = counter.branch.database, Clerk(counter, "bank_outlet", "1001")
    first, last = base.row("SELECT MIN(j.seq), MAX(j.seq) FROM journal j JOIN slip s ON s.seq=j.seq WHERE j.window='2'")
    page = boss.get("/dayend")
    assert page.texts("data-serials")[0].split(" 至 ")[1].endswith(f"{last:06d}")
    said = page.texts("data-gaps")[0]
    assert sum(int(n) for n in re.findall(r"(\d+) 个", said)) == last - first + 1
    assert "其他窗口回执 1 个" in said
    assert said.endswith("号码都有说明")


def test_a_refund_goes_out_of_the_drawer_of_its_day(outlet):
    world, counter, clerk = outlet
    world.province.reject_next("4302")
    person = people(world, "中国农业银行")[0]
    pid = clerk.open(person.id_number)
    clerk.do(pid, MONEY, MOBILE)
    counter.courier.round(news=True)
    clerk.do(pid, "fees.refund", {"receiver": person.name, "reason": "不换了"}, **SECOND)
    page = count(clerk)
    assert page.texts("data-due") == ["0.00"]
    assert page.marks["data-money"] == ["社会保障卡工本费 现金"]
    assert page.texts("data-money")[0].endswith("20.0020.000.002"), "in, out, left, and two entries"
    assert close(clerk).marks["data-closed"] == ["已结"]


def test_the_closing_paper_has_both_signatures_and_a_copy_says_that_it_is_one(outlet):
    world, counter, clerk = outlet
    paid(world, clerk)
    count(clerk, n10=1, n5=1)
    done = close(clerk, why="找零多找了", **SECOND)
    path = next(link for link in done.links if "/dayend/paper/" in link and "media" not in link)
    paper = text(clerk, path)
    for words in ("日结单", "RJ20261120-2-1", "经办人签字", "复核人签字", "差额原因找零多找了", "短款5.00元", "10元110.00", "周敏（1001）"):
        assert words in paper, words
    assert "补打" not in paper
    small = text(clerk, f"{path}?media=roll80")
    assert "RJ20261120-2-1" in small
    again = clerk.client.post(
        path.replace(".pdf", "/again"), data={"csrf_token": clerk.get("/status").inputs["csrf_token"]}
    )
    assert "补打第1次" in text(clerk, f"{again.headers['Location']}/paper.pdf")
    assert clerk.client.get(path).get_data() == clerk.client.get(path).get_data()
    elsewhere = Clerk(counter, "bureau")
    assert elsewhere.get(path).status == 404, "another window's paper is not a clerk's to see"


def test_nothing_kept_of_a_day_names_a_holder(outlet):
    world, counter, clerk = outlet
    paid(world, clerk)
    person = people(world)[-1]
    clerk.fill(clerk.open(person.id_number), "loss.temporary", {"lost_on": "2026-11-19"})
    count(clerk, n20=1)
    assert person.name in close(clerk).words
    clerk.post("/dayend/interim", {})
    kept = " ".join(content for (content,) in counter.branch.database.rows("SELECT content FROM day"))
    assert "草稿 1 项" in kept
    assert not [one.person.name for one in world.stories if one.person.name in kept]


def test_a_clerk_sees_only_the_own_window(outlet):
    _, _, clerk = outlet
    assert clerk.get("/dayend?window=1").status == 422
    assert clerk.get("/dayend?window=网点").status == 422
    assert clerk.get("/dayend?day=昨天").status == 422


def test_rows_of_days_never_change_and_an_altered_one_stops_the_check(outlet):
    _, counter, clerk = outlet
    count(clerk)
    close(clerk)
    base = counter.branch.database
    with pytest.raises(Exception, match="day rows never change"), base.writing():
        base.run("UPDATE day SET content='{}'")
    assert "完好" in check(base.path.parent)
    with base.writing():
        base.run("DROP TRIGGER day_no_update")
        base.run("UPDATE day SET content='{}' WHERE id=1")
    with pytest.raises(CopyError, match="第 1 笔起的日结记录对不上"):
        check(base.path.parent)


def test_the_sums_of_a_day_read_that_day_only(outlet):
    """Every question behind the page finds its rows by an index."""
    world, counter, clerk = outlet
    paid(world, clerk)
    asked = []
    real = counter.branch.database.db.execute_sql

    def listen(sql, values=(), *more):
        asked.append((sql, values))
        return real(sql, values, *more)

    counter.branch.database.db.execute_sql = listen
    clerk.get("/dayend")
    counter.branch.database.db.execute_sql = real
    whole = []
    for sql, values in {sql: values for sql, values in asked if sql.startswith("SELECT") and "IN ()" not in sql}.items():
        for *_, step in counter.branch.database.rows(f"EXPLAIN QUERY PLAN {sql}", *values):
            scanned, found = re.match(r"SCAN (\w+)", step), re.search(r"INDEX (journal_\w+)", step)
            if (scanned and scanned[1] not in SMALL) or (found and found[1] not in ONE_DAY):
                whole.append(f"{step}：{sql}")
    assert not whole, "\n".join(whole)


ONE_DAY = {"journal_at_ms", "journal_reverses", "journal_op_id_part_outcome", "journal_person"}
"""Indexes of the journal that lead to one day, one operation or one person."""
SMALL = {"place", "head", "staff", "draft", "session", "setting", "work", "w", "day", "stock", "CONSTANT"}
"""Tables that stay small or are read whole by pages of their own."""
