"""Making a card step by step: cut off anywhere, pressed twice, in two windows: one card, one return of its data."""

from dataclasses import replace
from http.client import HTTPConnection
from threading import Barrier, Thread
from types import SimpleNamespace
from urllib.parse import urlencode

import pytest

from counter.commands.listen import Listener, open_port
from counter.core.case import Clerk as ClerkAtWork
from counter.core.each import Held
from counter.core.province import CardRecord
from counter.core.states import CardState, Kind
from counter.core.steps import TryState
from counter.rehearsal.devices import Bench
from counter.rehearsal.maker import RehearsalMaker
from counter.rehearsal.world import add_branch
from counter.running import running
from counter.steps import looked_at
from counter.store.database import StorageError
from counter.store.stock import LOST, broken_stock
from counter.sync.learn import learn_record
from counter.sync.reject import reject
from counter.web import making as making_page
from plugins.custody.conditions import in_hand
from tests.clerk import Clerk, Page
from tests.sync.both_sides import CLERK_TOO, agree, number, seats

CASH = {"received": "20"}
NOTICE = {"notice_number": "41070000001", "bill_number": "20260000001", "amount": "20"}
BEFORE = {
    "xinxiang": ("city", [("fees.notice", NOTICE), ("replace.lost", {}), ("fees.register", {}), ("issue.mark", {})]),
    "shangluo": ("bank_outlet", [("replace.lost", CASH)]),
    "shishi": ("making", [("replace.lost", CASH)]),
}
CITIES = tuple(BEFORE)


class Shop:
    """A branch of one city where a card is being made, and can be opened again as after a crash."""

    def __init__(self, world, counter, folder, staff, city) -> None:
        self.world, self.counter, self.folder, self.staff, self.city = world, counter, folder, staff, city
        self.window = BEFORE[city][0]
        self.clerk = Clerk(counter, self.window)
        self.pid = self.clerk.open(number(world, "formally-lost"))
        for offer, texts in BEFORE[city][1]:
            self.clerk.do(self.pid, offer, texts)
        page = self.clerk.confirm(self.clerk.fill(self.pid, "issue.make", {}))
        self.path = page.response.request.path

    @property
    def page(self) -> Page:
        return self.clerk.get(self.path)

    def reopen(self) -> None:
        self.counter.branch.close()
        self.counter = add_branch(self.world, self.folder, seats(self.city), self.staff)
        self.clerk = Clerk(self.counter, self.window)

    def finish(self) -> Page:
        """Go on as a clerk does: press what is offered, have a supervisor look at what must be looked at."""
        page = self.page
        for _ in range(20):
            if "/entry/" in page.response.request.path:
                return page
            if "token" in page.inputs:
                page = self.clerk.step(page)
                continue
            (item,) = self.counter.branch.work.items()
            boss = Clerk(self.counter, self.window, "1001")
            done = any(card.printed for card in self.world.bench.fed)
            boss.post(f"/work/{item.id}", {"decision": "已完成" if done else "未完成"})
            page = self.page
        raise AssertionError(page.words)

    def whole(self) -> None:
        """One card, one return, the stock right, both sides the same."""
        (card,) = self.world.bench.fed
        assert (card.out, card.printed, card.laminated <= 1) == (True, 1, True)
        told = [one for one in self.world.province.applied if one.facts.get("new_card_number")]
        assert [one.facts["new_card_number"] for one in told] == [card.number]
        (batch,) = self.counter.branch.stock.batches()
        assert (batch.made, batch.spoiled, batch.inside, batch.left) == (1, 0, 0, batch.taken_in - 1)
        assert broken_stock(self.counter.branch.database) is None
        new = self.counter.branch.people.dossier(self.pid).of(Kind.CARD)[0]
        assert (new.state, new.number) == (CardState.MADE, card.number)
        agree(self.world, self.counter)


@pytest.fixture
def shop(open_world, tmp_path, staff):
    def start(city: str) -> Shop:
        world, counter = open_world(city, seats(city))
        return Shop(world, counter, tmp_path / city, staff, city)

    return start


def steps(city: str) -> list[str]:
    from counter.cities import load_city

    return [step["step"] for step in load_city(city).rules["issue"]["making"]["steps"]]


