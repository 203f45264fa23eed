"""The rehearsal's server and its controls, over HTTP as a trainer would use them."""

import http.client
import json
import socket
import threading
import time

import pytest
import urllib3

from counter import ProvinceUnavailableError
from counter.rehearsal.province import RehearsalError, RehearsalProvince
from tests.rehearsal.provinces import PROVINCES, START, World, register, world


@pytest.fixture
def here():
    with world("henan") as opened:
        yield opened


def control(here: World, **fields) -> dict:
    answer = urllib3.request("POST", f"{here.province.url}/rehearsal/control", json=fields, retries=False)
    return {"status": answer.status, **answer.json()}


def get(here: World, path: str):
    return urllib3.request("GET", f"{here.province.url}/rehearsal/{path}", retries=False).json()


@pytest.mark.parametrize("name", PROVINCES)
def test_a_province_starts_at_once_and_stops_whole(name: str) -> None:
    before = threading.active_count()
    fastest = 1.0
    for _ in range(3):
        province = RehearsalProvince(name, [], lambda: START)
        began = time.perf_counter()
        province.start()
        fastest = min(fastest, time.perf_counter() - began)
        kept = socket.create_connection(("127.0.0.1", province.port))
        province.stop()
        kept.close()
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", province.port))
    assert fastest < 0.03
    assert threading.active_count() == before


def test_one_connection_carries_many_calls(here: World) -> None:
    line = http.client.HTTPConnection("127.0.0.1", here.province.port)
    line.connect()
    local = line.sock.getsockname()
    for _ in range(5):
        line.request("GET", "/rehearsal/control")
        assert line.getresponse().read()
        assert line.sock.getsockname() == local
    line.close()


def test_two_provinces_run_side_by_side(here: World) -> None:
    with world("fujian") as other:
        here.accept("lost", "loss.formal")
        assert other.province.applied == ()
        assert other.province.port != here.province.port


def test_down_and_up(here: World) -> None:
    """While the province is down its controls still answer."""
    assert control(here, do="down")["faults"]["down"] is True
    with pytest.raises(ProvinceUnavailableError):
        here.connector.news("")
    assert control(here, do="up")["faults"]["down"] is False
    here.connector.news("")


def test_slow_then_up(here: World) -> None:
    control(here, do="slow", seconds=0.15)
    began = time.perf_counter()
    here.connector.news("")
    assert time.perf_counter() - began >= 0.15
    control(here, do="up")
    began = time.perf_counter()
    here.connector.news("")
    assert time.perf_counter() - began < 0.1


def test_lost_answers_later_results_and_refusals(here: World) -> None:
    control(here, do="lose-answers", times=1)
    with pytest.raises(ProvinceUnavailableError):
        here.connector.send(here.report("lost", "loss.formal"))
    assert here.states("lost") == ["正式挂失"]
    control(here, do="answer-later", times=1, twice=True, hold=True)
    report = here.report("damaged", "loss.formal")
    assert here.connector.send(report).state == "waiting"
    assert get(here, "control")["waiting"] == [report.key]
    control(here, do="settle")
    assert len(here.connector.news("")[0]) == 2
    control(here, do="reject-next", code="01")
    assert here.send("minor", "loss.formal").code == "01"
    assert here.send("minor", "loss.formal").state == "accepted"


def test_a_refusal_can_wait_for_one_call(here: World) -> None:
    control(here, do="reject-next", code="08", call="queryPersonInfo")
    here.accept("lost", "loss.formal")
    with pytest.raises(ProvinceUnavailableError, match="08"):
        here.connector.look_up(here.person("lost").id_number, 2)
    assert here.connector.look_up(here.person("lost").id_number, 2) is not None


def test_what_happens_elsewhere(here: World) -> None:
    lost, ordered = here.person("lost").id_number, here.person("formally-lost").id_number
    here.replace("formally-lost")
    control(here, do="phone-loss", id_number=lost)
    control(here, do="bank-loss", id_number=here.person("damaged").id_number)
    control(here, do="withdraw", id_number=ordered, reason="身份证过期")
    kinds = [(m.kind, m.id_number, m.facts.get("reason")) for m in here.connector.news("")[0]]
    assert kinds == [("card", lost, None), ("card", here.person("damaged").id_number, None), ("withdrawn", ordered, "身份证过期")]


def test_a_person_is_registered_while_it_runs(here: World) -> None:
    card = {"number": "F45099999", "state": "正常", "bank": "中国建设银行", "social": "已启用", "financial": "未激活",
            "issued_on": "2020-02-29"}  # fmt: skip
    person = register()
    assert control(here, do="register", person={**person, "cards": [card]})["status"] == 200
    found = here.connector.look_up(str(person["id_number"]), 2)
    assert (found.name, found.cards[0].number, found.cards[0].issued_on.isoformat()) == ("新来的", "F45099999", "2020-02-29")


