"""The readers of a real branch stand in its file: at which window which reader, and every mistake of it told."""

import pytest
from click.testing import CliRunner

from counter.__main__ import cli
from counter.acts import device_at
from counter.app import create_app
from counter.clock import wall
from counter.commands.folder import NotSetUpError, open_real, read_branch_file, readers_of
from counter.devices.samv.photo import PhotoLibrary
from counter.plugged import devices
from counter.rehearsal.chip.chip import Chip
from counter.rehearsal.chip.pcscd import reader_name
from counter.rehearsal.chip.samv import VirtualModule, resident
from counter.sync.courier import Courier
from tests.commands.test_init import ANSWERS
from tests.devices.virtual import NAME, NUMBER, card, desk_of

TWO_WINDOWS = (*ANSWERS[:8], "一号窗口", "bureau", "二号窗口", "bureau", "", "")
TEXTS = {"id_number": "410702199003074522", "name": NAME, "sex": "女", "ethnic": "汉族", "born_on": "1990-03-07",
         "household_address": "演练路 1 号", "id_valid_until": "长期"}  # fmt: skip


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "branch"
    ran = CliRunner().invoke(cli, ["init", "--data", str(made)], input="\n".join(TWO_WINDOWS) + "\n")
    assert ran.exit_code == 0, ran.output
    return made


def say(folder, table, *lines):
    file = folder / "branch.toml"
    text = file.read_text("utf-8")
    assert f"[{table}]\n" in text
    file.write_text(text.replace(f"[{table}]\n", "\n".join([f"[{table}]", *lines, ""])), "utf-8")


@pytest.fixture
def opened(folder):
    """Open the branch with its readers; everything is let go at the end."""
    kept = []

    def start():
        readers = readers_of(read_branch_file(folder))
        kept.append(readers)
        branch = open_real(folder, read_branch_file(folder), readers)
        kept.append(branch)
        return branch

    yield start
    for one in kept:
        getattr(one, "stop", getattr(one, "close", None))()


def test_a_new_branch_has_no_readers_and_works_without(folder, opened):
    branch = opened()
    assert [devices(branch, window) for window in branch.windows()] == [[], []]


def test_each_window_has_the_readers_written_down_for_it(folder, opened, tmp_path):
    """One of them reads a card over pcscd and an identity card over its serial line, the other has a maker's library."""
    text = resident(TEXTS)
    module = VirtualModule(lambda: text)
    with desk_of(2) as desk:
        say(folder, "card_readers", f'1 = "pcsc:{reader_name(0)}"', f'2 = "vendor:{tmp_path}/libsscard.so"')
        say(folder, "id_readers", f'1 = "serial:{module.path}"')
        branch = opened()
        first, second = branch.windows()
        desk.lying[0] = Chip(card())
        reader = device_at(branch, first, "card_reader")
        assert reader.driver is device_at(branch, first, "card_reader").driver
        assert (reader.title, reader.read().texts["card_number"]) == ("社保卡读卡器", NUMBER)
        assert device_at(branch, first, "id_reader").read().texts == TEXTS
        assert device_at(branch, second, "card_reader").state() == "厂商驱动不在登记的位置"
        assert device_at(branch, second, "id_reader") is None
    module.stop()


def test_the_cards_own_numbers_of_its_keys_are_read(folder, opened):
    say(folder, "card_keys", 'unlock = "0b"', 'reset = "0D"', 'read = "0A"')
    assert readers_of(read_branch_file(folder))._numbers == {"unlock": 0x0B, "reset": 0x0D, "read": 0x0A}


@pytest.mark.parametrize(
    ("table", "line", "said"),
    [
        ("card_readers", '1 = "ACS ACR38U 00 00"', r"card_readers\.1：应写成 pcsc:读卡器的名称，或 vendor:"),
        ("card_readers", '1 = "pcsc:"', r"card_readers\.1：应写成 pcsc:"),
        ("card_readers", '1 = "vendor:libsscard.so"', r"card_readers\.1：厂商驱动应写完整路径"),
        ("id_readers", '1 = "/dev/ttyUSB0"', r"id_readers\.1：应写成 serial:串口的完整路径"),
        ("id_readers", '1 = "serial:ttyUSB0"', r"id_readers\.1：应写成 serial:"),
        ("card_keys", 'unlock = "D"', r"card_keys\.unlock：卡上密钥的编号应是两位十六进制数"),
        ("card_keys", 'open = "0D"', r"card_keys\.open：不认识的用途，可用的有 read、unlock、reset、write"),
        ("card_readers", "1 = 3", r"card_readers\.1：应是文字"),
    ],
)
def test_a_wrong_reader_in_the_branch_file_is_told(folder, table, line, said):
    say(folder, table, line)
    with pytest.raises(NotSetUpError, match=said):
        read_branch_file(folder)


def test_a_reader_at_a_window_that_is_not_there_is_told(folder, opened):
    say(folder, "id_readers", '7 = "serial:/dev/ttyUSB0"')
    with pytest.raises(NotSetUpError, match="给没有的窗口登记了读卡器或制卡机：7，现有窗口编号 1、2"):
        opened()


def test_the_library_for_photos_of_identity_cards_is_read(folder, opened):
    add(folder, 'library = "/opt/maker/libwltdecode.so"')
    assert readers_of(read_branch_file(folder))._photos == PhotoLibrary("/opt/maker/libwltdecode.so", "wlt2bmpBuffer")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('library = "libwltdecode.so"', r"id_photo\.library：解码库应写完整路径"),
        ('function = "unpack"', r"id_photo\.library：缺少这一项"),
        ('library = "/opt/a.so"\nlicence = "x"', r"id_photo\.licence：不认识的项"),
    ],
)
def test_a_wrong_library_in_the_branch_file_is_told(folder, line, said):
    add(folder, line)
    with pytest.raises(NotSetUpError, match=said):
        read_branch_file(folder)


def add(folder, lines):
    file = folder / "branch.toml"
    file.write_text(f"{file.read_text('utf-8')}\n[id_photo]\n{lines}\n", "utf-8")


def test_a_paired_computers_readers_stand_beside_those_of_the_file_and_behind_one_of_the_same_kind(folder):
    say(folder, "card_readers", f'1 = "vendor:{folder}/libsscard.so"')
    say(folder, "card_keys", 'unlock = "0B"')
    readers = readers_of(read_branch_file(folder))
    branch = open_real(folder, read_branch_file(folder), readers)
    remotes = create_app(branch, Courier(branch), remotes=readers.remotes).remotes
    for window in ("1", "2"):
        branch.pairings.pair(window, branch.pairings.make_code(window, wall()), wall())
        remotes.paired(window)
    first, second = branch.windows()
    assert [device.id for device in devices(branch, first)] == ["card-1", "agent-id-1"]
    assert [device.id for device in devices(branch, second)] == ["agent-id-2", "agent-card-2"]
    assert remotes.card_keys == {"unlock": "0B"}, "the computers are told the card's numbers of its keys"
    branch.close()
    readers.stop()


def test_what_was_paired_stands_again_when_the_branch_is_started_anew(folder, opened):
    branch = opened()
    branch.pairings.pair("2", branch.pairings.make_code("2", wall()), wall())
    branch.pairings.has("2", ("id_reader",))
    readers = readers_of(read_branch_file(folder))
    again = open_real(folder, read_branch_file(folder), readers)
    create_app(again, Courier(again), remotes=readers.remotes)
    assert [[device.id for device in devices(again, window)] for window in again.windows()] == [[], ["agent-id-2"]]
    again.close()
