"""The driver that docs/writing-a-driver.md writes, at a window of the real pages, against a box on a socket."""

import socketserver
import subprocess
import sys
import threading
from dataclasses import replace

import pytest

from counter.catalogue import load
from counter.cities import HERE, load_city
from tests.clerk import Clerk
from tests.documents import block
from tests.source import ROOT
from tests.sync.both_sides import number, seats, work
from tests.taught import installed

TEACHING = ROOT / "docs" / "writing-a-driver.md"
MOST_LINES = 60
TITLE = "社保卡读卡器（网络）"


class Box(socketserver.ThreadingTCPServer):
    """The box of the page: what lies on it, as it says it."""

    allow_reuse_address, daemon_threads, lying = True, True, ""

    def __init__(self, port=0):
        super().__init__(("127.0.0.1", port), Asked)
        self.thread = threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True)
        self.thread.start()

    @property
    def address(self):
        return f"127.0.0.1:{self.server_address[1]}"

    def off(self):
        self.shutdown()
        self.server_close()
        self.thread.join()


class Asked(socketserver.StreamRequestHandler):
    def handle(self):
        word = self.rfile.readline().decode().strip()
        lying = self.server.lying
        told = f"CARD\t{lying}" if lying and word == "READ" else "CARD" if lying else "EMPTY"
        self.wfile.write(f"{told}\n".encode())


@pytest.fixture
def box():
    made = Box()
    yield made
    made.off()


@pytest.fixture
def taught(tmp_path, monkeypatch):
    """The driver as the page writes it, installed; gives the scratch city's file that enables it."""
    installed(TEACHING, "counter_box", tmp_path, monkeypatch)
    city = (HERE / "xinxiang.toml").read_text("utf-8").replace('"notice", ', '"notice", "box", ')
    (tmp_path / "taught.toml").write_text(city, "utf-8")
    yield tmp_path / "taught.toml"
    for name in [name for name in sys.modules if name.split(".")[0] == "counter_box"]:
        del sys.modules[name]


@pytest.fixture
def county(open_world, taught, box, monkeypatch):
    """A window whose only device is the box: world, counter, clerk, person and the person's words for the box."""
    monkeypatch.setattr("counter.drivers._FRESH", 0.0)
    world, counter = open_world("xinxiang", seats("xinxiang", "county"))
    counter.branch = replace(counter.branch, catalogue=load(load_city(str(taught))))
    (window,) = counter.branch.windows()
    monkeypatch.setenv(f"BOX_{window.id}", box.address)
    clerk = Clerk(counter, "county")
    person = next(story.person for story in world.stories if story.id == "damaged")
    words = f"{person.cards[-1].number}\t{person.id_number}\t{person.name}"
    return world, counter, clerk, clerk.open(number(world, "damaged")), words


def test_the_driver_of_the_page_is_short():
    assert len(block(TEACHING, "counter_box/__init__.py").splitlines()) <= MOST_LINES


def test_a_card_on_the_box_opens_its_holder_and_its_state_stands_on_the_page(county, box):
    _, _, clerk, pid, words = county
    assert f"{TITLE}：就绪，未放卡" in clerk.get("/").words
    assert "社保卡读卡器（网络）上没有卡，请放上持卡人的社保卡后再试" in clerk.post("/read", {}).words
    box.lying = words
    assert f"{TITLE}：就绪，已放卡" in clerk.get("/").words
    assert clerk.post("/read", {}).response.request.path == f"/person/{pid}"


def test_a_box_that_is_switched_off_is_named_and_is_there_again_when_it_is_on(county, box):
    _, _, clerk, pid, words = county
    box.off()
    assert f"{TITLE}：没有应答，可手工办" in clerk.get("/").words
    assert f"{TITLE}没有应答，请查看网线和电源后再试" in clerk.post("/read", {}).words
    again = Box(box.server_address[1])
    again.lying = words
    try:
        assert f"{TITLE}：就绪，已放卡" in clerk.get("/").words
        assert clerk.post("/read", {}).response.request.path == f"/person/{pid}"
    finally:
        again.off()


def test_a_box_that_talks_nonsense_is_not_believed(county, box):
    _, _, clerk, _, words = county
    box.lying = words.split("\t")[0]
    assert f"{TITLE}给的内容不完整，请照卡面录入" in clerk.post("/read", {}).words


def test_what_the_driver_does_not_do_is_said_and_nothing_is_left_open(county, box):
    _, _, clerk, pid, words = county
    box.lying = words
    done = clerk.do(pid, "pin.change", {}, old_password="123456", new_password="271828", again="271828")
    assert f"{TITLE}的驱动不做这一步，什么也没有改变，请到有别的设备的窗口办理" in done.texts("data-failed")[0]
    assert work(clerk) == []


def test_the_driver_of_the_page_is_typed(taught):
    run = subprocess.run(
        [sys.executable, "-m", "mypy", "--config-file", ROOT / "setup.cfg", taught.parent / "counter_box"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stdout


def test_the_driver_of_the_page_stands_nowhere_unless_a_city_lists_it(taught, county):
    _, counter, clerk, _, _ = county
    counter.branch = replace(counter.branch, catalogue=load(load_city("xinxiang")))
    assert TITLE not in clerk.get("/").words
