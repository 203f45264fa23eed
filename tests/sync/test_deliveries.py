"""What is told to other systems: in one commit with the entry, sealed, in order, once, and nobody waits for another."""

import logging
import time
from datetime import timedelta
from decimal import Decimal

import pytest

from counter import Message, NoRules, Operation, hookimpl
from counter import slip as slip_of
from counter.cities import CityError
from counter.core.form import VisitForm
from counter.store import journal as journal_module
from counter.store.deliveries import Deliveries
from counter.sync import rounds
from tests.clerk import Clerk
from tests.own_city import own_counter, text_of
from tests.sync.both_sides import number, person, work

GUIDE = """
[operations."stamp.tell"]
title = "通知"
article = "规范 第十七条"
windows = { value = ["bank_outlet"], article = "规范 第十七条", note = "这里不通知" }
agent = { value = true, article = "规范 第十七条" }
offline = { value = "accept", article = "规范 第十七条" }
materials = []
"""
ECARD = '\n[[messages."stamp.tell"]]\nsystem = "ecard"\ntitle = "生成"\narticle = "规范 第十七条"\n'
MOBILE = "13909140101"


def _told(entry):
    text = f"给{entry.name}的通知，{entry.number}"
    first = Message(system="sms", title="通知短信", facts={"mobile": MOBILE, "text": text})
    second = Message(system="sms", title="第二条", facts={"mobile": MOBILE, "text": f"{text}，再说一遍"})
    return (first, second, Message(system="citycards", title="记录", facts={"kind": "个人发卡"}))


class Stamps:
    @hookimpl
    def counter_operations(self):
        receipt = lambda entry: slip_of(entry, "通知回执")  # noqa: E731
        return (Operation(id="stamp.tell", form=VisitForm, rules=NoRules, receipt=receipt, tells=_told),)


class Here:
    """One branch whose every notice tells the short message system twice and, by the city's word, the e-card system."""

    def __init__(self, world, folder, staff, text):
        self.world, self._where = world, (folder, staff, text)
        self.open()

    def open(self, *, systems=True):
        folder, staff, text = self._where
        self.counter = own_counter(self.world, folder, staff, text, Stamps(), systems=systems)
        self.clerk = Clerk(self.counter, "bank_outlet")

    def notify(self, story="lost"):
        return self.clerk.do(self.clerk.open(number(self.world, story)), "stamp.tell", {}).response.request.path

    def round(self):
        self.counter.courier.round(news=False)

    def states(self, path):
        page = self.clerk.get(path)
        return list(zip(page.marks["data-delivery"], page.texts("data-delivery"), strict=True))

    def sent(self, name="sms"):
        return [took.fields.get("text", took.fields.get("cardNumber", "")) for took in self.world.systems.peers[name].took]

    def due_now(self):
        self.counter.branch.database.run("UPDATE delivery SET next_ms=0")

    def close(self):
        self.counter.courier.stop()
        self.counter.branch.close()


@pytest.fixture
def here(open_world, tmp_path, staff):
    world, _ = open_world("shangluo")
    opened = Here(world, tmp_path / "own", staff, text_of("shangluo") + GUIDE + ECARD)
    yield opened
    opened.close()


def until(holds, seconds=5.0):
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def test_an_entry_tells_what_its_plugin_and_the_city_say_and_nothing_the_city_does_not_use(here):
    path = here.notify()
    op_id = path.rsplit("/", 1)[1]
    assert here.states(path) == [("sms", "待发送"), ("sms", "待发送"), ("ecard", "待发送")]
    here.round()
    assert here.states(path) == [("sms", "已送达"), ("sms", "已送达"), ("ecard", "已送达")]
    keys = [took.number for took in here.world.systems.sms.took]
    assert keys == [f"{op_id}.0.sms", f"{op_id}.0.sms.1"]
    assert here.sent()[1] == f"{here.sent()[0]}，再说一遍"
    assert here.world.systems.citycards.took == []
    assert "没有待送的" in here.clerk.get("/status").words


def test_what_cannot_be_kept_takes_the_entry_with_it(here, monkeypatch):
    """One transaction: there is no entry without its messages."""

    def broken(*_):
        raise RuntimeError("put")

    pid = here.clerk.open(number(here.world, "lost"))
    check = here.clerk.fill(pid, "stamp.tell", {})
    monkeypatch.setattr(journal_module, "put", broken)
    assert here.clerk.confirm(check).status == 500
    rows = "SELECT (SELECT COUNT(*) FROM journal WHERE operation='stamp.tell'), (SELECT COUNT(*) FROM delivery)"
    assert here.counter.branch.database.row(rows) == (0, 0)
    monkeypatch.undo()
    assert "data-number" in here.clerk.confirm(check).marks
    assert here.counter.branch.database.row(rows) == (1, 3)


