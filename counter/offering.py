"""What can be chosen at a window: each operation with its guide, promise, fee and way to pay; some joined."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from counter.core.dossier import Unused
from counter.core.form import Form, compose
from counter.core.guide import Moment, OperationRules, Promise, Tariff
from counter.core.offer import Offer, Part, offer_of
from counter.core.operation import Way

if TYPE_CHECKING:
    from counter.catalogue import Catalogue


def offers_of(found: "Catalogue", window_type: str, unused: Unused) -> tuple[Offer, ...]:
    """Everything a window of this type offers, in the order of the city file."""
    groups = found.city.facts.together.value
    joined = [group for group in groups if all(o in found.operations for o in group)]
    hidden = {operation for group in groups for operation in group[:-1]}
    offers = []
    for operation in found.city.operations:
        if operation not in found.operations:
            continue
        begun = [group for group in joined if group[0] == operation]
        alone = [] if operation in hidden else [(operation,)]
        offers += [offer_of([part_of(found, o, window_type, unused) for o in group]) for group in (*begun, *alone)]
    return tuple(offers)


def part_of(found: "Catalogue", operation: str, window_type: str, unused: Unused) -> Part:
    """One operation as this city gives it at a window of this type, to somebody with these unused payments."""
    declared = found.operations[operation]
    guide: OperationRules = found.city.operations[operation]
    tariff: Tariff | None = _at(found.city.tariff, guide.tariff, window_type)
    promise: Promise | None = _at(found.city.promises, guide.promise, window_type)
    way = None
    if tariff is not None and not tariff.yuan.value:
        tariff = None
    if tariff is not None and _paid_for(tariff, guide.tariff, unused):
        tariff = replace(tariff, moment=replace(tariff.moment, value=Moment.BEFORE))
    if tariff is not None and tariff.moment.value is Moment.WITHIN:
        way = next((found.ways[w] for w in tariff.ways.value if w in found.ways), None)
    return Part(
        operation=declared,
        guide=guide,
        rules=found.rules.get(declared.plugin),
        tariff=tariff,
        promise=promise,
        way=way,
    )


def _paid_for(tariff: Tariff, item: str, unused: Unused) -> bool:
    """Whether this is paid, at whatever amount it cost then.

    What was paid without saying for what pays any fee of its amount, but no deposit.
    """
    paid = any(for_what == item for for_what, _ in unused)
    return paid or (not tariff.deposit and ("", tariff.yuan.value) in unused)


def _at(table: Any, key: str, window_type: str) -> Any:
    """The value for this window type, or the general one."""
    return table.get(f"{key}@{window_type}", table.get(key))


def form_of(found: "Catalogue", operation: str) -> type[Form]:
    """The form in which entries of this operation are kept: with the blanks of every way to pay."""
    guide = found.city.operations.get(operation)
    ways: tuple[Way, ...] = ()
    if guide is not None and guide.tariff:
        tariff = found.city.tariff[guide.tariff]
        ways = tuple(found.ways[w] for w in tariff.ways.value if w in found.ways)
    asks = guide.asks.value if guide is not None and guide.asks is not None else ()
    return compose(found.title(operation), (found.operations[operation].form, *(way.form for way in ways)), asks)
