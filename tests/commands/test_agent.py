"""counter agent: what it needs before it begins, each mistake in one sentence; the real program in two networks is tried elsewhere."""

import json
import stat

import pytest

from counter.commands.agent import AgentError, agent
from counter.devices.remote.line import BadAddressError, Line, checked
from counter.devices.remote.setting import FILE, SECRET, NotUsableError, Paired, keep, kept, read_agent_file

SERVER = "https://counter.example"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / FILE).write_text('id_reader = "serial:/dev/ttyUSB0"\n', "utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("url", "right"),
    [
        ("https://counter.example", "https://counter.example"), ("https://counter.example:8443/", "https://counter.example:8443"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"), ("http://localhost:8000", "http://localhost:8000"), ("http://[::1]:80", "http://[::1]:80"),
    ],
)  # fmt: skip
def test_a_server_is_reached_over_tls_or_within_its_own_machine(url, right):
    assert checked(url) == right


@pytest.mark.parametrize("url", ["http://counter.example", "http://192.168.1.5:8000", "http://127.0.0.1.example"])
def test_no_password_of_a_card_goes_over_an_open_line(url):
    with pytest.raises(BadAddressError, match="应以 https:// 开头：卡的密码要经过这条线路"):
        checked(url)


@pytest.mark.parametrize("url", ["counter.example", "ftp://counter.example", "https://", "https://a/b", "https://a:x", "https://a?b=1"])
def test_what_is_no_address_is_told(url):
    with pytest.raises(BadAddressError, match=r"写得不对，应像 https://counter.example 这样"):
        checked(url)


def test_a_file_of_certificates_that_is_none_is_told(tmp_path):
    (tmp_path / "ca.pem").write_text("no", "utf-8")
    for name in ("ca.pem", "none.pem"):
        with pytest.raises(BadAddressError, match=f"{name}.*不能用"):
            Line(SERVER, str(tmp_path / name))


def test_the_secret_is_kept_for_this_user_only_and_found_again(folder):
    paired = Paired(server=SERVER, window="3", secret="s" * 43)
    keep(folder, paired)
    assert kept(folder) == paired
    assert stat.S_IMODE((folder / SECRET).stat().st_mode) == 0o600
    keep(folder, Paired(server=SERVER, window="4", secret="t"))
    assert kept(folder).window == "4"
    assert sorted(one.name for one in folder.iterdir()) == [FILE, SECRET]


def test_a_secret_that_others_can_read_is_not_used(folder):
    keep(folder, Paired(server=SERVER, window="3", secret="s"))
    (folder / SECRET).chmod(0o640)
    with pytest.raises(NotUsableError, match="别的用户也能读，请改为 0600"):
        kept(folder)


@pytest.mark.parametrize("text", ["", "[]", "{}", json.dumps({"server": SERVER})])
def test_a_secret_that_is_damaged_is_told(folder, text):
    (folder / SECRET).write_text(text)
    (folder / SECRET).chmod(0o600)
    with pytest.raises(NotUsableError, match="读不出，请删掉它"):
        kept(folder)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, "没有能读的 agent.toml"), ("card_reader = ", "写法有误"), ("", "一台读卡器、一台打印机也没有写"), ('printer = "x"', "printer"),
        ('[printers]\nslip = "browser:"', r"printers.slip：应写成 usb:厂商:型号"), ('[printers]\nslip = "usb:1"', r"printers.slip：USB 打印机应写成"),
        ('[printers]\nA4 = "ipp://localhost/printers/a4"', r"printers.A4：名称用小写字母和数字"), ('[printers]\nslip = "escpos://"', r"printers.slip：应写成"),
        ('card_reader = "ACS"', r"card_reader：应写成 pcsc:"), ('id_reader = "ttyUSB0"', r"id_reader：应写成 serial:"),
    ],
)  # fmt: skip
def test_a_wrong_file_is_told(folder, text, said):
    (folder / FILE).unlink()
    if text is not None:
        (folder / FILE).write_text(text, "utf-8")
    with pytest.raises(NotUsableError, match=said):
        read_agent_file(folder)
    with pytest.raises(AgentError, match=said):
        agent(SERVER, folder, "", "", "")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("", ""), "还没有和窗口配对，请管理员在“窗口电脑”页生成配对码"),
        (("3", ""), "--window 和 --code 要一起写"), (("", "1234-5678"), "--window 和 --code 要一起写"),
    ],
)  # fmt: skip
def test_it_does_not_begin_without_being_paired(folder, words, said):
    with pytest.raises(AgentError, match=said):
        agent(SERVER, folder, *words, "")


def test_the_secret_of_one_server_is_sent_to_no_other(folder):
    keep(folder, Paired(server=SERVER, window="3", secret="s"))
    with pytest.raises(AgentError, match=r"是和 https://counter.example 配对的，不是 https://other.example"):
        agent("https://other.example", folder, "", "", "")


def test_a_server_that_is_not_there_leaves_it_unpaired(folder):
    with pytest.raises(AgentError, match=r"连不上 http://127.0.0.1:9：连接不上，没有配对"):
        agent("http://127.0.0.1:9", folder, "3", "1234-5678", "")
    assert not (folder / SECRET).exists()
