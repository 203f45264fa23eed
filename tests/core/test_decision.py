"""Decide: accepted with everything that follows, or every refusal at once, each with its article."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from counter.catalogue import load
from counter.cities import load_city
from counter.core.blank import By
from counter.core.case import PROVINCE_RECORD, Across, Clerk, Finding, Reads, Window, condition
from counter.core.change import Change
from counter.core.charge import postings_of
from counter.core.dates import BEIJING
from counter.core.decision import Accepted, Question, Refused, decide
from counter.core.dossier import Dossier, Holder, Past, Subject
from counter.core.entry import DEPOSITS, INCOME, Posting
from counter.core.reading import read
from counter.core.ruled import Refusal, Ruled
from counter.core.states import ABSENT, CardState, FinancialState, Kind, PaymentState, SocialState
from counter.workdays import Workdays

NOW = datetime(2026, 11, 20, 10, 31, tzinfo=BEIJING)
CLERK = Clerk(number="1024", name="李静", role="经办")
HOLDER = Holder(id="p", id_number="611002198003124513", name="王䶮𬱖", born_on=date(1980, 3, 12))
AGENT = {"agent_name": "冀永强", "agent_id": "61100219800312007X", "relation": "子女", "agent_mobile": "13909140101"}
JOINED = "loss.formal+replace.lost"
REPLACING = {"lost_on": "2026-11-19", "mobile": "13909140101", "received": "20"}


@pytest.fixture(scope="module")
def catalogues():
    return {city: load(load_city(city)) for city in ("shangluo", "xinxiang", "shishi")}


def subject(kind, state, *, id_, card="", **more) -> Subject:
    return Subject(id=id_, kind=kind, state=state, version=4, since=NOW - timedelta(days=9), card=card, **more)


def with_card(state: CardState, *others: Subject, holder: Holder = HOLDER, **more) -> Dossier:
    subjects = (
        subject(Kind.CARD, state, id_="c", number="C61180001", facts={"bank": "中国农业银行"}, **more),
        subject(Kind.SOCIAL, SocialState.ON, id_="c.s", card="c"),
        subject(Kind.FINANCIAL, FinancialState.ON, id_="c.f", card="c"),
    )
    return Dossier(holder=holder, subjects=(*subjects, *others))


class Desk:
    """Asks one city's counter about one holder."""

    def __init__(self, catalogue, window: str, dossier: Dossier, now: datetime = NOW) -> None:
        self.catalogue, self.dossier, self.now = catalogue, dossier, now
        title = catalogue.city.windows[window].title
        self.window = Window(id="1", title=title, type=window, type_title=title)

    def ask(self, offer_id: str, texts: dict | None = None, *, papers=None, by: str = "本人", **more):
        offer = self.catalogue.offer(offer_id, self.window.type, self.dossier.unused)
        question = Question(
            dossier=self.dossier, city=self.catalogue.city, window=self.window, clerk=CLERK, now=self.now,
            calendar=Workdays(), op_id="op", **more,
        )  # fmt: skip
        if texts is not None:
            form = read(
                offer.form, {"by": by, **texts}, today=self.now.date(), lists=self.catalogue.city.choices()
            )
            everything = {p.paper for part in offer.parts for p in part.guide.materials}
            brought = frozenset(everything if papers is None else papers)
            question = replace(question, form=form, materials=brought)
        return decide(offer, question)


def refusals(verdict) -> list[str]:
    assert isinstance(verdict, Refused), verdict
    return [refusal.text for refusal in verdict.refusals]


def changes(verdict) -> list[str]:
    assert isinstance(verdict, Accepted), verdict
    return [change.words for step in verdict.steps for change in step.changes]


def test_a_loss_is_accepted_with_what_changes_and_when_it_ends(catalogues):
    desk = Desk(catalogues["shangluo"], "bureau", with_card(CardState.NORMAL))
    verdict = desk.ask("loss.temporary", {"lost_on": "2026-11-19"})
    assert changes(verdict) == ["正常 → 临时挂失"]
    (change,) = verdict.steps[0].changes
    assert change.until == NOW + timedelta(days=7)
    assert (change.subject, change.version) == ("c", 4)
    assert (change.facts["bank"], change.facts["lost_by"]) == ("中国农业银行", "窗口")


