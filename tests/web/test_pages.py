"""What the pages say and how they are built, read as HTML."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from counter.cities import load_city
from counter.law import lines_of, passage
from counter.web import shell
from tests.clerk import Clerk
from tests.test_cities import CITIES, sources

JOINED = "loss.formal+replace.lost"
HEAVIEST = 100_000
BLUNT = ("非法", "无效", "请输入正确的")


def someone(world, story):
    return next(s.person for s in world.stories if s.id == story)


def pages_of(clerk, world):
    """One page of every kind, by name."""
    pid = clerk.open(someone(world, "lost").id_number)
    form = clerk.form(pid, JOINED)
    wrong = clerk.fill(pid, JOINED, {}, page=form, papers=[])
    check = clerk.fill(pid, JOINED, {"lost_on": "2026-11-19", "received": "20"})
    done = clerk.confirm(check)
    return {
        "制作": clerk.confirm(clerk.fill(pid, "issue.make", {})),
        "空白卡": Clerk(clerk.counter, "bank_outlet", "1001").get("/blanks"),
        "柜台": clerk.get("/"),
        "查找出错": clerk.find("611002199005072530"),
        "查无此人": clerk.find("611002198003124513"),
        "持卡人": clerk.get(f"/person/{pid}"),
        "填写": form,
        "填写出错": wrong,
        "核对": check,
        "办结": done,
        "完整号码": clerk.post(f"/person/{pid}/show", {}),
        "条款": clerk.get("/article?ref=规范 第十五条"),
        "全文": clerk.get("/article?ref=规范"),
        "待办": clerk.get("/work"),
        "时限": clerk.get("/limits"),
        "帮助": clerk.get("/help"),
        "状态": clerk.get("/status"),
        "没有": clerk.get("/entry/none"),
    }


def test_every_page_is_light_plain_and_well_formed(shangluo):
    world, counter = shangluo
    clerk = Clerk(counter, "bank_outlet")
    for name, page in pages_of(clerk, world).items():
        loaded = set(re.findall(r"/static/([a-z.]+)", page.html))
        assert "counter.css" in loaded, name
        shared = sum(Path(shell.WEB, "static", file).stat().st_size for file in loaded)
        assert len(page.response.data) + shared < HEAVIEST, name
        assert '<html lang="zh-CN">' in page.html, name
        assert page.html.count("<h1") == 1, name
        assert not re.search(r"<style|\sstyle=|<script(?![^>]+src=)|\son\w+=", page.html), name
        assert not re.search(r"(?:src|href)=\"(?:https?:)?//", page.html), name
        assert not [word for word in BLUNT if word in page.words], name
        labels = set(re.findall(r'<label for="([^"]+)"', page.html))
        for tag in re.findall(r"<(?:input|select)[^>]*>", page.html):
            kind, named = re.search(r'type="(\w+)"', tag), re.search(r' id="([^"]+)"', tag)
            if kind is None or kind[1] not in ("hidden", "radio"):
                assert named, f"{name}：{tag}"
                assert named[1] in labels or f"<label>{tag}" in page.html, f"{name}：{tag}"
        ids = re.findall(r' id="([^"]+)"', page.html)
        assert len(ids) == len(set(ids)), name


def test_a_page_with_errors_says_so_first(shangluo):
    world, counter = shangluo
    clerk = Clerk(counter, "bank_outlet")
    found = pages_of(clerk, world)
    for name in ("查找出错", "填写出错"):
        assert found[name].html.partition("<title>")[2].startswith("错误："), name
        assert 'class="errsum" role="alert"' in found[name].html, name
    assert '<a href="#lost_on">请填写遗失日期</a>' in found["填写出错"].html
    assert re.search(r'data-error="lost_on"><span class="vh">错误：</span>请填写遗失日期</span>', found["填写出错"].html)


def test_the_time_stands_once_in_the_strip(shangluo):
    words = Clerk(shangluo[1], "bank_outlet").get("/status").words
    assert "2026 年 11 月 20 日（星期五）10:31" in words
    assert words.count("10:31") == 1


def state_of(clerk, id_number):
    html = clerk.get(f"/person/{clerk.open(id_number)}").html
    return " ".join(re.sub(r"<[^>]+>", " ", re.search(r'<div class="state.*?</div>', html)[0]).split())


def test_the_state_stands_first_with_its_deadline(shangluo):
    world, counter = shangluo
    clerk = Clerk(counter, "bank_outlet")
    assert state_of(clerk, someone(world, "lost").id_number) == "正常 社保功能已启用，金融功能已激活。"
    phoned = state_of(clerk, someone(world, "phoned").id_number)
    assert phoned.startswith("临时挂失 经 12333 挂失。卡找回了")
    assert phoned.endswith("还剩 3 天 23 小时 11 月 24 日 10:31 自动恢复")


def test_a_loss_taken_here_tells_when_and_at_which_window(shangluo):
    world, counter = shangluo
    clerk = Clerk(counter, "bank_outlet")
    person = someone(world, "minor")
    pid = clerk.open(person.id_number)
    agent = {"agent_name": "刘卫东", "agent_id": "611002198003124513", "relation": "父母", "agent_mobile": "13909140101"}
    clerk.do(pid, "loss.temporary", {"lost_on": "2026-11-19", **agent}, by="监护人")
    title = next(w.title for w in counter.branch.windows() if w.type == "bank_outlet")
    shown = state_of(clerk, person.id_number)
    assert re.search(rf"2026-11-20 10:31:\d\d 起挂失生效，在{re.escape(title)}挂失", shown), shown


def test_an_ordered_card_shows_its_promise_and_is_overdue_afterwards(shangluo):
    world, counter = shangluo
    clerk = Clerk(counter, "bank_outlet")
    person = someone(world, "lost")
    clerk.do(clerk.open(person.id_number), JOINED, {"lost_on": "2026-11-19", "received": "20"})
    assert state_of(clerk, person.id_number).endswith("还剩 7 个工作日 承诺 12 月 1 日前")
    world.clock.pass_time(timedelta(days=13))
    assert state_of(clerk, person.id_number).endswith("已超期 2 个工作日 承诺 12 月 1 日前")


def test_joined_operations_end_as_one_success_with_two_slips(at_outlet, shangluo):
    world, _ = shangluo
    pid = at_outlet.open(someone(world, "lost").id_number)
    done = at_outlet.do(pid, JOINED, {"lost_on": "2026-11-19", "received": "20"})
    assert re.findall(r"<h1[^>]*>(.*?)</h1>", done.html) == ["正式挂失并遗失补卡已办结"]
    assert len(done.marks["data-slip"]) == len(set(done.texts("data-number"))) == 2
    assert done.words.count("下一步") == 1


def test_a_copy_is_counted_with_its_clerk_on_the_done_page(at_outlet, shangluo):
    world, _ = shangluo
    pid = at_outlet.open(someone(world, "lost").id_number)
    done = at_outlet.do(pid, "loss.temporary", {"lost_on": "2026-11-19"})
    path = done.response.request.path
    assert "补打第" not in done.words
    assert "补打第 1 次" in at_outlet.reprint(f"{path}/0").words
    again = at_outlet.get(path)
    assert "补打第 1 次 2026-11-20 10:31 ，工号 1024" in again.words
    assert f"{path}/0/slip.pdf?copy=2" in again.links


def test_changing_who_came_loses_nothing(at_outlet, shangluo):
    world, _ = shangluo
    pid = at_outlet.open(someone(world, "lost").id_number)
    page = at_outlet.form(pid, JOINED, by="代办")
    typed = {"agent_name": "冀永强", "agent_mobile": "13909140101", "lost_on": "2026-11-18", "received": "20"}
    brought = page.papers

    def post(page, **more):
        return at_outlet.post(f"/person/{pid}/do/{JOINED}", {**page.inputs, **more})

    alone = post(page, **typed, paper=brought, switch="本人")
    kept = re.findall(r'name="paper" value="([^"]+)"', alone.html)
    assert sorted(kept) == sorted(brought)
    assert "来人姓名" not in alone.words
    assert at_outlet.fill(pid, JOINED, {}, page=alone).texts("data-paper") == [
        paper for paper in brought if "代理" not in paper and paper != "委托书"
    ]
    back = post(alone, paper=kept, switch="代办")
    assert {name: back.inputs[name] for name in typed} == typed
    assert len(re.findall(r'name="paper" value="[^"]+" checked', back.html)) == len(brought)


def test_a_failed_act_offers_to_try_again(shangluo):
    world, counter = shangluo
    clerk = Clerk(counter, "bureau")
    pid = clerk.open(someone(world, "to-enable").id_number)
    clerk.post("/rehearsal/card", {"pid": pid, "back": "/"})
    failed = clerk.do(pid, "activate.social", {}, old_password="000000", new_password="271828", again="271828")
    assert failed.texts("data-failed") == ["初始密码不对，卡内密码没有改变，还可以试 2 次。请持卡人核对后重新办理"]
    assert f"/person/{pid}/do/activate.social" in failed.links
    assert "打印回执" not in failed.words


@pytest.mark.parametrize("key", CITIES)
def test_every_article_of_a_city_leads_to_its_words(key):
    city = load_city(key)
    for where, article in sources(city):
        short, _, locator = article.partition(" ")
        found = passage(lines_of(city.documents[short].file), locator) if article else None
        assert not article or found, where
        if found:
            assert locator in found.lines[0].text, where


def test_a_section_ends_where_the_next_begins():
    lines = lines_of("shangluo-window-standard.txt")
    found = passage(lines, "第十六条")
    assert [heading.split() for heading in found.above] == [["第五章", "业务办理规范"]]
    assert found.lines[0].text.startswith("第十六条")
    assert found.lines[-1].text == "（3）解挂后即可恢复该卡的使用。"


def test_every_article_on_a_page_can_be_opened(at_outlet, shangluo):
    world, counter = shangluo
    page = at_outlet.get(f"/person/{at_outlet.open(someone(world, 'lost').id_number)}")
    assert len(page.texts("data-article")) >= 5
    for said in set(page.texts("data-article")):
        article = said.removesuffix("（文件未载明，按假定执行）").strip()
        short, _, locator = article.partition(" ")
        opened = at_outlet.get(f"/article?ref={article}")
        assert opened.status == 200
        assert counter.branch.city.documents[short].title in opened.words
        assert f"<mark>{locator}</mark>" in opened.html


@pytest.mark.parametrize("ref", ["", "办法 第一条", "规范 第九十九条"])
def test_an_article_that_does_not_exist_is_said_to_be_missing(at_outlet, ref):
    assert at_outlet.get(f"/article?ref={ref}").status == 404


def test_an_assumption_is_said_behind_its_article(open_world):
    world, counter = open_world("shishi")
    clerk = Clerk(counter, "making")
    form = clerk.form(clerk.open(someone(world, "damaged").id_number), "replace.damaged")
    assert "方案 工本费收取 （文件未载明，按假定执行）" in form.words


def test_no_template_takes_a_name_that_every_page_has(shangluo):
    """A macro or a value of the same name would stand in the strip of its page instead of what belongs there."""
    _, counter = shangluo
    with counter.flask.test_request_context("/"):
        everywhere = shell._everywhere().keys()
    taken = {
        (path.name, name)
        for path in (Path(shell.WEB) / "templates").glob("*.html")
        for name in re.findall(r"{% (?:macro|set) (\w+)", path.read_text(encoding="utf-8"))
        if name in everywhere
    }
    assert not taken
