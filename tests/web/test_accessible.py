"""Every kind of page against axe-core (WCAG 2.2 A and AA, and best practice), wide and narrow."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from counter.core.prints import Stage
from counter.rehearsal.papers import pdf
from counter.rehearsal.pictures import Wanted, picture
from counter.rehearsal.world import demo_seats
from tests.browsing import NARROW, WIDE


def file(raw: bytes, kind: str) -> dict:
    return {"name": f"file.{kind}", "mimeType": f"image/{kind}", "buffer": raw}


GOOD_PHOTO, BAD_PHOTO = file(picture(Wanted(size=40_960)), "jpeg"), file(picture(Wanted(format="PNG", dpi=72)), "jpeg")
GOOD_SCAN, BAD_SCAN = file(pdf(2), "pdf"), file(b"hello", "pdf")
RULES = {"resultTypes": ["violations"]}


@pytest.fixture
def examine(request):
    """Look a page over at both widths; everything axe finds is told at once when the test ends."""
    wrong = []

    def page(seat, name):
        for size in (WIDE, NARROW):
            seat.page.set_viewport_size(size)
            found = Axe().run(seat.page, options=RULES).response["violations"]
            wrong.extend(
                f"{name} {size['width']}：{one['id']} {one['help']}：{one['nodes'][0]['html']}" for one in found
            )
        seat.page.set_viewport_size(WIDE)

    yield page
    assert not wrong, "\n".join(["", *wrong])


def test_the_pages_of_a_clerk(rehearse, sit, someone, examine):
    world, counter = rehearse("shangluo", demo_seats("shangluo"))
    seat = sit(counter, "bank_outlet")
    seat.page.goto(f"{seat.url}/login")
    examine(seat, "登录")
    seat.page.goto(seat.url)
    examine(seat, "柜台")
    seat.find("611002199005072530")
    examine(seat, "查找出错")
    seat.find("611002198003124513")
    examine(seat, "查无此人")
    seat.find(someone(world, "lost").id_number)
    examine(seat, "持卡人")
    seat.choose("loss.formal+replace.lost")
    seat.press("改为代办")
    examine(seat, "填写")
    seat.fill(papers=False)
    examine(seat, "填写出错")
    seat.page.set_input_files("#photo", BAD_PHOTO)
    seat.page.set_input_files("#scan1", BAD_SCAN)
    seat.fill(papers=False)
    examine(seat, "照片和扫描件不合格")
    seat.page.set_input_files("#photo", GOOD_PHOTO)
    seat.page.set_input_files("#scan1", GOOD_SCAN)
    seat.turns(seat.page.get_by_role("button", name="上传", exact=True).click)
    examine(seat, "照片和扫描件已收下")
    seat.press("改为本人")
    seat.page.check("#new_photo")
    seat.fill(received="20", lost_on="2026-11-19")
    examine(seat, "核对")
    seat.confirm()
    examine(seat, "办结")
    seat.go_on("issue.make")
    seat.fill(papers=False)
    seat.confirm()
    examine(seat, "制作")
    seat.turns(seat.page.locator(".btn.main").click)
    seat.turns(seat.page.locator(".btn.main").click)
    examine(seat, "制作：没有核对")
    for name, path in (
        ("空白卡", "/blanks"),
        ("条款", "/article?ref=规范 第十七条"),
        ("全文", "/article?ref=规范"),
        ("待办", "/work"),
        ("时限", "/limits"),
        ("帮助", "/help"),
        ("状态", "/status"),
        ("状态图", "/rules/diagram"),
        ("对照", "/rules/cities?only=1"),
        ("规则书", "/rules/book?document=通知"),
        ("没有这一页", "/entry/none"),
    ):
        seat.page.goto(f"{seat.url}{path}")
        examine(seat, name)


def test_the_page_of_time_limits_at_an_agency_point(serve, sit, examine):
    seat = sit(serve("shishi")[1], "agency")
    seat.page.goto(f"{seat.url}/limits")
    examine(seat, "代办网点的时限")


def test_the_password_and_administration_pages(serve, sit, someone, examine):
    world, counter = serve("shangluo")
    seat = sit(counter, "bureau")
    seat.page.goto(seat.url)
    seat.find(someone(world, "to-enable").id_number)
    seat.choose("activate.social")
    seat.fill()
    examine(seat, "当面改密码")
    admin = sit(counter, "bureau", number="1000")
    admin.page.goto(f"{admin.url}/admin")
    examine(admin, "人员和窗口")


def test_the_pages_with_what_other_systems_answered_and_were_told(rehearse, sit, someone, examine):
    world, counter = rehearse("xinxiang", demo_seats("xinxiang"))
    world.systems.nontax.down()
    seat = sit(counter, "city")
    seat.find(someone(world, "lost").id_number)
    examine(seat, "演练控制")
    seat.choose("fees.notice")
    seat.fill(notice_number="41070000001", bill_number="20260000001", amount="20")
    assert seat.texts("[data-finding]") == ["没有问到"]
    examine(seat, "核对，没有问到")
    seat.confirm()
    assert seat.texts("[data-finding]") == ["没有问到"]
    examine(seat, "办结，没有问到")


def test_the_pages_of_printing(rehearse, sit, someone, examine):
    world, counter = rehearse("shangluo", demo_seats("shangluo"))
    boss = sit(counter, "bureau", number="1001")
    boss.page.goto(f"{boss.url}/printers")
    boss.page.fill("#address", "10.0.0.7")
    boss.press("保存打印机")
    examine(boss, "打印机出错")
    boss.page.fill("#address", "escpos://127.0.0.1:9")
    boss.press("保存打印机")
    examine(boss, "打印机")
    seat = sit(counter, "bureau")
    seat.page.goto(seat.url)
    seat.find(someone(world, "lost").id_number)
    seat.choose("loss.temporary")
    seat.fill(lost_on="2026-11-19")
    seat.confirm()
    branch = counter.counter.branch
    branch.prints.stand(branch.prints.at(1), Stage.UNKNOWN, branch.clock.now(), "打印到一半断开了")
    seat.page.reload()
    examine(seat, "出纸了吗")
    seat.page.goto(f"{seat.url}/prints")
    examine(seat, "打印")
    seat.press("已出纸")
    seat.page.goto(f"{seat.url}/prints")
    examine(seat, "打印过的")
