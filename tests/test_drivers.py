"""Drivers that raise or hang, at windows of the real pages: each page comes, and the driver's device says so."""

import threading
from dataclasses import replace

import pytest

from counter import DeviceError, Reading, hookimpl
from counter.catalogue import load
from counter.cities import load_city
from counter.lanes import Lane, NoAnswerError, NotBegunError
from counter.live import Live
from tests.clerk import Clerk
from tests.sync.both_sides import number, seats, settle, work

BAD, GOOD = "社保卡读卡器（坏）", "身份证读卡器（好）"
CHANGE = {"old_password": "123456", "new_password": "271828", "again": "271828"}


class Reader:
    """A reader whose driver fails where it is told to: ``where`` names the call, ``how`` what it does there."""

    def __init__(self, plugin, title, kind, window):
        self.plugin, self.title, self.kind, self.id = plugin, title, kind, f"{kind}-{window}"

    def state(self):
        return self.plugin.at("state", "就绪")

    def laid(self):
        return self.plugin.at("laid", "")

    def read(self):
        return self.plugin.at("read", Reading(source=self.title, texts=self.plugin.texts))

    def password_locked(self):
        return self.plugin.at("password_locked", False)

    def change_password(self, old, new):
        return self.plugin.at("change_password", None)


class Plugin:
    """One driver's plugin at these windows."""

    def __init__(self, title, kind, windows=None):
        self.title, self.kind, self.windows = title, kind, windows
        self.where, self.how, self.texts = "", "", {}
        self.goes_on = threading.Event()
        self.calls = []

    @hookimpl
    def counter_devices(self, window):
        if self.windows is not None and window.id not in self.windows:
            return ()
        return self.at("hook", (Reader(self, self.title, self.kind, window.id),))

    def at(self, where, otherwise):
        self.calls.append(where)
        if where != self.where:
            return otherwise
        if self.how == "hangs":
            self.goes_on.wait(120)
            return otherwise
        if self.how == "exits":
            raise SystemExit
        if self.how == "raises":
            raise KeyError("410702199003074522")
        return self.how

    def fails(self, where, how):
        self.where, self.how = where, how

    def mended(self):
        self.where = ""
        self.goes_on.set()


@pytest.fixture
def bad(monkeypatch):
    """The plugin that fails; the counter waits a moment for it, and tries past a hanging call at once."""
    monkeypatch.setattr("counter.drivers._SECONDS", 0.2)
    monkeypatch.setattr("counter.drivers._FRESH", 0.0)
    monkeypatch.setattr("counter.plugged._READS", 0.2)
    monkeypatch.setattr("counter.plugged._ACTS", 0.2)
    made = Plugin(BAD, "card_reader")
    yield made
    made.mended()


@pytest.fixture
def county(open_world, bad):
    """Two windows, a good reader of identity cards at both, the bad card reader at the first."""
    world, counter = open_world("xinxiang", seats("xinxiang", "county", "city"))
    first, _ = counter.branch.windows()
    bad.windows = {first.id}
    person = next(story.person for story in world.stories if story.id == "damaged")
    bad.texts = {"card_number": person.cards[-1].number, "id_number": person.id_number, "name": person.name}
    good = Plugin(GOOD, "id_reader")
    good.texts = {"id_number": person.id_number, "name": person.name}
    catalogue = load(load_city("xinxiang"), extra=[("good", good), ("bad", bad)])
    counter.branch = replace(counter.branch, catalogue=catalogue)
    clerk = Clerk(counter, "county")
    return world, counter, clerk, clerk.open(number(world, "damaged"))


HOWS = ("raises", "hangs", "exits")


@pytest.mark.parametrize("how", HOWS)
@pytest.mark.parametrize("where", ["hook", "state"])
def test_the_page_comes_and_says_who_does_not_answer_until_it_does(county, bad, how, where):
    _, counter, clerk, pid = county
    assert f"{BAD}：就绪" in clerk.get("/").words
    bad.fails(where, how)
    for page in ("/", f"/person/{pid}", "/status"):
        said = clerk.get(page)
        assert (said.status, f"{BAD}：没有应答" in said.words) == (200, True)
        assert f"{GOOD}：就绪" in said.words
    assert BAD not in Clerk(counter, "city", "1001").get("/").words
    assert clerk.post("/read-id", {}).response.request.path == f"/person/{pid}"
    bad.mended()
    assert until(lambda: f"{BAD}：就绪" in clerk.get("/").words)


@pytest.mark.parametrize("how", [*HOWS, 7])
def test_a_driver_that_does_not_say_what_was_laid_down_is_ready_all_the_same(county, bad, how):
    _, counter, clerk, _ = county
    bad.fails("laid", how)
    assert f"{BAD}：就绪" in clerk.get("/").words
    assert Live(counter).sign("1") == Live(counter).sign("1")
    assert "laid" in bad.calls


def test_pages_that_wait_for_news_do_not_wear_a_driver_out(county, bad, monkeypatch):
    """They ask twenty times a second; the driver is asked once as long as its answer is fresh."""
    monkeypatch.setattr("counter.drivers._FRESH", 600.0)
    _, counter, clerk, _ = county
    bad.calls.clear()
    signs = {Live(counter).sign("1") for _ in range(20)}
    assert f"{BAD}：就绪" in clerk.get("/").words
    assert (len(signs), bad.calls.count("state"), bad.calls.count("laid"), bad.calls.count("hook")) == (1, 1, 1, 1)


