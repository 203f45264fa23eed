"""A temporary card over its whole life: money, terms, two branches, and what a restart with other rules changes."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from counter import BEIJING, DEPOSITS, Kind
from counter.app import Counter
from counter.core.states import PaymentState, TemporaryState
from counter.rehearsal.devices import VirtualCard
from counter.rehearsal.world import World, add_branch
from tests.clerk import PASSWORD, Clerk, Page
from tests.own_city import own_counter, text_of
from tests.sync.both_sides import agree, dossier, number, seats, settle, states, work

NUMBER = "LS6110001"


class Desk:
    """A clerk at a bureau in Shangluo, and somebody whose lost card is being replaced."""

    def __init__(self, world: World, counter: Counter, clerk: Clerk | None = None) -> None:
        self.world, self.counter = world, counter
        self.clerk = clerk or Clerk(counter, "bureau")
        self.pid = self.clerk.open(number(world, "lost"))

    @classmethod
    def replacing(cls, world: World, counter: Counter) -> "Desk":
        outlet = Clerk(counter, "bank_outlet")
        pid = outlet.open(number(world, "lost"))
        outlet.do(pid, "loss.formal+replace.lost", {"lost_on": "2026-11-19", "received": "20"})
        counter.courier.round(news=True)
        return cls(world, counter)

    def issue(self, received: str = "20") -> Page:
        return self.do("tempcard.issue", temporary_number=NUMBER, received=received)

    def do(self, operation: str, **texts: str) -> Page:
        page = self.clerk.do(self.pid, operation, texts)
        self.counter.courier.round(news=True)
        return page

    @property
    def card(self):
        (card,) = dossier(self.counter, self.pid).of(Kind.TEMPORARY)
        return card

    def balance(self, account: str) -> Decimal:
        row = self.counter.branch.database.row("SELECT SUM(fen) FROM ledger WHERE account=?", account)
        return Decimal(row[0] or 0).scaleb(-2)

    def refused(self, operation: str, **texts: str) -> str:
        return self.clerk.fill(self.pid, operation, texts).words


@pytest.fixture
def desk(shangluo) -> Desk:
    return Desk.replacing(*shangluo)


def test_the_deposit_is_no_income_and_goes_back_whole(desk):
    before = desk.balance("现金"), desk.balance("工本费收入")
    desk.issue()
    assert (desk.balance("现金"), desk.balance("工本费收入")) == (before[0] + 20, before[1])
    assert desk.balance(DEPOSITS) == -20
    desk.do("tempcard.return", temporary_number=NUMBER)
    desk.do("tempcard.refund", coupon=desk.card.facts["coupon"])
    assert (desk.balance("现金"), desk.balance(DEPOSITS)) == (before[0], 0)
    assert desk.counter.branch.database.row("SELECT SUM(fen) FROM ledger") == (0,)
    agree(desk.world, desk.counter)


def test_a_coupon_is_read_as_it_was_typed_with_blanks_and_small_letters(desk):
    desk.issue()
    desk.do("tempcard.return", temporary_number=NUMBER)
    coupon = desk.card.facts["coupon"]
    done = desk.do("tempcard.refund", coupon=f"{coupon[:8].lower()} {coupon[8:].lower()}")
    assert done.texts("data-entry-change") == ["押金在存 → 已退费"]


def test_what_goes_back_is_what_was_taken_also_after_the_tariff_changed(open_world, tmp_path, staff):
    world, first = open_world("shangluo", seats("shangluo", "bureau", "bank_outlet"))
    folder, text = tmp_path / "own", text_of("shangluo")
    old = Desk.replacing(world, own_counter(world, folder, staff, text, None))
    old.issue()
    old.counter.branch.close()
    dearer = text.replace('yuan = { value = 20.00, article = "规范 第二十条" }', 'yuan = { value = 25.00, article = "规范 第二十条" }')
    months = dearer.replace("months = { value = 3,", "months = { value = 2,")
    assert text != dearer != months
    new = Desk(world, own_counter(world, folder, staff, months, None))
    assert new.card.facts["valid_until"] == "2027-02-20"
    new.do("tempcard.return", temporary_number=NUMBER)
    done = new.do("tempcard.refund", coupon=new.card.facts["coupon"])
    assert done.texts("data-entry-change") == ["押金在存 → 已退费"]
    assert new.balance(DEPOSITS) == 0
    new.counter.branch.close()
    first.branch.close()


def test_without_the_fee_plugin_no_card_is_handed_out_for_nothing(open_world, tmp_path, staff):
    world, _ = open_world("shangluo", seats("shangluo", "bureau", "bank_outlet"))
    text = text_of("shangluo").replace('ways = { value = ["cash"], assumed = true, article = "规范 第二十条"', 'ways = { value = [], assumed = true, article = "规范 第二十条"')
    desk = Desk.replacing(world, own_counter(world, tmp_path / "own", staff, text, None))
    page = desk.clerk.get(f"/person/{desk.pid}")
    assert "tempcard.issue" in page.marks["data-refused"]
    assert "收不了社会保障卡临时卡工本费" in page.words
    desk.counter.branch.close()


def test_where_no_reader_stands_the_number_is_typed_and_the_page_offers_no_reading(open_world, tmp_path, staff):
    world, _ = open_world("shangluo", seats("shangluo", "bureau", "bank_outlet"))
    desk = Desk.replacing(world, own_counter(world, tmp_path / "own", staff, text_of("shangluo"), None))
    form = desk.clerk.form(desk.pid, "tempcard.issue")
    assert 'name="read"' not in form.html
    data = {**form.inputs, "read": "temporary_number", "received": "20"}
    answer = Page(desk.clerk.client.post(f"/person/{desk.pid}/do/tempcard.issue", data=data))
    assert answer.status == 422
    assert "本窗口没有社保卡读卡器，请照卡面录入" in answer.words
    assert answer.inputs["received"] == "20"
    assert desk.issue().texts("data-entry-change") == ["无 → 使用中", "无 → 押金在存"]
    desk.counter.branch.close()


def test_reading_fills_the_blank_and_loses_nothing_that_was_typed(desk):
    window = next(w for w in desk.counter.branch.windows() if w.type == "bureau")
    desk.world.bench.lay_down(window.id, VirtualCard(NUMBER, "", ""))
    form = desk.clerk.form(desk.pid, "tempcard.issue")
    data = {**form.inputs, "read": "temporary_number", "received": "20", "paper": form.papers[:1]}
    answer = Page(desk.clerk.client.post(f"/person/{desk.pid}/do/tempcard.issue", data=data))
    assert answer.status == 200
    assert (answer.inputs["temporary_number"], answer.inputs["received"]) == (NUMBER, "20")
    assert "社保卡芯片 10:31" in answer.texts("data-source")
    assert answer.html.count("checked") == form.html.count("checked") + 1
    again = {**answer.inputs, "read": "received"}
    assert Page(desk.clerk.client.post(f"/person/{desk.pid}/do/tempcard.issue", data=again)).inputs["received"] == "20"


def test_the_term_ends_with_the_last_day_in_beijing(desk):
    desk.issue()
    assert desk.card.until == datetime(2027, 2, 21, tzinfo=BEIJING)
    day = desk.card.on(datetime(2027, 2, 20, 23, 59, 59, tzinfo=BEIJING))
    assert day.state is TemporaryState.ISSUED
    assert day.on(datetime(2027, 2, 21, tzinfo=BEIJING)).state is TemporaryState.EXPIRED


def test_the_page_says_how_the_term_was_counted_before_anything_is_done(desk):
    desk.world.clock.pass_time(timedelta(days=10))
    check = desk.clerk.fill(desk.pid, "tempcard.issue", {"temporary_number": NUMBER, "received": "20"})
    assert check.texts("data-valid-until") == ["2027-02-28"]
    assert "自 2026-11-30 起 3 个月；2 月没有 30 日，到当月最后一日（《民法典》第二百零二条）" in check.words


def test_an_issue_the_province_sends_back_is_put_back_and_its_money_can_be_used_again(desk):
    desk.world.province.reject_next("4402")
    desk.issue()
    assert "卡号重复（4402）。状态已恢复到办理前；已缴的 20.00 元没有用掉" in work(desk.clerk)[0][1]
    settle(Clerk(desk.counter, "bureau", "1001"), "已处理")
    assert dossier(desk.counter, desk.pid).of(Kind.TEMPORARY) == ()
    assert "已缴费" in states(desk.counter, desk.pid, Kind.PAYMENT)
    desk.clerk = Clerk(desk.counter, "bureau")
    assert "received" not in desk.clerk.form(desk.pid, "tempcard.issue").inputs
    done = desk.do("tempcard.issue", temporary_number="LS6110002")
    assert "已缴费 → 押金在存" in done.texts("data-entry-change")
    desk.do("tempcard.return", temporary_number="LS6110002")
    desk.do("tempcard.refund", coupon=desk.card.facts["coupon"])
    assert desk.balance(DEPOSITS) == 0
    agree(desk.world, desk.counter)


def test_the_card_that_came_back_elsewhere_is_learnt_and_contradicts_what_waits(open_world, tmp_path, staff):
    """A renewal that could not be sent yet is none any more once the card has come back at another branch."""
    world, here = open_world("shangluo", seats("shangluo", "bureau", "bank_outlet", code="61100001"))
    there = add_branch(world, tmp_path / "there", seats("shangluo", "bureau", code="61100002"), staff)
    desk = Desk.replacing(world, here)
    desk.issue()
    other = Desk(world, there)
    assert other.card.facts["branch"] == "61100001"
    assert [p.state for p in dossier(there, other.pid).of(Kind.PAYMENT)] == [PaymentState.HELD]
    world.clock.pass_time(timedelta(days=87))
    world.province.down()
    desk.clerk.do(desk.pid, "tempcard.renew", {})
    assert desk.card.facts["valid_until"] == "2027-05-20"
    world.province.up()
    other.do("tempcard.return", temporary_number=NUMBER)
    desk.clerk.open(number(world, "lost"))
    assert desk.card.state is TemporaryState.RETURNED
    assert "上送前，省里的状态已先改变" in work(desk.clerk)[0][1]
    agree(world, here, there)


def test_a_second_deposit_is_told_from_the_first_by_its_coupon(desk):
    """The first coupon was mislaid; later both deposits are held, and each goes back against its own."""
    desk.issue()
    desk.do("tempcard.return", temporary_number=NUMBER)
    first = desk.card.facts["coupon"]
    desk.do("tempcard.issue", temporary_number="LS6110002", received="20")
    second = next(card for card in dossier(desk.counter, desk.pid).of(Kind.TEMPORARY) if card.number != NUMBER)
    assert "LS61****2 还没有退还" in desk.refused("tempcard.refund", coupon=second.facts["coupon"])
    desk.do("tempcard.refund", coupon=first)
    held = [p.id for p in dossier(desk.counter, desk.pid).of(Kind.PAYMENT) if p.state is PaymentState.HELD]
    assert held == [second.facts["pay_key"]]
    assert "工本费已经退回，不能再退" in desk.refused("tempcard.refund", coupon=first)
    desk.do("tempcard.lost", happened_on="2026-11-20")
    assert desk.counter.branch.database.row("SELECT COUNT(*) FROM subject WHERE kind='黑名单'") == (1,)
    assert "押金不退" in states(desk.counter, desk.pid, Kind.PAYMENT)


def test_nobody_is_listed_twice_for_two_cards(desk):
    desk.issue()
    desk.do("tempcard.damaged", happened_on="2026-11-20")
    boss = Clerk(desk.counter, "bureau", "1001")
    boss.do(desk.pid, "blacklist.lift", {"reason": "赔偿了"}, second_number="1024", second_password=PASSWORD)
    desk.do("tempcard.issue", temporary_number="LS6110002", received="20")
    desk.do("tempcard.lost", happened_on="2026-11-20")
    (listed,) = dossier(desk.counter, desk.pid).of(Kind.BLACKLIST)
    assert (listed.facts["reason"], listed.facts["since"]) == ("临时卡丢失", "2026-11-20")
