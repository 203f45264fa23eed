"""Nothing typed is lost: no reload, no lost session, no restart, no killed browser takes it away."""

import pytest
from playwright.sync_api import expect

from counter.commands.listen import Listener, open_port
from counter.rehearsal.world import demo_seats
from counter.store.clock import to_ms
from tests.browsing import until
from tests.clerk import PASSWORD, Clerk
from tests.conftest import NOW

KEPT = "填写的已存下"
LOSS = "loss.temporary"


@pytest.fixture
def world(serve):
    return serve("shangluo")[0]


@pytest.fixture
def served(serve):
    return serve("shangluo")[1]


@pytest.fixture
def seat(served, sit):
    seat = sit(served, "bank_outlet")
    seat.page.goto(seat.url)
    return seat


@pytest.fixture
def opened(seat, world, someone):
    """A form on which a date was typed and kept."""
    seat.find(someone(world, "cancelled").id_number)
    seat.find(someone(world, "elderly").id_number)
    seat.choose(LOSS)
    seat.page.fill("#lost_on", "2026-11-1")
    expect(seat.page.locator(".kept")).to_have_text(KEPT)
    return seat


def typed(seat, text="2026-11-1"):
    return seat.page.input_value("#lost_on") == text


def log_in_again(seat):
    seat.page.fill("#number", "1024")
    seat.page.fill("#password", PASSWORD)
    window = next(w for w in seat.counter.branch.windows() if w.type == "bank_outlet")
    seat.page.check(f'input[name=window][value="{window.id}"]')
    seat.press("登录")


def end_session(counter):
    with counter.branch.database.writing():
        counter.branch.database.run("UPDATE session SET made_ms=? WHERE clerk='1024'", to_ms(NOW) - 10**9)


@pytest.fixture
def stays_logged_in(served):
    """Who was thrown out logs in anew; the windows of other tests know nothing of it."""
    yield
    served.logged_in.clear()


def test_a_reload_finds_what_was_typed_and_the_field_it_was_typed_in(opened):
    """UX 19: reload."""
    opened.turns(opened.page.reload)
    assert typed(opened)
    opened.focuses("lost_on")


def test_leaving_at_once_keeps_what_was_typed_a_moment_ago(opened):
    """UX 19: Esc before anything was kept."""
    opened.page.fill("#lost_on", "2026-11-02")
    opened.turns(lambda: opened.page.keyboard.press("Escape"))
    assert "/person/" in opened.page.url
    opened.turns(opened.page.go_back)
    assert typed(opened, "2026-11-02")


def test_a_browser_that_was_killed_finds_it_on_the_persons_page(opened, served, sit, world, someone):
    """UX 19: the browser is gone."""
    other = sit(served, "bank_outlet")
    other.page.goto(other.url)
    other.find(someone(world, "elderly").id_number)
    other.turns(other.page.get_by_role("link", name="接着办").click)
    assert typed(other)


@pytest.mark.usefixtures("stays_logged_in")
def test_a_session_that_ran_out_is_told_and_logging_in_leads_back(opened, served):
    """UX 19: time-out and re-login in the same tab."""
    end_session(served.counter)
    opened.page.fill("#lost_on", "2026-11-03")
    alarm = opened.page.get_by_role("alert")
    expect(alarm).to_contain_text("登录已经过期，填写的还在这一页")
    assert typed(opened, "2026-11-03")
    opened.turns(alarm.get_by_role("link").click)
    log_in_again(opened)
    assert typed(opened, "2026-11-03")


