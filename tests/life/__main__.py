"""Walk for longer: ``python -m tests.life --minutes 20 --seed 7 --city shangluo``.

Every round walks with the next seed; the one that breaks a law is named, and its walk is listed.
"""

import argparse
import sys
import time
import traceback

from counter.cities import city_keys

from .machine import LifeMachine, machine_for, walk_life


def main() -> int:
    """Walk every city in turn until the time is over; 1 when a law was broken."""
    asked = argparse.ArgumentParser(prog="python -m tests.life", description=__doc__)
    asked.add_argument("--minutes", type=float, default=10)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--steps", type=int, default=60)
    asked.add_argument("--walks", type=int, default=3, help="walks to a seed")
    asked.add_argument("--city", choices=city_keys(), action="append")
    asked.add_argument("--go-on", action="store_true", help="do not end at the first broken law")
    given = asked.parse_args()
    seed, broken, end = given.seed, 0, time.monotonic() + 60 * given.minutes
    while time.monotonic() < end and (given.go_on or not broken):
        for city in given.city or city_keys():
            broken += _walked(city, given, seed)
        seed += 1
    for city in given.city or city_keys():
        done = LifeMachine.reached.get(city, {})
        listed = "、".join(f"{offer} {n}" for offer, n in sorted(done.items(), key=lambda one: -one[1]))
        print(f"{city}：{LifeMachine.steps[city]} 步；办成 {listed}")
        for offer, why in sorted(LifeMachine.stuck.get(city, {}).items()):
            print(f"    没有办成过的一次：{offer}：{why}")
    return 1 if broken else 0


def _walked(city: str, given: argparse.Namespace, seed: int) -> int:
    try:
        walk_life(machine_for(city), given.walks, given.steps, seed)
    except Exception as error:  # noqa: BLE001 - whatever breaks a walk is told and counted
        print(f"== {city} --seed {seed} --steps {given.steps} --walks {given.walks}")
        traceback.print_exception(error, limit=-4)
        print("\n".join(note for note in getattr(error, "__notes__", []) if "城市：" in note), flush=True)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
