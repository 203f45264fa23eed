"""The identity card reader's frames and layouts byte by byte, and the driver against a module on a pseudo terminal."""

import os
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter.core.identity import IdNumber
from counter.devices import DeviceError
from counter.devices.samv.frame import BadFrameError, Frames, command, framed
from counter.devices.samv.layouts import LAYOUTS, UnreadableError, document_of, fields_of
from counter.devices.samv.reader import SamReader, actor_at
from counter.rehearsal.chip.samv import VirtualModule, resident, text_of

NUMBER, NAME = "410702199003074522", "孙𬱖"
TEXTS = {
    "id_number": NUMBER, "name": NAME, "sex": "女", "ethnic": "回族", "born_on": "1990-03-07",
    "household_address": "河南省新乡市红旗区演练路 1 号", "id_valid_until": "2036-01-01",
}  # fmt: skip


@pytest.mark.parametrize(
    ("code", "frame"),
    [
        ((0x10, 0xFF), "AAAAAA9669 0003 10FF EC"),
        ((0x11, 0xFF), "AAAAAA9669 0003 11FF ED"),
        ((0x12, 0xFF), "AAAAAA9669 0003 12FF EE"),
        ((0x20, 0x01), "AAAAAA9669 0003 2001 22"),
        ((0x20, 0x02), "AAAAAA9669 0003 2002 21"),
        ((0x30, 0x01), "AAAAAA9669 0003 3001 32"),
        ((0x30, 0x10), "AAAAAA9669 0003 3010 23"),
    ],
)
def test_commands_are_these_bytes(code, frame):
    assert command(*code) == bytes.fromhex(frame)


def test_an_answer_with_text_and_photo_has_1295_bytes():
    assert len(framed(bytes((0, 0, 0x90)) + bytes.fromhex("01000400") + bytes(256 + 1024))) == 1295


ANSWER = bytes((0, 0, 0x90)) + b"text"


@given(st.binary(max_size=20), st.integers(1, 7))
def test_a_frame_is_found_behind_noise_and_however_it_is_cut(noise, size):
    if b"\xaa" in noise:
        noise = noise.replace(b"\xaa", b"\x55")
    frames, came = Frames(), noise + framed(ANSWER)
    found = [frames.feed(came[place : place + size]) for place in range(0, len(came), size)]
    (answer,) = [one for one in found if one is not None]
    assert (answer.status, answer.body) == (0x90, b"text")


@given(st.integers(0, 80), st.integers(1, 255))
def test_one_changed_byte_is_never_taken_for_the_card(place, change):
    whole = bytearray(framed(bytes((0, 0, 0x90)) + bytes(70)))
    whole[place] ^= change
    frames = Frames()
    try:
        answer = frames.feed(bytes(whole))
    except BadFrameError:
        return
    assert answer is None


@pytest.mark.parametrize("length", ["0000", "0003", "FFFF"])
def test_a_length_that_cannot_be_is_noticed(length):
    with pytest.raises(BadFrameError):
        Frames().feed(bytes.fromhex("AAAAAA9669" + length))


@pytest.mark.parametrize("letter", LAYOUTS)
def test_every_layout_has_256_bytes_and_its_letter_at_248(letter):
    sizes = dict(LAYOUTS[letter])
    assert sum(size for _, size in LAYOUTS[letter]) == 256
    before = list(sizes)[: list(sizes).index("letter")]
    assert sum(sizes[name] for name in before) == 248


def places(letter):
    found, at = {}, 0
    for name, size in LAYOUTS[letter]:
        found[name] = (at, size)
        at += size
    return found


BYTES = {
    "A": "name 0 30, sex 30 2, ethnic 32 4, born 36 16, address 52 70, number 122 36, issuer 158 30, from 188 16, until 204 16",
    "J": "name 0 30, sex 30 2, born 36 16, address 52 70, number 122 36, issuer 158 30, from 188 16, until 204 16, pass 220 18, "
    "issues 238 4",
    "I": "latin 0 120, sex 120 2, number 122 30, country 152 6, name 158 30, from 188 16, until 204 16, born 220 16, "
    "version 236 4, office 240 8",
    "Y": "name 0 30, sex 30 2, renewals 32 4, born 36 16, latin 52 70, number 122 36, from 188 16, until 204 16, "
    "latin_more 220 22, country 242 6, link 250 6",
}


