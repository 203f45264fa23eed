"""The three stories in a real browser: two branches in Shangluo, pay first in Xinxiang, at once in Shishi."""

import pytest
from playwright.sync_api import expect, sync_playwright

from counter.branch import Identity
from counter.rehearsal.world import Seats, add_branch, demo_seats, new_world
from tests.browsing import LOW, QUIETLY, WIDE, Seat, Served, chromium, until
from tests.conftest import NOW

JOINED = "loss.formal+replace.lost"


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium(), args=list(QUIETLY))
        yield opened
        opened.close()


@pytest.fixture
def serve(tmp_path, staff):
    """Open a city's world with these branches, each on a port of its own."""
    opened = []

    def start(city, *branches):
        world = new_world(city, NOW)
        served = [
            Served(add_branch(world, tmp_path / seats.identity.code, seats, staff))
            for seats in branches or [demo_seats(city)]
        ]
        opened.append((world, served))
        return world, *served

    yield start
    for world, served in opened:
        for one in served:
            one.stop()
        world.stop()


@pytest.fixture
def sit(browser):
    """Sit down at a window; when the test is over nothing may have gone wrong in the browser."""
    seats = []

    def start(served, window_type, **options):
        seats.append(Seat(browser, served, **options))
        seats[-1].log_in(window_type)
        return seats[-1]

    yield start
    for seat in seats:
        seat.leave()


def person(world, story):
    return next(s.person for s in world.stories if s.id == story)


def branch(number, name, window, title, kind):
    identity = Identity(code=f"6110{number:02d}01", name=name, rehearsal=True)
    return Seats(identity=identity, windows=((window, title, kind),))


def test_shangluo_from_a_lost_card_to_a_new_one_over_two_branches(serve, sit):
    world, hall, bank = serve(
        "shangluo",
        branch(1, "商州区人社服务大厅", "A3", "3 号窗口", "bureau"),
        branch(2, "农业银行商州支行", "B1", "1 号窗口", "bank_outlet"),
    )
    holder = person(world, "lost")

    bureau = sit(hall, "bureau")
    bureau.look("desk-empty")
    bureau.find(holder.id_number)
    assert bureau.texts("[data-state]") == ["正常"]
    assert bureau.texts(".state")[0] == "正常 社保功能已启用，金融功能已激活。"
    bureau.choose("loss.temporary")
    bureau.fill(lost_on="2026-11-19")
    bureau.confirm()
    assert bureau.done() == ["正常 → 临时挂失"]
    expect(bureau.page.locator("[data-province]")).to_have_text("省已确认")

    outlet = sit(bank, "bank_outlet")
    outlet.find(holder.id_number)
    assert outlet.texts("[data-state]") == ["临时挂失"]
    assert outlet.texts(".state .left")[0].startswith("还剩 6 天 23 小时 11 月 27 日")
    outlet.look("desk")
    outlet.choose(JOINED)
    outlet.fill(papers=False)
    assert outlet.focused == "errsum"
    outlet.look("form-errors")
    outlet.fill(lost_on="2026-11-19", received="20")
    outlet.look("check")
    assert outlet.texts("[data-change]")[:2] == ["临时挂失 → 正式挂失", "正式挂失 → 作废"]
    assert outlet.texts(".btn.main") == ["确认正式挂失并遗失补卡，收费 20.00 元 Enter"]
    outlet.confirm()
    assert outlet.texts("h1") == ["正式挂失并遗失补卡已办结"]
    assert "无 → 已申请" in outlet.done()
    slips = outlet.slips()
    assert len(slips) == 2
    assert all(slip.startswith(b"%PDF-") for slip in slips)
    expect(outlet.page.locator("[data-province]").last).to_have_text("省已确认")
    outlet.look("done")
    outlet.go_on("issue.make")
    outlet.page.check("#checked")
    outlet.fill()
    outlet.confirm()
    assert "制卡中 → 待领取" in outlet.done()
    outlet.go_on("issue.collect")
    outlet.fill()
    outlet.confirm()
    outlet.go_on("activate.financial")
    outlet.fill()
    outlet.confirm()
    assert outlet.done() == ["未激活 → 已激活"]
    until(bank.sent(5))

    bureau.find(holder.id_number)
    assert bureau.texts("[data-state]") == ["待启用"]
    bureau.page.get_by_role("button", name="把最新的卡放上读卡器").click()
    assert "就绪，已放卡" in bureau.texts(".strip")[0]
    bureau.choose("activate.social")
    bureau.fill()
    assert bureau.focused == "old_password"
    bureau.confirm(old_password="123456", new_password="271828", again="271829")
    assert bureau.texts("[data-refusal] [data-text]") == ["两遍新密码不一样，请持卡人重新输入"]
    bureau.confirm(old_password="123456", new_password="271828", again="271828")
    assert "待启用 → 正常" in bureau.done()
    until(hall.sent(2))
    cards = world.province.record(holder.id_number).cards
    assert [(c.state, c.social, c.financial) for c in cards] == [("作废", "停用", "停用"), ("正常", "已启用", "已激活")]