def test_a_city_without_a_term_gives_the_loss_no_end(catalogues):
    desk = Desk(catalogues["xinxiang"], "county", with_card(CardState.NORMAL))
    (change,) = desk.ask("loss.temporary", {"lost_on": "2026-11-19"}).steps[0].changes
    assert change.until is None
    lost = with_card(CardState.TEMPORARILY_LOST)
    years_later = Desk(catalogues["xinxiang"], "county", lost, NOW + timedelta(days=3000))
    assert changes(years_later.ask("loss.release", {})) == ["临时挂失 → 正常"]


def test_a_loss_is_released_until_it_ends_and_not_after(catalogues):
    lost = with_card(CardState.TEMPORARILY_LOST, until=NOW)
    before = Desk(catalogues["shangluo"], "bureau", lost, NOW - timedelta(milliseconds=1))
    assert changes(before.ask("loss.release", {})) == ["临时挂失 → 正常"]
    at_the_end = Desk(catalogues["shangluo"], "bureau", lost, NOW)
    assert refusals(at_the_end.ask("loss.release", {})) == ["卡为正常状态，无需解除挂失"]


def test_a_loss_that_has_ended_can_be_reported_again(catalogues):
    lost = with_card(CardState.TEMPORARILY_LOST, until=NOW)
    desk = Desk(catalogues["shangluo"], "bureau", lost, NOW + timedelta(days=30))
    (change,) = desk.ask("loss.temporary", {"lost_on": "2026-12-19"}).steps[0].changes
    assert (change.words, change.version) == ("正常 → 临时挂失", 4)
    assert change.until == NOW + timedelta(days=37)


def test_every_refusal_is_given_at_once_each_with_its_article(catalogues):
    child = replace(HOLDER, born_on=date(2011, 5, 5))
    desk = Desk(catalogues["shangluo"], "bureau", with_card(CardState.LOST, holder=child))
    down = {PROVINCE_RECORD.id: Finding(source="省", asked_at=NOW, available=False)}
    verdict = desk.ask(
        "replace.damaged", {"mobile": "13909140101", "received": "25", "new_photo": "是", **AGENT},
        papers=["委托书"], by="代办", findings=down,
    )  # fmt: skip
    assert refusals(verdict) == [
        "换卡须到发卡银行的补换卡网点窗口办理",
        "卡已正式挂失，请办理遗失补卡",
        "更换照片须由持卡人本人到窗口办理，代办的请按原照片补换",
        "应收社会保障卡工本费 20.00 元，实收 25.00 元，请核对",
        "持卡人 15 周岁，未满 16 周岁，须由监护人办理",
        "还缺：持卡人有效身份证件原件",
        "还缺：持卡人身份证复印件",
        "还缺：代理人身份证原件",
        "还缺：代理人身份证复印件",
        "还缺：损坏的社会保障卡",
    ]
    assert all(refusal.article for refusal in verdict.refusals)


def test_the_desk_speaks_only_of_what_it_can_know(catalogues):
    """Papers, amounts and dates are not refused before anybody was asked for them."""
    desk = Desk(catalogues["shangluo"], "bank_outlet", with_card(CardState.NORMAL))
    assert isinstance(desk.ask(JOINED), Accepted)
    assert isinstance(desk.ask("loss.temporary"), Accepted)
    assert refusals(desk.ask("loss.release")) == ["卡为正常状态，无需解除挂失"]


def test_joined_operations_are_decided_in_order_on_what_the_one_before_leaves(catalogues):
    desk = Desk(catalogues["shangluo"], "bank_outlet", with_card(CardState.NORMAL))
    verdict = desk.ask(JOINED, REPLACING)
    assert changes(verdict) == [
        "正常 → 正式挂失", "正式挂失 → 作废", "已启用 → 停用", "已激活 → 停用", "无 → 已申请", "无 → 已使用",
    ]  # fmt: skip
    loss, replacement = verdict.steps
    assert (loss.changes[0].version, replacement.changes[0].version) == (4, 5)
    assert (loss.fee, replacement.fee.yuan, verdict.fee) == (None, Decimal("20.00"), Decimal("20.00"))
    assert replacement.fee.article == "规范 第十七条"
    new = next(c for c in replacement.changes if c.before is ABSENT and c.kind is Kind.CARD)
    assert (new.subject, new.facts["bank"], new.facts["replaces"]) == ("op.1.new_card", "中国农业银行", "C61180001")


