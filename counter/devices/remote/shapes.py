"""The shapes of what goes between the server and the program at a window's computer."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from counter.devices import DeviceError, Keys

T = TypeVar("T")
LONGEST = 200


class NotAgreedError(Exception):
    """What came over the line is not in this list."""


@dataclass(frozen=True, kw_only=True)
class Act(Generic[T]):
    """One act: its words with their shape, whether it changes the card, how long it may take, both ends' halves.

    ``fetches``: how often the program may ask for what it needs in the middle: a maker's library asks twice.
    """

    kind: str
    name: str
    title: str
    do: Callable[[Any, Mapping[str, str], Keys], object]
    meant: Callable[[object], T]
    words: Mapping[str, re.Pattern[str]] = field(default_factory=dict)
    changes: bool = False
    seconds: float = 15.0
    fetches: int = 2


def mapping(value: object, *names: str) -> Mapping[str, object]:
    """A table with exactly these keys."""
    if not isinstance(value, Mapping) or set(value) != set(names):
        raise NotAgreedError
    return value


def text(value: object, longest: int = LONGEST) -> str:
    """A text that is not too long."""
    if not isinstance(value, str) or len(value) > longest:
        raise NotAgreedError
    return value


def refusal(sentence: str) -> DeviceError:
    """A refusal of the other end, in its own words."""
    what, _, do = sentence.rpartition("，请")
    return DeviceError("", what, do)