def test_a_system_that_is_down_holds_up_only_its_own_messages(here):
    here.world.systems.ecard.down()
    path = here.notify()
    done = here.clerk.do(
        here.clerk.open(number(here.world, "elsewhere")), "loss.temporary", {"lost_on": "2026-11-19"}
    ).response.request.path
    here.round()
    assert here.states(path) == [("sms", "已送达"), ("sms", "已送达"), ("ecard", "待发送")]
    assert here.clerk.get(done).texts("data-province") == ["省已确认"]
    assert "连不上：连接中断" in here.clerk.get("/status").words
    here.world.systems.ecard.up()
    here.round()
    assert here.states(path)[2] == ("ecard", "待发送"), "it waits a while before the next try"
    here.world.clock.pass_time(timedelta(minutes=2))
    here.round()
    assert here.states(path)[2] == ("ecard", "已送达")


def test_the_threads_do_not_wait_for_a_system_that_is_slow(here, monkeypatch):
    monkeypatch.setattr(rounds, "ROUND_SECONDS", 0.05)
    here.world.systems.ecard.faults.slow = 30
    here.counter.courier.start()
    path = here.notify()
    assert until(lambda: len(here.sent()) == 2)
    other = here.clerk.do(
        here.clerk.open(number(here.world, "elsewhere")), "loss.temporary", {"lost_on": "2026-11-19"}
    ).response.request.path
    assert until(lambda: here.clerk.get(other).texts("data-province") == ["省已确认"], 3)
    assert here.states(path)[2] == ("ecard", "待发送")
    here.world.systems.stop()
    here.counter.courier.stop()


def test_a_lost_answer_and_a_restart_in_between_send_it_once(here):
    here.world.systems.sms.faults.lost_answers = 1
    path = here.notify()
    here.round()
    assert here.states(path)[0] == ("sms", "待发送")
    here.close()
    here.open()
    here.due_now()
    here.round()
    assert here.states(path) == [("sms", "已送达"), ("sms", "已送达"), ("ecard", "已送达")]
    assert len(here.sent()) == 2
    assert sorted(here.world.systems.sms.deliveries.values()) == [1, 2]


def test_killed_after_the_answer_and_before_it_was_noted_it_is_still_one_message(here, monkeypatch):
    def killed(*_):
        raise KeyboardInterrupt

    path = here.notify()
    monkeypatch.setattr(Deliveries, "answered", killed)
    with pytest.raises(KeyboardInterrupt):
        here.round()
    monkeypatch.undo()
    assert len(here.sent("ecard")) == 1
    here.close()
    here.open()
    here.round()
    assert {word for _, word in here.states(path)} == {"已送达"}
    assert len(here.sent("ecard")) == 1
    assert list(here.world.systems.ecard.deliveries.values()) == [2]


def test_what_was_committed_and_not_sent_is_sent_after_a_restart(here):
    path = here.notify()
    here.close()
    assert here.sent() == []
    here.open()
    here.round()
    here.round()
    assert len(here.sent()) == 2
    assert {word for _, word in here.states(path)} == {"已送达"}


def test_the_oldest_goes_first_and_a_refusal_holds_back_only_its_own_person(here):
    here.world.systems.sms.reject_next("号码已停机")
    first = here.notify()
    here.notify()
    other = here.notify("elsewhere")
    here.round()
    assert here.states(first)[:2] == [("sms", "被退回"), ("sms", "待发送")]
    assert [person(here.world, "elsewhere").name in text for text in here.sent()] == [True, True]
    assert here.states(other)[0] == ("sms", "已送达")
    supervisor = Clerk(here.counter, "bank_outlet", "1001")
    item, text = next((item, text) for item, text in work(supervisor) if "短信平台退回了通知短信" in text)
    assert "号码已停机（20）" in text
    assert here.clerk.post(f"/work/{item}", {"decision": "重新发送"}).status == 403
    assert supervisor.post(f"/work/{item}", {"decision": "冲正"}).status == 422
    assert supervisor.post(f"/work/{item}", {"decision": "重新发送"}).status == 200
    here.round()
    mine = [text for text in here.sent() if person(here.world, "lost").name in text]
    assert len(mine) == 4
    assert mine[1] == f"{mine[0]}，再说一遍"
    assert mine[3] == f"{mine[2]}，再说一遍"
    assert mine == sorted(mine)
    assert [text for _, text in work(supervisor) if "短信平台" in text] == []
    assert ["这张卡的电子社保卡已经生成" in text for _, text in work(supervisor)] == [True]


def test_a_refusal_that_was_dealt_with_lets_the_later_ones_go(here):
    here.world.systems.sms.reject_next("号码已停机")
    path = here.notify()
    here.round()
    supervisor = Clerk(here.counter, "bank_outlet", "1001")
    ((item, _),) = work(supervisor)
    assert supervisor.post(f"/work/{item}", {"decision": "已处理"}).status == 200
    here.round()
    assert here.states(path)[:2] == [("sms", "退回已处理"), ("sms", "已送达")]
    assert len(here.sent()) == 1