def test_a_part_that_is_refused_refuses_the_whole(catalogues):
    """The first part would be possible alone; the second lacks its money."""
    desk = Desk(catalogues["shangluo"], "bank_outlet", with_card(CardState.NORMAL))
    verdict = desk.ask(JOINED, {**REPLACING, "received": "19.99"})
    assert refusals(verdict) == ["应收社会保障卡工本费 20.00 元，实收 19.99 元，请核对"]


def test_the_refusals_of_every_part_come_together(catalogues):
    desk = Desk(catalogues["shangluo"], "bank_outlet", with_card(CardState.NORMAL))
    assert refusals(desk.ask(JOINED, {**REPLACING, "lost_on": "2026-11-21", "received": "25"})) == [
        "遗失日期不能晚于今天，请核对后改正",
        "应收社会保障卡工本费 20.00 元，实收 25.00 元，请核对",
    ]


def test_a_reason_shared_by_two_parts_is_said_once(catalogues):
    child = replace(HOLDER, born_on=date(2017, 5, 5))
    desk = Desk(catalogues["shangluo"], "bank_outlet", with_card(CardState.NORMAL, holder=child))
    assert refusals(desk.ask(JOINED, REPLACING)) == ["持卡人 9 周岁，未满 16 周岁，须由监护人办理"]


@pytest.mark.parametrize(
    ("born", "by", "said"),
    [
        (date(2010, 11, 21), "本人", "持卡人 15 周岁，未满 16 周岁，须由监护人办理"),
        (date(2010, 11, 21), "代办", "持卡人 15 周岁，未满 16 周岁，须由监护人办理"),
        (date(2010, 11, 21), "监护人", ""),
        (date(2010, 11, 20), "本人", ""),
        (date(2010, 11, 20), "代办", ""),
        (date(2010, 11, 20), "监护人", "持卡人已满 16 周岁，请选“本人”；由他人代来的选“代办”"),
    ],
)
def test_a_guardian_comes_for_a_child_up_to_the_birthday(catalogues, born, by, said):
    dossier = with_card(CardState.NORMAL, holder=replace(HOLDER, born_on=born))
    desk = Desk(catalogues["shangluo"], "bureau", dossier)
    verdict = desk.ask("loss.temporary", {"lost_on": "2026-11-19", **AGENT}, by=by)
    assert (refusals(verdict) if isinstance(verdict, Refused) else [""]) == [said]


def test_an_agent_is_refused_where_only_the_holder_may_come(catalogues):
    off = subject(Kind.FINANCIAL, FinancialState.OFF, id_="n.f", card="n")
    new = subject(Kind.CARD, CardState.HANDED, id_="n", number="C61199999")
    desk = Desk(catalogues["shangluo"], "bank", Dossier(holder=HOLDER, subjects=(new, off)))
    said = refusals(desk.ask("activate.financial", AGENT, by="代办"))
    assert said == ["金融功能须由持卡人本人持社会保障卡及有效身份证件到发卡银行激活，不能代办"]
    assert changes(desk.ask("activate.financial", {})) == ["未激活 → 已激活"]


def test_papers_are_those_of_who_has_come(catalogues):
    desk = Desk(catalogues["shangluo"], "bank_outlet", with_card(CardState.LOST))
    alone = desk.ask("replace.lost", REPLACING, papers=["持卡人有效身份证件原件", "持卡人身份证复印件"])
    assert isinstance(alone, Accepted)
    verdict = desk.ask("replace.lost", {**REPLACING, **AGENT}, by="代办", papers=["持卡人有效身份证件原件"])
    assert refusals(verdict) == [
        "还缺：持卡人身份证复印件", "还缺：代理人身份证原件", "还缺：代理人身份证复印件", "还缺：委托书",
    ]  # fmt: skip


def test_with_the_province_down_the_city_says_what_may_run(catalogues):
    down = {PROVINCE_RECORD.id: Finding(source="省", asked_at=NOW, available=False)}
    up = {PROVINCE_RECORD.id: Finding(source="省", asked_at=NOW, available=True, answer="有记录")}
    lost = Desk(catalogues["shangluo"], "bank_outlet", with_card(CardState.LOST))
    assert isinstance(lost.ask("replace.lost", REPLACING, findings=down), Accepted)
    ordered = subject(Kind.CARD, CardState.ORDERED, id_="n")
    making = Desk(catalogues["shangluo"], "bank_outlet", with_card(CardState.VOID, ordered))
    said = refusals(making.ask("issue.make", {}, findings=down))
    assert said == ["制卡数据由省级系统下发，暂时连不上，恢复后再制卡"]
    assert changes(making.ask("issue.make", {}, findings=up)) == ["已申请 → 制卡中"]


