"""The driver over a real pcscd with virtual readers: right under load, back after every restart, nothing left behind."""

import os
import re
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest

from counter.devices import DeviceError
from counter.devices.chip.apdu import CutOffError
from counter.devices.pcsc.monitor import Monitor
from counter.devices.pcsc.readers import Readers
from counter.devices.pcsc.scard import new_context, scard
from counter.devices.pcsc.session import Session, program_of
from counter.rehearsal.cardkeys import answer_to, key_of
from counter.rehearsal.chip.chip import READ, RESET, Chip, Silent
from counter.rehearsal.chip.pcscd import FIRST_PORT, reader_name
from tests.devices.virtual import NAME, NUMBER, Counted, Province, card, desk_of
from tests.source import ROOT

WINDOWS = 8
NEW = "654321"


@pytest.fixture(scope="module")
def desk():
    with desk_of(WINDOWS) as made:
        yield made


@pytest.fixture(autouse=True)
def cleared(desk):
    yield
    desk.lying[:] = [None] * WINDOWS
    if not desk.pcscd.pid:
        desk.pcscd.start()
    until(lambda: all(desk.reader(place).state() == "就绪，未放卡" for place in range(WINDOWS)), "the desk is not clear")


def until(true, what):
    """Wait for something of the world to become true."""
    for _ in range(1000):
        if true():
            return
        time.sleep(0.01)
    pytest.fail(what)


def lay(desk, place, chip):
    desk.lying[place] = chip
    reader = desk.reader(place)
    until(lambda: reader.state() == "就绪，已放卡", f"no card seen: {reader.state()}")
    return reader


def lay_counted(desk, place, **facts):
    chip = Counted(card(number=f"F4508100{place}", **facts))
    lay(desk, place, chip)
    return chip


def own(place, **facts):
    return Chip(card(number=f"F4508100{place}", **facts))


def test_a_card_laid_down_is_seen_and_read_and_its_lifting_is_seen(desk):
    reader = desk.reader(0)
    until(lambda: reader.state() == "就绪，未放卡", reader.state())
    lay(desk, 0, own(0))
    reading = reader.read()
    assert (reading.source, reading.texts["card_number"], reading.texts["name"]) == ("社保卡读卡器", "F45081000", NAME)
    assert (reading.texts["sex"], reading.texts["ethnic"], reading.texts["born_on"]) == ("女", "汉族", "1990-03-07")
    desk.lying[0] = None
    until(lambda: reader.state() == "就绪，未放卡", reader.state())
    with pytest.raises(DeviceError, match="社保卡读卡器上没有卡，请放上持卡人的社保卡后再试"):
        reader.read()


def test_a_card_exchanged_while_it_is_read_is_followed_by_the_next(desk):
    reader = lay(desk, 0, own(0))
    read, over = [], threading.Event()

    def work():
        while not over.is_set():
            with suppress(DeviceError):
                read.append(reader.read().texts["card_number"])

    thread = threading.Thread(target=work)
    thread.start()
    try:
        until(lambda: read, "nothing was read")
        for number in ("F45081007", "F45081006", "F45081005"):
            desk.lying[0] = Chip(card(number=number))
            until(lambda: read[-1:] == [number], f"{number} was never read")  # noqa: B023
    finally:
        over.set()
        thread.join()
    changes = [number for n, number in enumerate(read) if number != read[n - 1] or n == 0]
    assert changes == ["F45081000", "F45081007", "F45081006", "F45081005"], "no card comes back"


def test_each_laying_has_a_word_of_its_own_and_a_lifted_card_none(desk, monkeypatch):
    monkeypatch.setattr("counter.devices.pcsc.monitor._SETTLES", 0.0)
    reader = lay(desk, 0, own(0))
    first = reader.laid()
    reader.read()
    assert reader.laid() == first != ""
    desk.lying[0] = None
    until(lambda: reader.laid() == "", "the lifting was not seen")
    until(lambda: reader.state() == "就绪，未放卡", reader.state())
    assert lay(desk, 0, own(0)).laid() not in ("", first)