@pytest.mark.parametrize("letter", BYTES)
def test_the_fields_lie_where_the_sources_say(letter):
    told = {name: (int(at), int(size)) for name, at, size in (one.split() for one in BYTES[letter].split(", "))}
    found = {name: where for name, where in places(letter).items() if not name.startswith("-")}
    assert found == {**told, "letter": (248, 2)}


def test_a_residents_card_is_read_as_the_forms_take_it():
    read = document_of(resident(TEXTS))
    assert (read.letter, read.number, read.name, read.sex, read.ethnic) == ("A", NUMBER, NAME, "女", "回族")
    assert (read.born_on, read.valid_until) == ("1990-03-07", "2036-01-01")
    assert read.address == TEXTS["household_address"]


def test_a_card_for_life_says_so():
    assert document_of(resident({**TEXTS, "id_valid_until": "长期"})).valid_until == "长期"


def test_the_text_is_written_out_by_hand_once():
    text = (
        "孙小明".ljust(15) + "1" + "01" + "19900307" + "河南省新乡市".ljust(35) + NUMBER + "新乡市公安局".ljust(15)
        + "20200101" + "长期".ljust(8) + " " * 18
    )  # fmt: skip
    read = document_of(text.encode("utf-16-le"))
    assert (read.name, read.sex, read.ethnic, read.address, read.valid_until) == ("孙小明", "男", "汉族", "河南省新乡市", "长期")


def test_a_permit_of_hong_kong_macau_or_taiwan_has_no_ethnic_group():
    fields = {"name": "陈大文", "sex": "1", "born": "19850101", "address": "广州市", "number": "810000198501010010",
              "until": "20300101", "pass": "H12345678", "issues": "01"}  # fmt: skip
    read = document_of(text_of("J", fields))
    assert (read.letter, read.number, read.ethnic, read.name) == ("J", "810000198501010010", "", "陈大文")
    assert fields_of(text_of("J", fields))["pass"] == "H12345678"


def test_a_foreigners_card_of_before_2023_is_read_with_either_name():
    fields = {"latin": "SMITH, JOHN", "sex": "1", "number": "USA110085010112", "country": "USA", "born": "19850101", "until": "20260101"}
    assert document_of(text_of("I", fields)).name == "SMITH, JOHN"
    assert document_of(text_of("I", {**fields, "name": "史密斯"})).name == "史密斯"
    assert document_of(text_of("I", fields)).number == "USA110085010112"


def test_a_foreigners_card_of_2023_joins_a_long_name():
    latin = "WOLFESCHLEGELSTEINHAUSEN, BARTHOLOMEW ALEXANDER"[:46]
    fields = {"latin": latin[:35], "latin_more": latin[35:], "sex": "2", "number": "91112419850101002X", "born": "19850101", "until": "20330101"}
    assert document_of(text_of("Y", fields)).name == latin


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (bytes(255), "文字长度不对"),
        (resident(TEXTS)[:248] + "Q".encode("utf-16-le") + bytes(6), "种类“Q”不认识"),
        (resident({**TEXTS, "born_on": "1990-13-07"}), "出生日期不是日期"),
        (resident({**TEXTS, "id_valid_until": "永远"}), "有效期不是日期"),
        (resident({**TEXTS, "name": ""}), "姓名或号码是空的"),
        (b"\x00\xd8" * 15 + resident(TEXTS)[30:], "name 读不成文字"),
    ],
)
def test_a_text_that_does_not_read_says_what_of_it(text, why):
    with pytest.raises(UnreadableError, match=why):
        document_of(text)


@given(st.binary(min_size=256, max_size=256))
def test_whatever_text_comes_it_is_read_or_refused(text):
    try:
        read = document_of(text)
    except UnreadableError:
        return
    assert read.name
    assert read.number


@pytest.fixture
def desk():
    """A module on a pseudo terminal with nothing on it, and the driver of the port."""
    lying = [None]
    module = VirtualModule(lambda: lying[0])
    actor = actor_at(module.path)
    reader = SamReader("id-1", "身份证读卡器", module.path, actor)
    yield module, lying, reader
    actor.stop()
    module.stop()


