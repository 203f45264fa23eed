"""The hooks, in the order a visit calls them. Frozen values come back; nothing handed in is changed."""

from collections.abc import Sequence
from typing import Any

import pluggy

from counter.core.case import Condition, Window
from counter.core.lookup import LookUp
from counter.core.operation import Operation, Way
from counter.core.panel import Panels
from counter.core.province import Connector
from counter.core.queue import Queue
from counter.core.system import System
from counter.devices import Device

hookspec = pluggy.HookspecMarker("counter")


@hookspec
def counter_operations() -> Sequence[Operation[Any, Any]]:
    """Return the operations this plugin offers."""
    raise NotImplementedError


@hookspec
def counter_conditions() -> Sequence[Condition]:
    """Return conditions that every operation has to meet, whichever plugin declares it."""
    raise NotImplementedError


@hookspec
def counter_ways() -> Sequence[Way]:
    """Return the ways to pay a fee within an operation."""
    raise NotImplementedError


@hookspec
def counter_lookups() -> Sequence[LookUp]:
    """Return the look-ups this plugin offers, each with its paper."""
    raise NotImplementedError


@hookspec
def counter_panels() -> Sequence[Panels[Any]]:
    """Return the panels this plugin puts beside pages."""
    raise NotImplementedError


@hookspec
def counter_devices(window: Window) -> Sequence[Device]:
    """Return the devices that stand at this window."""
    raise NotImplementedError


@hookspec(firstresult=True)
def counter_province(name: str, url: str) -> Connector | None:
    """Return the connector to the province of this name, or None if it is not yours."""
    raise NotImplementedError


@hookspec(firstresult=True)
def counter_system(name: str, url: str) -> System | None:
    """Return the connector to the system of this name, or None if it is not yours."""
    raise NotImplementedError


@hookspec(firstresult=True)
def counter_queue(window: Window, url: str) -> Queue | None:
    """Return the queue that this window calls its visitors from, or None if it is not yours."""
    raise NotImplementedError
