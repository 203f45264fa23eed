"""Cancellation: what the rules of a city change, who may speak for the dead, certificates, and what stays cancelled."""

from dataclasses import replace

import pytest

from counter.catalogue import load
from counter.cities import load_city
from counter.core.case import Clerk as AtWork
from counter.core.case import Window
from counter.core.decision import Accepted, Refused, decide
from counter.core.offer import Offer
from counter.core.province import Report
from counter.core.question import Question
from counter.core.reading import read
from counter.core.ruled import Ruled
from counter.core.states import CardState, FinancialState, Kind, PaymentState, TemporaryState
from counter.rehearsal.world import add_branch
from counter.workdays import Workdays
from tests.clerk import SECOND, Clerk
from tests.core.test_decision import NOW, subject, with_card
from tests.sync.both_sides import agree, dossier, number, seats, states

MOVED = {"cancelled_for": "参保关系转出省外"}
SOCIAL, ACCOUNT, RETURN = "cancel.social", "cancel.financial", "cancel.return"


@pytest.fixture(scope="module")
def catalogue():
    return load(load_city("shangluo"))


def offer_with(catalogue, **rules) -> Offer:
    """The cancellation with other values of the city's rules."""
    offer = catalogue.offer(SOCIAL, "bureau")
    changed = {name: Ruled(value=value, article="规范 第十八条") for name, value in rules.items()}
    part = replace(offer.parts[0], rules=replace(offer.parts[0].rules, **changed))
    return replace(offer, parts=(part,))


def ask(catalogue, dossier, texts=None, **rules):
    window = Window(id="1", title="1 号窗口", type="bureau", type_title="人社部门综合服务窗口")
    clerk = AtWork(number="1024", name="李静", role="经办")
    question = Question(dossier=dossier, city=catalogue.city, window=window, clerk=clerk, now=NOW, calendar=Workdays())
    offer = offer_with(catalogue, **rules)
    if texts is not None:
        form = read(offer.form, texts, today=NOW.date(), lists=catalogue.city.choices())
        papers = frozenset(paper.paper for paper in offer.parts[0].guide.materials)
        question = replace(question, form=form, materials=papers)
    return decide(offer, question)


def said(verdict) -> list[str]:
    return [refusal.text for refusal in verdict.refusals] if isinstance(verdict, Refused) else []


def temporary(state) -> object:
    return subject(Kind.TEMPORARY, state, id_="t")


@pytest.mark.parametrize("state", [TemporaryState.ISSUED, TemporaryState.EXPIRED])
def test_a_temporary_card_comes_back_first_where_the_city_says_so(catalogue, state):
    dossier = with_card(CardState.NORMAL, temporary(state))
    assert said(ask(catalogue, dossier)) == ["名下的临时卡还没有交还，请先交还临时卡，再注销"]
    assert isinstance(ask(catalogue, dossier, temporary_card_first=False), Accepted)


@pytest.mark.parametrize("state", [TemporaryState.RETURNED, TemporaryState.LOST, TemporaryState.DAMAGED])
def test_a_temporary_card_that_is_gone_stands_in_nobodys_way(catalogue, state):
    assert isinstance(ask(catalogue, with_card(CardState.NORMAL, temporary(state))), Accepted)


def test_money_paid_and_not_used_is_given_back_first_where_the_city_says_so(catalogue):
    paid = subject(Kind.PAYMENT, PaymentState.PAID, id_="p", facts={"amount": "20.00"})
    dossier = with_card(CardState.NORMAL, paid)
    assert isinstance(ask(catalogue, dossier), Accepted)
    assert said(ask(catalogue, dossier, refund_first=True)) == ["名下还有已缴未用的 20.00 元，请先退费，再注销"]
    used = with_card(CardState.NORMAL, subject(Kind.PAYMENT, PaymentState.USED, id_="p", facts={"amount": "20.00"}))
    assert isinstance(ask(catalogue, used, refund_first=True), Accepted)


