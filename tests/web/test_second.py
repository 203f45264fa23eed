"""The second person: asked where the city says so, never the clerk, throttled like a login, kept by number and name."""

from decimal import Decimal

import pytest

from counter.cities import CityError, read_city
from counter.core.case import Clerk as AtWork
from counter.core.change import Change
from counter.core.guide import Reviewer
from counter.core.ruled import Refusal, Ruled
from counter.core.second import SecondRule, moved_yuan, not_reviewed
from counter.core.states import ABSENT, CardState, Kind, PaymentState
from counter.store.staff import LOCKED, TRIES
from counter.sync.reject import reject
from tests.clerk import PASSWORD, SECOND, Clerk
from tests.own_city import own_counter, text_of
from tests.sync.both_sides import CLERK_TOO, agree, dossier, number, seats, work

REASON = {"reason": "发错"}
UNDO = 'second = { value = ["经办", "主管"], assumed = true, note = "文件没有写复核；已经办成的业务要退回，由两人办" }'


@pytest.fixture
def handed(open_world):
    """A card handed over to the wrong person; the clerk has come to the check page of taking it back."""
    world, counter = open_world("shangluo", seats("shangluo"))
    clerk = Clerk(counter, "bank_outlet")
    pid = clerk.open(number(world, "to-collect"))
    clerk.do(pid, "issue.collect", {})
    return world, counter, clerk, pid


def state(counter, pid):
    return dossier(counter, pid).card().state


def entries(counter):
    return counter.branch.database.row("SELECT COUNT(*) FROM journal")[0]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({}, "领卡业务回退须由另一人复核，请经办或主管在下面输入自己的工号和密码"),
        ({"second_number": "1024", "second_password": PASSWORD}, "复核人不能是经办人自己（工号 1024）"),
        ({"second_number": "1001", "second_password": "wrong-1"}, "复核没有通过：工号或密码不对，请核对后重新输入"),
        ({"second_number": "9999", "second_password": PASSWORD}, "复核没有通过：工号或密码不对，请核对后重新输入"),
        ({"second_password": PASSWORD}, "复核没有通过：工号或密码不对，请核对后重新输入"),
        ({"second_number": "1000", "second_password": PASSWORD}, "王芳是管理员，不能复核领卡业务回退，请由经办或主管复核"),
    ],
)
def test_without_a_second_person_who_may_nothing_is_written_and_nothing_typed_is_lost(handed, typed, said):
    _, counter, clerk, pid = handed
    before = entries(counter)
    check = clerk.fill(pid, "issue.undo", REASON)
    page = clerk.confirm(check, **typed)
    assert page.status == 422
    (told,) = page.texts("data-refusal")
    assert told.startswith(said)
    assert "文件未载明，按假定执行" in told
    assert page.inputs["second_number"] == typed.get("second_number", "")
    assert page.inputs["second_password"] == ""
    assert PASSWORD not in page.html
    assert "发错" in page.words
    assert (entries(counter), state(counter, pid)) == (before, CardState.HANDED)
    done = clerk.confirm(page, **SECOND)
    assert done.texts("data-second") == ["周敏 1001"]
    assert state(counter, pid) is CardState.MADE


def test_who_confirmed_stands_on_page_slip_and_audit_and_the_password_nowhere(handed, tmp_path):
    world, counter, clerk, pid = handed
    done = clerk.do(pid, "issue.undo", REASON, **SECOND)
    assert done.texts("data-second") == ["周敏 1001"]
    op_id = done.response.request.path.rsplit("/", 1)[1]
    (kept,) = counter.branch.entries.of_operation(op_id)
    assert (kept.entry.second, kept.entry.second_name) == ("1001", "周敏")
    receipt = counter.branch.catalogue.operations["issue.undo"].receipt(kept.entry)
    assert ("复核人", "周敏（1001）") in [(fact.label, fact.value) for fact in receipt.foot]
    audit = counter.branch.database.rows("SELECT what, ok, note FROM audit WHERE what='复核'")
    assert audit == [("复核", 1, "1001")]
    files = [path for path in (tmp_path / "shangluo").iterdir() if path.is_file()]
    assert files
    assert not [path.name for path in files if PASSWORD.encode() in path.read_bytes()]
    counter.courier.round(news=True)
    agree(world, counter)


