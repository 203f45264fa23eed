"""A card laid down while a page is open fills what nobody has typed, and changes nothing silently."""

import pytest

from counter.rehearsal.devices import VirtualCard, document_of
from tests.clerk import Clerk
from tests.conftest import NOW

JOINED, BLANK = "loss.formal+replace.lost", "temporary_number"
AGENT, NAME = "611002198807124535", "韩𣿭"
CARD, DOCUMENT = "card_reader", "id_reader"


@pytest.fixture
def desk(shangluo, someone):
    return Desk(*shangluo, someone)


class Desk:
    """A clerk at a window with both readers, and somebody whose card is lost."""

    def __init__(self, world, counter, someone):
        self.world, self.counter, self.someone = world, counter, someone
        self.window = next(w.id for w in counter.branch.windows() if w.type == "bureau")
        self.clerk, self.person = Clerk(counter, "bureau"), someone(world, "lost")
        self.pid = self.clerk.open(self.person.id_number)

    def form(self, offer, by="本人"):
        return self.clerk.form(self.pid, offer, by)

    def card(self, number="LS6110009", id_number="", name=""):
        self.world.bench.lay_down(self.window, VirtualCard(number, id_number, name))

    def document(self, number, name, **facts):
        self.world.bench.lay_document(self.window, document_of(number, name, NOW.date(), facts))

    def tell(self, form, kind, **typed):
        """What the page's script is answered that sends what stands on the form."""
        op_id = form.inputs["op_id"]
        answer = self.clerk.client.post(f"/draft/{op_id}/laid/{kind}", data={**form.inputs, **typed})
        assert answer.status_code == 200
        told = answer.get_json()
        self.passes = told.pop("passes")
        return told

    def again(self, form, offer):
        return self.clerk.get(f"/person/{self.pid}/do/{offer}?op={form.inputs['op_id']}")


def told(page):
    return dict(zip(page.marks.get("data-source", []), page.texts("data-source"), strict=True))


def test_a_card_fills_the_empty_blank_with_its_source_and_time(desk):
    """UX 5: the number is in the blank, and kept, before anybody pressed anything."""
    form = desk.form("tempcard.issue")
    desk.card()
    answer = desk.tell(form, CARD)
    assert answer["blanks"] == {BLANK: {"text": "LS6110009", "source": "社保卡芯片 10:31"}}
    assert answer["said"] == "已从社保卡芯片填入临时卡卡号"
    assert desk.passes, "nobody has to do anything about it"
    page = desk.again(form, "tempcard.issue")
    assert (page.inputs[BLANK], told(page)[BLANK]) == ("LS6110009", "社保卡芯片 10:31")


def test_what_the_clerk_typed_by_hand_stays_and_is_said(desk):
    """UX 5, UX 19: also what was typed a moment ago and not kept yet."""
    form = desk.form("tempcard.issue")
    desk.card()
    answer = desk.tell(form, CARD, **{BLANK: "LS6110001"})
    assert answer == {"blanks": {}, "said": "临时卡卡号是手工录入的，与读出的不同，没有改动，请核对"}
    assert not desk.passes
    page = desk.again(form, "tempcard.issue")
    assert (page.inputs[BLANK], told(page)[BLANK]) == ("LS6110001", "手工录入")


def test_another_card_takes_the_place_of_one_that_was_read(desk):
    form = desk.form("tempcard.issue")
    desk.card()
    desk.tell(form, CARD)
    desk.card("LS6110010")
    assert desk.tell(form, CARD, **{BLANK: "LS6110009"})["blanks"][BLANK]["text"] == "LS6110010"


def test_what_was_typed_and_is_what_the_card_says_is_the_cards(desk):
    """UX 5: read after it was typed, it is no longer by hand."""
    form = desk.form("tempcard.issue")
    desk.card()
    desk.tell(form, CARD, **{BLANK: "ls611 0009"})
    assert told(desk.again(form, "tempcard.issue"))[BLANK] == "社保卡芯片 10:31"


def test_somebody_elses_card_fills_nothing_and_is_said(desk):
    form = desk.form("tempcard.issue")
    other = desk.someone(desk.world, "damaged")
    desk.card("C69999999", other.id_number, other.name)
    answer = desk.tell(form, CARD)
    assert answer == {"blanks": {}, "said": f"读卡器上的社保卡是别人的，不是{desk.person.name}的，这一页没有改变"}
    assert not desk.passes, "it stands there until the card is lifted"
    assert not desk.again(form, "tempcard.issue").inputs[BLANK]


def test_the_one_who_came_for_the_holder_is_read_into_both_blanks(desk):
    """UX 24: the second person's identity card."""
    form = desk.form(JOINED, "代办")
    desk.document(AGENT, NAME)
    answer = desk.tell(form, DOCUMENT)
    assert {name: one["text"] for name, one in answer["blanks"].items()} == {"agent_name": NAME, "agent_id": AGENT}
    assert answer["said"] == "已从身份证芯片填入来人姓名、来人身份证号"


def test_an_agents_name_typed_by_hand_stays_while_the_empty_number_is_filled(desk):
    form = desk.form(JOINED, "代办")
    desk.document(AGENT, NAME)
    answer = desk.tell(form, DOCUMENT, agent_name="韩海")
    assert list(answer["blanks"]) == ["agent_id"]
    assert "来人姓名是手工录入的，与读出的不同，没有改动，请核对" in answer["said"]


def test_the_holders_own_identity_card_is_not_taken_for_the_agents(desk):
    """UX 25: it fills the holder's blanks and none of the one who came."""
    form = desk.form(JOINED, "代办")
    desk.document(desk.person.id_number, desk.person.name)
    assert not {"agent_id", "agent_name"} & desk.tell(form, DOCUMENT)["blanks"].keys()


