"""The card makers of a real branch stand in its file, with every mistake told; one of them makes a card from its page."""

import pytest

from counter.acts import device_at
from counter.commands.folder import NotSetUpError, makers_of, open_real, read_branch_file
from counter.rehearsal.chip.pcscd import reader_name
from tests.commands.test_readers import folder, say  # noqa: F401 - the folder of a branch with two windows
from tests.devices.card_printer import EvePrinter
from tests.devices.virtual import desk_of

WELL = ("[card_makers.1]", 'printer = "ipp:ipp://localhost:631/printers/card"', 'station = "pcsc:ACS ACR38U 00 00"')


def written(folder, *lines):  # noqa: F811
    file = folder / "branch.toml"
    file.write_text(file.read_text("utf-8") + "\n".join(["", *lines, ""]), "utf-8")


@pytest.fixture
def opened(folder):  # noqa: F811
    """Open the branch with its makers; everything is let go at the end."""
    kept = []

    def start():
        file = read_branch_file(folder)
        makers = makers_of(file, folder)
        kept.append(makers)
        branch = open_real(folder, file, None, makers)
        kept.append(branch)
        return branch

    yield start
    for one in kept:
        getattr(one, "stop", getattr(one, "close", None))()


def test_the_window_has_the_maker_written_down_for_it(folder, opened, tmp_path):  # noqa: F811
    eve = EvePrinter(tmp_path / "printer")
    with desk_of(1):
        written(folder, "[card_makers.1]", f'printer = "ipp:{eve.uri}"', f'station = "pcsc:{reader_name(0)}"')
        say(folder, "card_keys", 'write = "04"')
        branch = opened()
        first, second = branch.windows()
        maker = device_at(branch, first, "maker")
        assert maker.driver is device_at(branch, first, "maker").driver
        assert device_at(branch, second, "maker") is None
        eve._until(lambda: maker.state() == "就绪")
    eve.stop()


def test_a_branch_without_card_makers_works(folder, opened):  # noqa: F811
    branch = opened()
    assert [device_at(branch, window, "maker") for window in branch.windows()] == [None, None]


@pytest.mark.parametrize(
    ("was", "line", "said"),
    [
        (WELL[1], 'printer = "ipp://localhost/printers/card"', r"card_makers\.1\.printer：应写成 ipp:打印机的地址"),
        (WELL[1], 'printer = "ipp:http://localhost/printers/card"', r"card_makers\.1\.printer：应写成 ipp:"),
        (WELL[1], 'printer = "ipp:ipp://[broken"', r"card_makers\.1\.printer：应写成 ipp:"),
        (WELL[1], "", r"card_makers\.1\.printer：缺少这一项"),
        (WELL[2], 'station = "ACS ACR38U"', r"card_makers\.1\.station：应写成 pcsc:接触位读卡器的名称"),
        (WELL[2], WELL[2] + '\nlaminate = "by hand"', r"card_makers\.1\.laminate：打印时一并覆膜的写 with_print"),
        (WELL[2], WELL[2] + "\nspeed = 3", r"card_makers\.1\.speed：不认识的项，可用的有 printer、station、laminate、name"),
        (WELL[1], 'printer = "evolis:libevolis.so"', r"card_makers\.1\.printer：应写成 ipp:.*，或 evolis:厂商库的完整路径"),
        (WELL[1], 'printer = "evolis:/opt/libevolis.so"', r"card_makers\.1\.name：厂商库按名称找制卡机"),
        (WELL[0], '[card_makers."../1"]', r"card_makers\.\.\./1：窗口编号只能是字母、数字"),
    ],
)
def test_a_wrong_maker_in_the_branch_file_is_told(folder, was, line, said):  # noqa: F811
    written(folder, *(line if one == was else one for one in WELL))
    with pytest.raises(NotSetUpError, match=said):
        read_branch_file(folder)


def test_a_maker_at_a_window_that_is_not_there_is_told(folder, opened):  # noqa: F811
    written(folder, "[card_makers.7]", *WELL[1:])
    with pytest.raises(NotSetUpError, match="给没有的窗口登记了读卡器或制卡机：7，现有窗口编号 1、2"):
        opened()
