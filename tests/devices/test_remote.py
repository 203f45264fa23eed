"""The readers of a window's own computer over real HTTP: what is done is done once, whatever becomes of the line."""

import logging
import threading
import time
from dataclasses import replace

import pytest

from counter.app import create_app
from counter.core.cardkey import ReadKey
from counter.devices import DeviceError, laying
from counter.devices.chip.apdu import CutOffError
from counter.devices.remote import acts, program, remote, remotes
from counter.devices.remote.acts import CHANGE, asked_of
from counter.devices.remote.keys import given
from counter.devices.remote.program import Program
from counter.devices.remote.remote import AWAY, LostError, Remote, Stood, SupersededError
from counter.devices.remote.shapes import NotAgreedError
from counter.plugged import devices
from counter.rehearsal.chip.windows import NUMBERS
from counter.sync.courier import Courier
from tests.devices.computers import SHOWN, Keyed, Stepped, Thing, office_of
from tests.devices.test_pcsc import until

OLD, NEW = "731905", "284617"


@pytest.fixture
def office(shangluo):
    with office_of(shangluo[1]) as made:
        yield made


@pytest.fixture
def quickly(monkeypatch):
    """Nobody waits as long as at a window."""
    monkeypatch.setattr(remote, "TAKEN_WITHIN", 2.0)
    for act in acts.ACTS.values():
        monkeypatch.setitem(act.__dict__, "seconds", 2.0)


def test_a_paired_computers_readers_stand_at_its_window_and_at_no_other(office):
    office.start("1", Thing(), Thing("id_reader", {"id_number": "611002199003077539"}))
    reader = office.reader("1")
    assert (reader.title, reader.state()) == ("社保卡读卡器", "就绪，未放卡")
    assert reader.read().texts["card_number"] == "F45081001"
    assert office.reader("1", "id_reader").read().texts["id_number"] == "611002199003077539"
    assert "agent-card-1" not in [device.id for device in devices(office.counter.branch, office.counter.branch.window("2"))]


def test_only_what_the_computer_has_stands_also_when_it_is_away(office):
    computer = office.start("1", Thing("id_reader"))
    computer.stop()
    standing = devices(office.counter.branch, office.counter.branch.window("1"))
    assert [(device.kind, device.state()) for device in standing if device.id.startswith("agent")] == [("id_reader", AWAY)]


def test_a_change_at_a_reader_is_told_at_once(office):
    thing = Thing()
    office.start("1", thing)
    thing.says = "就绪，已放卡"
    until(lambda: office.reader("1").state() == "就绪，已放卡", "not told")
    thing.says = "未连接，请插好 USB 线"
    until(lambda: office.reader("1").state() == "未连接，请插好 USB 线", "not told")


def test_every_act_reaches_the_driver_once_with_its_words(office):
    thing = Thing()
    computer = office.start("1", thing)
    reader = office.reader("1")
    assert reader.change_password(OLD, NEW) is None
    thing.does = lambda *_: 2
    assert reader.change_password(OLD, NEW) == 2
    assert reader.password_locked() is True
    assert reader.challenge() == "0102030405060708"
    reader.unlock("AABB")
    reader.reset_password(NEW, "CCDD")
    reader.write_anew(NEW)
    assert thing.calls == [
        ("change", OLD, NEW), ("change", OLD, NEW), ("locked",), ("challenge",),
        ("unlock", "AABB"), ("reset", NEW, "CCDD"), ("anew", NEW),
    ]  # fmt: skip
    assert computer.keys == {purpose: f"{number:02X}" for purpose, number in NUMBERS.items()}


def raising(error):
    def does(*_):
        raise error

    return does


def test_what_the_driver_refuses_is_said_in_its_words(office):
    thing = Thing()
    office.start("1", thing)
    thing.does = raising(DeviceError("社保卡读卡器", "上没有卡", "放上持卡人的社保卡后再试"))
    for ask in (office.reader("1").read, lambda: office.reader("1").change_password(OLD, NEW)):
        with pytest.raises(DeviceError, match="社保卡读卡器上没有卡") as refused:
            ask()
        assert str(refused.value) == "社保卡读卡器上没有卡，请放上持卡人的社保卡后再试"