def test_xinxiang_pays_first_and_not_in_a_township(serve, sit):
    world, counter = serve("xinxiang")
    holder = person(world, "lost")
    township = sit(counter, "township")
    township.find(holder.id_number)
    township.look("refused")
    assert not township.page.locator('[data-offer="replace.lost"]').count()
    refused = township.page.locator('[data-refused="replace.lost"]')
    expect(refused.locator("[data-text]").first).to_contain_text("不具备社保卡补换职能")
    with township.context.expect_page() as opened:
        refused.get_by_role("link", name="流程 第四条").first.click()
    law = opened.value
    expect(law.locator("h1")).to_have_text("新乡市社会保障卡业务经办流程（新人社〔2017〕141号）")
    expect(law.locator("blockquote")).to_contain_text("乡镇（街道）社保卡服务窗口不具备社保卡补换职能")
    law.close()

    city = sit(counter, "city")
    city.find(holder.id_number)
    assert "登记已缴的20.00 元" in city.texts('[data-offer="fees.notice"]')[0]
    city.choose("fees.notice")
    city.fill(notice_number="41070000001", bill_number="20260000001", amount="20")
    city.confirm()
    assert city.done() == ["无 → 已缴费"]
    city.go_on("loss.formal")
    city.fill(lost_on="2026-11-18")
    city.confirm()
    city.go_on("replace.lost")
    city.page.select_option("#reason", index=1)
    city.fill()
    city.look("replace")
    city.confirm()
    assert "已缴费 → 已使用" in city.done()
    city.go_on("fees.register")
    city.fill()
    city.confirm()
    assert city.done() == ["已使用 → 已登记"]
    city.go_on("issue.make")
    city.page.check("#checked")
    city.fill()
    city.confirm()
    city.go_on("issue.collect")
    city.fill()
    city.confirm()
    city.find(holder.id_number)
    assert city.texts(".tests .y") == [f"{step} 2026-11-20 10:31" for step in ("受理", "制卡", "领卡")]
    city.page.get_by_role("button", name="把最新的卡放上读卡器").click()
    city.choose("activate.social")
    city.fill()
    city.confirm()
    assert "未启用 → 已启用" in city.done()
    until(counter.sent(6))
    assert [c.state for c in world.province.record(holder.id_number).cards] == ["作废", "正常"]


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts-on", "scripts-off"])
def test_shishi_replaces_a_damaged_card_at_once(serve, sit, scripts):
    world, counter = serve("shishi")
    holder = person(world, "damaged")
    window = sit(counter, "making", scripts=scripts)
    window.find(holder.id_number)
    assert "立等可取" in window.texts('[data-offer="replace.damaged"]')[0]
    window.choose("replace.damaged")
    window.fill(received="20")
    assert window.texts("[data-promise]") == ["立等可取"]
    window.confirm()
    window.go_on("issue.make")
    window.page.check("#checked")
    window.fill()
    window.confirm()
    window.go_on("issue.collect")
    window.fill()
    window.confirm()
    window.page.click("text=返回")
    window.page.get_by_role("button", name="把最新的卡放上读卡器").click()
    window.choose("activate.social")
    window.fill()
    window.confirm(old_password="123456", new_password="314159", again="314159")
    assert "待启用 → 正常" in window.done()
    window.go_on("activate.financial")
    window.fill()
    window.confirm()
    assert window.done() == ["未激活 → 已激活"]
    until(counter.sent(5))
    assert world.province.record(holder.id_number).cards[-1].financial == "已激活"


def test_the_strip_tells_when_the_province_is_down_and_when_it_is_back(serve, sit):
    world, counter = serve("shangluo")
    window = sit(counter, "bank_outlet")
    strip = window.page.locator("[data-link]")
    window.find(person(world, "minor").id_number)
    expect(strip).to_have_text("省系统：正常，待上送 0 笔")
    window.page.get_by_role("button", name="让省系统中断").click()
    expect(strip).to_contain_text("中断（10:31 起）")
    window.look("province-down")
    window.choose("loss.temporary")
    window.page.get_by_role("button", name="改为监护人").click()
    window.page.check("input[name=relation][value=父母]")
    window.fill(lost_on="2026-11-19", agent_name="刘卫东", agent_id="611002198002244514", agent_mobile="13909140101")
    window.confirm()
    expect(window.page.locator("[data-province]")).to_have_text("待省确认")
    expect(strip).to_contain_text("待上送 1 笔")
    entry = window.page.url
    window.page.click("text=返回")
    window.page.get_by_role("button", name="让省系统恢复").click()
    expect(strip).to_have_text("省系统：正常，待上送 0 笔")
    window.page.goto(entry)
    expect(window.page.locator("[data-province]")).to_have_text("省已确认")


@pytest.mark.parametrize(("city", "window_type"), [("shangluo", "bank_outlet"), ("xinxiang", "city"), ("shishi", "making")])
def test_state_person_and_offers_stand_on_a_low_screen(serve, sit, city, window_type):
    world, counter = serve(city)
    window = sit(counter, window_type)
    window.page.set_viewport_size(LOW)
    for story in world.stories:
        window.find(story.person.id_number)
        edge = window.page.locator(".keys").bounding_box()["y"]
        for place in ("#q", "[data-state]", "h1", "[data-offer]"):
            for box in [one.bounding_box() for one in window.page.locator(place).all()]:
                assert box["y"] >= 0, (story.id, place)
                assert box["y"] + box["height"] <= edge, (story.id, place, box)
    window.page.set_viewport_size(WIDE)
