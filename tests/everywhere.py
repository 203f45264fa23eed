"""A walk through every page of the program, in one city's rehearsal: what is examined and photographed everywhere.

A page that is reached by its address alone stands in ``ADDRESSES``; the others lie on the way of a visit below.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from flask import template_rendered

from counter.core.prints import BROWSER, Printer
from counter.rehearsal.papers import pdf
from counter.rehearsal.pictures import Wanted, picture
from tests.browsing import Seat, until

CLERK_AT_WORK, SUPERVISOR_AT_WORK, ADMINISTRATOR_AT_WORK = "1024", "1001", "1000"
ADDRESSES = (
    ("空白卡", SUPERVISOR_AT_WORK, "/blanks"),
    ("日结", CLERK_AT_WORK, "/dayend"),
    ("帮助", CLERK_AT_WORK, "/help"),
    ("财政票据", SUPERVISOR_AT_WORK, "/bills"),
    ("时限", CLERK_AT_WORK, "/limits"),
    ("打印", CLERK_AT_WORK, "/prints"),
    ("状态", CLERK_AT_WORK, "/status"),
    ("按假定执行的各处", CLERK_AT_WORK, "/status/assumed"),
    ("状态图", CLERK_AT_WORK, "/rules/diagram"),
    ("对照", CLERK_AT_WORK, "/rules/cities"),
    ("规则书", CLERK_AT_WORK, "/rules/book"),
    ("全部快捷键", CLERK_AT_WORK, "/keys"),
    ("没有这一页", CLERK_AT_WORK, "/entry/none"),
    ("没有权限", CLERK_AT_WORK, "/admin"),
    ("人员和窗口", ADMINISTRATOR_AT_WORK, "/admin"),
    ("窗口电脑", ADMINISTRATOR_AT_WORK, "/pairing"),
    ("打印机", ADMINISTRATOR_AT_WORK, "/printers"),
)
"""What it is, who opens it, where it is."""
NO_PAGES = {
    "static": "样式、脚本、图标",
    "entries.certificate": "PDF", "told.paper": "PDF", "told.chosen": "PDF", "entries.slip": "PDF", "limits.paper": "PDF",
    "lookups.paper": "PDF", "dayend.paper": "PDF", "panels.paper": "PDF", "printed.copy": "PDF", "printed.draft": "PDF",
    "prints.paper": "PDF", "prints.now": "页面的一部分", "rules.book_paper": "PDF", "rules.picture": "SVG", "scans.show": "照片和扫描件", "making.face": "卡面", "idcard.photo": "照片", "strip.show": "页面的一部分", "rare.style": "样式", "rare.font": "字体",
}  # fmt: skip
"""What answers GET and is no page: what it is instead."""
LOST = "2026-11-19"
AGENT = {"agent_name": "马𬍛", "agent_id": "410702199402263662", "agent_mobile": "13909140101"}
CASH = {"received": "20"}


@dataclass(frozen=True)
class Way:
    """How this city's visits go: the window, the visit of the lost card, and the road to a card that is made."""

    window: str
    offer: str
    blanks: dict[str, str]
    before_making: tuple[tuple[str, dict[str, str]], ...]
    made_for: str = "formally-lost"
    enables: str = ""


WAYS = {
    "shangluo": Way(
        "bank_outlet", "loss.formal+replace.lost", {"lost_on": LOST, **CASH},
        (("loss.formal+replace.lost", {"lost_on": LOST, **CASH}),), made_for="elsewhere", enables="bureau",
    ),
    "xinxiang": Way(
        "city", "loss.formal", {"lost_on": LOST},
        (
            ("fees.notice", {"notice_number": "41070000001", "bill_number": "20260000001", "amount": "20"}),
            ("replace.lost", {}), ("fees.register", {}), ("issue.mark", {}),
        ),
    ),
    "shishi": Way("making", "replace.damaged", CASH, (("replace.lost", CASH),)),
}  # fmt: skip


def file(raw: bytes, kind: str) -> dict:
    return {"name": f"file.{kind}", "mimeType": f"image/{kind}", "buffer": raw}