@pytest.fixture
def served(shop):
    """The shop, answering on a port as well."""
    listeners = []

    def start(city: str):
        here = shop(city)
        listeners.append(Listener(here.counter, open_port(0)))
        listeners[-1].start()
        return here, listeners[-1]

    yield start
    for listener in listeners:
        listener.stop()


EVERY_STEP = [(city, step) for city in CITIES for step in steps(city)]


def crash(*_args, **_kwargs):
    raise SystemExit


@pytest.mark.parametrize(("city", "step"), EVERY_STEP)
@pytest.mark.parametrize("where", ["before", "during", "after"])
def test_cut_off_at_any_step_it_goes_on_to_one_card_and_one_return(shop, monkeypatch, city, step, where):
    """before: begun and nothing done; during: done and not written down; after: written down and not shown."""
    here = shop(city)
    page = here.clerk.walk(here.page, step)
    assert page.inputs["token"] == f"{step}.1"
    with monkeypatch.context() as crashing:
        cut = {"before": ("counter.steps._done",), "during": ("counter.steps._commit",), "after": ()}[where]
        for name in cut:
            crashing.setattr(name, crash)
        if where == "after":
            crashing.setattr(making_page, "redirect", crash)
        with pytest.raises(SystemExit):
            here.clerk.step(page)
    here.reopen()
    if here.page.texts("data-text"):
        given_up_as_the_document_says(here, city, step)
        return
    assert "制卡中 → 待领取" in here.finish().texts("data-entry-change")
    here.whole()




def given_up_as_the_document_says(here: Shop, city: str, step: str) -> None:
    """Without a word of success the writing has failed: failed data, restored, marked and made anew."""
    if here.counter.branch.work.items():
        here.finish()
        here.whole()
        return
    assert (city, step) == ("xinxiang", "write")
    assert "请点“失败数据回盘”" in here.page.texts("data-text")[0]
    here.clerk.post(f"{here.path}/stop", {"reason": "写卡无成功提示"})
    here.world.bench.inside.clear()
    for offer in ("issue.restore", "issue.mark", "issue.make"):
        last = here.clerk.do(here.pid, offer, {})
    assert "制卡中 → 待领取" in last.texts("data-entry-change")
    told = [one.facts for one in here.world.province.applied if one.call == "returnCardData"]
    assert [facts.get("reason", "") for facts in told] == ["写卡无成功提示", ""]
    agree(here.world, here.counter)


@pytest.mark.parametrize(("city", "step"), EVERY_STEP)
def test_a_button_pressed_twice_does_its_step_once(shop, city, step):
    here = shop(city)
    page = here.clerk.walk(here.page, step)
    first = here.clerk.step(page)
    written = here.counter.branch.database.rows("SELECT seq, step, try, state FROM step")
    again = here.clerk.step(page)
    assert again.response.request.path == first.response.request.path
    assert here.counter.branch.database.rows("SELECT seq, step, try, state FROM step") == written
    here.finish()
    here.whole()


def test_a_return_that_the_province_refuses_is_failed_restored_marked_and_made_again(shop):
    """The document's way back, with a supervisor between; the province has the card once."""
    here = shop("xinxiang")
    page = here.clerk.walk(here.page, "return")
    here.world.province.reject_next("23", "returnCardData")
    assert "省已退回" in here.clerk.step(page).words
    boss = Clerk(here.counter, here.window, "1001")
    (item,) = here.counter.branch.work.items()
    boss.post(f"/work/{item.id}", {"decision": "已处理"})
    here.world.bench.inside.clear()
    for offer, texts in (("issue.failed", {"reason": "卡号重复"}), ("issue.restore", {}), ("issue.mark", {})):
        here.clerk.do(here.pid, offer, texts)
    assert "制卡中 → 待领取" in here.clerk.do(here.pid, "issue.make", {}).texts("data-entry-change")
    told = [one.facts for one in here.world.province.applied if one.call == "returnCardData"]
    assert [facts.get("reason", "") for facts in told] == ["卡号重复", ""]
    first, second = here.world.bench.fed
    assert first.account != second.account
    agree(here.world, here.counter)