@pytest.mark.parametrize("error", [CutOffError(), RuntimeError("broken")])
def test_a_change_that_was_cut_off_there_is_known_by_nobody_here(office, error):
    thing = Thing()
    office.start("1", thing)
    thing.does = raising(error)
    with pytest.raises(LostError, match="不知道卡改了没有"):
        office.reader("1").change_password(OLD, NEW)
    with pytest.raises(DeviceError, match="读卡没有做完，什么也没有改变"):
        office.reader("1").read()
    assert len(thing.calls) == 2


def test_an_answer_that_was_lost_is_brought_again_and_nothing_is_done_again(office):
    thing = Thing()
    computer = office.start("1", thing)
    thing.does = lambda *_: computer.wire.lost.add("answer")
    back = threading.Timer(0.8, computer.wire.lost.clear)
    back.start()
    assert office.reader("1").change_password(OLD, NEW) is None
    back.join()
    assert thing.calls == [("change", OLD, NEW)]
    assert computer.wire.asked.count("answer") > 1


@pytest.mark.usefixtures("quickly")
def test_a_change_whose_answer_never_comes_is_known_by_nobody_and_is_not_done_again_when_the_line_is_back(office):
    thing = Thing()
    computer = office.start("1", thing)
    computer.wire.lost.add("answer")
    with pytest.raises(LostError):
        office.reader("1").change_password(OLD, NEW)
    with pytest.raises(DeviceError, match="没有做完，什么也没有改变"):
        office.reader("1").read()
    computer.wire.lost.clear()
    assert office.reader("1").challenge() == "0102030405060708"
    assert thing.calls == [("change", OLD, NEW), ("read",), ("challenge",)]


@pytest.mark.usefixtures("quickly")
def test_a_change_that_was_given_and_never_arrived_is_done_by_nobody(office):
    thing = Thing()
    computer = office.start("1", thing)
    computer.wire.unheard.add("take")
    with pytest.raises(LostError):
        office.reader("1").change_password(OLD, NEW)
    computer.wire.unheard.clear()
    until(lambda: office.remote("1").there, "not back")
    assert office.reader("1").challenge() == "0102030405060708"
    assert thing.calls == [("challenge",)]


@pytest.mark.usefixtures("quickly")
def test_what_is_not_taken_is_withdrawn_and_done_by_nobody(office):
    thing = Thing()
    computer = office.start("1", thing)
    computer.wire.lost.add("take")
    with pytest.raises(DeviceError, match="窗口电脑上的读卡程序没有应答，什么也没有改变"):
        office.reader("1").change_password(OLD, NEW)
    computer.wire.lost.clear()
    until(lambda: office.remote("1").there, "not back")
    assert office.reader("1").challenge() == "0102030405060708"
    assert thing.calls == [("challenge",)]


class Province:
    """The province's keys, or its refusal; it keeps what it was asked."""

    def __init__(self, refuses=None):
        self.asked, self.refuses = [], refuses

    def _answer(self, asked, answer):
        self.asked.append(asked)
        if self.refuses is not None:
            raise self.refuses
        return answer

    def to_read(self, shown):
        return self._answer(shown, ReadKey("0011223344556677", "0A", "01"))

    def step(self, function, told):
        return self._answer((function, told), f"{told}答")


def test_a_card_that_wants_the_provinces_key_gets_it_through_the_server_once(office):
    thing, province = Keyed(), Province()
    office.start("1", thing)
    reading = office.driver("1").read_with(province)
    assert reading.texts["card_number"] == "F45081001"
    assert thing.calls == [("read with", ReadKey("0011223344556677", "0A", "01"))]
    assert province.asked == [replace(SHOWN, terminal="")], "who asks is the server's to say"


def test_a_key_the_province_does_not_give_is_said_in_its_words(office):
    province = Province(DeviceError("省卡管系统", "没有给这张卡的密钥", "照卡面录入，并与省里核实"))
    office.start("1", Keyed())
    with pytest.raises(DeviceError) as refused:
        office.driver("1").read_with(province)
    assert str(refused.value) == "省卡管系统没有给这张卡的密钥，请照卡面录入，并与省里核实"
    with pytest.raises(DeviceError, match="这一次没有接通省里的密钥"):
        office.driver("1").read()


@pytest.mark.parametrize("how", ["lost", "unheard"])
def test_a_key_that_was_lost_on_its_way_is_not_asked_for_again(office, how):
    province = Province()
    computer = office.start("1", Keyed())
    getattr(computer.wire, how).add("key")
    with pytest.raises(DeviceError, match="没有从服务器取到这张卡的密钥，请重新放好卡再试"):
        office.driver("1").read_with(province)
    assert (len(province.asked), computer.wire.asked.count("key")) == (1 if how == "unheard" else 0, 1)