def test_pressed_twice_it_is_one_entry_and_asks_no_password_again(handed):
    _, counter, clerk, pid = handed
    check = clerk.fill(pid, "issue.undo", REASON)
    first = clerk.confirm(check, **SECOND)
    count = entries(counter)
    again = clerk.confirm(check)
    assert again.response.request.path == first.response.request.path
    assert entries(counter) == count


def test_wrong_passwords_lock_the_number_as_at_the_login(handed):
    _, counter, clerk, pid = handed
    page = clerk.fill(pid, "issue.undo", REASON)
    for _ in range(TRIES):
        page = clerk.confirm(page, second_number="1001", second_password="wrong-1")
    page = clerk.confirm(page, **SECOND)
    (told,) = page.texts("data-refusal")
    assert f"连续输错 {TRIES} 次，已暂停登录到" in told
    token = clerk.get("/status").inputs["csrf_token"]
    window = counter.branch.windows()[0].id
    data = {"csrf_token": token, "number": "1001", "password": PASSWORD, "window": window}
    assert counter.flask.test_client().post("/login", data=data).status_code in (400, 422)
    counter.branch.database.run("UPDATE staff SET locked_ms=locked_ms-?", int(LOCKED.total_seconds() * 1000))
    assert clerk.confirm(page, **SECOND).texts("data-second") == ["周敏 1001"]


def test_the_clerks_own_number_is_never_locked_out_by_confirming(handed):
    _, counter, clerk, pid = handed
    page = clerk.fill(pid, "issue.undo", REASON)
    for _ in range(TRIES + 1):
        page = clerk.confirm(page, second_number="1024", second_password="wrong-1")
    assert counter.branch.database.row("SELECT failed, locked_ms FROM staff WHERE number='1024'") == (0, 0)


def test_an_operation_without_the_rule_asks_nobody_and_keeps_nobody(open_world):
    world, counter = open_world("shangluo", seats("shangluo"))
    clerk = Clerk(counter, "bank_outlet")
    pid = clerk.open(number(world, "to-collect"))
    check = clerk.fill(pid, "issue.collect", {})
    assert "second_number" not in check.inputs
    done = clerk.confirm(check, **SECOND)
    assert done.texts("data-second") == []


def test_a_city_without_the_rule_asks_nobody(open_world, tmp_path, staff):
    world, _ = open_world("shangluo")
    text = text_of("shangluo")
    assert UNDO in text
    counter = own_counter(world, tmp_path / "own", staff, text.replace(UNDO, ""), None)
    clerk = Clerk(counter, "bank_outlet")
    pid = clerk.open(number(world, "to-collect"))
    clerk.do(pid, "issue.collect", {})
    assert clerk.do(pid, "issue.undo", REASON).texts("data-second") == []
    assert state(counter, pid) is CardState.MADE


# what is put back on the work list


@pytest.fixture
def sent_back(open_world):
    """A replacement with its fee that the province sent back late, when the card was already ordered."""
    world, counter = open_world("shangluo", seats("shangluo"))
    clerk, boss = Clerk(counter, "bank_outlet"), Clerk(counter, "bank_outlet", "1001")
    pid = clerk.open(number(world, "lost"))
    clerk.do(pid, "loss.formal+replace.lost", {"lost_on": "2026-11-19", "received": "20"})
    (seq,) = counter.branch.database.row("SELECT MIN(seq) FROM journal WHERE operation='loss.formal'")
    counter.branch.database.run("UPDATE outbox SET state=1 WHERE seq=?", seq)
    assert reject(counter.branch, seq, "4102", "查无此卡")
    return counter, boss, pid


