"""The invented people: valid numbers, one story each, aging with the clock."""

from datetime import timedelta

import pytest

from counter import CardState, FinancialState, IdNumber, Kind, Mobile, Name, SocialState
from counter.core.identity import IdKind
from counter.core.states import state_of
from counter.rehearsal.people import CITIES, people
from tests.rehearsal.provinces import START

AREAS = {"xinxiang": "4107", "shangluo": "6110", "shishi": "350581"}


@pytest.mark.parametrize("city", CITIES)
def test_numbers_names_and_states_pass_the_counters_own_checks(city: str) -> None:
    for story in people(city, START):
        person = story.person
        number = IdNumber(person.id_number)
        assert (number.born_on, number.sex) == (person.born_on, person.sex)
        assert Name(person.name) == person.name
        assert Mobile(person.mobile) == person.mobile
        assert number.area_code.startswith(AREAS[city]) or number.kind is IdKind.HONG_KONG_MACAU
        for card in person.cards:
            state_of(Kind.CARD, card.state)
            state_of(Kind.SOCIAL, card.social)
            state_of(Kind.FINANCIAL, card.financial)
            if card.state == CardState.ORDERED.value:
                assert card.number == ""
                continue
            assert card.number[0] in "ABCDEF"
            assert card.number[1:].isdigit()
            assert len(card.number) == 9
        if story.agent:
            assert IdNumber(story.agent.id_number)
            assert IdNumber(story.agent.id_number).age_on(START.date()) >= 18


def test_every_identity_card_and_mobile_number_is_given_once() -> None:
    stories = [story for city in CITIES for story in people(city, START)]
    cards = [card.number for story in stories for card in story.person.cards if card.number]
    ids = [s.person.id_number for s in stories] + [s.agent.id_number for s in stories if s.agent]
    assert len(set(cards)) == len(cards)
    assert len(set(ids)) == len(ids)
    assert len({s.person.mobile for s in stories}) == len(stories)


@pytest.mark.parametrize("city", CITIES)
def test_each_city_has_the_stories_a_demonstration_needs(city: str) -> None:
    by_id = {story.id: story for story in people(city, START)}
    states = {name: [card.state for card in story.person.cards] for name, story in by_id.items()}
    assert states["lost"] == ["正常"]
    assert states["phoned"] == ["临时挂失"]
    assert states["formally-lost"] == ["正式挂失"]
    assert states["to-collect"] == ["作废", "待领取"]
    assert states["to-enable"] == ["待启用"]
    assert states["cancelled"] == ["注销"]
    assert states["first"] == []
    assert states.get("web") == (["已申请"] if city == "shangluo" else None)
    assert IdNumber(by_id["minor"].person.id_number).age_on(START.date()) < 16
    assert by_id["minor"].agent.relation == "监护人"
    assert IdNumber(by_id["elderly"].person.id_number).age_on(START.date()) >= 80
    assert by_id["elderly"].agent.relation == "代办人"
    assert by_id["hong-kong"].person.id_number.startswith("81")
    assert by_id["elsewhere"].person.insured_area != by_id["lost"].person.insured_area
    assert {"王䶮𬱖", "李𫖯", "赵㛃", "阿卜杜拉·买买提"} <= {s.person.name for s in by_id.values()}


def test_only_a_card_that_was_used_has_its_functions_on() -> None:
    for story in people("xinxiang", START):
        for card in story.person.cards:
            unused = card.state in {CardState.ORDERED.value, CardState.MADE.value, CardState.HANDED.value}
            ended = card.state in {CardState.VOID.value, CardState.CANCELLED.value}
            social = SocialState.OFF if unused else SocialState.STOPPED if ended else SocialState.ON
            financial = FinancialState.OFF if unused else FinancialState.STOPPED if ended else FinancialState.ON
            assert (card.social, card.financial) == (social.value, financial.value)


def test_what_ages_is_counted_back_from_now() -> None:
    later = START + timedelta(days=400)
    for city in CITIES:
        for before, after in zip(people(city, START), people(city, later), strict=True):
            assert [c.state for c in before.person.cards] == [c.state for c in after.person.cards]
            made = [(a, b) for a, b in zip(before.person.cards, after.person.cards, strict=True) if a.number]
            for one, two in made:
                assert (two.issued_on - one.issued_on).days == 400
                assert two.expires_on > later.date()


def test_the_telephone_loss_was_three_days_ago_and_has_a_term_only_where_the_document_has_one() -> None:
    phoned = {city: next(s for s in people(city, START) if s.id == "phoned").person.cards[0] for city in CITIES}
    assert phoned["shangluo"].lost_until == START + timedelta(days=4)
    assert phoned["xinxiang"].lost_until is None
    assert phoned["shishi"].lost_until is None
    assert {card.lost_by for card in phoned.values()} == {"12333"}