def lay(lying, texts=TEXTS):
    lying[0] = resident(texts)


def test_a_card_laid_down_is_read(desk):
    _, lying, reader = desk
    lay(lying)
    reading = reader.read()
    assert reading.texts == TEXTS
    assert reading.source == "身份证读卡器"
    assert str(IdNumber(reading.texts["id_number"])) == NUMBER


def test_the_number_of_the_module_is_told_as_it_is_printed_on_it(desk):
    assert desk[2].module() == "05.01-20110929-0000012345-1234567890"


def test_a_card_that_was_read_must_be_lifted_first(desk):
    _, lying, reader = desk
    with pytest.raises(DeviceError, match="上没有证，或这张证刚读过（80），请把证拿起，重新放稳后再读"):
        reader.read()
    lay(lying)
    reader.read()
    with pytest.raises(DeviceError, match="把证拿起"):
        reader.read()
    lay(lying)
    assert reader.read().texts["name"] == NAME


def test_a_card_for_which_nothing_stands_leaves_the_blank_alone(desk):
    _, lying, reader = desk
    lying[0] = text_of("J", {"name": "陈大文", "sex": "1", "born": "19850101", "number": "810000198501010010", "until": "20300101"})
    assert set(reader.read().texts) == {"id_number", "name", "sex", "born_on", "id_valid_until"}


@pytest.mark.parametrize(
    ("fault", "value", "said"),
    [
        ("wrong_sum", True, "传来的内容有误（校验不对），请把证放稳再读一次"),
        ("mute", True, "没有应答，请拔插一次读卡器的线再试"),
    ],
)
def test_a_bad_line_says_what_and_what_to_do_and_the_next_read_is_right(desk, monkeypatch, fault, value, said):
    monkeypatch.setattr("counter.devices.samv.line._ASK", 0.2)
    module, lying, reader = desk
    lay(lying)
    setattr(module.faults, fault, value)
    with pytest.raises(DeviceError) as told:
        reader.read()
    assert said in str(told.value)
    setattr(module.faults, fault, False)
    lay(lying)
    assert reader.read().texts["id_number"] == NUMBER


def test_noise_before_each_answer_and_slow_bytes_do_no_harm(desk):
    module, lying, reader = desk
    module.faults.noise = b"\xaa\xaa\xaa\x96\xaa\x00noise"
    module.faults.pause = 0.0002
    lay(lying)
    assert reader.read().texts == TEXTS


def test_a_card_lifted_in_the_middle_is_told(desk):
    module, lying, reader = desk
    lay(lying)
    said = module._answer

    def lifted(asked, card):
        if asked == b"\x30\x01":
            lying[0] = None
            return said(asked, None)
        return said(asked, card)

    module._answer = lifted
    with pytest.raises(DeviceError, match="没有读完，证移动了（41），请把证拿起，放稳后再读"):
        reader.read()


@pytest.mark.parametrize("body", [b"", bytes.fromhex("01000400"), bytes.fromhex("01000400") + bytes(1279), bytes.fromhex("02000400") + bytes(1280)])
def test_an_answer_of_another_length_is_not_taken(desk, body):
    module, lying, reader = desk
    lay(lying)
    said = module._answer
    module._answer = lambda asked, card: (0x90, body) if asked == b"\x30\x01" else said(asked, card)
    with pytest.raises(DeviceError, match="内容长度不对"):
        reader.read()


def test_a_text_that_does_not_read_is_said_of_the_reader(desk):
    _, lying, reader = desk
    lay(lying, {**TEXTS, "born_on": "19901307"})
    with pytest.raises(DeviceError, match="身份证读卡器读到的出生日期不是日期，请换一台读卡器核对，或照证件录入"):
        reader.read()


def test_a_reader_that_is_unplugged_says_so_and_costs_no_descriptor():
    lying = [None]
    module = VirtualModule(lambda: lying[0])
    actor = actor_at(module.path)
    reader = SamReader("id-1", "身份证读卡器", module.path, actor)
    lay(lying)
    reader.read()
    open_before = len([*Path("/proc/self/fd").iterdir()])
    module.stop()
    for _ in range(20):
        with pytest.raises(DeviceError, match=r"没有接上，请插好读卡器的线再试|断开了|没有应答"):
            reader.read()
    assert len([*Path("/proc/self/fd").iterdir()]) <= open_before
    assert reader.state() == "未连接，请插好读卡器的线"
    actor.stop()


