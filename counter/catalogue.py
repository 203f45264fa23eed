"""Find, load and check the plugins of one city: installed is not enabled."""

import importlib
import sys
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from importlib import metadata, util
from types import ModuleType
from typing import Any

import pluggy

from counter import hookspecs
from counter.core.blank import Blank
from counter.core.case import Across
from counter.core.city import City
from counter.core.dossier import Unused
from counter.core.form import Form
from counter.core.lookup import LookUp
from counter.core.offer import Offer, Part, offer_of
from counter.core.operation import Operation, Way
from counter.core.panel import Standing
from counter.core.strict import Mistakes
from counter.core.system import System
from counter.core.warned import Due
from counter.drivers import Drivers
from counter.fitting import check, dead_ends, unasked
from counter.offering import form_of, offers_of, part_of

GROUP = "counter.plugins"
DECLARING = ("counter_operations", "counter_conditions", "counter_ways", "counter_lookups", "counter_panels")


class CatalogueError(Exception):
    """The plugins and the city file do not fit together; every mistake is listed."""

    def __init__(self, city: str, mistakes: Sequence[str]) -> None:
        listed = "\n".join(f"  {mistake}" for mistake in mistakes)
        super().__init__(f"{city}的城市文件与插件对不上，有 {len(mistakes)} 处要改正，改好后重新启动：\n{listed}")
        self.mistakes = list(mistakes)


@dataclass(frozen=True)
class SwitchedOff:
    """A plugin that could not be loaded, and why."""

    name: str
    reason: str


@dataclass(frozen=True)
class Catalogue:
    """What this city's counter can do."""

    city: City
    hook: Any
    operations: dict[str, Operation[Any, Any]]
    rules: dict[str, Any]
    ways: dict[str, Way]
    lookups: dict[str, LookUp]
    off: tuple[SwitchedOff, ...]
    across: tuple[Across, ...] = ()
    panels: tuple[Standing, ...] = ()
    warnings: tuple[str, ...] = ()
    drivers: Drivers = field(default_factory=Drivers)
    _offers: dict[tuple[str, Unused], tuple[Offer, ...]] = field(default_factory=dict)

    def connectors(self, addresses: Mapping[str, str]) -> dict[str, System]:
        """The connectors to the systems at these addresses; a name no plugin speaks for is left out."""
        found = {name: self.hook.counter_system(name=name, url=url) for name, url in addresses.items() if url}
        return {name: system for name, system in found.items() if system is not None}

    @property
    def due(self) -> dict[str, Due]:
        """When an operation is still to be done for a holder, for those that say so."""
        return {key: one.due for key, one in self.operations.items() if one.due is not None}

    def title(self, operation: str) -> str:
        """The operation's title in this city."""
        guide = self.city.operations.get(operation)
        return guide.title if guide is not None else OTHER_TITLES.get(operation, operation)

    def offers(self, window_type: str, unused: Unused = frozenset()) -> tuple[Offer, ...]:
        """What can be chosen at a window of this type, in the order of the city file.

        Who has paid such an amount and not used it pays with that, and is asked for no cash.
        """
        if (window_type, unused) not in self._offers:
            self._offers[window_type, unused] = offers_of(self, window_type, unused)
        return self._offers[window_type, unused]

    def offer(self, offer_id: str, window_type: str, unused: Unused = frozenset()) -> Offer | None:
        """One offer by its id."""
        return next((o for o in self.offers(window_type, unused) if o.id == offer_id), None)

    def part(self, operation: str, window_type: str) -> Part:
        """One operation as this city gives it at a window of this type."""
        return offer_of([part_of(self, operation, window_type, frozenset())]).parts[0]

    @property
    def uses_bills(self) -> bool:
        """Whether this city has an operation that issues numbered bills."""
        return any(self.operations[o].issues_bill for o in self.city.operations if o in self.operations)

    @property
    def helps(self) -> bool:
        """Whether any plugin has rows for the page of all troubles."""
        return any(one.panels.whole for one in self.panels)

    @property
    def blanks(self) -> list[Blank]:
        """Every blank of every operation."""
        return [b for operation in self.operations.values() for b in operation.form.own]

    def form(self, operation: str) -> type[Form]:
        """The form in which entries of this operation are kept."""
        if operation not in self.operations:
            return Form
        return form_of(self, operation)


OTHER_TITLES = {"learnt": "省里消息", "province.rejected": "省里退回后冲正"}


