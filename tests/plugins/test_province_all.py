"""What every connector must keep against its province, over real HTTP."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pluggy
import pytest

from counter import hookspecs
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
    here.mark("formally-lost")
    here.accept("formally-lost", "issue.make", card=None, outcome="failed", fail_type="制卡", reason="写卡未成功")
    assert here.states("formally-lost") == ["作废", "已申请"]
    if "issue.restore" in here.connector.operations:
        here.accept("formally-lost", "issue.restore", card=None)
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


def test_both_sides_agree_on_what_was_applied(here: World) -> None:
    """The province keeps who, which card, when and what, under the report's key."""
    report = here.report("lost", "loss.temporary", reason="遗失", until=(here.now + timedelta(days=7)).isoformat())
    here.connector.send(report)
    (applied,) = here.province.applied
    assert (applied.key, applied.id_number, applied.card_number) == (report.key, report.id_number, report.card_number)
    assert applied.at == report.at.isoformat()
    assert applied.facts == report.facts


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


def test_a_unit_and_a_batch_are_read_whole_and_a_card_is_sent_on(here: World) -> None:
    """Everybody of a unit, everybody of a batch; who will collect elsewhere is found under that place."""
    person = here.person("lost")
    finished = replace(person.cards[0], number="F99000007", state="待领取", batch="P20261118", social="未启用", financial="未激活")
    member = replace(person, cards=(finished,), unit_number="4107020017", unit_name="演练纺织厂")
    here.province.register(member)
    assert here.connector.roll("unit", "4107020017", 2) == (here.province.record(person.id_number),)
    assert here.connector.roll("batch", "P20261118", 2) == (here.province.record(person.id_number),)
    assert here.connector.roll("unit", "NOBODY", 2) == ()
    here.accept("lost", "custody.approve", card="F99000007", pickup="41070002")
    (found,) = here.connector.roll("unit", "41070002", 2)
    assert found.cards[0].pickup == "41070002"
    here.accept("lost", "issue.collect", card="F99000007")
    answer = here.send("lost", "custody.approve", card="F99000007", pickup="41070003")
    assert answer.state == "rejected"
