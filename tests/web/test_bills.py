"""The page of numbered bills: what is in hand against the books, and who may write what."""

import pytest

from tests.clerk import Clerk


@pytest.fixture
def at_window(open_world):
    _, counter = open_world("xinxiang")
    return Clerk(counter, "city"), Clerk(counter, "county", number="1001")


def count(clerk, first, last):
    return clerk.post("/bills/count", {"held_first": first, "held_last": last})


def test_what_is_in_hand_is_held_against_the_books(at_window):
    clerk, supervisor = at_window
    assert count(clerk, "00380001", "00380200").texts("data-counted") == [
        "批号 演练票据 手里的 00380001–00380200 与账面相符，共 200 张"
    ]
    missing = count(clerk, "00380003", "00380200")
    assert missing.status == 422
    assert "缺 2 张（00380001、00380002），请主管查明后登记遗失或作废" in missing.words
    assert missing.inputs["held_first"] == "00380003", "nothing typed is lost"
    supervisor.post("/bills", {
        "kind": "遗失", "first": "00380001", "last": "00380002", "note": "没有收到", "token": missing.inputs["token"]
        if "token" in missing.inputs else str(clerk.counter.branch.bills.last()),
    })  # fmt: skip
    assert "相符，共 198 张" in count(clerk, "00380003", "00380200").words
    assert "多 1 张（00380002），不是账面上剩余的票据" in count(clerk, "00380002", "00380200").words
    assert "缺 193 张（00380003、00380004、00380005、00380006、00380007等）" in count(clerk, "00380196", "00380200").words
    assert "缺 198 张" in count(clerk, "A00380003", "A00380200").words
    assert "起号不能大于止号" in count(clerk, "00380200", "00380001").words


def test_a_clerk_writes_nothing_into_the_stock(at_window):
    clerk, _ = at_window
    refused = clerk.post("/bills", {"kind": "遗失", "first": "00380001", "last": "00380001", "note": "x", "token": "1"})
    assert refused.status == 403
    assert clerk.counter.branch.bills.next().number == "00380001"


def test_a_city_that_issues_no_bills_has_no_such_page(open_world):
    _, counter = open_world("shangluo")
    clerk = Clerk(counter, "bureau")
    assert clerk.get("/bills").status == 404
    assert "财政票据" not in clerk.get("/").words