def test_the_list_of_what_was_applied_and_of_the_people(here: World) -> None:
    report = here.report("lost", "loss.formal", reason="遗失")
    here.connector.send(report)
    here.connector.send(report)
    assert get(here, "applied") == [
        {"key": report.key, "call": "reportLostCard", "id_number": report.id_number, "card_number": report.card_number,
         "at": report.at.isoformat(), "facts": {"reason": "遗失"}}
    ]  # fmt: skip
    state = get(here, "control")
    assert state["deliveries"] == {report.key: 2}
    assert state["applied"] == 1
    shown = {person["id_number"]: person for person in get(here, "people")}
    assert shown[report.id_number]["cards"][0]["state"] == "正式挂失"
    assert len(shown) == len(here.stories)


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({}, "do 只能是"), ({"do": 5}, "do 只能是"), ({"do": "dance"}, "do 只能是"), ({"do": "slow", "seconds": "x"}, "seconds"),
        ({"do": "slow", "seconds": -1}, "seconds"), ({"do": "slow", "seconds": True}, "seconds"),
        ({"do": "reject-next"}, "code"), ({"do": "reject-next", "code": "77"}, "没有代码 77"),
        ({"do": "reject-next", "code": "01", "call": "fly"}, "没有功能 fly"), ({"do": "phone-loss"}, "id_number"),
        ({"do": "phone-loss", "id_number": "1"}, "没有身份证号"), ({"do": "withdraw", "id_number": "1"}, "没有身份证号"),
        ({"do": "register"}, "person"), ({"do": "register", "person": register(sex="?")}, "sex"),
        ({"do": "register", "person": register(born_on="never")}, "born_on"),
        ({"do": "register", "person": {**register(), "as_of": "2026-01-01T00:00:00"}}, "as_of"),
        ({"do": "register", "person": {**register(), "cards": [{}]}}, "state"),
        ({"do": "register", "person": {**register(), "cards": [
            {"state": "好", "bank": "b", "social": "已启用", "financial": "已激活"}]}}, "状态不能是“好”"),
    ],
)  # fmt: skip
def test_a_wrong_control_says_what_is_wrong_and_does_nothing(here: World, fields: dict, says: str) -> None:
    before = get(here, "control")
    answer = control(here, **fields)
    assert answer["status"] == 400
    assert says in answer["error"]
    assert get(here, "control") == before


def test_controls_that_cannot_be(here: World) -> None:
    with pytest.raises(RehearsalError, match="没有在用的卡"):
        here.province.phone_loss(here.person("cancelled").id_number)
    with pytest.raises(RehearsalError, match="没有未完成的制卡申请"):
        here.province.withdraw(here.person("lost").id_number)


def test_another_sites_form_cannot_work_the_controls(here: World) -> None:
    url = f"{here.province.url}/rehearsal/control"
    answer = urllib3.request("POST", url, body=json.dumps({"do": "down"}), headers={"Content-Type": "text/plain"})
    assert answer.status == 415
    assert here.province.faults.down is False
    assert urllib3.request("GET", f"{here.province.url}/rehearsal/else").status == 404


RAW = [
    b"", b"\r\n\r\n", b"GET\r\n\r\n", b"NONSENSE / HTTP/1.1\r\n\r\n", b"\x16\x03\x01\x02\x00\x01\x00" + b"\0" * 64,
    b"POST /hnsbk/service HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n",
    b"POST /hnsbk/service HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\n",
    b"POST /hnsbk/service HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
    b"POST /hnsbk/service HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\nshort",
    b"GET http://[ HTTP/1.1\r\nHost: x\r\n\r\n", b"GET /archive/v1/persons/%00%ff?after=%zz HTTP/1.1\r\nHost: x\r\n\r\n",
]  # fmt: skip


@pytest.mark.parametrize("name", PROVINCES)
def test_rubbish_on_the_line_harms_nobody(name: str, capfd: pytest.CaptureFixture[str]) -> None:
    with world(name) as here:
        for rubbish in RAW:
            with socket.create_connection(("127.0.0.1", here.province.port), timeout=5) as line:
                line.sendall(rubbish)
                line.shutdown(socket.SHUT_WR)
                while line.recv(65536):
                    pass
        assert here.connector.look_up(here.person("lost").id_number, 2) == here.person("lost")
    assert "Traceback" not in capfd.readouterr().err
