"""The diagram and the comparison as pages: for every role, with the policy of every page, to be read without seeing."""

import re
from html import unescape

import pytest

from tests.browsing import until
from tests.clerk import Clerk


def leaves(clerk, path):
    """A table that goes over several pages, all of them one after the other; each is reached from the one before."""
    page, out = clerk.get(path), ""
    while True:
        out += page.html
        after = re.search(r'rel="next" href="([^"]+)"', page.html)
        if after is None:
            return " ".join(out.split())
        page = clerk.get(unescape(after[1]))


@pytest.mark.parametrize("number", ["1024", "1001", "1000"])
def test_everybody_who_is_logged_in_sees_the_diagram(shangluo, number):
    clerk = Clerk(shangluo[1], "bureau", number)
    page = clerk.get("/rules/diagram")
    assert "口头（临时）挂失" in page.html
    assert "遗失日期不能晚于今天" in page.html
    assert "社会保障卡：正常 → 临时挂失" in page.html
    picture = clerk.client.get("/rules/diagram.svg")
    assert picture.mimetype == "image/svg+xml"
    assert "default-src 'self'" in picture.headers["Content-Security-Policy"]
    assert picture.text.startswith("<svg")


def test_the_comparison_shows_all_what_differs_or_one_operation(shangluo):
    clerk = Clerk(shangluo[1], "bureau")
    whole = leaves(clerk, "/rules/cities?with=xinxiang")
    differing = leaves(clerk, "/rules/cities?with=xinxiang&only=1")
    one = clerk.get("/rules/cities?with=xinxiang&about=口头（临时）挂失").html
    assert 'data-same="SAME"' in whole
    assert 'data-same="SAME"' not in differing
    assert 'data-same="DIFFERS"' in differing
    assert len(one) < len(differing) < len(whole)
    assert "临时挂失期限" not in one
    assert "没有这个城市的城市文件" in clerk.client.get("/rules/cities?with=nowhere").text


def test_the_rule_book_is_read_here_or_printed(shangluo):
    clerk = Clerk(shangluo[1], "bureau")
    first = leaves(clerk, "/rules/book")
    assert "第十五条 社会保障卡挂失" in first
    assert "临时挂失期限（天，0 为不自动解挂）：7" in first
    assert "附件 3" in leaves(clerk, "/rules/book?document=通知")
    assert "第 2 页" in clerk.get("/rules/book?leaf=2").words
    assert "第 1 页" in clerk.get("/rules/book?leaf=99").words
    assert "没有这份文件" in clerk.get("/rules/book?document=无").words
    paper = clerk.client.get("/rules/book.pdf")
    assert (paper.mimetype, paper.data[:5]) == ("application/pdf", b"%PDF-")
    assert clerk.client.get("/rules/book.pdf").data == paper.data


def test_what_is_assumed_stands_on_pages_of_its_own(shangluo):
    clerk = Clerk(shangluo[1], "bureau")
    counted = int(re.search(r"按假定执行的 (\d+) 处", clerk.get("/status").words)[1])
    assert leaves(clerk, "/status/assumed").count("data-assumed") == counted > 50


def test_the_pages_fit_and_nothing_is_blocked(serve, sit):
    _, counter = serve("xinxiang")
    seat = sit(counter, "city")
    seat.page.goto(f"{seat.url}/status")
    seat.page.get_by_role("link", name="状态图").click()
    until(lambda: seat.page.evaluate("document.querySelector('img.picture').naturalWidth") > 500)
    seat.page.goto(f"{seat.url}/rules/cities")
    seat.page.check("input[name=only]")
    seat.page.get_by_role("button", name="对照").click()
    assert seat.page.locator("tr[data-same=DIFFERS]").count() > 20
    assert seat.page.locator("tr[data-same=SAME]").count() == 0
