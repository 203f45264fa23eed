"""The whole life holds: random walks through each city's pages break no law.

What a walk does and which laws there are: docs/visits.md, 走一遍所有可能.
"""

import pytest

from counter.cities import city_keys
from tests.life.machine import LifeMachine, machine_for, walk_life

WALKS, STEPS = 3, 48
LEAST_KINDS = 6


@pytest.mark.parametrize("city", city_keys())
def test_no_law_is_broken_on_any_walk(city: str) -> None:
    walk_life(machine_for(city), WALKS, STEPS)
    done = LifeMachine.reached[city]
    assert len(done) >= LEAST_KINDS, f"a walk that gets nowhere proves nothing: {dict(done)}"