def test_a_line_that_goes_in_the_middle_is_told(desk):
    module, lying, reader = desk
    lay(lying)
    said = module._say

    def vanish(status, body):
        if len(body) > 100:
            module.faults.mute = True
            os.close(module._ours)
            module._ends.set()
            return
        said(status, body)

    module._say = vanish
    with pytest.raises(DeviceError, match=r"断开了，请插好读卡器的线再试|没有应答"):
        reader.read()
    module._ours = os.open(os.devnull, os.O_RDONLY)


def test_two_windows_read_at_once_from_their_own_readers():
    both = []
    for number in range(2):
        texts = {**TEXTS, "name": f"孙{'甲乙'[number]}"}
        lying = [resident(texts)]
        module = VirtualModule(lambda lying=lying: lying[0])
        both.append((module, lying, actor_at(module.path), texts))
    got = {}

    def call(place):
        module, lying, actor, texts = both[place]
        for _ in range(5):
            lying[0] = resident(texts)
            got.setdefault(place, []).append(SamReader("x", "x", module.path, actor).read().texts == texts)

    threads = [threading.Thread(target=call, args=(place,)) for place in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for module, _, actor, _ in both:
        actor.stop()
        module.stop()
    assert got == {0: [True] * 5, 1: [True] * 5}


def until(true):
    for _ in range(1000):
        if true():
            return
        threading.Event().wait(0.01)
    pytest.fail("it never came true")


def noticed(reader, before=""):
    """Ask as a page does that stays open, until a card is noticed; gives its laying."""
    until(lambda: reader.laid() != before)
    return reader.laid()


def test_a_card_laid_down_is_noticed_while_somebody_asks_and_its_reading_is_the_next(desk):
    """The module finds a card only once: whoever looked read it, and the clerk's own reading gets just that."""
    _, lying, reader = desk
    assert reader.laid() == ""
    lay(lying)
    first = noticed(reader)
    assert reader.read().texts == TEXTS
    with pytest.raises(DeviceError, match="把证拿起"):
        reader.read()
    lay(lying, {**TEXTS, "name": "李静"})
    assert noticed(reader, first) != first
    assert reader.read().texts["name"] == "李静"


def test_nobody_asks_and_no_card_is_read(desk, monkeypatch):
    """Without a page that waits for it nothing is read that nobody asked for."""
    module, lying, reader = desk
    asked = []
    said = module._answer
    monkeypatch.setattr(module, "_answer", lambda words, card: asked.append(words) or said(words, card))
    lay(lying)
    threading.Event().wait(1.0)
    assert asked == []
    noticed(reader)
    assert asked[0] == b"\x20\x01"


def test_what_was_read_by_itself_is_nobodys_reading_later(desk, monkeypatch):
    """The card may have been taken away since: the clerk lays it down again."""
    monkeypatch.setattr("counter.devices.samv.reader._FRESH", 0.0)
    _, lying, reader = desk
    lay(lying)
    noticed(reader)
    with pytest.raises(DeviceError, match="把证拿起"):
        reader.read()


def test_a_card_that_lies_there_is_read_by_the_clerk_and_not_the_one_before(desk):
    _, lying, reader = desk
    lay(lying)
    noticed(reader)
    lay(lying, {**TEXTS, "name": "李静"})
    assert reader.read().texts["name"] == "李静"


def test_a_reader_that_is_silent_is_left_alone_and_the_clerk_is_answered_at_once(desk, monkeypatch):
    monkeypatch.setattr("counter.devices.samv.line._ASK", 0.2)
    module, lying, reader = desk
    module.faults.mute = True
    for _ in range(100):
        assert reader.laid() == ""
        threading.Event().wait(0.01)
    with pytest.raises(DeviceError, match="没有应答"):
        reader.read()
    module.faults.mute = False
    lay(lying)
    assert reader.read().texts == TEXTS
