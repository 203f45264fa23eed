"""Province down, nobody known here: the city file decides whether the window may begin."""

from dataclasses import replace

import pytest

from counter.cities import load_city
from counter.core.ruled import Ruled
from tests.clerk import Clerk

NOBODY = {"id_number": "110101199003071233", "name": "钱𫖯", "card_number": "Z12345678", "bank": "中国农业银行"}


@pytest.fixture
def lenient(open_world, monkeypatch):
    """Shangluo as it would be if its documents let the window begin."""
    city = load_city("shangluo")
    rule = Ruled(value=True, assumed=True, note="先受理，恢复后核对")
    changed = replace(city, facts=replace(city.facts, without_province=rule))
    monkeypatch.setattr("counter.rehearsal.world.load_city", lambda _key: changed)
    return open_world("shangluo")


def test_where_the_city_lets_it_the_card_in_hand_is_entered_and_reported_later(lenient):
    world, counter = lenient
    clerk = Clerk(counter, "bureau")
    world.province.down()
    page = clerk.find(NOBODY["id_number"])
    assert "按证件和卡面录入后先受理" in page.words
    opened = clerk.post("/unasked", NOBODY)
    assert opened.texts("data-state") == ["正常"]
    pid = opened.response.request.path.rsplit("/", 1)[1]
    done = clerk.do(pid, "loss.temporary", {"lost_on": "2026-11-19"})
    assert done.texts("data-entry-change") == ["正常 → 临时挂失"]
    assert done.texts("data-province") == ["待省确认"]


def test_where_the_city_does_not_let_it_nothing_is_kept(shangluo):
    world, counter = shangluo
    clerk = Clerk(counter, "bureau")
    world.province.down()
    page = clerk.find(NOBODY["id_number"])
    assert "录入后先受理" not in page.words
    refused = clerk.post("/unasked", NOBODY)
    assert refused.status == 422
    assert "不受理" in refused.words
    assert counter.branch.people.find("id", NOBODY["id_number"]) == []


@pytest.mark.parametrize("wrong", [{"card_number": "12"}, {"bank": "没有的银行"}, {"name": "钱7"}, {"id_number": "1101"}])
def test_what_is_wrong_on_the_card_is_said(lenient, wrong):
    world, counter = lenient
    clerk = Clerk(counter, "bureau")
    world.province.down()
    assert clerk.post("/unasked", NOBODY | wrong).status == 422
    assert counter.branch.database.rows("SELECT 1 FROM person") == []
