"""What every connector must keep against its province, over real HTTP."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pluggy
import pytest

from counter import ProvinceMismatchError, ProvinceUnavailableError, hookspecs
from plugins import province_fujian, province_henan, province_shaanxi
from tests.rehearsal.provinces import CONNECTORS, PROVINCES, World, register, world


@pytest.fixture(params=PROVINCES)
def here(request: pytest.FixtureRequest) -> Iterator[World]:
    with world(request.param) as opened:
        yield opened


def test_a_person_is_read_as_the_province_has_them(here: World) -> None:
    """Every field and card of every person crosses the wire unchanged."""
    for story in here.stories.values():
        found = here.connector.look_up(story.person.id_number, 2)
        assert found == here.province.record(story.person.id_number)
        assert found == story.person


def test_an_unknown_number_is_nobody_until_registered(here: World) -> None:
    number = str(register()["id_number"])
    assert here.connector.look_up(number, 2) is None
    here.province.register(replace(here.person("lost"), id_number=number, cards=()))
    found = here.connector.look_up(number, 2)
    assert found is not None
    assert found.cards == ()


def test_a_lost_card_is_replaced_made_collected_and_enabled(here: World) -> None:
    """The whole way of a lost card; both sides agree at every step."""
    old = here.card("lost")
    until = here.now + timedelta(days=7)
    here.accept("lost", "loss.temporary", until=until.isoformat(), reason="遗失")
    assert here.record("lost").cards[0].lost_until == until
    here.accept("lost", "loss.release")
    assert here.states("lost") == ["正常"]
    here.accept("lost", "loss.formal", reason="遗失")
    here.replace("lost")
    assert here.states("lost") == ["作废", "已申请"]
    here.make("lost", "F99000001")
    assert here.states("lost") == ["作废", "待领取"]
    here.accept("lost", "issue.collect", card="F99000001")
    here.accept("lost", "issue.undo", card="F99000001", reason="当场发现照片错")
    assert here.states("lost") == ["作废", "待领取"]
    here.accept("lost", "issue.collect", card="F99000001")
    assert here.states("lost") == ["作废", "待启用"]
    here.accept("lost", "activate.financial", card="F99000001", bank=here.person("lost").cards[0].bank)
    here.accept("lost", "activate.social", card="F99000001")
    record = here.record("lost")
    new = record.cards[1]
    assert (new.state, new.social, new.financial) == ("正常", "已启用", "已激活")
    assert (new.number, new.issued_on, new.bank) == ("F99000001", here.now.date(), record.cards[0].bank)
    assert (record.cards[0].number, record.cards[0].social) == (old, "停用")
    assert here.connector.look_up(record.id_number, 2) == record


def test_a_damaged_card_is_replaced_without_a_loss(here: World) -> None:
    refused = here.send("damaged", "replace.lost", reason="损坏", amount="20", bill_number="1")
    assert refused.state == "rejected"
    here.replace("damaged", "replace.damaged")
    assert here.states("damaged") == ["作废", "已申请"]


def test_the_bank_and_the_new_number_may_come_with_the_replacement(here: World) -> None:
    paid = {} if "fees.register" in here.connector.operations else {"amount": "0"}
    facts = {"reason": "遗失", "bank": "演练银行", "new_card_number": "F99000009", **paid}
    here.accept("formally-lost", "replace.lost", card=None, old_card_number=here.card("formally-lost"), **facts)
    new = here.record("formally-lost").cards[-1]
    assert (new.number, new.bank, new.state) == ("F99000009", "演练银行", "已申请")


def test_a_card_that_failed_to_be_made_can_be_made_again(here: World) -> None:
    here.replace("formally-lost")
    here.accept("formally-lost", "issue.make", card=None, outcome="failed", fail_type="制卡", reason="写卡未成功")
    assert here.states("formally-lost") == ["作废", "已申请"]
    here.make("formally-lost", "F99000002")
    assert here.states("formally-lost") == ["作废", "待领取"]


def test_the_same_report_again_is_applied_once(here: World) -> None:
    report = here.report("lost", "loss.formal", reason="遗失")
    first = here.connector.send(report)
    assert [here.connector.send(report) for _ in range(3)] == [first] * 3
    assert [entry.key for entry in here.province.applied] == [report.key]
    assert here.province.deliveries == {report.key: 4}


def test_the_same_key_with_other_content_is_refused(here: World) -> None:
    report = here.report("lost", "loss.formal", reason="遗失")
    here.connector.send(report)
    other = here.connector.send(replace(report, facts={"reason": "被盗"}))
    assert other.state == "rejected"
    assert len(here.province.applied) == 1


def test_a_refused_report_may_be_sent_again_when_its_cause_is_gone(here: World) -> None:
    report = here.report("lost", "loss.release")
    assert here.connector.send(report).state == "rejected"
    here.accept("lost", "loss.temporary")
    assert here.connector.send(report).state == "accepted"


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
    report = here.report("formally-lost", "issue.make", card=None, outcome="done", new_card_number="F99000003")
    steps = {
        "henan": ("markCard", "returnCardData"), "shaanxi": ("zhika.chenggong",), "fujian": ("PUT persons/{id}/card",),
    }[here.name]  # fmt: skip
    for n, call in enumerate(steps, 1):
        here.province.lose_answers(call=call)
        with pytest.raises(ProvinceUnavailableError):
            here.connector.send(report)
        assert len(here.province.applied) == before + n
    assert here.connector.send(report).state == "accepted"
    assert len(here.province.applied) == before + len(steps)
    assert here.states("formally-lost") == ["作废", "待领取"]


def test_both_sides_agree_on_what_was_applied(here: World) -> None:
    """The province keeps who, which card, when and what, under the report's key."""
    report = here.report("lost", "loss.temporary", reason="遗失", until=(here.now + timedelta(days=7)).isoformat())
    here.connector.send(report)
    (applied,) = here.province.applied
    assert (applied.key, applied.id_number, applied.card_number) == (report.key, report.id_number, report.card_number)
    assert applied.at == report.at.isoformat()
    assert applied.facts == report.facts


