"""Where a replaced card's social function may be enabled, and what the pages say until a thing is done."""

from dataclasses import replace

import pytest

from counter.branch import Identity
from counter.core.province import PersonRecord
from counter.rehearsal.world import Seats
from tests.clerk import Clerk
from tests.own_city import own_counter, text_of
from tests.sync.both_sides import person

WINDOW = (("1", "窗口", "county", ""),)
RULE = 'cross_district = { value = "refuse"'


def replaced(world, area: str) -> PersonRecord:
    """Somebody whose card was replaced, insured in this area."""
    record = person(world, "to-collect")
    cards = (record.cards[0], replace(record.cards[1], state="待启用"))
    return replace(record, insured_area=area, cards=cards)


def desk(open_world, district: str, area: str):
    seats = Seats(identity=Identity(code="41070001", name="演练网点", rehearsal=True, district=district), windows=WINDOW)
    world, counter = open_world("xinxiang", seats)
    record = replaced(world, area)
    world.province.register(record)
    clerk = Clerk(counter, "county")
    return clerk, clerk.open(record.id_number)


@pytest.mark.parametrize(
    ("district", "area", "possible", "told"),
    [
        ("红旗区", "红旗区", True, False),
        ("红旗区", "新乡市红旗区", True, False),
        ("新乡市红旗区", "红旗区", True, False),
        ("红旗区", "辉县市", False, False),
        ("新乡市", "辉县市", True, False),
        ("红旗区", "新乡市", True, True),
        ("红旗区", "", True, True),
        ("", "辉县市", True, True),
    ],
)
def test_a_replaced_card_is_enabled_where_its_holder_is_insured(open_world, district, area, possible, told):
    """Known to be elsewhere: refused. Not known on either side: the check page asks the clerk to compare."""
    clerk, pid = desk(open_world, district, area)
    shown = clerk.get(f"/person/{pid}")
    assert ("activate.social" in shown.marks["data-offer"]) is possible
    if not possible:
        assert "社保账户须到辉县市的定点药店或定点医院激活" in shown.words
        assert "社保账户须到辉县市的定点药店或定点医院激活" in clerk.fill(pid, "activate.social", {}).words
        return
    check = clerk.fill(pid, "activate.social", {})
    assert any("没有比对上" in text for text in check.texts("data-mark")) is told


class Nothing:
    """No plugin besides."""


def test_a_city_that_only_warns_lets_it_be_done_and_says_so(open_world, tmp_path, staff):
    world, _ = open_world("xinxiang")
    text = text_of("xinxiang").replace(RULE, RULE.replace("refuse", "warn"))
    counter = own_counter(world, tmp_path / "warns", staff, text, Nothing())
    record = replaced(world, "辉县市")
    world.province.register(record)
    clerk = Clerk(counter, "county")
    check = clerk.fill(clerk.open(record.id_number), "activate.social", {})
    assert any("参保地（辉县市）与本网点所属行政区（红旗区）没有比对上" in text for text in check.texts("data-mark"))
    counter.branch.close()


def test_a_reminder_stands_on_the_page_till_the_thing_is_done_and_nothing_learnt_takes_it_away(open_world):
    clerk, pid = desk(open_world, "红旗区", "红旗区")
    world = clerk.counter.world
    clerk.post("/rehearsal/card", {"pid": pid, "back": "/"})
    clerk.do(pid, "activate.social", {})
    said = "初始密码还没有修改"
    assert said in clerk.get(f"/person/{pid}").texts("data-remind")[0]
    clerk.counter.courier.round(news=True)
    world.province.phone_loss(replaced(world, "").id_number)
    clerk.counter.courier.round(news=True)
    assert "data-remind" not in clerk.get(f"/person/{pid}").marks, "a lost card has no password to change"
    clerk.do(pid, "loss.release", {})
    assert said in clerk.get(f"/person/{pid}").texts("data-remind")[0]
    clerk.do(pid, "pin.change", {}, old_password="123456", new_password="271828", again="271828")
    assert "data-remind" not in clerk.get(f"/person/{pid}").marks
