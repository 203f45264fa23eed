"""`./run` is tried as an administrator meets it: in a copy of the checkout, in a folder with a space in its name."""

import os
import signal
import subprocess
import time
from shutil import copy, copytree, ignore_patterns

import pytest

from tests.checkouts import ROOT, blocks, lay, need, refused, start, supply


@pytest.fixture(scope="module")
def wheelhouse(tmp_path_factory):
    """All libraries, fetched by the command an administrator uses; an earlier wheelhouse is used again."""
    if (ROOT / "wheelhouse").is_dir():
        return ROOT / "wheelhouse"
    checkout = lay(tmp_path_factory.mktemp("fetch"), *blocks(ROOT / "requirements.lock"))
    fetched = start(checkout, "--wheelhouse")
    assert fetched.returncode == 0, fetched.stderr
    assert not (checkout / ".venv").exists()
    return checkout / "wheelhouse"


@pytest.fixture
def small(tmp_path, wheelhouse):
    """A checkout that needs one small library, with a wheelhouse that has it."""
    checkout = lay(tmp_path, "waitress")
    supply(checkout, wheelhouse, "waitress")
    return checkout


@pytest.fixture(scope="module")
def installed(tmp_path_factory, wheelhouse):
    checkout = lay(tmp_path_factory.mktemp("installed"), "waitress")
    supply(checkout, wheelhouse, "waitress")
    assert start(checkout).returncode == 3
    return checkout