def load(city: City, extra: Sequence[tuple[str, Any]] = ()) -> Catalogue:
    """Load the city's plugins, and these besides, and check that everything fits."""
    manager = pluggy.PluginManager("counter")
    manager.add_hookspecs(hookspecs)
    mistakes = Mistakes()
    off: list[SwitchedOff] = []
    for name in city.facts.plugins:
        module = _module(name, mistakes, off)
        if module is not None:
            _register(manager, module, name, off)
    for name, plugin in extra:
        manager.register(plugin, name=name)
    manager.check_pending()
    found = Catalogue(
        city=city,
        hook=manager.hook,
        operations=_by_id(_flat(manager.hook.counter_operations()), "业务", mistakes),
        rules={},
        ways=_by_id(_flat(manager.hook.counter_ways()), "缴费方式", mistakes),
        lookups=_by_id(_flat(manager.hook.counter_lookups()), "查询", mistakes),
        off=tuple(off),
        panels=tuple(Standing(impl.plugin_name, one) for impl, one in _declared(manager.hook.counter_panels)),
    )
    check(found, mistakes)
    if mistakes:
        raise CatalogueError(city.facts.name, mistakes)
    said: dict[str, Any] = {"warnings": (*dead_ends(found), *unasked(found))}
    told, rules = _declared(manager.hook.counter_conditions), found.rules
    said["across"] = tuple(Across(impl.plugin_name, one, rules.get(impl.plugin_name)) for impl, one in told)
    said["panels"] = tuple(replace(one, rules=rules.get(one.plugin)) for one in found.panels)
    return Catalogue(**{**found.__dict__, **said, "_offers": {}})


def _declared(hook: Any) -> list[tuple[Any, Any]]:
    """What plugins declare through this hook, each with the plugin, in the order of the city file."""
    return [(impl, one) for impl in reversed(hook.get_hookimpls()) for one in impl.function()]


def _module(name: str, mistakes: Mistakes, off: list[SwitchedOff]) -> ModuleType | None:
    points = [p for p in _entry_points(tuple(sys.path)) if p.name == name]
    own = util.find_spec(f"plugins.{name}") is not None if name.isidentifier() else False
    if len(points) + own > 1:
        mistakes.add("city.plugins", f"插件“{name}”装了不止一份，请卸去多余的")
        return None
    if not points and not own:
        mistakes.add("city.plugins", f"没有安装插件“{name}”，请安装它，或从列表中去掉")
        return None
    try:
        loaded: Any = points[0].load() if points else importlib.import_module(f"plugins.{name}")
    except Exception as error:  # noqa: BLE001 - a plugin may fail in any way; the rest of the counter works
        off.append(SwitchedOff(name, _reason(error)))
        return None
    if not isinstance(loaded, ModuleType):
        off.append(SwitchedOff(name, "入口指的不是模块，请改正插件的 entry_points"))
        return None
    return loaded


@lru_cache(maxsize=4)
def _entry_points(_path: tuple[str, ...]) -> metadata.EntryPoints:
    """The installed plugins; looked for again only when the import path has changed."""
    return metadata.entry_points(group=GROUP)


def _register(manager: pluggy.PluginManager, module: ModuleType, name: str, off: list[SwitchedOff]) -> None:
    try:
        manager.register(module, name=name)
    except (pluggy.PluginValidationError, ValueError) as error:
        off.append(SwitchedOff(name, f"钩子写得不对：{error}"))
        return
    try:
        manager.check_pending()
        for hook in DECLARING:
            tuple(getattr(module, hook, tuple)())
    except pluggy.PluginValidationError as error:
        manager.unregister(module)
        off.append(SwitchedOff(name, f"钩子写得不对：{error}"))
    except Exception as error:  # noqa: BLE001 - a plugin may fail in any way; the rest of the counter works
        manager.unregister(module)
        off.append(SwitchedOff(name, _reason(error)))


def _reason(error: Exception) -> str:
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}：{error}（{last.name} 第 {last.lineno} 行）"


def _flat(results: Sequence[Sequence[Any]]) -> list[Any]:
    """Pluggy answers last registered first; the city file's order is the order of the menu."""
    return [one for result in reversed(results) for one in result]


def _by_id(found: list[Any], what: str, mistakes: Mistakes) -> dict[str, Any]:
    for one in found:
        if sum(other.id == one.id for other in found) > 1:
            mistakes.add(one.id, f"有两个插件声明了同名的{what}")
    return {one.id: one for one in found}