def test_a_card_exchanged_between_two_looks_is_another_laying(desk, monkeypatch):
    """What the daemon counts tells it, though a card lay there both times."""
    monkeypatch.setattr("counter.devices.pcsc.monitor._SETTLES", 0.0)
    reader = lay(desk, 0, own(0))
    monitor, name = desk.readers.monitor, reader_name(0)
    flags, first = monitor.seen.readers[name], reader.laid()
    assert monitor._laying(name, flags, flags, scard()) == int(first)
    assert monitor._laying(name, flags, flags + (2 << 16), scard()) > int(first)


def test_a_card_that_lies_there_when_the_daemon_comes_back_was_not_laid_down(desk):
    """Nobody's page is filled because a service was started anew."""
    reader = lay(desk, 0, own(0))
    desk.pcscd.kill()
    until(lambda: "没有运行" in reader.state(), "the monitor did not notice")
    assert reader.laid() == ""
    desk.pcscd.start()
    until(lambda: reader.state() == "就绪，已放卡", "it did not come back")
    assert reader.laid() == ""
    assert reader.read().texts["card_number"] == "F45081000"


def test_a_card_just_laid_down_is_read_without_waiting_for_the_daemon_to_notice(desk):
    reader = desk.reader(0)
    until(lambda: reader.state() == "就绪，未放卡", reader.state())
    desk.lying[0] = own(0)
    assert reader.read().texts["card_number"] == "F45081000"


def test_each_generation_is_read_over_the_real_daemon(desk):
    for version in ("1.00", "2.00"):
        assert lay(desk, 0, own(0, version=version)).read().texts["name"] == NAME
        desk.lying[0] = None
        until(lambda: desk.reader(0).state() == "就绪，未放卡", "still there")
    lay(desk, 1, own(1, version="3.00"))
    assert desk.reader(1).read_with(Province("F45081001", "0A")).texts["name"] == NAME
    with pytest.raises(DeviceError, match="第三代"):
        desk.reader(1).read()


def test_a_province_that_cannot_answer_is_told_in_its_own_words_and_the_card_is_let_go(desk):
    lay(desk, 0, own(0, version="3.00"))

    gone = Province("F45081000", gone=DeviceError("省卡管系统", "暂时连不上", "等恢复后再办"))
    with pytest.raises(DeviceError, match="省卡管系统暂时连不上，请等恢复后再办"):
        desk.reader(0).read_with(gone)
    assert len(gone.asked) == 1
    assert desk.reader(0).read_with(Province("F45081000", "0a")).texts["name"] == NAME


def test_the_key_of_the_card_is_the_provinces_word_or_else_the_branchs(desk):
    chip = lay_counted(desk, 0, version="3.00")
    assert desk.reader(0, numbers={"read": READ}).read_with(Province("F45081000")).texts["name"] == NAME
    assert desk.reader(0, numbers={"read": RESET}).read_with(Province("F45081000", "0A")).texts["name"] == NAME
    proofs = chip.times(0x82)
    with pytest.raises(DeviceError, match=r"没有登记读卡密钥的编号.*请照卡面录入.*\[card_keys\] 里登记 read"):
        desk.reader(0, numbers={}).read_with(Province("F45081000"))
    assert (proofs, chip.times(0x82), chip.key_left) == (2, 2, 3)


@pytest.mark.parametrize("more", [("zz",), ("0A", "zz")])
def test_an_answer_that_cannot_be_right_is_not_tried_on_the_card(desk, more):
    chip = lay_counted(desk, 0, version="3.00")
    with pytest.raises(DeviceError, match="省里给这张卡的密钥不是约定的格式，没有用到卡上，请照卡面录入"):
        desk.reader(0).read_with(Province("F45081000", *more))
    assert (chip.times(0x82), chip.key_left) == (0, 3)


def test_eight_windows_at_once_read_320_cards_and_every_one_is_their_own(desk):
    readers = [lay(desk, place, own(place)) for place in range(WINDOWS)]
    read = [[] for _ in range(WINDOWS)]

    def work(place):
        for _ in range(40):
            read[place].append(readers[place].read().texts["card_number"])

    run_all(work)
    assert read == [[f"F4508100{place}"] * 40 for place in range(WINDOWS)]


