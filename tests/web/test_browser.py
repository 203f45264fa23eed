"""The three stories in a real browser: two branches in Shangluo, pay first in Xinxiang, at once in Shishi."""

import pytest
from playwright.sync_api import expect

from counter.branch import Identity
from counter.rehearsal.devices import VirtualCard
from counter.rehearsal.world import Seats
from tests.browsing import LOW, until

JOINED = "loss.formal+replace.lost"


def branch(number, name, window, title, kind):
    identity = Identity(code=f"6110{number:02d}01", name=name, rehearsal=True)
    return Seats(identity=identity, windows=((window, title, kind),))


def cards(world, holder):
    return [(c.state, c.social, c.financial) for c in world.province.record(holder.id_number).cards]


ENABLED = [("作废", "停用", "停用"), ("正常", "已启用", "已激活")]


def test_shangluo_from_a_lost_card_to_a_new_one_over_two_branches(rehearse, sit, someone):
    world, hall, bank = rehearse(
        "shangluo",
        branch(1, "商州区人社服务大厅", "A3", "3 号窗口", "bureau"),
        branch(2, "农业银行商州支行", "B1", "1 号窗口", "bank_outlet"),
    )
    holder = someone(world, "lost")
    bureau = sit(hall, "bureau")
    bureau.find(holder.id_number)
    assert bureau.texts("[data-state]") == ["正常"]
    assert bureau.texts(".state") == ["正常 社保功能已启用，金融功能已激活。"]
    bureau.choose("loss.temporary")
    bureau.fill(lost_on="2026-11-19")
    bureau.confirm()
    assert bureau.done() == ["正常 → 临时挂失"]
    expect(bureau.page.locator("[data-province]")).to_have_text("省已确认")

    outlet = sit(bank, "bank_outlet")
    outlet.look("empty")
    outlet.find(holder.id_number)
    assert outlet.texts("[data-state]") == ["临时挂失"]
    assert outlet.texts(".state .left")[0].startswith("还剩 6 天 23 小时 11 月 27 日")
    outlet.look("desk")
    outlet.choose(JOINED)
    outlet.fill(papers=False)
    outlet.focuses("errsum")
    outlet.look("errors")
    outlet.fill(lost_on="2026-11-19", received="20")
    assert outlet.texts("[data-change]")[:2] == ["临时挂失 → 正式挂失", "正式挂失 → 作废"]
    assert outlet.texts(".btn.main") == ["确认正式挂失并遗失补卡，收费 20.00 元 Enter"]
    outlet.look("check")
    outlet.confirm()
    assert outlet.texts("h1") == ["正式挂失并遗失补卡已办结"]
    assert "无 → 已申请" in outlet.done()
    slips = outlet.slips()
    assert [slip[:5] for slip in slips] == [b"%PDF-", b"%PDF-"]
    expect(outlet.page.locator("[data-province]").last).to_have_text("省已确认")
    outlet.look("done")
    outlet.go_on("issue.make")
    outlet.fill()
    outlet.confirm()
    outlet.make()
    assert "制卡中 → 待领取" in outlet.done()
    outlet.go_on("issue.collect")
    outlet.fill()
    outlet.confirm()
    outlet.go_on("activate.financial")
    outlet.fill()
    outlet.confirm()
    assert outlet.done() == ["未激活 → 已激活"]
    until(lambda: cards(world, holder)[-1] == ("待启用", "未启用", "已激活"))

    bureau.find(holder.id_number)
    assert bureau.texts("[data-state]") == ["待启用"]
    new = world.province.record(holder.id_number).cards[-1]
    world.bench.lay_down("A3", VirtualCard(new.number, holder.id_number, holder.name))
    bureau.choose("activate.social")
    bureau.fill()
    bureau.focuses("old_password")
    bureau.confirm(old_password="123456", new_password="271828", again="271829")
    assert bureau.texts("[data-refusal] [data-text]") == ["两遍新密码不一样，请持卡人重新输入"]
    bureau.confirm(old_password="123456", new_password="271828", again="271828")
    assert "待启用 → 正常" in bureau.done()
    until(lambda: cards(world, holder) == ENABLED)


