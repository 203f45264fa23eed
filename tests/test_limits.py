"""The page of time limits, its papers, and the holder's page when the calendar of the next year becomes known."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from counter.branch import Identity
from counter.core.change import Change
from counter.core.dates import BEIJING
from counter.core.dossier import Dossier, Holder, Past, Subject
from counter.core.progress import stages
from counter.core.states import ABSENT, CardState, Kind, State
from counter.rehearsal.play.shown import text_of_pdf as text_of
from counter.rehearsal.world import Seats
from counter.workdays import Workdays
from tests.clerk import Clerk, Page

POINT = Seats(
    identity=Identity(code="35058102", name="永宁镇便民服务中心", rehearsal=True),
    windows=(
        ("1", "1 号窗口", "agency", ""),
        ("2", "2 号窗口", "making", "中国工商银行石狮支行"),
    ),
)
DECEMBER = datetime(2026, 12, 21, 9, 10, tzinfo=BEIJING)
TABLE = """source = "国务院办公厅关于2027年部分节假日安排的通知（演练）"
holidays = [2027-01-01, 2027-01-02, 2027-01-03, 2027-01-04]
make_up = []
"""


@pytest.fixture
def entered(open_world):
    """One damaged card taken in at a point shortly before the end of the year."""
    world, counter = open_world("shishi", POINT, DECEMBER)
    clerk = Clerk(counter, "agency")
    grown = (s for s in world.stories if s.person.born_on.year < 2000 and s.agent is None)
    story = next(s for s in grown if [card.state for card in s.person.cards] == ["正常"])
    pid = clerk.open(story.person.id_number)
    done = clerk.do(pid, "replace.damaged", {"mobile": "13905951001"})
    assert "/entry/" in done.response.request.path, done.words
    return clerk, pid, done.response.request.path


def test_a_provisional_day_is_counted_again_once_the_year_is_published_and_the_slip_stays(entered, tmp_path):
    clerk, pid, entry = entered
    (before,) = clerk.get(f"/person/{pid}").texts("data-limit")
    assert before == "还剩 15 个工作日 承诺 1 月 12 日前（暂定）"
    slip = clerk.client.get(f"{entry}/0/slip.pdf").data
    folder = tmp_path / "tables"
    folder.mkdir()
    (folder / "2027.toml").write_text(TABLE, encoding="utf-8")
    clerk.counter.branch = replace(clerk.counter.branch, calendar=Workdays(folder))
    (after,) = clerk.get(f"/person/{pid}").texts("data-limit")
    assert after == "还剩 15 个工作日 承诺 1 月 13 日前"
    assert clerk.client.get(f"{entry}/0/slip.pdf").data == slip
    assert "1月12日" in text_of(slip).replace(" ", "")


def test_papers_about_the_cards_of_a_point_are_given_only_there(entered):
    clerk, _, _ = entered
    listed = clerk.get("/limits")
    assert "传送清单" in listed.words
    paper = clerk.client.get("/limits/agency.sent.pdf?day=2026-12-21")
    assert paper.mimetype == "application/pdf"
    assert "损坏换卡" in text_of(paper.data)
    yesterday = text_of(clerk.client.get("/limits/agency.sent.pdf?day=2026-12-20").data)
    assert "这一天没有受理" in yesterday
    assert clerk.client.get("/limits/notice.once.pdf").status_code == 404
    making = Clerk(clerk.counter, "making")
    assert "传送清单" not in making.get("/limits").words
    for path in ("/limits/agency.sent.pdf", "/limits/nothing.pdf", "/limits/notice.once.pdf"):
        assert making.client.get(path).status_code == 404


def test_a_day_that_is_none_is_told(entered):
    clerk, _, _ = entered
    answer = clerk.client.get("/limits/agency.sent.pdf?day=2026-02-30")
    assert answer.status_code == 422
    assert "没有 2026 年 2 月 30 日这一天" in Page(answer).words


def test_looking_at_the_limits_and_printing_leave_audit_rows(entered):
    clerk, _, _ = entered
    clerk.get("/limits")
    clerk.client.get("/limits/agency.posted.pdf")
    rows = clerk.counter.branch.database.rows("SELECT what FROM audit ORDER BY rowid DESC LIMIT 2")
    assert [row[0] for row in rows] == ["领卡公告", "看时限"]


def moved(seq: int, before: State, after: State) -> Past:
    change = Change(role="c", title="新卡", subject="c", kind=Kind.CARD, before=before, after=after, version=seq)
    return Past(
        seq=seq, op_id=f"op{seq}", part=0, number="", operation="", title="", at=DECEMBER + timedelta(days=seq),
        where="1", clerk="1024", origin="window", province="", moved=(change,),
    )  # fmt: skip


def test_a_stage_is_dated_by_the_entry_that_reached_it_and_not_by_a_later_one():
    """Signing for a finished card, or telling of it, does not make it again."""
    card = Subject(id="c", kind=Kind.CARD, state=CardState.MADE, version=3, since=DECEMBER)
    past = (
        moved(1, ABSENT, CardState.ORDERED),
        moved(2, CardState.ORDERED, CardState.MADE),
        moved(3, CardState.MADE, CardState.MADE),
    )
    dossier = Dossier(holder=Holder(id="h", id_number="", name=""), subjects=(card,), past=past)
    dated = {stage.title: stage.at for stage in stages(dossier)}
    assert dated["制卡"] == DECEMBER + timedelta(days=2)