def test_the_window_must_be_one_of_the_document(catalogues):
    desk = Desk(catalogues["xinxiang"], "township", with_card(CardState.LOST))
    verdict = desk.ask("replace.lost")
    assert verdict.refusals[0].text.startswith("乡镇（街道）社保卡服务窗口不具备")
    assert verdict.refusals[0].article.startswith("流程 第四条")


def test_a_fee_paid_before_is_looked_for_and_used(catalogues):
    desk = Desk(catalogues["xinxiang"], "county", with_card(CardState.LOST))
    texts = {"mobile": "13909140101"}
    assert len(refusals(desk.ask("replace.lost", texts))) == 1
    used = subject(Kind.PAYMENT, PaymentState.USED, id_="pay0")
    assert isinstance(replace_desk(desk, used).ask("replace.lost", texts), Refused)
    paid = subject(Kind.PAYMENT, PaymentState.PAID, id_="pay1")
    verdict = replace_desk(desk, used, paid).ask("replace.lost", texts)
    assert [c.subject for s in verdict.steps for c in s.changes if c.kind is Kind.PAYMENT] == ["pay1"]
    assert verdict.fee == 0


def replace_desk(desk: Desk, *more: Subject) -> Desk:
    dossier = replace(desk.dossier, subjects=(*desk.dossier.subjects, *more))
    return Desk(desk.catalogue, desk.window.type, dossier, desk.now)


def test_a_state_without_its_own_sentence_is_named(catalogues):
    offer = catalogues["shangluo"].offer("loss.release", "bureau")
    part = offer.parts[0]
    silent = replace(offer, parts=(replace(part, guide=replace(part.guide, refusals={})),))
    desk = Desk(catalogues["shangluo"], "bureau", with_card(CardState.NORMAL))
    question = Question(
        dossier=desk.dossier, city=desk.catalogue.city, window=desk.window, clerk=CLERK, now=NOW, calendar=Workdays()
    )
    assert refusals(decide(silent, question)) == ["社会保障卡现为“正常”，不能办理解除挂失"]


def test_a_holder_without_a_card_is_told_so(catalogues):
    desk = Desk(catalogues["shangluo"], "bureau", Dossier(holder=HOLDER))
    assert refusals(desk.ask("loss.temporary")) == ["名下没有社会保障卡，没有可以挂失的卡"]


def test_a_condition_across_operations_speaks_when_it_can(catalogues):
    @condition(Reads.FORM)
    def second_person(case) -> Refusal | None:
        return Refusal("须由第二人复核") if case.filled.by is By.SELF else None

    desk = Desk(catalogues["shangluo"], "bureau", with_card(CardState.NORMAL))
    assert isinstance(desk.ask("loss.temporary", across=[Across("safe", second_person)]), Accepted)
    verdict = desk.ask("loss.temporary", {"lost_on": "2026-11-19"}, across=[Across("safe", second_person)])
    assert refusals(verdict) == ["须由第二人复核"]


def test_a_fee_is_not_let_go_when_the_plugin_that_takes_it_is_off(catalogues):
    offer = catalogues["shangluo"].offer("replace.lost", "bank_outlet")
    without = replace(offer, parts=tuple(replace(part, way=None) for part in offer.parts))
    desk = Desk(catalogues["shangluo"], "bank_outlet", with_card(CardState.LOST))
    question = Question(
        dossier=desk.dossier, city=desk.catalogue.city, window=desk.window, clerk=CLERK, now=NOW, calendar=Workdays()
    )
    assert refusals(decide(without, question)) == [
        "收费功能没有启用，收不了社会保障卡工本费，暂不能办理遗失补卡，请管理员查看状态页"
    ]


def asked(desk) -> set[str]:
    offer = desk.catalogue.offer("replace.damaged", desk.window.type, desk.dossier.unused)
    return {b.name for b in offer.form.own}


