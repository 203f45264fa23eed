"""A fact from the province is compared with the copy: what it changes, what merely lags, what it contradicts."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from counter.core.dates import BEIJING
from counter.core.dossier import Dossier, Holder, Subject
from counter.core.learning import compare
from counter.core.province import CardRecord, PersonRecord
from counter.core.states import ABSENT, CardState, FinancialState, Kind, SocialState

NOW = datetime(2026, 11, 20, 10, 31, tzinfo=BEIJING)
HOLDER = Holder(id="p", id_number="611002198003124513", name="王䶮𬱖")


def subject(kind, state, *, id_="c1", card="", number="", until=None, version=3) -> Subject:
    return Subject(
        id=id_, kind=kind, state=state, version=version, since=NOW, card=card, number=number, until=until
    )


COPY = (
    subject(Kind.CARD, CardState.NORMAL, number="C61180001"),
    subject(Kind.SOCIAL, SocialState.ON, id_="c1.social", card="c1"),
    subject(Kind.FINANCIAL, FinancialState.ON, id_="c1.financial", card="c1"),
)


def told(number="C61180001", state="正常", social="已启用", financial="已激活", **more) -> CardRecord:
    return CardRecord(number=number, state=state, bank="中国农业银行", social=social, financial=financial, **more)


def learnt(subjects, *cards: CardRecord, waiting=None):
    record = PersonRecord(
        id_number=HOLDER.id_number, name=HOLDER.name, sex="男", born_on=date(1980, 3, 12), ethnic="汉族", mobile="",
        address="", insured_area="", category="", as_of=NOW, cards=cards,
    )  # fmt: skip
    return compare(Dossier(holder=HOLDER, subjects=tuple(subjects)), record, "op", waiting or {})


def words(result) -> list[str]:
    return [change.words for change in result.changes]


def test_what_is_known_already_changes_nothing():
    assert learnt(COPY, told()).changes == ()


def test_another_state_is_a_change_of_the_version_that_was_read():
    result = learnt(COPY, told(state="临时挂失", lost_until=NOW + timedelta(days=7), lost_by="12333"))
    (change,) = result.changes
    assert (change.words, change.subject, change.version) == ("正常 → 临时挂失", "c1", 3)
    assert change.until == NOW + timedelta(days=7)
    assert change.facts["lost_by"] == "12333"
    assert result.contradicted == frozenset()


def test_an_order_that_was_ended_and_made_anew_for_another_bank_is_the_other_banks():
    order = replace(subject(Kind.CARD, CardState.ORDERED), facts={"bank": "中国工商银行"})
    (change,) = learnt((order,), told(number="", state="已申请", social="未启用", financial="未激活")).changes
    assert (change.subject, change.words, change.facts["bank"]) == ("c1", "已申请 → 已申请", "中国农业银行")


def test_a_new_person_gets_the_card_and_its_two_functions():
    result = learnt((), told())
    assert words(result) == ["无 → 正常", "无 → 已启用", "无 → 已激活"]
    card, social, financial = result.changes
    assert (card.before, card.number, card.facts["bank"]) == (ABSENT, "C61180001", "中国农业银行")
    assert social.card == financial.card == card.subject
    assert len({card.subject, social.subject, financial.subject}) == 3


def test_two_cards_of_one_record_do_not_share_a_name():
    result = learnt((), told("A1", "作废", "停用", "停用"), told("A2"))
    assert len({change.subject for change in result.changes}) == 6


def test_a_function_that_changed_alone_is_learnt_alone():
    assert words(learnt(COPY, told(financial="挂失"))) == ["已激活 → 挂失"]


def test_the_province_merely_lags_behind_what_waits_to_be_sent():
    mine = (subject(Kind.CARD, CardState.LOST, number="C61180001"), *COPY[1:])
    waiting = {"c1": frozenset({CardState.NORMAL, CardState.LOST})}
    result = learnt(mine, told(state="正常"), waiting=waiting)
    assert (result.changes, result.contradicted) == ((), frozenset())


def test_a_state_that_no_waiting_entry_knows_contradicts_them():
    mine = (subject(Kind.CARD, CardState.LOST, number="C61180001"), *COPY[1:])
    waiting = {"c1": frozenset({CardState.NORMAL, CardState.LOST})}
    result = learnt(mine, told(state="注销"), waiting=waiting)
    assert (words(result), result.contradicted) == (["正式挂失 → 注销"], {"c1"})


def test_a_made_card_is_the_one_that_was_ordered():
    ordered = subject(Kind.CARD, CardState.ORDERED, id_="new", version=1)
    result = learnt((ordered,), told("C61199999", "待领取", "未启用", "未激活"))
    card = result.changes[0]
    assert (card.subject, card.words, card.number) == ("new", "已申请 → 待领取", "C61199999")


def test_a_card_with_another_number_is_another_card():
    result = learnt(COPY, told("C61199999"))
    assert result.changes[0].before is ABSENT
    assert result.changes[0].subject != "c1"


def test_the_end_of_a_temporary_loss_is_part_of_its_state():
    until = NOW + timedelta(days=4)
    mine = (subject(Kind.CARD, CardState.TEMPORARILY_LOST, number="C61180001", until=until), *COPY[1:])
    assert learnt(mine, told(state="临时挂失", lost_until=until)).changes == ()
    (change,) = learnt(mine, told(state="临时挂失", lost_until=until + timedelta(days=1))).changes
    assert change.until == until + timedelta(days=1)


def test_a_certificate_and_what_became_of_the_card_are_learnt_though_the_state_stays():
    cancelled = (subject(Kind.CARD, CardState.CANCELLED, number="C61180001"),)
    told_so = told(state="注销", social="", financial="", cancelled_for="死亡", certificate="61100001202611200002")
    (change,) = learnt(cancelled, told_so).changes
    assert (change.words, change.facts["cancelled_for"]) == ("注销 → 注销", "死亡")
    assert change.facts["certificate"] == "61100001202611200002"
    known = (replace(cancelled[0], facts={**change.facts}),)
    assert learnt(known, told_so).changes == ()
    (back,) = learnt(known, replace(told_so, returned="已收回")).changes
    assert back.facts["returned"] == "已收回"