def test_a_waiting_report_gets_its_result_as_news(here: World) -> None:
    here.province.answer_later(hold=True)
    report = here.report("lost", "loss.formal", reason="遗失")
    assert here.connector.send(report).state == "waiting"
    assert here.connector.send(report).state == "waiting"
    assert here.states("lost") == ["正常"]
    news, cursor = here.connector.news("")
    assert news == ()
    assert here.province.settle() == 1
    ((message,), cursor) = here.connector.news(cursor)
    assert (message.kind, message.facts["key"], message.facts["state"]) == ("result", report.key, "accepted")
    assert here.states("lost") == ["正式挂失"]
    assert here.connector.send(report).state == "accepted"
    assert len(here.province.applied) == 1


def test_a_waiting_report_may_be_refused_in_the_end(here: World) -> None:
    here.province.answer_later()
    report = here.report("lost", "loss.release")
    assert here.connector.send(report).state == "waiting"
    ((message,), _) = here.connector.news("")
    assert (message.facts["key"], message.facts["state"]) == (report.key, "rejected")
    assert message.facts["code"]
    assert message.facts["text"]
    assert here.province.applied == ()
    here.accept("lost", "loss.temporary")
    assert here.connector.send(report).state == "accepted"


def test_a_result_may_come_twice_under_two_numbers(here: World) -> None:
    here.province.answer_later(twice=True)
    report = here.report("lost", "loss.formal", reason="遗失")
    here.connector.send(report)
    news, _ = here.connector.news("")
    assert [message.facts["key"] for message in news] == [report.key] * 2
    assert len({message.id for message in news}) == 2
    assert news[0].facts == news[1].facts
    assert len(here.province.applied) == 1