def test_a_state_the_city_leaves_out_is_refused(catalogue):
    lost = with_card(CardState.LOST)
    assert isinstance(ask(catalogue, lost), Accepted)
    assert said(ask(catalogue, lost, from_states=("正常",))) == ["社会保障卡现为“正式挂失”，不能社会保障卡注销"]


def test_a_card_in_use_is_not_cancelled_while_another_is_on_its_way(catalogue):
    coming = subject(Kind.CARD, CardState.MADE, id_="n", number="C61180002")
    assert said(ask(catalogue, with_card(CardState.NORMAL, coming))) == ["新卡已制好，请先到发卡银行窗口领取，再注销"]


def test_where_no_card_may_be_missing_nobody_goes_without_one(catalogue):
    texts = {**MOVED, "card_is": "已遗失", "why_missing": "丢了"}
    assert isinstance(ask(catalogue, with_card(CardState.NORMAL), texts), Accepted)
    refused = said(ask(catalogue, with_card(CardState.NORMAL), texts, without_card=()))
    assert refused == ["社会保障卡已遗失的，不能社会保障卡注销，请带卡来办"]


def test_a_cause_with_which_the_holder_may_come_asks_for_no_relative(catalogue):
    texts = {"cancelled_for": "失踪"}
    assert said(ask(catalogue, with_card(CardState.NORMAL), texts)) != []
    assert isinstance(ask(catalogue, with_card(CardState.NORMAL), texts, absent=("死亡",)), Accepted)


# on the pages, with the province


@pytest.fixture
def town(open_world):
    """The bureau's hall and the issuing bank's outlet are two branches; they meet only through the province."""
    world, hall = open_world("shangluo", seats("shangluo", "bureau"))
    return world, hall


def outlet_of(world, tmp_path, staff):
    return add_branch(world, tmp_path / "outlet", seats("shangluo", "bank_outlet", code="61100099"), staff)


def news(*counters):
    for counter in counters:
        counter.courier.round(news=True)
        counter.findings.clear()


def test_the_bank_learns_of_the_certificate_through_the_province(town, tmp_path, staff):
    world, hall = town
    outlet = outlet_of(world, tmp_path, staff)
    clerk, bank = Clerk(hall, "bureau"), Clerk(outlet, "bank_outlet")
    id_number = number(world, "lost")
    there, here = bank.open(id_number), clerk.open(id_number)
    done = clerk.do(here, SOCIAL, MOVED, **SECOND)
    (certificate,) = done.texts("data-number")
    page = bank.fill(there, ACCOUNT, {"certificate": certificate})
    assert "社会保障卡还没有注销，先到人社部门综合服务窗口办理" in page.words
    news(hall, outlet)
    bank.open(id_number)
    assert dossier(outlet, there).card().facts["certificate"] == certificate
    wrong = bank.fill(there, ACCOUNT, {"certificate": certificate[:-1] + "9"})
    assert "证明编号与这张卡的不符" in wrong.words
    assert certificate not in wrong.words
    bank.do(there, ACCOUNT, {"certificate": certificate}, **SECOND)
    bank.do(there, RETURN, {"card_number": dossier(outlet, there).card().number}, **SECOND)
    news(outlet, hall)
    clerk.open(id_number)
    assert dossier(hall, here).card().facts["returned"] == "已收回"
    assert states(hall, here) == ["注销"]
    agree(world, hall, outlet)
    assert "已注销，卡片已收回" in clerk.get(f"/person/{here}").words


def test_between_the_two_windows_the_card_is_cancelled_and_its_account_is_open(town):
    world, hall = town
    clerk = Clerk(hall, "bureau")
    pid = clerk.open(number(world, "lost"))
    clerk.do(pid, SOCIAL, MOVED, **SECOND)
    news(hall)
    card = dossier(hall, pid).card()
    account = dossier(hall, pid).function(Kind.FINANCIAL, card)
    assert (card.state, account.state) == (CardState.CANCELLED, FinancialState.ON)
    page = clerk.get(f"/person/{pid}")
    assert page.texts("data-state") == ["注销"]
    assert "社保功能停用，金融功能已激活" in page.words
    agree(world, hall)


