"""Cards of a unit: one commit for all of them, every card its own history, and the one that is not right named."""

from dataclasses import replace

import pytest

from counter.core.identity import IdNumber
from counter.core.province import CardRecord, PersonRecord
from counter.core.states import CardState, CustodyState, Kind
from counter.rehearsal.people import check_sign
from counter.store.journal import broken_link
from counter.sync.learn import learn_record
from tests.clerk import Clerk
from tests.conftest import NOW

FACTORY, FACTORY_NAME, OFFICE = "4107020017", "新乡市演练纺织厂", "HM07"
COLLECTOR = {
    "unscanned": "是",
    "collector_name": "秦小满", "collector_id": "410702199402263662", "collector_mobile": "13903732211",
}  # fmt: skip
NAMES = ("郭㛃", "马梓𬍛", "郑秀英", "吕志远")


def number_of(n: int) -> IdNumber:
    first = f"41070219870412{311 + n:03d}"
    return IdNumber(first + check_sign(first))


def record(n: int, state: str = "待领取", **card: str) -> PersonRecord:
    number = number_of(n)
    made = CardRecord(
        number=f"F4509000{n}", state=state, bank="中国建设银行", social="未启用", financial="未激活", batch="P20261118",
        **card,
    )  # fmt: skip
    return PersonRecord(
        id_number=str(number), name=NAMES[n], sex=number.sex, born_on=number.born_on, ethnic="汉族", mobile="",
        address="", insured_area="红旗区", category="职工", as_of=NOW, cards=(made,), unit_number=FACTORY,
        unit_name=FACTORY_NAME,
    )  # fmt: skip


@pytest.fixture
def factory(open_world):
    """A factory whose four people's cards are made and lie here, and two clerks at the county's window."""
    world, counter = open_world("xinxiang")
    for n in range(len(NAMES)):
        world.province.register(record(n))
    clerk = Clerk(counter, "county")
    return world, counter, clerk, clerk.open(f"单位{FACTORY}")


def states(counter, n: int) -> tuple[CardState, CustodyState | None]:
    (pid,) = counter.branch.people.find("id", str(number_of(n)))
    dossier = counter.branch.people.dossier(pid)
    (card,) = dossier.of(Kind.CARD)
    custody = dossier.function(Kind.CUSTODY, card)
    return card.state, custody.state if custody is not None else None


def test_a_units_people_come_with_its_number(factory):
    """Nobody of them was ever opened here: the province gives them all when the unit is opened."""
    _, counter, clerk, unit = factory
    page = clerk.get(f"/person/{unit}")
    assert FACTORY_NAME in page.words
    assert [f"F4509000{n}" in page.words for n in range(4)] == [True] * 4
    assert len(counter.branch.people.find("member", FACTORY)) == len(NAMES)


def test_all_cards_are_given_in_one_commit_each_under_its_own_holder(factory):
    """One paper, one operation; each holder's history and the province hear of each card once."""
    world, counter, clerk, unit = factory
    done = clerk.do(unit, "custody.unit", COLLECTOR)
    op_id = done.response.request.path.rsplit("/", 1)[1]
    assert [states(counter, n) for n in range(4)] == [(CardState.HANDED, CustodyState.UNIT)] * 4
    rows = counter.branch.database.rows("SELECT part, person, at_ms FROM journal WHERE op_id=? ORDER BY part", op_id)
    assert [row[0] for row in rows] == [0, 1, 2, 3, 4]
    assert len({row[1] for row in rows}) == 5
    while counter.courier.round():
        pass
    assert sorted(a.card_number for a in world.province.applied) == [f"F4509000{n}" for n in range(4)]
    assert broken_link(counter.branch.database) is None
    (pid,) = counter.branch.people.find("id", str(number_of(1)))
    assert "单位发卡" in clerk.get(f"/person/{pid}").words


def test_a_holders_own_row_says_nothing_of_the_others(factory):
    """What is sealed under one holder's key names no other holder's card."""
    _, counter, clerk, unit = factory
    clerk.do(unit, "custody.unit", {**COLLECTOR, "cards": "F45090000 F45090001"})
    (pid,) = counter.branch.people.find("id", str(number_of(0)))
    (seq,) = counter.branch.database.row("SELECT seq FROM journal WHERE person=? AND operation='custody.unit'", pid)
    kept = counter.branch.entries.at(seq).entry
    assert kept.card_number == "F45090000"
    assert kept.form.cards is None
    assert "F45090001" not in repr(kept)


def test_a_card_collected_after_the_check_stops_the_whole_batch_and_is_named(factory):
    """The other window was first with one card: nothing is written, the sentence says which and what it is now."""
    _, counter, clerk, unit = factory
    check = clerk.fill(unit, "custody.unit", COLLECTOR)
    other = Clerk(counter, "city", "1001")
    (pid,) = counter.branch.people.find("id", str(number_of(2)))
    other.do(pid, "issue.collect", {"collector_mobile": "13903732211"})
    before = counter.branch.database.row("SELECT COUNT(*) FROM journal")
    refused = clerk.confirm(check)
    assert refused.status == 422
    assert any("F45090002（郑*英）" in text and "待启用" in text for text in refused.texts("data-text")), refused.words
    assert counter.branch.database.row("SELECT COUNT(*) FROM journal") == before
    assert states(counter, 0) == (CardState.MADE, None)


