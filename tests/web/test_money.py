"""Money at the window: numbered paper once, an older tariff's payments, no cash where the city takes none, the day's sums."""

from types import SimpleNamespace

import pypdfium2
import pytest

from counter import hookimpl
from counter.commands.keep import CopyError, check
from counter.core.states import Kind, PaymentState
from counter.rehearsal.pos import RehearsalPos
from tests.clerk import SECOND, Clerk
from tests.own_city import own_counter, text_of

ITEM = "103043318 社会保障卡工本费"
FIRST = "41070001000001"
GROWN = 2005


@pytest.fixture
def xinxiang(open_world):
    return open_world("xinxiang")


def people(world, bank=""):
    found = (story.person for story in world.stories if story.person.born_on.year < GROWN)
    return [one for one in found if [c.state for c in one.cards] == ["正常"] and one.cards[0].bank.startswith(bank)]


def settle(counter):
    counter.courier.round(news=True)


def order(clerk, pid, number=FIRST):
    return clerk.fill(pid, "fees.order", {"item": ITEM, "notice_number": number})


def paid(world, clerk, pid, number=FIRST):
    """A notice opened and paid at the bank."""
    clerk.confirm(order(clerk, pid, number))
    settle(clerk.counter)
    assert world.systems.nontax.pay(number)
    clerk.do(pid, "fees.paid", {"notice_number": number})


def payments(clerk, pid):
    dossier = clerk.counter.branch.people.dossier(pid)
    return [(one.state, one.facts.get("amount")) for one in dossier.of(Kind.PAYMENT)]


def text(clerk, path):
    raw = clerk.client.get(path, follow_redirects=True).get_data()
    document = pypdfium2.PdfDocument(raw)
    try:
        return "".join("".join(page.get_textpage().get_text_range() for page in document).split())
    finally:
        document.close()


def test_the_last_day_on_which_a_notice_can_be_paid_is_said_before_it_is_opened(xinxiang):
    world, counter = xinxiang
    clerk = Clerk(counter, "city")
    check = order(clerk, clerk.open(people(world)[0].id_number))
    assert "2026-12-05（含当日）以前缴款有效" in check.words
    assert "自动恢复" not in check.words


def test_two_windows_never_take_the_same_bill(xinxiang):
    world, counter = xinxiang
    one, other = Clerk(counter, "city"), Clerk(counter, "county", number="1001")
    first, second = (one.open(person.id_number) for person in people(world)[:2])
    paid(world, one, first)
    paid(world, one, second, "41070001000002")
    bill = {"bill_number": counter.branch.bills.next().number}
    here, there = one.fill(first, "fees.bill", bill), other.fill(second, "fees.bill", bill)
    assert "打印回执" in one.confirm(here).words
    refused = other.confirm(there)
    assert f"纸质票据号 {bill['bill_number']} 与系统显示编号 00380002 不一致" in refused.words
    assert refused.inputs["bill_number"] == bill["bill_number"], "nothing typed is lost"
    assert other.do(second, "fees.bill", {"bill_number": "00380002"}).status == 200
    assert counter.branch.bills.next().number == "00380003"


def test_the_notice_is_printed_again_under_its_own_number_and_counted(xinxiang):
    """UX 31: 补打 is marked with how manieth it is."""
    world, counter = xinxiang
    clerk = Clerk(counter, "city")
    pid = clerk.open(people(world)[0].id_number)
    done = clerk.confirm(order(clerk, pid))
    slip = next(link for link in done.links if link.endswith("slip.pdf"))
    original = text(clerk, slip)
    assert FIRST in original
    assert "补打" not in original
    clerk.reprint(slip.removesuffix("/slip.pdf"))
    again = text(clerk, f"{slip}?copy=2")
    assert FIRST in again
    assert "补打第1次" in again


