"""A rehearsal whose windows have the drivers of a real branch: the same pages, the same acts, virtual cards behind them."""

import threading
import time

import pytest

from counter.rehearsal.chip.pcscd import NoPcscdError
from counter.rehearsal.chip.windows import CARD_TITLE, ID_TITLE, VirtualWindows
from counter.rehearsal.devices import Bench, VirtualCard
from counter.rehearsal.world import add_branch, demo_seats, new_world
from tests.clerk import Clerk
from tests.conftest import NOW
from tests.sync.both_sides import number, seats, settle, work

OLD, NEW = "123456", "271828"
CHANGE = {"old_password": OLD, "new_password": NEW, "again": NEW}


def until(true):
    for _ in range(1000):
        if true():
            return
        time.sleep(0.01)
    pytest.fail("it never came true")


@pytest.fixture
def county(tmp_path, staff):
    """Xinxiang's county window with real drivers and the holder's card on the reader."""
    world = new_world("xinxiang", NOW)
    sits = seats("xinxiang", "county")
    world.virtual = VirtualWindows(world.bench, [window[0] for window in sits.windows])
    counter = add_branch(world, tmp_path / "xinxiang", sits, staff)
    clerk = Clerk(counter, "county")
    pid = clerk.open(number(world, "damaged"))
    clerk.post("/rehearsal/card", {"pid": pid, "back": "/"})
    (card,) = world.bench.cards.values()
    yield world, counter, clerk, pid, card
    world.stop()


def test_the_card_laid_down_by_its_button_opens_its_holder_and_the_status_page_says_through_what(county):
    _, _, clerk, pid, _ = county
    page = clerk.post("/read", {})
    assert page.response.request.path == f"/person/{pid}"
    assert CARD_TITLE in clerk.get("/status").words
    assert ID_TITLE in clerk.get("/status").words


def test_an_identity_card_laid_down_by_its_button_finds_its_holder(county):
    _, _, clerk, pid, _ = county
    clerk.post("/rehearsal/document", {"pid": pid, "back": "/"})
    assert clerk.post("/read-id", {}).response.request.path == f"/person/{pid}"
    again = clerk.post("/read-id", {})
    assert "把证拿起，重新放稳后再读" in again.words
    clerk.post("/rehearsal/document", {"do": "lift", "back": "/"})
    assert "上没有证" in clerk.post("/read-id", {}).words


def test_a_password_is_changed_and_a_wrong_one_costs_one_try(county):
    _, _, clerk, pid, card = county
    done = clerk.do(pid, "pin.change", {}, **{**CHANGE, "old_password": "999999"})
    assert "还可以试 2 次" in done.texts("data-failed")[0]
    clerk.do(pid, "pin.change", {}, **CHANGE)
    assert (card.password, card.left) == (NEW, 3)


def test_a_locked_card_is_unlocked_with_the_provinces_key(county):
    _, _, clerk, pid, card = county
    clerk.post("/rehearsal/card", {"do": "lock", "back": "/"})
    clerk.do(pid, "pin.unlock", {})
    assert (card.password, card.left) == (OLD, 3)


def test_a_forgotten_password_is_set_anew_with_the_provinces_key(county):
    _, _, clerk, pid, card = county
    card.left = 0
    clerk.do(pid, "pin.reset", {}, new_password=NEW, again=NEW)
    assert (card.password, card.left) == (NEW, 3)


def test_a_line_that_breaks_in_the_change_is_decided_by_who_sees_the_card(county):
    world, counter, clerk, pid, card = county
    world.bench.faults["password"] = "断电"
    clerk.do(pid, "pin.change", {}, **CHANGE)
    assert (card.password, len(work(clerk))) == (NEW, 1)
    settle(Clerk(counter, "county", "1001"), "已完成")


@pytest.mark.parametrize("name", ["xinxiang", "shangluo", "shishi"])
def test_a_card_of_the_third_generation_is_read_with_the_answer_of_its_province(tmp_path, staff, name):
    """Over pcscd to the virtual chip, and over HTTP to the province: two of the three say which key, one does not."""
    world = new_world(name, NOW)
    sits = demo_seats(name)
    window, _, kind, _ = sits.windows[0]
    world.virtual = VirtualWindows(world.bench, [window])
    try:
        clerk = Clerk(add_branch(world, tmp_path / name, sits, staff), kind)
        person = next(story.person for story in world.stories if story.id == "damaged")
        world.bench.lay_down(window, VirtualCard(person.cards[-1].number, person.id_number, person.name, version="3.00"))
        assert clerk.post("/read", {}).response.request.path == f"/person/{clerk.open(person.id_number)}"
    finally:
        world.stop()