def test_a_card_that_changed_since_the_check_is_stale_though_it_could_still_go(factory):
    """The card may still be given, but it is not as the clerk saw it: its number stands in the sentence."""
    _, counter, clerk, unit = factory
    check = clerk.fill(unit, "custody.unit", COLLECTOR)
    seen = record(3)
    learn_record(counter.branch, replace(seen, cards=(replace(seen.cards[0], batch="P20261119"),)))
    refused = clerk.confirm(check)
    assert refused.status == 409
    assert "卡 F45090003（吕*远）的状态刚被另一窗口或省里的消息改变，整批都没有保存" in refused.words
    assert states(counter, 0) == (CardState.MADE, None)


def test_twice_confirmed_is_one_entry(factory):
    _, counter, clerk, unit = factory
    check = clerk.fill(unit, "custody.unit", COLLECTOR)
    first, again = clerk.confirm(check), clerk.confirm(check)
    assert first.response.request.path == again.response.request.path
    assert counter.branch.database.row("SELECT COUNT(*) FROM journal WHERE operation='custody.unit'") == (5,)


def test_a_failure_in_the_middle_leaves_nothing(factory, monkeypatch):
    """The third card's row cannot be written: not one of the four has moved."""
    _, counter, clerk, unit = factory
    check = clerk.fill(unit, "custody.unit", COLLECTOR)
    append, calls = counter.branch.journal.append, []

    def breaks(rows, key, now):
        calls.append(rows)
        if len(calls) == 3:
            raise OSError("disk")
        return append(rows, key, now)

    monkeypatch.setattr(type(counter.branch.journal), "append", lambda _self, *args: breaks(*args))
    counter.flask.config["PROPAGATE_EXCEPTIONS"] = False
    assert clerk.confirm(check).status == 500
    monkeypatch.undo()
    assert [states(counter, n) for n in range(4)] == [(CardState.MADE, None)] * 4
    assert counter.branch.journal.done(check.response.request.path.rsplit("/", 1)[1]) is False


def test_one_card_sent_back_by_the_province_goes_back_alone(factory):
    """A rejection is one holder's: that card is here again, a work item opens, the others stay given."""
    world, counter, clerk, unit = factory
    clerk.do(unit, "custody.unit", COLLECTOR)
    code = next(code for code in world.province.codes if code.text == "卡号不存在或不属于该人员")
    world.province.reject_next(code.code)
    while counter.courier.round():
        pass
    found = [states(counter, n) for n in range(4)]
    assert found.count((CardState.MADE, None)) == 1
    assert found.count((CardState.HANDED, CustodyState.UNIT)) == 3
    assert sorted(item.kind for item in counter.branch.work.items()) == ["未签字", "省已退回"]


def test_a_persons_operation_is_not_done_on_a_units_page(factory):
    _, counter, clerk, unit = factory
    (pid,) = counter.branch.people.find("id", str(number_of(0)))
    assert clerk.get(f"/person/{unit}/do/issue.collect").status == 404
    assert clerk.get(f"/person/{pid}/do/custody.unit").status == 404
    assert "custody.unit" not in clerk.get(f"/person/{pid}").marks.get("data-offer", [])
    assert "issue.collect" not in clerk.get(f"/person/{unit}").marks.get("data-offer", [])


@pytest.mark.parametrize(("number", "name", "said"), [("77", "", "单位编号应为"), ("HM 07", "", "还没有单位名称")])
def test_a_unit_is_written_down_whole_or_not(factory, number, name, said):
    _, counter, clerk, _ = factory
    page = clerk.post("/unit", {"number": number, "name": name})
    assert page.status == 422
    assert said in page.words
    assert counter.branch.people.find("unit", OFFICE) == []


def test_a_unit_nobody_knows_can_be_written_down_and_is_found_again(factory):
    _, counter, clerk, _ = factory
    assert "先登记" in clerk.find("单位hm07").words
    page = clerk.post("/unit", {"number": "hm 07", "name": "洪门镇劳保所"})
    assert "洪门镇劳保所" in page.words
    assert clerk.open(OFFICE) == clerk.open("洪门镇劳保所") == clerk.open("单位编号 HM07")
    sealed = counter.branch.database.row("SELECT sealed FROM person WHERE id=?", clerk.open(OFFICE))
    assert "洪门".encode() not in bytes(sealed[0])


def test_a_bank_window_serves_no_units_and_writes_none_down(open_world):
    world, counter = open_world("shangluo")
    clerk = Clerk(counter, next(iter(counter.branch.windows())).type)
    page = clerk.post("/unit", {"number": "HM07", "name": "某单位"})
    assert page.status == 422
    assert counter.branch.people.find("unit", "HM07") == []
    assert world.province.applied == ()