def test_what_was_ordered_under_an_older_tariff_is_paid_and_used_at_its_amount(xinxiang, tmp_path, staff):
    world, _ = xinxiang
    before, plugin = text_of("xinxiang"), SimpleNamespace()
    later = before.replace(
        'yuan = { value = 20.00, assumed = true, article = "流程 5.1.1"',
        'yuan = { value = 25.00, since = 2026-11-21, assumed = true, article = "流程 5.1.1"',
    )
    assert later != before
    counter = own_counter(world, tmp_path / "own", staff, before, plugin)
    clerk = Clerk(counter, "city")
    number = f"{counter.branch.identity.code}000001"
    person, new = people(world)[:2]
    pid = clerk.open(person.id_number)
    clerk.confirm(order(clerk, pid, number))
    settle(counter)
    world.systems.nontax.pay(number)
    counter.branch.close()

    counter = own_counter(world, tmp_path / "own", [], later, plugin)
    clerk = Clerk(counter, "city")
    clerk.do(pid, "fees.paid", {"notice_number": number})
    assert payments(clerk, pid) == [(PaymentState.PAID, "20.00")]
    counter.branch.database.run("INSERT INTO taken VALUES ('测试', '1', 1)")
    other = clerk.open(new.id_number)
    asked = clerk.confirm(order(clerk, other, f"{counter.branch.identity.code}000002"))
    assert asked.status == 200
    assert payments(clerk, other) == [(PaymentState.ORDERED, "25.00")]
    supervisor = Clerk(counter, "city", number="1001")
    supervisor.post("/bills", {"kind": "入库", "batch": "甲", "first": "0001", "last": "0009", "token": "0"})
    clerk.do(pid, "fees.bill", {"bill_number": "0001"})
    clerk.do(pid, "loss.formal", {"reason": "遗失", "lost_on": "2026-11-19"})
    clerk.do(pid, "replace.lost", {"mobile": "13903731001"})
    assert payments(clerk, pid) == [(PaymentState.USED, "20.00")]
    (kept,) = (p.facts for p in counter.branch.people.dossier(pid).of(Kind.PAYMENT))
    assert (kept["tariff"], "流程 5.1.1" in kept["article"]) == ("社会保障卡工本费", True)
    counter.branch.close()


CARDS_ONLY = """
[operations."fees.pos"]
title = "刷卡交费"
article = "规范 第十七条"
windows = { value = ["bank_outlet"], article = "规范 第十七条" }
agent = { value = true, assumed = true }
offline = { value = "accept", assumed = true }
materials = []
"""


def test_where_the_city_takes_no_cash_a_card_pays_and_no_cash_is_asked(open_world, tmp_path, staff):
    world, _ = open_world("shangluo")
    text = text_of("shangluo").replace(
        'moment = { value = "within", article = "规范 第十七条", note = "核实信息后缴费，缴费后领取缴费凭据" }\n'
        'ways = { value = ["cash"], assumed = true, article = "规范 第十七条", note = "没有写缴费方式，按窗口收现金" }',
        'moment = { value = "before", article = "规范 第十七条" }\n'
        'ways = { value = ["pos"], article = "规范 第十七条" }\npays_with = ["fees.pos"]',
    ).replace("[lists]\n", '[lists]\nfee_items = { value = ["社会保障卡工本费"], assumed = true }\n', 1)
    counter = own_counter(world, tmp_path / "own", staff, text + CARDS_ONLY, Terminals(world.bench))
    clerk = Clerk(counter, "bank_outlet")
    pid = clerk.open(people(world)[0].id_number)
    assert "received" not in clerk.form(pid, "replace.damaged").inputs
    refused = clerk.fill(pid, "replace.damaged", {"mobile": "13909140101"})
    assert "先缴社会保障卡工本费" in refused.words
    clerk.do(pid, "fees.pos", {"item": "社会保障卡工本费"})
    assert [slip.fen for slip in world.bench.terminal.slips] == [2000]
    clerk.do(pid, "replace.damaged", {"mobile": "13909140101"})
    assert payments(clerk, pid) == [(PaymentState.USED, "20.00")]
    rows = counter.branch.database.rows("SELECT account, SUM(fen) FROM ledger GROUP BY account ORDER BY account")
    assert dict(rows) == {"刷卡": 2000, "工本费收入": -2000}
    counter.branch.close()


class Terminals:
    """A POS terminal at every window."""

    def __init__(self, bench):
        self.bench = bench

    @hookimpl
    def counter_devices(self, window):
        return (RehearsalPos(self.bench.terminal, window.id),)


def test_a_refund_that_another_window_made_first_is_made_once(xinxiang):
    world, counter = xinxiang
    one, other = Clerk(counter, "city"), Clerk(counter, "county", number="1001")
    pid = one.open(people(world)[0].id_number)
    paid(world, one, pid)
    texts = {"receiver": people(world)[0].name, "reason": "不补了"}
    here, there = one.fill(pid, "fees.refund", texts), other.fill(pid, "fees.refund", texts)
    assert one.confirm(here, **SECOND).status == 200
    late = other.confirm(there, second_number="1024", second_password=SECOND["second_password"])
    assert late.status in (409, 422)
    (total,) = counter.branch.database.row("SELECT SUM(fen) FROM ledger WHERE account='银行代收'")
    assert total == 0


def test_an_altered_bill_row_stops_the_check(xinxiang):
    _, counter = xinxiang
    folder = counter.branch.database.path.parent
    with counter.branch.database.writing():
        counter.branch.database.run("DROP TRIGGER bill_no_update")
        counter.branch.database.run("UPDATE bill SET count=count+1")
    with pytest.raises(CopyError, match="第 1 笔起的财政票据记录对不上"):
        check(folder)
