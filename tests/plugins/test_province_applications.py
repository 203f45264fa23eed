"""Applications over real HTTP: taken in, worked on, reviewed, ended, in the words of each province."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from counter import PersonRecord, Report
from tests.rehearsal.provinces import PROVINCES, World, world

NUMBER = "410702199912120029"
TOLD = {
    "sex": "女", "born_on": "1999-12-12", "ethnic": "回族", "id_kind": "居民身份证", "id_valid_until": "2039-12-12",
    "mobile": "19900000001", "landline": "0373-3051234", "address": "演练路 1 号", "household_address": "演练村 2 号",
    "postcode": "453000", "category": "职工", "status": "在职", "household": "城镇", "unit_number": "4107020017",
    "unit_name": "演练公司", "village": "410782102203", "occupation": "电工", "nation": "中国", "bank": "演练银行",
    "pickup": "41070003", "channel": "上门", "guardian_name": "马父", "guardian_id": "410702197602145522",
}  # fmt: skip
OF_THE_CARD = {"bank", "pickup", "channel"}
OF_THE_RECORD = {"sex", "born_on", "ethnic", "mobile", "address", "category", "unit_number", "unit_name"}


@pytest.fixture(params=PROVINCES)
def here(request: pytest.FixtureRequest) -> Iterator[World]:
    with world(request.param) as opened:
        yield opened


def report(here: World, operation: str, op_id: str = "A1", **facts: str) -> Report:
    one = here.report("lost", operation, card=None, **facts)
    return replace(one, op_id=op_id, id_number=NUMBER, name="马𬱖", attachments={"photo": b"\xff\xd8jpeg"})


def found(here: World) -> PersonRecord:
    person = here.connector.look_up(NUMBER, 2)
    assert person is not None
    return person


def test_somebody_nobody_knew_is_known_with_all_that_was_told(here: World) -> None:
    assert here.connector.look_up(NUMBER, 2) is None
    assert here.connector.send(report(here, "apply.new", **TOLD)).state == "accepted"
    person = found(here)
    (card,) = person.cards
    assert (card.state, card.number, card.bank, card.pickup, card.applied_by) == ("已申请", "", "演练银行", "41070003", "上门")
    assert (person.name, person.sex, person.born_on.isoformat(), person.ethnic) == ("马𬱖", "女", "1999-12-12", "回族")
    assert (person.unit_number, person.unit_name, person.category) == ("4107020017", "演练公司", "职工")
    rest = {name: text for name, text in TOLD.items() if name not in OF_THE_CARD | OF_THE_RECORD}
    assert {name: person.facts.get(name) for name in rest} == rest
    assert person == here.province.record(NUMBER)


def test_the_photo_goes_along_and_changes_what_is_sent(here: World) -> None:
    one = report(here, "apply.new", **TOLD)
    here.connector.send(one)
    (applied,) = here.province.applied
    assert applied.facts["photo"]
    assert here.connector.send(replace(one, attachments={"photo": b"another"})).state == "rejected"


def test_a_second_application_is_refused_while_one_runs_or_a_card_is_held(here: World) -> None:
    here.connector.send(report(here, "apply.new", **TOLD))
    again = here.connector.send(report(here, "apply.new", "A2", **TOLD))
    assert (again.state, len(found(here).cards)) == ("rejected", 1)
    held = here.send("damaged", "apply.new", card=None, **TOLD)
    assert held.state == "rejected"
    assert here.states("damaged") == ["正常"]


def test_too_little_told_of_a_newcomer_is_refused_and_nobody_is_kept(here: World) -> None:
    told = {name: text for name, text in TOLD.items() if name != "born_on"}
    assert here.connector.send(report(here, "apply.new", **told)).state == "rejected"
    assert here.connector.look_up(NUMBER, 2) is None


def test_an_application_can_be_ended_until_it_is_made(here: World) -> None:
    here.connector.send(report(here, "apply.new", **TOLD))
    assert here.connector.send(report(here, "apply.stop", "A2", reason="比对不成功")).state == "accepted"
    assert found(here).cards == ()
    assert here.connector.send(report(here, "apply.stop", "A3", reason="再来一次")).state == "rejected"


def test_a_card_applied_for_is_made_and_collected(here: World) -> None:
    here.connector.send(report(here, "apply.new", **TOLD))
    made = {"outcome": "done", "new_card_number": "F99000011", "bank_account": "6217", "bank": "演练银行"}
    if "issue.mark" in here.connector.operations:
        assert here.connector.send(report(here, "issue.mark", "A3")).state == "accepted"
    assert here.connector.send(report(here, "issue.make", "A2", **made)).state == "accepted"
    assert found(here).cards[0].state == "待领取"


@pytest.fixture
def fujian() -> Iterator[World]:
    with world("fujian") as opened:
        yield opened


def test_a_point_enters_and_the_making_window_completes(fujian: World) -> None:
    assert fujian.connector.send(report(fujian, "apply.enter", **TOLD)).state == "accepted"
    assert found(fujian).cards[0].state == "已受理"
    made = {"outcome": "done", "new_card_number": "F99000012", "bank_account": "6217"}
    assert fujian.connector.send(report(fujian, "issue.make", "A2", **made)).state == "rejected"
    assert fujian.connector.send(report(fujian, "apply.complete", "A3")).state == "accepted"
    assert found(fujian).cards[0].state == "已申请"
    assert fujian.connector.send(report(fujian, "apply.complete", "A4")).state == "rejected"


def test_an_old_card_is_stopped_before_the_data_are_complete(fujian: World) -> None:
    fujian.accept("damaged", "apply.enter", card=None, **TOLD)
    assert fujian.send("damaged", "apply.complete", card=None).state == "rejected"
    fujian.accept("damaged", "apply.stop_old", old_card_number=fujian.card("damaged"), reason="停用旧卡")
    fujian.accept("damaged", "apply.complete", card=None)
    assert fujian.states("damaged") == ["作废", "已申请"]
    assert fujian.send("damaged", "apply.stop_old", reason="再停一次").state == "rejected"


def test_a_web_application_is_told_as_news_and_waits_for_its_review() -> None:
    with world("shaanxi") as here:
        person = replace(here.person("lost"), id_number=NUMBER, name="马𬱖", cards=())
        here.province.web_apply(person, "演练银行", "61100001")
        ((news,), _) = here.connector.news("")
        assert (news.kind, news.id_number, news.origin, news.facts["pickup"]) == ("applied", NUMBER, "网上", "61100001")
        (card,) = found(here).cards
        assert (card.state, card.to_review, card.applied_by, card.pickup) == ("已申请", True, "网上", "61100001")
        told = {"mobile": "19900000009", "bank": "另一家银行", "sex": "女"}
        assert here.connector.send(report(here, "apply.review", **told)).state == "accepted"
        reviewed = found(here)
        assert (reviewed.cards[0].to_review, reviewed.cards[0].bank, reviewed.mobile) == (False, "另一家银行", "19900000009")
        assert here.connector.send(report(here, "apply.review", "A2", **told)).state == "rejected"
