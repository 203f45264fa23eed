"""Whether a city file and its plugins fit together, and whether every state has a way on."""

from typing import TYPE_CHECKING, Any

from counter.core.guide import Moment
from counter.core.states import FINAL, WORKING, State
from counter.core.strict import Mistakes, read_table

if TYPE_CHECKING:
    from counter.catalogue import Catalogue


def check(found: "Catalogue", mistakes: Mistakes) -> None:
    """Note everything that the city file and the plugins do not agree on, and read the plugins' own rules."""
    city = found.city
    off = {plugin.name for plugin in found.off}
    for key in city.operations:
        if key not in found.operations and key.partition(".")[0] not in off:
            mistakes.add(f'operations."{key}"', "没有启用的插件提供这项业务")
    for name, rules in _rule_types(found).items():
        read = read_table(rules, city.rules.get(name, {}), name, mistakes)
        if read is not None:
            found.rules[name] = read
    for name in city.rules:
        if name not in _rule_types(found) and name not in off:
            mistakes.add(name, "这张表不属于任何已启用的插件")
    for name, tariff in city.tariff.items():
        for way in tariff.ways.value:
            if tariff.moment.value is Moment.WITHIN and way not in found.ways and not off:
                mistakes.add(f'tariff."{name}".ways', f"没有插件提供缴费方式“{way}”")


def _rule_types(found: "Catalogue") -> dict[str, type[Any]]:
    return {operation.plugin: operation.rules for operation in found.operations.values()}


def dead_ends(found: "Catalogue") -> list[str]:
    """Non-final states that some operation leads to and none leads out of."""
    reached: set[State] = set()
    left: set[State] = set()
    for offer in (o for window in found.city.windows for o in found.offers(window)):
        for part in offer.parts:
            act = part.operation.act
            moves = [*part.moves, *((act.done + act.failed) if act is not None else ())]
            reached |= {one.after for one in moves if one.after not in one.before}
            left |= {state for one in moves if one.before != {one.after} for state in one.before}
    stuck = sorted(state.value for state in reached - left - FINAL - WORKING)
    return [f"“{word}”之后，现有的插件没有下一步业务" for word in stuck]