def until(true):
    """Wait for a thread that was let go."""
    return any(true() or threading.Event().wait(0.02) for _ in range(500))


@pytest.mark.parametrize("how", HOWS)
def test_a_plugin_that_never_answered_stands_there_by_its_own_name(county, bad, how):
    _, counter, clerk, pid = county
    bad.fails("hook", how)
    counter.branch = replace(counter.branch, catalogue=load(load_city("xinxiang"), extra=[("bad", bad)]))
    assert "驱动 bad：没有应答，可手工办" in clerk.get(f"/person/{pid}").words
    assert "驱动 bad" in clerk.get("/status").words
    assert "本窗口没有社保卡读卡器" in clerk.post("/read", {}).words


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ("raises", "的驱动出错（KeyError），没有读到，请照证件或卡面录入"),
        ("exits", "的驱动出错（SystemExit），没有读到，请照证件或卡面录入"),
        ("hangs", "没有应答，这一次不再等了，请照证件或卡面录入"),
        ("a word", "的驱动给的内容不完整，请照证件或卡面录入"),
        (Reading(source="", texts={"name": "孙𬱖"}), "的驱动给的内容不完整"),
        (Reading(source="", texts={"id_number": 1, "card_number": 2}), "的驱动给的内容不完整"),
        (None, "的驱动给的内容不完整"),
    ],
)
def test_a_reading_that_fails_is_said_in_a_sentence_and_the_next_one_is_good(county, bad, how, said):
    _, _, clerk, pid = county
    bad.fails("read", how)
    page = clerk.post("/read", {})
    assert page.status == 422
    assert f"{BAD}{said}" in page.words
    assert "410702199003074522" not in page.words
    bad.mended()
    assert until(lambda: clerk.post("/read", {}).response.request.path == f"/person/{pid}")


def test_while_a_reading_hangs_no_other_is_begun_and_everything_else_goes_on(county, bad):
    _, _, clerk, _ = county
    bad.fails("read", "hangs")
    for _ in range(5):
        clerk.post("/read", {})
    assert "还在等上一次应答，这一次什么也没有改变" in clerk.post("/read", {}).words
    assert bad.calls.count("read") == 1
    assert f"{BAD}：就绪" in clerk.get("/").words


def test_an_act_that_hangs_is_nobodys_guess(county, bad):
    _, counter, clerk, pid = county
    bad.fails("change_password", "hangs")
    clerk.do(pid, "pin.change", {}, **CHANGE)
    assert len(work(clerk)) == 1
    assert bad.calls.count("change_password") == 1
    settle(Clerk(counter, "county", "1001"), "未完成")


def test_an_act_whose_driver_surely_did_nothing_has_failed(county, bad):
    _, _, clerk, pid = county
    bad.fails("read", "hangs")
    clerk.post("/read", {})
    done = clerk.do(pid, "pin.change", {}, **CHANGE)
    assert "还在等上一次应答，这一次什么也没有改变" in done.texts("data-failed")[0]
    assert work(clerk) == []


def test_threads_do_not_pile_up_however_often_a_page_asks(county, bad, monkeypatch):
    """Three may hang in the hook or in the state, one in a reading; the pages come all the while."""
    monkeypatch.setattr("counter.lanes._AGAIN", 0.0)
    monkeypatch.setattr("counter.drivers._SECONDS", 0.05)
    _, _, clerk, _ = county
    for where in ("state", "hook"):
        bad.fails(where, "hangs")
        before = threading.active_count()
        assert [clerk.get("/").status for _ in range(12)] == [200] * 12
        assert threading.active_count() - before == 3
        bad.mended()
        assert until(lambda seen=before: threading.active_count() <= seen)
        bad.goes_on.clear()


def test_a_call_is_tried_past_one_that_hangs_for_long(monkeypatch):
    """A first call sleeps for ever, the device works again: the next but one finds out."""
    lane, sleeps = Lane("one", most=3), threading.Event()
    with pytest.raises(NoAnswerError, match="one没有应答，不知道做了没有"):
        lane.call(lambda: sleeps.wait(60), 0.05)
    with pytest.raises(NotBegunError):
        lane.call(lambda: 1, 0.05)
    monkeypatch.setattr("counter.lanes._AGAIN", 0.0)
    assert lane.call(lambda: 2, 5) == 2
    assert lane.hung
    sleeps.set()
    assert until(lambda: not lane.hung)


def test_a_call_raises_what_the_driver_raised():
    with pytest.raises(DeviceError, match="盒没有纸，请放纸"):
        Lane("one").call(lambda: (_ for _ in ()).throw(DeviceError("盒", "没有纸", "放纸")), 5)


def test_a_call_waits_for_the_one_before_it_and_not_for_ever(monkeypatch):
    monkeypatch.setattr("counter.lanes._TURN", 0.05)
    lane, begun, goes_on = Lane("one"), threading.Event(), threading.Event()
    first = threading.Thread(target=lane.call, args=(lambda: (begun.set(), goes_on.wait(60)), 60))
    first.start()
    begun.wait(60)
    with pytest.raises(NotBegunError):
        lane.call(lambda: 1, 5)
    goes_on.set()
    first.join()
    assert lane.call(lambda: 1, 5) == 1
