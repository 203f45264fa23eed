"""counter init: asked until the answers are right, one link for one administrator, and a new one when it is needed."""

import re
import stat

import pytest
from click.testing import CliRunner

from counter.__main__ import cli
from counter.app import create_app
from counter.commands.folder import NotSetUpError, open_real, read_branch_file
from counter.sync.courier import Courier
from tests.clerk import Page

ANSWERS = ("shangluo", "", "商州区人社服务大厅", "商州区", "8000", "y", "counter.example", "", "一号窗口", "bureau", "", "")


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "branch"


def init(folder, *answers):
    ran = CliRunner().invoke(cli, ["init", "--data", str(folder)], input="\n".join(answers) + "\n")
    assert ran.exit_code == 0, ran.output
    return ran.output


def link_in(said):
    return re.search(r"https://counter\.example(/setup/\S+)", said)[1]


def make_administrator(folder, link, number="1000"):
    branch = open_real(folder, read_branch_file(folder))
    client = create_app(branch, Courier(branch)).flask.test_client()
    page = Page(client.get(link))
    answer = client.post(
        link,
        data={"csrf_token": page.inputs.get("csrf_token", ""), "number": number, "name": "王芳", "password": "abcd1234"},
    )
    made = branch.staff.names()
    branch.close()
    return answer.status_code, made


def test_a_branch_is_set_up_by_its_answers(folder):
    said = init(folder, *ANSWERS)
    file = read_branch_file(folder)
    assert (file.city, file.code, file.name) == ("shangluo", "61100001", "商州区人社服务大厅")
    assert file.district == "商州区"
    assert (file.host, file.port, file.behind_tls) == ("127.0.0.1", 8000, True)
    assert file.address == "https://counter.example"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / "counter.key").stat().st_mode) == 0o600
    status, made = make_administrator(folder, link_in(said))
    assert status == 303
    assert made == [("1000", "王芳", "管理员", True)]


def test_the_link_makes_one_administrator_only(folder):
    link = link_in(init(folder, *ANSWERS))
    assert make_administrator(folder, link)[0] == 303
    status, made = make_administrator(folder, link, "6666")
    assert status >= 400
    assert [person[0] for person in made] == ["1000"]


def test_asking_again_changes_nothing_but_the_link(folder):
    first = link_in(init(folder, *ANSWERS))
    before = (folder / "branch.toml").read_bytes()
    said = init(folder)
    assert "原来的设置不变" in said
    assert (folder / "branch.toml").read_bytes() == before
    assert make_administrator(folder, first)[0] >= 400
    assert make_administrator(folder, link_in(said))[0] == 303


@pytest.mark.parametrize(
    ("place", "wrong", "sentence"),
    [
        (0, "nowhere", "应是 shangluo、shishi、xinxiang 之一"),
        (1, "6110-1", "网点编号应为 8 到 12 位数字"),
        (6, "counter.example/desk", "后面不带路径"),
        (6, "counter.example:99999", "后面不带路径"),
        (7, "province.example", "接口地址应以 http:// 或 https:// 开头"),
    ],
)
def test_a_wrong_answer_is_asked_again(folder, place, wrong, sentence):
    said = init(folder, *ANSWERS[:place], wrong, *ANSWERS[place:])
    assert sentence in said
    assert wrong not in (folder / "branch.toml").read_text("utf-8")


def test_every_mistake_in_the_branch_file_is_told_at_once(folder):
    init(folder, *ANSWERS)
    file = folder / "branch.toml"
    text = file.read_text("utf-8").replace("127.0.0.1", "0.0.0.0").replace("https:", "http:")
    file.write_text(text.replace('province = ""', 'province = "::"'), "utf-8")
    with pytest.raises(NotSetUpError) as told:
        read_branch_file(folder)
    for key in ("host：只能是本机地址", "address：经 TLS 前端的地址应以 https:// 开头", "province：接口地址应以"):
        assert f"branch.toml.{key}" in str(told.value)


def test_a_city_file_of_ones_own_can_be_named(folder, tmp_path):
    from counter.cities import HERE

    own = tmp_path / "own.toml"
    own.write_text((HERE / "shangluo.toml").read_text("utf-8").replace('name = "商洛市"', 'name = "演练市"'), "utf-8")
    init(folder, str(own), *ANSWERS[1:])
    branch = open_real(folder, read_branch_file(folder))
    assert branch.city.facts.name == "演练市"
    branch.close()


def test_the_systems_beside_the_province_stand_in_the_branch_file(folder):
    init(folder, "xinxiang", *ANSWERS[1:9], "city", "", "")
    file = folder / "branch.toml"
    text = file.read_text("utf-8")
    assert '[systems]\nnontax = ""' in text
    branch = open_real(folder, read_branch_file(folder))
    assert branch.systems == {}
    branch.close()
    file.write_text(text.replace('nontax = ""', 'nontax = "http://127.0.0.1:9/nontax"'), "utf-8")
    branch = open_real(folder, read_branch_file(folder))
    assert [system.title for system in branch.systems.values()] == ["非税系统"]
    branch.close()


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ('police = "http://127.0.0.1:9"', "里有本市没有用的系统：police"),
        ('nontax = "127.0.0.1"', "systems.nontax：接口地址应以 http"),
        ("nontax = 9", "systems.nontax：应是文字"),
    ],
)
def test_a_wrong_system_in_the_branch_file_is_told(folder, line, sentence):
    init(folder, "xinxiang", *ANSWERS[1:9], "city", "", "")
    file = folder / "branch.toml"
    file.write_text(file.read_text("utf-8").replace('nontax = ""', line), "utf-8")
    with pytest.raises(NotSetUpError, match=sentence):
        open_real(folder, read_branch_file(folder))
