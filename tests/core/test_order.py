"""What stands first on the desk: by what operations declare and what the holder has, whatever the city."""

import pytest

from counter.cities import city_keys
from counter.core.case import Clerk
from counter.core.decision import Accepted, Refused
from counter.core.order import by_probability, by_reason
from counter.sync.courier import look_up
from counter.visit import Seat, desk


def seen(counter, story, window_type):
    """What the desk of this window decides about this person, with the dossier."""
    branch = counter.branch
    window = next(w for w in branch.windows() if w.type == window_type)
    look_up(branch, counter.courier, story.person.id_number)
    (pid,) = branch.people.find("id", story.person.id_number)
    seat = Seat(clerk=Clerk(number="1024", name="李静", role="经办"), window=window)
    return branch.people.dossier(pid).on(branch.clock.now()), desk(branch, pid, seat)


def possible(counter, story, window_type):
    """The ids of what is possible, in the order of the page."""
    dossier, found = seen(counter, story, window_type)
    can = [one.verdict for one in found if isinstance(one.verdict, Accepted)]
    return [one.offer.id for one in by_probability(can, dossier, counter.branch.catalogue.operations)]


@pytest.mark.parametrize(
    ("city", "window", "story", "first"),
    [
        ("shangluo", "bank_outlet", "lost", ("loss.temporary",)),
        ("shangluo", "bank_outlet", "to-collect", ("issue.collect",)),
        ("shangluo", "bureau", "to-enable", ("activate.social",)),
        ("xinxiang", "county", "formally-lost", ("fees.notice",)),
        ("xinxiang", "county", "phoned", ("loss.release", "loss.formal")),
        ("shishi", "making", "formally-lost", ("replace.lost",)),
        ("shishi", "making", "to-enable", ("activate.social", "activate.financial")),
    ],
)
def test_what_follows_on_the_state_of_the_card_stands_first(open_world, city, window, story, first):
    """UX 12: what is to be done next for a lost, a finished or a new card comes before what anybody may ask any day."""
    world, counter = open_world(city)
    found = next(one for one in world.stories if one.id == story)
    assert tuple(possible(counter, found, window)[: len(first)]) == first


@pytest.mark.parametrize("city", city_keys())
def test_what_ends_a_card_comes_after_what_keeps_it_and_taking_back_is_last(open_world, city):
    world, counter = open_world(city)
    ending = {"cancel.card", "cancel.social"}
    for window in counter.branch.windows():
        for story in world.stories:
            ids = possible(counter, story, window.type)
            places = [n for n, one in enumerate(ids) if one in ending]
            assert all(n >= len(ids) - 2 for n in places), ids


@pytest.mark.parametrize("city", city_keys())
def test_every_refused_operation_stands_once_with_all_its_reasons(open_world, city):
    world, counter = open_world(city)
    for window in counter.branch.windows():
        dossier, found = seen(counter, world.stories[0], window.type)
        refused = {one.offer.id: one.verdict for one in found if isinstance(one.verdict, Refused)}
        groups = by_reason([(one.offer, one.verdict) for one in found if isinstance(one.verdict, Refused)], dossier)
        told = {offer.id: group for group in groups for offer in group.offers}
        assert sum(len(group.offers) for group in groups) == len(refused) == len(told)
        assert all(told[key].refusals == verdict.refusals for key, verdict in refused.items())
        assert len({group.refusals for group in groups}) == len(groups)
        for key, group in told.items():
            parts = next(one.offer.parts for one in found if one.offer.id == key)
            foreign = any(window.type not in part.guide.windows.value for part in parts)
            assert group.elsewhere or not foreign, key