@pytest.mark.parametrize("step", ["feed", "print", "return"])
def test_a_step_whose_end_could_not_be_written_is_unknown_and_done_again_without_a_restart(shop, monkeypatch, step):
    here = shop("shangluo")
    page = here.clerk.walk(here.page, step)
    with monkeypatch.context() as full:
        full.setattr("counter.steps._commit", _disk_full)
        assert here.clerk.step(page).status == 503
    if step == "print":
        assert "请看实物，由主管在待办里确认" in here.page.texts("data-text")[0]
    else:
        assert "可以放心再做一遍" in here.page.texts("data-step-failed")[0]
    here.finish()
    here.whole()


def _disk_full(*_args):
    raise StorageError("磁盘已满，这一笔没有保存。请清出空间后再提交一次，填写的内容还在")


def test_a_step_that_is_being_done_is_not_taken_for_cut_off(shop, monkeypatch):
    here = shop("shangluo")
    page = here.clerk.walk(here.page, "write")
    seen = []
    real = RehearsalMaker.write

    def slowly(maker, job, part, texts, answer):
        again = Clerk(here.counter, here.window, "1001")
        seen.append(again.get(here.path).texts("data-text"))
        seen.append(again.post(here.path, {"token": page.inputs["token"]}).response.request.path)
        return real(maker, job, part, texts, answer)

    monkeypatch.setattr(RehearsalMaker, "write", slowly)
    here.clerk.step(page)
    assert seen == [["“写入社保数据”正在做，请等它的结果"], here.path]
    here.finish()
    here.whole()


