"""Every code with which a province sends an entry back, and those that are no answer."""

import pytest

from counter.core.states import Kind
from tests.clerk import Clerk
from tests.sync.both_sides import agree, journal, number, province_words, seats, settle, states, work

CASH = {"received": "20"}
LOST_ON = {"lost_on": "2026-11-19"}
NOTICE = {"notice_number": "TZ0001", "bill_number": "PJ0001", "amount": "20"}
BANKED = {"xinxiang": ("city", NOTICE, {}), "shangluo": ("bank_outlet", None, CASH), "shishi": ("making", None, CASH)}
# These are no refusals: the province is busy, or it is another system.
NO_ANSWER = {"henan": {"08", "19"}, "shaanxi": {"-32601", "-32000"}, "fujian": {"NO_SUCH_RESOURCE", "TRY_LATER"}}


@pytest.mark.parametrize("city", BANKED)
def test_each_code_of_each_province_comes_back_to_the_window(open_world, city):
    """One replacement, sent back with every code the province has, and accepted in the end; paid once."""
    window, notice, cash = BANKED[city]
    world, counter = open_world(city, seats(city, window))
    clerk, boss = Clerk(counter, window), Clerk(counter, window, "1001")
    pid = clerk.open(number(world, "formally-lost"))
    if notice:
        clerk.do(pid, "fees.notice", notice)
    codes = {code.code for code in world.province.codes} - NO_ANSWER[world.province.province]
    assert len(codes) > 15
    for code in sorted(codes):
        world.province.reject_next(code)
        done = clerk.do(pid, "replace.lost", cash)
        assert done.texts("data-fee") == (["20.00 元 社会保障卡工本费，现金"] if cash else [])
        cash = {}
        counter.courier.round(news=True)
        said = province_text(world, code)
        page = clerk.get(done.response.request.path)
        assert page.texts("data-province") == ["省已退回"]
        assert f"省已退回 {said}" in page.words
        assert states(counter, pid) == ["正式挂失"]
        assert states(counter, pid, Kind.PAYMENT) == ["已缴费"]
        ((_, text),) = work(clerk)
        assert all(word in text for word in ("遗失补卡", said, f"（{code}）", "已缴的 20.00 元", "不再收费", "重新办理"))
        settle(boss, "已处理")
        assert work(clerk) == []
    rows = [operation for operation, _ in journal(counter)]
    assert rows.count("province.rejected") == len(codes)
    assert world.province.applied == ()
    assert "received" not in clerk.form(pid, "replace.lost").inputs
    clerk.do(pid, "replace.lost", {})
    counter.courier.round(news=True)
    assert states(counter, pid, Kind.PAYMENT) == ["已使用"]
    taken = counter.branch.database.row("SELECT SUM(fen) FROM ledger WHERE account='现金'")
    assert taken == (None if notice else 2000,)
    agree(world, counter)


def province_text(world, code: str) -> str:
    """The text the province has for this code; 01 of Henan means a lost card here."""
    return next(own.text for own in world.province.codes if own.code == code)


@pytest.mark.parametrize("city", BANKED)
def test_codes_that_are_no_answer_leave_the_entry_waiting(open_world, city):
    window, _, _ = BANKED[city]
    world, counter = open_world(city, seats(city, window))
    clerk = Clerk(counter, window)
    done = clerk.do(clerk.open(number(world, "lost")), "loss.temporary", LOST_ON)
    for code in sorted(NO_ANSWER[world.province.province]):
        world.province.reject_next(code)
        counter.courier.round(news=False)
        assert not counter.courier.link.up
        assert province_words(clerk, done.response.request.path) == ["待省确认"]
        assert work(clerk) == []
        counter.branch.database.run("UPDATE outbox SET next_ms=0")
    counter.courier.round(news=True)
    agree(world, counter)