def deposit_of(catalogue, amount: str, item: str, *, refundable: bool):
    """What replacing a damaged card becomes where the fee may be a deposit and such a payment lies unused."""
    tariff = replace(catalogue.city.tariff["replace.card"], refundable=Ruled(value=refundable))
    city = replace(catalogue.city, tariff={**catalogue.city.tariff, "replace.card": tariff})
    paid = subject(Kind.PAYMENT, PaymentState.PAID, id_="p", facts={"amount": amount, "item": item})
    desk = Desk(replace(catalogue, city=city, _offers={}), "bank_outlet", with_card(CardState.NORMAL, paid))
    texts = {"mobile": "13909140101", "received": "20"}
    verdict = desk.ask("replace.damaged", {k: v for k, v in texts.items() if k in asked(desk)})
    assert isinstance(verdict, Accepted), verdict
    (step,) = verdict.steps
    (moved,) = [c for c in step.changes if c.kind is Kind.PAYMENT]
    return moved, step.fee


@pytest.mark.parametrize("item", ["", "replace.card"])
def test_an_unused_payment_pays_a_fee_and_no_cash_is_taken(catalogues, item):
    moved, fee = deposit_of(catalogues["shangluo"], "20.00", item, refundable=False)
    assert (moved.subject, moved.words, fee) == ("p", "已缴费 → 已使用", None)


def test_what_was_paid_for_the_same_under_another_tariff_pays_the_fee(catalogues):
    moved, fee = deposit_of(catalogues["shangluo"], "15.00", "replace.card", refundable=False)
    assert (moved.subject, moved.words, fee, moved.facts["amount"]) == ("p", "已缴费 → 已使用", None, "15.00")


@pytest.mark.parametrize(("amount", "item"), [("25.00", ""), ("20.00", "tempcard.issue")])
def test_what_was_paid_for_something_else_pays_no_fee(catalogues, amount, item):
    moved, fee = deposit_of(catalogues["shangluo"], amount, item, refundable=False)
    assert (moved.subject != "p", moved.words, fee.credit) == (True, "无 → 已使用", INCOME)
    assert moved.facts["item"] == "replace.card"


@pytest.mark.parametrize("item", ["", "other"])
def test_a_deposit_is_held_and_is_no_income(catalogues, item):
    moved, fee = deposit_of(catalogues["shangluo"], "20.00", item, refundable=True)
    assert (moved.subject != "p", moved.words, fee.credit) == (True, "无 → 押金在存", DEPOSITS)


def test_a_deposit_that_came_back_unused_is_held_again(catalogues):
    moved, fee = deposit_of(catalogues["shangluo"], "20.00", "replace.card", refundable=True)
    assert (moved.subject, moved.words, fee) == ("p", "已缴费 → 押金在存", None)


def test_the_ledger_rows_of_an_entry_sum_to_zero(catalogues):
    _, fee = deposit_of(catalogues["shangluo"], "20.00", "other", refundable=True)
    back = [Posting(DEPOSITS, Decimal(20)), Posting("现金", Decimal(-20))]
    assert postings_of(fee, None, lambda _case: back) == [Posting("现金", Decimal(20)), Posting(DEPOSITS, -20), *back]
    with pytest.raises(AssertionError):
        postings_of(fee, None, lambda _case: back[:1])


def test_working_days_are_promised_over_the_weekend(catalogues):
    desk = Desk(catalogues["shangluo"], "bank_outlet", with_card(CardState.LOST))
    promised = desk.ask("replace.lost", REPLACING).promised
    assert (promised.day, promised.certain) == (date(2026, 12, 1), True)
    assert (promised.words, promised.article) == ("7 个工作日，至领卡止", "规范 第十五条")


def undoing(*, version: int, outcome: str = "", days: int = 0) -> Dossier:
    """A card handed over, as entry 7 left it or changed since."""
    moved = Change(
        role="new_card", title="新卡", subject="n", kind=Kind.CARD,
        before=CardState.MADE, after=CardState.HANDED, version=2,
    )  # fmt: skip
    past = Past(
        seq=7, op_id="o", part=0, number="61100001202611200000007", operation="issue.collect", title="领卡",
        at=NOW - timedelta(days=days), where="1", clerk="1024", origin="window", province="", outcome=outcome,
        moved=(moved,),
    )  # fmt: skip
    new = subject(Kind.CARD, CardState.HANDED, id_="n", number="C61199999")
    return Dossier(holder=HOLDER, subjects=(replace(new, version=version),), past=(past,))