def test_what_is_only_taken_in_is_asked_about_again_until_it_is_done(here):
    here.world.systems.ecard.faults.later = 1
    path = here.notify()
    here.round()
    assert here.states(path)[2] == ("ecard", "已收妥")
    here.world.clock.pass_time(timedelta(minutes=2))
    here.round()
    assert here.states(path)[2] == ("ecard", "已送达")
    assert len(here.sent("ecard")) == 1


def test_an_answer_in_another_language_leaves_the_message_where_it_is(here):
    here.world.systems.sms.faults.garbled = True
    path = here.notify()
    here.round()
    assert here.states(path)[0] == ("sms", "待发送")
    assert "应答不是这个系统的格式" in here.clerk.get("/status").words
    here.world.systems.sms.up()
    here.due_now()
    here.round()
    assert len(here.sent()) == 2
    assert "应答不是" not in here.clerk.get("/status").words


def test_a_connector_that_breaks_holds_up_one_message_and_its_words_stay_out_of_the_log(here, caplog, monkeypatch):
    messenger = here.counter.courier.messengers["sms"]
    tell = messenger._system.tell

    def breaks(delivery):
        if delivery.name == person(here.world, "lost").name:
            raise ValueError(delivery.id_number)
        return tell(delivery)

    monkeypatch.setattr(messenger._system, "tell", breaks)
    here.notify()
    other = here.notify("elsewhere")
    here.round()
    assert here.states(other)[0] == ("sms", "已送达")
    assert "送不出去" in caplog.text
    assert number(here.world, "lost") not in caplog.text


def test_a_system_nobody_has_configured_waits_and_is_told_once_it_is(here):
    here.close()
    here.open(systems=False)
    path = here.notify()
    here.round()
    assert {word for _, word in here.states(path)} == {"待发送"}
    assert "没有配置接口地址" in here.clerk.get("/status").words
    here.close()
    here.open()
    here.round()
    assert {word for _, word in here.states(path)} == {"已送达"}


def test_nothing_of_a_message_stands_open_on_the_disk_or_in_the_log(here, caplog):
    caplog.set_level(logging.DEBUG)
    here.world.systems.sms.reject_next(f"{MOBILE} 停机")
    here.notify()
    here.round()
    branch = here.counter.branch
    branch.database.db.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    raw = b"".join(path.read_bytes() for path in branch.database.path.parent.glob("counter.db*"))
    lines = "\n".join(f"{record.getMessage()} {record.args}" for record in caplog.records)
    for secret in (MOBILE, person(here.world, "lost").name, number(here.world, "lost"), "再说一遍"):
        assert secret.encode() not in raw
        assert secret not in lines


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('system = "ecard"\ntitle = "同步', 'system = "fax"\ntitle = "同步', "没有系统“fax”"),
        ("{name}，您的", "{who}，您的", "花括号里不认识“who”"),
        ("{name}，您的", "{name，您的", "花括号里不认识"),
        ('[[messages."issue.make"]]\nsystem = "sms"', '[[messages."issue.break"]]\nsystem = "sms"', "没有这项业务"),
        ('article = "通知 （同步生成电子社保卡）"', 'article = "纪要 三"', "没有文件“纪要”"),
    ],
)
def test_a_message_that_does_not_fit_is_told_at_the_start(tmp_path, old, new, sentence):
    from counter.cities import load_city

    text = text_of("shangluo")
    assert old in text
    (tmp_path / "own.toml").write_text(text.replace(old, new), "utf-8")
    with pytest.raises(CityError, match=sentence):
        load_city(str(tmp_path / "own.toml"))


def test_a_message_tied_to_a_blank_the_form_has_not_is_told_at_the_start(tmp_path):
    from counter.catalogue import CatalogueError, load
    from counter.cities import load_city

    text = text_of("shishi")
    assert 'when = "通知方式=手机短信"' in text
    (tmp_path / "own.toml").write_text(text.replace('when = "通知方式=手机短信"', 'when = "方式=手机短信"'), "utf-8")
    with pytest.raises(CatalogueError, match="表上没有“方式”"):
        load(load_city(str(tmp_path / "own.toml")))


def test_the_mobile_number_is_the_one_left_with_the_order(open_world):
    """The record's number may be old; who ordered the card said where to be told of it."""
    world, counter = open_world("shangluo")
    clerk = Clerk(counter, "bank_outlet")
    pid = clerk.open(number(world, "lost"))
    fee = str(Decimal(20))
    clerk.do(pid, "loss.formal+replace.lost", {"lost_on": "2026-11-19", "received": fee, "mobile": MOBILE})
    clerk.do(pid, "issue.make", {"checked": "是"})
    counter.courier.round(news=False)
    told = [took.fields["mobile"] for took in world.systems.sms.took]
    assert told == [MOBILE, MOBILE]
    assert person(world, "lost").mobile != MOBILE
    (made,) = world.systems.ecard.took
    assert made.fields["cardNumber"] == next(iter(world.bench.made.values()))["number"]
