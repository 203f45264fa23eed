"""A counter and a window's computer in two networks with one wire between them: real programs, a real pcscd, TLS.

The server is a branch behind a front with TLS in its network; ``counter agent`` runs in the other, with the drivers of a real
branch before a virtual card and a virtual identity card. Each end is killed and started again, and the wire is cut.
"""

import http.client
import os
import re
import signal
import socket
import stat
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from types import SimpleNamespace
from urllib.parse import urlencode

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from counter.rehearsal.chip.pcscd import reader_name
from counter.rehearsal.chip.samv import VirtualModule, resident
from counter.rehearsal.devices import VirtualCard, document_of
from counter.rehearsal.people import people
from counter.rehearsal.world import demo_seats
from tests.clerk import PASSWORD, Clerk, Page
from tests.conftest import NOW
from tests.devices.networks import OFFICE, Wired
from tests.devices.virtual import Counted, desk_of
from tests.source import ROOT

CITY, PORT = "xinxiang", 8443
OLD, NEW, LATER = "123456", "284617", "509381"
AGENT_ID, AGENT_NAME = "410702199402263662", "马𬍛"
CHANGE_PIN = 0x5E
AWAY = "社保卡读卡器：窗口电脑上的读卡程序没有连上，可手工办"


def until(true, what, seconds=30):
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            pytest.fail(what() if callable(what) else what)
        time.sleep(0.05)


def certificate(folder):
    """A certificate for the front's address, signed by itself: the file is its own authority."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "counter")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(OFFICE))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    public = made.public_bytes(serialization.Encoding.PEM)
    (folder / "ca.pem").write_bytes(public)
    raw = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "front.pem").write_bytes(public + raw)
    return folder / "front.pem"


class OverWire:
    """What a browser does at the counter, over the door that the branch's program keeps open for this test."""

    def __init__(self, door):
        self.door, self.cookies = str(door), {}

    def get(self, path, *, follow_redirects=False):
        return self._ask("GET", path, None, follow_redirects)

    def post(self, path, data, *, follow_redirects=False):
        return self._ask("POST", path, urlencode(data, doseq=True), follow_redirects)

    def _ask(self, method, path, body, follow):
        line = http.client.HTTPConnection("counter")
        line.sock = socket.socket(socket.AF_UNIX)
        line.sock.settimeout(30)
        line.sock.connect(self.door)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        line.request(method, path, body, headers | {"Content-Type": "application/x-www-form-urlencoded"})
        answer = line.getresponse()
        text = answer.read().decode()
        line.close()
        for one in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = one.partition(";")[0].partition("=")
            self.cookies[name] = value
        if follow and answer.status in (302, 303):
            return self._ask("GET", re.sub("^https?://[^/]+", "", answer.headers["Location"]), None, follow)
        request = SimpleNamespace(path=path.partition("?")[0])
        kind = answer.headers.get_content_type()
        return SimpleNamespace(status_code=answer.status, mimetype=kind, request=request, get_data=lambda **_: text, headers=answer.headers)


class FarClerk(Clerk):
    """A clerk before the branch's program in its other network."""

    def __init__(self, door, window, number):
        self.client = OverWire(door)
        token = self.get("/login").inputs["csrf_token"]
        login = {"csrf_token": token, "number": number, "password": PASSWORD, "window": window}
        assert self.client.post("/login", login).status_code == 303

    def get(self, path):
        return Page(self.client.get(path, follow_redirects=True))

    @property
    def strip(self):
        return self.get("/strip").words


class Town:
    """Both ends with what is behind them."""

    def __init__(self, folder, desk, module):
        self.folder, self.desk, self.module = folder, desk, module
        self.window = next(w[0] for w in demo_seats(CITY).windows if w[2] == "county")
        self.front, self.door = certificate(folder), folder / "door"
        self.wired = Wired()
        self.server = self.agent = None
        self.said = folder / "said"

    def serve(self):
        words = ["-m", "tests.devices.branch_child", self.folder / "branch", CITY, OFFICE, str(PORT), self.front, self.door]
        self.server = subprocess.Popen(
            [*self.wired.office.within(), sys.executable, *words], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )  # fmt: skip
        assert self.server.stdout.readline() == b"ready\n"

    def start(self, *words):
        with self.said.open("ab") as said:
            self.agent = subprocess.Popen(
                [
                    *self.wired.computer.within(), sys.executable, "-m", "counter", "agent", "--server", f"https://{OFFICE}:{PORT}",
                    "--folder", self.folder / "agent", "--ca", self.folder / "ca.pem", *words,
                ],
                cwd=ROOT, stdout=said, stderr=said, env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"},
            )  # fmt: skip

    def kill(self, program):
        program.send_signal(signal.SIGKILL)
        program.wait()
        for stream in (program.stdin, program.stdout):
            if stream is not None:
                stream.close()

    def stop(self):
        for program in (self.agent, self.server):
            if program is not None and program.poll() is None:
                self.kill(program)
        self.wired.stop()


