"""A maker's library behind the same protocol: built here from C, it hangs, crashes and wants the province's keys."""

import os
import threading
from pathlib import Path

import pytest

from counter.devices import DeviceError
from counter.devices.chip.apdu import CutOffError
from counter.devices.vendor.library import Library
from counter.devices.vendor.reader import VendorReader
from tests.devices.compiled import compiled

GOOD = "00112233445566778899AABBCCDDEEFF|FFEEDDCCBBAA99887766554433221100|"
TEXTS = {"card_number": "F45081001", "id_number": "410702199003074522", "name": "孙小明"}


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    return compiled("vendor_library.c", tmp_path_factory.mktemp("vendor") / "libsscard.so")


@pytest.fixture
def library(built):
    made = Library(str(built), seconds=5.0)
    yield made
    made.stop()


@pytest.fixture
def today(monkeypatch, library):
    """What kind of day it is from now on."""

    def say(mode):
        library.stop()
        monkeypatch.setenv("VENDOR_MODE", mode)

    return say


class Province:
    """The province's key machine: what it is asked, and the same answer to everything."""

    def __init__(self, answer=GOOD):
        self.answer, self.asked = answer, []

    def to_read(self, shown):
        raise AssertionError(shown)

    def step(self, function, told):
        self.asked.append((function, told))
        return self.answer


def reader(library, built):
    return VendorReader("r", "社保卡读卡器", str(built), library)


def test_a_card_is_read_and_its_name_is_in_the_makers_signs(library, built):
    reading = reader(library, built).read()
    assert (reading.texts, reading.source) == (TEXTS, "社保卡读卡器")


def test_a_card_that_wants_the_provinces_key_is_read_in_two_steps(library, built, today):
    today("third")
    province = Province()
    assert reader(library, built).read_with(province).texts == TEXTS
    ((function, told),) = province.asked
    assert (function, told.split("|")[4]) == ("iReadCardBas_HSM_Step1", "1122334455667788")


def test_without_the_provinces_key_such_a_card_says_what_is_missing(library, built, today):
    today("third")
    with pytest.raises(DeviceError, match=r"没有能读这张卡的密钥（-2203）.*请管理员接通省里的密钥，或照卡面录入"):
        reader(library, built).read()


def test_a_wrong_answer_of_the_province_is_shown_once(library, built, today):
    today("third")
    province = Province("00|00|")
    with pytest.raises(DeviceError, match=r"不认这把密钥，什么也没有改变，还可以试 2 次（读卡，63C2）"):
        reader(library, built).read_with(province)
    assert len(province.asked) == 1


@pytest.mark.parametrize(
    ("mode", "said"),
    [
        ("no card", "读卡没有成功（-11，无卡），请取出卡重新放好再试"),
        ("locked", "已被锁定，社保应用停用（读卡，6A81），请到发卡机构换卡"),
        ("short", "厂商驱动给的内容不完整，请照卡面录入"),
        ("crash", "厂商驱动崩溃了，已经重新启动，请再试一次"),
        ("exit", "厂商驱动崩溃了，已经重新启动，请再试一次"),
    ],
)
def test_what_goes_wrong_is_said_and_the_next_card_is_read(library, built, today, mode, said):
    today(mode)
    with pytest.raises(DeviceError) as told:
        reader(library, built).read()
    assert said in str(told.value)
    today("")
    assert reader(library, built).read().texts == TEXTS


def test_a_library_that_hangs_is_ended_and_takes_no_window_along(built, monkeypatch):
    monkeypatch.setenv("VENDOR_MODE", "hang")
    hung = Library(str(built), seconds=0.5)
    monkeypatch.setattr("counter.devices.vendor.library._BUSY", 0.05)
    said = []

    def read():
        try:
            reader(hung, built).read()
        except DeviceError as error:
            said.append(str(error))

    threads = [threading.Thread(target=read) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert any("厂商驱动没有应答，已经重新启动，请取出卡重新放好再试" in one for one in said)
    assert any("正忙，前面一次还没有读完，请等几秒再试" in one for one in said)
    monkeypatch.setenv("VENDOR_MODE", "")
    hung._seconds = 5.0
    assert reader(hung, built).read().texts == TEXTS
    hung.stop()


def test_a_library_killed_from_outside_is_started_again(library, built):
    reader(library, built).read()
    os.kill(library._apart.pid, 9)
    with pytest.raises(DeviceError, match="厂商驱动崩溃了"):
        reader(library, built).read()
    assert reader(library, built).read().texts == TEXTS


def test_a_file_that_is_no_library_is_named(tmp_path):
    path = tmp_path / "not.so"
    path.write_text("no")
    library = Library(str(path))
    with pytest.raises(DeviceError, match=r"厂商驱动装不上（.*not\.so.*），请管理员核对 branch\.toml 里的路径"):
        reader(library, path).read()
    assert reader(library, tmp_path / "gone.so").state() == "厂商驱动不在登记的位置"


def test_a_function_that_is_not_there_is_named(library):
    with pytest.raises(DeviceError, match="厂商驱动里没有 iReadNothing"):
        library.call("iReadNothing", 3)


def test_a_locked_card_is_unlocked_in_three_steps_with_nobody_in_between(library, built):
    province = Province()
    reader(library, built).unlock_with(province)
    steps = ["iUnblockPIN_HSM_Step1", "iUnblockPIN_HSM_Step2"]
    assert [function for function, _ in province.asked] == steps
    assert province.asked[1][1] == "03|009010|8877665544332211|"


def test_nobody_reads_while_the_province_answers_an_unlocking(library, built, monkeypatch):
    monkeypatch.setattr("counter.devices.vendor.library._BUSY", 0.05)
    said = []

    class Slow(Province):
        def step(self, function, told):
            other = threading.Thread(target=self.read_too)
            other.start()
            other.join()
            return super().step(function, told)

        def read_too(self):
            with pytest.raises(DeviceError) as told:
                reader(library, built).read()
            said.append(str(told.value))

    reader(library, built).unlock_with(Slow())
    assert [one.startswith("社保卡读卡器正忙") for one in said] == [True, True]


def test_a_wrong_answer_unlocks_nothing(library, built):
    with pytest.raises(DeviceError, match=r"63C2"):
        reader(library, built).unlock_with(Province("00|"))


def test_a_library_that_hangs_in_the_last_step_leaves_it_unknown(library, built, today):
    today("hang last")
    library._seconds = 0.5
    with pytest.raises(CutOffError):
        reader(library, built).unlock_with(Province())


@pytest.mark.parametrize(
    "act",
    [
        lambda one: one.change_password("123456", "654321"),
        lambda one: one.password_locked(),
        lambda one: one.reset_password("654321", "00"),
        lambda one: one.write_anew("654321"),
        lambda one: one.unlock("00"),
        lambda one: one.challenge(),
    ],
)
def test_what_these_libraries_do_not_do_is_said_before_anything_is_done(library, built, act):
    with pytest.raises(DeviceError, match=r"用的厂商驱动不能.*，什么也没有改变，请到有 PC/SC 读卡器的窗口办理"):
        act(reader(library, built))


def test_reading_a_hundred_cards_leaves_one_program(library, built):
    behind = reader(library, built)
    behind.read()
    before = len([*Path("/proc/self/fd").iterdir()])
    for _ in range(100):
        behind.read()
    assert len([*Path("/proc/self/fd").iterdir()]) == before