def test_the_certificate_is_printed_once_the_province_has_confirmed_and_marked_when_again(town):
    world, hall = town
    clerk = Clerk(hall, "bureau")
    pid = clerk.open(number(world, "lost"))
    done = clerk.do(pid, SOCIAL, MOVED, **SECOND)
    path = done.response.request.path
    (link,) = [href for href in done.links if "certificate" in href]
    world.province.down()
    early = clerk.get(link)
    assert early.status == 409
    assert "省里还没有确认这一笔" in early.words
    world.province.up()
    hall.branch.database.run("UPDATE outbox SET next_ms=0")
    first = clerk.get(link)
    assert first.response.mimetype == "application/pdf"
    assert first.response.data == clerk.get(link).response.data
    clerk.reprint(f"{path}/0")
    again = clerk.get(f"{link}?copy=2")
    assert again.response.mimetype == "application/pdf"
    assert again.response.data != first.response.data
    assert clerk.get(f"{link}?copy=3").status == 404
    notes = hall.branch.database.rows("SELECT clerk FROM audit WHERE what='打印证明'")
    assert notes == [("1024",)] * 3


def test_an_entry_without_a_certificate_offers_none(town):
    world, hall = town
    clerk = Clerk(hall, "bureau")
    pid = clerk.open(number(world, "lost"))
    done = clerk.do(pid, "loss.temporary", {"lost_on": "2026-11-19"})
    assert not [href for href in done.links if "certificate" in href]
    assert clerk.get(f"{done.response.request.path}/0/certificate.pdf").status == 404


def test_a_cancelled_card_is_never_more_than_cancelled_whatever_another_branch_still_believes(town, tmp_path, staff):
    """The outlet's copy is old: it loses and replaces a card that was cancelled; the province refuses both."""
    world, hall = town
    outlet = outlet_of(world, tmp_path, staff)
    clerk, bank = Clerk(hall, "bureau"), Clerk(outlet, "bank_outlet")
    id_number = number(world, "lost")
    there, here = bank.open(id_number), clerk.open(id_number)
    form = bank.fill(there, "loss.formal+replace.lost", {"lost_on": "2026-11-19", "received": "20"})
    clerk.do(here, SOCIAL, MOVED, **SECOND)
    news(hall)
    bank.confirm(form)
    news(outlet)
    assert [card.state for card in world.province.record(id_number).cards] == ["注销"]
    bank.open(id_number)
    assert states(outlet, there) == ["注销"]


def test_the_province_refuses_what_comes_out_of_order(town):
    world, _ = town
    id_number = number(world, "lost")
    card = world.province.record(id_number).cards[0].number
    connector = town[1].branch.connector

    def send(operation, **facts):
        report = Report(
            op_id=f"{operation}-{len(facts)}-{facts}", part=0, operation=operation, at=NOW, branch="61100001", window="1",
            clerk="1024", id_number=id_number, name="", card_number=card, facts=facts,
        )  # fmt: skip
        return connector.send(report).text

    assert send(ACCOUNT, certificate="1") == "社保账户功能没有注销，或金融账户已注销"
    assert send(RETURN, returned="已收回") == "金融账户没有注销，不能收回卡片"
    assert send(SOCIAL, reason="死亡", certificate="1") == "办理成功"
    assert send(SOCIAL, reason="死亡", certificate="2") == "卡已作废或注销"
    assert send(ACCOUNT, certificate="2") == "社保业务注销证明编号不符"
    assert send(ACCOUNT, certificate="1") == "办理成功"
    assert send(RETURN, returned="已收回") == "办理成功"
    assert send(RETURN, returned="未收回：已遗失（丢了）") == "卡已作废或注销"
    assert send("loss.temporary", reason="遗失") == "卡已作废或注销"