def test_xinxiang_pays_first_and_not_in_a_township(serve, sit, someone):
    world, counter = serve("xinxiang")
    holder = someone(world, "lost")
    township = sit(counter, "township")
    township.find(holder.id_number)
    township.look("refused")
    assert not township.page.locator('[data-offer="replace.lost"]').count()
    township.page.locator("details.fold summary").click()
    refused = township.page.locator('[data-refusals]:has([data-refused="replace.lost"])')
    expect(refused.locator("[data-text]").first).to_contain_text("不具备社保卡补换职能")
    refused.get_by_role("link", name="流程 第四条").first.click()
    law = township.page.locator("dialog.article")
    expect(law.locator("h1")).to_have_text("新乡市社会保障卡业务经办流程（新人社〔2017〕141号）")
    expect(law.locator("blockquote")).to_contain_text("乡镇（街道）社保卡服务窗口不具备社保卡补换职能")
    township.page.keyboard.press("Escape")

    city = sit(counter, "city")
    city.find(holder.id_number)
    assert "登记已缴的 20.00 元" in city.texts('[data-offer="fees.notice"]')[0]
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
    city.confirm()
    assert "已缴费 → 已使用" in city.done()
    city.go_on("fees.register")
    city.fill()
    city.confirm()
    assert city.done() == ["已使用 → 已登记"]
    city.go_on("issue.mark")
    city.fill()
    city.confirm()
    city.go_on("issue.make")
    city.fill()
    city.confirm()
    city.make()
    city.go_on("issue.collect")
    city.fill()
    city.confirm()
    city.turns(city.page.get_by_role("link", name="返回").click)
    assert city.texts(".tests .y") == [f"{step} 2026-11-20 10:31" for step in ("受理", "制卡", "到网点", "领卡")]
    city.press("把最新的卡放上读卡器")
    city.choose("activate.social")
    city.fill()
    city.confirm()
    assert "未启用 → 已启用" in city.done()
    until(lambda: cards(world, holder) == [ENABLED[0], ("正常", "已启用", "未激活")])


@pytest.mark.parametrize(("story", "scripts"), [("damaged", True), ("elsewhere", False)], ids=["scripts", "no-scripts"])
def test_shishi_replaces_a_damaged_card_at_once(serve, sit, someone, story, scripts):
    world, counter = serve("shishi")
    holder = someone(world, story)
    window = sit(counter, "making", scripts=scripts)
    window.page.goto(window.url)
    window.find(holder.id_number)
    assert "立等可取" in window.texts('[data-offer="replace.damaged"]')[0]
    window.choose("replace.damaged")
    window.fill(received="20")
    assert window.texts("[data-promise]") == ["立等可取"]
    window.confirm()
    window.go_on("issue.make")
    window.fill()
    window.confirm()
    window.make()
    window.go_on("issue.collect")
    window.fill()
    window.confirm()
    window.turns(window.page.get_by_role("link", name="返回").click)
    window.press("把最新的卡放上读卡器")
    assert "就绪，已放卡" in window.texts(".strip")[0]
    window.choose("activate.social")
    window.fill()
    window.confirm(old_password="123456", new_password="314159", again="314159")
    assert "待启用 → 正常" in window.done()
    window.go_on("activate.financial")
    window.fill()
    window.confirm()
    assert window.done() == ["未激活 → 已激活"]
    until(lambda: cards(world, holder) == ENABLED)


def test_the_strip_tells_when_the_province_is_down_and_when_it_is_back(rehearse, sit, someone):
    world, counter = rehearse("shangluo", branch(1, "商州区人社服务大厅", "A3", "3 号窗口", "bureau"))
    window = sit(counter, "bureau")
    strip = window.page.locator("[data-link]")
    window.find(someone(world, "minor").id_number)
    expect(strip).to_have_text("省系统：正常，待上送 0 笔")
    window.press("让省系统中断")
    expect(strip).to_contain_text("中断（")
    window.look("province-down")
    window.choose("loss.temporary")
    window.press("改为监护人")
    window.page.check("input[name=relation][value=父母]")
    window.fill(
        lost_on="2026-11-19", agent_name="刘卫东", agent_id="611002198003124513", agent_mobile="13909140101"
    )
    window.confirm()
    expect(window.page.locator("[data-province]")).to_have_text("待省确认")
    expect(strip).to_contain_text("待上送 1 笔")
    entry = window.page.url
    window.turns(window.page.get_by_role("link", name="返回").click)
    window.press("让省系统恢复")
    expect(strip).to_have_text("省系统：正常，待上送 0 笔")
    window.page.goto(entry)
    expect(window.page.locator("[data-province]")).to_have_text("省已确认")


@pytest.mark.parametrize(
    ("city", "window_type"), [("shangluo", "bank_outlet"), ("xinxiang", "city"), ("shishi", "making")]
)
def test_state_person_and_offers_stand_on_a_low_screen(serve, sit, someone, city, window_type):
    world, counter = serve(city)
    window = sit(counter, window_type)
    window.page.set_viewport_size(LOW)
    window.page.goto(window.url)
    for story in ("phoned", "minor", "to-collect", "cancelled"):
        window.find(someone(world, story).id_number)
        edge = window.page.locator(".keys").bounding_box()["y"]
        for place in ("#q", "[data-state]", "h1", "[data-offer]"):
            for box in [one.bounding_box() for one in window.page.locator(place).all()]:
                assert box["y"] >= 0, (story, place)
                assert box["y"] + box["height"] <= edge, (story, place, box)
