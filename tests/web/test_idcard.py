"""Reading the identity card: it finds or enters its holder and fills what stands on it, said with its source."""

import pytest

from counter.rehearsal.devices import document_of
from tests.clerk import Clerk
from tests.conftest import NOW

NUMBER, NAME = "410702199003074522", "孙𬱖"


@pytest.fixture
def county(open_world):
    world, counter = open_world("xinxiang")
    clerk = Clerk(counter, "county")
    window = next(w.id for w in counter.branch.windows() if w.type == "county")
    return world, counter, clerk, window


def test_what_stands_on_the_card_is_filled_in_and_says_where_it_is_from(county):
    world, _, clerk, window = county
    world.bench.documents[window] = document_of(NUMBER, NAME, NOW.date())
    page = clerk.post("/read-id", {})
    assert page.texts("data-state") == ["名下无卡"]
    pid = page.response.request.path.rsplit("/", 1)[1]
    form = clerk.form(pid, "apply.new")
    assert form.inputs["household_address"] == "演练市演练路 1 号"
    assert form.inputs["ethnic"] == "汉族"
    assert form.inputs["id_valid_until"] == "2036-01-01"
    assert form.texts("data-source").count("身份证芯片 10:31") >= 3


def test_whom_the_province_knows_is_opened_and_nothing_is_entered(county):
    world, counter, clerk, window = county
    known = world.stories[0].person
    world.bench.documents[window] = document_of(known.id_number, known.name, NOW.date())
    assert clerk.post("/read-id", {}).texts("data-state") == ["正常"]
    assert len(counter.branch.people.find("id", known.id_number)) == 1


def test_what_was_read_is_forgotten_after_a_quarter_of_an_hour(county, monkeypatch):
    world, counter, clerk, window = county
    world.bench.documents[window] = document_of(NUMBER, NAME, NOW.date())
    clerk.post("/read-id", {})
    at, reading = counter.readings[NUMBER]
    from datetime import timedelta

    counter.readings[NUMBER] = (at - timedelta(minutes=16), reading)
    pid = counter.branch.people.find("id", NUMBER)[0]
    assert "身份证芯片" not in clerk.form(pid, "apply.new").words
    assert counter.readings == {}


def test_without_a_card_the_reader_says_what_to_do(county):
    _, counter, clerk, _ = county
    page = clerk.post("/read-id", {})
    assert page.status == 422
    assert "身份证读卡器上没有身份证，请放上本人的身份证后再试" in page.words
    assert counter.branch.database.rows("SELECT 1 FROM person") == []


def test_a_window_that_takes_no_applications_finds_nobody_and_enters_nobody(open_world):
    world, counter = open_world("shangluo")
    window = next(w.id for w in counter.branch.windows() if w.type == "bank")
    world.bench.documents[window] = document_of(NUMBER, NAME, NOW.date())
    assert "查无此人" in Clerk(counter, "bank").post("/read-id", {}).words
    assert counter.branch.database.rows("SELECT 1 FROM person") == []