@pytest.fixture
def town(tmp_path):
    (tmp_path / "agent").mkdir()
    document = resident(document_of(AGENT_ID, AGENT_NAME, NOW.date()))
    lying = [None]
    module = VirtualModule(lambda: lying[0])
    (tmp_path / "agent" / "agent.toml").write_text(f'card_reader = "pcsc:{reader_name(0)}"\nid_reader = "serial:{module.path}"\n')
    with desk_of(1) as desk:
        made = Town(tmp_path, desk, module)
        made.lay_document = lambda: lying.__setitem__(0, document)
        try:
            made.serve()
            yield made
        finally:
            made.stop()
            module.stop()


def reads(clerk, pid):
    """Whether the card on the reader opens its holder's page."""
    return clerk.post("/read", {}).response.request.path == f"/person/{pid}"


def test_a_windows_own_computer_serves_its_readers_through_every_break(town):
    person = next(s.person for s in people(CITY, NOW) if s.id == "damaged")
    administrator, clerk = FarClerk(town.door, town.window, "1000"), FarClerk(town.door, town.window, "1024")
    pid = clerk.open(person.id_number)

    # paired once, by the code that the page shows
    (code,) = administrator.post(f"/pairing/{town.window}", {}).marks["data-code"]
    town.start("--window", town.window, "--code", code)
    until(lambda: "社保卡读卡器：就绪，未放卡" in clerk.strip, town.said.read_text)
    assert stat.S_IMODE((town.folder / "agent" / "secret").stat().st_mode) == 0o600
    assert town.wired.computer.listening() == [], "the window's computer listens on nothing"

    # a card of the third generation opens its holder with the province's answer, an identity card fills the blanks of a form
    chip = Counted(VirtualCard(person.cards[-1].number, person.id_number, person.name, version="3.00"))
    town.desk.lying[0] = chip
    until(lambda: "社保卡读卡器：就绪，已放卡" in clerk.strip, "the card is not seen")
    assert reads(clerk, pid)
    town.lay_document()
    form = clerk.fill(pid, "loss.formal", {"read": "agent_id"}, page=clerk.form(pid, "loss.formal", "代办"))
    assert (form.inputs["agent_id"], form.inputs["agent_name"]) == (AGENT_ID, AGENT_NAME)
    assert form.texts("data-source").count("身份证芯片 10:31") == 2

    # the program is killed in the middle of a change: it was done once, and the branch knows that nobody knows
    chip.after = lambda: town.kill(town.agent)
    change = {"old_password": OLD, "new_password": NEW, "again": NEW}
    done = clerk.do(pid, "pin.change", {}, **change)
    assert "不知道" in done.words
    chip.after = lambda: None
    assert (chip.card.password, chip.times(CHANGE_PIN)) == (NEW, 1)
    until(lambda: AWAY in clerk.strip, "it seems to be there")
    assert "窗口电脑上的读卡程序没有连上，请看窗口电脑是否开着" in clerk.post("/read", {}).words

    # started again, it needs no code, does nothing again, and reads right
    town.start()
    until(lambda: "社保卡读卡器：就绪，已放卡" in clerk.strip, town.said.read_text)
    assert reads(clerk, pid)
    assert chip.times(CHANGE_PIN) == 1

    # the server is killed in the middle of a change and started again: the program finds it by itself, and does nothing again
    chip.after = lambda: town.kill(town.server)
    check = clerk.fill(pid, "pin.change", {})
    with pytest.raises((ConnectionError, http.client.HTTPException)):
        clerk.confirm(check, old_password=NEW, new_password=LATER, again=LATER)
    chip.after = lambda: None
    town.serve()
    until(lambda: "社保卡读卡器：就绪，已放卡" in clerk.strip, town.said.read_text)
    assert reads(clerk, pid)
    assert (chip.card.password, chip.times(CHANGE_PIN)) == (LATER, 2)
    assert clerk.get("/work").words.count("中断，不知道设备做到哪一步") == 2

    # the wire is cut, and mended: the clerk is told at once, and the next reading is right
    town.wired.cut()
    assert "窗口电脑上的读卡程序没有应答，什么也没有改变，请看窗口电脑是否开着" in clerk.post("/read", {}).words
    assert AWAY in clerk.strip
    town.wired.mend()
    until(lambda: "社保卡读卡器：就绪，已放卡" in clerk.strip, town.said.read_text)
    assert reads(clerk, pid)

    # told to end, it says so and ends
    town.agent.terminate()
    assert town.agent.wait(30) == 0
    assert AWAY in clerk.strip
    town.start()
    until(lambda: "社保卡读卡器：就绪，已放卡" in clerk.strip, town.said.read_text)

    # nothing personal was said, and unpairing ends it
    said = town.said.read_text()
    assert [word for word in (person.id_number, person.name, AGENT_ID, OLD, NEW, LATER, code) if word in said] == []
    administrator.post(f"/pairing/{town.window}/undo", {})
    assert town.agent.wait(30) == 1
    assert "配对已经取消" in town.said.read_text()


def test_a_certificate_that_nobody_vouches_for_is_refused_and_gets_no_code(town):
    (town.folder / "ca.pem").unlink()
    other = town.folder / "other"
    other.mkdir()
    certificate(other)
    (other / "ca.pem").rename(town.folder / "ca.pem")
    town.start("--window", town.window, "--code", "1234-5678")
    assert town.agent.wait(30) == 1
    assert "服务器的证书没有通过核对" in town.said.read_text()
