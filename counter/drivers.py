"""The drivers of one catalogue: each plugin is asked what stands at a window, and one that fails stands there mute."""

import logging
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from counter.core.case import Window
from counter.devices import DeviceError
from counter.lanes import FailedError, Lane, NoAnswerError, NotBegunError, tried

T = TypeVar("T")
MUTE = "没有应答"
# A driver answers these from memory. Where one of its calls hangs already, the next is not waited for as long.
_SECONDS, _BRIEF = 1.0, 0.05
# Pages that wait for news ask many times a second: a driver hears of it only so often.
_FRESH = 0.5
_MOST_HUNG = 3
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Found:
    """One device as its plugin gave it; ``driver`` is None where the plugin did not answer and none is known."""

    plugin: str
    window: str
    id: str
    title: str
    kind: str
    driver: Any


@dataclass(frozen=True)
class Drivers:
    """What hangs, what was known last and what has failed already, by plugin, window and call."""

    _lanes: dict[tuple[str, str, str], Lane] = field(default_factory=dict)
    _known: dict[tuple[str, str], tuple[Found, ...]] = field(default_factory=dict)
    _answers: dict[tuple[str, str, str], tuple[float, Any]] = field(default_factory=dict)
    _failed: set[tuple[str, str, str]] = field(default_factory=set)

    def at(self, hook: Any, window: Window) -> list[Found]:
        """What stands at this window, whatever the plugins do when they are asked."""
        implementations = reversed(hook.counter_devices.get_hookimpls())
        return [found for one in implementations for found in self._of(one, window)]

    def lane(self, plugin: str, window: str, what: str, most: int = 1) -> Lane:
        """The lane of these calls."""
        return self._lanes.setdefault((plugin, window, what), Lane(what, most))

    def quick(self, call: tuple[str, str, str], work: Callable[[], T], of: object) -> T | None:
        """What a call that answers from memory gave; None where it raised or hangs. Ours need no thread."""
        if is_ours(of):
            return self._said(call, lambda: tried(work))
        until, answer = self._answers.get(call, (0.0, None))
        if time.monotonic() >= until:
            answer = self._said(call, lambda: self._in_time(call, work))
            self._answers[call] = (time.monotonic() + _FRESH, answer)
        kept: T | None = answer
        return kept

    def _said(self, call: tuple[str, str, str], work: Callable[[], T]) -> T | None:
        try:
            answer = work()
        except (NotBegunError, NoAnswerError, DeviceError):
            return None
        except FailedError as error:
            if call not in self._failed:
                _LOG.warning("driver %s at window %s: %s raised %s", *call, error)
            self._failed.add(call)
            return None
        self._failed.discard(call)
        return answer

    def _in_time(self, call: tuple[str, str, str], work: Callable[[], T]) -> T:
        hangs = any(lane.hung for (plugin, _, _), lane in list(self._lanes.items()) if plugin == call[0])
        return self.lane(*call, most=_MOST_HUNG).call(work, _BRIEF if hangs else _SECONDS)

    def _of(self, implementation: Any, window: Window) -> tuple[Found, ...]:
        plugin = str(implementation.plugin_name)
        given = {"window": window} if "window" in implementation.argnames else {}
        place = (plugin, window.id)
        whose = implementation.plugin
        found = self.quick((*place, "devices"), lambda: _listed(*place, implementation.function(**given)), whose)
        if found is None:
            known = self._known.get(place, (Found(*place, f"driver-{plugin}", f"驱动 {plugin}", "driver", None),))
            return tuple(Found(*place, one.id, one.title, one.kind, None) for one in known)
        self._known[place] = found
        return found


def is_ours(driver: object) -> bool:
    """Whether this is one of the counter's own, which have threads and times of their own."""
    return type(driver).__module__.partition(".")[0] == "counter"


def _listed(plugin: str, window: str, devices: Iterable[Any]) -> tuple[Found, ...]:
    """The devices with their words; what has none is none."""
    found = tuple(Found(plugin, window, one.id, one.title, one.kind, one) for one in devices)
    if not all(isinstance(word, str) and word for one in found for word in (one.id, one.title, one.kind)):
        raise TypeError("a device has an id, a title and a kind")
    return found