def test_money_is_put_back_only_by_two(sent_back):
    counter, boss, pid = sent_back
    ((item, _),) = work(boss)
    page = boss.post(f"/work/{item}", {"decision": "冲正"})
    assert page.status == 422
    (told,) = page.texts("data-refusal")
    assert told.startswith("冲正须由另一人复核，请经办或主管在下面输入自己的工号和密码")
    assert state(counter, pid) is CardState.ORDERED
    page = boss.post(f"/work/{item}", {"decision": "冲正", "second_number": "1001", "second_password": PASSWORD})
    assert "复核人不能是经办人自己（工号 1001）" in page.words
    assert boss.post(f"/work/{item}", {"decision": "冲正", **CLERK_TOO}).status == 200
    assert state(counter, pid) is CardState.NORMAL
    row = counter.branch.database.row("SELECT decided_by, decision FROM work WHERE id=?", item)
    assert row == ("1001", "冲正，复核人工号 1024")
    seqs = counter.branch.database.rows("SELECT seq FROM journal WHERE operation='province.rejected'")
    kept = [counter.branch.entries.at(seq) for (seq,) in seqs]
    assert {(one.entry.second, one.entry.second_name) for one in kept} == {("1024", "李静")}


def test_sending_again_needs_no_second_person(sent_back):
    counter, boss, _ = sent_back
    ((item, _),) = work(boss)
    assert boss.post(f"/work/{item}", {"decision": "重新上送"}).status == 200
    assert counter.branch.work.count() == 0


# the rule itself


def payment(amount: str, after: PaymentState = PaymentState.REFUNDED) -> Change:
    return Change(
        role="payment", title="缴费", subject="p", kind=Kind.PAYMENT, before=PaymentState.PAID, after=after, version=1,
        facts={"amount": amount},
    )  # fmt: skip


@pytest.mark.parametrize(("amount", "wanted"), [("20.00", False), ("100.00", False), ("100.01", True), ("", False)])
def test_above_the_limit_somebody_else_is_wanted_and_at_the_limit_not(amount, wanted):
    roles = Ruled(value=(Reviewer.SUPERVISOR,), assumed=True)
    rule = SecondRule(roles, Ruled(value=Decimal(100), article="规范 第二十条"))
    assert rule.wants([payment(amount)]) is wanted
    assert SecondRule(roles).wants([payment(amount)])
    assert rule.source == "规范 第二十条"


def test_only_payments_that_move_count():
    stays = payment("50.00", PaymentState.PAID)
    card = Change(
        role="card", title="卡", subject="c", kind=Kind.CARD, before=ABSENT, after=CardState.ORDERED, version=0,
        facts={"amount": "7"},
    )  # fmt: skip
    assert moved_yuan([payment("20.00"), payment("5.50"), stays, card]) == moved_yuan([payment("25.50")])


def test_a_role_the_city_does_not_name_is_told_who_may():
    rule = SecondRule(Ruled(value=(Reviewer.SUPERVISOR,), article="规范 第十八条"))
    clerk = AtWork(number="1024", name="李静", role="经办")
    other = AtWork(number="1025", name="张芳", role="经办")
    (said,) = not_reviewed("注销", rule, clerk, other)
    assert said == Refusal("张芳是经办，不能复核注销，请由主管复核", "规范 第十八条", "second_number")
    assert not not_reviewed("注销", rule, clerk, AtWork(number="1001", name="周敏", role="主管"))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (UNDO, "second = { value = [], assumed = true }", "operations.issue.undo.second：至少写一种人（经办、主管）"),
        (UNDO, 'second = { value = ["管理员"], assumed = true }', "second.value[1]：应是 经办、主管 之一"),
        (UNDO, "second_above = { value = 20.00, assumed = true }", "operations.issue.undo.second_above：没有写由谁复核（second）"),
        ("put_back_second = {", "put_back_seconds = {", "city.put_back_seconds：不认识的项"),
    ],
)
def test_a_rule_that_is_written_wrongly_stops_the_start(old, new, said):
    text = text_of("shangluo")
    assert old in text
    with pytest.raises(CityError) as error:
        read_city("own", text.replace(old, new, 1).encode(), "own.toml")
    assert any(said in mistake for mistake in error.value.mistakes), error.value.mistakes
