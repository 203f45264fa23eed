"""A unit that this branch has never seen is asked of the province by its bare number."""

from tests.clerk import Clerk

UNIT = "4107029988"


def test_the_bare_number_of_a_unit_opens_it_with_the_cards_that_wait(open_world):
    world, counter = open_world("xinxiang")
    page = Clerk(counter, "county").find(UNIT)
    assert page.response.request.path.startswith("/person/")
    assert "新乡市演练瓷厂" in page.words
    waiting = [story.person.name for story in world.stories if story.person.unit_number == UNIT]
    assert len(waiting) == 2
    assert all(name in page.words for name in waiting)


def test_a_number_of_no_unit_is_not_found_and_may_be_entered(open_world):
    _, counter = open_world("xinxiang")
    page = Clerk(counter, "county").find("4107029989")
    assert "本网点没有找到" in page.words
    assert "先登记" in page.words


def test_with_the_province_down_the_number_is_not_found_and_nothing_breaks(open_world):
    world, counter = open_world("xinxiang")
    world.province.down()
    assert "本网点没有找到" in Clerk(counter, "county").find(UNIT).words
