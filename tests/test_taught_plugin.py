"""The plugin that docs/writing-a-plugin.md writes: installed, enabled by a scratch city, carried out at a window."""

import subprocess
import sys
from datetime import timedelta

import pytest

from counter.app import Counter, create_app
from counter.branch import open_branch
from counter.catalogue import load
from counter.cities import HERE, load_city
from counter.core.case import Clerk as Sitting
from counter.core.decision import Refused
from counter.core.ruled import Refusal
from counter.rehearsal.world import demo_seats
from counter.seat import Seat
from counter.sync.courier import Courier
from counter.visit import desk
from counter.web import rehearsal
from tests.clerk import Clerk
from tests.documents import blocks
from tests.source import ROOT
from tests.taught import installed

TEACHING = ROOT / "docs" / "writing-a-plugin.md"


@pytest.fixture
def taught(tmp_path, monkeypatch):
    """The plugin as the page writes it, installed with its entry point; gives the scratch city's file."""
    installed(TEACHING, "counter_call", tmp_path, monkeypatch)
    table = next(one.text for one in blocks(TEACHING) if one.language == "toml")
    city = (HERE / "shishi.toml").read_text("utf-8").replace('"notice", ', '"notice", "call", ')
    (tmp_path / "taught.toml").write_text(f"{city}\n{table}", "utf-8")
    yield tmp_path / "taught.toml"
    for name in [name for name in sys.modules if name.split(".")[0] == "counter_call"]:
        del sys.modules[name]


@pytest.fixture
def taught_counter(open_world, taught, tmp_path, staff):
    """A branch of the scratch city, beside a world of the city it is made from."""
    world, _ = open_world("shishi")
    catalogue = load(load_city(str(taught)))
    connector = catalogue.hook.counter_province(name=world.province.province, url=world.province.url)
    seats = demo_seats("shishi")
    branch = open_branch(tmp_path / "taught", seats.identity, catalogue, world.clock, connector)
    for window in seats.windows:
        branch.add_window(*window)
    with branch.database.writing():
        for person in staff:
            branch.staff.add(*person)
    counter = create_app(branch, Courier(branch), world, [rehearsal.pages])
    yield world, counter
    branch.close()


def test_the_plugin_of_the_page_is_offered_and_carried_out(taught_counter):
    world, counter = taught_counter
    person = next(s for s in world.stories if s.id == "to-collect").person
    clerk = Clerk(counter, "agency")
    pid = clerk.open(person.id_number)
    assert "领卡通知登记" in clerk.get(f"/person/{pid}").words
    refused = clerk.fill(pid, "call.holder", {"called_on": "2026-11-21"})
    assert "通知日期不能晚于今天，请核对后改正" in refused.words
    done = clerk.do(pid, "call.holder", {"called_on": "2026-11-20", "how": "手机短信"})
    assert "领卡通知登记" in done.words
    assert counter.branch.outbox.counts() == {}
    assert clerk.client.get(f"{done.response.request.path}/0/slip.pdf").data.startswith(b"%PDF")


def test_the_plugin_of_the_page_refuses_with_the_citys_words(taught_counter):
    world, counter = taught_counter
    clerk = Clerk(counter, "agency")
    pid = clerk.open(world.stories[0].person.id_number)
    assert said(counter, pid) == [Refusal("没有待领取的卡，不用通知", "方案 2、社保卡代办网点")]
    pid = clerk.open(next(s for s in world.stories if s.id == "to-collect").person.id_number)
    clerk.do(pid, "call.holder", {"called_on": "2026-11-20"})
    assert said(counter, pid) == [Refusal("2026-11-20 已经通知过，3 天内不用再通知", "文件未载明，按假定执行")]
    world.clock.pass_time(timedelta(days=3))
    assert said(counter, pid) == []


def said(counter: Counter, pid: str) -> list[Refusal]:
    window = next(w for w in counter.branch.windows() if w.type == "agency")
    seat = Seat(clerk=Sitting(number="1024", name="李静", role="经办"), window=window)
    (seen,) = [seen for seen in desk(counter.branch, pid, seat) if seen.offer.id == "call.holder"]
    return list(seen.verdict.refusals) if isinstance(seen.verdict, Refused) else []


def test_the_plugin_of_the_page_is_typed(taught):
    run = subprocess.run(
        [sys.executable, "-m", "mypy", "--config-file", ROOT / "setup.cfg", taught.parent / "counter_call"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stdout


def test_the_plugin_of_the_page_is_off_where_no_city_lists_it(taught):
    assert "call.holder" not in load(load_city("shishi")).operations
    assert "call.holder" in load(load_city(str(taught))).operations