@pytest.mark.parametrize("step", ["feed", "write", "return"])
def test_four_clicks_at_the_same_moment_do_a_step_once(served, step):
    here, listener = served("shangluo")
    page = here.clerk.walk(here.page, step)
    cookies = {cookie.key: cookie.value for cookie in here.clerk.client._cookies.values()}
    body = urlencode({"csrf_token": page.inputs["csrf_token"], "token": page.inputs["token"]})
    headers = {
        "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
        "Content-Type": "application/x-www-form-urlencoded",
    }
    barrier, answers = Barrier(4), []

    def click() -> None:
        line = HTTPConnection("127.0.0.1", listener.port, timeout=20)
        barrier.wait(timeout=20)
        line.request("POST", here.path, body, headers)
        answers.append(line.getresponse().status)
        line.close()

    threads = [Thread(target=click) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(answers) <= {303, 422}
    assert 303 in answers
    tries = here.counter.branch.database.rows("SELECT COUNT(*) FROM step WHERE step=?", step)
    assert tries == [(1,)]
    here.finish()
    here.whole()


def test_a_card_of_which_a_step_is_left_is_not_in_hand(shop):
    """The province knows it as finished; it is neither handed over nor sent to a unit before it is printed."""
    here = shop("xinxiang")
    code = here.counter.branch.identity.code
    at = SimpleNamespace(
        dossier=SimpleNamespace(holder=SimpleNamespace(id_number="U1")), window=SimpleNamespace(branch=code)
    )

    def lies_here() -> bool:
        found = here.counter.branch.people.dossier(here.pid)
        return in_hand(at, Held(found, found.of(Kind.CARD)[0]))

    page = here.clerk.walk(here.page, "print")
    assert newest_state(here) is CardState.MADE
    assert not lies_here()
    refused = here.clerk.fill(here.pid, "issue.collect", {"collector_mobile": "13903731001"})
    assert "还有没做完的制卡步骤" in refused.texts("data-text")[0]
    here.clerk.walk(page)
    assert lies_here()


def newest_state(here: Shop) -> CardState:
    return here.counter.branch.people.dossier(here.pid).of(Kind.CARD)[0].state


def test_the_page_of_another_window_does_no_step(shop):
    here = shop("shishi")
    other = next(w for w in here.counter.branch.windows() if w.type != "making")
    stranger = Clerk(here.counter, other.type, "1001")
    page = stranger.get(here.path)
    assert "请到那个窗口接着做" in page.texts("data-text")[0]
    assert "token" not in page.inputs
    mine = here.page
    forged = stranger.post(here.path, {"token": mine.inputs["token"]})
    assert forged.status == 422
    assert here.counter.branch.database.rows("SELECT * FROM step") == []


def test_without_blank_cards_nothing_is_made_and_a_supervisor_takes_some_in(shop):
    here = shop("shangluo")
    boss = Clerk(here.counter, here.window, "1001")

    def written(**texts) -> Page:
        token = boss.get("/blanks").inputs["token"]
        return boss.post("/blanks", {"token": token, **texts})

    lost = {"kind": "遗失", "batch": "演练批次", "count": "500"}
    assert "请写明遗失的原因" in written(**lost).texts("data-problem")
    assert "只剩 500 张" in written(**{**lost, "count": "501", "note": "搬家"}).texts("data-problem")[0]
    written(**lost, note="搬家")
    page = here.clerk.walk(here.page, "feed")
    refused = here.clerk.step(page)
    assert "空白卡已经用完" in refused.texts("data-text")[0]
    assert here.world.bench.fed == []
    assert here.clerk.post("/blanks", {"kind": "入库", "batch": "B2", "count": "1"}).status == 403
    token = boss.get("/blanks").inputs["token"]
    bank = here.counter.branch.people.dossier(here.pid).coming().facts["bank"]
    for _ in range(2):
        boss.post("/blanks", {"token": token, "kind": "入库", "batch": "B2", "bank": bank, "count": "1"})
    here.finish()
    old, new = here.counter.branch.stock.batches()
    assert (old.taken_in, old.lost, old.left) == (500, 500, 0)
    assert (new.taken_in, new.made, new.left, new.bank) == (1, 1, 0, bank)
    assert f"B2（{bank}）：剩 0 张" in here.clerk.get("/status").words


def test_what_the_rehearsal_does_to_the_maker_shows_and_is_mended(shop):
    here = shop("shishi")
    assert here.clerk.post("/rehearsal/maker", {"fault": "着火"}).status == 422
    here.clerk.post("/rehearsal/maker", {"fault": "制卡机缺卡", "back": here.path})
    failed = here.clerk.walk(here.page)
    assert failed.texts("data-maker") == ["制卡机（演练）：缺卡"]
    assert failed.texts("data-step-failed") == ["制卡机进卡槽里没有卡（缺卡），没有进卡，请放入空白卡后再做这一步"]
    here.clerk.post("/rehearsal/maker", {"do": "mend", "back": here.path})
    assert "制卡中 → 待领取" in here.clerk.walk(here.clerk.step(failed)).texts("data-entry-change")
    here.whole()


def test_a_bank_account_is_on_one_card_only(shop):
    here = shop("shishi")
    here.finish()
    used = next(iter(here.world.bench.made.values()))["bank_account"]
    pid = here.clerk.open(number(here.world, "lost"))
    for offer, texts in (("loss.formal", {"lost_on": "2026-11-19"}), ("replace.lost", CASH)):
        here.clerk.do(pid, offer, texts)
    here.world.bench.account = used
    page = here.clerk.do(pid, "issue.make", {})
    assert f"（尾号 {used[-4:]}）已经用过" in page.texts("data-step-failed")[0]
    here.world.bench.inside.clear()
    assert "制卡中 → 待领取" in here.clerk.walk(here.clerk.step(page)).texts("data-entry-change")
    (batch,) = here.counter.branch.stock.batches()
    assert (batch.made, batch.spoiled) == (2, 1)


def test_an_altered_stock_row_is_found(shop):
    here = shop("shishi")
    here.finish()
    database = here.counter.branch.database
    database.run("DROP TRIGGER stock_no_update")
    database.run("UPDATE stock SET count=2 WHERE kind='进卡'")
    assert broken_stock(database) == 2


def test_the_rehearsal_maker_does_a_step_of_a_job_to_no_other_card():
    bench = Bench()
    maker = RehearsalMaker(bench, "1")
    first = maker.feed("a.1")
    assert maker.feed("a.1") == first
    assert len(bench.fed) == 1
    with pytest.raises(Exception, match="里面还有另一张卡"):
        maker.feed("b.1")
    maker.give_out("a.1")
    with pytest.raises(Exception, match="里没有这张卡"):
        maker.print_face("a.1", {})


@pytest.mark.parametrize(("step", "spoiled"), [("print", 0), ("write", 1)])
def test_a_card_that_the_province_has_overtaken_leaves_the_maker_and_the_stock_is_right(shop, step, spoiled):
    """What was drawn in and not touched goes back to the blanks; what was written on is waste."""
    here = shop("shangluo")
    page = here.clerk.walk(here.page, step)
    person = next(s.person for s in here.world.stories if s.id == "formally-lost")
    told = CardRecord(number="C61177777", state="待领取", bank="中国农业银行", social="未启用", financial="未激活")
    void = replace(person.cards[0], state="作废", social="停用", financial="停用")
    learn_record(here.counter.branch, replace(person, cards=(void, told)))
    ended = here.clerk.step(page)
    assert ended.texts("data-failed")[0].startswith("省里的状态已先改变")
    (batch,) = here.counter.branch.stock.batches()
    assert (batch.inside, batch.made, batch.spoiled, batch.left) == (0, 0, spoiled, batch.taken_in - spoiled)
    assert here.world.bench.inside == {}


@pytest.mark.parametrize(("step", "spoiled"), [("print", 0), ("write", 1)])
def test_an_order_that_is_put_back_takes_its_card_out_of_the_maker(shop, step, spoiled):
    """The province sends the order back late, and a supervisor takes it back with what was begun on it."""
    here = shop("shangluo")
    page = here.clerk.walk(here.page, step)
    branch = here.counter.branch
    (seq,) = branch.database.row("SELECT seq FROM journal WHERE operation='replace.lost'")
    branch.database.run("UPDATE outbox SET state=1 WHERE seq=?", seq)
    assert reject(branch, seq, "23", "卡号重复")
    boss = Clerk(here.counter, here.window, "1001")
    (item,) = branch.work.items()
    boss.post(f"/work/{item.id}", {"decision": "冲正", **CLERK_TOO})
    here.clerk.step(page)
    (batch,) = branch.stock.batches()
    assert (batch.inside, batch.made, batch.spoiled, batch.left) == (0, 0, spoiled, batch.taken_in - spoiled)
    assert here.world.bench.inside == {}


def test_the_blank_of_a_card_that_is_being_made_is_no_blank_for_another(shop):
    """Its account is not yet on a made card, but it is used."""
    here = shop("shishi")
    here.clerk.walk(here.page, "print")
    (first,) = here.world.bench.fed
    here.world.bench.inside.clear()
    pid = here.clerk.open(number(here.world, "lost"))
    for offer, texts in (("loss.formal", {"lost_on": "2026-11-19"}), ("replace.lost", CASH)):
        here.clerk.do(pid, offer, texts)
    here.world.bench.account = first.account
    page = here.clerk.do(pid, "issue.make", {})
    assert f"（尾号 {first.account[-4:]}）已经用过" in page.texts("data-step-failed")[0]
    here.clerk.post(f"{here.path}/stop", {"reason": "卡已取出"})
    here.world.bench.inside.clear()
    here.world.bench.account = first.account
    page = here.clerk.step(page)
    assert page.texts("data-step-failed")[0].endswith("换一张再做这一步")


def test_a_blank_that_goes_back_untouched_can_be_used(shop):
    here = shop("shishi")
    here.clerk.walk(here.page, "print")
    (first,) = here.world.bench.fed
    here.clerk.post(f"{here.path}/stop", {"reason": "持卡人要改银行"})
    here.world.bench.account = first.account
    assert "制卡中 → 待领取" in here.clerk.do(here.pid, "issue.make", {}).texts("data-entry-change")
    (batch,) = here.counter.branch.stock.batches()
    assert (batch.made, batch.spoiled, batch.inside) == (1, 0, 0)


def test_the_last_blank_goes_into_one_maker_only(shop, monkeypatch):
    """Two windows press 进卡 at the same moment and one blank is left: the second hears that there is none."""
    here = shop("shishi")
    branch = here.counter.branch
    page = here.clerk.walk(here.page, "feed")
    (batch,) = branch.stock.batches()
    with branch.database.writing():
        branch.stock.add(
            LOST, batch.batch, batch.bank, batch.left - 1, clerk="1001", window="1", now=branch.clock.now(), note="盘亏"
        )
    other = Clerk(here.counter, here.window, "1001")
    pid = other.open(number(here.world, "lost"))
    for offer, texts in (("loss.formal", {"lost_on": "2026-11-19"}), ("replace.lost", CASH)):
        other.do(pid, offer, texts)
    second = other.walk(other.confirm(other.fill(pid, "issue.make", {})), "feed")
    real, said = RehearsalMaker.feed, []

    def meanwhile(maker, job, number="", face=None):
        if not said:
            said.append(other.step(second).texts("data-text"))
        return real(maker, job, number, face)

    monkeypatch.setattr(RehearsalMaker, "feed", meanwhile)
    here.clerk.step(page)
    assert "空白卡已经用完" in said[0][0]
    assert [one.left for one in branch.stock.batches()] == [0]


def test_a_card_whose_order_was_withdrawn_is_not_made(shop):
    here = shop("shangluo")
    page = here.clerk.walk(here.page, "print")
    here.world.province.withdraw(number(here.world, "formally-lost"))
    here.counter.courier.round(news=True)
    refused = here.clerk.step(page)
    assert refused.texts("data-text")[0] == (
        "省里撤出了制卡信息，不能印制基本信息和照片。请点“停止制卡”，再按待办处理"
    )
    assert not any(card.printed for card in here.world.bench.fed)
    here.clerk.post(f"{here.path}/stop", {"reason": "省里撤出"})
    (batch,) = here.counter.branch.stock.batches()
    assert (batch.inside, batch.spoiled, batch.left) == (0, 0, batch.taken_in)


def test_an_end_is_written_once_and_an_unknown_one_is_decided_once(shop):
    """Two pages that wake the same step at one moment, or two people who look at one card."""
    here = shop("shangluo")
    here.world.bench.faults["print"] = "断电"
    here.clerk.walk(here.page)
    branch = here.counter.branch
    stale = running(branch, here.path.rsplit("/", 1)[1])
    (item,) = branch.work.items()
    boss = Clerk(here.counter, here.window, "1001")
    boss.post(f"/work/{item.id}", {"decision": "已完成"})
    looked_at(branch, stale, TryState.UNKNOWN, ClerkAtWork(number="1001", name="周敏", role="主管"))
    looked_at(branch, stale, TryState.SPOILED, ClerkAtWork(number="1001", name="周敏", role="主管"))
    assert branch.work.items() == []
    here.finish()
    here.whole()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"id_number": "350581198704123116"}, "省里给的制卡数据不是这位持卡人的"),
        ({"name": "蔡清河"}, "省里给的制卡数据不是这位持卡人的"),
        ({"bank": "中国邮政储蓄银行"}, "省里给的制卡数据是中国邮政储蓄银行的卡"),
        ({"card_number": ""}, "省里没有给卡号，不能制卡"),
    ],
)
def test_what_the_province_hands_out_for_somebody_else_is_not_taken(shop, monkeypatch, wrong, said):
    here = shop("shishi")
    connector = type(here.counter.branch.connector)
    real = connector.making_record
    with monkeypatch.context() as mixed_up:
        mixed_up.setattr(connector, "making_record", lambda self, report: replace(real(self, report), **wrong))
        failed = here.clerk.walk(here.page)
    assert failed.texts("data-step-failed")[0].startswith(said)
    assert here.world.bench.fed == []
    here.finish()
    here.whole()


