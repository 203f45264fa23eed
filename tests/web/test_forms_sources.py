"""Every filled blank says where it is from; what was typed by hand is marked, kept with the entry and audited."""

from datetime import timedelta

import pytest

from counter.rehearsal.devices import VirtualCard, document_of
from tests.clerk import Clerk
from tests.conftest import NOW

JOINED = "loss.formal+replace.lost"
REPLACING = {"lost_on": "2026-11-19", "received": "20"}
SYSTEM = "陕西省社会保障卡管理信息系统 10:31"
AGENT, NAME = "611002198807124535", "韩𣿭"
AGENT_TEXTS = {"agent_name": NAME, "agent_id": AGENT, "relation": "配偶", "agent_mobile": "13991400027"}
UNREAD = "代办的证件没有读卡，由经办人看过原件并承担核对责任"
UNLIKE = "代办的证件、委托书与填写的不一致，仍然办理，由经办人承担核对责任"


@pytest.fixture
def pid(shangluo, at_outlet, someone):
    return at_outlet.open(someone(shangluo[0], "lost").id_number)


def told(page):
    return dict(zip(page.marks.get("data-source", []), page.texts("data-source"), strict=True))


def audit(counter, what):
    return counter.branch.database.rows("SELECT clerk, note FROM audit WHERE what=?", what)


def entries(counter, done):
    return [kept.entry for kept in counter.branch.entries.of_operation(done.response.request.path.rsplit("/", 1)[1])]


def lay_id(world, counter, kind, number=AGENT, name=NAME):
    window = next(w.id for w in counter.branch.windows() if w.type == kind)
    world.bench.documents[window] = document_of(number, name, NOW.date())


def test_what_the_record_fills_says_its_system_and_its_hour(at_outlet, pid):
    """UX 5: the record's system and time."""
    assert told(at_outlet.form(pid, JOINED)) == {"mobile": SYSTEM}


def test_a_number_changed_by_hand_is_marked_kept_and_audited_without_its_value(shangluo, at_outlet, pid):
    """UX 5: marked on the form and the check page, in the entry and in one audit row."""
    counter = shangluo[1]
    form = at_outlet.form(pid, JOINED)
    wrong = at_outlet.fill(pid, JOINED, {"mobile": "13991400029"}, page=form, papers=[])
    assert told(wrong)["mobile"] == "手工录入"
    check = at_outlet.fill(pid, JOINED, {**REPLACING, "mobile": "139 9140 0029"}, page=wrong, papers=form.papers)
    assert told(check) == {"mobile": "手工录入"}
    done = at_outlet.confirm(check)
    loss, replaced = entries(counter, done)
    assert (loss.by_hand, replaced.by_hand) == ((), ("持卡人手机号码",))
    assert "持卡人手机号码" in done.texts("data-by-hand")[0]
    assert audit(counter, "手工录入") == [("1024", "持卡人手机号码")]


def test_what_stays_as_the_record_says_is_not_by_hand(shangluo, at_outlet, pid):
    """UX 5: typed with blanks, the same number is the record's."""
    mobile = at_outlet.form(pid, JOINED).inputs["mobile"]
    check = at_outlet.fill(pid, JOINED, {**REPLACING, "mobile": f"{mobile[:3]} {mobile[3:7]}-{mobile[7:]}"})
    assert told(check) == {"mobile": SYSTEM}
    done = at_outlet.confirm(check)
    assert [entry.by_hand for entry in entries(shangluo[1], done)] == [(), ()]
    assert "data-by-hand" not in done.marks
    assert audit(shangluo[1], "手工录入") == []


def test_what_was_typed_last_time_says_the_day_it_was_kept(open_world):
    """UX 5: 本网点留存 and its day."""
    world, counter = open_world("shishi")
    clerk = Clerk(counter, "making")
    pid = clerk.open(next(s.person for s in world.stories if s.id == "damaged").id_number)
    clerk.do(pid, "replace.damaged", {"received": "20", "mobile": "13905950011"})
    world.clock.pass_time(timedelta(days=3))
    clerk = Clerk(counter, "making")
    form = clerk.form(clerk.open(next(s.person for s in world.stories if s.id == "damaged").id_number), "agency.notify")
    assert told(form)["mobile"] == "本网点留存 2026-11-20"


