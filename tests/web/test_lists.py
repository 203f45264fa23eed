"""The work lists: what waits, who has taken it, and that two clerks never take the same."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from werkzeug.security import generate_password_hash

from counter.store.staff import CLERK
from counter.store.work import REJECTED
from tests.clerk import PASSWORD, Clerk


@pytest.fixture
def two(shangluo):
    """Two clerks at two windows of one branch, a supervisor, and somebody whose card is to be made here."""
    world, counter = shangluo
    with counter.branch.database.writing():
        counter.branch.staff.add("1025", "何㛃", CLERK, generate_password_hash(PASSWORD, "pbkdf2:sha256:1"))
    first, second = Clerk(counter, "bank_outlet"), Clerk(counter, "bureau", "1025")
    person = next(s.person for s in world.stories if s.id == "lost")
    pid = first.open(person.id_number)
    texts = {"lost_on": "2026-11-19", "mobile": "13909140101", "received": "20"}
    first.do(pid, "loss.formal+replace.lost", texts)
    return counter, first, second, Clerk(counter, "bank_outlet", "1001"), pid


BUTTONS = {"认领": "take", "放回": "release", "接手": "over"}


def claim(clerk, pid, act="认领"):
    return clerk.post("/work/claim", {BUTTONS[act]: pid, "back": "/work?list=make"}, follow=False)


def test_what_is_to_be_made_appears_and_leads_into_its_form(two):
    counter, first, second, _, pid = two
    page = first.get("/work?list=make")
    assert "待办：待制 1 项" in page.words
    assert f"/person/{pid}/do/issue.make" in page.links
    assert "611002********2539" in page.words
    assert counter.branch.people.dossier(pid).holder.id_number not in page.html
    other = second.get("/work?list=make")
    assert f"/person/{pid}/do/issue.make" not in other.links
    assert "制卡：到发卡银行补换卡网点窗口办理" in other.words


def test_a_second_clerk_sees_who_has_it_and_cannot_take_it(two):
    """Complaint 14: two clerks never take the same."""
    counter, first, second, _, pid = two
    assert claim(first, pid).status == 303
    page = second.get("/work?list=make")
    assert "李静（1024）" in page.texts("data-claimed")[0]
    assert "起在2 号窗口" in page.texts("data-claimed")[0]
    refused = claim(second, pid)
    assert refused.status == 409
    assert "没有重复认领" in refused.texts("data-problem")[0]
    assert counter.branch.claims.of(pid, counter.branch.clock.now()).clerk == "1024"
    told = second.get(f"/person/{pid}")
    assert "李静（1024）" in told.texts("data-at-work")[0]
    assert "认领了这位的待办" in told.texts("data-at-work")[0]
    assert first.get(f"/person/{pid}").texts("data-at-work") == []


def test_of_many_windows_that_press_at_the_same_moment_exactly_one_gets_it(two):
    """Complaint 14: real threads, one person, one winner each round."""
    counter, first, second, boss, pid = two
    clerks = [first, second, boss]
    tokens = [clerk.get("/status").inputs["csrf_token"] for clerk in clerks]
    for _ in range(6):
        start = Barrier(len(clerks))

        def press(n, start=start):
            start.wait()
            sent = {"csrf_token": tokens[n], "take": pid}
            return clerks[n].client.post("/work/claim", data=sent).status_code

        with ThreadPoolExecutor(len(clerks)) as pool:
            codes = sorted(pool.map(press, range(len(clerks))))
        assert codes == [303, 409, 409]
        holder = counter.branch.claims.of(pid, counter.branch.clock.now()).clerk
        claim(next(c for c, n in zip(clerks, ("1024", "1025", "1001"), strict=True) if n == holder), pid, "放回")
        assert counter.branch.claims.of(pid, counter.branch.clock.now()) is None


def test_a_supervisor_takes_over_with_an_audit_row_and_a_clerk_does_not(two):
    counter, first, second, boss, pid = two
    claim(first, pid)
    assert claim(second, pid, "接手").status == 403
    assert claim(boss, pid, "接手").status == 303
    assert counter.branch.claims.of(pid, counter.branch.clock.now()).clerk == "1001"
    rows = counter.branch.database.rows("SELECT clerk, what, person, ok, note FROM audit WHERE what='接手' ORDER BY id")
    assert rows == [("1025", "接手", pid, 0, ""), ("1001", "接手", pid, 1, "原由 1024 认领")]


def test_a_claim_ends_by_itself_and_can_be_given_back(two, shangluo):
    world, _ = shangluo
    counter, first, second, _, pid = two
    claim(first, pid)
    minutes = counter.branch.city.facts.claim_minutes.value
    world.clock.pass_time(timedelta(minutes=minutes + 1))
    assert second.get(f"/person/{pid}").texts("data-at-work") == []
    assert claim(second, pid).status == 303
    assert claim(first, pid).status == 409
    assert claim(second, pid, "放回").status == 303
    assert claim(first, pid).status == 303


def test_what_another_has_claimed_nobody_else_decides(two):
    counter, first, second, boss, pid = two
    with counter.branch.database.writing():
        counter.branch.work.open(REJECTED, pid, None, "省里退回了，请联系持卡人", counter.branch.clock.now())
    (item,) = counter.branch.work.items(pid)
    claim(second, pid)
    page = boss.get("/work")
    assert "已处理" not in page.words
    refused = boss.post(f"/work/{item.id}", {"decision": "已处理"})
    assert refused.status == 409
    assert "何㛃（1025）" in refused.words
    assert counter.branch.work.items(pid) == [item]
    claim(boss, pid, "接手")
    assert boss.post(f"/work/{item.id}", {"decision": "已处理"}).status == 200
    assert counter.branch.work.items(pid) == []
    assert first.get("/work?list=rejected").texts("data-work-text") == []


def test_who_has_begun_a_form_is_named_to_whoever_opens_the_same_person(two):
    """Complaint 14: also without a claim; nobody is hindered."""
    _, first, second, _, pid = two
    first.form(pid, "issue.make")
    told = second.get(f"/person/{pid}").texts("data-at-work")
    assert len(told) == 1
    assert "李静（1024）" in told[0]
    assert "办理“制卡”" in told[0]


def test_a_list_is_narrowed_by_name_by_number_and_to_what_is_mine(two):
    """Complaint 10: a work list that can be searched."""
    _, first, _, _, pid = two
    for text in ("王䶮𬱖", "wang"):
        page = first.post("/work", {"list": "make", "q": text})
        assert len(page.marks.get("data-row", [])) == (text == "王䶮𬱖"), text
    assert "没有符合的" in page.words
    address = page.response.request.full_path
    assert "found=" in address
    assert "wang" not in address, "who is sought stands in no address"
    assert "没有符合的" in first.get(address).words
    assert "重新输入" in first.get("/work?list=make&found=outlived").words
    assert "data-row" not in first.get("/work?list=make&mine=1").marks
    claim(first, pid)
    assert len(first.get("/work?list=make&mine=1").marks["data-row"]) == 1
    assert "错误" in first.post("/work", {"list": "make", "q": "611002199805124513"}).words


def test_a_long_list_comes_in_pages_and_the_oldest_first(two):
    """Complaint 10: page by page, and none is left out."""
    counter, first, _, _, pid = two
    now = counter.branch.clock.now()
    with counter.branch.database.writing():
        for n in range(45):
            counter.branch.work.open(REJECTED, pid, None, f"第 {n + 1} 项。", now + timedelta(seconds=n))
    seen = [text for page in (1, 2, 3) for text in first.get(f"/work?list=rejected&page={page}").texts("data-work-text")]
    assert seen == [f"第 {n + 1} 项。" for n in range(45)]
    assert "第 3 页，共 3 页" in first.get("/work?list=rejected&page=99").words


def test_an_empty_list_says_what_will_stand_there(shangluo):
    _, counter = shangluo
    clerk = Clerk(counter, "bank_outlet")
    for name, words in {"late": "过了承诺日期", "hand_out": "可以通知持卡人来领", "unfinished": "没有填完的表"}.items():
        assert words in clerk.get(f"/work?list={name}").texts("data-empty")[0]


def test_the_page_of_time_limits_opens_the_first_of_each_group_and_counts_the_rest(two):
    """Complaint 10: the page does not grow with what is open; what is not shown is counted and stands in the lists."""
    counter, first, _, _, pid = two
    with counter.branch.database.writing():
        for n in range(25):
            row = ("时限", f"x{n}", pid, "", "replace.lost", 1, "2026-11-10", "2026-11-05", 1, 1)
            counter.branch.database.run("INSERT INTO matter VALUES (?,?,?,?,?,?,?,?,?,?)", *row)
    page = first.get("/limits")
    assert "超期 25 件" in page.words
    assert len(page.marks["data-waiting"]) == 2, "one person late by these rows, and the same one on time"
    assert "另有 24 件没有列出" in page.words
    assert "/work?list=late" in page.links
