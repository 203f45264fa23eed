"""Done once: twin confirmings, two windows at one card, and acts that are cut off never do anything twice."""

import threading
from dataclasses import replace
from datetime import timedelta
from http.client import HTTPConnection
from urllib.parse import urlencode

import pytest

from counter.commands.listen import Listener, open_port
from counter.core.province import CardRecord
from counter.core.states import CardState, Kind, PaymentState
from counter.rehearsal.devices import RehearsalReader
from counter.rehearsal.world import add_branch, demo_seats, new_world
from counter.store.journal import broken_link
from counter.sync.learn import learn_record
from tests.clerk import Clerk, Page
from tests.conftest import NOW
from tests.web.test_story import story

JOINED = "loss.formal+replace.lost"
COOKIES = ("counter_login", "counter_form")


class Answer:
    """A page that came over the wire, as ``Page`` reads it."""

    mimetype = "text/html"

    def __init__(self, status: int, location: str, raw: bytes) -> None:
        self.status_code, self.location, self.raw = status, location, raw

    def get_data(self, as_text: bool) -> str:
        return self.raw.decode()


class Served:
    """One counter over a real server; ``at_once`` lets several posts go at the same moment."""

    def __init__(self, counter) -> None:
        self.listener = Listener(counter, open_port(0))
        self.listener.start()

    def at_once(self, *posts: tuple[Clerk, Page]) -> list[Answer]:
        assert all("/check/" in check.response.request.path for _, check in posts)
        barrier = threading.Barrier(len(posts))
        answers: list[Answer | None] = [None] * len(posts)

        def send(place: int, clerk: Clerk, check: Page) -> None:
            cookie = "; ".join(f"{name}={clerk.client.get_cookie(name).value}" for name in COOKIES)
            headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
            body = urlencode({"csrf_token": check.inputs["csrf_token"], "paper": check.papers}, doseq=True)
            line = HTTPConnection("127.0.0.1", self.listener.port, timeout=20)
            line.connect()
            barrier.wait(timeout=20)
            line.request("POST", check.response.request.path, body, headers)
            came = line.getresponse()
            answers[place] = Answer(came.status, came.getheader("Location", ""), came.read())
            line.close()

        threads = [threading.Thread(target=send, args=(n, *post)) for n, post in enumerate(posts)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return [answer for answer in answers if answer is not None]


@pytest.fixture(scope="module")
def open_served(tmp_path_factory, staff):
    opened = []

    def start(city: str):
        world = new_world(city, NOW)
        counter = add_branch(world, tmp_path_factory.mktemp(city), demo_seats(city), staff)
        served = Served(counter)
        opened.append((world, served))
        return world, counter, served

    yield start
    for world, served in opened:
        served.listener.stop()
        world.stop()


@pytest.fixture(scope="module")
def shangluo_served(open_served):
    return open_served("shangluo")


def rows_of(counter, table: str, op_id: str) -> list:
    sql = f"SELECT x.* FROM {table} x JOIN journal j ON j.seq=x.seq WHERE j.op_id=?"
    return counter.branch.database.rows(sql, op_id)


@pytest.mark.parametrize("name", ["lost", "hong-kong", "elsewhere"])
def test_four_identical_confirmings_at_once_are_one_entry_and_one_fee(shangluo_served, name):
    """UX 29: sent four times at once, it is done once."""
    world, counter, served = shangluo_served
    clerk = Clerk(counter, "bank_outlet")
    pid = clerk.open(story(world, name).person.id_number)
    check = clerk.fill(pid, JOINED, {"lost_on": "2026-11-19", "received": "20"})
    op_id = check.response.request.path.rsplit("/", 1)[1]
    answers = served.at_once(*[(clerk, check)] * 4)
    assert [(a.status_code, a.location) for a in answers] == [(303, f"/entry/{op_id}")] * 4
    entries = counter.branch.entries.of_operation(op_id)
    assert [kept.entry.operation for kept in entries] == ["loss.formal", "replace.lost"]
    assert sorted(row[3] for row in rows_of(counter, "ledger", op_id)) == [-2000, 2000]
    assert len(rows_of(counter, "slip", op_id)) == len(rows_of(counter, "outbox", op_id)) == 2
    dossier = counter.branch.people.dossier(pid)
    assert len(dossier.of(Kind.PAYMENT)) == 1
    assert [card.state for card in dossier.of(Kind.CARD)].count(CardState.ORDERED) == 1
    assert broken_link(counter.branch.database) is None


LOSER_IS_TOLD = (
    "这位持卡人的状态刚被另一窗口或省里的消息改变，这一笔没有保存",
    "已正式挂失，原卡已停用",
    "新卡还没有制作，没有可以挂失的卡",
)


def test_of_two_windows_at_one_card_one_wins_and_the_other_is_told(open_served):
    world, counter, served = open_served("shangluo")
    one, two = Clerk(counter, "bank_outlet"), Clerk(counter, "bureau", "1001")
    for name in ("lost", "hong-kong", "elsewhere"):
        pid = one.open(story(world, name).person.id_number)
        checks = (
            one.fill(pid, JOINED, {"lost_on": "2026-11-19", "received": "20"}),
            two.fill(pid, "loss.temporary", {"lost_on": "2026-11-19"}),
        )
        answers = served.at_once((one, checks[0]), (two, checks[1]))
        winner, loser = sorted(answers, key=lambda answer: answer.status_code)
        assert (winner.status_code, loser.status_code in (409, 422)) == (303, True)
        (said,) = Page(loser).texts("data-problem") + Page(loser).texts("data-text")
        assert said.startswith(LOSER_IS_TOLD)
        op_ids = [check.response.request.path.rsplit("/", 1)[1] for check in checks]
        done = [op_id for op_id in op_ids if counter.branch.journal.done(op_id)]
        assert done == [winner.location.rsplit("/", 1)[1]]
        assert len(rows_of(counter, "ledger", done[0])) == (2 if done[0] == op_ids[0] else 0)
    assert broken_link(counter.branch.database) is None


def test_two_windows_at_once_take_down_only_one_payment(open_served):
    """Each bill is good, but a person who has a payment unused needs no second one."""
    world, counter, served = open_served("xinxiang")
    one, two = Clerk(counter, "county"), Clerk(counter, "city", "1001")
    for n, name in enumerate(("lost", "damaged", "hong-kong")):
        pid = one.open(story(world, name).person.id_number)
        checks = [
            clerk.fill(pid, "fees.notice", {"notice_number": f"40{n}{m}", "bill_number": f"80{n}{m}", "amount": "20"})
            for m, clerk in enumerate((one, two))
        ]
        answers = served.at_once((one, checks[0]), (two, checks[1]))
        assert sorted(a.status_code for a in answers) in ([303, 409], [303, 422])
        assert [p.state for p in counter.branch.people.dossier(pid).of(Kind.PAYMENT)] == [PaymentState.PAID]


@pytest.fixture
def ordered(shangluo):
    """A new card is ordered: the clerk who makes it, and whose it is."""
    world, counter = shangluo
    clerk = Clerk(counter, "bank_outlet")
    pid = clerk.open(story(world, "lost").person.id_number)
    clerk.do(pid, JOINED, {"lost_on": "2026-11-19", "received": "20"})
    return world, counter, clerk, pid


def newest(counter, pid: str):
    return counter.branch.people.dossier(pid).of(Kind.CARD)[0]


def make(clerk: Clerk, pid: str) -> Page:
    return clerk.do(pid, "issue.make", {})


def test_a_jammed_maker_makes_nothing_and_the_same_step_is_done_again(ordered):
    world, counter, clerk, pid = ordered
    world.bench.faults["feed"] = "卡住"
    failed = make(clerk, pid)
    assert failed.texts("data-step-failed") == ["制卡机卡住了，这张卡没有制成，请取出卡片、检查进卡槽后再做这一步"]
    assert (newest(counter, pid).state, newest(counter, pid).number) == (CardState.MAKING, "")
    assert world.bench.fed == []
    world.bench.faults.clear()
    assert "制卡中 → 待领取" in clerk.walk(clerk.step(failed)).texts("data-entry-change")
    assert len(world.bench.fed) == len(world.bench.made) == 1
    assert newest(counter, pid).number == next(iter(world.bench.made.values()))["number"]
    assert len(counter.branch.people.dossier(pid).of(Kind.CARD)) == 2


def reopened(ordered, folder, staff):
    world, counter, _, _ = ordered
    counter.branch.close()
    return add_branch(world, folder / "shangluo", demo_seats("shangluo"), staff)


def test_a_crash_before_the_first_step_loses_nothing(ordered, tmp_path, staff):
    world, counter, clerk, pid = ordered
    page = clerk.confirm(clerk.fill(pid, "issue.make", {}))
    counter = reopened(ordered, tmp_path, staff)
    assert newest(counter, pid).state is CardState.MAKING
    assert counter.branch.work.items() == []
    again = Clerk(counter, "bank_outlet")
    assert again.get(f"/person/{pid}").marks["data-making"] == ["issue.make"]
    made = again.walk(again.get(page.response.request.path))
    assert "制卡中 → 待领取" in made.texts("data-entry-change")
    assert len(world.bench.fed) == 1


def test_a_wrong_initial_password_leaves_the_card_to_be_enabled_again(shangluo):
    world, counter = shangluo
    clerk = Clerk(counter, "bureau")
    pid = clerk.open(story(world, "to-enable").person.id_number)
    new = {"new_password": "271828", "again": "271828"}
    clerk.post("/rehearsal/card", {"pid": pid, "back": "/"})
    failed = clerk.do(pid, "activate.social", {}, old_password="000000", **new)
    assert "还可以试 2 次" in failed.texts("data-failed")[0]
    assert newest(counter, pid).state is CardState.HANDED
    done = clerk.do(pid, "activate.social", {}, old_password="123456", **new)
    assert "待启用 → 正常" in done.texts("data-entry-change")
    assert "271828" not in done.html


def test_a_making_that_the_province_has_overtaken_changes_nothing_and_is_over(ordered):
    """While the card lay in the maker, the province was told of a finished card by somebody else."""
    world, counter, clerk, pid = ordered
    world.bench.faults["print"] = "卡住"
    page = make(clerk, pid)
    world.bench.faults.clear()
    person = world.stories[0].person
    told = CardRecord(number="C61177777", state="待领取", bank="中国农业银行", social="未启用", financial="未激活")
    void = replace(person.cards[0], state="作废", social="停用", financial="停用")
    learn_record(counter.branch, replace(person, cards=(void, told)))
    sent = counter.branch.outbox.counts()
    ended = clerk.step(clerk.get(page.response.request.path))
    assert ended.texts("data-failed")[0].startswith("省里的状态已先改变，这一笔没有改动任何状态")
    assert counter.branch.outbox.counts() == sent
    assert (newest(counter, pid).state, newest(counter, pid).number) == (CardState.MADE, "C61177777")
    assert "data-making" not in clerk.get(f"/person/{pid}").marks


def test_a_card_lost_by_phone_while_it_was_being_enabled_stays_lost(shangluo, monkeypatch):
    """The reader works for a moment; in that moment the holder's family calls 12333."""
    world, counter = shangluo
    clerk = Clerk(counter, "bureau")
    person = story(world, "to-enable").person
    pid = clerk.open(person.id_number)
    clerk.post("/rehearsal/card", {"pid": pid, "back": "/"})
    real = RehearsalReader.change_password

    def slowly(reader, old, new):
        lost = replace(person.cards[0], state="临时挂失", lost_by="12333", lost_until=NOW + timedelta(days=7))
        learn_record(counter.branch, replace(person, cards=(lost,)))
        return real(reader, old, new)

    monkeypatch.setattr(RehearsalReader, "change_password", slowly)
    done = clerk.do(pid, "activate.social", {}, old_password="123456", new_password="271828", again="271828")
    assert "省里的状态已先改变，这一笔没有改动任何状态（设备已完成）" in done.texts("data-failed")[0]
    assert newest(counter, pid).state is CardState.TEMPORARILY_LOST
