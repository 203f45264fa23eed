"""Starting: what is wrong comes as one sentence that says what to do, and what cannot work does not stop the rest."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from counter.app import create_app
from counter.branch import FolderError, Identity, open_branch
from counter.catalogue import load
from counter.cities import load_city
from counter.clock import RehearsalClock
from counter.rehearsal.world import RehearsalDevices, demo_seats, new_world
from counter.sync.courier import Courier
from tests.checkouts import ROOT
from tests.clerk import Clerk
from tests.conftest import NOW
from tests.test_catalogue import GUIDE, LISTED, SHANGLUO
from tests.web.test_bad_input import written
from tests.web.test_story import story

WITHOUT_OVERRIDE = ["setpriv", "--bounding-set=-dac_override,-dac_read_search,-fowner"]


def ran(*arguments: str, cwd: Path, bound: bool = False) -> subprocess.CompletedProcess[str]:
    """Run the command line; ``bound`` means that permissions count even for root."""
    command = [sys.executable, "-m", "counter", *arguments]
    if bound and os.geteuid() == 0:
        command = [*WITHOUT_OVERRIDE, *command]
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, timeout=30, check=False)


def said(done: subprocess.CompletedProcess[str]) -> str:
    """The one sentence on a failed start: no traceback, nothing else."""
    assert (done.returncode, done.stdout) == (1, ""), done
    assert "Traceback" not in done.stderr
    assert done.stderr.startswith("没有启动：")
    return done.stderr.removeprefix("没有启动：").strip()


def branch_file(folder: Path, city: str, port: int) -> None:
    folder.mkdir()
    lines = {"city": city, "code": "61100201", "name": "演练网点", "host": "127.0.0.1", "address": "http://127.0.0.1"}
    text = "\n".join(f'{key} = "{value}"' for key, value in lines.items())
    (folder / "branch.toml").write_text(f"{text}\nport = {port}\nbehind_tls = false\n", "utf-8")


@pytest.fixture
def free() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_a_port_in_use_is_said_so(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = ran("rehearse", "--port", str(port), cwd=tmp_path)
    sentence = said(done)
    assert sentence.startswith(f"端口 {port} 已被别的程序占用")
    assert "--port" in sentence
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_city_is_said_so_with_those_there_are(tmp_path, free):
    branch_file(tmp_path / "data", "nowhere", free)
    assert said(ran("serve", cwd=tmp_path)) == "没有“nowhere”这个城市，可用的有：shangluo、shishi、xinxiang"


def test_mistakes_in_the_city_file_are_all_listed(tmp_path, free):
    text = SHANGLUO.replace('phone = "12333"', "phone = 12333").replace('office = "', 'offices = "')
    file = tmp_path / "mine.toml"
    file.write_text(text, "utf-8")
    branch_file(tmp_path / "data", str(file), free)
    sentence = said(ran("serve", cwd=tmp_path))
    assert sentence.startswith("城市文件 mine.toml 有 3 处要改正，改好后重新启动：")
    for mistake in ("city.offices：不认识的项", "city.office：缺少这一项", "city.phone：应是文字，现为 12333"):
        assert mistake in sentence
    assert not (tmp_path / "data" / "counter.db").exists()


def test_an_unknown_plugin_is_said_so(tmp_path, free):
    file = tmp_path / "mine.toml"
    file.write_text(SHANGLUO.replace(LISTED, f'{LISTED}, "tempcards"'), "utf-8")
    branch_file(tmp_path / "data", str(file), free)
    assert "没有安装插件“tempcards”，请安装它，或从列表中去掉" in said(ran("serve", cwd=tmp_path))


def test_a_folder_nobody_has_set_up_is_said_so(tmp_path):
    assert said(ran("serve", cwd=tmp_path)).startswith("文件夹“data”里没有 branch.toml。请先运行 counter init")


def test_a_read_only_folder_is_said_so(tmp_path):
    folder = tmp_path / "kept"
    folder.mkdir(mode=0o555)
    sentence = said(ran("rehearse", "--port", "0", "--data", str(folder), cwd=tmp_path, bound=True))
    assert sentence == "数据文件夹“shangluo”是只读的，请改正权限，或用 --data 指定另一个文件夹"


def test_a_database_that_cannot_be_written_is_said_so(tmp_path, free):
    """The folder was made by an earlier start and has become read-only since."""
    folder = tmp_path / "data"
    branch_file(folder, "shangluo", free)
    identity = Identity(code="61100201", name="演练网点")
    open_branch(folder, identity, load(load_city("shangluo")), RehearsalClock(NOW), None).close()
    (folder / "counter.db").chmod(0o444)
    folder.chmod(0o555)
    sentence = said(ran("serve", cwd=tmp_path, bound=True))
    folder.chmod(0o755)
    assert sentence == "数据文件夹是只读的，不能办理业务。请改正文件夹的权限后重新启动"


def test_a_file_in_the_place_of_the_folder_is_said_so(tmp_path):
    (tmp_path / "data").write_text("", "utf-8")
    with pytest.raises(FolderError, match="数据文件夹“data”的位置上是一个文件"):
        open_branch(
            tmp_path / "data", Identity(code="1", name="x"), load(load_city("shangluo")), RehearsalClock(NOW), None
        )


def test_a_lost_key_file_is_said_so(tmp_path, free):
    folder = tmp_path / "data"
    branch_file(folder, "shangluo", free)
    identity = Identity(code="61100201", name="演练网点")
    open_branch(folder, identity, load(load_city("shangluo")), RehearsalClock(NOW), None).close()
    (folder / "counter.key").unlink()
    assert said(ran("serve", cwd=tmp_path)).startswith("密钥文件 counter.key 不见了。没有原来的密钥文件")
    assert not (folder / "counter.key").exists()


def test_a_plugin_that_fails_is_named_on_the_status_page_and_the_rest_works(tmp_path, staff, monkeypatch):
    site = tmp_path / "site"
    info = site / "greeting-1.0.dist-info"
    info.mkdir(parents=True)
    (site / "greeting_plugin.py").write_text("raise RuntimeError('no licence')\n", "utf-8")
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: greeting\nVersion: 1.0\n", "utf-8")
    (info / "entry_points.txt").write_text("[counter.plugins]\ngreeting = greeting_plugin\n", "utf-8")
    monkeypatch.syspath_prepend(str(site))
    file = tmp_path / "shangluo.toml"
    file.write_text(SHANGLUO.replace(LISTED, f'{LISTED}, "greeting"') + GUIDE, "utf-8")
    city = load_city(str(file))
    world = new_world("shangluo", NOW)
    catalogue = load(city, extra=[("devices", RehearsalDevices(world.bench, city))])
    connector = catalogue.hook.counter_province(name="shaanxi", url=world.province.url)
    seats = demo_seats("shangluo")
    branch = open_branch(tmp_path / "branch", seats.identity, catalogue, world.clock, connector)
    for window in seats.windows:
        branch.add_window(*window)
    with branch.database.writing():
        for clerk in staff:
            branch.staff.add(*clerk)
    counter = world.counters["x"] = create_app(branch, Courier(branch), world)
    clerk = Clerk(counter, "bureau")
    status = clerk.get("/status")
    assert "插件“greeting”没有启用：RuntimeError：no licence" in status.words
    pid = clerk.open(story(world, "lost").person.id_number)
    assert "正常 → 临时挂失" in clerk.do(pid, "loss.temporary", {"lost_on": "2026-11-19"}).texts("data-entry-change")
    assert "问候" not in clerk.get(f"/person/{pid}").words
    world.stop()


def room(disk: Path) -> int:
    return os.statvfs(disk).f_bavail


@pytest.fixture
def small_disk(tmp_path):
    """A disk of four megabytes, and a way to fill it and to free it again.

    Where nobody may mount, SQLite itself is told to take no more pages.
    """
    disk = tmp_path / "shangluo"
    disk.mkdir()
    mounted = os.geteuid() == 0 and not subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(disk)], capture_output=True, check=False
    ).returncode
    ballast = disk / "ballast"

    def fill(counter) -> None:
        if not mounted:
            used = counter.branch.database.row("PRAGMA page_count")[0]
            counter.branch.database.row(f"PRAGMA max_page_count={used}")
            return
        with ballast.open("wb", buffering=0) as file:
            while room(disk) and file.write(bytes(4096)):
                pass

    def free(counter) -> None:
        if mounted:
            ballast.unlink()
        else:
            counter.branch.database.row("PRAGMA max_page_count=1000000")

    yield fill, free
    if mounted:
        subprocess.run(["umount", "--lazy", str(disk)], check=True)


def test_a_full_disk_refuses_the_operation_whole_and_lets_it_through_when_there_is_room(small_disk, open_world):
    fill, free = small_disk
    world, counter = open_world("shangluo")
    clerk = Clerk(counter, "bank_outlet")
    pid = clerk.open(story(world, "lost").person.id_number)
    counter.branch.database.row("PRAGMA wal_checkpoint(TRUNCATE)")
    offer = "loss.formal+replace.lost"
    check = clerk.fill(pid, offer, {"lost_on": "2026-11-19", "received": "20"})
    before = written(counter)
    fill(counter)
    page = clerk.confirm(check)
    assert page.status == 503
    assert page.texts("data-problem") == ["磁盘已满，这一笔没有保存。请清出空间后再提交一次，填写的内容还在。"]
    assert written(counter) == before
    free(counter)
    op_id = check.response.request.path.rsplit("/", 1)[1]
    form = clerk.get(f"/person/{pid}/do/{offer}?op={op_id}")
    assert (form.inputs["lost_on"], form.inputs["received"]) == ("2026-11-19", "20")
    done = clerk.confirm(check)
    assert "无 → 已申请" in done.texts("data-entry-change")
    assert counter.branch.database.rows("SELECT SUM(fen), COUNT(*) FROM ledger") == [(0, 2)]