def test_a_makers_library_unlocks_in_its_steps(office):
    thing, province = Stepped(), Province()
    office.start("1", thing)
    office.driver("1").unlock_with(province)
    assert thing.calls == [("unlock with", "一答", "二答")]
    office.computers[0].stop()
    office.start("1", Thing())
    assert not hasattr(office.driver("1"), "unlock_with")


def test_a_program_gets_keys_only_for_what_it_is_doing_and_twice_at_most(office):
    class Greedy(Thing):
        def read_with(self, keys):
            for _ in range(3):
                keys.to_read(SHOWN)

    province = Province()
    computer = office.start("1", Greedy())
    with pytest.raises(DeviceError, match="这一次没有接通省里的密钥"):
        office.driver("1").read_with(province)
    assert len(province.asked) == 2
    assert "没有接通" in computer.program._ask("key", 5, id="0123", asked={"function": "f", "told": ""})["refused"]


@pytest.mark.parametrize("asked", [{}, [], {"shown": {"area": "410700"}}, {"function": "a b", "told": ""}, {"function": "f"}, {"shown": {}, "told": ""}])
def test_what_is_no_question_for_a_key_is_refused(asked):
    with pytest.raises(NotAgreedError):
        given(Province(), asked)


def test_a_card_that_is_laid_down_is_told_and_one_that_lay_there_is_not(office):
    thing = Thing()
    thing.laying = "7"
    computer = office.start("1", thing)
    assert laying(office.reader("1")) == ""
    thing.laying = "8"
    until(lambda: laying(office.reader("1")) == "8", "not told")
    thing.laying = ""
    until(lambda: laying(office.reader("1")) == "", "not told")
    thing.laying = "9"
    until(lambda: laying(office.reader("1")) == "9", "not told")
    computer.stop()
    assert laying(office.reader("1")) == "9", "what comes back with the program is no new card"
    office.start("1", thing)
    assert laying(office.reader("1")) == ""


def test_an_identity_card_there_is_looked_for_only_while_a_page_wants_to_hear_of_it(office, monkeypatch):
    """To notice one is to read it."""
    monkeypatch.setattr(remote, "WATCHED", 0.5)
    monkeypatch.setattr(program, "_WAITS", 12.0)
    thing, looks = Thing("id_reader"), []
    thing.laid = lambda: looks.append(1) or "7"
    computer = office.start("1", thing)
    office.reader("1", "id_reader").read()
    until(lambda: "take" in computer.wire.asked, "nothing was read")
    assert looks == []
    until(lambda: laying(office.reader("1", "id_reader")) == "7", "not told")
    assert looks
    computer.program._watching = 0.0
    time.sleep(1)
    computer.program._watching = 0.0
    before = len(looks)
    time.sleep(0.5)
    assert len(looks) == before
    assert office.remote("1").state("id_reader") == "就绪，未放卡"


def test_without_its_program_a_window_is_told_at_once_and_works_by_hand(office):
    office.start("1", Thing()).stop()
    assert office.reader("1").state() == "窗口电脑上的读卡程序没有连上"
    with pytest.raises(DeviceError, match="没有连上，请看窗口电脑是否开着、网线是否插好；也可以照卡面录入"):
        office.reader("1").read()


@pytest.mark.usefixtures("quickly")
def test_a_clerk_too_many_is_told_at_once_and_the_others_are_served(office):
    thing = Thing()
    begun, go_on = threading.Semaphore(0), threading.Event()
    office.start("1", thing)
    thing.does = lambda *_: (begun.release(), go_on.wait(5))
    reads = [threading.Thread(target=lambda: read_or_not(office)) for _ in range(remote.WAITING)]
    for one in reads:
        one.start()
    for _ in reads:
        assert begun.acquire(timeout=5)
    with pytest.raises(DeviceError, match="正忙，前面还有几次没有做完"):
        office.reader("1").read()
    go_on.set()
    for one in reads:
        one.join()


def read_or_not(office):
    try:
        office.reader("1").read()
    except DeviceError:
        return


def test_a_newer_start_of_the_program_takes_over_and_the_older_ends_for_good(office):
    secret = office.pair("1")
    older = office.start("1", Thing(texts={"card_number": "OLD"}), secret=secret)
    newer = office.start("1", Thing(texts={"card_number": "NEW"}), secret=secret)
    until(lambda: not older.runs, "two serve one window")
    assert older.ended == "这个窗口的读卡程序又在别处启动了，这里停止"
    assert newer.runs
    assert office.reader("1").read().texts["card_number"] == "NEW"


