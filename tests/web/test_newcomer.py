"""Somebody the province has never heard of: entered by the identity document, at windows that take applications."""

import pytest

from tests.clerk import Clerk

CITIZEN = {"id_number": "410702199003074522", "name": "郑㛃"}
PASSPORT = {"id_number": "E12345678", "name": "玛丽亚", "id_kind": "护照", "sex": "女", "born_on": "1992-02-29"}


@pytest.fixture
def county(open_world):
    world, counter = open_world("xinxiang")
    return world, counter, Clerk(counter, "county")


def test_nobody_is_offered_to_be_entered_where_applications_are_taken(county, open_world):
    _, _, clerk = county
    page = clerk.find(CITIZEN["id_number"])
    assert "查无此人" in page.words
    assert "按证件新增人员" in page.words
    bank = Clerk(open_world("shangluo")[1], "bank")
    assert "按证件新增人员" not in bank.find(CITIZEN["id_number"]).words


def test_what_the_document_tells_is_kept_and_marked_as_entered_by_hand(county):
    _, counter, clerk = county
    page = clerk.post("/newcomer", CITIZEN)
    assert page.texts("data-state") == ["名下无卡"]
    assert "查无此人，按窗口录入" in page.words
    (pid,) = counter.branch.people.find("id", CITIZEN["id_number"])
    holder = counter.branch.people.dossier(pid).holder
    assert (holder.name, holder.sex, holder.born_on.isoformat()) == ("郑㛃", "女", "1990-03-07")
    assert counter.branch.outbox.counts() == {}


def test_a_passport_is_found_again_by_its_number(county):
    _, counter, clerk = county
    clerk.post("/newcomer", PASSPORT)
    (pid,) = counter.branch.people.find("id", PASSPORT["id_number"])
    again = clerk.find("e12345678")
    assert again.response.request.path == f"/person/{pid}"
    assert "E12****78" in again.words


def test_a_number_that_could_be_a_passport_is_asked_of_the_province_on_request(county):
    _, _, clerk = county
    page = clerk.find("E7654321")
    assert "这是护照或通行证的号码" in page.words
    asked = clerk.find("E7654321", kind="document")
    assert "查无此人" in asked.words
    assert "有效身份证件类型" in asked.words


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": ""}, "姓名"),
        ({"born_on": "2027-01-01"}, "出生日期不能晚于今天"),
        ({"born_on": ""}, "日期"),
        ({"sex": ""}, "请选择性别"),
        ({"id_kind": "工作证"}, "请选择有效身份证件类型"),
        ({"id_number": "E1"}, "护照、通行证的号码应是"),
        ({"id_number": "410702199003074523"}, "校验位不符"),
    ],
)
def test_what_is_wrong_is_said_and_nobody_is_kept(county, wrong, said):
    _, counter, clerk = county
    page = clerk.post("/newcomer", PASSPORT | wrong)
    assert page.status == 422
    assert said in page.words
    assert "没有保存" in page.words
    assert counter.branch.database.rows("SELECT 1 FROM person") == []


def test_somebody_the_province_does_know_is_opened_not_entered(county):
    world, counter, clerk = county
    known = world.stories[0].person
    page = clerk.post("/newcomer", {"id_number": known.id_number, "name": "别的名字"})
    assert known.name in page.words
    assert len(counter.branch.people.find("id", known.id_number)) == 1


def test_a_window_that_takes_no_applications_enters_nobody(open_world):
    _, counter = open_world("shangluo")
    page = Clerk(counter, "bank").post("/newcomer", CITIZEN)
    assert page.status == 422
    assert counter.branch.database.rows("SELECT 1 FROM person") == []