def test_while_the_province_is_down_the_page_says_so_and_the_cards_known_here_can_be_given(factory):
    world, counter, clerk, unit = factory
    world.province.down()
    counter.findings.clear()
    page = clerk.get(f"/person/{unit}")
    assert "省系统连不上" in page.words
    done = clerk.do(unit, "custody.unit", COLLECTOR)
    assert "/entry/" in done.response.request.path
    assert [states(counter, n)[0] for n in range(4)] == [CardState.HANDED] * 4


def test_the_records_are_looked_up_by_unit_and_by_holder_and_leave_an_audit_row_only(factory):
    """发卡记录查询: what was done with each card, newest first; nothing is entered."""
    _, counter, clerk, unit = factory
    clerk.do(unit, "custody.unit", COLLECTOR)
    clerk.do(unit, "custody.receipt", {"cards": "F45090000", "brought_by": "秦小满", "brought_on": "2026-11-20"})
    before = counter.branch.database.row("SELECT COUNT(*) FROM journal")
    page = clerk.get(f"/person/{unit}/lookup/custody.records")
    assert len(page.texts("data-row")) == 5
    assert "回执管理" in page.texts("data-row")[0]
    assert "单位已领 → 已发本人" in page.texts("data-row")[0]
    (pid,) = counter.branch.people.find("id", str(number_of(1)))
    assert len(clerk.get(f"/person/{pid}/lookup/custody.records").texts("data-row")) == 1
    answer = clerk.client.get(f"/person/{unit}/lookup/custody.records.pdf")
    assert answer.mimetype == "application/pdf"
    assert counter.branch.database.row("SELECT COUNT(*) FROM journal") == before
    looked = counter.branch.database.rows("SELECT person FROM audit WHERE what='发卡记录'")
    assert [row[0] for row in looked] == [unit, pid, unit]


def test_a_look_up_that_is_none_or_of_an_operation_is_no_page(factory):
    _, _, clerk, unit = factory
    assert clerk.get(f"/person/{unit}/lookup/notice.once").status == 404
    assert clerk.get(f"/person/{unit}/lookup/none.pdf").status == 404
    assert clerk.get("/person/none/lookup/custody.records").status == 404


def test_where_a_card_is_stands_first_on_its_holders_page(factory):
    _, counter, clerk, unit = factory
    clerk.do(unit, "custody.unit", COLLECTOR)
    (pid,) = counter.branch.people.find("id", str(number_of(2)))
    assert f"新卡，已由{FACTORY_NAME}领走" in clerk.get(f"/person/{pid}").words


def test_the_paper_says_that_the_province_has_not_confirmed_and_its_copy_that_it_has(factory):
    """The unit's own row is told to nobody: its paper waits for the rows of the cards."""
    world, counter, clerk, unit = factory
    world.province.down()
    done = clerk.do(unit, "custody.unit", COLLECTOR)
    op_id = done.response.request.path.rsplit("/", 1)[1]
    seq = counter.branch.entries.of_operation(op_id)[0].seq
    assert done.texts("data-province") == ["待省确认"] * len(NAMES)
    assert counter.branch.entries.copies(seq)[0].awaiting
    counter.branch.entries.another_copy(seq, "1024", NOW)
    world.province.up()
    counter.branch.database.run("UPDATE outbox SET next_ms=0")
    while counter.courier.round():
        pass
    counter.branch.entries.another_copy(seq, "1024", NOW)
    assert [copy.awaiting for copy in counter.branch.entries.copies(seq)] == [True, True, False]
    assert clerk.get(f"/entry/{op_id}").texts("data-province") == ["省已确认"] * len(NAMES)


def test_what_cannot_be_done_with_a_unit_says_why_before_a_form_is_filled(factory):
    _, _, clerk, unit = factory
    offered = clerk.get(f"/person/{unit}").marks["data-offer"]
    assert "custody.unit" in offered
    assert not {"custody.receipt", "custody.store", "custody.receive", "custody.approve"} & set(offered)
    clerk.do(unit, "custody.unit", COLLECTOR)
    page = clerk.get(f"/person/{unit}")
    assert "custody.receipt" in page.marks["data-offer"]
    assert "现在没有可以办理单位发卡的卡" in page.words


def test_a_receipt_is_taken_for_a_card_its_holder_uses_already(factory):
    """The holder enabled the card before the unit brought the receipts: the receipt still counts."""
    world, counter, clerk, unit = factory
    clerk.do(unit, "custody.unit", COLLECTOR)
    while counter.courier.round():
        pass
    learn_record(counter.branch, record(1, "正常"))
    clerk.do(unit, "custody.receipt", {"cards": "F45090001", "brought_by": "秦小满", "brought_on": "2026-11-20"})
    assert states(counter, 1) == (CardState.NORMAL, CustodyState.DELIVERED)
    assert world.province.waiting == ()