def test_two_copies_of_one_secret_do_not_take_turns():
    """Only a fresh start takes over: an older one that finds its way back does not."""
    served = Remote(("card_reader",))
    served.hello("older", {"card_reader": Stood("就绪")}, fresh=True)
    served.hello("newer", {"card_reader": Stood("就绪，已放卡")}, fresh=True)
    with pytest.raises(SupersededError):
        served.hello("older", {"card_reader": Stood("就绪")}, fresh=False)
    assert (served.run, served.state("card_reader")) == ("newer", "就绪，已放卡")


def test_what_was_overtaken_on_its_way_is_left():
    served = Remote(("card_reader",))
    served.hello("r", {"card_reader": Stood("就绪，未放卡")}, fresh=True)
    served.tell("r", 2, {"card_reader": Stood("就绪，已放卡")})
    served.tell("r", 1, {"card_reader": Stood("就绪，未放卡")})
    assert served.state("card_reader") == "就绪，已放卡"


def test_a_program_that_does_not_take_what_it_is_asked_counts_as_away_until_it_is_heard_of(monkeypatch):
    monkeypatch.setattr(remote, "TAKEN_WITHIN", 0.05)
    served = Remote(("card_reader",))
    served.hello("r", {"card_reader": Stood("就绪")}, fresh=True)
    with pytest.raises(DeviceError, match="没有应答，什么也没有改变"):
        served.ask(CHANGE, {"old": OLD, "new": NEW})
    assert served.state("card_reader") == AWAY
    with pytest.raises(DeviceError, match="没有连上"):
        served.ask(CHANGE, {"old": OLD, "new": NEW})
    assert served.take("r") is None, "it was withdrawn"
    assert served.state("card_reader") == "就绪"


def test_a_change_in_the_middle_of_which_the_program_is_started_anew_is_known_by_nobody(office):
    secret = office.pair("1")
    thing, begun, go_on = Thing(), threading.Event(), threading.Event()

    def slowly(*_):
        begun.set()
        go_on.wait(5)

    thing.does = slowly
    office.start("1", thing, secret=secret)
    seen = []

    def change():
        try:
            office.reader("1").change_password(OLD, NEW)
        except LostError as error:
            seen.append(error)

    clerk = threading.Thread(target=change)
    clerk.start()
    assert begun.wait(5)
    other = Thing()
    office.start("1", other, secret=secret)
    clerk.join()
    go_on.set()
    assert (len(seen), thing.calls, other.calls) == (1, [("change", OLD, NEW)], [])


def test_a_server_that_is_started_anew_finds_its_programs_again(office):
    thing = Thing()
    office.start("1", thing)
    branch = office.counter.branch
    fresh = remotes.Remotes()
    office.counter.remotes.stop()
    office.listens_again(create_app(branch, Courier(branch), remotes=fresh))
    until(lambda: fresh.at("1").there, "not back")
    assert fresh.devices("1")[0].read().texts["card_number"] == "F45081001"


def test_a_line_that_was_away_for_a_while_is_there_again(office):
    computer = office.start("1", Thing())
    computer.wire.lost.add("everything")
    office.remote("1").wait(office.remote("1").run, 0.0, lambda: False)
    until(lambda: any("连不上" in said for said in computer.said), "it does not notice")
    computer.wire.lost.clear()
    until(lambda: computer.said[-1:] != [] and office.remote("1").there, "not back")
    assert office.reader("1").read().texts["card_number"] == "F45081001"


def test_an_unpaired_program_ends_and_its_readers_are_gone(office):
    computer = office.start("1", Thing())
    office.counter.branch.pairings.unpair("1")
    office.counter.remotes.unpaired("1")
    until(lambda: not computer.runs, "it goes on")
    assert "没有和这台电脑配对，或配对已经取消" in computer.ended
    assert [d.id for d in devices(office.counter.branch, office.counter.branch.window("1")) if d.id.startswith("agent")] == []