def test_the_card_that_is_printed_again_is_the_one_that_was_made(shop):
    here = shop("xinxiang")
    here.finish()
    (made,) = here.world.bench.fed
    page = here.clerk.walk(here.clerk.confirm(here.clerk.fill(here.pid, "issue.reprint", {})), "print")
    (inside,) = here.world.bench.inside.values()
    assert (inside.number, inside.account) == (made.number, "")
    here.clerk.walk(page)
    assert here.world.bench.inside == {}


@pytest.mark.parametrize(("up_to", "rejected"), [("print", False), ("write", True)])
def test_a_card_that_was_worked_on_and_given_up_goes_to_the_reject_bin_an_untouched_blank_comes_out(
    shop, up_to, rejected
):
    here = shop("shangluo")
    here.clerk.walk(here.page, up_to)
    here.clerk.post(f"{here.path}/stop", {"reason": "持卡人改了主意"})
    (card,) = here.world.bench.fed
    assert (card.out, card.rejected) == (True, rejected)


def test_a_made_card_whose_face_is_not_printed_again_is_no_waste(shop):
    here = shop("xinxiang")
    here.finish()
    page = here.clerk.walk(here.clerk.confirm(here.clerk.fill(here.pid, "issue.reprint", {})), "print")
    here.world.bench.faults["print"] = "断电"
    here.clerk.step(page)
    here.clerk.post(f"{page.response.request.path}/stop", {"reason": "不补打了"})
    job = list(here.world.bench.jobs.values())[-1]
    assert (job.out, job.rejected) == (True, False)
