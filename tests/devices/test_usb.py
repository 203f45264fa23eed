"""The reader of identity cards on USB, through pyusb down to its backend: the two pipes, what goes wrong, letting go."""

import sys

import pytest

from counter.core.case import Window
from counter.devices import DeviceError
from counter.devices.samv import pipes
from counter.devices.samv.pipes import actor_at_usb, is_there
from counter.devices.samv.reader import SamReader
from counter.devices.standing import StandingReaders, is_id_reader
from counter.rehearsal.chip.samv import VirtualModule, resident
from tests.devices.usb_module import IN_BODY, IN_HEAD, NAME, UsbModule

TEXTS = {
    "id_number": "410702199003074522", "name": "孙𬱖", "sex": "女", "ethnic": "汉族", "born_on": "1990-03-07",
    "household_address": "演练路 1 号", "id_valid_until": "2036-01-01",
}  # fmt: skip


@pytest.fixture
def usb(monkeypatch):
    """The device with an identity card on it; lay another text down, or none, by ``lying``."""
    lying = [resident(TEXTS)]
    module = VirtualModule(lambda: lying[0])
    device = UsbModule(module)
    device.lying = lying
    monkeypatch.setattr(pipes, "_backend", lambda: device)
    yield device
    module.stop()


@pytest.fixture
def reader(usb):
    actor = actor_at_usb(NAME)
    yield SamReader("id-1", "身份证读卡器", NAME, actor, there=is_there)
    actor.stop()


@pytest.mark.parametrize("packet", [4096, 64, 7])
def test_a_card_is_read_through_the_two_pipes_however_small_their_packets(usb, reader, packet):
    usb.packet = packet
    assert reader.read().texts == TEXTS
    assert (usb.opened, usb.claimed) == (0, 0)
    with pytest.raises(DeviceError, match="没有证，或这张证刚读过（80），请把证拿起"):
        reader.read()
    usb.lying[0] = resident({**TEXTS, "name": "王䶮"})
    assert reader.read().texts["name"] == "王䶮"


def test_the_number_of_the_module_is_read(reader):
    assert reader.module().startswith("05.01-")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("unplugged", "身份证读卡器没有接上，请插好读卡器的线再试"),
        ("forbidden", "身份证读卡器没有权限打开，请管理员给运行的用户加上 udev 规则"),
        ("taken", "身份证读卡器正被别的程序占用，请关掉占用读卡器的程序再试"),
        ("pulled", "身份证读卡器断开了，请插好读卡器的线再试"),
        ("mute", "身份证读卡器没有应答，请拔插一次读卡器的线再试"),
        ("sum", "身份证读卡器传来的内容有误（校验不对）"),
    ],
)
def test_what_goes_wrong_is_said_and_the_next_card_is_read(usb, reader, wrong, said):
    usb.wrong = wrong
    with pytest.raises(DeviceError) as told:
        reader.read()
    assert str(told.value).startswith(said)
    assert (usb.opened, usb.claimed) == (0, 0)
    usb.wrong = ""
    usb.lying[0] = resident(TEXTS)
    assert reader.read().texts == TEXTS


def test_what_is_left_of_an_old_answer_is_not_taken_for_the_new_one(usb, reader, monkeypatch):
    """A call that was given up leaves its answer in the pipes: the next one begins with empty ones."""
    real = pipes.Pipes.__init__

    def left_over(self, *words):
        real(self, *words)
        usb.pipes[IN_HEAD], usb.pipes[IN_BODY] = b"\xaa\xaa\xaa\x96\x69\x00\x08", b"\x00\x00\x9f\x00\x00\x00\x00\x97"
        self._answered = False

    monkeypatch.setattr(pipes.Pipes, "__init__", left_over)
    assert reader.read().texts == TEXTS


def test_its_state_is_what_the_system_lists(reader, tmp_path, monkeypatch):
    monkeypatch.setattr(pipes, "DEVICES", tmp_path)
    assert reader.state() == "未连接，请插好读卡器的线"
    (tmp_path / "1-1").mkdir()
    (tmp_path / "1-1" / "idVendor").write_text("0400\n")
    assert reader.state() == "未连接，请插好读卡器的线"
    (tmp_path / "1-1" / "idProduct").write_text("c35a\n")
    assert reader.state() == "就绪"


@pytest.mark.parametrize("missing", ["usb.core", "usb.util"])
def test_without_its_library_what_to_install_is_said(reader, monkeypatch, missing):
    monkeypatch.setitem(sys.modules, missing, None)
    with pytest.raises(DeviceError, match="程序库 pyusb 没有安装，请管理员按 docs/setup"):
        reader.read()


def test_without_libusb_that_is_said(reader, monkeypatch):
    monkeypatch.setattr(pipes, "_backend", lambda: None)
    monkeypatch.setattr("usb.backend.libusb1.get_backend", lambda *_: None)
    monkeypatch.setattr("usb.backend.libusb0.get_backend", lambda *_: None)
    monkeypatch.setattr("usb.backend.openusb.get_backend", lambda *_: None)
    with pytest.raises(DeviceError, match="要用的 libusb 没有安装，请管理员"):
        reader.read()


def test_a_branch_writes_down_which_one_it_is(usb):
    readers = StandingReaders({}, {"1": f"usb:{NAME}"}, {})
    (reader,) = readers.counter_devices(Window(id="1", title="一", type="county", type_title="县"))
    assert reader.read().texts == TEXTS
    readers.stop()


@pytest.mark.parametrize("text", ["usb:", "usb:0400", "usb:0400:c35", "usb:0400:C35A", "usb:/dev/bus/usb/001/002"])
def test_a_name_that_is_none_is_told(text):
    with pytest.raises(ValueError, match="usb:厂商:型号，如 usb:0400:c35a"):
        is_id_reader(text)