def test_a_branch_without_network_or_ensurepip_gets_a_counter_that_passes_its_own_check(tmp_path, wheelhouse):
    checkout = tmp_path / "服务 网点"
    copytree(
        ROOT, checkout, ignore=ignore_patterns(".git", ".venv*", "wheelhouse*", "__pycache__", ".*_cache")
    )
    copytree(wheelhouse, checkout / "wheelhouse")
    ensurepip = subprocess.run(
        [subprocess.check_output(["tools/python"], cwd=checkout, text=True).strip()],
        input="import ensurepip; print(ensurepip.__path__[0])",
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    (tmp_path / "empty").mkdir()
    ran = start(checkout, "--smoke", isolate=f'mount --bind "{tmp_path}/empty" "{ensurepip}"')
    assert ran.returncode == 0, ran.stderr
    checked = subprocess.run(
        [checkout / ".venv/bin/pip", "check"], capture_output=True, text=True, check=True
    )
    assert "No broken requirements" in checked.stdout


def test_words_and_exit_code_pass_through(installed):
    ran = start(installed, "--city", "shishi", "--port", "8123")
    assert (ran.stdout, ran.returncode) == ("counter rehearse --city shishi --port 8123\n", 3)
    assert start(installed, "--smoke").stdout == "counter smoke\n"


def test_a_link_to_the_command_works_from_anywhere(installed, tmp_path):
    (tmp_path / "counter").symlink_to(installed / ".venv/bin/counter")
    (tmp_path / "counter.py").write_text("raise SystemExit('wrong counter')")
    ran = subprocess.run(["./counter", "init"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ran.stdout == "counter init\n", ran.stderr


def test_another_counter_on_the_python_path_is_not_started(installed, tmp_path):
    (tmp_path / "counter.py").write_text("raise SystemExit('wrong counter')")
    ran = start(installed, PYTHONPATH=str(tmp_path))
    assert (ran.stdout, ran.returncode) == ("counter rehearse\n", 3), ran.stderr


def test_the_second_start_is_quick_and_silent(installed):
    took = []
    for _ in range(3):
        begun = time.monotonic()
        ran = start(installed, isolate="true")
        took.append(time.monotonic() - begun)
        assert (ran.stderr, ran.returncode) == ("", 3)
    assert min(took) < 1


@pytest.mark.parametrize(("number", "code"), [(signal.SIGKILL, -9), (signal.SIGINT, 130)])
def test_an_interrupted_installation_is_repaired_at_the_next_start(small, number, code):
    first = subprocess.Popen(
        [small / "run"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - it may be ignored here
    )
    with first:
        while not list(small.glob(".venv/lib/*/site-packages/pip/_vendor")):
            time.sleep(0.01)
        os.killpg(first.pid, number)
    assert first.returncode in (code, -number)
    again = start(small)
    assert (again.stdout, again.returncode) == ("counter rehearse\n", 3), again.stderr


def test_two_starts_at_once_install_once(small):
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen([small / "run"], **pipes) as one, subprocess.Popen([small / "run"], **pipes) as two:
        said = [one.communicate()[1], two.communicate()[1]]
    assert (one.returncode, two.returncode) == (3, 3), said
    assert sum("正在安装" in words for words in said) == 1
    assert sum("另一个安装正在进行" in words for words in said) == 1


def test_a_changed_lock_is_added_without_building_anew(installed, wheelhouse):
    (installed / ".venv" / "kept").touch()
    need(installed, "waitress", "itsdangerous")
    copy(next(wheelhouse.glob("itsdangerous-*")), installed / "wheelhouse")
    assert start(installed).returncode == 3
    assert (installed / ".venv" / "kept").exists()
    subprocess.run([installed / ".venv/bin/python", "-c", "import itsdangerous"], check=True)


def test_a_folder_in_a_new_place_is_built_anew(installed, tmp_path):
    moved = copytree(installed, tmp_path / "moved", symlinks=True)
    assert start(moved).stdout == "counter rehearse\n"
    assert str(moved) in (moved / ".venv/pyvenv.cfg").read_text("utf-8")


def test_an_altered_pip_is_not_used(small):
    wheel = next((small / "tools").glob("pip-*.whl"))
    wheel.write_bytes(wheel.read_bytes() + b"\0")
    refused(start(small), wheel.name, "校验值不对", "请重新取得")
    assert not (small / ".venv").exists()


def test_an_altered_library_is_not_installed(small):
    wheel = next((small / "wheelhouse").iterdir())
    wheel.write_bytes(wheel.read_bytes() + b"\0")
    refused(start(small), "校验值不符", "已拒绝安装")
    assert not list(small.glob(".venv/lib/*/site-packages/waitress"))


def test_a_library_missing_from_the_wheelhouse_is_named(small):
    need(small, "waitress", "itsdangerous")
    refused(start(small, isolate="true"), "wheelhouse 里没有", "itsdangerous", "./run --wheelhouse")


def test_without_network_and_wheelhouse_the_way_out_is_named(tmp_path):
    checkout = lay(tmp_path, "waitress")
    offline = {"PIP_RETRIES": "1", "PIP_CONFIG_FILE": os.devnull, "PIP_FIND_LINKS": ""}
    refused(start(checkout, isolate="true", **offline), "连不上软件源", "./run --wheelhouse")


def test_a_folder_that_cannot_be_written_is_named(small):
    here = f'mount --bind "{small}" "{small}"; mount -o remount,bind,ro "{small}"'
    refused(start(small, isolate=here), str(small), "不能写入")


def test_a_full_disk_is_named(small, tmp_path):
    here = tmp_path / "disk"
    here.mkdir()
    fill = f'mount -t tmpfs -o size=8m tmpfs "{here}"; cp -r "{small}/." "{here}"'
    ran = subprocess.run(
        ["unshare", "-rmn", "sh", "-ec", f'{fill}; exec "{here}/run"'],
        capture_output=True,
        text=True,
        check=False,
    )
    refused(ran, "磁盘已满", "请腾出")


def test_an_environment_made_by_someone_else_is_left_alone(small):
    (small / ".venv").mkdir()
    (small / ".venv" / "mine").touch()
    refused(start(small), ".venv", "不是本程序建的")
    assert (small / ".venv" / "mine").exists()


@pytest.mark.parametrize(("version", "words"), [("", "本机没有 Python"), ("3.9", "本机的 Python 是 3.9")])
def test_a_missing_or_old_python_is_named(small, tmp_path, version, words):
    commands = tmp_path / "commands"
    commands.mkdir()
    for name in ("sh", "dirname", "readlink"):
        (commands / name).symlink_to(f"/bin/{name}")
    if version:
        (commands / "python3").write_text(f"#!/bin/sh\necho {version}\n")
        (commands / "python3").chmod(0o755)
    refused(start(small, PATH=str(commands)), words, "3.11 到 3.14", "apt install python3")
