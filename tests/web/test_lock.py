"""A window that is left alone shows nothing and does nothing; what was typed into it is still there afterwards."""

from datetime import timedelta

import pytest

from counter.clock import wall
from tests.clerk import PASSWORD, Clerk, Page

AFTER = timedelta(minutes=11)


@pytest.fixture
def later(monkeypatch):
    """Let time pass for whoever is logged in."""
    return lambda how_long=AFTER: [
        monkeypatch.setattr(f"counter.web.{module}.wall", lambda: wall() + how_long) for module in ("shell", "lock", "login")
    ]


def unlock(clerk, **texts):
    token = Page(clerk.client.get("/login")).inputs["csrf_token"]
    sent = {"csrf_token": token, "password": PASSWORD, "back": "/work", **texts}
    return clerk.client.post("/unlock", data=sent)


def someone(world, story="lost"):
    return next(s.person for s in world.stories if s.id == story)


def test_a_window_locks_itself_after_the_minutes_of_the_city(at_outlet, later):
    """UX 40: nobody typed for longer than the city says; every address answers with the lock page."""
    minutes = at_outlet.counter.branch.city.facts.lock_after.value
    later(timedelta(minutes=minutes - 1))
    assert at_outlet.get("/work").status == 200
    later(timedelta(minutes=2 * minutes))
    for path in ("/", "/work", "/status", "/strip"):
        page = at_outlet.get(path)
        assert page.status == 401
        assert "已锁屏" in page.words
    assert unlock(at_outlet).headers["Location"] == "/work"
    assert at_outlet.get("/work").status == 200


def test_what_a_page_asks_by_itself_keeps_no_window_open(at_outlet, later):
    """UX 40: the strip renews itself every ten seconds; only a request made by hand, or its sign, counts."""
    later(timedelta(minutes=6))
    assert at_outlet.client.get("/strip").status_code == 200
    later(timedelta(minutes=12))
    assert at_outlet.client.get("/strip").status_code == 401


def test_the_sign_that_somebody_types_keeps_it_open(at_outlet, later):
    later(timedelta(minutes=6))
    assert at_outlet.client.get("/strip?awake=1").status_code == 200
    later(timedelta(minutes=12))
    assert at_outlet.client.get("/strip").status_code == 200


def test_a_locked_window_shows_nobody_and_tells_nothing(at_outlet, shangluo):
    """UX 40: no holder, no menu, no device; a wrong password is counted like one of the login."""
    pid = at_outlet.open(someone(shangluo[0]).id_number)
    at_outlet.post("/lock", {"back": f"/person/{pid}"}, follow=False)
    page = at_outlet.get(f"/person/{pid}")
    assert page.status == 401
    assert someone(shangluo[0]).name not in page.html
    assert "data-link" not in page.marks
    assert page.inputs["number"] == "1024"
    for _ in range(5):
        assert unlock(at_outlet, password="wrong1").status_code == 422
    assert "已暂停登录到" in Page(unlock(at_outlet)).words


def test_what_is_sent_into_a_locked_window_is_held_for_the_same_clerk(at_outlet, shangluo):
    """UX 19, UX 47: without scripts the form arrives after the lock; nothing is done, nothing typed is lost, no secret is kept."""
    pid = at_outlet.open(someone(shangluo[0]).id_number)
    form = at_outlet.form(pid, "loss.temporary")
    at_outlet.post("/lock", {}, follow=False)
    sent = {**form.inputs, "lost_on": "2026-11-19", "paper": form.papers, "password": "314159"}
    sent.pop("", None)
    path = f"/person/{pid}/do/loss.temporary"
    assert at_outlet.client.post(path, data=sent).status_code == 401
    again = Page(unlock(at_outlet, back="/"))
    assert "刚才提交的还没有办" in again.words
    assert again.inputs["lost_on"] == "2026-11-19"
    assert "314159" not in again.html
    kept = {name: text for name, text in again.inputs.items() if name not in ("", "back")}
    check = Page(at_outlet.client.post(path, data={**kept, "paper": form.papers}, follow_redirects=True))
    assert "核对：口头（临时）挂失" in check.words


def test_another_clerk_takes_the_window_over_in_the_same_place(at_outlet, shangluo):
    """UX 48: number and password of the next clerk; the place is kept, what the first one sent is not shown."""
    pid = at_outlet.open(someone(shangluo[0]).id_number)
    at_outlet.post("/lock", {}, follow=False)
    at_outlet.client.post(f"/person/{pid}/do/loss.temporary", data={"csrf_token": "", "lost_on": "2026-11-19"})
    answer = unlock(at_outlet, number="1001", back=f"/person/{pid}")
    assert answer.headers["Location"] == f"/person/{pid}"
    page = at_outlet.get(f"/person/{pid}")
    assert "周敏（主管 1001）" in page.words
    assert "2 号窗口" in page.words
    rows = at_outlet.counter.branch.database.rows("SELECT clerk FROM session")
    assert rows == [("1001",)], "the first clerk's session at this window is over"
    assert not at_outlet.counter.held


def test_who_took_over_sees_as_far_as_the_own_rights_go(at_outlet):
    at_outlet.post("/lock", {}, follow=False)
    unlock(at_outlet, number="1000", back="/work")
    page = at_outlet.get("/work")
    assert page.status == 403
    assert "没有这一页的权限" in page.words


def test_lock_and_unlock_are_written_down(at_outlet):
    at_outlet.post("/lock", {}, follow=False)
    unlock(at_outlet, password="wrong1")
    unlock(at_outlet)
    rows = at_outlet.counter.branch.database.rows("SELECT what, ok FROM audit ORDER BY id")
    assert [(what, bool(ok)) for what, ok in rows][-3:] == [("锁屏", True), ("解锁失败", False), ("解锁", True)]


def test_the_way_back_never_leads_out_of_the_counter(at_outlet):
    for back in ("https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example"):
        at_outlet.post("/lock", {}, follow=False)
        assert unlock(at_outlet, back=back).headers["Location"] == "/"


def test_single_keys_follow_the_clerk(shangluo):
    """UX 7: switched off once, off at every window and after every login."""
    first = Clerk(shangluo[1], "bank_outlet")
    assert 'data-single="on"' in first.get("/keys").html
    first.post("/keys", {"single": "off", "back": "/keys"})
    first.post("/logout", {})
    again = Clerk(shangluo[1], "bureau")
    assert 'data-single="off"' in again.get("/").html
    assert 'data-single="on"' in Clerk(shangluo[1], "bureau", "1001").get("/").html