def test_a_window_that_locked_itself_keeps_what_is_typed_and_opens_in_the_same_field(opened):
    """UX 19, 48: the idle lock."""
    staff = opened.counter.branch.staff
    with opened.counter.branch.database.writing():
        opened.counter.branch.database.run("UPDATE session SET locked_ms=1 WHERE clerk='1024'")
    opened.page.fill("#lost_on", "2026-11-10")
    dialog = opened.page.get_by_role("dialog")
    expect(dialog).to_contain_text("已锁屏")
    op_id = opened.page.locator("form [name=op_id]").input_value()
    until(lambda: draft_of(opened.counter, op_id).texts["lost_on"] == "2026-11-10")
    dialog.locator("[name=password]").fill(PASSWORD)
    dialog.get_by_role("button").click()
    expect(dialog).to_have_count(0)
    assert typed(opened, "2026-11-10")
    expect(opened.page.get_by_role("alert")).to_have_count(0, timeout=15_000)
    assert staff.whose("nobody's") == ("", "")
    opened.turns(opened.page.reload)
    assert typed(opened, "2026-11-10")


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.usefixtures("stays_logged_in")
def test_a_form_sent_after_the_session_ran_out_comes_back_as_it_was_typed(serve, sit, someone, scripts):
    """UX 19, 47: sent too late, with and without scripts."""
    world, served = serve("shangluo")
    seat = sit(served, "bank_outlet", scripts=scripts)
    seat.page.goto(seat.url)
    seat.find(someone(world, "elderly").id_number)
    seat.choose(LOSS)
    end_session(served.counter)
    seat.fill(lost_on="2026-11-04")
    log_in_again(seat)
    assert typed(seat, "2026-11-04")
    assert seat.page.is_checked("#p1")


def test_a_counter_that_stops_is_told_and_what_is_typed_meanwhile_is_kept_when_it_is_back(
    rehearse, sit, someone
):
    """UX 19: the server is started anew."""
    world, served = rehearse("shangluo", demo_seats("shangluo"))
    seat = sit(served, "bank_outlet")
    seat.page.goto(seat.url)
    seat.find(someone(world, "elderly").id_number)
    seat.choose(LOSS)
    port = served._listener.port
    served.stop()
    seat.page.fill("#lost_on", "2026-11-05")
    expect(seat.page.get_by_role("alert")).to_contain_text("连不上柜台服务，填写的还在这一页")
    served._listener = Listener(served.counter, open_port(port))
    served._listener.start()
    expect(seat.page.locator(".kept")).to_have_text(KEPT, timeout=15_000)
    expect(seat.page.get_by_role("alert")).to_have_count(0)
    seat.turns(seat.page.reload)
    assert typed(seat, "2026-11-05")
    seat.wrong = [line for line in seat.wrong if "ERR_CONNECTION_REFUSED" not in line]


def test_what_is_put_by_is_found_on_the_persons_page(opened):
    """UX 19: 暂存, by its key."""
    opened.page.fill("#lost_on", "2026-11-06")
    opened.turns(lambda: opened.page.keyboard.press("Control+s"))
    assert "/person/" in opened.page.url
    opened.turns(opened.page.get_by_role("link", name="接着办").click)
    assert typed(opened, "2026-11-06")


def test_a_page_from_before_an_upgrade_is_told_so(opened):
    """A stale page after an upgrade."""
    drawn = opened.counter.kept["program"]
    opened.counter.kept["program"] = "another"
    opened.page.fill("#lost_on", "2026-11-07")
    expect(opened.page.get_by_role("alert")).to_contain_text("柜台程序已经升级，这一页是旧的；填写的已存下")
    opened.counter.kept["program"] = drawn


def test_two_pages_of_one_form_do_not_overwrite_one_another(rehearse, sit, someone):
    """The page that was drawn later stands, the other is told; once it is done both are."""
    world, served = rehearse("shangluo", demo_seats("shangluo"))
    seat = sit(served, "bank_outlet")
    seat.page.goto(seat.url)
    seat.find(someone(world, "elderly").id_number)
    seat.choose(LOSS)
    first, second = seat.page, seat.context.new_page()
    second.goto(first.url)
    second.fill("#lost_on", "2026-11-08")
    second.check("#p1")
    second.locator("button[name=next]").click()
    expect(second.locator("h1")).to_contain_text("核对")
    first.fill("#lost_on", "2026-11-09")
    expect(first.get_by_role("alert")).to_contain_text("这张表在另一页填过了")
    second.locator(".btn.main").click()
    expect(second.locator("h1")).to_contain_text("已办结")
    third = seat.context.new_page()
    third.goto(first.url)
    assert "/entry/" in third.url


def draft_of(counter, op_id):
    return counter.branch.drafts.load(op_id, counter.branch.people.key)


@pytest.fixture
def form(shangluo, at_outlet, someone):
    pid = at_outlet.open(someone(shangluo[0], "lost").id_number)
    return pid, at_outlet.form(pid, LOSS)


def keep(clerk, form, texts, **fields):
    data = {**form.inputs, **texts, **fields}
    data.pop("", None)
    return clerk.client.post(f"/draft/{form.inputs['op_id']}", data=data)