@pytest.fixture
def asked(county, monkeypatch):
    """Every question for a key to read with that left this counter."""
    _, counter, _, _, _ = county
    kind, seen = type(counter.branch.connector), []
    real = kind.read_key
    monkeypatch.setattr(kind, "read_key", lambda one, shown, timeout: seen.append(shown) or real(one, shown, timeout))
    return seen


def test_a_card_of_the_third_generation_is_asked_for_once_and_left_alone_while_the_province_is_down(county, asked):
    world, counter, clerk, pid, card = county
    window = counter.branch.windows()[0].id
    card.version = "3.00"
    chip = world.virtual._lying(window)
    world.province.down()
    said = clerk.post("/read", {}).words
    assert "没有取到这张卡的密钥，卡上什么也没有改变，请照卡面录入，或等恢复后再读" in said
    assert (len(asked), chip.key_left, chip.proved) == (1, 3, set())
    assert asked[0].terminal == f"{counter.branch.identity.code}-{window}"
    world.province.up()
    assert clerk.post("/read", {}).response.request.path == f"/person/{pid}"
    assert len({shown.challenge for shown in asked}) == len(asked) == 2


def test_a_province_that_takes_too_long_keeps_no_window_waiting_for_it(county, asked, monkeypatch):
    world, _, clerk, _, card = county
    card.version = "3.00"
    monkeypatch.setattr("counter.keys.SECONDS", 0.2)
    world.province.slow(2)
    said = clerk.post("/read", {}).words
    assert "0.2 秒内没有应答" in said
    assert "请照卡面录入" in said
    assert len(asked) == 1


def test_a_card_that_the_province_does_not_know_is_read_off_its_face(county):
    world, counter, clerk, _, _ = county
    window = counter.branch.windows()[0].id
    world.bench.lay_down(window, VirtualCard("F45089999", "410702199003074522", "孙𬱖", version="3.00"))
    until(lambda: "请照卡面录入，并与省里核实" in clerk.post("/read", {}).words)


def test_the_password_of_a_card_of_the_third_generation_is_changed_and_unlocked(county):
    """Each act reads the card first, which takes the province's key, and proves itself again for the unlocking."""
    _, _, clerk, pid, card = county
    card.version = "3.00"
    clerk.do(pid, "pin.change", {}, **CHANGE)
    card.left = 0
    clerk.do(pid, "pin.unlock", {})
    assert (card.password, card.left) == (NEW, 3)


def test_a_window_that_came_later_has_the_readers_within_the_program(county):
    world, _, _, _, _ = county
    assert world.virtual.devices("later") == ()


def test_a_machine_without_pcscd_says_what_it_lacks(monkeypatch, tmp_path):
    monkeypatch.setattr("counter.rehearsal.chip.pcscd.DAEMON", tmp_path / "pcscd")
    with pytest.raises(NoPcscdError, match="本机没有 pcscd"):
        VirtualWindows(Bench(), ["1"])


def test_stopping_leaves_no_thread_behind():
    before = threading.active_count()
    VirtualWindows(Bench(), [str(n) for n in range(20)]).stop()
    assert threading.active_count() == before


def test_as_many_windows_as_pcscd_takes_readers_have_them_and_the_next_one_has_none():
    """Sixteen readers fill the daemon, and the question after them."""
    bench = Bench()
    windows = VirtualWindows(bench, [str(n) for n in range(17)])
    try:
        readers = [windows.devices(str(n))[1] for n in range(16)]
        until(lambda: [reader.state() for reader in readers] == ["就绪，未放卡"] * 16)
        bench.lay_down("15", VirtualCard("F45081001", "410702199003074522", "孙𬱖"))
        until(lambda: readers[15].state() == "就绪，已放卡")
        assert readers[15].read().texts["card_number"] == "F45081001"
        assert windows.devices("16") == ()
    finally:
        windows.stop()