def test_somebody_elses_identity_card_at_a_holders_own_visit_is_said_with_what_to_do(desk):
    form = desk.form(JOINED)
    desk.document(AGENT, NAME)
    said = desk.tell(form, DOCUMENT)["said"]
    assert said == f"读卡器上的身份证是别人的，不是{desk.person.name}的，这一页没有改变；代办的先按“改为代办”"


def test_the_identity_card_fills_what_the_record_had_and_nobody_typed(open_world):
    world, counter = open_world("xinxiang")
    clerk = Clerk(counter, "county")
    window = next(w.id for w in counter.branch.windows() if w.type == "county")
    number, name = "410702199003074522", "孙𬱖"
    world.bench.documents[window] = document_of(number, name, NOW.date())
    pid = clerk.post("/read-id", {}).response.request.path.rsplit("/", 1)[1]
    counter.readings.clear()
    form = clerk.form(pid, "apply.new")
    world.bench.lay_document(window, {**document_of(number, name, NOW.date()), "household_address": "新乡市演练新村 3 号"})
    answer = clerk.client.post(f"/draft/{form.inputs['op_id']}/laid/{DOCUMENT}", data=form.inputs).get_json()
    assert answer["blanks"]["household_address"] == {"text": "新乡市演练新村 3 号", "source": "身份证芯片 10:31"}


def test_a_person_that_is_open_stays_and_the_clerk_is_told_whose_card_it_is(desk):
    other = desk.someone(desk.world, "damaged")
    desk.card("C69999999", other.id_number, other.name)
    token = desk.form("tempcard.issue").inputs["csrf_token"]

    def said(path):
        return desk.clerk.client.post(path, data={"csrf_token": token}).get_json()["said"]

    assert said(f"/person/{desk.pid}/laid/{CARD}") == (
        f"读卡器上的社保卡是别人的，不是{desk.person.name}的，这一页没有改变；要打开那个人按 F3"
    )
    desk.card("C61130001", desk.person.id_number, desk.person.name)
    assert said(f"/person/{desk.pid}/laid/{CARD}") == f"读卡器上的是{desk.person.name}的社保卡"
    desk.card("LS6110003")
    assert said(f"/person/{desk.pid}/laid/{CARD}") == ""


def test_a_check_page_stays_as_it_was_checked(desk):
    """UX 26: what was checked is what is confirmed."""
    clerk, pid = Clerk(desk.counter, "bank_outlet"), desk.pid
    check = clerk.fill(pid, JOINED, {"lost_on": "2026-11-19", "received": "20"})
    op_id = check.response.request.path.rsplit("/", 1)[1]
    window = next(w.id for w in desk.counter.branch.windows() if w.type == "bank_outlet")
    before = desk.counter.branch.drafts.load(op_id, desk.counter.branch.people.key)
    for number, said in (
        (AGENT, f"读卡器上的身份证是别人的，不是{desk.person.name}的，这一页没有改变"),
        (desk.person.id_number, f"读卡器上的是{desk.person.name}的身份证，核对页没有改变"),
    ):
        desk.world.bench.lay_document(window, document_of(number, NAME, NOW.date()))
        answer = clerk.client.post(f"/check/{op_id}/laid/{DOCUMENT}", data={"csrf_token": check.inputs["csrf_token"]})
        assert answer.get_json()["said"] == said
    assert desk.counter.branch.drafts.load(op_id, desk.counter.branch.people.key) == before


def test_a_card_that_was_pulled_again_is_told_with_the_device_and_the_next_step(desk):
    form = desk.form("tempcard.issue")
    assert desk.tell(form, CARD)["said"] == "社保卡读卡器上没有卡，请放上持卡人的社保卡后再试"


def test_nothing_is_filled_into_a_form_another_page_has_kept_later_or_somebody_else_began(desk):
    form = desk.form("tempcard.issue")
    desk.card()
    assert desk.tell(form, CARD, turn="7") == {"blanks": {}, "said": ""}
    other = Clerk(desk.counter, "bureau", "1001")
    token = other.get("/status").inputs["csrf_token"]
    path = f"/draft/{form.inputs['op_id']}/laid/{CARD}"
    answer = other.client.post(path, data={**form.inputs, "csrf_token": token}).get_json()
    assert (answer["blanks"], answer["said"]) == ({}, "")


def test_a_locked_window_reads_no_card(desk):
    """UX 40: nothing is read, and what the script sent is not held for the clerk to send again."""
    form = desk.form("tempcard.issue")
    desk.card()
    desk.clerk.post("/lock", {}, follow=False)
    answer = desk.clerk.client.post(f"/draft/{form.inputs['op_id']}/laid/{CARD}", data=form.inputs)
    assert answer.status_code == 401
    assert not desk.counter.held
    assert desk.window not in desk.counter.laid


def test_a_clerk_who_wants_to_press_the_key_switches_it_off_at_every_window(desk):
    """UX 7: as with single keys, for this clerk only; the strip goes on telling what lies there."""
    assert "data-lays" in desk.clerk.get("/").marks
    page = desk.clerk.post("/keys", {"filling": "off", "back": "/keys"})
    assert "打开放卡自动读" in page.words
    assert 'data-single="on"' in page.html
    again = Clerk(desk.counter, "bank_outlet")
    assert "data-lays" not in again.get("/").marks
    assert "data-lays" in Clerk(desk.counter, "bureau", "1001").get("/").marks
    again.post("/keys", {"filling": "on", "back": "/keys"})
    assert "data-lays" in again.get("/").marks