def test_a_card_number_typed_instead_of_read_is_marked_and_a_read_one_names_the_chip(shangluo, someone):
    """UX 5: 社保卡芯片."""
    world, counter = shangluo
    clerk = Clerk(counter, "bureau")
    person = someone(world, "lost")
    pid = clerk.open(person.id_number)
    window = next(w.id for w in counter.branch.windows() if w.type == "bureau")
    form = clerk.form(pid, "tempcard.issue")
    world.bench.lay_down(window, VirtualCard("LS6110009", person.id_number, person.name))
    read = clerk.fill(pid, "tempcard.issue", {"read": "temporary_number"}, page=form)
    assert told(read)["temporary_number"] == "社保卡芯片 10:31"
    typed = clerk.fill(pid, "tempcard.issue", {"temporary_number": "LS6110008"}, page=read, papers=[])
    assert told(typed)["temporary_number"] == "手工录入"


def test_the_agents_card_is_read_into_both_blanks(shangluo, at_outlet, pid):
    """UX 24: the second person is read."""
    world, counter = shangluo
    lay_id(world, counter, "bank_outlet")
    form = at_outlet.form(pid, JOINED, "代办")
    read = at_outlet.fill(pid, JOINED, {"read": "agent_id"}, page=form)
    assert (read.inputs["agent_id"], read.inputs["agent_name"]) == (AGENT, NAME)
    assert told(read) == {"agent_id": "身份证芯片 10:31", "agent_name": "身份证芯片 10:31", "mobile": SYSTEM}
    texts = {**REPLACING, "relation": "配偶", "agent_mobile": "13991400027", "received": "20"}
    check = at_outlet.fill(pid, JOINED, texts, page=read)
    assert "已读来人的身份证" in check.texts("data-hands")[0]
    done = at_outlet.confirm(check)
    assert {entry.answers_for for entry in entries(counter, done)} == {""}
    assert audit(counter, "承担核对责任") == []


def test_without_a_reading_the_clerk_is_told_who_answers_and_it_is_recorded(shangluo, at_outlet, pid):
    """UX 25: nothing was read."""
    check = at_outlet.fill(pid, JOINED, {**REPLACING, **AGENT_TEXTS}, by="代办")
    assert "由经办人 李静（1024）承担核对责任" in check.texts("data-hands")[0]
    done = at_outlet.confirm(check)
    assert {entry.answers_for for entry in entries(shangluo[1], done)} == {UNREAD}
    assert UNREAD in done.words
    assert audit(shangluo[1], "承担核对责任") == [("1024", UNREAD)]
    assert audit(shangluo[1], "手工录入") == [("1024", "来人姓名、来人身份证号")]


def test_another_number_than_the_card_was_read_waits_until_the_clerk_answers_for_it(shangluo, at_outlet, pid):
    """UX 25: what was read and what stands there differ."""
    world, counter = shangluo
    lay_id(world, counter, "bank_outlet")
    read = at_outlet.fill(pid, JOINED, {"read": "agent_id"}, page=at_outlet.form(pid, JOINED, "代办"))
    other = {**AGENT_TEXTS, **REPLACING, "agent_id": "611002197505054418"}
    check = at_outlet.fill(pid, JOINED, other, page=read)
    assert "来人身份证号与读出的身份证不一致" in check.texts("data-hands")[0]
    refused = at_outlet.confirm(check)
    assert refused.status == 422
    assert refused.texts("data-text")[0].startswith("来人身份证号与读出的来人身份证不一致，请改回证件上的内容")
    assert 'id="despite"' in refused.html
    done = at_outlet.confirm(refused, despite="是")
    assert {entry.answers_for for entry in entries(counter, done)} == {UNLIKE}
    assert audit(counter, "承担核对责任") == [("1024", UNLIKE)]


def test_nobody_answers_for_a_holder_who_has_come_alone(shangluo, at_outlet, pid):
    """UX 24, 25: asked only for another."""
    check = at_outlet.fill(pid, JOINED, REPLACING)
    assert "data-hands" not in check.marks
    assert "agent_id" not in at_outlet.form(pid, JOINED).inputs
    assert {entry.answers_for for entry in entries(shangluo[1], at_outlet.confirm(check, despite="是"))} == {""}