def test_news_of_a_loss_by_telephone_and_by_the_bank(here: World) -> None:
    lost, damaged = here.person("lost"), here.person("damaged")
    here.province.phone_loss(lost.id_number)
    here.province.bank_loss(damaged.id_number)
    (phone, bank), cursor = here.connector.news("")
    assert (phone.kind, phone.id_number, phone.card_number) == ("card", lost.id_number, lost.cards[0].number)
    assert (phone.origin, phone.at) == ("12333", here.now)
    until = {"until": (here.now + timedelta(days=7)).isoformat()} if here.name == "shaanxi" else {}
    assert phone.facts == {"state": "临时挂失", "by": "12333", **until}
    assert bank.facts == {"state": "正常", "financial": "挂失", "by": damaged.cards[0].bank}
    assert here.record("damaged").cards[0].financial == "挂失"
    assert here.connector.look_up(damaged.id_number, 2) == here.record("damaged")
    assert here.connector.news(cursor) == ((), cursor)


def test_news_of_withdrawn_card_data(here: World) -> None:
    here.replace("formally-lost")
    here.province.withdraw(here.person("formally-lost").id_number, "照片不合格")
    ((message,), _) = here.connector.news("")
    assert (message.kind, message.facts) == ("withdrawn", {"reason": "照片不合格"})
    assert here.states("formally-lost") == ["作废"]


def test_the_cursor_goes_on_where_it_stopped(here: World) -> None:
    here.province.phone_loss(here.person("lost").id_number)
    first, cursor = here.connector.news("")
    here.province.bank_loss(here.person("damaged").id_number)
    second, _ = here.connector.news(cursor)
    both, _ = here.connector.news("")
    assert (*first, *second) == both
    assert len(both) == 2


def test_a_cursor_of_an_earlier_run_starts_again(here: World) -> None:
    here.province.phone_loss(here.person("lost").id_number)
    for strange in ("00000000-7", "7", "x-y", "￥"):
        assert len(here.connector.news(strange)[0]) == 1


def test_a_temporary_loss_ends_by_itself(here: World) -> None:
    until = here.now + timedelta(days=7)
    here.accept("lost", "loss.temporary", until=until.isoformat())
    here.pass_time(days=7, seconds=-1)
    assert here.states("lost") == ["临时挂失"]
    here.pass_time(seconds=1)
    assert here.states("lost") == ["正常"]
    assert here.send("lost", "loss.release").state == "rejected"
    found = here.connector.look_up(here.person("lost").id_number, 2)
    assert (found.cards[0].state, found.cards[0].lost_until, found.cards[0].lost_by) == ("正常", None, "")


def test_an_act_that_failed_at_the_window_changes_nothing_in_the_province(here: World) -> None:
    """A password that could not be changed leaves the card unenabled on both sides."""
    answer = here.send("to-enable", "activate.social", outcome="failed")
    assert answer.state == "accepted"
    assert here.states("to-enable") == ["待启用"]
    assert here.province.deliveries == {}
    here.accept("to-enable", "activate.social", outcome="done")
    assert here.states("to-enable") == ["正常"]


def test_a_replacement_without_a_fee(here: World) -> None:
    here.accept("formally-lost", "replace.lost", reason="遗失", old_card_number="", amount="", bill_number="")
    assert here.states("formally-lost") == ["作废", "已申请"]


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


def test_an_operation_the_province_has_no_call_for_is_refused_here(here: World) -> None:
    answer = here.send("lost", "card.polish")
    assert answer.state == "rejected"
    assert "card.polish" in answer.text
    assert here.province.deliveries == {}


def test_the_same_moment_from_many_threads_is_applied_once(here: World) -> None:
    report = here.report("lost", "loss.formal", reason="遗失")
    answers = []
    threads = [threading.Thread(target=lambda: answers.append(here.connector.send(report))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [answer.state for answer in answers] == ["accepted"] * 8
    assert len(here.province.applied) == 1


def test_the_hook_gives_each_city_its_own_connector() -> None:
    manager = pluggy.PluginManager("counter")
    manager.add_hookspecs(hookspecs)
    for plugin in (province_henan, province_shaanxi, province_fujian):
        manager.register(plugin)
    for name, kind in CONNECTORS.items():
        assert isinstance(manager.hook.counter_province(name=name, url="http://127.0.0.1:9"), kind)
    assert manager.hook.counter_province(name="yunnan", url="http://127.0.0.1:9") is None


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