def run_all(work):
    threads = [threading.Thread(target=work, args=(place,)) for place in range(WINDOWS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_eight_threads_at_one_reader_never_mix_their_cards(desk):
    """On one connection shared by eight threads most reads are wrong without any error: the reader's own thread prevents it."""
    reader = lay(desk, 0, own(0))
    read, busy = [], []

    def work(_place):
        for _ in range(40):
            try:
                read.append(reader.read().texts["card_number"])
            except DeviceError as error:
                busy.append(str(error))
                time.sleep(0.02)

    run_all(work)
    assert set(read) == {"F45081000"}
    assert len(read) + len(busy) == 320
    assert all("正忙" in said for said in busy)


def test_the_daemon_killed_ten_times_under_load_is_forgotten_at_once_and_nothing_leaks(desk):
    readers = [lay(desk, place, own(place)) for place in range(WINDOWS)]
    for reader in readers:
        reader.read()
    before = counts()
    over, wrong, good = threading.Event(), [], [0]

    def work(place):
        while not over.is_set():
            with suppress(DeviceError):
                good[0] += 1
                wrong.extend({readers[place].read().texts["card_number"]} - {f"F4508100{place}"})

    threads = [threading.Thread(target=work, args=(place,)) for place in range(WINDOWS)]
    for thread in threads:
        thread.start()
    try:
        for _ in range(10):
            time.sleep(0.2)
            desk.pcscd.kill()
            until(lambda: "没有运行" in readers[0].state(), "the monitor did not notice")
            desk.pcscd.start()
            until(lambda: all(r.state() == "就绪，已放卡" for r in readers), "not all came back")
    finally:
        over.set()
        for thread in threads:
            thread.join()
    assert [reader.read().texts["card_number"] for reader in readers] == [f"F4508100{n}" for n in range(WINDOWS)]
    assert wrong == []
    assert good[0] > WINDOWS
    until(lambda: counts() <= before, f"leaked: {before} became {counts()}")


def counts():
    return len([*Path("/proc/self/fd").iterdir()]), threading.active_count()


def test_three_hundred_reads_leave_the_daemon_room_for_others(desk):
    """pcscd serves 200 contexts in all; the 201st that is left open would close it to everybody."""
    reader = lay(desk, 0, own(0))
    for _ in range(300):
        reader.read()
    contexts = [new_context() for _ in range(100)]
    for context in contexts:
        scard().SCardReleaseContext(context)


def test_while_the_daemon_is_away_each_window_says_so_and_what_to_do(desk):
    reader = lay(desk, 0, own(0))
    desk.pcscd.kill()
    with pytest.raises(DeviceError, match="读卡服务（pcscd）没有运行或刚刚中断，请等几秒再试"):
        reader.read()
    until(lambda: reader.state() == "读卡服务（pcscd）没有运行", reader.state())


def test_a_reader_that_is_not_plugged_in_is_named(desk):
    lay(desk, 0, own(0))
    actor = desk.readers.actor("Nobody's reader 00 00")
    with pytest.raises(DeviceError, match="社保卡读卡器没有接上，请插好读卡器的 USB 线再试"):
        actor.run(lambda session, gate: 1, 5.0)
    assert desk.readers.monitor.state("Nobody's reader 00 00") == "未连接，请插好 USB 线"


class Slow(Chip):
    """A chip that stops in the middle until it is told to go on, or is pulled."""

    def answer(self, command):
        if command[1] == 0xB2:
            self.__dict__["reached"].set()
            self.__dict__["go"].wait(20)
            if self.__dict__.get("pulled"):
                raise Silent
        return super().answer(command)


def slow(place):
    chip = Slow(card(number=f"F4508100{place}"))
    chip.__dict__.update(reached=threading.Event(), go=threading.Event())
    return chip


def test_a_card_pulled_while_it_is_read_is_told_and_the_next_one_is_read(desk):
    chip = slow(0)
    reader = lay(desk, 0, chip)
    said = []

    def read():
        try:
            reader.read()
        except DeviceError as error:
            said.append(str(error))

    thread = threading.Thread(target=read)
    thread.start()
    assert chip.__dict__["reached"].wait(10)
    desk.lying[0] = None
    chip.__dict__["pulled"] = True
    desk.ends[0].cut()
    chip.__dict__["go"].set()
    thread.join()
    assert "请把卡放稳后再试" in said[0]
    until(lambda: reader.state() == "就绪，未放卡", reader.state())
    assert lay(desk, 0, own(0)).read().texts["card_number"] == "F45081000"


def test_a_card_that_never_answers_holds_up_nobody_else(desk, monkeypatch):
    monkeypatch.setattr("counter.devices.pcsc.reader._SECONDS", 0.5)
    chip = slow(0)
    stuck, other = lay(desk, 0, chip), lay(desk, 1, own(1))
    with pytest.raises(DeviceError, match="没有应答，什么也没有改变，请取出卡，检查芯片方向后重新放好再试"):
        stuck.read()
    for _ in range(20):
        assert other.read().texts["card_number"] == "F45081001"
    with pytest.raises(DeviceError, match="还在等上一张卡应答，请取出卡，等两秒重新放好再试"):
        stuck.read()
    desk.lying[0] = None
    chip.__dict__["pulled"] = True
    chip.__dict__["go"].set()
    until(lambda: stuck.state() == "就绪，未放卡", stuck.state())
    lay(desk, 0, own(0))
    for _ in range(100):
        with suppress(DeviceError):
            assert stuck.read().texts["card_number"] == "F45081000"
            break
    else:
        pytest.fail("the reader never came back")


def programs(desk):
    """The number of each reader's program, by reader."""
    return {name: program.pid for name, program in desk.readers._programs.items()}


def test_each_reader_has_a_program_of_its_own_and_a_crash_takes_no_other_window_along(desk):
    """The library frees what another thread is looking at: eight windows in one program crash it sooner or later."""
    readers = [lay(desk, place, own(place)) for place in range(3)]
    for reader in readers:
        reader.read()
    running = programs(desk)
    mine = {running[reader_name(place)] for place in range(3)}
    assert len(mine - {0, os.getpid()}) == 3
    os.kill(running[reader_name(0)], signal.SIGSEGV)
    with pytest.raises(DeviceError, match="社保卡读卡器的读卡程序中断了，已经重新启动，请取出卡重新放好再试"):
        readers[0].read()
    assert [reader.read().texts["card_number"] for reader in readers] == ["F45081000", "F45081001", "F45081002"]
    again = programs(desk)
    assert again[reader_name(0)] not in (0, running[reader_name(0)])
    assert [again[reader_name(n)] for n in (1, 2)] == [running[reader_name(n)] for n in (1, 2)]


def test_a_crash_behind_the_change_leaves_it_unknown_and_changes_nothing_twice(desk):
    chip, changes = own(0), []

    def killed():
        changes.append(chip.card.password)
        os.kill(programs(desk)[reader_name(0)], signal.SIGKILL)

    chip.after = killed
    reader = lay(desk, 0, chip)
    with pytest.raises(CutOffError, match="不知道改了没有"):
        reader.change_password("123456", NEW)
    assert changes == [NEW]


def test_a_card_another_program_holds_is_named(desk):
    reader = lay(desk, 0, own(0))
    program = program_of(reader_name(0))
    other = Session(program)
    try:
        with pytest.raises(DeviceError, match="社保卡读卡器正被别的程序占用，请关掉占用读卡器的程序再试"):
            reader.read()
    finally:
        other.close()
        program.stop()
    assert reader.read().texts["name"] == NAME


def test_a_password_is_changed_once_and_a_wrong_one_costs_a_try(desk):
    chip = own(0)
    reader = lay(desk, 0, chip)
    assert reader.change_password("000000", NEW) == 2
    assert reader.change_password("123456", NEW) is None
    assert (chip.card.password, chip.card.left) == (NEW, 3)
    assert not reader.password_locked()


def test_a_line_that_breaks_behind_the_change_leaves_it_to_who_sees_the_card(desk):
    chip = own(0)

    def dies():
        raise Silent

    chip.after = dies
    reader = lay(desk, 0, chip)
    with pytest.raises(CutOffError, match="不知道改了没有"):
        reader.change_password("123456", NEW)
    assert chip.card.password == NEW


def test_the_daemon_killed_behind_the_change_leaves_it_unknown_and_changes_nothing_twice(desk):
    chip, changes = own(0), []

    def killed():
        changes.append(chip.card.password)
        os.kill(desk.pcscd.pid, signal.SIGKILL)
        raise Silent

    chip.after = killed
    reader = lay(desk, 0, chip)
    with pytest.raises(CutOffError):
        reader.change_password("123456", NEW)
    desk.pcscd.kill()
    assert changes == [NEW]


def test_a_locked_card_is_unlocked_and_set_anew_with_the_provinces_answer(desk):
    chip = own(1)
    chip.card.left = 0
    reader = lay(desk, 1, chip)
    assert reader.password_locked()
    reader.unlock(answer_to(key_of(NUMBER), "unlock", reader.challenge()))
    assert (chip.card.left, chip.card.password) == (3, "123456")
    reader.reset_password(NEW, answer_to(key_of(NUMBER), "reset", reader.challenge()))
    assert chip.card.password == NEW


def test_an_answer_for_another_purpose_or_too_late_changes_nothing(desk):
    chip = own(1)
    chip.card.left = 0
    reader = lay(desk, 1, chip)
    with pytest.raises(DeviceError, match="不认这把密钥，什么也没有改变，还可以试 2 次"):
        reader.unlock(answer_to(key_of(NUMBER), "reset", reader.challenge()))
    challenge = reader.challenge()
    reader.read()
    with pytest.raises(DeviceError, match="卡已复位，什么也没有改变，请重新放好卡再办"):
        reader.unlock(answer_to(key_of(NUMBER), "unlock", challenge))
    with pytest.raises(DeviceError, match="不是约定的格式，什么也没有改变"):
        reader.unlock("没有")
    with pytest.raises(DeviceError, match="没有登记卡上密钥的编号"):
        desk.reader(1, numbers={}).unlock("00" * 8)
    assert chip.card.left == 0


def test_no_password_and_no_key_outlives_its_act(desk):
    """Whoever comes to the reader next begins with a card that was reset."""
    chip = own(1)
    reader = lay(desk, 1, chip)
    reader.reset_password(NEW, answer_to(key_of(NUMBER), "reset", reader.challenge()))
    reader.read()
    assert chip.proved == set()


def test_nothing_of_a_rehearsal_is_reachable_from_this_machines_network(desk):
    """vpcd listens on every address it sees: it sees a loopback of its own."""
    lay(desk, 0, own(0))
    theirs = {int(found[1]) for end in sockets_of(desk.pcscd.pid) if (found := re.fullmatch(r"socket:\[(\d+)\]", end))}
    assert {FIRST_PORT + place for place in range(WINDOWS)} <= set(listening(desk.pcscd.pid).values())
    assert set(listening(desk.pcscd.pid)) <= theirs
    assert not theirs & set(listening("self"))
    assert Path(f"/proc/{desk.pcscd.pid}/ns/net").readlink() != Path("/proc/self/ns/net").readlink()


def sockets_of(pid):
    for one in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(OSError):
            yield str(one.readlink())


def listening(pid):
    """Every TCP socket that listens in this program's network: its inode and its port."""
    lines = [line.split() for line in Path(f"/proc/{pid}/net/tcp").read_text("ascii").splitlines()[1:]]
    return {int(words[9]): int(words[1].rpartition(":")[2], 16) for words in lines if words[3] == "0A"}


def test_the_daemon_runs_without_root(desk):
    status = Path(f"/proc/{desk.pcscd.pid}/status").read_text("ascii")
    assert "\nUid:\t0\t" not in status


def test_the_library_is_loaded_when_a_reader_is_used_and_not_before():
    code = "import sys, counter.devices.pcsc.readers as r; r.Readers(); sys.exit('smartcard' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_without_the_library_each_use_says_what_is_missing(monkeypatch):
    monkeypatch.setitem(sys.modules, "smartcard", None)
    monkeypatch.setattr("counter.devices.pcsc.scard.find_spec", lambda name: None)
    with pytest.raises(DeviceError, match=r"pyscard 没有安装，请管理员按 docs/setup.md 安装，或照卡面录入"):
        Session(program_of("any"))
    assert Monitor().state("any") == "没有安装 pyscard"


def test_stopping_ends_every_thread_and_every_program(desk):
    before = threading.active_count()
    readers = Readers()
    for place in range(3):
        lay(desk, place, own(place))
        readers.actor(reader_name(place)).run(lambda session, gate: session.atr, 10.0)
    running = [program.pid for program in readers._programs.values()]
    assert threading.active_count() == before + 4
    assert all(Path(f"/proc/{pid}").exists() for pid in running)
    readers.stop()
    assert threading.active_count() == before
    assert not any(Path(f"/proc/{pid}").exists() for pid in running)
