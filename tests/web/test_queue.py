"""叫号: one key ends the business of now and calls the next, with ticket, wait and business; without a machine it is the desk."""

from dataclasses import replace

import pytest

from tests.clerk import Clerk


@pytest.fixture
def at_window(shangluo):
    world, counter = shangluo
    return world, Clerk(counter, "bureau")


def press(clerk, page, path="/next"):
    return clerk.post(path, {"after": page.inputs.get("after", "")})


def test_the_next_is_called_with_what_was_asked_and_how_long_it_waited(at_window):
    """UX 43, on the server: number, wait, business; ending it ends the ticket at the machine."""
    world, clerk = at_window
    desk = press(clerk, clerk.get("/"))
    assert desk.texts("data-ticket") == ["A001"]
    assert desk.texts("data-asked") == ["挂失、补卡"]
    assert desk.texts("data-wait") == ["等了 14 分钟"]
    assert "后面还有 3 人" in desk.words
    assert world.systems.queue.ended == []
    done = press(clerk, desk)
    assert done.texts("data-ticket") == ["A002"]
    assert world.systems.queue.ended == ["A001"]
    rest = press(clerk, done, "/next/end")
    assert rest.texts("data-ticket") == []
    assert world.systems.queue.ended == ["A001", "A002"]
    noted = [row[0] for row in clerk.counter.branch.database.rows("SELECT note FROM audit WHERE what='叫号' ORDER BY id")]
    assert noted == ["A001", "A002"]


def test_pressed_twice_calls_one_and_two_windows_never_the_same(at_window):
    world, clerk = at_window
    page = clerk.get("/")
    press(clerk, page)
    assert press(clerk, page).texts("data-ticket") == ["A001"]
    other = Clerk(clerk.counter, "bank", "1001")
    assert press(other, other.get("/")).texts("data-ticket") == ["A002"]
    assert len(world.systems.queue.waiting) == 2


def test_a_machine_that_does_not_answer_is_told_and_a_lost_answer_calls_nobody_twice(at_window):
    world, clerk = at_window
    world.systems.queue.down()
    page = press(clerk, clerk.get("/"))
    assert "叫号机没有答复" in page.texts("data-queue-said")[0]
    assert page.texts("data-ticket") == []
    world.systems.queue.up()
    assert press(clerk, page).texts("data-ticket") == ["A001"]
    world.systems.queue.serving.clear()
    world.systems.queue.waiting.clear()
    assert "没有人在等" in press(clerk, clerk.get("/")).words


def test_without_a_machine_the_key_goes_to_the_empty_desk(shangluo):
    world, counter = shangluo
    counter.branch = replace(counter.branch, queue="")
    clerk = Clerk(counter, "bank_outlet")
    assert "data-next" not in clerk.get("/").html
    pid = clerk.open(next(s.person.id_number for s in world.stories if s.id == "lost"))
    done = clerk.do(pid, "loss.temporary", {"lost_on": "2026-11-19"})
    assert 'href="/" data-key="F4">下一位' in done.html
    assert clerk.post("/next", {"after": ""}).response.request.path == "/"