def test_a_reversal_puts_back_the_states_of_the_entry(catalogues):
    desk = Desk(catalogues["shangluo"], "bank_outlet", undoing(version=3))
    verdict = desk.ask("issue.undo", {"reason": "发错人"})
    assert changes(verdict) == ["待启用 → 待领取"]
    assert (verdict.steps[0].undoes.seq, verdict.steps[0].changes[0].version) == (7, 3)


@pytest.mark.parametrize("dossier", [undoing(version=4), undoing(version=3, outcome="undone")])
def test_a_reversal_is_refused_when_something_came_after(catalogues, dossier):
    desk = Desk(catalogues["shangluo"], "bank_outlet", dossier)
    said = refusals(desk.ask("issue.undo", {"reason": "发错人"}))
    assert said == ["没有可以回退的业务，或其后已办理了别的业务，不能领卡业务回退"]


def test_a_reversal_is_refused_when_its_days_are_over(catalogues):
    desk = Desk(catalogues["shangluo"], "bank_outlet", undoing(version=3, days=1))
    said = refusals(desk.ask("issue.undo", {"reason": "发错人"}))
    assert said == ["领卡当天才可以回退，这张卡是 2026-11-19 领取的"]


def photo_needed(catalogue, note=""):
    """The catalogue of a city that replaces no damaged card without a photo."""
    guide = replace(catalogue.city.operations["replace.damaged"], photo=Ruled(value=True, article="通知 附件 3", note=note))
    city = replace(catalogue.city, operations={**catalogue.city.operations, "replace.damaged": guide})
    return replace(catalogue, city=city, _offers={})


def test_who_has_no_photo_or_wants_none_is_told_where_one_is_needed(catalogues):
    asked = {"mobile": "13909140101", "received": "20"}
    named = {"new_photo": "是", "photo": f"{'ab' * 32} 358x441 40960"}
    said = "没有照片，不能办理损坏换卡，请拍照或上传合格的照片"
    for note in ("", "不拍照的，文件没有写可以不要照片，请与经办机构联系"):
        desk = Desk(photo_needed(catalogues["shangluo"], note), "bank_outlet", with_card(CardState.NORMAL))
        verdict = desk.ask("replace.damaged", asked)
        assert refusals(verdict) == [note or said]
        assert verdict.refusals[0].article == "通知 附件 3"
        assert isinstance(desk.ask("replace.damaged", {**asked, **named}), Accepted)
        assert isinstance(desk.ask("replace.damaged"), Accepted), "the desk has not asked for one yet"


MOVED, DEAD = {"cancelled_for": "参保关系转出省外"}, {"cancelled_for": "死亡", **AGENT}
LACKING = "还缺："


@pytest.mark.parametrize(
    ("texts", "by", "asked", "not_asked"),
    [
        (MOVED, "本人", "参保关系转出省外的凭证", "死亡证明或户籍注销证明"),
        (DEAD, "代办", "死亡证明或户籍注销证明", "委托书"),
        ({**DEAD, "cancelled_for": "失踪"}, "代办", "与持卡人的亲属关系证明", "持卡人身份证件原件"),
        ({**MOVED, **AGENT}, "代办", "委托书", "与持卡人的亲属关系证明"),
        ({**MOVED, "card_is": "已遗失", "why_missing": "丢了"}, "本人", "持卡人身份证件原件", "社会保障卡"),
    ],
)
def test_a_paper_may_be_asked_in_some_cases_only(catalogues, texts, by, asked, not_asked):
    desk = Desk(catalogues["shangluo"], "bureau", with_card(CardState.NORMAL))
    said = refusals(desk.ask("cancel.social", texts, papers=[], by=by))
    assert LACKING + asked in said
    assert LACKING + not_asked not in said
    verdict = desk.ask("cancel.social", texts, by=by)
    assert isinstance(verdict, Accepted)
    kept = [paper.paper for paper in verdict.steps[0].papers]
    assert asked in kept
    assert not_asked not in kept


def test_whose_card_is_cancelled_is_not_told_to_pay_first(catalogues):
    desk = Desk(catalogues["xinxiang"], "county", with_card(CardState.CANCELLED))
    assert refusals(desk.ask("replace.lost")) == ["卡已注销，不能补卡"]