class Walk:
    """One walk; ``see`` is called with the seat and a name wherever a page is to be looked at."""

    def __init__(self, city: str, world, served, sit, see: Callable[[Seat, str], None]) -> None:
        self.city, self.way, self.world, self.served = city, WAYS[city], world, served
        self.sit, self.see = sit, see
        self.endpoints: set[str] = set()
        self.templates: set[str] = set()

    def go(self) -> None:
        """See every page once."""
        app = self.served.counter.flask
        with template_rendered.connected_to(self._rendered, app):
            self.before()
            self.desk()
            self.visit()
            self.making()
            self.at_the_card()
            self.sent_back()
            self.unit()
            self.locked()
            for number in (CLERK_AT_WORK, SUPERVISOR_AT_WORK, ADMINISTRATOR_AT_WORK):
                seat = self.sit(self.served, self.way.window, number=number)
                for name, role, path in ADDRESSES:
                    if role == number:
                        seat.page.goto(f"{seat.url}{path}")
                        self.see(seat, name)
            self.law()

    def _rendered(self, _app, template, context, **_more) -> None:
        self.templates.add(template.name)
        if "request" in context and context["request"].endpoint:
            self.endpoints.add(context["request"].endpoint)

    def someone(self, story: str):
        return next(s.person for s in self.world.stories if s.id == story)

    def clerk(self) -> Seat:
        seat = self.sit(self.served, self.way.window)
        seat.page.goto(seat.url)
        return seat

    def before(self) -> None:
        seat = self.sit(self.served, self.way.window)
        seat.context.clear_cookies()
        seat.page.goto(f"{seat.url}/login")
        self.see(seat, "登录")
        seat.page.fill("#number", CLERK_AT_WORK)
        seat.page.fill("#password", "wrong1")
        seat.press("登录")
        self.see(seat, "登录出错")
        branch = seat.counter.branch
        branch.set("setup.token", branch.keys.hash("setup", "once"))
        seat.page.goto(f"{seat.url}/setup/once")
        self.see(seat, "建立首个管理员")

    def desk(self) -> None:
        seat = self.clerk()
        self.see(seat, "柜台")
        seat.find(self.someone("lost").id_number[:-1] + "0")
        self.see(seat, "查找出错")
        seat.find("410702198003124513")
        self.see(seat, "查无此人")
        for story, name in (
            ("lost", "持卡人，正常"), ("phoned", "持卡人，临时挂失"), ("to-collect", "持卡人，待领取"),
            ("cancelled", "持卡人，已注销"), ("first", "持卡人，没有卡"),
        ):  # fmt: skip
            seat.find(self.someone(story).id_number)
            self.see(seat, name)
        seat.page.goto(seat.url)
        seat.find(self.someone("lost").name)
        self.see(seat, "按姓名查找")
        seat.find(self.someone("first").id_number)
        for lookup in seat.page.locator("[data-lookup]").all():
            seat.turns(lookup.click)
            self.see(seat, "查询")
            break
        seat.find(self.someone("damaged").id_number)
        seat.press("显示完整")
        self.see(seat, "完整号码")

    def visit(self) -> None:
        seat = self.clerk()
        seat.find(self.someone("lost").id_number)
        seat.choose(self.way.offer)
        self.see(seat, "填写")
        seat.press("改为代办")
        self.see(seat, "填写，代办")
        seat.fill(papers=False)
        self.see(seat, "填写出错")
        if seat.page.locator("#photo").count():
            seat.page.set_input_files("#photo", file(picture(Wanted(format="PNG", dpi=72)), "jpeg"))
        if seat.page.locator("#scan1").count():
            seat.page.set_input_files("#scan1", file(b"hello", "pdf"))
        seat.fill(papers=False)
        self.see(seat, "照片和扫描件不合格")
        if seat.page.locator("#scan1").count():
            seat.page.set_input_files("#scan1", file(pdf(2), "pdf"))
            seat.turns(seat.page.get_by_role("button", name="上传", exact=True).click)
            self.see(seat, "扫描件已收下")
        seat.press("改为本人")
        seat.fill(**self.way.blanks)
        self.see(seat, "核对")
        seat.turns(seat.page.locator(".btn.main").click)
        if "/entry/" not in seat.page.url:
            self.see(seat, "核对出错")
            seat.confirm()
        self.see(seat, "办结")

    def making(self) -> None:
        seat = self.clerk()
        seat.find(self.someone(self.way.made_for).id_number)
        for n, (offer, blanks) in enumerate(self.way.before_making):
            seat.choose(offer) if not n else seat.go_on(offer)
            seat.fill(**blanks)
            seat.confirm()
        seat.go_on("issue.make")
        seat.fill()
        seat.confirm()
        self.see(seat, "制卡")
        if seat.page.locator("#confirmed").count():
            seat.turns(seat.page.locator(".btn.main").click)
            self.see(seat, "制卡，没有核对")
        seat.make()
        self.see(seat, "制卡办结")
        seat.turns(seat.page.get_by_role("link", name="返回").click)
        self.see(seat, "持卡人，新卡办到哪一步")

    def at_the_card(self) -> None:
        who = SUPERVISOR_AT_WORK if self.way.enables else CLERK_AT_WORK
        seat = self.sit(self.served, self.way.enables or self.way.window, number=who)
        seat.page.goto(seat.url)
        seat.find(self.someone("to-enable").id_number)
        seat.press("把最新的卡放上读卡器")
        seat.choose("activate.social")
        seat.fill()
        self.see(seat, "核对，当面改密码")
        if seat.page.locator("#old_password").count():
            seat.confirm(old_password="000000", new_password="271828", again="271828")
            self.see(seat, "没有办成")

    def sent_back(self) -> None:
        seat = self.clerk()
        unknown = (code.code for code in self.world.province.codes if re.search("查无此人|没有此人|不存在", code.text))
        self.world.province.reject_next(next(unknown))
        seat.find(self.someone("hong-kong").id_number)
        offer = "loss.formal" if self.city == "shangluo" else "loss.temporary"
        offer = offer if seat.page.locator(f'[data-offer="{offer}"]').count() else "loss.temporary"
        seat.choose(offer)
        seat.fill(lost_on=LOST)
        self.framed(seat)
        self.served.counter.courier.round(news=True)
        until(self.served.counter.branch.work.count, seconds=30)
        seat.page.goto(f"{seat.url}/work")
        self.see(seat, "待办，经办")
        chief = self.sit(self.served, self.way.window, number=SUPERVISOR_AT_WORK)
        chief.page.goto(f"{chief.url}/work")
        self.see(chief, "待办，主管")

    def framed(self, seat: Seat) -> None:
        """Confirm where the window's own browser prints the slips, and look at what it is to print."""
        branch = seat.counter.branch
        window = next(one.id for one in branch.windows() if one.type == self.way.window)
        branch.prints.place(Printer(window=window, kind="slip", address=BROWSER, media="roll80"))
        seat.confirm()
        self.see(seat, "办结，浏览器打印")
        seat.turns(seat.page.get_by_role("link", name="去打印").click)
        self.see(seat, "要打印的纸")
        branch.prints.remove(window, "slip", branch.clock.now())

    def unit(self) -> None:
        with_units = [story.person for story in self.world.stories if story.person.unit_number]
        if not with_units:
            return
        seat = self.clerk()
        seat.find(f"单位{with_units[0].unit_number}")
        self.see(seat, "单位")

    def locked(self) -> None:
        seat = self.clerk()
        seat.page.keyboard.press("F10")
        seat.page.locator("dialog.lock").wait_for()
        self.see(seat, "锁着的窗口")
        seat.page.goto(seat.url)
        self.see(seat, "已锁屏")
        seat.page.fill("#password", "rehearsal1")
        seat.press("解锁")
        seat.page.locator('footer [data-key="?"]').click()
        seat.page.locator("dialog.over").wait_for()
        self.see(seat, "快捷键，在页面上")

    def law(self) -> None:
        seat = self.clerk()
        city = self.served.counter.branch.city
        article = next(iter(city.operations.values())).article
        key = article.partition(" ")[0]
        for name, ref in (("条款", article), ("全文", key)):
            seat.page.goto(f"{seat.url}/article?ref={ref}")
            self.see(seat, name)