def test_only_its_clerk_at_its_window_keeps_a_form(shangluo, at_outlet, form):
    counter, (pid, page) = shangluo[1], form
    assert keep(at_outlet, page, {"lost_on": "19/11"}).status_code == 204
    for other in (Clerk(counter, "bank_outlet", "1001"), Clerk(counter, "bureau")):
        token = other.form(pid, LOSS).inputs["csrf_token"]
        answer = keep(other, page, {"lost_on": "1"}, csrf_token=token)
        assert answer.status_code == 409
        assert "没有存下" in answer.get_data(as_text=True)
    assert draft_of(counter, page.inputs["op_id"]).texts["lost_on"] == "19/11"
    nobody = counter.flask.test_client()
    token = Clerk(counter, "bureau").get("/login").inputs["csrf_token"]
    assert nobody.post(f"/draft/{page.inputs['op_id']}", data={"csrf_token": token}).status_code in (303, 400)


def test_a_form_that_was_checked_stays_checked_while_nothing_on_it_changes(shangluo, at_outlet, form):
    counter, (pid, page) = shangluo[1], form
    check = at_outlet.fill(pid, LOSS, {"lost_on": "2026-11-19"}, page=page)
    again = at_outlet.get(f"/person/{pid}/do/{LOSS}?op={page.inputs['op_id']}")
    assert keep(at_outlet, again, {"cause": "遗失", "channel": "窗口"}, paper=again.papers, at="lost_on").status_code == 204
    draft = draft_of(counter, page.inputs["op_id"])
    assert (draft.checked, draft.at) == (True, "lost_on")
    keep(at_outlet, again, {"cause": "遗失", "channel": "窗口", "lost_on": "2026-11-18"}, paper=again.papers)
    assert not draft_of(counter, page.inputs["op_id"]).checked
    assert at_outlet.confirm(check).texts("data-text") == ["填写的内容还没有核对，请核对后再确认"]


def test_no_secret_and_no_picture_of_a_browser_is_ever_kept(shangluo, someone):
    counter = shangluo[1]
    clerk = Clerk(counter, "bureau")
    pid = clerk.open(someone(shangluo[0], "to-enable").id_number)
    page = clerk.form(pid, "activate.social")
    assert keep(clerk, page, {"old_password": "123456", "new_password": "271828"}).status_code == 204
    assert not {"old_password", "new_password"} & set(draft_of(counter, page.inputs["op_id"]).texts)
    outlet = Clerk(counter, "bank_outlet")
    pid = outlet.open(someone(shangluo[0], "lost").id_number)
    page = outlet.form(pid, "loss.formal+replace.lost")
    assert keep(outlet, page, {"photo": f"{'0' * 64} 358x441 9"}).status_code == 204
    assert "photo" not in draft_of(counter, page.inputs["op_id"]).texts


def test_what_was_begun_goes_on_at_another_window_with_its_papers_asked_again(shangluo, at_outlet, form):
    """Another window of the same clerk: the texts come along, what was checked and ticked does not."""
    counter, (pid, page) = shangluo[1], form
    keep(at_outlet, page, {"lost_on": "2026-11-19"}, paper=page.papers)
    there = Clerk(counter, "bureau")
    moved = there.get(f"/person/{pid}/do/{LOSS}?op={page.inputs['op_id']}")
    assert moved.inputs["lost_on"] == "2026-11-19"
    assert draft_of(counter, page.inputs["op_id"]).materials == frozenset()
    assert "已办结" in there.confirm(there.fill(pid, LOSS, {}, page=moved)).words
    rows = counter.branch.database.rows("SELECT window, note FROM audit WHERE what='换窗口接着办'")
    assert [note for _, note in rows] == [LOSS]
    somebody = Clerk(counter, "bureau", "1001")
    unknown = "".join(reversed(page.inputs["op_id"]))
    assert somebody.get(f"/person/{pid}/do/{LOSS}?op={unknown}").status == 409


def test_a_form_that_is_done_keeps_nothing_more(shangluo, at_outlet, form):
    pid, page = form
    at_outlet.confirm(at_outlet.fill(pid, LOSS, {"lost_on": "2026-11-19"}, page=page))
    answer = keep(at_outlet, page, {"lost_on": "2026-11-18"})
    assert answer.status_code == 409
    assert "已经办结" in answer.get_data(as_text=True)
