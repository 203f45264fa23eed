"""SIGKILL while a card is being made, at the worst moments: the maker or the province has done it and nobody was told."""

import json
import os
import signal
import subprocess
import sys
from http.client import HTTPException
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from counter.devices import DeviceError
from counter.rehearsal.maker import RehearsalMaker
from counter.rehearsal.play.browser import Browser
from counter.rehearsal.world import add_branch
from tests.checkouts import ROOT
from tests.clerk import PASSWORD, Clerk
from tests.sync.both_sides import agree, number, seats
from tests.web.test_making import BEFORE

CASES = [
    ("shangluo", "feed"), ("shangluo", "write"), ("shangluo", "zhika.shuju"), ("shangluo", "zhika.chenggong"),
    ("xinxiang", "print_face"), ("xinxiang", "returnCardData"), ("shishi", "laminate"),
]  # fmt: skip


class MakerServer(ThreadingHTTPServer):
    """The rehearsal's maker behind HTTP; after this step it kills who asked, and does not answer."""

    daemon_threads = True

    def __init__(self, bench) -> None:
        super().__init__(("127.0.0.1", 0), _Asked)
        self.maker, self.kill, self.child = RehearsalMaker(bench, "1"), "", None
        self.url = f"http://127.0.0.1:{self.server_port}"
        Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()


class _Asked(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        try:
            said = {"read": dict(getattr(self.server.maker, asked["step"])(*asked["texts"]) or {})}
        except DeviceError as error:
            said = {"refused": str(error)}
        if self.server.kill == asked["step"]:
            self.server.kill = ""
            os.kill(self.server.child.pid, signal.SIGKILL)
            return
        content = json.dumps(said).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_args) -> None:
        """Say nothing."""


class Process:
    """The counter as a process, and a clerk's browser at it."""

    def __init__(self, folder, city, code, world, maker) -> None:
        command = [sys.executable, "-m", "tests.web.counter_child", str(folder), city, code, world.province.url, maker.url]
        env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
        self.child = subprocess.Popen(command, cwd=ROOT, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        maker.child = self.child
        self.port = int(self.child.stdout.readline())
        self.browser = Browser(self)

    def log_in(self, window: str, clerk: str = "1024") -> Browser:
        filling = self.browser.get("/login").form("/login")
        filling.fields.update(number=clerk, password=PASSWORD, window=window)
        self.browser.post("/login", filling.posted())
        return self.browser

    def kill(self) -> None:
        self.child.kill()
        self.child.wait(10)
        self.child.stdin.close()
        self.child.stdout.close()
        self.browser.close()


def press(browser, page):
    looks = page.root.marked("data-look")
    if looks:
        return browser.get(looks[0].attrs["href"])
    filling = page.form(page.path)
    if filling.asks("confirmed"):
        filling.fields["confirmed"] = "是"
    return browser.post(page.path, filling.posted())


def press_on(browser, path):
    """Press what is offered until the entry is shown, or the counter is dead."""
    page = browser.get(path)
    for _ in range(20):
        if page.path.startswith("/entry/"):
            break
        page = press(browser, page)
    return page


@pytest.mark.parametrize(("city", "killed_at"), CASES)
def test_killed_with_the_step_done_and_nothing_said_it_goes_on_to_one_card(open_world, tmp_path, city, killed_at):
    kind, before = BEFORE[city]
    world, counter = open_world(city, seats(city, kind))
    clerk, code = Clerk(counter, kind), counter.branch.identity.code
    pid = clerk.open(number(world, "formally-lost"))
    for offer, texts in before:
        clerk.do(pid, offer, texts)
    path = clerk.confirm(clerk.fill(pid, "issue.make", {})).response.request.path
    counter.branch.close()
    maker = MakerServer(world.bench)
    process = Process(tmp_path / city, city, code, world, maker)
    if killed_at in world.province.vocabulary.calls:
        _kill_at(world.province, killed_at, process.child)
    else:
        maker.kill = killed_at
    with pytest.raises((OSError, HTTPException)):
        press_on(process.log_in("1"), path)
    assert process.child.wait(10) == -signal.SIGKILL
    process.kill()

    again = Process(tmp_path / city, city, code, world, maker)
    browser = again.log_in("1")
    page = browser.get(path)
    if page.root.first("data-text").endswith("由主管在待办里确认"):
        _say_done(again, browser)
        page = again.log_in("1").get(path)
    page = press_on(browser, page.path)
    assert "制卡中 → 待领取" in [e.text for e in page.root.marked("data-entry-change")]
    again.kill()
    maker.shutdown()
    maker.server_close()

    (card,) = world.bench.fed
    assert (card.out, card.printed, card.laminated <= 1) == (True, 1, True)
    told = [one.facts["new_card_number"] for one in world.province.applied if one.facts.get("new_card_number")]
    assert told == [card.number]
    reopened = add_branch(world, tmp_path / city, seats(city, kind))
    reopened.courier.round(news=True)
    (batch,) = reopened.branch.stock.batches()
    assert (batch.made, batch.inside, batch.spoiled, batch.left) == (1, 0, 0, batch.taken_in - 1)
    agree(world, reopened)


def _kill_at(province, call: str, child: subprocess.Popen) -> None:
    """The province does what this call asks, and kills who asked before it can be told."""
    real, left = province.answer, [call]

    def answer(ask):
        reply = real(ask)
        if left and call.encode() in ask.body:
            left.clear()
            os.kill(child.pid, signal.SIGKILL)
        return reply

    province._server.answer = answer


def _say_done(process: Process, browser: Browser) -> None:
    """A supervisor looks at the card and says that the step was done."""
    boss = Browser(process)
    filling = boss.get("/login").form("/login")
    filling.fields.update(number="1001", password=PASSWORD, window="1")
    boss.post("/login", filling.posted())
    page = boss.get("/work")
    (item,) = [e.attrs["data-work"] for e in page.root.marked("data-work")]
    decided = page.form(f"/work/{item}")
    boss.post(f"/work/{item}", {**decided.posted(), "decision": "已完成"})
    boss.close()
