"""Name and number change only with agreement of what was asked; the rest changes blank by blank."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from counter.catalogue import load
from counter.cities import load_city
from counter.core.case import FREE, NEW_NUMBER, PROVINCE_RECORD, TAKEN, Finding
from counter.core.decision import Accepted
from counter.core.dossier import Holder
from counter.core.ruled import Ruled
from counter.core.states import CardState, Kind, PaymentState, RecordState
from tests.core.test_decision import NOW, Desk, refusals, subject, with_card

PAPER = "姓名或社会保障号变更的依据"
HOLDER = Holder(
    id="p", id_number="410702199108155222", name="郭㛃", sex="女", born_on=date(1991, 8, 15),
    facts={"landline": "(0373)3051234", "category": "退伍军人", "mobile": "1390373"},
)  # fmt: skip
NUMBER = "410721199506120024"


@pytest.fixture(scope="module")
def xinxiang():
    return load(load_city("xinxiang"))


def found(answer: str, *, available: bool = True) -> Finding:
    return Finding(source="公安", asked_at=NOW, available=available, answer=answer)


def asked(xinxiang, texts, state=CardState.NORMAL, *, holder=HOLDER, others=(), **findings):
    heard = {PROVINCE_RECORD.id: found("有记录"), **{name.replace("_", "."): one for name, one in findings.items()}}
    desk = Desk(xinxiang, "city", with_card(state, *others, holder=holder))
    return desk.ask("change.identity", texts, findings=heard, scanned=frozenset({PAPER}))


def only_change(verdict):
    assert isinstance(verdict, Accepted), verdict
    ((change,),) = [step.changes for step in verdict.steps]
    return change


def test_a_new_number_brings_its_sex_and_birthday_and_the_card_has_the_old_face(xinxiang):
    change = only_change(asked(xinxiang, {"id_number": NUMBER}, province_number=found(FREE)))
    assert dict(change.facts) == {"id_number": NUMBER, "born_on": "1995-06-12", "old_face": "C61180001"}
    assert change.was["id_number"] == HOLDER.id_number
    assert [label for _, label, _, _ in change.turned(())] == ["社会保障号码", "出生日期"]


@pytest.mark.parametrize("state", [CardState.VOID, CardState.CANCELLED])
def test_a_card_that_is_over_has_no_face_to_replace(xinxiang, state):
    assert "old_face" not in only_change(asked(xinxiang, {"name": "郭洁"}, state)).facts


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (found("比对不成功"), "新的姓名、号码与公安登记比对不成功"),
        (found("待比对"), "公安联网核查还没有比对结果"),
        (found("比对成功"), ""),
        (found("", available=False), ""),
        (None, ""),
    ],
)
def test_the_police_have_the_new_name_where_they_are_asked(xinxiang, answer, said):
    verdict = asked(xinxiang, {"name": "郭洁"}, **({"police": answer} if answer is not None else {}))
    if not said:
        assert isinstance(verdict, Accepted)
        return
    (refused,) = refusals(verdict)
    assert refused.startswith(said)


def test_somebody_elses_number_is_not_given_and_nobody_guesses_when_it_cannot_be_asked(xinxiang):
    (taken,) = refusals(asked(xinxiang, {"id_number": NUMBER}, province_number=found(TAKEN)))
    assert "登记在另一人名下" in taken
    (unasked,) = refusals(asked(xinxiang, {"id_number": NUMBER}, province_number=found("连接不上", available=False)))
    assert "连接不上" in unasked
    assert NEW_NUMBER.id == "province.number"


def test_a_card_on_its_way_comes_first_unless_the_city_lets_it(xinxiang):
    texts = {"name": "郭洁"}
    (refused,) = refusals(asked(xinxiang, texts, CardState.ORDERED))
    assert "新卡现为“已申请”" in refused
    rules = xinxiang.rules
    lets = replace(rules["change"], identity_while_making=Ruled(value=True, article="流程"))
    other = replace(xinxiang, rules={**rules, "change": lets}, _offers={})
    assert isinstance(asked(other, texts, CardState.ORDERED), Accepted)


def details(xinxiang, texts, *others):
    desk = Desk(xinxiang, "township", with_card(CardState.NORMAL, *others, holder=HOLDER))
    before = {"landline": "0373-3051234", "category": "", "mobile": "13903731001"}
    return desk.ask("change.details", {**before, **texts}, findings={PROVINCE_RECORD.id: found("有记录")})


def test_only_what_says_something_else_is_changed(xinxiang):
    """The same number in another spelling is no change; a list without the old word leaves it alone."""
    change = only_change(details(xinxiang, {}))
    assert dict(change.facts) == {"mobile": "13903731001"}
    assert dict(change.was) == {"mobile": "1390373"}


def test_what_is_on_record_is_not_emptied(xinxiang):
    (said,) = refusals(details(xinxiang, {"landline": ""}))
    assert said.startswith("固定电话原来有登记")


def test_a_second_change_keeps_what_the_first_had_changed(xinxiang):
    first = subject(Kind.RECORD, RecordState.CHANGED, id_="r", facts={"postcode": "453000"})
    change = only_change(details(xinxiang, {}, replace(first, since=NOW - timedelta(hours=1))))
    assert dict(change.facts) == {"postcode": "453000", "mobile": "13903731001"}
    assert dict(change.was) == {"mobile": "1390373"}


@pytest.mark.parametrize(
    ("facts", "waiting", "said"),
    [
        ({}, (), "请先办理姓名、社会保障号变更"),
        ({"old_face": "C1"}, (), "请先办理姓名、社会保障号变更"),
        ({"old_face": "C61180001"}, ("CHANGED",), "还没有得到省里确认"),
        ({"old_face": "C61180001"}, ("AGREED",), ""),
    ],
)
def test_the_reason_counts_once_the_province_has_the_change(xinxiang, facts, waiting, said):
    others = [subject(Kind.RECORD, RecordState[name], id_="r", facts=facts if name == "CHANGED" else {}) for name in waiting]
    paid = subject(Kind.PAYMENT, PaymentState.PAID, id_="pay", facts={"amount": "20.00", "item": "replace.card"})
    desk = Desk(xinxiang, "city", with_card(CardState.NORMAL, paid, *others, holder=replace(HOLDER, facts=facts)))
    verdict = desk.ask("replace.damaged", {"reason": "姓名或社会保障号变更", "mobile": "13903731001"})
    if not said:
        assert isinstance(verdict, Accepted)
        return
    (refused,) = refusals(verdict)
    assert said in refused
