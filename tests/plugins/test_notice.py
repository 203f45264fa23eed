"""一次性告知: everything first, then only what is missing; which window to go to; and what was told before."""

from dataclasses import replace
from io import BytesIO

import pytest
from pypdf import PdfReader

from counter.branch import Elsewhere
from tests.clerk import Clerk

BOTH = "loss.formal+replace.lost"
LOSS = {"lost_on": "2026-11-19", "received": "20"}


def read(page):
    text = "".join(sheet.extract_text() for sheet in PdfReader(BytesIO(page.response.data)).pages)
    return "".join(text.split())


@pytest.fixture
def lost(shangluo):
    """Somebody who has lost a card, before the windows of this branch."""
    world, counter = shangluo
    clerk = Clerk(counter, "bureau")
    return counter, clerk, clerk.open(next(s.person.id_number for s in world.stories if s.id == "lost"))


def told(clerk, pid, offer, by="本人", **more):
    words = "&".join(f"{name}={value}" for name, value in {"offer": offer.replace("+", "%2B"), "by": by, **more}.items())
    return clerk.get(f"/person/{pid}/told?paper=notice.once&{words}")


def lacking(clerk, pid, offer, texts, papers):
    form = clerk.form(pid, offer)
    return clerk.post(f"/person/{pid}/paper/notice.missing/{offer}.pdf?media=a4", {**form.inputs, **texts, "paper": papers})


def test_the_full_notice_names_the_window_of_this_branch_and_who_is_responsible(lost):
    """UX 23, SW-006, SW-007: printed before anything is begun, at a window that does not do it."""
    counter, clerk, pid = lost
    text = read(told(clerk, pid, BOTH, "代办"))
    there = next(w for w in counter.branch.windows() if w.type == "bank_outlet")
    assert there.title.replace(" ", "") in text
    assert "本窗口不办理这项业务" in text
    for paper in ("持卡人有效身份证件原件", "代理人身份证原件", "委托书", "代理人身份证复印件"):
        assert paper in text, paper
    assert "首问负责（告知人）" in text
    assert "李静（工号1024）" in text
    assert counter.branch.database.row("SELECT COUNT(*) FROM draft")[0] == 0


def test_a_branch_without_such_a_window_sends_to_the_ones_of_its_list_with_address_and_telephone(lost):
    counter, clerk, pid = lost
    with counter.branch.database.writing():
        counter.branch.database.run("DELETE FROM place WHERE type<>'bureau'")
    assert "发卡银行补换卡网点窗口" in read(told(clerk, pid, BOTH)), "without a list, what the city calls it"
    where = Elsewhere(name="农业银行商州支行", window="bank_outlet", address="商州区演练路 8 号", phone="0914-2000000")
    counter.branch = replace(counter.branch, identity=replace(counter.branch.identity, elsewhere=(where,)))
    assert "农业银行商州支行（商州区演练路8号，电话0914-2000000）" in read(told(clerk, pid, BOTH))


def test_what_cannot_be_done_says_why_with_its_article_and_still_what_to_bring(lost):
    _, clerk, pid = lost
    text = read(told(clerk, pid, "apply.new"))
    assert "现在还不能办，原因" in text
    assert "名下已有社保卡，不能再申领" in text
    assert "规范第十七条" in text
    assert "申领人二代有效身份证原件" in text
    assert "本窗口不办理" not in text, "this window takes applications"


def test_the_second_notice_says_only_what_is_missing_now(shangluo):
    """UX 23: not ticked, not filled, not allowed; numbered; and shown when the person comes back."""
    world, counter = shangluo
    clerk = Clerk(counter, "bank_outlet")
    pid = clerk.open(next(s.person.id_number for s in world.stories if s.id == "lost"))
    first = read(told(clerk, pid, BOTH))
    assert "第1次" in first
    papers = clerk.form(pid, BOTH).papers
    text = read(lacking(clerk, pid, BOTH, {"lost_on": "", "received": "20"}, papers[:1]))
    assert "缺件告知单" in text
    assert "第2次" in text
    assert papers[0] not in text
    assert all(paper.replace(" ", "") in text for paper in papers[1:])
    assert "请填写遗失日期" in text
    assert "实收金额" not in text
    again = read(lacking(clerk, pid, BOTH, {"lost_on": "", "received": "20"}, papers[:1]))
    assert "第2次" in again, "the same paper once more is no further telling"
    (row, *_) = clerk.get(f"/person/{pid}").texts("data-problem-row")
    assert row == f"已告知 2026-11-20 10:31，缺：{'、'.join(papers[1:])}、填写 1 处"
    clerk.do(pid, BOTH, LOSS)
    assert clerk.get(f"/person/{pid}").texts("data-problem-row") == [], "done since"


def test_nobody_is_named_in_what_is_kept_of_a_notice(lost):
    counter, clerk, pid = lost
    told(clerk, pid, BOTH)
    (row,) = counter.branch.database.rows("SELECT note FROM audit WHERE what='一次性告知'")
    assert row == (f"{BOTH}|1|本人|",)


def test_a_notice_about_nothing_is_refused(lost):
    _, clerk, pid = lost
    assert told(clerk, pid, "moon.walk").status == 404
    assert clerk.get(f"/person/{pid}/told?paper=notice.missing&offer=loss.temporary").status == 404
    assert clerk.post(f"/person/{pid}/paper/notice.missing/loss.temporary.pdf", {"op_id": "none"}).status == 409
