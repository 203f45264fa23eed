"""The password of a card: nothing is tried twice, and what needs the card's key is done for the province's answer alone."""

import pytest

from counter import CardKey, DeviceError, ProvinceUnavailableError, Purpose
from counter.rehearsal.cardkeys import answer_to, key_of
from counter.rehearsal.devices import Bench, RehearsalReader, VirtualCard
from tests.clerk import Clerk
from tests.rehearsal.provinces import PROVINCES, world
from tests.sync.both_sides import agree, dossier, number, seats, settle, work

OLD, NEW = "123456", "271828"
CHANGE = {"old_password": OLD, "new_password": NEW, "again": NEW}


@pytest.fixture
def county(open_world):
    """Xinxiang's county window with the holder's card on the reader: world, counter, clerk, person, card."""
    world, counter = open_world("xinxiang", seats("xinxiang", "county"))
    clerk = Clerk(counter, "county")
    pid = clerk.open(number(world, "damaged"))
    clerk.post("/rehearsal/card", {"pid": pid, "back": "/"})
    (card,) = world.bench.cards.values()
    return world, counter, clerk, pid, card


def known(counter, pid) -> str:
    return dossier(counter, pid).card().facts.get("password", "")


def test_a_confirming_that_comes_twice_costs_one_try(county):
    _, _, clerk, pid, card = county
    wrong = {**CHANGE, "old_password": "999999"}
    done = clerk.do(pid, "pin.change", {}, **wrong)
    assert "还可以试 2 次" in done.texts("data-failed")[0]
    op_id = done.response.request.path.rsplit("/", 1)[1]
    clerk.post(f"/check/{op_id}", wrong)
    clerk.post(f"/check/{op_id}", CHANGE)
    assert (card.left, card.password) == (2, OLD)


def test_a_changed_password_is_known_here_and_to_the_province(county):
    world, counter, clerk, pid, card = county
    clerk.do(pid, "pin.change", {}, **CHANGE)
    assert (card.password, known(counter, pid)) == (NEW, "已改")
    counter.courier.round(news=True)
    record = world.province.record(number(world, "damaged"))
    assert [known.password for known in record.cards] == ["已改"]
    agree(world, counter)


@pytest.mark.parametrize(("decision", "state"), [("已完成", "已改"), ("未完成", "")])
def test_what_the_reader_left_unknown_is_decided_by_who_has_seen_the_card(county, decision, state):
    """The line breaks when the card has changed its password: nobody tries again, a supervisor decides."""
    world, counter, clerk, pid, card = county
    world.bench.faults["password"] = "断电"
    clerk.do(pid, "pin.change", {}, **CHANGE)
    assert (card.password, card.left) == (NEW, 3)
    assert len(work(clerk)) == 1
    settle(Clerk(counter, "county", "1001"), decision)
    assert known(counter, pid) == state
    counter.courier.round(news=True)
    assert len(world.province.applied) == (decision == "已完成")


def test_the_province_going_away_while_the_card_waits_for_its_key_leaves_the_card_alone(county, monkeypatch):
    """The desk has just heard of the province; the key is asked for a moment later."""
    _, counter, clerk, pid, card = county
    card.left = 0

    def gone(*_asked):
        raise ProvinceUnavailableError("演练")

    monkeypatch.setattr(type(counter.branch.connector), "card_key", gone)
    done = clerk.do(pid, "pin.unlock", {})
    assert "没有取到这张卡的密钥，请等恢复后再办" in done.texts("data-failed")[0]
    assert (card.left, work(clerk)) == (0, [])


def test_a_card_that_the_province_holds_for_lost_gets_no_key(county):
    world, _, clerk, pid, card = county
    card.left = 0
    check = clerk.fill(pid, "pin.unlock", {})
    world.province.phone_loss(number(world, "damaged"))
    done = clerk.confirm(check)
    assert "没有给这张卡的密钥：该卡已挂失" in done.texts("data-failed")[0]
    assert card.left == 0


def test_the_card_takes_the_answer_to_its_last_number_once_and_no_other():
    bench = Bench()
    bench.lay_down("1", VirtualCard("F45081001", "410702198003124510", "赵㛃", left=0))
    reader = RehearsalReader(bench, "1")
    first = answer_to(key_of("F45081001"), "unlock", reader.challenge())
    second = answer_to(key_of("F45081001"), "unlock", reader.challenge())
    for wrong in (first, answer_to(key_of("F45081002"), "unlock", reader.challenge()), ""):
        with pytest.raises(DeviceError, match="不认省里给的密钥"):
            reader.unlock(wrong)
    with pytest.raises(DeviceError, match="不认省里给的密钥"):
        reader.unlock(second)
    assert reader.password_locked()
    with pytest.raises(DeviceError, match="不认省里给的密钥"):
        reader.reset_password(NEW, answer_to(key_of("F45081001"), "unlock", reader.challenge()))
    reader.unlock(answer_to(key_of("F45081001"), "unlock", reader.challenge()))
    assert not reader.password_locked()


@pytest.mark.parametrize("name", PROVINCES)
def test_a_province_answers_for_a_card_in_its_holders_hand_alone(name):
    with world(name) as here:
        report = here.report("damaged", "pin.unlock")
        asked = (Purpose.UNLOCK, "a1b2")
        answer = answer_to(key_of(here.card("damaged")), "unlock", "a1b2")
        assert here.connector.card_key(report, *asked) == CardKey(answer)
        here.accept("damaged", "loss.temporary")
        for refused in (report, here.report("cancelled", "pin.unlock"), here.report("to-collect", "pin.unlock")):
            assert here.connector.card_key(refused, *asked).state == "rejected"


@pytest.mark.parametrize("name", PROVINCES)
def test_a_province_keeps_whether_the_initial_password_was_changed(name):
    with world(name) as here:
        here.accept("to-enable", "activate.social", password="初始")
        person = here.person("to-enable").id_number
        assert here.connector.look_up(person, 2).cards[-1].password == "初始"
        here.accept("to-enable", "pin.unlock", channel="窗口")
        assert here.connector.look_up(person, 2).cards[-1].password == "初始"
        here.accept("to-enable", "pin.change", channel="窗口")
        assert here.connector.look_up(person, 2).cards[-1].password == "已改"
        here.accept("to-enable", "pin.reset", channel="窗口", reason="密码忘记")
        assert here.send("cancelled", "pin.change").state == "rejected"
