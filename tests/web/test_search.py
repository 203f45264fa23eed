"""The one search box: every kind of number and name, typed in any manner, in no address, and what comes of nothing."""

import re

import pytest

from counter.cities import load_city
from counter.pinyin import suggest
from tests.clerk import Clerk

PERSON = "lost"


@pytest.fixture
def known(shangluo):
    """A branch that has opened one person, with something begun and something done for them."""
    world, counter = shangluo
    clerk = Clerk(counter, "bank_outlet")
    person = next(s for s in world.stories if s.id == PERSON).person
    pid = clerk.open(person.id_number)
    return clerk, person, pid


def full_width(text):
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


def typed_as(person):
    return {
        "id": person.id_number,
        "card": person.cards[0].number,
        "phone": person.mobile,
        "name": person.name,
    }


@pytest.mark.parametrize("dress", [str, full_width, lambda t: f" {t[:3]} {t[3:]} ", lambda t: f"{t[:4]}-{t[4:]}", str.lower])
@pytest.mark.parametrize("kind", ["id", "card", "phone"])
def test_a_number_is_found_however_it_is_typed(known, kind, dress):
    """UX 1, 21: ID number, card number and phone; full width, blanks, hyphens, lower-case."""
    clerk, person, pid = known
    assert clerk.open(dress(typed_as(person)[kind])) == pid


def test_a_number_that_ends_in_x_is_found_in_lower_case(shangluo):
    """UX 21: the X of an ID number."""
    world, counter = shangluo
    clerk = Clerk(counter, "bureau")
    person = next(s.person for s in world.stories if s.person.id_number.endswith("X"))
    assert clerk.open(person.id_number) == clerk.open(full_width(person.id_number.lower()))


def test_name_and_pinyin_find_who_was_opened_here(known):
    """UX 1: the name, all of its sound, and its initials."""
    clerk, person, pid = known
    assert clerk.open(person.name) == pid
    other = next(s for s in clerk.counter.world.stories if s.id == "elderly").person
    there = clerk.open(other.id_number)
    sounds = suggest(other.name)
    assert clerk.open(sounds.full) == clerk.open(sounds.full.upper()) == there


def test_the_number_of_an_entry_and_of_a_form_open_them(known):
    """UX 1: 业务流水号 and the number on an application form."""
    clerk, _, pid = known
    check = clerk.fill(pid, "loss.temporary", {"lost_on": "2026-11-19"})
    op_id = check.response.request.path.rsplit("/", 1)[1]
    assert clerk.find(op_id.upper()).response.request.path == f"/check/{op_id}"
    done = clerk.confirm(check)
    number = done.texts("data-number")[0]
    assert clerk.find(full_width(number)).response.request.path == f"/entry/{op_id}"
    assert clerk.get(f"/?q={number}").response.request.path == f"/entry/{op_id}", "an entry's number names nobody"


def test_several_are_listed_and_told_apart(shangluo):
    """UX 2: two of the same initials: a list to choose from, with masked numbers, age and card."""
    world, counter = shangluo
    clerk = Clerk(counter, "bureau")
    people = [s.person for s in world.stories]
    for one in people:
        clerk.open(one.id_number)
    initials = [suggest(one.name).initials for one in people]
    same = next((i for i in initials if initials.count(i) > 1), None)
    for kind in ("initials",) if same is None else ():
        counter.branch.database.run(
            "INSERT OR IGNORE INTO find VALUES (?,?,?)", kind, counter.branch.keys.hash(kind, initials[0]),
            clerk.open(people[1].id_number),
        )  # fmt: skip
    page = clerk.find(same or initials[0])
    assert page.status == 200
    assert re.search(r"找到 [2-9] 人，请选择", page.words)
    assert "只能查到本网点打开过的人" in page.words
    assert people[0].id_number not in page.html
    assert "岁" in page.words


@pytest.mark.parametrize("city", ["shangluo", "xinxiang", "shishi"])
def test_a_name_nobody_has_is_carried_into_a_first_application(open_world, city):
    """UX 2: what was typed stands in the form for somebody new, at windows that take applications."""
    _, counter = open_world(city)
    window = next(
        w.type for w in counter.branch.windows()
        if any(w.type in load_city(city).operations[o].windows.value for o in ("apply.new", "apply.enter") if o in load_city(city).operations)
    )  # fmt: skip
    page = Clerk(counter, window).find("郑㛃")
    assert "没有找到" in page.words
    assert "只能查到本网点打开过的人" in page.words
    assert page.inputs["name"] == "郑㛃"
    number = Clerk(counter, window).find("110101199003071233")
    assert number.inputs["id_number"] == "110101199003071233"


def test_what_was_entered_of_somebody_new_stays_when_it_is_wrong(shangluo):
    """UX 19: nothing typed is lost by an error."""
    clerk = Clerk(shangluo[1], "bureau")
    page = clerk.post("/newcomer", {"name": "郑㛃", "id_number": "110101199003071234"})
    assert page.status == 422
    assert (page.inputs["name"], page.inputs["id_number"]) == ("郑㛃", "110101199003071234")
    assert "没有保存" in page.words


def test_no_name_or_number_comes_by_the_address(known):
    """A search goes by POST; an address with somebody's number is not followed, and its page does not repeat it."""
    clerk, person, _ = known
    for text in typed_as(person).values():
        page = clerk.get(f"/?q={text}")
        assert page.status == 422
        assert "不写在网址里" in page.words
        assert text not in page.html, "neither in the box nor in an address on the page"
    answer = clerk.client.post("/find", data={"csrf_token": clerk.get("/").inputs["csrf_token"], "q": "没有这个人"})
    assert answer.status_code == 303
    assert re.fullmatch(r"/\?found=[\w-]{12}", answer.headers["Location"])
    again = clerk.get(answer.headers["Location"])
    assert "没有找到“没有这个人”" in again.words
    other = Clerk(clerk.counter, "bureau", "1001")
    assert "没有这个人" not in other.get(answer.headers["Location"]).words, "another clerk sees the empty desk"
