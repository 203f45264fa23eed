"""What goes wrong on the way to a province: lost answers, silence, slowness, the wrong system."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from counter import ProvinceMismatchError, ProvinceUnavailableError
from tests.rehearsal.provinces import CONNECTORS, PROVINCES, World, world


@pytest.fixture(params=PROVINCES)
def here(request: pytest.FixtureRequest) -> Iterator[World]:
    with world(request.param) as opened:
        yield opened


def test_a_lost_answer_and_the_report_again_apply_once(here: World) -> None:
    report = here.report("lost", "loss.formal", reason="遗失")
    here.province.lose_answers(2)
    for _ in range(2):
        with pytest.raises(ProvinceUnavailableError):
            here.connector.send(report)
    assert here.states("lost") == ["正式挂失"]
    assert here.connector.send(report).state == "accepted"
    assert len(here.province.applied) == 1
    assert here.province.deliveries[report.key] == 3


def test_lost_answers_while_a_card_is_made_apply_each_step_once(here: World) -> None:
    here.replace("formally-lost")
    before = len(here.province.applied)
    reports = [here.report("formally-lost", "issue.make", card=None, outcome="done", new_card_number="F99000003")]
    if "issue.mark" in here.connector.operations:
        reports.insert(0, here.report("formally-lost", "issue.mark", card=None))
    for n, report in enumerate(reports, 1):
        here.province.lose_answers()
        with pytest.raises(ProvinceUnavailableError):
            here.connector.send(report)
        assert len(here.province.applied) == before + n
        assert here.connector.send(report).state == "accepted"
    assert len(here.province.applied) == before + len(reports)
    assert here.states("formally-lost") == ["作废", "待领取"]


def test_down_is_no_answer_to_anything_and_up_is_well_again(here: World) -> None:
    here.province.down()
    report = here.report("lost", "loss.formal", reason="遗失")
    for call in _calls(here, report):
        with pytest.raises(ProvinceUnavailableError, match="待上送"):
            call()
    here.province.up()
    assert here.connector.send(report).state == "accepted"


def test_a_stopped_province_refuses_connections_and_comes_back_at_the_same_address(here: World) -> None:
    url = here.province.url
    here.connector.news("")
    here.province.stop()
    for call in _calls(here, here.report("lost", "loss.formal")):
        with pytest.raises(ProvinceUnavailableError):
            call()
    here.province.start()
    assert here.province.url == url
    assert here.connector.look_up(here.person("lost").id_number, 2) is not None


def test_a_slow_look_up_gives_up_in_the_time_it_was_given(here: World) -> None:
    here.province.slow(5)
    began = time.perf_counter()
    with pytest.raises(ProvinceUnavailableError, match="没有应答"):
        here.connector.look_up(here.person("lost").id_number, 0.2)
    assert 0.15 < time.perf_counter() - began < 0.6
    here.province.slow(0.02)
    assert here.connector.look_up(here.person("lost").id_number, 2) is not None


@pytest.mark.parametrize("speaks", PROVINCES)
def test_another_provinces_system_is_never_taken_for_ones_own(here: World, speaks: str) -> None:
    if speaks == here.name:
        assert CONNECTORS[speaks](here.province.url).look_up(here.person("lost").id_number, 2) is not None
        return
    stranger = CONNECTORS[speaks](here.province.url)
    report = here.report("lost", "loss.formal", reason="遗失")
    for call in (
        lambda: stranger.look_up(report.id_number, 2), lambda: stranger.send(report), lambda: stranger.news(""),
        lambda: stranger.send(replace(report, operation="issue.make")),
    ):
        with pytest.raises(ProvinceMismatchError, match="核对省级系统地址"):
            call()
    assert here.province.applied == ()


@pytest.mark.parametrize(
    ("status", "body", "error"),
    [
        (200, b"<html>ok</html>", ProvinceMismatchError), (200, b"[]", ProvinceMismatchError),
        (200, b"{}", ProvinceMismatchError), (200, b'"' * 9, ProvinceMismatchError),
        (404, b"not here", ProvinceMismatchError), (302, b"", ProvinceMismatchError),
        (502, b"bad gateway", ProvinceUnavailableError), (503, b"", ProvinceUnavailableError),
    ],
)  # fmt: skip
@pytest.mark.parametrize("name", PROVINCES)
def test_any_other_server_is_a_mismatch_and_a_broken_one_is_unavailable(
    name: str, status: int, body: bytes, error: type[Exception]
) -> None:
    with _other_server(status, body) as url, world(name) as own:
        stranger = CONNECTORS[name](url)
        for call in _calls(own, own.report("lost", "loss.formal"), stranger):
            with pytest.raises(error):
                call()


@pytest.mark.parametrize("name", PROVINCES)
def test_a_server_that_stops_in_the_middle_of_its_answer_is_unavailable(name: str) -> None:
    with _other_server(200, b'{"a": 1}', promised=100) as url, world(name) as own:
        for call in _calls(own, own.report("lost", "loss.formal"), CONNECTORS[name](url)):
            with pytest.raises(ProvinceUnavailableError):
                call()


@pytest.mark.parametrize("name", PROVINCES)
@pytest.mark.parametrize("url", ["", "http://", "http://[::1", "http://h:99999"])
def test_an_address_that_is_none_is_said_at_once(name: str, url: str) -> None:
    with pytest.raises(ProvinceMismatchError, match="写得不对"):
        CONNECTORS[name](url)


def _calls(here: World, report, connector=None):
    asked = connector or here.connector
    return (lambda: asked.look_up(report.id_number, 2), lambda: asked.send(report), lambda: asked.news(""))


@contextmanager
def _other_server(status: int, body: bytes, promised: int | None = None) -> Iterator[str]:
    class Other(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self.send_response(status)
            self.send_header("Content-Length", str(len(body) if promised is None else promised))
            if status == 302:
                self.send_header("Location", "http://127.0.0.1:9/")
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_PUT = do_DELETE = do_GET  # noqa: N815

        def log_message(self, *args) -> None:
            pass

    class Quick(HTTPServer):
        def server_bind(self) -> None:
            socket.socket.bind(self.socket, self.server_address)
            self.server_address = self.socket.getsockname()
            self.server_name, self.server_port = "127.0.0.1", self.server_address[1]

    server = Quick(("127.0.0.1", 0), Other)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