def test_five_windows_at_once_read_their_own_cards(office):
    windows = [window.id for window in office.counter.branch.windows()][:5]
    for window in windows:
        office.start(window, Thing(texts={"card_number": f"W{window}"}))
    read = {window: [] for window in windows}

    def work(window):
        for _ in range(40):
            read[window].append(office.reader(window).read().texts["card_number"])

    clerks = [threading.Thread(target=work, args=(window,)) for window in windows]
    for clerk in clerks:
        clerk.start()
    for clerk in clerks:
        clerk.join()
    assert read == {window: [f"W{window}"] * 40 for window in windows}


def test_no_password_and_no_number_is_logged_on_either_side(office, caplog, capfd):
    caplog.set_level(logging.DEBUG)
    thing = Thing(texts={"id_number": "611002199003077539"})
    secret = office.pair("1")
    office.start("1", thing, secret=secret)
    office.reader("1").read()
    office.reader("1").change_password(OLD, NEW)
    thing.does = raising(RuntimeError(f"{OLD} {NEW}"))
    with pytest.raises(LostError):
        office.reader("1").change_password(OLD, NEW)
    said = caplog.text + "".join(capfd.readouterr()) + "".join(office.computers[0].said)
    assert [word for word in (OLD, NEW, "611002199003077539", secret) if word in said] == []
    assert (OLD in repr(asked_of({"id": "1", "kind": "card_reader", "act": "change_password", "words": {"old": OLD, "new": NEW}}))) is False


class Given:
    """A server that gives these acts one after the other, and keeps what it is answered."""

    url = "http://127.0.0.1:1"

    def __init__(self, *given, after=None):
        self.given, self.answers, self.after, self.program = list(given), [], after, None

    def ask(self, path, said, seconds, secret=""):
        if path == "wait" and not self.given:
            self.program.stop()
        if path == "answer":
            self.answers.append((said["id"], said["outcome"]))
        if path == "take":
            if self.after is not None:
                self.after()
            return {"asked": self.given.pop(0)}
        return {"work": bool(self.given), "rest": 0}


def asked(name="7", act="change_password", **words):
    return {"id": name, "kind": "card_reader", "act": act, "words": words or {"old": OLD, "new": NEW}}


def served(line, thing, **how):
    line.program = Program(line, "1", "secret", (thing,), say=lambda _: None, keys=lambda _: None, **how)
    line.program.run()
    return line.answers


def test_an_act_that_is_given_twice_is_done_once():
    thing = Thing()
    answers = served(Given(asked(), asked()), thing)
    assert thing.calls == [("change", OLD, NEW)]
    assert sorted(answers, key=str) == [("7", {"done": {"left": None}}), ("7", {"unknown": True})]


def test_an_act_that_was_long_on_its_way_is_not_begun():
    """Somebody may have been told already that nobody knows, and another card may lie there now."""
    now, thing = [0.0], Thing()

    def later():
        now[0] += program.FRESH + 0.1

    answers = served(Given(asked(), after=later), thing, clock=lambda: now[0])
    assert thing.calls == []
    assert "收到得太晚，什么也没有改变" in answers[0][1]["refused"]


@pytest.mark.parametrize(
    "wrong",
    [
        asked(act="transmit", apdu="00A4"), asked(act="change_password", old=OLD), asked(old=OLD, new="00A40400"),
        asked(act="unlock", key="有"), {**asked(), "kind": "printer"}, {**asked(), "more": 1}, {"id": "7"}, [], "00A4",
        {**asked(), "words": {"old": OLD, "new": 1}},
    ],
)  # fmt: skip
def test_what_is_not_in_the_list_is_not_done(wrong):
    with pytest.raises(NotAgreedError):
        asked_of(wrong)
    thing = Thing()
    answers = served(Given(wrong), thing)
    assert thing.calls == []
    assert all("版本不同，什么也没有改变" in outcome["refused"] for _, outcome in answers)


def test_a_computer_without_the_device_says_so():
    answers = served(Given(asked()), Thing("id_reader"))
    assert "没有接这种设备" in answers[0][1]["refused"]


@pytest.mark.parametrize("told", [{"left": "2"}, {"left": 99}, {"left": True}, {}, {"left": None, "more": 1}, "done", None])
def test_an_answer_that_means_nothing_is_known_by_nobody(told):
    with pytest.raises(LostError):
        remote._meant({"done": told}, CHANGE)


@pytest.mark.parametrize("outcome", [None, {}, {"done": {"left": None}, "refused": "没有"}, {"refused": 3}, {"unknown": True}])
def test_an_outcome_that_is_not_one_of_three_is_known_by_nobody(outcome):
    with pytest.raises(LostError):
        remote._meant(outcome, CHANGE)
