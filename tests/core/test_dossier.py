"""What is known of a holder, as of now: a state that ends by itself has ended at its moment, not before."""

from datetime import date, datetime, timedelta

import pytest

from counter.core.dates import BEIJING
from counter.core.dossier import Dossier, Holder, Subject
from counter.core.states import CardState, Kind, SocialState, TemporaryState

NOW = datetime(2026, 11, 20, 10, 31, tzinfo=BEIJING)
HOLDER = Holder(id="p", id_number="611002198003124513", name="王䶮𬱖", born_on=date(1980, 3, 12))
TICK = timedelta(milliseconds=1)


def card(state: CardState, days: int = 0, **more) -> Subject:
    since = NOW - timedelta(days=days)
    return Subject(id=f"{state.value}{days}", kind=Kind.CARD, state=state, version=1, since=since, **more)


def of(*subjects: Subject) -> Dossier:
    return Dossier(holder=HOLDER, subjects=subjects)


@pytest.mark.parametrize(
    ("when", "state"),
    [(timedelta(), CardState.NORMAL), (-TICK, CardState.TEMPORARILY_LOST), (timedelta(days=90), CardState.NORMAL)],
)
def test_a_temporary_loss_ends_exactly_at_its_moment(when, state):
    until = NOW + timedelta(days=7)
    seen = of(card(CardState.TEMPORARILY_LOST, until=until)).on(until + when).card()
    assert seen.state is state
    assert (seen.until is None, seen.since == until) == (state is CardState.NORMAL,) * 2


@pytest.mark.parametrize(("when", "state"), [(timedelta(), TemporaryState.EXPIRED), (-TICK, TemporaryState.ISSUED)])
def test_a_temporary_card_expires_exactly_at_its_moment_and_keeps_its_day(when, state):
    until = NOW + timedelta(days=90)
    given = Subject(
        id="t", kind=Kind.TEMPORARY, state=TemporaryState.ISSUED, version=1, since=NOW, until=until, number="T1"
    )
    (seen,) = of(given).on(until + when).of(Kind.TEMPORARY)
    assert (seen.state, seen.until) == (state, until)


def test_a_temporary_loss_without_end_and_a_formal_loss_do_not_end():
    late = NOW + timedelta(days=4000)
    assert of(card(CardState.TEMPORARILY_LOST)).on(late).card().state is CardState.TEMPORARILY_LOST
    assert of(card(CardState.LOST, until=NOW)).on(late).card().state is CardState.LOST


def test_an_ended_loss_keeps_the_version_it_is_stored_with():
    """The next entry must still find the row it changes."""
    lost = card(CardState.TEMPORARILY_LOST, until=NOW)
    assert lost.on(NOW).version == lost.version


def test_the_card_in_use_comes_before_the_one_on_its_way_and_both_before_ended_ones():
    void, ordered, normal = card(CardState.VOID), card(CardState.ORDERED, 1), card(CardState.NORMAL, 2)
    assert of(void, ordered, normal).card() == normal
    assert of(void, ordered).card() == ordered
    assert of(void, ordered).coming() == ordered
    assert of(void).card() == void
    assert of(void, normal).coming() is None
    assert of().card() is None


def test_the_newest_of_ended_cards_is_the_last_one():
    assert of(card(CardState.VOID, 30), card(CardState.VOID, 3)).card().id == "作废3"


def test_a_function_belongs_to_its_own_card():
    old, new = card(CardState.VOID, 9), card(CardState.NORMAL)
    off = Subject(id="s", kind=Kind.SOCIAL, state=SocialState.OFF, version=1, since=NOW, card=new.id)
    dossier = of(old, new, off)
    assert dossier.function(Kind.SOCIAL, new) == off
    assert dossier.function(Kind.SOCIAL, old) is None
    assert dossier.function(Kind.SOCIAL, None) is None


def test_changed_subjects_take_the_place_of_older_versions():
    before, after = card(CardState.NORMAL), Subject(**{**vars(card(CardState.LOST)), "id": "正常0", "version": 2})
    new = card(CardState.ORDERED)
    dossier = of(before).with_subjects([after, new])
    assert dossier.find("正常0") == after
    assert len(dossier.subjects) == 2


@pytest.mark.parametrize(("day", "age"), [(date(1996, 3, 11), 15), (date(1996, 3, 12), 16), (date(2026, 11, 20), 46)])
def test_a_full_year_is_full_on_the_birthday(day, age):
    assert HOLDER.age_on(day) == age
    assert Holder(id="p", id_number="", name="").age_on(day) is None
